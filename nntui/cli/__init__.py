"""The command line: one parser, a module a command; the only place that prints."""
