"""Actions and their keys as data, and a person's own keys checked against them."""
