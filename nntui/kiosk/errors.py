"""What goes wrong with a kiosk before a visit begins."""

from nntui.errors import NntuiError


class KioskError(NntuiError, ValueError):
    """The kiosk cannot be opened; the message is a sentence for who runs it."""

    title = "Kiosk"
