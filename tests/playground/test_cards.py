"""Cards on the playground: opened where one is, tried, followed, searched, and never in the way of a key."""

import pytest
from textual.widgets import OptionList

from nntui.dialogs.glossary import GlossaryScreen
from nntui.dialogs.help import HelpScreen
from nntui.drawing.card_box import close_column, related_spots
from nntui.lessons.cards import card, card_ids
from nntui.playground.palette_commands import PlaygroundCommands
from nntui.widgets.card_box import CardBox
from nntui.widgets.network_diagram import NetworkDiagram
from tests.playground import Driver, opened, text_of
from tests.speaking import speaking

HINT_ROOM = 36


def box(it: Driver) -> CardBox:
    return it.screen.query_one(CardBox)


def shown(it: Driver) -> str:
    """The text of the open card; "" while none is open."""
    return text_of(box(it)) if it.screen.view.open_card is not None and box(it).display else ""


def title(it: Driver) -> str:
    return shown(it).split("─ ")[1].split(" ─")[0] if shown(it) else ""


def footer(it: Driver) -> str:
    return text_of(it.one("KeyFooter"))


def hint(it: Driver) -> str:
    return text_of(it.one("#network")).splitlines()[-1]


async def asked(it: Driver, *keys: str) -> None:
    """Presses some keys and then the one that asks, until the card is drawn."""
    await it.press(*keys, "question_mark")
    await it.until(lambda: box(it).size.height > 2 and shown(it))


async def test_the_line_below_the_network_follows_when_the_cursor_leaves_it():
    async with opened((80, 24)) as it:
        await it.press("n")
        gone_to = hint(it)
        await it.press("escape")
        assert hint(it) == it.screen.view.cards.hint(it.one("#network")) != gone_to


async def test_a_card_is_opened_tried_followed_and_closed_by_keys():
    async with opened((80, 24)) as it:
        assert hint(it) == "Space plays, m lessons, ? helps", "the first screen is as calm as ever"
        it.one("#batch-size").focus()
        await it.pause()
        assert hint(it) == "Points a batch: 10; batches: 25"
        await asked(it)
        assert title(it) == "Batch size"
        assert not box(it).region.overlaps(it.one("#batch-size").region)
        assert "batches of 10 make 25 iterations" in " ".join(shown(it).replace("│", " ").split())
        # Every other key acts on the control, and the card stays and says the numbers of now.
        await it.press("right")
        assert it.experiment.batch_size > 10
        assert f"batches of {it.experiment.batch_size} make" in " ".join(shown(it).replace("│", " ").split())
        await it.press("t")
        assert it.experiment.batch_size == 1
        assert not it.experiment.show_test_data
        assert not it.app.check_action("card_try", ()), "the footer offers only what changes something"
        await it.press("t")
        assert "It is so already: Batch size 1" in it.told
        assert "Left as it was" not in it.told
        await it.press("u", "u")
        assert it.experiment.batch_size == 10
        await it.press("s")
        assert it.epoch == 1
        assert "Updates so far: 25" in shown(it)
        # Tab marks, Enter goes there.
        related = [card(each).title for each in card("batch_size").related]
        assert "Related" in footer(it)
        await it.press("tab", "tab", "shift+tab", "enter")
        assert title(it) == related[0]
        assert it.focused == "batch-size"
        await it.press("question_mark")
        await it.until(lambda: isinstance(it.app.screen, HelpScreen) and it.app.focused)
        await it.press("escape")
        await it.until(lambda: it.app.screen is it.screen)
        assert title(it) == related[0], "the card has stayed"
        await it.press("escape")
        assert not shown(it)
        assert not box(it).display
        await it.press("t", "tab")
        assert it.experiment.show_test_data
        assert it.focused == "seed", "the keys are what they were"


async def test_enter_and_escape_are_the_field_s_while_a_number_is_typed():
    async with opened() as it:
        await asked(it, "p")
        await it.press("enter")
        assert hint(it).startswith("Learning rate: "), "a value that is edited has the row"
        await it.press("escape")
        assert shown(it)
        await it.press("0", ".", "3", "enter")
        assert it.experiment.learning_rate == 0.3
        await it.press("escape")
        assert not shown(it)


async def test_no_key_is_lost_or_comes_before_another_however_fast():
    async with opened() as it:
        it.one("#noise").focus()
        await it.rush("question_mark", "right", "t", "tab", "enter", "escape", "s", "t")
        await it.settle()
        assert it.experiment.noise == 25
        assert it.epoch == 1
        assert it.experiment.show_test_data
        assert not shown(it)
        await it.rush("slash", *"batch", "enter", "s")
        await it.until(lambda: title(it) == "Batch size")
        await it.settle()
        assert it.epoch == 2


@pytest.mark.parametrize("code", ["en", "pt_BR"])
async def test_whatever_can_have_the_focus_says_what_it_is_and_has_a_card(code):
    with speaking(code):
        async with opened((80, 24)) as it:
            view = it.screen.view
            for control in it.screen.focus_chain:
                it.screen.set_focus(control)
                await it.pause()
                asked_for = view.cards.focused
                assert asked_for in card_ids(), control
                if isinstance(control, NetworkDiagram):
                    continue
                filled = view.cards.hint(control)
                assert filled == hint(it), control
                assert 0 < len(filled) <= HINT_ROOM, filled
            await it.press("n")
            found = set()
            for key in ("left", "down", "down", "down", "left", *["down"] * 6, *["right"] * 5):
                await it.press(key)
                found.add(view.cards.focused)
            assert {"neuron", "weight", "bias", "coordinates", "squares", "product", "sines"} <= found
            await it.press(*["right"] * 6)
            assert view.cards.focused == "output"


async def test_the_card_of_a_dead_weight_and_of_a_point_and_of_a_curve():
    async with opened(regularization="L1", regularization_rate=0.3) as it:
        it.session.player.step(60)
        await it.settle()
        diagram = it.screen.view.diagram
        it.screen.set_focus(diagram)
        await it.press("n", "left")
        assert it.screen.view.cards.focused == "dead_weight"
        await it.press("O")
        assert (it.focused, it.screen.view.cards.focused) == ("plot", "loss_plot")
        await it.press("o")
        found = set()
        for key in ["right"] * 4 + ["up"] * 6:
            found.add((it.screen.view.cards.focused, hint(it)))
            await it.press(key)
        assert found == {
            ("point", "One example: place and label"),
            ("decision_grid", "The network's answer everywhere"),
        }, "the line below the network follows the crosshair"


async def test_what_is_the_matter_has_the_row_until_one_goes_elsewhere():
    async with opened(learning_rate=0.0) as it:
        await it.press("p")
        it.session.player.step(120)
        await it.settle()
        assert hint(it) == "Learning rate 0: no weight moves"
        await it.press("tab")
        assert hint(it) == it.screen.view.cards.hint(it.one("#activation"))


async def test_the_mouse_opens_related_cards_and_closes_the_card():
    async with opened((80, 24)) as it:
        await it.hover("#losses", 2, 0)
        assert hint(it) == it.screen.view.cards.hint(it.one("#losses"))
        await it.hover("#scale", 4, 0)
        assert hint(it) == it.screen.view.cards.hint(it.one("#scale"))
        await asked(it, "p")
        face, width = box(it)._face, box(it).size.width
        column, name = related_spots(face, width)[1]
        await it.click("#card", column + 1, box(it).size.height - 1)
        assert title(it) == name
        await it.click("#card", 5, 3)
        assert title(it) == name, "a click in its text is none"
        await it.click("#card", close_column(width), 0)
        assert not shown(it)
        await asked(it)
        await it.click("#discretize", 1, 0)
        assert not shown(it)
        assert it.experiment.discretize, "a click beside it does what it does anyway"


@pytest.mark.parametrize(("code", "typed", "name"), [("en", "overf", "Overfitting"), ("pt_BR", "acura", "Acurácia")])
async def test_a_term_is_found_by_some_of_its_letters(code, typed, name):
    with speaking(code):
        async with opened((80, 24)) as it:
            await it.press("slash")
            await it.until(lambda: isinstance(it.app.screen, GlossaryScreen) and it.app.focused)
            options = it.app.screen.query_one(OptionList)
            assert options.option_count == len(card_ids())
            await it.rush(*typed)
            await it.until(lambda: options.option_count < 20)
            assert str(options.get_option_at_index(0).prompt).startswith(name)
            await it.press("down", "up", "enter")
            await it.until(lambda: title(it) == name)
            await it.press("slash")
            await it.until(lambda: isinstance(it.app.screen, GlossaryScreen) and it.app.focused)
            await it.press("escape")
            await it.until(lambda: it.app.screen is it.screen)
            assert title(it) == name
            await it.press("f1")
            await it.until(lambda: isinstance(it.app.screen, HelpScreen))


async def test_a_card_that_was_searched_goes_to_its_control_and_a_misspelt_word_leads_to_the_nearest():
    async with opened((80, 24)) as it:
        await it.press("slash")
        await it.until(lambda: isinstance(it.app.screen, GlossaryScreen) and it.app.focused)
        options = it.app.screen.query_one(OptionList)
        await it.rush(*"lerning rat")
        await it.until(lambda: 0 < options.option_count < 6)
        assert "the nearest" in it.text("#count")
        await it.press("enter")
        await it.until(lambda: title(it) == "Learning rate")
        assert it.focused == "learning-rate"
        await it.press("right")
        assert it.experiment.learning_rate == 0.1, "as the card says of the arrows"
        await it.press("t")
        assert it.experiment.learning_rate == 0.3
        assert not box(it).region.overlaps(it.one("#learning-rate").region)
        # The card of another control, whose control already has the focus: it is open, so the list of keys comes next.
        it.screen.set_focus(it.one("#batch-size"))
        it.screen.action_explain("batch_size")
        await it.until(lambda: title(it) == "Batch size")
        await it.press("question_mark")
        await it.until(lambda: isinstance(it.app.screen, HelpScreen))


async def test_the_palette_finds_the_card_of_a_term():
    async with opened() as it:
        hits = {str(hit.text): hit async for hit in PlaygroundCommands(it.screen).search("batch si")}
        await hits["Explain: Batch size"].command()
        await it.until(lambda: title(it) == "Batch size")


@pytest.mark.parametrize("size", [(20, 8), (40, 12), (79, 23)])
async def test_in_a_small_terminal_the_text_scrolls(size):
    async with opened(size) as it:
        it.screen.set_focus(it.one("#play"))
        await asked(it)
        assert it.screen.region.contains_region(box(it).region)
        before = shown(it)
        await it.press("pagedown")
        assert (shown(it) != before) == (size[0] < 79)
        await it.press("pageup", "tab", "enter")
        assert title(it)
        await it.pilot.resize_terminal(80, 24)
        await it.until(lambda: it.screen.region.contains_region(box(it).region) and box(it).size.width > 50)
        await it.press("escape")
        assert not shown(it)


async def test_a_closed_card_costs_nothing(monkeypatch):
    async with opened((120, 40)) as it:
        await asked(it, "p")
        it.screen.set_focus(None)
        await it.press("escape")

        def fail(*_arguments: object) -> None:
            raise AssertionError("nobody has asked")

        monkeypatch.setattr("nntui.playground.card_view.State.of", fail)
        await it.press("s", "u", "g")
        assert it.epoch == 0
