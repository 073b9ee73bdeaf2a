"""The dialog that asks how far to train."""

import re

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label

from nntui.dialogs.base import Dialog, EntryField
from nntui.dialogs.questions import AskGoal
from nntui.experiment.setting import shorten
from nntui.experiment.typed_number import read_typed_number
from nntui.session.stopping import Goal


class RunUntilScreen(Dialog[Goal]):
    """Asks for an epoch, a test loss, or both; answers a goal, or None.

    Both lines are empty, so that only what is typed counts; with nothing typed Enter takes the last goal again.

    Args:
        question: The last goal.
    """

    DEFAULT_CSS = """
    #run-until {
        width: 52;
    }

    #run-until Horizontal {
        height: 1;
    }

    #run-until Label {
        width: 20;
    }

    #run-until #refusal {
        height: auto;
        width: 100%;
        color: $text-muted;
        &.-refused { color: $text-error; }
    }

    #run-until Input {
        width: 1fr;
    }
    """

    def __init__(self, question: AskGoal) -> None:
        super().__init__()
        self._last = question.last

    def compose(self) -> ComposeResult:
        """Two fields."""
        with Vertical(id="run-until", classes="box") as box:
            box.border_title = "Run until"
            box.border_subtitle = "Enter runs, Escape leaves"
            with Horizontal():
                yield Label("Epoch")
                yield EntryField("", id="epoch", placeholder="e.g. 500", compact=True)
            with Horizontal():
                yield Label("or test loss under")
                yield EntryField("", id="test-loss", placeholder="e.g. 0.05", compact=True)
            yield Label(f"Enter alone: {describe(self._last)} again" if self._last else "", id="refusal")

    @on(Input.Changed)
    def _forget_the_last(self) -> None:
        """Once something is typed, Enter takes that."""
        self.query_one("#refusal", Label).update("")

    def action_submit(self) -> None:
        """Answers what is typed, if it is a goal."""
        epoch, test_loss = (self.query_one(name, Input).value for name in ("#epoch", "#test-loss"))
        if self._last is not None and not epoch.strip() and not test_loss.strip():
            self.answer(self._last)
            return
        try:
            goal = parse_goal(epoch, test_loss)
        except ValueError as error:
            refusal = self.query_one("#refusal", Label)
            refusal.update(str(error))
            refusal.add_class("-refused")
            return
        self.answer(goal)


def describe(goal: Goal) -> str:
    """A goal in words."""
    epoch = "" if goal.epoch is None else f"epoch {goal.epoch:,}"
    test_loss = "" if goal.test_loss is None else f"test loss under {goal.test_loss:g}"
    return " or ".join(filter(None, (epoch, test_loss)))


def parse_goal(epoch: str, test_loss: str) -> Goal:
    """A goal from what was typed; blank means no such end. A fraction in place of the epoch is a test loss.

    Raises:
        ValueError: With a sentence for the person.
    """
    if _FRACTION.fullmatch(epoch.strip()) and not test_loss.strip():
        epoch, test_loss = "", epoch
    goal = Goal(_parse_epoch(epoch), _parse_loss(test_loss))
    if goal == Goal():
        raise ValueError("Type an epoch, a test loss, or both")
    return goal


_FRACTION = re.compile(r"0?[.,]\d+")
_THOUSANDS = re.compile(r"\d{1,3}([,.]\d{3})+")


def _parse_epoch(text: str) -> int | None:
    bare = text.strip()
    if not bare:
        return None
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "").replace(".", "")
    if not bare.isdecimal() or len(bare) > 12:
        raise ValueError(f"Epoch: {shorten(text, 12)} is not allowed; allowed is a whole number")
    return int(bare)


def _parse_loss(text: str) -> float | None:
    if not text.strip():
        return None
    try:
        loss = read_typed_number(text.strip())
    except ValueError:
        loss = -1.0
    if not 0 < loss < float("inf"):
        raise ValueError(f"Test loss: {shorten(text, 12)} is not allowed; allowed is a number above 0")
    return loss
