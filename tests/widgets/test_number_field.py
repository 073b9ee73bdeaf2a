"""A number is nudged, typed, taken, refused or put back; and no key typed early is lost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input

from nntui.widgets.number_field import NumberField
from nntui.widgets.type_ahead import TypeAhead
from tests.widgets import Hosted, hosted
from tests.widgets.sent import sent_by


@asynccontextmanager
async def with_field() -> AsyncIterator[tuple[Hosted, NumberField]]:
    """A field with 0.25, which can only be made where an app runs."""
    panel = Vertical()
    async with hosted(panel) as it:
        field = NumberField(0.25, 0.1)
        await panel.mount(field)
        yield it, field


async def focused(it: Hosted, field: NumberField) -> tuple[list, list]:
    field.focus()
    await it.pause()
    return sent_by(field, NumberField.Edited), sent_by(field, NumberField.Finished)


@pytest.mark.parametrize(
    ("key", "value"),
    [("right", 0.35), ("up", 0.35), ("left", 0.15), ("down", 0.15), ("shift+right", 1.25), ("shift+left", -0.75)],
)
async def test_an_arrow_changes_it_at_once(key, value):
    async with with_field() as (it, field):
        edited, finished = await focused(it, field)
        await it.press(key)
        assert [(message.value, message.merge) for message in edited] == [(value, False)]
        assert finished == []


async def test_what_follows_the_first_change_belongs_to_it():
    async with with_field() as (it, field):
        edited, _ = await focused(it, field)
        await it.press("right", "right")
        assert [message.merge for message in edited] == [False, True]


@pytest.mark.parametrize(("typed", "value"), [("1.5", 1.5), ("-2", -2.0), ("0,5", 0.5)])
async def test_typing_replaces_it_and_enter_takes_it(typed, value):
    async with with_field() as (it, field):
        edited, finished = await focused(it, field)
        await it.press(*typed, "enter")
        assert [message.value for message in edited] == [value]
        assert [message.keep_focus for message in finished] == [True]


@pytest.mark.parametrize("typed", ["x", "1e99", ""])
async def test_what_is_no_number_or_out_of_range_is_refused_and_the_field_stays(typed):
    async with with_field() as (it, field):
        edited, finished = await focused(it, field)
        field.value = typed
        await it.press("enter")
        assert len(it.host.told) == 1
        assert (edited, finished) == ([], [])


async def test_escape_brings_back_what_was_there_at_first():
    async with with_field() as (it, field):
        edited, finished = await focused(it, field)
        await it.press("right", "right", "escape")
        assert edited[-1].value == 0.25
        assert [message.keep_focus for message in finished] == [True]


async def test_leaving_it_ends_it():
    async with with_field() as (it, field):
        _, finished = await focused(it, field)
        it.host.set_focus(None)
        await it.pause()
        assert [message.keep_focus for message in finished] == [False]


# Keys that come early


class Line(TypeAhead, can_focus=True):
    """Opens a field on Enter, or nothing."""

    BINDINGS = (Binding("enter", "open"),)
    opens = True

    def __init__(self) -> None:
        super().__init__()
        self.entered: list[str] = []

    def compose(self) -> ComposeResult:
        return iter(())

    def action_open(self) -> None:
        if self.opens:
            self.open_field(Field("old", select_on_focus=True))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.entered.append(event.value)


class Field(Input):
    def action_cancel(self) -> None:
        self.value = "cancelled"


async def rushed(it: Hosted, *keys: str) -> None:
    """All keys in one packet."""
    for key in keys:
        it.host.simulate_key(key)
    for _ in range(5):
        await it.pause()


async def test_keys_that_come_with_enter_go_into_the_field():
    line = Line()
    async with hosted(line) as it:
        line.focus()
        await it.pause()
        await rushed(it, "enter", "4", "2", "7", "backspace", "enter")
        assert line.entered == ["42"]


async def test_enter_twice_takes_what_is_there():
    line = Line()
    async with hosted(line) as it:
        line.focus()
        await it.pause()
        await rushed(it, "enter", "enter")
        assert line.entered == ["old"]


async def test_where_enter_opens_nothing_the_keys_go_to_who_has_the_focus():
    line = Line()
    line.opens = False
    pressed = []
    async with hosted(line) as it:
        line.focus()
        await it.pause()
        await rushed(it, "enter", "4")
        line._pass_on = lambda keys: pressed.extend(key.key for key in keys)
        line.release_keys()
        assert pressed == ["4"]
