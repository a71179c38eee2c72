"""From a source to a tree of blocks with exact positions, and from there to records."""
