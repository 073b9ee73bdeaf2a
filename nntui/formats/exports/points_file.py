"""The data points as CSV text."""

from nntui.experiment.user_points import NO_POINTS, UserPoints, painted_classes
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
        sample = context.sample
        names = painted_classes(experiment.class_count) if experiment.class_count else NO_POINTS.classes
        points = UserPoints(sample.points, sample.labels, experiment.problem, classes=names)
    return write_points(points).encode("utf-8", "replace")
