"""Which driver stands between Textual and the terminal."""

import os

from textual.driver import Driver

from nntui.system import has_unix_terminal
from nntui.terminal.settings import wants_textual


def driver_class(*, is_web: bool = False) -> type[Driver] | None:
    """Ours where there is a Unix terminal; Textual's own choice (None) elsewhere, and where the person asks for that.

    `TEXTUAL_DRIVER` names any driver of Textual, and `NNTUI_TERMINAL=textual` leaves our layer out.

    Args:
        is_web: Whether the terminal is that of the page that `nntui serve` hands out.
    """
    if is_web:
        from nntui.terminal.browser import BrowserDriver

        return BrowserDriver
    if os.environ.get("TEXTUAL_DRIVER") or wants_textual(os.environ) or not has_unix_terminal():
        return None
    from nntui.terminal.driver import TerminalDriver

    return TerminalDriver
