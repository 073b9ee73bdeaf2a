"""Two monkeys that press, click, paste, resize and report at random: one on a terminal, one in the process.

`python -m tests.monkey --help` says how they are run, and how a fault is repeated and cut down to few actions.
"""
