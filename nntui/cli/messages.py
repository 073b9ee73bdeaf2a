"""Messages on standard error."""

import sys


def say(sentence: str) -> None:
    """Prints a sentence for the person on standard error; nothing in it can steer the terminal."""
    printable = "".join(
        char if char.isprintable() else char.encode("unicode_escape", "surrogatepass").decode() for char in sentence
    )
    print(f"nntui: {printable}", file=sys.stderr)
