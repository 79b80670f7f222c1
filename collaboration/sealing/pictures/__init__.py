"""The pictures of units' seals: checked by what they hold, kept encrypted, shown nowhere but on sealed files."""
