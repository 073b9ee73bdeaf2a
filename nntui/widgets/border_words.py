"""Words in the border of a widget, as text: Textual reads a string as markup, and a person may have written it."""

from textual.content import Content
from textual.widget import Widget

from nntui.experiment.shown_text import visible

_LONGEST = 300


def set_title(widget: Widget, words: str) -> None:
    """Says something in the upper border. Nothing is sent if it says so already.

    Args:
        widget: Which.
        words: A line of text.
    """
    _set(widget, "border_title", words)


def set_subtitle(widget: Widget, words: str) -> None:
    """Says something in the lower border. Nothing is sent if it says so already.

    Args:
        widget: Which.
        words: A line of text.
    """
    _set(widget, "border_subtitle", words)


def _set(widget: Widget, border: str, words: str) -> None:
    content = Content(visible(words, _LONGEST))
    if (getattr(widget, border) or "") != content.markup:
        setattr(widget, border, content)
