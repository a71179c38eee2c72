"""What the sentences of an answer say."""
