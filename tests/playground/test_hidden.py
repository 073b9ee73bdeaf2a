"""Below 80×24 some panels are not on the screen, and keys must not change what nobody sees."""

import pytest

from tests.playground import opened


@pytest.mark.parametrize("size", [(57, 15), (20, 8)])
async def test_keys_do_not_change_what_is_not_on_the_screen(size):
    async with opened(size) as it:
        for key in ("d", "p"):
            before = it.experiment
            await it.press(key, "right", "left", "left")
            assert it.experiment == before
            await it.press("escape")
