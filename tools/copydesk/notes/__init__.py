"""Unresolved notes: what an editor left in a text for themselves, marked or not."""

from copydesk.notes.detect import find
from copydesk.notes.options import DEFAULT_MIN_SCORE, NoteOptions, models

__all__ = ["DEFAULT_MIN_SCORE", "NoteOptions", "find", "models"]
