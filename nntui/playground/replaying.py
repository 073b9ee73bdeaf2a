"""Commands that look at the run as it was, and what is refused meanwhile."""

from nntui.experiment.shown_text import shorten
from nntui.experiment.user_points import Brushes
from nntui.language import N_, _
from nntui.playground.context import Playground
from nntui.session.pacing import SPEED
from nntui.session.replay import Replay

REFUSAL = N_("Enter goes on from here, Escape is now")
"""What is said to a key that would train or change something."""
_MOST_DIGITS = 15


def is_refused(at: Playground) -> bool:
    """Whether an epoch is looked at, so that nothing is trained or changed; then that is said."""
    if at.session.replay is None:
        return False
    at.notify(_(REFUSAL), timeout=4)
    return True


def walk(at: Playground, epochs: int) -> None:
    """Shows an epoch so many later, or earlier when negative. Forwards from now there is none."""
    replay = at.session.replay if epochs > 0 else _begun(at)
    if replay is not None:
        replay.walk(epochs)


def go_to_end(at: Playground, is_newest: bool) -> None:
    """Shows the first epoch, or the newest. That is shown already while it is now."""
    replay = at.session.replay if is_newest else _begun(at)
    if replay is not None:
        replay.go_to(replay.last if is_newest else replay.first)


def go_to(at: Playground, epoch: int | str) -> None:
    """Shows an epoch, or says which there are.

    Args:
        at: The session.
        epoch: Which; beyond the newest it is the newest. What was typed is not bent: it has to be one that there is.
    """
    if isinstance(epoch, int):
        if at.session.replay is not None or epoch < at.session.snapshot.epoch:
            replay = _begun(at)
            if replay is not None:
                replay.go_to(epoch)
        return
    replay = _begun(at)
    if replay is None:
        return
    digits = epoch.replace(",", "").replace(".", "").replace(" ", "")
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS else -1
    if replay.first <= number <= replay.last:
        replay.go_to(number)
        return
    sentence = _("Epoch {epoch} is not allowed; allowed is {first:,} to {last:,}")
    at.notify(sentence.format(epoch=shorten(epoch), first=replay.first, last=replay.last), severity="error", timeout=6)


def _begun(at: Playground) -> Replay | None:
    """The replay, which begins now if it has not; that there is nothing to show yet is said."""
    is_new = at.session.replay is None
    replay = at.session.look_back()
    if replay is None:
        if at.session.snapshot.epoch:
            sentence = _("What came before epoch {epoch:,} is not kept").format(epoch=at.session.snapshot.epoch)
        else:
            sentence = _("There is no epoch to look back at yet")
        at.notify(sentence, timeout=3)
    elif is_new:
        at.screen.paint(Brushes())
        at.screen.clear_messages()
    return replay


def leave(at: Playground) -> None:
    """Shows the newest state again."""
    at.screen.clear_messages()
    at.session.look_at_now()


def go_on(at: Playground) -> None:
    """Goes on with the run from the epoch that is shown."""
    at.screen.clear_messages()
    at.session.go_on_from_shown()


def change_speed(at: Playground, direction: int) -> bool:
    """The next speed of the film; whether one is looked at."""
    replay = at.session.replay
    if replay is not None:
        replay.set_speed(SPEED.step(replay.speed, direction))
    return replay is not None
