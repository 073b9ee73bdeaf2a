"""Where this process is: in a visit, or not. A process is confined as a whole, so there is one answer for all of it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.kiosk.visit import Visit


class _Here:
    visit: "Visit | None" = None


def visit() -> "Visit | None":
    """The visit that this process is for; None outside of a kiosk."""
    return _Here.visit


def enter(visit: "Visit | None") -> None:
    """From now on this process is for a visit; for none after None, as at the end of a test."""
    _Here.visit = visit


def forget_visit() -> None:
    """Removes all of a visit, where this is one: for an end that nothing comes after."""
    if _Here.visit is not None:
        _Here.visit.close()
