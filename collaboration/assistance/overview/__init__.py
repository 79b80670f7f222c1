"""What a unit sees of its requests as a whole: the ledger, views kept of it, ratings, and figures."""
