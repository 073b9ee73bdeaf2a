"""The mathematics of the playground: NumPy and the standard library, nothing else."""
