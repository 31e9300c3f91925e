"""Serving: the application, its routes, the feed. Imports every other room; nothing imports it."""
