"""The network under the person's hand: weights and biases, the crosshair, the sum, the jump, the palettes."""

import math

import numpy as np
import pytest

from nntui.app import PlaygroundApp
from nntui.dialogs.inspect import InspectScreen
from nntui.dialogs.jump import JumpScreen
from nntui.drawing.navigator import BIAS, DiagramNavigator, DiagramPosition
from nntui.drawing.palette import PALETTES, ColorLevel
from nntui.experiment.experiment import Experiment
from nntui.session.session import TrainingSession
from nntui.storage.preferences import Preferences, load, save
from nntui.storage.start import StartState
from nntui.widgets.network_diagram import NUDGE
from tests.playground import LIMIT, SEED, Driver, opened


def parameter(it: Driver, place: DiagramPosition) -> float:
    return float(it.session.snapshot.parameters[DiagramNavigator(it.experiment).parameter(place)])


FIRST_WEIGHT = DiagramPosition(1, 0, 0)


async def to_the_first_weight(it: Driver) -> None:
    await it.press("n", "left")


# Weights and biases


async def test_a_weight_is_typed_and_the_network_goes_on_from_there():
    async with opened() as it:
        await it.press("S")
        await it.settle()
        await to_the_first_weight(it)
        await it.press("enter")
        await it.enter("2.5")
        assert parameter(it, FIRST_WEIGHT) == 2.5
        assert it.epoch == 10
        assert it.focused == "network"
        assert "= 2.50" in it.text("#network")
        edited = it.session.snapshot.parameters
        await it.press("s")
        await it.settle()
        assert it.epoch == 11
        assert 0 < np.abs(it.session.snapshot.parameters - edited).max() < 1


async def test_an_edit_is_seen_in_the_losses_at_once():
    async with opened() as it:
        before = it.text("#losses")
        await to_the_first_weight(it)
        await it.press("enter")
        await it.enter("-4")
        assert it.text("#losses") != before


async def test_arrows_nudge_the_number_and_one_undo_takes_all_of_it_back():
    async with opened() as it:
        await to_the_first_weight(it)
        before = parameter(it, FIRST_WEIGHT)
        for keys, nudges in ((["right"], 1), (["left"] * 3, -3), (["shift+right", "left"], 9)):
            await it.press("enter", *keys)
            assert parameter(it, FIRST_WEIGHT) == pytest.approx(before + nudges * NUDGE)
            await it.press("enter", "u")
            assert parameter(it, FIRST_WEIGHT) == before
            assert not it.session.can_undo


async def test_escape_brings_the_number_back_that_was_there():
    async with opened() as it:
        await to_the_first_weight(it)
        before = parameter(it, FIRST_WEIGHT)
        await it.press("enter", "right", "right", "escape")
        assert parameter(it, FIRST_WEIGHT) == before
        assert it.focused == "network"


async def test_a_number_that_is_not_allowed_says_what_is():
    async with opened() as it:
        await to_the_first_weight(it)
        before = parameter(it, FIRST_WEIGHT)
        for text in ("much", "1001", "nan", "inf", ""):
            it.app.told.clear()
            await it.press("enter")
            await it.enter(text)
            assert "from -1000 to 1000" in it.told, text
            await it.press("escape")
            assert parameter(it, FIRST_WEIGHT) == before


async def test_0_zeroes_and_enter_on_a_neuron_edits_its_bias():
    async with opened() as it:
        await to_the_first_weight(it)
        await it.press("0", "enter")
        assert parameter(it, FIRST_WEIGHT) == 0
        await it.press("n", "enter")
        await it.enter("-1,5")
        assert parameter(it, DiagramPosition(1, 0, BIAS)) == -1.5


async def test_the_output_neurons_bias_is_as_good_as_any_other():
    async with opened() as it:
        await it.press("n", *["right"] * 4, "enter")
        await it.enter("0.75")
        assert parameter(it, DiagramPosition(3, 0, BIAS)) == 0.75


def test_a_dead_weight_is_revived():
    settings = {"regularization": "L1", "regularization_rate": 0.3, "learning_rate": 0.3}
    with TrainingSession(Experiment(seed=SEED, **settings)) as session:
        session.player.step(30)
        assert session.player.wait(LIMIT)
        dead = session.snapshot.dead
        assert dead is not None
        at = int(np.flatnonzero(dead)[0])
        session.set_parameter(at, 0.5)
        assert not session.snapshot.dead[at]
        assert session.snapshot.dead.sum() == dead.sum() - 1


async def test_it_can_be_edited_while_it_plays():
    async with opened() as it:
        await it.press("space")
        await it.until(lambda: it.epoch > 3)
        await to_the_first_weight(it)
        await it.press("enter", "right", "right", "enter")
        epoch = it.epoch
        await it.until(lambda: it.epoch > epoch)
        assert it.session.player.playing


async def test_from_cold_by_keyboard_alone_and_all_back():
    async with opened() as it:
        start = it.session.snapshot
        await it.press("f", *["down"] * 5, "enter")
        assert "sin-x" in it.experiment.features
        await it.press("n", "right_square_bracket", *["plus"] * 3)
        assert it.experiment.hidden_layers == (4, 5, 2)
        await it.press("n", "left", "enter")
        await it.enter("2.5")
        assert parameter(it, FIRST_WEIGHT) == 2.5
        await it.press(*["u"] * 6)
        assert it.experiment == start.experiment
        assert it.session.snapshot.parameters.tobytes() == start.parameters.tobytes()


async def test_a_number_of_a_network_that_is_gone_changes_nothing():
    async with opened() as it:
        await it.press("n", *["right"] * 4, "enter")
        it.session.change(hidden_layers=(1,))
        await it.until(lambda: not it.screen.query("NumberField"))
        before = it.session.snapshot.parameters.tobytes()
        it.screen.post_message(it.screen.view.diagram.ParameterChanged((2, 4, 2, 1), 24, 1.0, merge=False))
        await it.pause()
        assert it.session.snapshot.parameters.tobytes() == before


async def test_a_link_under_the_mouse_is_named_and_a_click_edits_it():
    async with opened((120, 40)) as it:
        diagram = it.screen.view.diagram
        source, target = diagram.geometry.nodes[2, 1].area, diagram.geometry.nodes[3, 0].area
        x = target.x - 1
        rows = range(target.y, target.y + target.height)
        cells = [y for y in rows if it.text("#network").splitlines()[y][x] >= "\u2800"]
        assert source.x < x
        assert cells
        await it.hover("#network", x, cells[0])
        assert "→ output = " in it.text("#network").splitlines()[-1]
        await it.click("#network", x, cells[0])
        await it.enter("3.25")
        assert 3.25 in it.session.snapshot.network().layers[2][:-1]


async def test_wide_characters_of_a_seed_are_seen():
    async with opened(seed="日本語") as it:
        assert "日本語" in it.text("#seed")


# The sum and the crosshair


async def test_a_neuron_under_the_cursor_is_read_as_its_sum():
    async with opened((120, 40)) as it:
        await it.press("n")
        await it.pause()
        assert not it.one("#sum").display
        assert not it.one("#output").has_class("-neuron"), "the cursor alone is no look"
        await it.press("down")
        await it.pause()
        text = it.text("#sum")
        assert it.one("#plot").display
        assert "Escape" in it.one("#output").border_subtitle
        assert "×" not in it.text("#grid"), "a neuron is no prediction"
        assert "X₁" in text
        assert "bias" in text
        assert "Tanh" in text
        await it.press("escape")
        await it.pause()
        assert not it.one("#sum").display


async def test_the_sum_is_that_at_the_crosshair():
    async with opened((120, 40)) as it:
        await it.press("o")
        await it.rush(*["shift+left", "shift+down"] * 12)
        await it.until(lambda: max(it.screen.view.output.grid.crosshair) < -5.5)
        x1, x2 = it.screen.view.output.grid.crosshair
        assert x1 < -5.5
        assert x2 < -5.5
        await it.press("n", "i")
        assert isinstance(it.app.screen, InspectScreen)
        reading = it.app.screen.question.reading
        assert (reading.x1, reading.x2) == (x1, x2)
        weights = it.session.snapshot.network().layers[0][:, 0]
        assert reading.output == pytest.approx(math.tanh(weights @ [x1, x2, 1]))
        await it.press("escape")
        assert it.app.screen is it.screen


async def test_the_crosshair_tells_the_output_there_and_the_nearest_point():
    async with opened() as it:
        await it.press("o")
        await it.pause()
        before = it.text("#readout")
        assert "→" in before
        assert "nearest" in before
        await it.press("right", "up")
        await it.pause()
        assert it.text("#readout") != before
        assert "┼" in it.text("#grid")
        await it.press("d")
        await it.pause()
        assert not it.one("#readout").display
        assert it.one("#scale").display


async def test_the_crosshair_follows_the_mouse():
    async with opened() as it:
        await it.hover("#grid", 0, 0)
        x1, x2 = it.screen.view.output.grid.crosshair
        assert x1 < -5
        assert x2 > 5


# Jumping


async def test_a_letter_goes_to_its_control():
    async with opened() as it:
        chain = list(it.screen.focus_chain)
        await it.press("semicolon")
        assert isinstance(it.app.screen, JumpScreen)
        await it.rush("g")
        await it.until(lambda: it.app.screen is it.screen)
        assert it.app.focused is chain[4]


async def test_any_other_key_leaves_everything_as_it_was():
    async with opened() as it:
        before = it.experiment
        for key in ("escape", "1", "space"):
            await it.press("semicolon")
            await it.rush(key)
            await it.until(lambda: it.app.screen is it.screen)
            assert it.experiment == before
            assert not it.session.player.playing


async def test_the_letters_stay_when_the_screen_is_drawn_again():
    async with opened() as it:
        await it.press("semicolon")
        await it.rush("ctrl+l")
        assert isinstance(it.app.screen, JumpScreen)


async def test_every_control_has_a_letter_at_every_size():
    async with opened((200, 60)) as it:
        await it.press("semicolon")
        assert len(it.app.screen.query("Label")) == len(it.screen.focus_chain)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_a_jump_letter_stands_beside_its_label_and_covers_no_character_of_any(size):
    async with opened(size) as it:
        strips = it.screen._compositor.render_strips(it.app.size)
        await it.press("semicolon")
        labels = list(it.app.screen.query("Label"))
        places = [(label.region.x, label.region.y) for label in labels]
        assert len(set(places)) == len(places) == len(it.screen.focus_chain)
        for (x, y), control in zip(places, it.screen.focus_chain, strict=True):
            assert strips[y].text[x] in " │╭├", f"the letter of {control} covers {strips[y].text[x]!r}"
            assert (x, y) in ((control.region.x - 1, control.region.y), (0, control.region.y))


# Palettes


async def test_palettes_go_round_and_repaint():
    async with opened() as it:
        looks = set()
        for _ in PALETTES:
            await it.press("c")
            await it.pause()
            grid = it.one("#grid")
            looks.add(tuple(str(segment.style) + segment.text for y in range(11) for segment in grid.render_line(y)))
        assert len(looks) == len(PALETTES)
        assert it.app.palette_name == "playground"


async def test_the_choice_is_remembered(tmp_path):
    file = tmp_path / "preferences.toml"
    app = PlaygroundApp(StartState(Experiment()), preferences_file=file, color_level=ColorLevel.TRUECOLOR)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c")
        app.theme = "nord"
        await pilot.pause()
    allowed = {"theme": ("nord",), "palette": tuple(PALETTES)}
    assert load(file, allowed) == (Preferences("nord", "dark"), ())
    again = PlaygroundApp(StartState(Experiment()), preferences_file=file)
    assert again.theme == "nord"
    assert again.palette_name == "dark"


async def test_a_broken_file_of_preferences_is_told_and_nothing_is_lost(tmp_path):
    file = tmp_path / "preferences.toml"
    save(file, Preferences(theme="no such theme"))
    app = PlaygroundApp(StartState(Experiment()), preferences_file=file)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "no such theme" in "\n".join(notification.message for notification in app._notifications)
    assert "no such theme" in file.read_text()


@pytest.mark.parametrize(
    ("variables", "level"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, ColorLevel.TRUECOLOR),
        ({"TERM": "xterm-256color"}, ColorLevel.EIGHT_BIT),
        ({"TERM": "screen-256color"}, ColorLevel.EIGHT_BIT),
        ({"TERM": "xterm"}, ColorLevel.STANDARD),
        ({"TERM": "linux"}, ColorLevel.STANDARD),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, ColorLevel.MONOCHROME),
    ],
)
def test_the_level_is_that_of_the_terminal(monkeypatch, variables, level):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert PlaygroundApp(StartState(Experiment())).color_level == level


async def test_a_neuron_whose_layer_has_just_gone_is_read_as_it_is_shown(monkeypatch):
    async with opened(hidden_layers=(2, 2, 2)) as it:
        it.screen.set_focus(it.screen.view.diagram)
        it.screen.view.diagram.go_to(3)
        await it.settle()
        # The display is behind, as with keys that come faster than frames.
        monkeypatch.setattr(it.screen._redraws, "_draw", lambda: None)
        it.session.change(hidden_layers=())
        it.screen.action_do("inspect")
        await it.until(lambda: it.app.screen is not it.screen)
        await it.pause()
        assert "Layer 3 neuron 1" in str(it.app.screen.query_one("#inspect").border_title)
