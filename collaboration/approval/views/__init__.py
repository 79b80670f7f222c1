"""Pages of the house: what it does on a matter, and the chains its administrator sets."""
