"""The one screen: its panels, its commands, and what it says of a snapshot."""
