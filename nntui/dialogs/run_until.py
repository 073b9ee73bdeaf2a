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
from nntui.language import _
from nntui.session.stopping import Goal
from nntui.widgets.border_words import set_subtitle, set_title


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
            set_title(box, _("Run until"))
            set_subtitle(box, _("Enter runs, Escape leaves"))
            with Horizontal():
                yield Label(_("Epoch"), markup=False)
                yield EntryField("", id="epoch", placeholder=_("e.g. {number}").format(number=500), compact=True)
            with Horizontal():
                yield Label(_("or test loss under"), markup=False)
                yield EntryField("", id="test-loss", placeholder=_("e.g. {number}").format(number=0.05), compact=True)
            again = _("Enter alone: {goal} again").format(goal=describe(self._last)) if self._last else ""
            yield Label(again, id="refusal", markup=False)

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
    epoch = "" if goal.epoch is None else _("epoch {epoch:,}").format(epoch=goal.epoch)
    test_loss = "" if goal.test_loss is None else _("test loss under {loss:g}").format(loss=goal.test_loss)
    return _(" or ").join(filter(None, (epoch, test_loss)))


def parse_goal(epoch: str, test_loss: str) -> Goal:
    """A goal from what was typed; blank means no such end. A fraction in place of the epoch is a test loss.

    Raises:
        ValueError: With a sentence for the person.
    """
    if _FRACTION.fullmatch(epoch.strip()) and not test_loss.strip():
        epoch, test_loss = "", epoch
    goal = Goal(parse_epoch(epoch), parse_loss(test_loss))
    if goal == Goal():
        raise ValueError(_("Type an epoch, a test loss, or both"))
    return goal


_FRACTION = re.compile(r"0?[.,]\d+")
_THOUSANDS = re.compile(r"\d{1,3}([,.]\d{3})+")


def parse_epoch(text: str) -> int | None:
    """A number of epochs as it is typed, with commas or points between thousands; None for a blank.

    Raises:
        ValueError: With a sentence for the person.
    """
    bare = text.strip()
    if not bare:
        return None
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "").replace(".", "")
    if not bare.isdecimal() or len(bare) > 12:
        sentence = _("Epoch: {value} is not allowed; allowed is a whole number")
        raise ValueError(sentence.format(value=shorten(text, 12)))
    return int(bare)


def parse_loss(text: str) -> float | None:
    """A loss as it is typed; None for a blank.

    Raises:
        ValueError: With a sentence for the person.
    """
    if not text.strip():
        return None
    try:
        loss = read_typed_number(text.strip())
    except ValueError:
        loss = -1.0
    if not 0 < loss < float("inf"):
        sentence = _("Test loss: {value} is not allowed; allowed is a number above 0")
        raise ValueError(sentence.format(value=shorten(text, 12)))
    return loss
