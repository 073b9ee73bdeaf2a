"""The dialog that asks how far to train."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label

from nntui.dialogs.base import Dialog, EntryField
from nntui.dialogs.questions import AskGoal
from nntui.session.stopping import Goal


class RunUntilScreen(Dialog[Goal]):
    """Asks for an epoch, a test loss, or both; answers a goal, or None.

    Args:
        question: The epoch that is offered.
    """

    DEFAULT_CSS = """
    #run-until {
        width: 44;
    }

    #run-until Horizontal {
        height: 1;
    }

    #run-until Label {
        width: 20;
    }

    #run-until #refusal {
        width: 100%;
        color: $error;
    }

    #run-until Input {
        width: 1fr;
    }
    """

    def __init__(self, question: AskGoal) -> None:
        super().__init__()
        self._epoch = question.epoch

    def compose(self) -> ComposeResult:
        """Two fields."""
        with Vertical(id="run-until", classes="box") as box:
            box.border_title = "Run until"
            box.border_subtitle = "Enter runs, Escape leaves"
            with Horizontal():
                yield Label("Epoch")
                yield EntryField(str(self._epoch), id="epoch", compact=True, select_on_focus=True)
            with Horizontal():
                yield Label("or test loss under")
                yield EntryField("", id="test-loss", placeholder="as 0.05, or nothing", compact=True)
            yield Label("", id="refusal")

    def action_submit(self) -> None:
        """Answers what is typed, if it is a goal."""
        try:
            goal = parse_goal(self.query_one("#epoch", Input).value, self.query_one("#test-loss", Input).value)
        except ValueError as error:
            self.query_one("#refusal", Label).update(str(error))
            return
        self.answer(goal)


def parse_goal(epoch: str, test_loss: str) -> Goal:
    """A goal from what was typed; blank means no such end.

    Raises:
        ValueError: With a sentence for the person.
    """
    goal = Goal(_parse_epoch(epoch), _parse_loss(test_loss))
    if goal == Goal():
        raise ValueError("Type an epoch, a test loss, or both")
    return goal


def _parse_epoch(text: str) -> int | None:
    bare = text.replace(",", "").strip()
    if not bare:
        return None
    if not bare.isdecimal() or len(bare) > 12:
        raise ValueError(f"Epoch: {text} is not allowed; allowed is a whole number")
    return int(bare)


def _parse_loss(text: str) -> float | None:
    if not text.strip():
        return None
    try:
        loss = float(text)
    except ValueError:
        loss = -1.0
    if not 0 < loss < float("inf"):
        raise ValueError(f"Test loss: {text} is not allowed; allowed is a number above 0")
    return loss
