"""Opinions as they are read together: where they stand now, what they would change, which exclude each other."""
