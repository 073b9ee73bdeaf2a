"""Going on with what was opened, whatever it was opened from."""

from nntui.playground.context import Playground
from nntui.playground.lesson_start import begin_with
from nntui.storage.start import StartState


def go_on_with(at: Playground, start: StartState) -> None:
    """Goes on with something else; one undo brings back what was there.

    Args:
        at: What the command works with.
        start: What was opened.
    """
    at.session.open(start.experiment, start.snapshot, start.link_extras, start.runs, start.checkpoints)
    at.session.keep_lesson(start.lesson)
    begin_with(at, start)
    if start.snapshot is not None:
        at.session.player.set_speed(start.speed)
    at.file = start.file
    if start.path is not None:
        at.go_to(start.path.parent)
