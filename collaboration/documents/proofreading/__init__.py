"""What a careful colleague would mark in a text before it is sent: each finding with its place and, where the right
words are certain, with them."""
