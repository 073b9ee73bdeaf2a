"""Words in the border of a widget, as text: Textual reads a string as markup, and a person may have written it."""

from textual.content import Content
from textual.style import Style
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


def set_subtitle(widget: Widget, words: str, action: str = "") -> None:
    """Says something in the lower border. Nothing is sent if it says so already.

    Args:
        widget: Which.
        words: A line of text.
        action: What a click on the words runs, as in a binding; "" for nothing.
    """
    _set(widget, "border_subtitle", words, action)


def _set(widget: Widget, border: str, words: str, action: str = "") -> None:
    content = Content(visible(words, _LONGEST))
    if action:
        content = content.stylize(Style.from_meta({"@click": action}))
    if (getattr(widget, border) or "") != content.markup:
        setattr(widget, border, content)
