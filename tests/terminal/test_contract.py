"""What we rely on in Textual beyond its documented interface: a newer one that lacks some of it fails here, by name."""

import inspect
import re

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.command import CommandPalette
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from nntui.terminal.driver import TerminalDriver
from nntui.terminal.key_parser import KeyParser
from nntui.widgets.cell_widget import CellWidget

METHODS = {
    "write": ["self", "data"],
    "flush": ["self"],
    "close": ["self"],
    "start_application_mode": ["self"],
    "stop_application_mode": ["self"],
    "process_message": ["self", "message"],
    "run_input_thread": ["self"],
}
"""Those of Textual's driver that ours replaces, with their parameters."""


def source(*objects: object) -> str:
    return "\n".join(map(inspect.getsource, objects))


@pytest.mark.parametrize("name", METHODS)
def test_the_driver_has_the_methods_that_ours_replaces(name):
    theirs, ours = getattr(LinuxDriver, name), getattr(TerminalDriver, name)
    assert list(inspect.signature(theirs).parameters) == METHODS[name]
    assert list(inspect.signature(ours).parameters) == METHODS[name]
    assert ours is not theirs


@pytest.mark.parametrize(
    ("caller", "call"),
    [
        (App, r"driver\.write\("),
        (App, r"driver\.flush\(\)"),
        (App, r"driver\.close\(\)"),
        (App, r"driver\.start_application_mode\("),
        (App, r"driver\.stop_application_mode\("),
        (Driver, r"self\.stop_application_mode\("),
        (Driver, r"self\.start_application_mode\("),
        (LinuxDriver, r"self\.process_message\("),
        (LinuxDriver, r"self\.run_input_thread\(\)"),
        (LinuxDriver, r"self\.write\("),
        (LinuxDriver, r"self\.exit_event\.is_set\(\)"),
    ],
)
def test_textual_calls_them(caller, call):
    assert re.search(call, source(caller)), f"{caller.__name__} no longer calls {call}"


def test_the_options_of_the_driver():
    assert {"debug", "mouse", "size"} <= inspect.signature(LinuxDriver.__init__).parameters.keys()
    for attribute in ("fileno", "input_tty", "exit_event"):
        assert re.search(rf"self\.{attribute}\b.* = ", source(LinuxDriver.__init__)), attribute


def read(text: str) -> list[Message]:
    parser = XTermParser()
    return [*parser.feed(text), *parser.tick()]


def test_the_parser_asks_what_ours_replaces():
    for name, call in (
        ("_parse_extended_key", r"self\._parse_extended_key\(sequence\)"),
        ("_sequence_to_key_events", r"sequence_to_key_events\(character, alt=alt\)"),
        ("feed", r"super\(\)\.feed\("),
    ):
        assert getattr(KeyParser, name) is not getattr(XTermParser, name)
        assert re.search(call, source(XTermParser)), name


def test_the_parser_makes_messages_of_what_is_typed():
    assert [event.key for event in read("s\x1b[A") if isinstance(event, events.Key)] == ["s", "up"]
    assert issubclass(events.Key, events.InputEvent)
    (answer,) = read("\x1b[12;34R")
    assert isinstance(answer, events.CursorPosition)
    assert [type(event) for event in read("\x1b[O")] == [events.AppBlur]


async def test_the_widgets_that_textual_lays_over_the_screen_have_their_ids():
    async with App[None]().run_test(tooltips=True, notifications=True) as pilot:
        for name in ("textual-toastrack", "textual-tooltip"):
            assert pilot.app.screen.get_child_by_id(name), name
        await pilot.press("ctrl+p")
        assert isinstance(pilot.app.screen, CommandPalette)


@pytest.mark.parametrize(
    ("owner", "names"),
    [
        (Widget, ["render_lines", "render_line", "notify_style_update", "get_line_filters", "get_content_width"]),
        (Widget, ["background_colors", "colors", "content_region", "mouse_hover", "rich_style"]),
        (Screen, ["active_bindings", "find_widget", "refresh_bindings", "get_widget_at"]),
        (Screen, ["_compositor_refresh", "_set_dirty"]),
        (
            App,
            [
                "_background_screens",
                "app_focus",
                "get_theme_variable_defaults",
                "get_key_display",
                "simulate_key",
                "get_driver_class",
            ],
        ),
    ],
    ids=["widget methods", "widget properties", "screen", "what a screen is drawn by", "app"],
)
def test_what_widgets_and_screens_use_is_there(owner, names):
    assert [name for name in names if not hasattr(owner, name)] == []


def test_the_compositor_asks_a_widget_for_its_lines():
    import textual._compositor

    assert "render_lines(" in source(textual._compositor)
    assert CellWidget.render_lines is not Widget.render_lines


async def test_a_screen_tells_when_its_bindings_have_changed():
    told = []
    async with App[None]().run_test() as pilot:
        screen = pilot.app.screen
        screen.bindings_updated_signal.subscribe(screen, told.append)
        screen.refresh_bindings()
        await pilot.pause()
        assert told == [screen]
