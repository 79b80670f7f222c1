"""Pages of transferred cases and of the register with a province."""
