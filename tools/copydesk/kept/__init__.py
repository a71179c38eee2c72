"""What earlier runs learnt and found: the store, and the rows that it keeps."""
