"""Messages on standard error."""

import sys

_LONGEST = 1500
"""Characters; only a name from outside can make a sentence longer."""


def say(sentence: str) -> None:
    """Prints a sentence for the person on standard error; nothing in it can steer the terminal, or fills it."""
    from nntui.experiment.shown_text import visible  # for the few that are told anything

    print(f"nntui: {visible(sentence, _LONGEST)}", file=sys.stderr)
