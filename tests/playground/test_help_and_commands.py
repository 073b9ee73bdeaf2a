"""The help for what has the focus, and every action by its name in the command palette."""

import dataclasses

import pytest
from textual.binding import Binding
from textual.command import CommandPalette, DiscoveryHit, Hit
from textual.content import Content
from textual.widgets import OptionList

from nntui.dialogs.help import HelpScreen, explain, key_table
from nntui.experiment.experiment import SETTINGS
from nntui.keys.actions import ACTIONS
from nntui.playground.palette_commands import PlaygroundCommands
from nntui.widgets.stepper import Stepper
from nntui.widgets.toggle import Toggle
from tests.playground import Driver, opened, text_of

WALKING = {"next", "previous"}
"""Tab and Shift+Tab: of no use in the palette, where they would move the focus behind it."""

# The actions


def test_every_action_has_words_a_key_and_a_name_of_its_own():
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert len({action.title for action in ACTIONS}) == len(ACTIONS)
    keys = [key for action in ACTIONS for key in action.keys.split(",")]
    assert len(set(keys)) == len(keys)
    for action in ACTIONS:
        assert all(dataclasses.astuple(action)[:4]), action
        assert isinstance(action.binding, Binding)
        assert action.binding.id == action.id


def test_the_footer_has_at_most_eight_keys():
    assert len([action for action in ACTIONS if action.footer]) + 1 <= 8, "one more is the palette's"


async def test_every_key_is_bound_to_its_action():
    async with opened() as it:
        for action in ACTIONS:
            for key in action.keys.split(","):
                assert it.screen.active_bindings[key].binding.action == action.action


# The command palette


async def hits_of(it: Driver, query: str = "") -> dict[str, DiscoveryHit | Hit]:
    provider = PlaygroundCommands(it.screen)
    hits = [hit async for hit in (provider.search(query) if query else provider.discover())]
    return {str(hit.text): hit for hit in hits}


async def test_every_action_is_in_the_command_palette():
    async with opened() as it:
        listed = await hits_of(it)
        for action in ACTIONS:
            assert (action.title in listed) == (action.id not in WALKING)
        assert all(hit.help for hit in listed.values())


async def test_every_action_is_found_by_its_name():
    async with opened() as it:
        for action in ACTIONS:
            if action.id not in WALKING:
                assert action.title in await hits_of(it, action.title.lower())
        assert await hits_of(it, "qqzzxx") == {}


async def test_the_palette_shows_the_key_of_every_action():
    async with opened() as it:
        listed = await hits_of(it)
        for action in ACTIONS:
            if action.id not in WALKING:
                hit = listed[action.title]
                shown = hit.prompt if isinstance(hit.prompt, Content) else Content.from_markup(str(hit.prompt))
                assert (action.shown_key or action.keys) in shown.plain.removeprefix(action.title)


def state(it: Driver) -> tuple[object, ...]:
    return it.experiment, it.epoch, it.session.player.speed, it.session.player.frame_rate


async def test_commands_do_what_their_keys_do():
    async with opened(dataset="spiral") as it:
        listed = await hits_of(it)
        for action in ACTIONS:
            if action.id not in WALKING:
                assert listed[action.title].command.args == (action.action,), action.id
        for title in ("Step", "Faster", "New data", "Discretize output", "Add a neuron"):
            before = state(it)
            await listed[title].command()
            await it.settle()
            assert state(it) != before, title


async def test_a_command_is_typed_and_entered():
    async with opened() as it:
        await it.press("ctrl+p")
        await it.until(lambda: isinstance(it.app.screen, CommandPalette) and it.app.focused)
        await it.rush(*"ten steps")
        options = it.app.screen.query_one(OptionList)
        await it.until(lambda: options.highlighted == 0 and "Ten steps" in str(options.get_option_at_index(0).prompt))
        await it.press("enter")
        await it.until(lambda: it.app.screen is it.screen)
        await it.until(lambda: it.epoch == 10)


@pytest.mark.parametrize("themes", [False, True])
async def test_page_keys_in_a_palette_that_is_not_filled_yet_do_nothing(themes):
    async with opened() as it:
        for _ in range(5):
            if themes:
                it.app.search_themes()
            else:
                it.app.action_command_palette()
            await it.rush("pagedown", "pageup", "pageup", "pagedown")
            await it.rush("escape")
            await it.until(lambda: it.app.screen is it.screen)
        assert it.app.return_code is None


# The help


async def helped(it: Driver) -> str:
    """What the list of keys says: where something has the focus, the key opens its card first."""
    await it.press("question_mark")
    if it.screen.view.open_card is not None:
        await it.press("question_mark")
    await it.until(lambda: isinstance(it.app.screen, HelpScreen) and it.app.focused)
    texts = [text_of(widget) for widget in it.app.screen.query("Static")]
    await it.press("escape")
    await it.until(lambda: it.app.screen is it.screen)
    return " ".join("\n".join(texts).split())


async def test_the_help_explains_what_has_the_focus():
    async with opened((120, 40)) as it:
        for name in ("noise", "discretize"):
            it.one(f"#{name}").focus()
            await it.pause()
            setting = SETTINGS[name.replace("-", "_")]
            text = await helped(it)
            assert setting.label in text, name
            assert it.experiment.help_for(setting) in text, name
            assert it.focused == name, "the focus is back where it was"
        await it.press("n")
        assert "hjkl" in (await helped(it)).replace(" ", "")


async def test_the_help_says_what_is_allowed_and_whether_the_network_restarts():
    async with opened((120, 40)) as it:
        for stepper in it.screen.query(Stepper):
            text = explain(stepper)
            assert text is not None
            assert it.experiment.allowed(stepper.setting) in text.plain
            assert ("restarts the network" in text.plain) == stepper.setting.restarts
        for toggle in it.screen.query(Toggle):
            assert explain(toggle) is not None
        assert explain(None) is None


async def test_without_focus_the_help_lists_the_keys():
    async with opened((120, 60)) as it:
        text = await helped(it)
        for action in ACTIONS:
            assert action.title in text, action.id
            assert (action.shown_key or action.keys) in text


def test_the_table_of_keys_has_every_action_once_under_its_group():
    table = key_table()
    titles = [str(cell) for cell in table.columns[1].cells]
    groups = {action.group for action in ACTIONS}
    assert sorted(titles) == sorted([action.title for action in ACTIONS] + list(groups))
    assert [str(cell) for cell in table.columns[0].cells][1:3] == ["m", "/"], "what explains everything comes first"


async def test_the_help_scrolls_by_keys_in_a_small_terminal():
    async with opened((80, 24)) as it:
        await it.press("question_mark")
        await it.until(lambda: isinstance(it.app.screen, HelpScreen) and it.app.focused)
        text = it.app.screen.query_one("#help")
        assert text.max_scroll_y > 0
        for keys in (("down", "j"), ("end",)):
            before = text.scroll_target_y
            await it.press(*keys)
            await it.until(lambda before=before: text.scroll_target_y > before)
        await it.until(lambda: text.scroll_y == text.max_scroll_y)
        assert text.max_scroll_x == 0, "no line is too long"


async def test_it_trains_on_while_the_help_is_read():
    async with opened() as it:
        await it.press("space", "question_mark")
        await it.until(lambda: isinstance(it.app.screen, HelpScreen))
        epoch = it.epoch
        await it.until(lambda: it.epoch > epoch + 3)
        await it.press("escape")
        assert it.session.player.playing


async def test_the_help_of_an_activation_says_what_it_computes():
    async with opened(activation="relu", regularization="L1") as it:
        for name, words in (("#activation", "ReLU is max(0, x)"), ("#regularization", "L1 adds |w|")):
            it.screen.set_focus(it.one(name))
            explained = explain(it.app.focused)
            assert explained is not None
            assert words in explained.plain
