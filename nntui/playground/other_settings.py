"""Says on the first screen, in one short place, what is not as usual of the settings that are in the sheet."""

from textual.screen import Screen

from nntui.keys.actions import keys_of
from nntui.playground import presenter
from nntui.playground.layout import PanelLayout
from nntui.playground.panels import ParametersBar
from nntui.training.snapshot import Snapshot

_BORDER = 6
"""Columns of the border of a panel, and the gaps at either end of its words."""


def show_other_settings(screen: Screen[None], snapshot: Snapshot, layout: PanelLayout) -> str:
    """Shows what the schedule has made of the learning rate beside it, and words all that is not as usual.

    Args:
        screen: Which has the panels.
        snapshot: The state that is shown.
        layout: The sizes of everything.

    Returns:
        The key of the sheet and the settings, in the columns of the network's panel; "" where all is as usual. Where
        the rate of now has no room beside the learning rate, it stands here.
    """
    rate = presenter.present_rate(snapshot.experiment, snapshot.epoch)
    has_room = screen.query_one(ParametersBar).show_rate(rate, screen.app.size.width) and layout.has_parameters
    key = keys_of(screen.app, "more-parameters")
    room = layout.network_width - _BORDER - len(key) - 2
    words = presenter.other_settings(snapshot.experiment, room, "" if has_room else rate)
    return words and f"{key}: {words}"
