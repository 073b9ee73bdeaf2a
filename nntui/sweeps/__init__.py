"""Sweeps: every combination of some settings times every start, on all cores or on a cluster. No screen."""
