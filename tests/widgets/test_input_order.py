"""Keys that come in one packet do what they would do one by one."""

import asyncio
from collections.abc import Callable
from time import monotonic, sleep

from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Key, Paste
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input

from nntui.widgets.input_order import InputOrder
from tests.widgets import Hosted, hosted


class Line(Widget, can_focus=True):
    """Opens a field on Enter, keeps the digits that come to itself."""

    BINDINGS = (Binding("enter", "open"),)

    def __init__(self) -> None:
        super().__init__()
        self.entered: list[str] = []
        self.digits = ""

    def compose(self) -> ComposeResult:
        return iter(())

    def action_open(self) -> None:
        field = Input("old", select_on_focus=True)
        self.mount(field)
        self.screen.set_focus(field)

    def on_key(self, event: Key) -> None:
        if self.has_focus and event.is_printable:
            self.digits += event.character or ""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.entered.append(event.value)
        self.screen.set_focus(self)
        event.input.remove()


class Question(ModalScreen[tuple[str, str]]):
    """Two fields; Enter answers both."""

    BINDINGS = (Binding("enter", "take", priority=True), Binding("escape", "dismiss"))

    def compose(self) -> ComposeResult:
        yield Input(id="first")
        yield Input(id="second")

    def on_mount(self) -> None:
        self.query_one("#first", Input).focus()

    def on_screen_resume(self) -> None:
        assert isinstance(self.app, InputOrder)
        self.call_next(self.app.take_input, self)

    def action_take(self) -> None:
        self.dismiss((self.query_one("#first", Input).value, self.query_one("#second", Input).value))


def rush(it: Hosted, *keys: str) -> None:
    """All keys in one packet."""
    for key in keys:
        it.host.post_message(Key("full_stop", ".") if key == "." else Key(key, key if len(key) == 1 else None))


async def settle(it: Hosted) -> None:
    for _ in range(8):
        await it.pause()


async def until(it: Hosted, happened: Callable[[], object]) -> None:
    """Waits for something, as long as only a hang can take."""
    end = monotonic() + 30
    while not happened():
        assert monotonic() < end, "it never happened"
        await it.pilot.pause(0.01)


async def test_keys_that_come_with_enter_go_into_the_field():
    line = Line()
    async with hosted(line) as it:
        line.focus()
        await it.pause()
        rush(it, "enter", "4", "2", "7", "backspace", "enter")
        await settle(it)
        assert line.entered == ["42"]
        assert line.digits == ""


async def test_tab_comes_between_the_characters_that_it_stands_between():
    answers = []
    async with hosted(Line()) as it:
        it.host.push_screen(Question(), answers.append)
        rush(it, "1", ".", "5", "tab", "0", ".", "0", "5", "enter")
        await settle(it)
        assert answers == [("1.5", "0.05")]


async def test_what_follows_a_dialog_goes_where_the_focus_was():
    line, answers = Line(), []
    async with hosted(line) as it:
        line.focus()
        await it.pause()
        it.host.push_screen(Question(), answers.append)
        rush(it, "1", "enter", "2", "3")
        await settle(it)
        assert answers == [("1", "")]
        assert line.digits == "23"


async def test_a_paste_waits_for_the_field_too():
    line = Line()
    async with hosted(line) as it:
        line.focus()
        await it.pause()
        rush(it, "enter")
        it.host.post_message(Paste("pasted"))
        rush(it, "enter")
        await settle(it)
        assert line.entered == ["pasted"]


async def test_a_dialog_that_never_takes_anything_holds_keys_up_for_a_moment_only():
    async with hosted(Line()) as it:
        deaf = ModalScreen()
        it.host.push_screen(deaf)
        rush(it, "x", "escape")
        await until(it, lambda: it.host._waiting)
        await until(it, lambda: not it.host._waiting)


async def test_keys_wait_for_what_a_key_does_late_on_a_busy_machine():
    answers = []

    class Late(Line):
        BINDINGS = (Binding("o", "ask"),)

        async def action_ask(self) -> None:
            for _ in range(6):
                sleep(0.12)  # the event loop has no processor
                await asyncio.sleep(0)
            self.app.push_screen(Question(), answers.append)

    line = Late()
    async with hosted(line) as it:
        line.focus()
        await it.pause()
        rush(it, "o", "1", "2", "enter")
        await until(it, lambda: answers)
        assert answers == [("12", "")]


async def test_a_widget_that_goes_while_a_key_is_on_its_way_holds_up_nothing():
    gone, line = Line(), Line()
    async with hosted(gone, line) as it:
        gone.focus()
        await it.pause()
        rush(it, "1")
        gone.remove()
        line.focus()
        rush(it, "2", "3")
        await until(it, lambda: line.digits.endswith("3"))
