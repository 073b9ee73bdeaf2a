"""The base of all dialogs: one box, one answer, and a click beside it leaves it."""

from typing import Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.errors import NoWidget
from textual.events import Click
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from nntui.language import N_
from nntui.widgets.input_order import InputOrder
from nntui.widgets.see_through import SeeThrough

Answer = TypeVar("Answer")


class EntryField(Input):
    """A field whose Enter acts at once, so that a key behind it, in the same packet, does not come before it.

    The dialog has an action `submit`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.submit", N_("Take it"), show=False)]


class Choices(OptionList):
    """A list to choose from. A click on what it does not show any more is none: a key before it may have changed it.

    A page is none either as long as the options of that key have no lines yet, or there is no room for any.

    Args:
        options: What there is; a string is text, and no markup.
        id: As in Textual.
    """

    def __init__(self, *options: Option, id: str | None = None) -> None:
        super().__init__(*options, id=id, compact=True, markup=False)

    def on_click(self, event: Click) -> None:
        """Runs before Textual's own handler, which fails on an option that has gone."""
        if event.style.meta.get("option", 0) >= self.option_count:
            event.prevent_default()

    def action_page_up(self) -> None:
        """Further up, where Textual's own fails without lines."""
        if self._has_lines():
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """Further down, in the same way."""
        if self._has_lines():
            super().action_page_down()  # type: ignore[no-untyped-call]

    def _has_lines(self) -> bool:
        self._update_lines()
        return (self.highlighted or 0) in self._index_to_line


class Dialog(ModalScreen[Answer | None], SeeThrough[Answer | None]):
    """Asks something; answers None when it is left. What it shows stands in one box of the class `box`."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
    }

    Dialog > .box {
        width: 76;
        max-width: 96%;
        height: auto;
        max-height: 100%;
        border: round $primary;
        background: $surface;
        padding: 0 1;
    }

    Dialog > .box OptionList {
        height: auto;
        border: none;
        padding: 0;
        background: $surface;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", N_("Leave"), show=False),
        Binding("ctrl+l", "app.redraw", N_("Redraw"), show=False, id="redraw"),
    ]

    is_answered = False

    def on_screen_resume(self) -> None:
        """From now on it can be typed into; what has been typed since it was asked for comes now."""
        if isinstance(self.app, InputOrder):
            self.call_next(self.app.take_input, self)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that comes before its widgets, or when they have gone, does nothing but leave it."""
        has_widgets = self.is_mounted and bool(self.children)
        return (has_widgets or action == "cancel") and super().check_action(action, parameters)

    def action_cancel(self) -> None:
        """Closes it without an answer."""
        self.answer(None)

    async def action_dismiss(self, result: Any = None) -> None:
        """Textual's own action of that name closes the screen on top, whichever that is; this one answers."""
        self.answer(result)

    def answer(self, answer: Answer | None) -> None:
        """Answers once: a second key may already be on its way when the first has closed it.

        Only while it is on top, since Textual closes the screen on top. `is_current` is true below a dialog as well.
        """
        if not self.is_answered and self.app.screen is self:
            self.is_answered = True
            self.dismiss(answer)

    def on_click(self, event: Click) -> None:
        """Leaves it when the click is beside it."""
        if self.is_beside(event):
            self.answer(None)

    def is_beside(self, event: Click) -> bool:
        """Whether a click is on the screen but beside the box; the window may have become smaller meanwhile."""
        try:
            return self.get_widget_at(event.screen_x, event.screen_y)[0] is self
        except NoWidget:
            return False


class ReadingDialog(Dialog[None]):
    """Shows something to read, in a box that scrolls by keys. Any key that one might press then closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,space,q", "cancel", N_("Close"), show=False)]

    def on_mount(self) -> None:
        """The text takes the focus, so that it scrolls by keys; there is none when the app ends meanwhile."""
        for text in self.query(VerticalScroll).results():
            text.focus()
            break
