"""Painting points into a running session: what is painted is learned at once, by the network as it is."""

import numpy as np

from nntui.engine.arrays import IntArray
from nntui.engine.datasets import GRID_LIMIT
from nntui.errors import NntuiError
from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import (
    MOST_POINTS,
    NO_POINTS,
    PAINTED_CLASSES,
    Brushes,
    UserPoints,
    brushes_of,
    painted_classes,
    sample_points,
)
from nntui.kiosk.sizes import most_points
from nntui.language import _
from nntui.session.session import TrainingSession


class PaintingError(NntuiError, ValueError):
    """It cannot be painted; the message is a sentence for the person."""

    title = "Painting"


def own_points(experiment: Experiment) -> UserPoints:
    """The person's own points, as the problem takes them."""
    return experiment.user_points.for_problem(experiment.problem)


def brushes(experiment: Experiment) -> Brushes:
    """What can be painted now; nothing while another data set is in use."""
    return brushes_of(experiment.user_points, experiment.problem) if experiment.uses_user_points else Brushes()


def begin(session: TrainingSession) -> bool:
    """Takes the person's own points for the data set and shows test points: a painted one may be one for testing.

    Returns:
        Whether the data set is another one now; the last change is that, and one undo takes it back.
    """
    experiment = session.experiment
    if not experiment.show_test_data:
        session.change(show_test_data=True)
    if experiment.uses_user_points:
        return False
    session.set_points(own_points(experiment))
    return True


def lay_point(session: TrainingSession, x1: float, x2: float, label: float, *, merge: bool = False) -> None:
    """Lays a point, if the person's own points are in use.

    Args:
        session: The running experiment.
        x1: First coordinate, in the units of the playground.
        x2: Second coordinate.
        label: What it is; the number of a class that is not there yet adds that class.
        merge: Whether it belongs to the stroke of the point before, so that one undo takes both back.

    Raises:
        PaintingError: There is no room for more points.
    """
    experiment = session.experiment
    points = own_points(experiment)
    most = most_points(MOST_POINTS)
    if points.size >= most:
        raise PaintingError(_("There are {count:,} points already, and no room for more").format(count=most))
    if experiment.uses_user_points:
        if points.problem == "regression":
            label = min(max(label, -1.0), 1.0)  # chosen while there were classes
        session.set_points(points.with_point(x1, x2, label), merge=merge)


def points_in_cell(experiment: Experiment, low: tuple[float, float], high: tuple[float, float]) -> IntArray:
    """Which of the person's own points are seen in a cell, where noise may have moved them.

    Args:
        experiment: The settings.
        low: The corner with the least coordinates.
        high: The opposite corner.

    Returns:
        intp, shape (n,): indices into `UserPoints.points`.
    """
    shown = sample_points(experiment.user_points, experiment.problem, experiment.seed, experiment.noise, GRID_LIMIT)
    inside = (shown.points >= low) & (shown.points <= high)
    indices: IntArray = shown.order[inside.all(axis=1)]
    return indices


def erase_cell(
    session: TrainingSession, low: tuple[float, float], high: tuple[float, float], *, merge: bool = False
) -> int:
    """Erases the person's own points in a cell.

    Args:
        session: The running experiment.
        low: The corner with the least coordinates.
        high: The opposite corner.
        merge: Whether it belongs to the stroke of the cell before.

    Returns:
        How many there were; none while another data set is in use.
    """
    experiment = session.experiment
    if not experiment.uses_user_points:
        return 0
    erased = points_in_cell(experiment, low, high)
    if len(erased):
        session.set_points(experiment.user_points.without(erased), merge=merge)
    return len(erased)


def take_points(session: TrainingSession) -> bool:
    """Makes the points that are shown the person's own; whether they were not already."""
    experiment, sample = session.experiment, session.sample
    if experiment.uses_user_points:
        return False
    classes = painted_classes(experiment.class_count or len(PAINTED_CLASSES))
    points, labels = np.array(sample.points), np.array(sample.labels)
    session.set_points(UserPoints(points, labels, experiment.problem, classes=classes))
    return True


def clear_points(session: TrainingSession) -> bool:
    """Erases all of the person's own points; whether there were any in use."""
    experiment = session.experiment
    if not experiment.uses_user_points or not experiment.user_points.size:
        return False
    session.set_points(UserPoints(NO_POINTS.points, NO_POINTS.labels, experiment.problem))
    return True
