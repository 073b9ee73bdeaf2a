"""Training an experiment: the trainer, its snapshots and the history of its losses."""
