"""The playground's own themes, a dark and a light one, and the stylesheet that takes their colours."""

from textual.css.stylesheet import Stylesheet
from textual.theme import Theme

AUTO_THEME = "auto"
"""The preference that leaves it to the background of the terminal which of the two is taken."""
PLAYGROUND_DARK = Theme(
    name="playground",
    primary="#3fa9f5",
    secondary="#f59322",
    accent="#ffd166",
    foreground="#e8eaeb",
    background="#14171a",
    surface="#1b1f23",
    panel="#242a30",
    success="#6fbf73",
    warning="#f5b722",
    error="#ff6b57",
    dark=True,
)
PLAYGROUND_LIGHT = Theme(
    name="playground-light",
    primary="#0877bd",
    secondary="#c46a00",
    accent="#b3005e",
    foreground="#22303c",
    background="#fafafa",
    surface="#f0f2f3",
    panel="#e3e7ea",
    success="#2e7d32",
    warning="#9a6a00",
    error="#c62828",
    dark=False,
)


class ThemedStylesheet(Stylesheet):
    """Styles that are parsed once for each theme.

    Textual's own parses them in a copy at a change of theme, as at the start, and when the next widget comes once more.
    """

    def reparse(self) -> None:
        """Takes the colours of another theme; styles with an error leave the rules as they were.

        Raises:
            StylesheetError: If the styles are not valid.
            StylesheetParseError: If the styles are not valid.
        """
        self.parse()
