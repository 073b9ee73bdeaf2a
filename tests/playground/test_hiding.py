"""Controls that a link hides: gone with their keys, but for a sentence, and shown to whoever asks."""

from textual.widgets import Static

from nntui.dialogs.base import Choices
from nntui.dialogs.hidden_controls import HiddenControlsScreen
from nntui.dialogs.link import LinkScreen
from nntui.formats.link_reader import read_link
from nntui.keys.actions import ACTIONS
from nntui.playground.hiding import HIDEABLE
from nntui.playground.opening import open_text
from nntui.session.link_extras import CONTROL_NAMES, CONTROLS
from nntui.storage.start import open_anything
from nntui.widgets.key_footer import KeyFooter
from tests.playground import Driver, opened, opened_with

KEYS = {
    "playButton": ("space", "e"),
    "stepButton": ("s", "S"),
    "resetButton": ("r", "R"),
    "dataset": ("2",),
    "showTestData": ("t",),
    "discretize": ("x",),
    "numHiddenLayers": ("right_square_bracket", "left_square_bracket"),
}


def link(*controls: str, **more: str) -> str:
    hidden = "".join(f"&{control}_hide=true" for control in controls)
    return "https://playground.tensorflow.org/#seed=0.5" + hidden + "".join(f"&{k}={v}" for k, v in more.items())


def is_seen(it: Driver, selector: str) -> list[bool]:
    return [bool(widget.display) for widget in it.screen.query(selector)]


def test_every_control_of_the_page_but_the_number_of_layers_is_a_widget():
    assert HIDEABLE.keys() == CONTROLS.keys() - {"numHiddenLayers"}


async def test_a_control_is_hidden_and_shown_again():
    async with opened_with(open_anything(link()), (120, 40)) as it:
        for control, selector in HIDEABLE.items():
            assert all(is_seen(it, selector)), control
            open_text(it.screen.playground, link(control))
            await it.until(lambda control=control: control in it.session.link_extras.hidden)
            await it.settle()
            assert is_seen(it, selector)
            assert not any(is_seen(it, selector)), control
            for other, others in HIDEABLE.items():
                if other != control:
                    assert all(is_seen(it, others)), other
            assert "1 hidden · v" in str(it.screen.query_one("#data").border_subtitle)
            await it.press("v")
            assert "v hides 1" in str(it.screen.query_one("#data").border_subtitle)


async def test_all_that_can_be_hidden_at_once_leaves_the_losses():
    async with opened_with(open_anything(link(*CONTROLS, "x", "y", "lossTest")), (120, 40)) as it:
        await it.press("escape")
        assert "Test loss" in it.text("#losses")
        assert not any(visible for selector in HIDEABLE.values() for visible in is_seen(it, selector))
        await it.press(*(key for keys in KEYS.values() for key in keys))
        assert it.epoch == 0
        await it.press("v")
        assert all(visible for selector in HIDEABLE.values() for visible in is_seen(it, selector))


async def test_the_footer_leaves_hidden_keys_out():
    async with opened_with(open_anything(link("playButton", "resetButton"))) as it:

        def words() -> list[str]:
            return [key.word for _, key in it.screen.query_one(KeyFooter).placed_keys]

        await it.until(lambda: "Step" in words() and "Play" not in words())
        assert "Reset" not in words()
        await it.press("v")
        await it.until(lambda: "Play" in words())
        assert words()[:3] == ["Play", "Step", "Reset"]


async def test_the_buttons_of_the_layers_go_too():
    async with opened_with(open_anything(link("numHiddenLayers"))) as it:
        assert "− 2 hidden layers +" not in it.text("#network")
        assert "2 hidden layers" in it.text("#network")
        await it.press("v")
        assert "− 2 hidden layers +" in it.text("#network")


async def test_hidden_features_are_not_walked_over():
    async with opened_with(open_anything(link("xSquared", "ySquared", "x", y="true"))) as it:
        shown = it.text("#network")
        assert "X₁²" not in shown
        assert "X₁X₂" in shown
        await it.press("f")
        walked = []
        for _ in range(8):
            walked.append(it.text("#network").splitlines()[-1].partition(":")[0].strip())
            await it.press("down")
        assert list(dict.fromkeys(walked)) == ["X₂", "X₁X₂", "sin X₁", "sin X₂"]
        await it.press("v")
        assert "X₁²" in it.text("#network")


async def test_undo_brings_back_what_was_not_hidden():
    async with opened_with(open_anything(link())) as it:
        open_text(it.screen.playground, link("noise"))
        await it.until(lambda: "noise" in it.session.link_extras.hidden)
        await it.settle()
        assert not any(is_seen(it, "#noise"))
        await it.press("u")
        assert all(is_seen(it, "#noise"))
        await it.press("U")
        assert not any(is_seen(it, "#noise"))


def test_the_key_that_shows_is_the_one_that_is_told():
    [action] = [action for action in ACTIONS if action.id == "show-hidden"]
    assert action.keys == "v"


async def test_a_link_that_hides_is_made_by_keys_and_by_mouse():
    async with opened((80, 24)) as it:
        await it.press("Y")
        await it.until(lambda: isinstance(it.app.screen, HiddenControlsScreen))
        dialog = it.app.screen
        await it.press("down", "space", "down", "enter", "up", "up", "space", "space")
        await it.until(lambda: dialog.chosen == ("stepButton", "resetButton"))
        await it.pilot.click(Choices, offset=(4, 4))
        await it.until(lambda: dialog.chosen == ("stepButton", "resetButton", "dataset"))
        shown = str(dialog.query_one("#hidden-link", Static).content).replace("\n", "")
        assert shown.endswith("stepButton_hide=true&resetButton_hide=true&dataset_hide=true")
        await it.press("y")
        await it.until(lambda: isinstance(it.app.screen, LinkScreen))
        assert it.app.copied == [shown]
        assert read_link(shown).link_extras.hidden == {"stepButton", "resetButton", "dataset"}
        assert it.session.link_extras.hidden == frozenset(), "the link hides them, and nothing here does"


async def test_the_link_is_broken_at_the_edge_of_now():
    async with opened((104, 60)) as it:
        await it.press("Y")
        await it.until(lambda: isinstance(it.app.screen, HiddenControlsScreen))
        await it.pilot.resize_terminal(64, 20)
        await it.pause()
        link = it.app.screen.query_one("#hidden-link", Static)
        lines = str(link.content).splitlines()
        assert {len(line) for line in lines[:-1]} == {link.size.width}
        assert link.size.height == len(lines)


async def test_every_control_can_be_ticked_and_escape_makes_no_link():
    async with opened_with(open_anything(link("noise")), (80, 24)) as it:
        await it.press("escape", "Y")
        await it.until(lambda: isinstance(it.app.screen, HiddenControlsScreen))
        dialog = it.app.screen
        assert dialog.chosen == ("noise",)
        await it.press(*("space", "down") * len(CONTROL_NAMES))
        everything = tuple(name for name in CONTROL_NAMES.values() if name != "noise")
        await it.until(lambda: dialog.chosen == everything)
        await it.settle()
        assert dialog.query_one("#hidden-link").region.bottom <= 23
        assert dialog.query_one(Choices).size.height >= 8
        await it.press("escape")
        assert it.app.copied == []
