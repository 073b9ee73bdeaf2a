"""What an export is made from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nntui.drawing.cells import Cells
from nntui.drawing.palette import DEFAULT_PALETTE, Palette, make_palette
from nntui.engine.datasets import Sample
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import sample_of

if TYPE_CHECKING:
    from nntui.paper.film import Film

PAPER = 0xFFFFFF
"""What pictures are drawn on."""


@dataclass(frozen=True, eq=False)
class ExportContext:
    """What there is to export. Without a screen the snapshot alone is enough.

    Attributes:
        snapshot: The state of the training.
        known_sample: The points of its experiment, where they are at hand.
        node: (layer, index) of the node that fills the grid; None for the network's output.
        known_palette: Colours on white; the usual ones where it is left out.
        screenshot: Makes the whole screen an SVG document; None without a screen.
        screen_cells: Makes it cells with a colour each; None without a screen.
        film: The whole run; None where there is the snapshot alone.
    """

    snapshot: Snapshot
    known_sample: Sample | None = None
    node: tuple[int, int] | None = None
    known_palette: Palette | None = None
    screenshot: Callable[[], str] | None = None
    screen_cells: Callable[[], Cells] | None = None
    film: "Film | None" = None

    @cached_property
    def sample(self) -> Sample:
        """The points."""
        return sample_of(self.snapshot.experiment) if self.known_sample is None else self.known_sample

    @property
    def palette(self) -> Palette:
        """Colours on white."""
        return make_palette(DEFAULT_PALETTE, PAPER) if self.known_palette is None else self.known_palette
