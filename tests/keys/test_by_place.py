"""Keys of layouts without Latin letters, in the app."""

from textual.widgets import Input

from tests.playground import opened


async def test_letters_of_a_layout_without_latin_ones_are_keys_by_their_place_but_letters_in_a_text():
    async with opened() as it:
        await it.press("ы")
        await it.settle()
        assert it.epoch == 1, "a step: it is on the same key as s"
        await it.press("Ы")
        await it.settle()
        assert it.epoch == 11, "with shift"
        await it.press("ъ")
        assert len(it.experiment.hidden_layers) == 3, "on the same key as ]"
        await it.press("w")
        field = it.app.screen.query_one(Input)
        field.value = ""
        await it.rush(*"мои")
        assert field.value == "мои"
        await it.press("escape")
        assert not it.told.count("Latin letters")
        await it.rush(*"กก漢")
        assert it.told.count("Latin letters") == 1, "of layouts that are not known one word is said once"


async def test_a_foreign_letter_that_the_person_has_given_to_an_action_is_that_action():
    async with opened() as it:
        it.app.keymap = {"reset": "ы"}
        assert it.app.has_action("ы")
        await it.press("s", "s", "ы")
        await it.settle()
        assert it.epoch == 2, "no step"
