"""Measurements, run on demand: `python -m tests.benchmarks` after `pip install '.[bench]'`. They are no tests."""
