"""One command, one file, each with a `command`."""
