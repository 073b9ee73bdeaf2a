"""What must be so whatever was done: numbers, widgets, undo, threads, bounds and the picture on the screen."""

import asyncio
import dataclasses
import math
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from time import monotonic
from typing import TYPE_CHECKING

from textual.command import CommandPalette
from textual.widget import Widget

from nntui.dialogs.confusion import ConfusionScreen
from nntui.dialogs.starts import StartsScreen
from nntui.dialogs.waiting import WaitScreen
from nntui.drawing.cells import Cells
from nntui.experiment.experiment import SETTINGS
from nntui.playground.display import is_in_sight
from nntui.playground.screen import PlaygroundScreen
from nntui.session.pacing import FLAT_OUT
from nntui.session.runs import MOST_RUNS
from nntui.session.session import TrainingSession
from nntui.session.undo import DEPTH, MOST_CHECKPOINT_BYTES
from nntui.training.checkpoints import CAPACITY as MOST_CHECKPOINTS
from nntui.training.checkpoints import MOST_BYTES
from nntui.training.history import CAPACITY, NO_LOSSES
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer
from nntui.widgets.cell_widget import CellWidget
from nntui.widgets.stepper import Stepper
from nntui.widgets.toggle import Toggle
from tests.playground import text_of

if TYPE_CHECKING:
    from tests.monkey.in_process import Monkey

CLOSE = 1e-12
_TRAINS_WITHIN_S = 20.0
_MOST_STEPS_BACK = 4
_SHARED_FACTOR = 1.25
"""Checkpoints that several moments share are counted once where they are bounded, and by each moment where they are
looked at here only of the present run."""

_FOLLOWING = (ConfusionScreen, StartsScreen)
_LATE_S = 0.2
"""After that nothing comes by itself, on a machine with too much to do, either."""
_FOLLOWS_WITHIN_S = 0.6
"""Dialogs that follow the training look at it by themselves, twice a second or more often."""

State = tuple[object, ...]


async def look(monkey: "Monkey") -> AsyncIterator[str]:
    """Looks at everything while nothing is trained; what plays goes on afterwards.

    Yields:
        What is not as it must be, in words.
    """
    player = monkey.app.session.player
    was_playing = player.playing
    if not await _pauses(monkey):
        yield "the training does not end"
        return
    looks: list[Callable[[Monkey], AsyncIterator[str]]] = [_of(numbers), _of(bounds), _on_screen]
    if monkey.app.session.replay is None:
        looks += [_of(undo), training]
    for each in looks:
        async for what in each(monkey):
            yield what
        if not monkey.app.is_running:
            return
    if was_playing:
        player.play()


async def _pauses(monkey: "Monkey") -> bool:
    session = monkey.app.session
    session.player.pause()
    replay = session.replay
    if replay is not None:
        if replay.is_playing:
            replay.toggle()
        replay.wait(_TRAINS_WITHIN_S)
    return await _waits(monkey, lambda: session.player.wait(0))


def _of(look_at: Callable[[TrainingSession], Iterator[str]]) -> Callable[["Monkey"], AsyncIterator[str]]:
    """A look at the session as one at the monkey's."""

    async def look_at_session(monkey: "Monkey") -> AsyncIterator[str]:
        for what in look_at(monkey.app.session):
            yield what

    return look_at_session


async def _on_screen(monkey: "Monkey") -> AsyncIterator[str]:
    app = monkey.app
    if not await monkey.settle() or not app.is_running:
        return
    async for what in picture(monkey):
        yield what
    if app.screen is app.screen_stack[0]:
        for what in widgets(monkey):
            yield what


async def _waits(monkey: "Monkey", happened: object) -> bool:
    end = monotonic() + _TRAINS_WITHIN_S
    while not happened():  # type: ignore[operator]
        if monotonic() > end or not monkey.app.is_running:
            return False
        await asyncio.sleep(0.002)
    return True


# Numbers


def numbers(session: TrainingSession) -> Iterator[str]:
    """The losses of the newest state and of the one that is shown, computed again from their parameters."""
    for name, snapshot in (("the newest", session.snapshot), ("the shown", session.shown)):
        if session.player.is_preparing:
            continue
        experiment = snapshot.experiment
        fresh = Trainer(experiment, dataclasses.replace(snapshot, history=NO_LOSSES))
        for kind, found, again in (
            ("training", snapshot.train_loss, fresh.train_loss),
            ("test", snapshot.test_loss, fresh.test_loss),
        ):
            if not (math.isclose(found, again, rel_tol=CLOSE) or (math.isnan(found) and math.isnan(again))):
                yield f"{name} {kind} loss is {found!r}, computed again {again!r}: {experiment}"
        if len(snapshot.parameters) != len(fresh.network.parameters):
            yield f"{name} state has {len(snapshot.parameters)} parameters, not {len(fresh.network.parameters)}"
        if not session.shown_state[1].size and experiment.user_points.size and experiment.uses_user_points:
            yield "there are points, and none is shown"


def bounds(session: TrainingSession) -> Iterator[str]:
    """Nothing grows without end."""
    player, undo_stack = session.player, session._undo
    snapshot = player.snapshot
    checkpoints = player.checkpoints
    moments = [*undo_stack._past, *undo_stack._future]
    kept = sum({id(each.checkpoints): each.checkpoints.bytes for each in moments}.values())
    for what, count, most in (
        ("losses", len(snapshot.history.train), CAPACITY),
        ("checkpoints", len(checkpoints), MOST_CHECKPOINTS + 1),
        ("bytes of checkpoints", checkpoints.bytes, 2 * MOST_BYTES),
        ("changes to undo", len(undo_stack._past), DEPTH),
        ("changes to redo", len(undo_stack._future), DEPTH),
        ("bytes of checkpoints to undo", kept, 2 * MOST_CHECKPOINT_BYTES),
        ("runs", len(session.runs.kept), MOST_RUNS),
    ):
        if count > most:
            yield f"{count} {what}, more than {most}"


# Undo


def state(session: TrainingSession) -> State:
    """All that undo must bring back."""
    snapshot = session.snapshot
    return (snapshot.experiment, session.link_extras, *bits(snapshot))


def bits(snapshot: Snapshot) -> State:
    """A snapshot's numbers to the last bit."""
    optimizer = snapshot.optimizer_state
    remembered = () if optimizer is None else tuple(map(repr, dataclasses.astuple(optimizer)))
    return (
        snapshot.epoch,
        snapshot.parameters.tobytes(),
        None if snapshot.dead is None else snapshot.dead.tobytes(),
        repr(snapshot.train_loss),
        repr(snapshot.test_loss),
        snapshot.history.train.tobytes(),
        snapshot.history.test.tobytes(),
        snapshot.is_edited,
        remembered,
    )


def undo(session: TrainingSession) -> Iterator[str]:
    """Some steps back and the same steps forward lead to the same states; a change that is undone was none."""
    if session.player.is_preparing or any(
        each.snapshot.experiment.user_points.size > 2000 for each in session._undo._past
    ):
        return  # the trainer of many points is made later
    passed = [state(session)]
    while session.can_undo and len(passed) <= _MOST_STEPS_BACK:
        session.undo()
        passed.append(state(session))
    for place in range(len(passed) - 2, -1, -1):
        session.redo()
        if state(session) != passed[place]:
            yield f"redo leads elsewhere: {_difference(passed[place], state(session))}"
            return
    if session.can_redo:
        return  # a change would forget what can be made again
    before, noise = state(session), session.experiment.noise
    session.change(noise=noise + 5 if noise < 25 else noise - 5)
    changed = state(session)
    session.undo()
    if state(session) != before:
        yield f"undo does not lead back: {_difference(before, state(session))}"
    session.redo()
    if state(session) != changed:
        yield f"redo does not lead there again: {_difference(changed, state(session))}"
    session.undo()


def _difference(wanted: State, found: State) -> str:
    names = (
        "experiment",
        "link extras",
        "epoch",
        "parameters",
        "dead",
        "training loss",
        "test loss",
        "training losses",
    )
    names += ("test losses", "edited", "optimizer")
    return ", ".join(
        f"{name}: {str(found_)[:200]} instead of {str(wanted_)[:200]}"
        for name, wanted_, found_ in zip(names, wanted, found, strict=True)
        if wanted_ != found_
    )


async def training(monkey: "Monkey") -> AsyncIterator[str]:
    """The thread trains what it is asked to, or says why not."""
    session = monkey.app.session
    player, epoch = session.player, session.snapshot.epoch
    player.step()
    if not await _waits(monkey, lambda: player.wait(0)):
        yield f"the thread does not train: {player}"
    elif session.snapshot.epoch != epoch + 1 and session.sample.train_size:
        end = player.end
        if end is None or not end.failed:
            yield f"a step from epoch {epoch} leads to {session.snapshot.epoch}: {player}"
    thread = player._thread
    if thread is not None and not thread.is_alive():
        yield "the training thread is dead"


# The screen


def widgets(monkey: "Monkey") -> Iterator[str]:
    """Every control shows the value of the session's experiment."""
    screen, session = monkey.app.screen_stack[0], monkey.app.session
    if not isinstance(screen, PlaygroundScreen) or not screen.view._is_there:
        return
    shown = session.shown
    experiment = shown.experiment
    if screen.view.snapshot is not shown:
        yield f"epoch {screen.view.shown_epoch} is on the screen, epoch {shown.epoch} is to be shown"
        return
    for stepper in screen.query(Stepper):
        name = "dataset" if stepper.id == "dataset" else stepper.setting.name
        speed = session.player.speed if session.replay is None else session.replay.speed
        if stepper.id == "dataset":
            value: object = getattr(experiment, experiment.dataset_setting.name)
        else:
            value = getattr(experiment, name) if name in SETTINGS else speed
        if stepper.value != value and not (value == FLAT_OUT == stepper.value):
            yield f"{name} is {value!r} and shows {stepper.value!r}"
        text = stepper.setting.display(value)
        is_whole = is_in_sight(stepper) and stepper.size.width >= len(text) + 2 and stepper.size.height
        if is_whole and not stepper.children and len(text) <= 7 and text not in text_of(stepper):
            yield f"{name} is {text!r} and reads {text_of(stepper)!r}"
    for toggle in screen.query(Toggle):
        if toggle.value != getattr(experiment, toggle.setting.name):
            yield f"{toggle.setting.name} is {not toggle.value} and shows {toggle.value}"


async def picture(monkey: "Monkey") -> AsyncIterator[str]:
    """What is on the screen is what a repaint, and a new drawing of every widget, would show."""
    from tests.monkey.in_process import differing

    app = monkey.app
    many = app.playground.playground.many
    if isinstance(app.screen, (CommandPalette, WaitScreen)) or (many is not None and not many.wait(0)):
        return  # these move by themselves
    if any(isinstance(each, _FOLLOWING) for each in app.screen_stack):
        await asyncio.sleep(_FOLLOWS_WITHIN_S)
        if not await monkey.settle():
            return
    moving = _moving(monkey)
    first = monkey.driver.picture()
    await asyncio.sleep(_LATE_S)
    if not await monkey.settle() or _moving(monkey) != moving:
        return
    before = monkey.driver.picture()
    if _size(before) != _size(first) or differing(before, first):
        return  # a message was on its way in or out
    for way, repaint in (("a repaint", _repaint), ("a new drawing", _draw_anew)):
        repaint(monkey)
        if not await monkey.settle() or _moving(monkey) != moving:
            return
        after = monkey.driver.picture()
        found = differing(before, after) if _size(before) == _size(after) else "another size"
        if found:
            yield f"left on the screen: {way} shows something else: {found}\n  {_where(monkey)}"
            return


def _size(cells: Cells) -> tuple[int, int]:
    return cells.width, cells.height


def _repaint(monkey: "Monkey") -> None:
    monkey.driver.spoil()
    monkey.app.screen.refresh()


def _draw_anew(monkey: "Monkey") -> None:
    """Forgets whatever any widget keeps of its picture."""
    for screen in monkey.app.screen_stack:
        for widget in (screen, *screen.query(Widget)):
            widget._styles_cache.clear()
            widget._render_cache = type(widget._render_cache)(widget.size * 0, [])
            if isinstance(widget, CellWidget):
                widget._strips.clear()
                widget._cells = Cells(0, 0)
            widget.refresh(layout=True)
    playground = monkey.app.screen_stack[0]
    assert isinstance(playground, PlaygroundScreen)
    playground.view.snapshot = None
    playground.view.draw()


def _moving(monkey: "Monkey") -> State:
    """What comes and goes by itself: messages, the explanation of what the mouse is on, dialogs, sizes."""
    app = monkey.app
    counts = Counter(type(each).__name__ for screen in app.screen_stack for each in screen.query("Toast, Tooltip"))
    shown = tuple(each.display for each in app.screen.query("Tooltip"))
    return tuple(map(id, app.screen_stack)), app.size, tuple(counts.items()), shown, len(app.told)


def _where(monkey: "Monkey") -> str:
    app = monkey.app
    names = " > ".join(type(screen).__name__ for screen in app.screen_stack)
    return f"on {names} at {app.size.width}×{app.size.height}, focus {app.focused!r}, theme {app.theme}"
