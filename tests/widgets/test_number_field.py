"""A number is nudged, typed, taken, refused or put back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.containers import Vertical

from nntui.widgets.number_field import NumberField
from tests.widgets import Hosted, hosted
from tests.widgets.sent import sent_by


@asynccontextmanager
async def with_field() -> AsyncIterator[tuple[Hosted, NumberField]]:
    """A field with 0.25, which can only be made where an app runs."""
    panel = Vertical()
    panel.can_focus = True
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
        assert len(finished) == 1
        assert it.host.focused is field.parent


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
        assert len(finished) == 1
        assert it.host.focused is field.parent


async def test_leaving_it_ends_it():
    async with with_field() as (it, field):
        _, finished = await focused(it, field)
        it.host.set_focus(None)
        await it.pause()
        assert len(finished) == 1
