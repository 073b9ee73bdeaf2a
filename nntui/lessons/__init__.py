"""Lessons and their checks, cards, progress, and the state in words: what teaches, without a screen."""
