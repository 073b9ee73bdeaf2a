"""Damaged, odd and hostile input, made from good specimens, for everything that reads what it did not write.

`python -m tests.fuzz --part files --seconds 60 --seed 1` runs it for longer than the test suite does. Each case is
drawn from a `random.Random`, so one and the same part is driven by a seed, by Hypothesis or by atheris.
"""
