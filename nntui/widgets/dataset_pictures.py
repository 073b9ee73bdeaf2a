"""All data sets of a problem by their pictures, to walk through and take one."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Size
from textual.message import Message

from nntui.engine.datasets import DATASETS
from nntui.experiment.user_points import UserPoints
from nntui.language import N_
from nntui.widgets.dataset_gallery import DatasetGallery

_MOST_ACROSS = 5
_LEAST_ACROSS = 14
"""Columns of a picture, for the longest name."""
_AROUND = 5
"""Rows that the dialog needs besides."""


class DatasetPictures(DatasetGallery, can_focus=True):
    """A gallery with a mark that the arrows move: Enter or a click takes a data set.

    Args:
        setting: The field of `Experiment` that names the data set.
        names: Of the data sets.
        used: The one that is in use, which has a tick; the mark stands on it at first.
        own: One's own points.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "walk(-1)", N_("Left"), show=False),
        Binding("right,l", "walk(1)", N_("Right"), show=False),
        Binding("up,k", "walk_rows(-1)", N_("Up"), show=False),
        Binding("down,j", "walk_rows(1)", N_("Down"), show=False),
        Binding("home", "walk_to(0)", N_("First"), show=False),
        Binding("end", "walk_to(-1)", N_("Last"), show=False),
        Binding("enter,space", "take", N_("Take"), show=False),
    ]

    needs_pictures: ClassVar[bool] = False

    @dataclass
    class Marked(Message):
        """The mark stands on another data set."""

        name: str

    @dataclass
    class Taken(Message):
        """A data set is chosen."""

        name: str

    def __init__(self, setting: str, names: tuple[str, ...], used: str, own: UserPoints) -> None:
        super().__init__()
        self._used = used
        self.update_from(setting, names, used if used in names else names[0], own)

    @property
    def across(self) -> int:
        """How many stand side by side, as the width allows."""
        return max(1, min(_MOST_ACROSS, self.content_size.width // _LEAST_ACROSS))

    def label_of(self, name: str) -> str:
        """The name, with a tick before that of the one in use."""
        return f"✓ {DATASETS[name].label}" if name == self._used else DATASETS[name].label

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as the pictures are with such a width, as far as the screen goes."""
        across = max(1, min(_MOST_ACROSS, width // _LEAST_ACROSS))
        rows = -(-len(self._names) // across)
        return max(rows, min(rows * (width // across // 2 + 1), viewport.height - _AROUND))

    def action_walk(self, by: int) -> None:
        """Moves the mark to the next one or the one before, as far as there is one."""
        at = self._names.index(self._chosen) + by
        if 0 <= at < len(self._names):
            self._mark(at)

    def action_walk_rows(self, by: int) -> None:
        """Moves the mark up or down."""
        self.action_walk(by * self.across)

    def action_walk_to(self, at: int) -> None:
        """Moves the mark to the first or the last one."""
        self._mark(at)

    def action_take(self) -> None:
        """Takes the one that is marked."""
        self.post_message(self.Taken(self._chosen))

    def on_click(self, event: Click) -> None:
        """Takes the data set under the mouse."""
        event.prevent_default()
        for name, tile in self._tiles():
            top = tile.picture.y
            if event.x in tile.columns and top <= event.y < top + tile.picture.height + len(tile.name):
                self.post_message(self.Taken(name))

    def _mark(self, at: int) -> None:
        self._chosen = self._names[at]
        self.repaint()
        self.post_message(self.Marked(self._chosen))
