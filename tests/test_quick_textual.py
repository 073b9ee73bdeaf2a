"""The tests' short cuts through Textual lead where Textual's own ways do."""

import asyncio
from functools import partial

from textual import events
from textual.app import App, ComposeResult
from textual.css.stylesheet import Stylesheet
from textual.geometry import Size
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
