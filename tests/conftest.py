"""How many examples Hypothesis draws.

`pytest` draws the same few examples every time. `pytest --hypothesis-profile=nightly` draws many new ones, and prints
how to repeat one that fails.
"""

from hypothesis import HealthCheck, settings

settings.register_profile("fast", derandomize=True, deadline=None, max_examples=20, database=None)
settings.register_profile(
    "nightly",
    derandomize=False,
    deadline=None,
    max_examples=1000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("fast")
