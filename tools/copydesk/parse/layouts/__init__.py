"""Layouts: one way of writing questions and answers, one file."""
