"""The box to tick."""

import pytest

from nntui.drawing.cells import CHECKED as ON
from nntui.drawing.cells import UNCHECKED as OFF
from nntui.experiment.experiment import DISCRETIZE
from nntui.widgets.messages import SettingSwitched
from nntui.widgets.toggle import Toggle
from tests.widgets import hosted, lines


@pytest.mark.parametrize("value", [False, True])
async def test_it_shows_its_value_and_asks_for_the_other(value):
    toggle = Toggle(DISCRETIZE, value, label="Only signs")
    async with hosted(toggle) as it:
        assert lines(toggle) == [(ON if value else OFF) + "Only signs"]
        toggle.focus()
        await it.press("enter")
        await it.click(toggle, 3)
        assert it.host.edits == [SettingSwitched("discretize")] * 2
        assert toggle.value == value, "it changes when it is told to, not before"
        toggle.value = not value
        await it.pause()
        assert lines(toggle)[0].startswith(OFF if value else ON)


async def test_the_space_bar_is_left_to_the_play():
    toggle = Toggle(DISCRETIZE, False)
    async with hosted(toggle) as it:
        toggle.focus()
        await it.press("space")
        assert it.host.edits == []
