"""What editors left for each other."""
