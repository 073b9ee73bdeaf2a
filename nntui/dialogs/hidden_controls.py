"""The controls that a link is to hide, a line to tick for each, with the link below."""

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from nntui.dialogs.base import Choices, Dialog
from nntui.dialogs.questions import ChooseHidden
from nntui.drawing.cells import CHECKED, UNCHECKED
from nntui.keys.actions import keys_of
from nntui.language import N_, _
from nntui.widgets.border_words import set_subtitle, set_title

_MOST_LINES = 8
"""So many lines of the link are shown, for a list of some length beside it at 80×24."""


class HiddenControlsScreen(Dialog[tuple[str, ...]]):
    """Asks which controls a link is to hide; answers the link's names of them, or None.

    Args:
        question: What can be hidden.
    """

    DEFAULT_CSS = """
    HiddenControlsScreen > #hidden-controls {
        height: 100%;
    }

    #hidden-controls Choices {
        height: 1fr;
        min-height: 3;
    }

    #hidden-controls .rule {
        width: 100%;
        color: $text-muted;
    }

    #hidden-link {
        width: 100%;
        height: auto;
        border-top: solid $primary;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", N_("Hide or show"), show=False),
        Binding("j", "move('cursor_down')", N_("Down"), show=False),
        Binding("k", "move('cursor_up')", N_("Up"), show=False),
        # By the id of the action: the person's own key does the same here.
        Binding("y", "submit", N_("Copy"), show=False, id="copy-link"),
    ]

    def __init__(self, question: ChooseHidden) -> None:
        super().__init__()
        self._question = question
        self._hidden = {each.name for each in question.controls} & question.hidden

    @property
    def chosen(self) -> tuple[str, ...]:
        """The link's names of what is ticked."""
        return tuple(each.name for each in self._question.controls if each.name in self._hidden)

    def compose(self) -> ComposeResult:
        """The list, then the link."""
        with Vertical(id="hidden-controls", classes="box") as box:
            set_title(box, _("A link that hides controls"))
            keys = keys_of(self.app, "copy-link")
            set_subtitle(box, _("Enter ticks · {key} copies the link · Escape leaves").format(key=keys))
            yield Label(
                _("Ticked is what the student does not see. v shows it all the same."), classes="rule", markup=False
            )
            yield Choices(*map(Option, self._lines))
            yield Static("", id="hidden-link", markup=False)

    @property
    def _lines(self) -> list[Text]:
        controls = self._question.controls
        width = max(len(each.label) for each in controls) + 2
        boxes = (CHECKED if each.name in self._hidden else UNCHECKED for each in controls)
        return [
            Text.assemble(f"{box} {each.label.ljust(width)}", (each.option, "dim"))
            for box, each in zip(boxes, controls, strict=True)
        ]

    def on_mount(self) -> None:
        """The first is ready to be ticked."""
        self.query_one(OptionList).focus()
        self.query_one(OptionList).highlighted = 0
        self._show_link()

    def on_resize(self) -> None:
        """Breaks the link at the edge, once it is known where that is."""
        self.call_after_refresh(self._show_link)

    def _show_link(self) -> None:
        static = self.query_one("#hidden-link", Static)
        link, width = self._question.link(self.chosen), max(1, static.content_size.width or 72)
        lines = [link[start : start + width] for start in range(0, len(link), width)]
        if len(lines) > _MOST_LINES:  # what is hidden stands at the end; when it is copied all of it is shown
            lines = [lines[0], "…", *lines[2 - _MOST_LINES :]]
        static.update("\n".join(lines))

    def action_tick(self) -> None:
        """Ticks what is marked, or takes the tick away."""
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self._tick(at)

    @on(OptionList.OptionSelected)
    def _tick_chosen(self, event: OptionList.OptionSelected) -> None:
        self._tick(event.option_index)

    def _tick(self, at: int) -> None:
        self._hidden ^= {self._question.controls[at].name}
        self.query_one(OptionList).replace_option_prompt_at_index(at, self._lines[at])
        self._show_link()

    async def action_move(self, action: str) -> None:
        """Moves in the list."""
        await self.query_one(OptionList).run_action(action)

    def action_submit(self) -> None:
        """Answers what is ticked."""
        self.answer(self.chosen)
