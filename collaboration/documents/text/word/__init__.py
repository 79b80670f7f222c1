"""Word files (.docx): read with suspicion, written in the official layout."""
