"""What changed from one text to another: which paragraph is which, and the characters or words inside them."""
