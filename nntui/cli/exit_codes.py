"""The exit codes of all commands."""

OK = 0
NOT_WRITTEN = 1
USAGE = 2
DIVERGED = 3
CRASHED = 70
INTERRUPTED = 130

MEANINGS: dict[int, str] = {
    OK: "all went well",
    NOT_WRITTEN: "the output or a file could not be written",
    USAGE: "the command line or an input cannot be used",
    DIVERGED: "the training diverged",
    CRASHED: "an unexpected error; a report of it was written",
    129: "the terminal was closed",
    INTERRUPTED: "interrupted by ctrl+c",
    143: "ended by a signal (SIGTERM)",
}
"""What each means, for the pages of help."""
