"""Spelling and grammar: an engine behind a protocol, and what Markdown needs around it."""
