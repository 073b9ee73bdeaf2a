"""Both losses with the accuracy, as lines that can have the focus, so that they can be asked about."""

from nntui.widgets.text_lines import TextLines


class LossLines(TextLines, can_focus=True):
    """Shows the losses. It has no keys: with the focus it says what they are."""

    DEFAULT_CSS = """
    LossLines:focus {
        background: $primary;
        color: $background;
    }
    """
