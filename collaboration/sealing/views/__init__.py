"""The pages on the seal of the acting unit."""
