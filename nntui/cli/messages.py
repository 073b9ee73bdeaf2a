"""Messages on standard error."""

import sys

from nntui.experiment.setting import visible


def say(sentence: str) -> None:
    """Prints a sentence for the person on standard error; nothing in it can steer the terminal."""
    print(f"nntui: {visible(sentence)}", file=sys.stderr)
