"""Questions, answers and their numbers."""
