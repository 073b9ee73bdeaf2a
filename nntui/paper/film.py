"""A film of a run: decision grid and losses, epoch by epoch."""

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from xml.etree.ElementTree import Element, SubElement

from nntui.drawing.grid_picture import GridPicture, grid_picture
from nntui.drawing.heat_map import Points
from nntui.drawing.loss_titles import loss_name
from nntui.engine.datasets import Sample
from nntui.experiment.experiment import DISCRETIZE, SHOW_TEST_DATA
from nntui.experiment.user_points import NO_POINTS, UserPoints
from nntui.paper.grid import AREA, GridFigure, element_above, element_below, printed_shades
from nntui.paper.losses import LossFigure, area_behind, losses_element
from nntui.paper.svg import SOFT, add, add_text, new_picture, number
from nntui.paper.tiny_png import indexed_png
from nntui.training.predictions import predict
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import sample_of

FRAMES = 60
"""Pictures of a film, unless another number is asked for."""
LEAST_FRAMES, MOST_FRAMES = 2, 300
FRAME_S = 0.1
"""Seconds of a picture."""
LAST_S = 2.0
"""Seconds of the last one."""
_CELLS = 90, 45
"""Columns and rows of the grid: each is two pixels high."""
_WIDTH, _HEIGHT = 1000, 480
_LEFT_TOP, _LEFT_SCALE = (0, 20), 0.76
_RIGHT_TOP, _RIGHT_SCALE = (492, 40), 0.8
_MARK = "#222222"


class FilmSource(Protocol):
    """A run of which every epoch can be shown again.

    Attributes:
        first: The first epoch.
        last: The last one.
    """

    first: int
    last: int

    def snapshots(self, epochs: Iterable[int]) -> Iterator[Snapshot]:
        """The states after some epochs, which rise."""


class Reel:
    """Keeps the pictures of a film while it is trained.

    Args:
        epochs: Those that are wanted, rising.

    Attributes:
        first: The first epoch that is kept.
        last: The last one.
    """

    def __init__(self, epochs: Sequence[int]) -> None:
        self.first, self.last = epochs[0], epochs[0]
        self._wanted = frozenset(epochs)
        self._kept: list[Snapshot] = []

    def wants(self, epoch: int) -> bool:
        """Whether the state after an epoch is wanted."""
        return epoch in self._wanted

    def add(self, snapshot: Snapshot) -> None:
        """Keeps a state, which is later than those before."""
        if not self._kept or snapshot.epoch > self.last:
            self._kept.append(snapshot)
            self.last = snapshot.epoch

    def snapshots(self, epochs: Iterable[int]) -> Iterator[Snapshot]:
        """Those that are kept, whichever are asked for, with the losses of the whole run."""
        return (replace(snapshot, history=self._kept[-1].history) for snapshot in self._kept)


@dataclass(frozen=True, eq=False)
class FilmStyle:
    """What is the same in all pictures.

    Attributes:
        figure: Palette, units, names and classes of the grid; its values and points are not used.
        title: Of the run.
        node: (layer, index) of the neuron that fills the grid; None for the network's output.
        summary: What is said of a state, in a line.
    """

    figure: GridFigure
    title: str
    node: tuple[int, int] | None
    summary: Callable[[Snapshot], str]


class Report(Protocol):
    """Hears how far a film is; it may raise an exception to stop it."""

    def __call__(self, done: int, total: int) -> None:
        """So many pictures of so many are done."""


def no_report(done: int, total: int) -> None:
    """For a film that nobody waits for."""


@dataclass(frozen=True, eq=False)
class Film:
    """What is to be filmed.

    Attributes:
        source: The run.
        frames: How many pictures at the most.
        report: Hears how far it is.
    """

    source: FilmSource
    frames: int = FRAMES
    report: Report = no_report


@dataclass(frozen=True, eq=False)
class Frame:
    """A picture of a film.

    Attributes:
        snapshot: The state, with the losses of the whole run.
        picture: The grid in so many columns and rows of cells as were asked for.
        has_new_points: Whether the points are others than in the picture before; so they are in the first.
    """

    snapshot: Snapshot
    picture: GridPicture
    has_new_points: bool


def film_epochs(first: int, last: int, frames: int = FRAMES) -> tuple[int, ...]:
    """The epochs of a film, rising, the first and the last included: close at the beginning, where most happens.

    Args:
        first: Of the run.
        last: Of the run.
        frames: How many at the most.
    """
    steps = max(1, frames - 1)
    return tuple(sorted({first + round((last - first) * (at / steps) ** 2) for at in range(steps + 1)}))


def frames_of(film: Film, newest: Snapshot, style: FilmStyle, cells: tuple[int, int] = _CELLS) -> Iterator[Frame]:
    """The pictures, one after the other.

    Args:
        film: What is filmed.
        newest: Says what is shown of it.
        style: What is the same in all.
        cells: Columns and rows of the grid.
    """
    source, report = film.source, film.report
    epochs = film_epochs(source.first, source.last, film.frames)
    view = {name: getattr(newest.experiment, name) for name in (DISCRETIZE.name, SHOW_TEST_DATA.name)}
    points: UserPoints = NO_POINTS
    sample: Sample | None = None
    report(0, len(epochs))
    for at, kept in enumerate(source.snapshots(epochs)):
        snapshot = replace(kept, experiment=kept.experiment.changed(**view))
        has_new_points = sample is None or snapshot.experiment.used_points is not points
        if sample is None or has_new_points:
            sample, points = sample_of(snapshot.experiment), snapshot.experiment.used_points
        picture = grid_picture(predict(snapshot, sample), style.node, *cells, has_axes=False)
        yield Frame(snapshot, picture, has_new_points)
        report(at + 1, len(epochs))


@dataclass(frozen=True, eq=False)
class Scene:
    """A film laid out: one picture is what lies below, one of the frames, and what lies above.

    Attributes:
        below: What is the same in all.
        frames: What changes, at least one.
        above: What is the same in all, over it.
    """

    below: Element
    frames: tuple[Element, ...]
    above: Element


def scene_of(frames: Iterable[Frame], style: FilmStyle) -> Scene:
    """Lays a film out."""
    kept = list(frames)
    last = kept[-1]
    losses = LossFigure(last.snapshot.history, axis=loss_name(last.snapshot.experiment.used_loss).lower())
    points_move = any(frame.has_new_points for frame in kept[1:])
    below = new_picture(_WIDTH, _HEIGHT)
    add(below, "title", style.title)
    add(below, "rect", width=_WIDTH, height=_HEIGHT, fill="#ffffff")
    add_text(below, 58, 34, style.title, font_size=17, font_weight="bold")
    _grid_part(below).extend(element_below(replace(style.figure, points=_plain(last.picture.points))))
    _loss_part(below).extend(losses_element(losses))
    above = new_picture(_WIDTH, _HEIGHT)
    _grid_part(above).extend(element_above(_figure(last, style, has_points=not points_move)))
    return Scene(below, tuple(_frame(frame, style, losses, points_move) for frame in kept), above)


def _grid_part(parent: Element) -> Element:
    return _part(parent, _LEFT_TOP, _LEFT_SCALE)


def _loss_part(parent: Element) -> Element:
    return _part(parent, _RIGHT_TOP, _RIGHT_SCALE)


def _part(parent: Element, place: tuple[int, int], scale: float) -> Element:
    return SubElement(parent, "g", {"transform": f"translate({place[0]} {place[1]}) scale({scale})"})


def _plain(layers: tuple[Points, ...]) -> tuple[Points, ...]:
    """Points without what is misclassified: that changes, and points that change cannot be followed."""
    return tuple(replace(points, wrong=None) for points in layers)


def _figure(frame: Frame, style: FilmStyle, has_points: bool) -> GridFigure:
    points = _plain(frame.picture.points) if has_points else ()
    return replace(style.figure, values=frame.picture.values, points=points, discretize=frame.picture.discretize)


def _frame(frame: Frame, style: FilmStyle, losses: LossFigure, has_points: bool) -> Element:
    """What changes: the values, the losses so far, and the line that says so."""
    element = Element("g")
    figure = _figure(frame, style, has_points)
    grid = _grid_part(element)
    data = b64encode(indexed_png(printed_shades(figure))).decode()
    look = {"image-rendering": "pixelated", "preserveAspectRatio": "none", "href": f"data:image/png;base64,{data}"}
    SubElement(grid, "image", {name: str(value) for name, value in AREA._asdict().items()} | look)
    if has_points:
        grid.extend(element_above(figure))
    plot = _loss_part(element)
    x, y, width, height = area_behind(losses, frame.snapshot.epoch)
    add(plot, "rect", x=number(x), y=y, width=number(width + 2), height=height, fill="#ffffff", fill_opacity="0.8")
    add(plot, "path", d=f"M{number(x)} {number(y)}v{number(height)}", stroke=_MARK, fill="none")
    add_text(element, 553, 72, style.summary(frame.snapshot), font_size=13, fill=SOFT)
    return element
