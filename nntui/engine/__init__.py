"""The mathematics of the playground: NumPy and the standard library; of the package only its texts and its errors."""
