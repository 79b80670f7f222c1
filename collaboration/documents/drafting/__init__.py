"""The working text: what is written before it becomes a version. Pure functions; nothing here asks the database."""
