"""The evidence bundle: everything that shows what was agreed, signed and sealed, checkable without the portal."""
