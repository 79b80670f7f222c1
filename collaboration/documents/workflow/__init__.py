"""What happens to a joint document, one module for each part of its life. The only code that writes a state."""
