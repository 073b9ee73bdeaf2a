"""One iteration by its numbers: a neuron at a point of the next batch, forward, error, backward and update."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Resize
from textual.widgets import Static

from nntui.dialogs.base import Dialog
from nntui.dialogs.questions import IterationPlace, WalkEpoch
from nntui.drawing.iteration import ROOM, SECTIONS, Line, iteration_lines, rows_for, title
from nntui.keys.actions import keys_of
from nntui.language import _
from nntui.widgets.border_words import set_subtitle, set_title

_AROUND = 4
"""Columns of the border and of what keeps the text from it."""
_TITLE = 6
"""Columns that a title does not have."""


class OneIterationScreen(Dialog[IterationPlace]):
    """Walks through the batches of an epoch, and through the neurons and points of each.

    Args:
        question: Where it begins.
    """

    DEFAULT_CSS = """
    OneIterationScreen.-wide {
        align: right middle;
    }

    OneIterationScreen.-high {
        align: right bottom;
        background: transparent;
    }

    OneIterationScreen > #one-iteration {
        width: 80;
        max-width: 100%;
        scrollbar-size-vertical: 0;
    }
    """

    # From these sizes on the network and the losses are seen beside it or above it.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (140, "-wide")]  # noqa: RUF012 (as Textual declares them)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (36, "-high")]  # noqa: RUF012

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "neuron(-1)", "Neuron before", show=False),
        Binding("down,j", "neuron(1)", "Next neuron", show=False),
        Binding("left,h", "point(-1)", "Point before", show=False),
        Binding("right,l", "point(1)", "Next point", show=False),
        Binding("tab", "section(1)", "Next section", show=False),
        Binding("shift+tab", "section(-1)", "Section before", show=False),
        *(Binding(str(number), f"go({number})", "Section", show=False) for number in range(1, SECTIONS + 1)),
        Binding("pagedown", "scroll_page(1)", "Down", show=False),
        Binding("pageup", "scroll_page(-1)", "Up", show=False),
        Binding("enter", "train", "Train the epoch", show=False),
        Binding("q", "cancel", "Close", show=False),
        Binding("question_mark,f1", "explain", "Explain", show=False, id="help"),
        # By the id of the action that opens it, whatever key the person has chosen for that.
        Binding("b", "next_batch", "Next batch", show=False, id="one-iteration"),
    ]

    def __init__(self, question: WalkEpoch) -> None:
        super().__init__()
        self._walk = question.walk
        self._neurons = question.walk.nodes
        place = question.place
        self._neuron = self._neurons.index(place.node) if place.node in self._neurons else 0
        self._point = min(place.point, self._walk.size - 1)
        self._section = place.section
        self._rows = rows_for(self._walk)

    def compose(self) -> ComposeResult:
        """A text for what stands above the sections, one for each of them, and one for what stands below."""
        with VerticalScroll(id="one-iteration", classes="box", can_focus=False):
            for part in ("head", *range(1, SECTIONS + 1), "foot"):
                yield Static(id=f"iteration-{part}", markup=False)

    def on_resize(self, event: Resize) -> None:
        """As many inputs as there is room for."""
        self._show()

    @property
    def _place(self) -> IterationPlace:
        return IterationPlace(self._neurons[self._neuron], self._point, self._section)

    def _show(self) -> None:
        walk, box = self._walk, self.query_one("#one-iteration", VerticalScroll)
        width, height = min(ROOM + _AROUND, self.app.size.width), self.app.size.height
        box.styles.height = min(height, self._rows + 2)
        # What is cut at a narrow edge is wrapped instead: the text is laid out for the usual width.
        lines = iteration_lines(walk, self._neurons[self._neuron], self._point, self._section, ROOM, height - 2)
        set_title(box, title(walk, width - _TITLE))
        set_subtitle(box, self._keys(width - _TITLE))
        first = next(at for at, line in enumerate(lines) if line.section)
        self._put("head", lines[:first])
        for section in range(1, SECTIONS + 1):
            self._put(str(section), [line for line in lines if line.section == section])
        self._put("foot", [line for line in lines[first:] if not line.section])

    def _put(self, part: str, lines: list[Line]) -> None:
        text = Text(no_wrap=self.app.size.width >= ROOM + _AROUND)
        for at, line in enumerate(lines):
            is_current = line.is_heading and line.section == self._section
            style = "bold reverse" if is_current else "bold" if line.is_heading else ""
            text.append("\n" if at else "").append(line.text, style)
        self.query_one(f"#iteration-{part}", Static).update(text)

    def _keys(self, width: int) -> str:
        key, count = keys_of(self.app, "one-iteration"), f"{self._walk.batches:,}"
        train = _("only Enter trains ({count} of these)").format(count=count)
        first = _("the last batch") if self._walk.is_last else _("{key} next batch").format(key=key)
        texts = (
            " · ".join([first, train, _("1–4 sections"), _("Escape")]),
            " · ".join([first, _("only Enter trains"), _("Escape")]),
            _("Escape closes"),
        )
        return next((text for text in texts if len(text) <= width), "")

    def action_neuron(self, by: int) -> None:
        """Another neuron, in the order of the layers."""
        self._neuron = (self._neuron + by) % len(self._neurons)
        self._show()

    def action_point(self, by: int) -> None:
        """Another point of the batch."""
        self._point = (self._point + by) % self._walk.size
        self._show()

    def action_section(self, by: int) -> None:
        """Another section, which comes into sight."""
        self.action_go((self._section - 1 + by) % SECTIONS + 1)

    def action_go(self, section: int) -> None:
        """A section by its number, which comes into sight."""
        self._section = section
        self._show()
        shown = self.query_one(f"#iteration-{section}", Static)
        self.query_one(VerticalScroll).scroll_to_widget(shown, animate=False)

    def action_scroll_page(self, by: int) -> None:
        """Where the terminal is too small for all of it."""
        box = self.query_one(VerticalScroll)
        box.scroll_relative(y=by * max(1, box.size.height - 1), animate=False)

    def action_next_batch(self) -> None:
        """Makes this iteration, and shows the next one; at the last batch it stays."""
        if self._walk.next_batch():
            self._point = min(self._point, self._walk.size - 1)
            self._show()

    def action_explain(self) -> None:
        """Says what the Greek letter is, and where more is explained."""
        words = _(
            "δ of a neuron: how much the loss changes with its sum. The error gives that of the output; each neuron "
            "before gets its share through its weights. A weight's gradient is δ × its input. More: {key}, "
            "“Backpropagation” and “Iteration”."
        )
        self.app.notify(words.format(key=keys_of(self.app, "glossary")), timeout=12)

    def action_train(self) -> None:
        """Answers where it is, so that the epoch is trained and the next one shown."""
        self.answer(self._place)
