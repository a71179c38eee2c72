"""The frame of a file brought to its collection's style, or to another layout; see `formatting`."""
