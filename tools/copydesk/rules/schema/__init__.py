"""Records and front matter against JSON Schemas."""
