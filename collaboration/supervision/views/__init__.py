"""Pages on which people urge and supervise."""
