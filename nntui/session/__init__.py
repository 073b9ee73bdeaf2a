"""The running experiment: player, pacing, undo, and where a run stops. It knows no screen and no file format."""
