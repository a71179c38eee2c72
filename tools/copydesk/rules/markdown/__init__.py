"""Markdown that does not mean what it looks like."""
