"""Pages of document service."""
