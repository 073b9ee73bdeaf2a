"""The tests' short cuts through Textual lead where Textual's own ways do."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.css.stylesheet import Stylesheet
from textual.geometry import Size
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from nntui.playground.screen import Published
from nntui.widgets.network_diagram import NetworkDiagram
from tests import quick_textual
from tests.playground import opened


async def test_every_widget_takes_messages_as_without_the_short_cut():
    size = Size(80, 24)
    async with opened() as it:
        messages = [
            events.Mount(),
            events.Idle(),
            events.Key("a", "a"),
            events.Resize(size, size),
            events.Focus(),
            events.Click(it.screen, 0, 0, 0, 0, 1, False, False, False),
            events.DescendantFocus(it.screen),
            Published(True),
            NetworkDiagram.NodeShown(None),
        ]
        decorated = 0
        for pump in (it.app, it.screen, *it.screen.query(Widget)):
            for message in messages:
                named = pump, message.handler_name, message
                usual, quick = list(quick_textual.handlers_of(*named)), list(quick_textual.quick_handlers_of(*named))
                assert quick == usual
                kept = quick_textual._plans[(type(pump), message.handler_name, type(message))]
                decorated += kept is None
                assert kept is None or len(kept) == len(usual)
        assert decorated, "a decorated handler is among them"


def test_a_default_that_is_prevented_keeps_the_message_from_the_next_class():
    class Prevents(Widget):
        def on_click(self, event: events.Click) -> None: ...

    class After(Prevents):
        def on_click(self, event: events.Click) -> None: ...

    widget = After()
    for handlers in (quick_textual.handlers_of, quick_textual.quick_handlers_of):
        event = events.Click(widget, 0, 0, 0, 0, 1, False, False, False)
        owners = []
        for owner, _method in handlers(widget, "on_click", event):
            owners.append(owner)
            event.prevent_default()
        assert owners == [After]


def test_parameters_are_counted_for_functions_methods_and_what_is_bound_in_part():
    class Counted:
        def none(self) -> None: ...

        def two(self, one: int, two: int = 0) -> None: ...

        @classmethod
        def of_class(cls, one: int) -> None: ...

    it = Counted()
    callbacks = [
        Counted.none,
        Counted.two,
        Counted.of_class,
        print,
        it.none,
        it.two,
        partial(it.two, 1),
        lambda one: one,
    ]
    for _ in range(2):
        assert [*map(quick_textual.count_parameters, callbacks)] == [*map(quick_textual._count_parameters, callbacks)]
        assert [*map(quick_textual.count_parameters, callbacks[4:])] == [0, 2, 1, 1]


def test_another_theme_and_other_styles_are_parsed_by_themselves():
    def colors(color: str, css: str = "Widget { color: $some; }") -> list[str]:
        sheet = Stylesheet(variables={"some": color})
        sheet.add_source(css, read_from=("here", ""))
        return [rule.styles.css for rule in sheet.rules]

    assert colors("#ff0000") != colors("#00ff00")
    assert colors("#ff0000") == colors("#ff0000")
    assert colors("#ff0000") != colors("#ff0000", "Widget { background: $some; }")


class Slow(Widget):
    """Takes its time for a click, and asks a neighbour to do the same afterwards."""

    def __init__(self, neighbour: "Slow | None" = None) -> None:
        super().__init__()
        self.neighbour = neighbour
        self.clicks = 0

    async def on_click(self, event: events.Click) -> None:
        await asyncio.sleep(0.05)
        self.clicks += 1
        if self.neighbour is not None:
            self.neighbour.post_message(event)


async def test_a_widget_that_takes_its_time_is_waited_for_and_so_is_the_one_it_asks():
    last = Slow()
    first = Slow(last)

    class SlowApp(App[None]):
        def compose(self) -> ComposeResult:
            yield first
            yield last

    async with SlowApp().run_test() as pilot:
        assert await quick_textual.wait_for_screen(pilot)
        assert quick_textual.is_idle(first)
        first.post_message(events.Click(first, 0, 0, 0, 0, 1, False, False, False))
        assert not quick_textual.is_idle(first)
        assert await quick_textual.wait_for_screen(pilot)
        assert first.clicks == 1
        assert await quick_textual.wait_for_screen(pilot)
        assert last.clicks == 1


class Shy(Widget):
    """Keeps what it has drawn, and cannot draw a minus."""

    number = 0

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[int] = []

    def render(self) -> str:
        if self.number < 0:
            raise ValueError("no minus")
        self.drawn.append(self.number)
        return str(self.number)

    def show(self, number: int) -> None:
        self.number = number
        self.refresh()


class ShyApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.shy = Shy()

    def compose(self) -> ComposeResult:
        yield self.shy

    def _fatal_error(self) -> None:
        """Ends without a picture of the error and of all that there is, which takes seconds to draw."""
        self._close_messages_no_wait()


async def leave_nothing(app: ShyApp) -> None:
    """The program ends."""


async def cover(app: ShyApp) -> None:
    await app.push_screen(Screen())


async def cover_in_part(app: ShyApp) -> None:
    await app.push_screen(ModalScreen())


async def show_what_cannot_be_drawn(leave: Callable[[ShyApp], Awaitable[None]]) -> None:
    app = ShyApp()
    async with app.run_test() as pilot:
        app.shy.show(-1)
        await pilot.pause()
        await leave(app)


@pytest.mark.parametrize("leave", [leave_nothing, cover, cover_in_part])
async def test_a_screen_that_is_left_is_drawn_as_it_was_last_and_what_that_raises_is_raised(leave):
    app = ShyApp()
    async with app.run_test() as pilot:
        for number in range(4):
            app.shy.show(number)
            await pilot.pause()
        assert app.shy.drawn == [], "nobody has looked at it"
        await leave(app)
        assert app.shy.drawn == ([] if leave is leave_nothing else [3])
    assert app.shy.drawn[0] == 3
    with pytest.raises(ValueError, match="no minus"):
        await show_what_cannot_be_drawn(leave)


async def test_a_dialog_that_closes_is_drawn_and_what_lies_below_it_with_it():
    app, shy = ShyApp(), Shy()

    class Dialog(ModalScreen[None]):
        def compose(self) -> ComposeResult:
            yield shy

    async with app.run_test() as pilot:
        await app.push_screen(Dialog())
        shy.show(5)
        app.shy.show(6)
        await pilot.pause()
        await app.pop_screen()
        assert shy.drawn == [5]
        assert app.shy.drawn[-1] == 6


async def test_a_picture_of_the_screen_that_is_asked_for_is_drawn():
    app = ShyApp()
    async with app.run_test() as pilot:
        app.shy.show(7)
        await pilot.pause()
        assert ">7<" in app.export_screenshot()
