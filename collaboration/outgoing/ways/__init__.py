"""Ways to a person's telephone: short messages and the agencies' own messengers."""
