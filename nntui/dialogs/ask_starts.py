"""The dialog that asks for many starts."""

from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import Click
from textual.message import Message
from textual.widgets import Input, Label, Static

from nntui.dialogs.base import Dialog, EntryField
from nntui.dialogs.run_until import parse_epoch, parse_loss
from nntui.dialogs.starts_questions import AskStarts, StartsWish
from nntui.drawing.cells import CHECKED, UNCHECKED
from nntui.experiment.setting import SettingError
from nntui.formats.starts_rows import past_text, range_text
from nntui.keys.actions import keys_of
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

    class Ticked(Message):
        """It is ticked, or is no more."""

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
        self.post_message(self.Ticked())

    def on_click(self) -> None:
        """A click does the same."""
        self.action_tick()


class NumberField(EntryField):
    """A field for a number, which leaves letters to the keys of the dialog, except for that of 1e-3."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is typed, whatever it is elsewhere."""
        is_letter = character is not None and character.isalpha() and character not in "eE"
        return not is_letter and super().check_consume_key(key, character)


class AskStartsScreen(Dialog[StartsWish | Literal["results"]]):
    """Asks how many starts to train, and how far; answers that, "results" to see those that there are, or None.

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

    #ask-starts #which, #ask-starts #past {
        height: auto;
        width: 100%;
        color: $text-muted;
    }

    #ask-starts Input {
        width: 1fr;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", N_("Next field"), show=False),
        Binding("up", "app.focus_previous", N_("Field before"), show=False),
        # Before the field takes it as text; by the id of the action: the person's own key does the same here.
        Binding("M,upper_m", "results", N_("Results"), show=False, id="many-starts", priority=True),
    ]

    def __init__(self, question: AskStarts) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Three fields, a box to tick, and what came of earlier ones."""
        last = self._question.last
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
                    yield NumberField(value, id=name, placeholder=placeholder, compact=True)
            yield TickBox(_("new data for each, not only new first weights"), last.new_data, id="new-data")
            yield Label("", id="which", markup=False)
            yield Label(_("They train in the background while you go on"), id="refusal", markup=False)
            if self._question.past:
                yield Label("\n".join(("", *self._past_lines())), id="past", markup=False)

    def _past_lines(self) -> list[str]:
        title = _("Earlier results:")
        if self._question.has_results:
            title = _("Earlier results; {key} opens the first:").format(key=keys_of(self.app, "many-starts"))
        return [title, *map(past_text, self._question.past)]

    def on_mount(self) -> None:
        """The number takes what is typed."""
        self.query_one("#number", Input).focus()

    @on(Input.Changed)
    def _forget_the_refusal(self) -> None:
        self.query_one("#refusal", Label).remove_class("-refused")

    @on(Input.Changed)
    @on(TickBox.Ticked)
    def _show_which(self) -> None:
        """Says which starts they will be, as the number is typed."""
        try:
            number = parse_starts(self.query_one("#number", Input).value)
        except ValueError:
            text = ""
        else:
            text = _("new data each") if self.query_one(TickBox).is_ticked else range_text(1, number)
        self.query_one("#which", Label).update(text)

    @on(Click, "#past")
    def action_results(self) -> None:
        """Shows the results that there are."""
        if self._question.has_results:
            self.answer("results")

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
    return StartsWish(
        parse_starts(number), new_data, _parse_between(_("Epochs"), epochs, 1, MOST_EPOCHS), parse_loss(test_loss)
    )


def parse_starts(text: str) -> int:
    """How many starts, from what was typed.

    Raises:
        ValueError: With a sentence for the person.
    """
    return _parse_between(_("Starts"), text, LEAST_STARTS, MOST_STARTS)


def _parse_between(label: str, text: str, low: int, high: int) -> int:
    try:
        value = parse_epoch(text)
    except ValueError:
        value = None
    if value is None or not low <= value <= high:
        raise SettingError(label, text.strip(), _("{low} to {high:,}").format(low=low, high=high))
    return value
