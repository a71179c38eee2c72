"""How words are spelled, beside what the grammar engine says of them."""
