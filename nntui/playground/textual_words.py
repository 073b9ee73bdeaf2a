"""The words that Textual itself brings along, in the language in use."""

from collections.abc import Iterable, Iterator

from textual.app import SystemCommand

from nntui.kiosk.place import visit
from nntui.language import N_, _

SEARCH_COMMANDS = N_("Search for commands…")
SEARCH_THEMES = N_("Search for themes…")
NO_MATCHES = N_("No matches found")

_UNUSED = ("Keys", "Maximize", "Minimize")
"""Commands that are not offered: ? shows our list of keys beside the panels, and one panel alone is no playground."""
_COMMANDS = {
    "Theme": (N_("Theme"), N_("Change the current theme")),
    "Quit": (N_("Quit"), N_("Quit the application as soon as possible")),
    "Screenshot": (N_("Screenshot"), N_("Save an SVG 'screenshot' of the current screen")),
}
_SAVED_TO, _SAVED, _FAILED = "Saved screenshot to ", "Saved screenshot", "Failed to save screenshot"


def unused(is_web: bool) -> tuple[str, ...]:
    """Textual's own commands that are not offered. A visit keeps no pictures, but a browser takes them."""
    return _UNUSED if visit() is None or is_web else (*_UNUSED, "Screenshot")


def worded_commands(commands: Iterable[SystemCommand]) -> Iterator[SystemCommand]:
    """Textual's own commands with their words translated."""
    for command in commands:
        title, help_ = _COMMANDS.get(command.title, (command.title, command.help))
        yield command._replace(title=_(title), help=_(help_))


def worded_message(message: str) -> str:
    """What Textual says of a screenshot; any other message as it is."""
    if message.startswith(_SAVED_TO):
        return _("Saved screenshot to {path}").format(path=message.removeprefix(_SAVED_TO))
    if message == _SAVED:
        return _("Saved screenshot")
    return _("Failed to save screenshot") if message == _FAILED else message
