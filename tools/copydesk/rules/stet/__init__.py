"""Comments that let things stand."""
