"""The pages of assistance requests."""
