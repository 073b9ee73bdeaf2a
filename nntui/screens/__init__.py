"""The screens: they lay widgets out and join them to the session."""
