"""What a reader asks for, to and from an address. Pure."""
