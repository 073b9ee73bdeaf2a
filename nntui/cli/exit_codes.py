"""The exit codes of all commands."""

from nntui.language import N_

OK = 0
NOT_WRITTEN = 1
USAGE = 2
DIVERGED = 3
LESSON_FAULT = 4
CRASHED = 70
INTERRUPTED = 130

MEANINGS: dict[int, str] = {
    OK: N_("all went well"),
    NOT_WRITTEN: N_("the output or a file could not be written"),
    USAGE: N_("the command line or an input cannot be used"),
    DIVERGED: N_("the training diverged"),
    LESSON_FAULT: N_("a lesson is broken, or does not hold what it promises"),
    CRASHED: N_("an unexpected error; a report of it was written"),
    129: N_("the terminal was closed"),
    INTERRUPTED: N_("interrupted by ctrl+c"),
    143: N_("ended by a signal (SIGTERM)"),
}
"""What each means, for the pages of help; shown through `_`."""
