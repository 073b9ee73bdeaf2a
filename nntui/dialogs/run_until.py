"""The dialog that asks how far to train."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label

from nntui.dialogs.base import Dialog
from nntui.session.stopping import Goal


class _Field(Input):
    """Enter acts at once, so that a key behind it, in the same packet, does not come before it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.run", "Run", show=False)]


class RunUntilScreen(Dialog[Goal]):
    """Asks for an epoch, a test loss, or both; answers a goal, or None.

    Args:
        epoch: The epoch that is offered.
    """

    DEFAULT_CSS = """
    RunUntilScreen {
        align: center middle;
    }

    #run-until {
        width: 44;
        height: auto;
        border: round $primary;
        background: $surface;
        padding: 0 1;
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

    def __init__(self, epoch: int) -> None:
        super().__init__()
        self._epoch = epoch

    def compose(self) -> ComposeResult:
        """Two fields."""
        with Vertical(id="run-until") as box:
            box.border_title = "Run until"
            box.border_subtitle = "Enter runs, Escape leaves"
            with Horizontal():
                yield Label("Epoch")
                yield _Field(str(self._epoch), id="epoch", compact=True, select_on_focus=True)
            with Horizontal():
                yield Label("or test loss under")
                yield _Field("", id="test-loss", placeholder="as 0.05, or nothing", compact=True)
            yield Label("", id="refusal")

    def action_run(self) -> None:
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
