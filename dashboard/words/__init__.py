"""Sentences, numbers, dates and colours, in every language. Pure."""
