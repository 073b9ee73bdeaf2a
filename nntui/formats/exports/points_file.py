"""The data points as CSV text."""

from nntui.experiment.user_points import UserPoints
from nntui.formats.exports.context import ExportContext
from nntui.formats.exports.trained import ExportError
from nntui.language import _


def write(context: ExportContext) -> bytes:
    """One's own points as they were brought or painted, or those that were drawn for the data set.

    Raises:
        ExportError: There are none.
    """
    from nntui.formats.points_writer import write_points  # slow to load, and other exports do without

    experiment = context.snapshot.experiment
    points = experiment.used_points
    if experiment.uses_user_points and not points.size:
        raise ExportError(_("there are no points to write: paint some, or open a table"))
    if not experiment.uses_user_points:
        points = UserPoints(context.sample.points, context.sample.labels, experiment.problem)
    return write_points(points).encode("utf-8", "replace")
