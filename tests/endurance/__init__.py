"""Endurance: an hour's worth of epochs, by command."""
