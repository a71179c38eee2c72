"""Copydesk: lint, list and publish Markdown questions and answers."""

__version__ = "0.1.0"
