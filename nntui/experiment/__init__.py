"""An experiment as settings with their defaults and ranges, and a person's points."""
