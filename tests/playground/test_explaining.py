"""The state in words and one iteration by its numbers, over a real session."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from nntui.dialogs.questions import ShowWords
from nntui.engine.datasets import OWN
from nntui.experiment.user_points import UserPoints
from nntui.lessons.in_words import state_in_words
from nntui.session.link_extras import LinkExtras
from tests.playground import Driver, opened, text_of
from tests.playground.fake_screen import Desk


@pytest.fixture
def desk() -> Iterator[Any]:
    made: list[Desk] = []

    def make(**values: Any) -> Desk:
        made.append(Desk(**values))
        return made[-1]

    yield make
    for each in made:
        each.session.close()


# In words


def test_the_state_of_the_moment_is_shown_and_can_be_copied(desk):
    it = desk()
    it.do("step-ten", "in-words")
    words = state_in_words(it.session.snapshot, it.session.sample)
    assert it.screen.asked == [ShowWords(words)]
    assert words.startswith("Epoch 10. Test loss")
    it.screen.answer(None)
    assert it.screen.copied == []
    it.screen.answer(words)
    assert it.screen.copied == [words]
    assert it.told == "Copied, if your terminal lets programs do that"
    it.screen.downloads = True
    it.do("in-words")
    it.screen.answer(words)
    assert it.told.splitlines()[-1] == "Copied, if your browser allows it"


def test_a_divergence_is_said_until_something_changes(desk):
    it = desk(seed="0.5", problem="regression", hidden_layers=(), learning_rate=0.3)
    it.do("step-ten", "in-words")
    assert "It has diverged at epoch 7: lower the learning rate." in it.screen.asked[-1].text
    it.do("restart", "in-words")
    assert "diverged" not in it.screen.asked[-1].text


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (20, 8)])
async def test_it_opens_and_closes_with_its_key_at_every_size(size):
    async with opened(size, seed="0.5", hidden_layers=()) as it:
        await it.press("W")
        shown = " ".join(text_of(each) for each in it.app.screen.query("#in-words-text Static"))
        assert "Epoch 0. Test loss" in " ".join(shown.split())
        await it.press("y")
        assert it.app.copied == [state_in_words(it.session.snapshot, it.session.sample)]
        await it.press("W")
        await it.press("W")
        assert len(it.app.screen_stack) == 1


# One iteration by its numbers


def read(it: Driver) -> str:
    """All that the dialog shows, with its border."""
    box = it.app.screen.query_one("#one-iteration")
    lines = [text_of(each) for each in box.query("Static")]
    return "\n".join([str(box.border_title), *lines, str(box.border_subtitle)])


async def test_a_walk_by_its_keys_leaves_the_session_alone_until_enter():
    async with opened(seed="0.5") as it:
        await it.press("s", "b")
        snapshot = it.session.snapshot
        first = read(it)
        assert "epoch 1 → 2 · batch 1 of 25 · 10 points" in first
        assert "Layer 1 neuron 1" in first
        assert "▶ 1 Forward" in first
        assert "0.14965 × 0.48619   0.07276" in first
        assert first.endswith("b next batch · only Enter trains (25 of these) · 1–4 sections · Escape")
        await it.press("tab", "4", "shift+tab", "2", "up", "left")
        there = read(it)
        assert "▶ 2 Error" in there
        assert "Output neuron" in there
        assert "Point 10 of 10" in there
        await it.press("down", "right", "shift+tab")
        assert read(it) == first, "one round ends where it began"
        await it.press("down", "b")
        assert "batch 2 of 25" in read(it)
        assert it.session.snapshot is snapshot
        for _ in range(30):
            await it.press("b")
        assert "batch 25 of 25" in read(it)
        assert "the last batch · only Enter trains" in read(it)
        assert it.session.snapshot is snapshot
        await it.rush("enter")
        await it.until(lambda: it.app.screen.query("#one-iteration") and "epoch 2 → 3 · batch 1 of 25" in read(it))
        assert it.epoch == 2
        assert "Layer 1 neuron 2" in read(it)
        await it.press("escape")
        assert len(it.app.screen_stack) == 1


async def test_enter_trains_nothing_while_a_link_hides_that_button():
    async with opened(seed="0.5") as it:
        it.session.open(it.experiment, link_extras=LinkExtras((("stepButton_hide", "true"),)))
        await it.press("b")
        await it.rush("enter")
        await it.until(lambda: "is hidden, as the link asks" in it.told)
        await it.until(lambda: it.app.screen.query("#one-iteration"))
        assert it.epoch == 0


async def test_it_begins_at_the_neuron_under_the_cursor():
    async with opened(seed="0.5") as it:
        await it.press("n", "l", "l", "j", "j", "b")
        place = it.screen.view.diagram.shown_node
        assert place is not None
        assert f"Layer {place[0]} neuron {place[1] + 1}" in read(it)


async def test_b_is_the_other_class_while_one_paints():
    async with opened(seed="0.5") as it:
        await it.press("a")
        before = it.screen.view.output.grid.brush
        await it.press("b")
        assert it.screen.view.output.grid.brush == -before
        assert len(it.app.screen_stack) == 1
        await it.press("enter", "escape", "b")
        assert "Point 1 of 1" in read(it)


@pytest.mark.parametrize("size", [(20, 8), (120, 40), (160, 45)])
async def test_it_fits_every_terminal_and_a_section_comes_into_sight(size):
    async with opened(size, seed="0.5") as it:
        await it.press("b", "tab", "tab", "tab")
        box, update = it.one("#one-iteration"), it.one("#iteration-4")
        assert it.app.screen.region.contains_region(box.region)
        assert box.region.contains(update.region.x, update.region.y)
        await it.press("pageup", "pagedown", "b")
        assert "▶ 4 Update" in text_of(update).replace("\n", " ")


async def test_a_divergence_on_the_way_is_said():
    async with opened(seed="0.5", problem="regression", hidden_layers=(), learning_rate=0.3) as it:
        await it.press("S", "b")
        await it.rush("enter")
        await it.until(lambda: "diverged at epoch 7" in it.told)
        await it.until(lambda: it.app.screen.query("#one-iteration"))
        await it.until(lambda: "epoch 6 → 7" in read(it))


async def test_without_points_it_says_what_to_do():
    empty = UserPoints(np.empty((0, 2)), np.empty(0))
    async with opened(seed="1", dataset=OWN, user_points=empty) as it:
        await it.press("b")
        assert "There is no training data: paint points" in it.told
        assert len(it.app.screen_stack) == 1
