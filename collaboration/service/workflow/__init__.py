"""The steps of a service, in the order in which they happen."""
