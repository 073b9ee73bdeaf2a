"""Messages on standard error."""

import sys


def say(sentence: str) -> None:
    """Prints a sentence for the person on standard error; nothing in it can steer the terminal."""
    from nntui.experiment.shown_text import visible  # for the few that are told anything

    print(f"nntui: {visible(sentence)}", file=sys.stderr)
