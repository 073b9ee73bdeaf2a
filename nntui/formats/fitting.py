"""Points of any units fitted to the square of the playground."""

from collections.abc import Iterator

import numpy as np

from nntui.drawing.numbers import with_minus
from nntui.engine.arrays import FloatArray
from nntui.engine.datasets import GRID_LIMIT
from nntui.experiment.shown_text import shorten
from nntui.experiment.user_points import Scale, Units
from nntui.formats.tables.contents import Titles
from nntui.language import _, ngettext

_FITTED_HALF = 5.0
_LEAST_AREA = 0.5 * (2 * GRID_LIMIT) ** 2
"""Points whose box fills less than half of the square learn slowly, and their pattern is hard to see."""
_FAINT = 0.1
_LEAST_REACH = 1e-300


def _fitted(values: FloatArray, half: float) -> Scale:
    """A scale by which the least and the greatest value become the ends of a range around 0."""
    low, high = float(values.min()), float(values.max())
    centre = low / 2 + high / 2
    # The centre is rounded: measured from there, neither end lands outside.
    reach = max(high - centre, centre - low)
    return Scale(centre, half / reach if reach > _LEAST_REACH else 1.0)


def fitted_units(points: FloatArray, labels: FloatArray, is_regression: bool, is_in_the_square: bool) -> Units:
    """What has to be fitted: both coordinates or none, and the labels of a regression.

    Args:
        points: float64, shape (n, 2), in the units of the data.
        labels: float64, shape (n,).
        is_regression: Whether the labels are numbers to predict.
        is_in_the_square: Whether the file says that its units are those of the square.
    """
    x1, x2, label = Scale(), Scale(), Scale()
    fits = float(abs(points).max()) <= GRID_LIMIT
    if not fits or (_is_small(points) and not is_in_the_square):
        x1, x2 = _fitted(points[:, 0], _FITTED_HALF), _fitted(points[:, 1], _FITTED_HALF)
    most = float(abs(labels).max())
    if is_regression and (most > 1 or (most < _FAINT and not (is_in_the_square and fits))):
        label = _fitted(labels, 1.0)
    return Units(x1, x2, label)


def _is_small(points: FloatArray) -> bool:
    """Whether points fill less than half of the square; points in one place have no size."""
    width, height = (float(span) for span in np.ptp(points, axis=0))
    return 0 < (width or height) * (height or width) < _LEAST_AREA


def about_fitting(points: FloatArray, labels: FloatArray, units: Units, titles: Titles) -> Iterator[str]:
    """What was fitted, a sentence each for the coordinates and the labels."""

    def span(values: FloatArray, title: str) -> str:
        low, high = float(values.min()), float(values.max())
        sentence = _("{title} from {low} to {high}") if low < high else _("{title} at {low}")
        return sentence.format(title=shorten(title), low=with_minus(f"{low:g}"), high=with_minus(f"{high:g}"))

    scales = (units.x1, units.x2)
    fitted = [span(points[:, axis], titles[axis]) for axis in (0, 1) if not scales[axis].is_identity]
    if fitted:
        sentence = ngettext(
            "{spans} is fitted to the square of −6…6, and shown in the data's own units",
            "{spans} are fitted to the square of −6…6, and shown in the data's own units",
            len(fitted),
        )
        yield sentence.format(spans=_(" and ").join(fitted))
    if not units.label.is_identity:
        yield _("{span} is fitted to −1…1").format(span=span(labels, titles[2]))
