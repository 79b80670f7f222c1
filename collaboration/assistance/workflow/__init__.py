"""The steps of a request, in the order in which they happen."""
