"""Keys that the person has chosen: read, checked, pressed and shown; and the other preferences at work."""

import errno
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual._xterm_parser import XTermParser
from textual.content import Content
from textual.events import Key

from nntui.app import PlaygroundApp
from nntui.dialogs.help import HelpScreen
from nntui.dialogs.notes import NotesScreen
from nntui.drawing.palette import ColorLevel
from nntui.experiment.experiment import Experiment
from nntui.keys.actions import ACTIONS, PALETTE_ACTIONS, show_key
from nntui.keys.keymap import read_keymap
from nntui.playground.palette_commands import PlaygroundCommands
from nntui.storage.start import StartState
from nntui.widgets.decision_grid import DecisionGrid
from nntui.widgets.key_footer import KeyFooter
from nntui.widgets.network_diagram import NetworkDiagram
from tests.playground import SEED, Driver, text_of

OF_THE_APP = PlaygroundApp.all_bindings()


def told(app: PlaygroundApp) -> str:
    """All that is told, in messages and in a dialog."""
    lines = [notification.message for notification in app._notifications]
    dialogs = [screen for screen in app.screen_stack if isinstance(screen, NotesScreen)]
    return "\n".join(lines + [str(label.content) for dialog in dialogs for label in dialog.query(".note")])


@asynccontextmanager
async def preferring(
    folder: Path, text: str, size: tuple[int, int] = (120, 40), frame_rate: float | None = None
) -> AsyncIterator[Driver]:
    """The playground of a person with these preferences."""
    file = folder / "preferences.toml"
    file.write_text(text)
    start = StartState(Experiment(seed=SEED))
    app = PlaygroundApp(start, preferences_file=file, color_level=ColorLevel.TRUECOLOR, frame_rate=frame_rate)
    async with app.run_test(size=size, notifications=True) as pilot:
        driver = Driver(app, pilot)  # type: ignore[arg-type]
        await driver.settle()
        yield driver


# Reading


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("p", "p"),
        ("f5", "f5"),
        (".", "full_stop"),
        ("full_stop", "full_stop"),
        ("?", "question_mark"),
        (",", "comma"),
        (" ", "space"),
        ("+", "plus"),
        ("hyphen_minus", "minus"),
        ("-", "minus"),
        ("f2 , ctrl+t,f2", "f2,ctrl+t"),
        ("Ü", "Ü"),
        ("shift+ü", "Ü"),
        ("shift+f5", "shift+f5"),
        ("ctrl+alt+x", "alt+ctrl+x"),
        ("ctrl+plus", "ctrl+plus"),
        ("ctrl+.", "ctrl+full_stop"),
        ("é", "é"),
        ("insert", "insert"),
    ],
)
def test_a_key_is_written_as_its_name_or_as_itself(written, keys):
    # Nothing else that could stand in the way.
    free = {"help": "f9", "faster": "f10", "slower": "f11", "play": "f12", "add-neuron": "f7", "remove-neuron": "f8"}
    table = {**free, "go-parameters": "f6", "new-data": "f4", "step": written}
    keymap, refused = read_keymap(table, OF_THE_APP)
    assert refused == ()
    assert keymap["step"] == keys


@pytest.mark.parametrize(
    ("sequence", "written"),
    [
        (".", "full_stop"),
        ("-", "minus"),
        ("Ü", "shift+ü"),
        ("é", "é"),
        ("\x14", "ctrl+t"),
        ("\x1bx", "alt+x"),
        ("\x1bX", "alt+shift+x"),
        ("\x1b[15~", "f5"),
        ("\x1b[1;5A", "ctrl+up"),
        ("\x1b[120;7u", "ctrl+alt+x"),
        ("\x1b[46;5u", "ctrl+."),
        ("\x1b[32;2u", "shift+space"),
    ],
)
def test_a_key_as_it_is_read_is_the_one_that_a_terminal_sends(sequence, written):
    parser = XTermParser()
    events = [*parser.feed(sequence), *parser.feed("")]
    (sent,) = (event.key for event in events if isinstance(event, Key))
    free = {"faster": "f10", "remove-neuron": "f8"}
    assert read_keymap({**free, "step": written}, OF_THE_APP)[0]["step"] == sent


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"plya": "k"}, ("keys.plya", "nearest", " play")),
        ({"Play or pause": "k"}, ("Play or pause", "nearest")),
        ({"play": 3}, ("keys.play = 3", "a character or the name of a key")),
        ({"play": ["k", "x"]}, ("keys.play", "with commas between")),
        ({"play": ""}, ("keys.play = ''", "a character")),
        ({"play": "f2,"}, ("keys.play = f2,", "a character")),
        ({"play": "fullstop"}, ("keys.play = fullstop", "a character")),
        ({"play": "ctrl+"}, ("keys.play = ctrl+", "a character")),
        ({"play": "crtl+s"}, ("keys.play = crtl+s", "a character")),
        ({"play": "ctrl+ctrl+t"}, ("ctrl+ctrl+t", "a character")),
        ({"play": "ctrl+S"}, ("ctrl+S", "a character")),
        ({"play": "shift+1"}, ("shift+1", "a character")),
        ({"play": "shift+ß"}, ("shift+ß", "a character")),
        ({"play": "return"}, ("return", "a character")),
        ({"play": "<any>"}, ("<any>", "a character")),
        ({"play": "\t"}, ("'\\t'", "a character")),
        ({"play": "\x07"}, ("'\\x07'", "a character")),
        ({"play": "bengali_letter_khinya"}, ("bengali_letter_khinya", "a character")),
        ({"play": "ctrl+i"}, ("ctrl+i", "tab")),
        ({"play": "s"}, ("keys.play = s", "s is for step")),
        ({"play": "k2,f5,S"}, ("keys.play = k2,f5,S", "a character")),
        ({"play": "f5,S"}, ("keys.play = f5,S", "S is for step-ten")),
        ({"play": "="}, ("keys.play = =", "equals_sign is for add-neuron")),
        ({"play": "h"}, ("keys.play = h", "h is for “Towards the features”")),
        ({"play": "down"}, ("down is for", "Next control")),
        ({"play": "enter"}, ("enter is for",)),
        ({"play": "ctrl+z"}, ("ctrl+z is for suspend",)),
        ({"play": "ctrl+p"}, ("ctrl+p is for “Commands”",)),
        ({"play": "ctrl+q"}, ("ctrl+q is for “Quit”",)),
        ({"play": "ctrl+c"}, ("ctrl+c is for “Quit”",)),
        ({"interrupt": "f5"}, ("keys.interrupt = f5", "ctrl+c alone")),
    ],
)
def test_an_entry_that_cannot_be_used_is_told_and_the_others_are_used(table, words):
    keymap, (sentence,) = read_keymap(
        {**table, "suspend": "f11"} if "ctrl+z" not in table.values() else table, OF_THE_APP
    )
    assert "play" not in keymap
    assert ("suspend" in keymap) == ("ctrl+z" not in table.values())
    assert "\n" not in sentence
    assert [word for word in words if word not in sentence] == []


def test_two_actions_can_change_places():
    keymap, refused = read_keymap({"play": "s", "step": "space"}, OF_THE_APP)
    assert keymap == {"play": "s", "step": "space"}
    assert refused == ()


def test_of_two_that_want_the_same_key_the_first_has_it():
    keymap, (sentence,) = read_keymap({"play": "f5", "step": "f6,f5"}, OF_THE_APP)
    assert keymap == {"play": "f5"}
    assert "keys.step" in sentence
    assert "play" in sentence


def test_an_action_that_keeps_its_key_keeps_it_from_others():
    keymap, refused = read_keymap({"play": "s", "step": "r", "faster": "f5"}, OF_THE_APP)
    assert keymap == {"faster": "f5"}
    assert len(refused) == 2


def test_no_key_of_our_own_stands_in_the_way_of_another():
    everything = {action.id: action.keys.replace(",upper_", ",f1").split(",")[0] for action in ACTIONS}
    keymap, refused = read_keymap(everything, OF_THE_APP)
    assert refused == ()
    assert keymap == everything


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("full_stop", "."),
        ("ctrl+t", "ctrl+t"),
        ("S", "S"),
        ("ctrl+full_stop", "ctrl+."),
        ("space", "space"),
        ("plus", "+"),
    ],
)
def test_a_key_is_shown_as_it_is_written(key, shown):
    assert show_key(key) == shown


# At work


async def test_a_chosen_key_works_and_the_old_one_does_not(tmp_path):
    async with preferring(
        tmp_path, '[keys]\nplay = "f5,."\nfaster = "f3"\nstep = "space"\nstep-ten = "ctrl+t"\n'
    ) as it:
        await it.press("space")
        await it.settle()
        assert it.epoch == 1
        await it.press("s", "S")
        await it.settle()
        assert it.epoch == 1
        await it.press("ctrl+t")
        await it.settle()
        assert it.epoch == 11
        speed = it.session.player.speed
        await it.press("full_stop")
        assert it.session.player.playing
        assert it.session.player.speed == speed
        await it.press("f5", "f3")
        assert not it.session.player.playing
        assert it.session.player.speed > speed
        assert told(it.app) == ""


@pytest.mark.parametrize("kind", [NetworkDiagram, DecisionGrid])
async def test_it_works_wherever_the_focus_is(tmp_path, kind):
    async with preferring(tmp_path, '[keys]\nplay = "f2"') as it:
        it.screen.set_focus(it.screen.query_one(kind))
        await it.press("f2")
        assert it.session.player.playing


async def test_no_key_of_a_control_can_be_taken_from_it(tmp_path):
    async with preferring(tmp_path, "") as it:
        keys = {key for control in it.screen.focus_chain for key in control._bindings.key_to_bindings}
        assert {"left", "h", "enter", "escape"} <= keys
        assert [key for key in keys if not read_keymap({"play": key}, OF_THE_APP)[1]] == []


async def test_ctrl_c_leaves_whatever_was_chosen(tmp_path):
    async with preferring(tmp_path, '[keys]\nplay = "ctrl+c"\ninterrupt = "f5"\nquit = "f6"\n') as it:
        await it.rush("f5", "q")
        assert it.app.return_code is None
        await it.rush("ctrl+c")
        assert it.app.return_code == 0


def footer(it: Driver) -> list[tuple[str, str]]:
    return [(key.shown, key.word) for _, key in it.screen.query_one(KeyFooter).placed_keys]


async def test_the_footer_shows_the_chosen_keys_in_the_same_places(tmp_path):
    async with preferring(tmp_path, "") as it:
        await it.until(lambda: footer(it))
        usual = footer(it)
        assert [word for _, word in usual] == [*(each.footer for each in ACTIONS if each.footer), "Commands"]
    async with preferring(tmp_path, '[keys]\nplay = "ctrl+t"\nhelp = ".,f1"\nfaster = "f3"\nstep = "space"\n') as it:
        await it.until(lambda: footer(it))
        chosen = {"Play": "ctrl+t", "Help": ".", "Step": "space"}
        assert footer(it) == [(chosen.get(word, key), word) for key, word in usual]


CHOSEN = {"play": ("ctrl+t", "ctrl+t"), "help": (".,f1", "., f1"), "faster": ("f3", "f3"), "suspend": ("f11", "f11")}
TEXT = "[keys]\n" + "".join(f'{action} = "{keys}"\n' for action, (keys, _) in CHOSEN.items())


def expected_keys() -> dict[str, str]:
    return {each.title: CHOSEN[each.id][1] if each.id in CHOSEN else each.shown_key or each.keys for each in ACTIONS}


async def test_the_help_shows_the_key_that_each_action_has(tmp_path):
    async with preferring(tmp_path, TEXT, (120, 80)) as it:
        await it.press("f1")
        await it.until(lambda: isinstance(it.app.screen, HelpScreen))
        await it.pause()
        text = "\n".join(text_of(widget) for widget in it.app.screen.query("Static"))
        lines = [" ".join(line.split()) for line in text.splitlines()]
        for title, key in expected_keys().items():
            assert any(line.startswith(f"{key} {title}") for line in lines), title


async def test_the_key_that_opens_the_help_closes_it(tmp_path):
    async with preferring(tmp_path, TEXT) as it:
        await it.press("question_mark")
        assert it.app.screen is it.screen
        for key in ("full_stop", "f1", "escape"):
            await it.press("f1")
            await it.until(lambda: isinstance(it.app.screen, HelpScreen) and it.app.focused)
            await it.press(key)
            await it.until(lambda: it.app.screen is it.screen)


async def test_the_command_palette_shows_the_key_that_each_action_has(tmp_path):
    async with preferring(tmp_path, TEXT) as it:
        provider = PlaygroundCommands(it.screen)
        shown = [Content.from_markup(str(hit.display)).plain async for hit in provider.discover()]
        listed = [f"{title} ({key})" for title, key in expected_keys().items() if key not in ("tab", "shift+tab")]
        listed += [each.title for each in PALETTE_ACTIONS]
        assert shown == listed


# What is amiss is told at the start


async def test_bad_entries_are_told_at_the_start_and_the_rest_is_used(tmp_path):
    async with preferring(tmp_path, 'fps = 2\n[keys]\nplya = "p"\nstep = "r"\nplay = "f5"\n') as it:
        assert "plya" in told(it.app)
        assert "r is for restart" in told(it.app)
        assert it.session.player.frame_rate == 2
        if it.app.screen is not it.screen:
            await it.press("escape")
        await it.press("s")
        await it.settle()
        assert it.epoch == 1, "it has kept its own"
        await it.press("f5")
        assert it.session.player.playing


async def test_many_bad_entries_are_told_in_a_dialog_each(tmp_path):
    async with preferring(tmp_path, "".join(f"wombat-{number} = 1\n" for number in range(9))) as it:
        await it.until(lambda: isinstance(it.app.screen, NotesScreen) and it.app.screen.query(".note"))
        for number in range(9):
            assert f"wombat-{number} is unknown" in told(it.app)
        assert told(it.app).count(str(tmp_path)) == 1, "the path is named once"
        await it.press("escape")
        assert it.app.screen is it.screen


def test_of_thousands_of_entries_the_first_are_read_and_the_others_counted():
    start = time.process_time()
    keys, refused = read_keymap({"play": "f5"} | {f"wombat-{index}": "x" for index in range(50_000)}, OF_THE_APP)
    assert time.process_time() - start < 5, "seconds; to find the nearest name of each takes half a minute"
    assert keys == {"play": "f5"}
    assert refused[-1] == "keys has 50,001 entries; only the first 200 are read"
    assert len(refused) == 200


# Frames a second


@pytest.mark.parametrize(("text", "asked", "rate"), [("", None, 10), ("fps = 5", None, 5), ("fps = 5", 20, 20)])
async def test_the_preferred_rate_counts_when_none_is_asked_for(tmp_path, text, asked, rate):
    async with preferring(tmp_path, text, frame_rate=asked) as it:
        assert it.session.player.frame_rate == rate


@pytest.mark.parametrize(("text", "rate"), [("", 5), ("fps = 20", 20)])
async def test_the_preferred_rate_counts_more_than_the_usual_one(tmp_path, text, rate):
    file = tmp_path / "preferences.toml"
    file.write_text(text)
    app = PlaygroundApp(StartState(Experiment()), preferences_file=file, usual_frame_rate=5)
    async with app.run_test():
        assert app.session.player.frame_rate == rate


# Remembering


async def test_a_choice_leaves_the_rest_of_the_file_alone(tmp_path):
    text = '# mine\n\nfps = 99\n\n# vi\n[keys]\nplay = "f5"  # so\nplya = 1\n'
    async with preferring(tmp_path, text) as it:
        await it.press("c")
        it.app.theme = "nord"
        await it.pause()
        saved = (tmp_path / "preferences.toml").read_text()
        assert saved.replace('palette = "dark"\n', "").replace('theme = "nord"\n', "") == text
        it.app.theme = "playground"
        it.app.choose_palette("playground")
        await it.pause()
        assert (tmp_path / "preferences.toml").read_text() == text


async def test_a_broken_file_is_not_overwritten_and_the_choice_is_told_as_not_remembered(tmp_path):
    async with preferring(tmp_path, "theme = ") as it:
        await it.press("c")
        assert "Not remembered: " in told(it.app)
        assert "cannot be read as TOML" in told(it.app).split("Not remembered: ")[1]
        assert (tmp_path / "preferences.toml").read_text() == "theme = "


async def test_a_place_that_cannot_be_written_is_told_and_the_palette_is_changed_all_the_same(tmp_path, monkeypatch):
    def read_only(*_, **__):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    async with preferring(tmp_path, "") as it:
        with monkeypatch.context() as patch:
            patch.setattr(os, "open", read_only)
            await it.press("c")
        sentence = f"Not remembered: {tmp_path / 'preferences.toml'} cannot be written: {os.strerror(errno.EROFS)}"
        assert sentence in told(it.app)
        assert it.app.palette_name == "dark"


async def test_what_could_not_be_remembered_is_remembered_with_the_next_choice(tmp_path):
    async with preferring(tmp_path, "theme = ") as it:
        file = tmp_path / "preferences.toml"
        await it.press("c")
        file.write_text("")
        it.app.theme = "nord"
        await it.pause()
        assert file.read_text() == 'theme = "nord"\npalette = "dark"\n'
