"""An experiment and its network to and from the outside."""
