"""Deliberate faults: each must be noticed by a test. See `python -m tests.mutations --help`."""
