"""Faults of every kind against the installed command on a pseudo-terminal: what the person sees, and what is lost.

`python -m tests.faults` runs them all, checks what is promised of each, and prints a table in Markdown.
"""
