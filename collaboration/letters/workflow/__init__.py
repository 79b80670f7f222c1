"""The steps of a letter, in the order in which they happen."""
