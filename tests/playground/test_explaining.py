"""The state in words and one iteration by its numbers, over a real session."""

from collections.abc import Iterator
from typing import Any

import pytest

from nntui.dialogs.questions import ShowWords
from nntui.lessons.in_words import state_in_words
from tests.playground import opened, text_of
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
