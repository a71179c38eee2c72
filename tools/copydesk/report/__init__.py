"""Reporters: one format, one file."""
