"""Commands that paint the person's own points in the decision grid."""

from nntui.experiment.user_points import Brushes
from nntui.language import _
from nntui.playground.context import Playground
from nntui.session import painting


def paint(at: Playground) -> None:
    """Starts to paint in the decision grid, or ends it."""
    if at.screen.brush is not None:
        at.screen.paint(Brushes())
        return
    before = at.session.experiment.data.label
    if painting.begin(at.session):
        words = _(
            "Now your own points are used. {undo} brings {dataset} back; there, {take} takes its points to paint into"
        )
        if not at.session.experiment.user_points.size:
            words = _(
                "You have no points yet: paint some. {undo} brings {dataset} back; there, {take} takes its points"
            )
        keys = {"undo": at.screen.keys["undo"], "take": at.screen.keys["take-points"]}
        at.notify(words.format(dataset=before, **keys), timeout=8)
    at.screen.paint(painting.brushes(at.session.experiment))


def lay_point(at: Playground, x1: float, x2: float, label: float, merge: bool) -> None:
    """Lays a point."""
    try:
        painting.lay_point(at.session, x1, x2, label, merge=merge)
    except painting.PaintingError as error:
        at.notify(str(error), severity="warning")


def erase_cell(at: Playground, low: tuple[float, float], high: tuple[float, float], merge: bool) -> None:
    """Erases the points in a cell; of a stroke only its first cell says that there are none."""
    is_used = at.session.experiment.uses_user_points
    if not painting.erase_cell(at.session, low, high, merge=merge) and is_used and not merge:
        at.notify(_("There is no point of yours in this cell"), timeout=2)


def take_points(at: Playground) -> None:
    """Makes the points that are shown the person's own, to be added to and erased from."""
    if not painting.take_points(at.session):
        at.notify(_("These points are your own already"))


def clear_points(at: Playground) -> None:
    """Erases all of the person's own points."""
    if not painting.clear_points(at.session):
        at.notify(_("There are no points of your own in use"))
