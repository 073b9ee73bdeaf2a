"""The tests. Hypothesis draws the same examples in every run, and a slow machine fails none of them."""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
