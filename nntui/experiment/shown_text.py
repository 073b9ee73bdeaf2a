"""Text of a person, a file or a link as it may stand in a sentence: printable, and never long."""

from nntui.language import _


def visible(text: str, limit: int | None = None) -> str:
    """A text in printable characters alone: what would steer a terminal, or turn the direction, as its escape.

    Args:
        text: Any text, as a file's name; line feeds are escaped, too.
        limit: What is longer loses its middle, since the end of a path says most.
    """
    if limit is not None and len(text) > limit:
        text = f"{text[: limit // 3]}…{text[-(limit - limit // 3 - 1) :]}"
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


class InWords(str):
    """Says what a value was, as "shape (3, 2)"; it stands in a sentence without quotes."""

    __slots__ = ()


def shorten(value: object, limit: int = 60) -> str:
    """A value as it is named in a sentence: in quotes where it would be misread without, and never long."""
    try:
        text = str(value)
    except ValueError:  # a whole number of thousands of digits
        return _("so large a number")
    if isinstance(value, InWords):
        text = visible(text)
    elif not text.isprintable() or not text or text != text.strip() or " " in text:
        text = repr(text)
    return text if len(text) <= limit else text[: limit - 1] + "…"
