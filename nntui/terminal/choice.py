"""Which driver stands between Textual and the terminal."""

import os

from textual.driver import Driver

from nntui.system import has_unix_terminal
from nntui.terminal.settings import wants_textual


def driver_class(*, is_web: bool = False) -> type[Driver] | None:
    """Ours where there is a Unix terminal; Textual's own choice (None) elsewhere, and where the person asks for that.

    Args:
        is_web: Whether the screen is a browser's, which Textual's own server shows there.

    `TEXTUAL_DRIVER` names any driver of Textual, and `NNTUI_TERMINAL=textual` leaves our layer out.
    """
    if is_web:
        from textual.drivers.web_driver import WebDriver

        return WebDriver
    if os.environ.get("TEXTUAL_DRIVER") or wants_textual(os.environ) or not has_unix_terminal():
        return None
    from nntui.terminal.driver import TerminalDriver

    return TerminalDriver
