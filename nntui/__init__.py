"""nntui: the neural-network playground for the terminal."""

__version__ = "0.1.0"
