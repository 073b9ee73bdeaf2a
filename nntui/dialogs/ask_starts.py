"""The dialog that asks for many starts."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Label, Static

from nntui.dialogs.base import Dialog, EntryField
from nntui.dialogs.run_until import parse_epoch, parse_loss
from nntui.dialogs.starts_questions import AskStarts, StartsWish
from nntui.drawing.cells import CHECKED, UNCHECKED
from nntui.experiment.setting import SettingError
from nntui.language import N_, _
from nntui.session.many_starts import LEAST_STARTS, MOST_EPOCHS, MOST_STARTS
from nntui.widgets.border_words import set_subtitle, set_title


class TickBox(Static, can_focus=True):
    """A box to tick, by the space bar, left, right or a click. Enter takes the whole dialog.

    Args:
        label: What is ticked.
        is_ticked: Whether it is.
        id: As in Textual.

    Attributes:
        is_ticked: Whether it is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,left,right", "tick", N_("Switch"), show=False),
        Binding("enter", "screen.submit", N_("Take it"), show=False),
    ]

    DEFAULT_CSS = """
    TickBox {
        width: 100%;
        height: auto;
        &:focus { background: $primary; color: $background; text-style: bold; }
    }
    """

    def __init__(self, label: str, is_ticked: bool, *, id: str | None = None) -> None:
        self.is_ticked = is_ticked
        self._label = label
        super().__init__(self._text, id=id, markup=False)

    @property
    def _text(self) -> str:
        return f"{CHECKED if self.is_ticked else UNCHECKED} {self._label}"

    def action_tick(self) -> None:
        """Ticks it, or takes the tick away."""
        self.is_ticked = not self.is_ticked
        self.update(self._text)

    def on_click(self) -> None:
        """A click does the same."""
        self.action_tick()


class AskStartsScreen(Dialog[StartsWish]):
    """Asks how many starts to train, and how far; answers that, or None.

    The fields hold what was asked for last.

    Args:
        question: That.
    """

    DEFAULT_CSS = """
    #ask-starts {
        width: 58;
    }

    #ask-starts Horizontal {
        height: 1;
    }

    #ask-starts Horizontal Label {
        width: 24;
    }

    #ask-starts #refusal {
        height: auto;
        width: 100%;
        color: $text-muted;
        &.-refused { color: $text-error; }
    }

    #ask-starts Input {
        width: 1fr;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", N_("Next field"), show=False),
        Binding("up", "app.focus_previous", N_("Field before"), show=False),
    ]

    def __init__(self, question: AskStarts) -> None:
        super().__init__()
        self._last = question.last

    def compose(self) -> ComposeResult:
        """Three fields and a box to tick."""
        last = self._last
        loss = "" if last.test_loss is None else f"{last.test_loss:g}"
        with VerticalScroll(id="ask-starts", classes="box", can_focus=False) as box:
            set_title(box, _("Many starts"))
            set_subtitle(box, _("Enter trains, Escape leaves"))
            for label, value, name in (
                (_("Starts"), f"{last.number}", "number"),
                (_("Epochs"), f"{last.epochs}", "epochs"),
                (_("Goal: test loss under"), loss, "test-loss"),
            ):
                with Horizontal():
                    yield Label(label, markup=False)
                    placeholder = _("none") if name == "test-loss" else ""
                    yield EntryField(value, id=name, placeholder=placeholder, compact=True)
            yield TickBox(_("new data for each, not only new first weights"), last.new_data, id="new-data")
            yield Label(_("They train beside what you do meanwhile"), id="refusal", markup=False)

    def on_mount(self) -> None:
        """The number takes what is typed."""
        self.query_one("#number", Input).focus()

    @on(Input.Changed)
    def _forget_the_refusal(self) -> None:
        self.query_one("#refusal", Label).remove_class("-refused")

    def action_submit(self) -> None:
        """Answers what is typed, if that can be trained."""
        number, epochs, test_loss = (
            self.query_one(f"#{name}", Input).value for name in ("number", "epochs", "test-loss")
        )
        try:
            wish = parse_wish(number, epochs, test_loss, self.query_one(TickBox).is_ticked)
        except ValueError as error:
            refusal = self.query_one("#refusal", Label)
            refusal.update(str(error))
            refusal.add_class("-refused")
            return
        self.answer(wish)


def parse_wish(number: str, epochs: str, test_loss: str, new_data: bool) -> StartsWish:
    """What is wanted, from what was typed; a blank test loss means no goal.

    Raises:
        ValueError: With a sentence for the person.
    """
    starts = _parse_between(_("Starts"), number, LEAST_STARTS, MOST_STARTS)
    return StartsWish(starts, new_data, _parse_between(_("Epochs"), epochs, 1, MOST_EPOCHS), parse_loss(test_loss))


def _parse_between(label: str, text: str, low: int, high: int) -> int:
    try:
        value = parse_epoch(text)
    except ValueError:
        value = None
    if value is None or not low <= value <= high:
        raise SettingError(label, text.strip(), _("{low} to {high:,}").format(low=low, high=high))
    return value
