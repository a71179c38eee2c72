"""Unresolved notes: what an editor left in a text for themselves, marked or not."""
