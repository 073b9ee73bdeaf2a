"""The playground: keys in, the session's settings and the words on the screen out."""

import math

import numpy as np
import pytest
from textual.events import Resize
from textual.geometry import Size
from textual.widgets import Input, OptionList

from nntui.drawing.palette import make_palette
from nntui.drawing.sampling import sample_feature, sample_layers
from nntui.engine.datasets import DATASETS, WEB_DATASETS
from nntui.engine.features import FEATURES
from nntui.experiment.experiment import SETTINGS, Experiment
from nntui.playground.screen import Published
from nntui.widgets.network_diagram import NetworkDiagram
from tests.playground import SEED, Driver, opened

# What is seen at first


async def test_it_opens_paused_with_the_numbers_of_the_first_network():
    async with opened() as it:
        snapshot = it.session.snapshot
        assert not it.session.player.playing
        assert "000,000" in it.text("#counters")
        assert "25 an epoch" in it.text("#counters")
        assert f"{snapshot.test_loss:.3f}" in it.text("#losses").splitlines()[0]
        assert f"{snapshot.train_loss:.3f}" in it.text("#losses").splitlines()[1]
        assert "250 + 250" in it.text("#sizes")
        assert SEED in it.text("#seed")
        assert it.focused is None
        assert it.told == ""


async def test_every_setting_is_seen_as_it_is():
    values = {
        "learning_rate": 0.3,
        "activation": "sigmoid",
        "regularization": "L2",
        "regularization_rate": 0.003,
        "dataset": "xor",
        "train_share": 70.0,
        "noise": 15.0,
        "batch_size": 17,
        "seed": "seventeen",
    }
    async with opened(**values) as it:
        for name, value in values.items():
            assert SETTINGS[name].display(value) in it.text("#" + name.replace("_", "-")), name


@pytest.mark.parametrize("on", [False, True])
async def test_a_box_is_ticked_when_its_setting_is_on(on):
    async with opened(discretize=on, show_test_data=on) as it:
        for box in ("#discretize", "#show-test-data"):
            assert ("☑" if on else "☐") in it.text(box)


async def test_what_the_link_held_besides_is_told_once():
    notes = ("noise=900 is more than the page takes", "[b]tutorial[/b]=x is ignored")
    async with opened(notes=notes) as it:
        assert it.told == "\n".join(notes)


# Playing


async def test_space_plays_and_pauses():
    async with opened() as it:
        await it.press("space")
        assert it.session.player.playing
        await it.until(lambda: it.shown_epoch >= 3)
        assert "Pause" in it.text("#play")
        assert "000,000" not in it.text("#counters")
        await it.press("space")
        assert not it.session.player.playing
        await it.settle()
        assert "Play" in it.text("#play")
        snapshot = it.session.snapshot
        assert f"000,{snapshot.epoch:03}" in it.text("#counters")
        assert f"{25 * snapshot.epoch:,} iterations" in it.text("#counters")
        assert f"{snapshot.test_loss:.3f}" in it.text("#losses")
        await it.press("space")
        await it.until(lambda: it.epoch > snapshot.epoch)


async def test_g_draws_new_points_and_shows_their_seed():
    async with opened() as it:
        points = it.session.sample.points.tolist()
        await it.press("g")
        await it.settle()
        assert it.experiment.seed != SEED
        assert it.session.sample.points.tolist() != points
        shown = it.text("#seed").partition("[")[2].rstrip("]…")
        assert shown
        assert it.experiment.seed.startswith(shown)


async def test_flat_out_keys_are_still_taken():
    async with opened(hidden_layers=(8, 8)) as it:
        it.session.player.set_speed(math.inf)
        await it.press("space")
        await it.until(lambda: it.shown_epoch > 5)
        await it.press("t", "x", "3")
        assert it.experiment.show_test_data
        assert it.experiment.discretize
        assert it.experiment.dataset == "gauss"
        await it.press("space")
        assert not it.session.player.playing


# Undo


async def test_u_takes_a_change_back_with_its_training_and_upper_u_makes_it_again():
    async with opened() as it:
        await it.press("S")
        await it.settle()
        trained = it.session.snapshot.parameters.tolist()
        await it.press("2")
        await it.settle()
        assert it.experiment.dataset == "xor"
        await it.press("u")
        await it.settle()
        assert it.experiment.dataset == "circle"
        assert it.epoch == 10
        assert it.session.snapshot.parameters.tolist() == trained
        assert "Circle" in it.text("#dataset")
        await it.press("U")
        await it.settle()
        assert it.experiment.dataset == "xor"
        assert it.epoch == 0
        assert "Exclusive or" in it.text("#dataset")


# The data


async def test_a_digit_chooses_a_data_set_with_its_problem():
    async with opened(dataset="spiral") as it:
        for number, name in enumerate(WEB_DATASETS, start=1):
            await it.press(str(number))
            await it.settle()
            assert it.experiment.data.name == name
            assert it.experiment.problem in DATASETS[name].problems
            assert DATASETS[name].label in it.text("#dataset")
            assert it.experiment.problem in it.text("#problem").lower()


async def test_in_regression_no_accuracy_is_shown():
    async with opened() as it:
        assert "%" in it.text("#losses")
        await it.press("5")
        await it.settle()
        assert "%" not in it.text("#losses")
        assert "600 + 600" in it.text("#sizes")


async def test_the_data_set_stepper_walks_the_sets_of_the_problem():
    async with opened() as it:
        await it.press("d")
        await it.press("right")
        assert it.experiment.problem == "regression"
        await it.press("tab")
        assert it.focused == "dataset"
        await it.press("right")
        assert it.experiment.regression_dataset == "reg-gauss"
        assert it.experiment.dataset == "circle"
        await it.press("right")
        assert it.experiment.regression_dataset == "own"
        for name in ("reg-ripple", "reg-saddle", "reg-plane"):
            await it.press("right")
            assert it.experiment.regression_dataset == name, "those that the web page does not have come last"


async def test_t_and_x_change_only_what_is_shown():
    async with opened() as it:
        await it.press("S")
        await it.settle()
        trained = it.session.snapshot.parameters.tolist()
        for key, name, box in (("t", "show_test_data", "#show-test-data"), ("x", "discretize", "#discretize")):
            before = it.text("#grid")
            await it.press(key)
            await it.settle()
            assert getattr(it.experiment, name)
            assert "☑" in it.text(box)
            await it.press(key)
            await it.settle()
            assert not getattr(it.experiment, name)
            assert "☐" in it.text(box)
            assert it.text("#grid") == before
        assert it.epoch == 10
        assert it.session.snapshot.parameters.tolist() == trained


async def test_test_points_are_seen_only_when_asked_for():
    async with opened() as it:
        assert "○" not in it.text("#grid")
        assert "•" in it.text("#grid")
        await it.press("t")
        await it.settle()
        assert "○" in it.text("#grid")


# The network


async def test_brackets_add_and_remove_layers():
    async with opened() as it:
        await it.press("right_square_bracket")
        assert it.experiment.hidden_layers == (4, 2, 2)
        await it.press("left_square_bracket", "left_square_bracket")
        assert it.experiment.hidden_layers == (4,)
        await it.press("n", "right_square_bracket")
        assert it.experiment.hidden_layers == (4, 2)
        await it.press("left_square_bracket")
        assert it.experiment.hidden_layers == (4,), "the cursor had gone to the new layer"


async def test_a_network_can_lose_all_layers_and_get_them_back():
    async with opened(hidden_layers=(1,)) as it:
        await it.press("n", "left_square_bracket")
        assert it.experiment.hidden_layers == ()
        await it.press("S")
        await it.settle()
        await it.press("left_square_bracket")
        assert "no hidden layer" in it.told
        await it.press("plus")
        assert it.experiment.hidden_layers == ()
        await it.press("right_square_bracket")
        assert it.experiment.hidden_layers == (2,)


async def test_features_are_switched_by_keys():
    async with opened() as it:
        await it.press("f", "enter")
        assert it.experiment.features == ("y",)
        await it.press("enter", "down", "down", "enter")
        assert it.experiment.features == ("x", "y", "x-squared")


# Walking


PANELS = {"d": "data", "f": "network-panel", "p": "parameters", "n": "network-panel", "o": "output"}


async def test_a_letter_goes_to_a_panel():
    async with opened() as it:
        for key, panel in PANELS.items():
            await it.press(key)
            focused = it.app.focused
            assert focused is not None
            assert it.one(f"#{panel}") in focused.ancestors_with_self


async def test_f_goes_to_the_features_and_n_to_the_hidden_layers():
    async with opened() as it:
        output = it.one("#output")
        for key, layer in (("f", 0), ("p", None), ("n", 1)):
            await it.press(key)
            await it.pause()
            assert it.screen.view.diagram.chosen_layer == layer
            assert output.border_title == "Output", "to go somewhere is no look"
        await it.press("space", "plus", "right_square_bracket")
        assert output.border_title == "Output"


def reading_order(it: Driver) -> list[str | None]:
    """Every control that can have the focus: line by line over the panels, then panel by panel."""
    widgets = [widget for widget in it.screen.walk_children() if widget.focusable and widget.region]
    panels = it.one("#panels").region

    def place(widget) -> tuple[int, ...]:
        region = widget.region
        if region.y < panels.y:
            return 0, region.y, region.x
        panel = next(one for one in widget.ancestors if one.has_class("panel"))
        return 1, panel.region.x, region.y, region.x

    return [widget.id for widget in sorted(widgets, key=place)]


def look(it: Driver, name: str) -> list[list[object]]:
    widget = it.one(f"#{name}")
    return [list(widget.render_line(y)) for y in range(widget.size.height)]


async def test_tab_walks_every_control_in_reading_order_and_comes_back_and_each_shows_its_focus():
    async with opened() as it:
        order = reading_order(it)
        assert {"play", "speed", "learning-rate", "dataset", "seed", "new-data", "network", "discretize"} <= set(order)
        for name in order:
            before = look(it, name)
            await it.press("tab")
            assert it.focused == name
            assert look(it, name) != before, name
        await it.press("tab")
        assert it.focused == order[0]
        await it.press("shift+tab")
        assert it.focused == order[-1]


async def test_whoever_knows_only_arrows_gets_everywhere():
    async with opened() as it:
        order = reading_order(it)
        before_the_network = order[: order.index("network") + 1]
        walked = []
        for _ in before_the_network:
            await it.press("down")
            walked.append(it.focused)
        assert walked == before_the_network


# The steppers

STEPPERS = (
    "learning_rate",
    "activation",
    "regularization",
    "regularization_rate",
    "problem",
    "dataset",
    "train_share",
    "noise",
    "batch_size",
)
TYPED = {
    "learning_rate": ("0.07", 0.07),
    "batch_size": ("23", 23),
    "seed": ("my own seed", "my own seed"),
}
REFUSED = {
    "learning_rate": "11",
    "batch_size": "251",
    "seed": "",
}


def focus(it: Driver, name: str) -> None:
    it.one("#" + name.replace("_", "-")).focus()


async def test_left_and_right_step_every_setting_and_the_screen_shows_it():
    async with opened() as it:
        for name in STEPPERS:
            setting = SETTINGS[name]
            focus(it, name)
            before = getattr(it.experiment, name)
            await it.press("right")
            after = getattr(it.experiment, name)
            assert after == setting.step(before, 1), name
            await it.settle()
            assert setting.display(after) in it.text("#" + name.replace("_", "-"))
            await it.press("left")
            assert getattr(it.experiment, name) == before, name
        assert it.told == ""


async def test_enter_types_a_value():
    async with opened() as it:
        for name, (text, value) in TYPED.items():
            focus(it, name)
            await it.press("enter")
            assert it.screen.query(Input), name
            await it.enter(text)
            await it.settle()
            assert getattr(it.experiment, name) == value, name
            assert not it.screen.query(Input)
            assert it.focused == name.replace("_", "-"), "the focus is back on the line"
        assert it.told == ""


async def test_enter_on_a_name_shows_the_list_of_all_with_the_present_one_marked():
    async with opened() as it:
        for name in ("activation", "dataset", "problem"):
            focus(it, name)
            setting, before = it.experiment.setting(name), getattr(it.experiment, name)
            await it.press("enter")
            offered = [str(option.prompt) for option in it.app.screen.query_one(OptionList).options]
            assert [line[2:].startswith(label) for line, label in zip(offered, setting.options.values(), strict=True)]
            marked = [line for line in offered if line.startswith("✓")]
            assert len(marked) == 1
            assert setting.display(before) in marked[0]
            await it.press("escape")
            assert getattr(it.experiment, name) == before
            await it.press("enter", "down", "enter")
            assert getattr(it.experiment, name) == setting.step(before, 1), name
            assert it.focused == name


async def test_a_refused_value_says_its_range_and_leaves_the_old_one():
    async with opened() as it:
        before = it.experiment
        for name, text in REFUSED.items():
            focus(it, name)
            await it.press("enter")
            it.app.told.clear()
            await it.enter(text)
            assert SETTINGS[name].label in it.told, name
            assert ("250" if name == "batch_size" else SETTINGS[name].allowed) in it.told, name
            await it.press("escape")
            assert it.experiment == before, name
            assert not it.screen.query(Input)
        assert not it.session.can_undo


async def test_escape_leaves_a_field_and_the_value_as_it_was():
    async with opened() as it:
        before = it.experiment
        for name in ("learning_rate", "dataset", "seed"):
            focus(it, name)
            await it.press("enter", "ctrl+u", "9", "escape")
            assert not it.screen.query(Input), name
            assert it.focused == name.replace("_", "-")
        await it.settle()
        assert it.experiment == before
        assert it.told == ""


async def test_leaving_a_field_by_tab_takes_what_was_typed():
    async with opened() as it:
        focus(it, "noise")
        await it.press("enter", "ctrl+u", "9", "tab")
        assert not it.screen.query(Input)
        assert it.focused == "batch-size"
        assert it.experiment.noise == 9


async def test_leaving_a_field_with_a_value_that_is_not_allowed_says_so():
    async with opened() as it:
        focus(it, "noise")
        await it.press("enter", "ctrl+u", "x", "tab")
        assert not it.screen.query(Input)
        assert "from 0 to 100" in it.told
        assert it.experiment.noise == 0


async def test_keys_in_one_packet_go_where_they_were_meant_to():
    async with opened() as it:
        it.type_ahead("p0.1")
        await it.rush("enter")
        assert (it.experiment.learning_rate, it.experiment.dataset) == (0.1, "circle")
        assert it.session.player.speed == 60
        await it.press("p")
        await it.rush("enter", *"0.5", "enter")
        await it.until(lambda: it.experiment.learning_rate == 0.5)
        await it.press("n", "left")
        await it.rush("enter", *"-1.25", "enter", "0", "enter")
        await it.until(lambda: 0.0 in it.session.snapshot.parameters)
        assert it.experiment.problem == "classification"
        assert it.session.player.speed == 60
        it.session.undo()
        assert -1.25 in it.session.snapshot.parameters


async def test_a_key_too_many_closes_a_dialog_once():
    async with opened() as it:
        for dialog in ("e", "semicolon", "question_mark", "ctrl+p"):
            for key in ("enter", "escape"):
                await it.press(dialog)
                await it.rush(key, key, key)
                await it.rush("escape", "escape", "escape")
                await it.until(lambda: it.app.screen is it.screen)
                assert it.app.return_code is None, (dialog, key)


async def test_two_sizes_on_their_way_are_no_endless_loop():
    async with opened() as it:
        resizes = 0
        apply = it.screen.view._apply

        def counted(layout) -> None:
            nonlocal resizes
            resizes += 1
            apply(layout)

        it.screen.view._apply = counted
        for width, height in ((51, 39), (80, 24)):
            size = Size(width, height)
            it.screen.post_message(Resize(size, size))
            it.screen.post_message(Published(by_person=False))
        for _ in range(20):
            await it.pause()
        assert resizes <= 2


async def test_keys_of_the_playground_are_letters_in_a_field():
    async with opened() as it:
        focus(it, "seed")
        await it.press("enter")
        await it.enter("qrs 1,2.t+-[]?")
        await it.settle()
        assert it.experiment.seed == "qrs 1,2.t+-[]?"
        assert it.epoch == 0
        assert not it.session.player.playing


async def test_a_rate_changes_in_flight_and_a_data_setting_starts_anew():
    async with opened() as it:
        await it.press("S")
        await it.settle()
        await it.press("p", "right")
        assert it.experiment.learning_rate == 0.1
        assert it.epoch == 10
        focus(it, "noise")
        await it.press("right")
        assert it.epoch == 0


async def test_a_batch_size_too_large_for_less_data_gives_way_and_that_is_said():
    async with opened(batch_size=30, train_share=10) as it:
        focus(it, "train_share")
        await it.press("enter")
        await it.enter("2")
        await it.settle()
        assert it.experiment.batch_size == 10
        await it.until(lambda: "batch size" in it.told)
        assert "10" in it.text("#batch-size")


async def test_the_speed_is_typed_too():
    async with opened() as it:
        it.one("#speed").focus()
        await it.press("enter")
        await it.enter("45")
        assert it.session.player.speed == 45
        await it.until(lambda: "45/s" in it.text("#speed"))
        await it.press("enter")
        await it.enter("flat")
        assert it.session.player.speed == math.inf
        await it.press("enter")
        await it.enter("1000")
        assert "Speed" in it.told
        assert it.session.player.speed == math.inf


# The mouse


async def test_the_arrows_of_a_stepper_are_clicked():
    async with opened() as it:
        rate = it.one("#learning-rate")
        at = it.text("#learning-rate")
        await it.click("#learning-rate", at.index("›"))
        assert it.experiment.learning_rate == 0.1
        await it.settle()
        at = text_at = it.text("#learning-rate")
        await it.click("#learning-rate", text_at.index("‹"))
        assert it.experiment.learning_rate == 0.03
        await it.click("#learning-rate", at.index("0"))
        assert rate.query(Input)
        await it.enter("0.5")
        assert it.experiment.learning_rate == 0.5


async def test_a_click_on_a_value_opens_it_for_typing():
    async with opened() as it:
        for name in ("noise", "seed"):
            shown = it.text(f"#{name}")
            middle = (max(shown.rfind("‹"), shown.rfind("[")) + len(shown)) // 2
            await it.click(f"#{name}", middle)
            assert it.screen.query(Input), name
            await it.press("escape")
            assert not it.screen.query(Input), name


async def test_a_click_on_a_name_chooses_the_next():
    async with opened() as it:
        await it.click("#activation", 13)
        assert it.experiment.activation == "sigmoid"


async def test_boxes_and_buttons_are_clicked():
    async with opened() as it:
        await it.click("#show-test-data", 1)
        assert it.experiment.show_test_data
        await it.click("#discretize", 1)
        assert it.experiment.discretize
        await it.click("#step", 2)
        await it.until(lambda: it.epoch == 1)
        await it.click("#play", 3)
        await it.until(lambda: it.session.player.playing and it.epoch > 1)
        # A button takes no second click while it is lit, for a fifth of a second.
        await it.until(lambda: not it.one("#play").has_class("-active"))
        await it.click("#play", 3)
        await it.until(lambda: not it.session.player.playing)
        await it.settle()
        await it.click("#reset", 3)
        await it.until(lambda: it.epoch == 0)
        await it.click("#new-data", 5)
        await it.until(lambda: it.experiment.seed != SEED)


async def test_a_feature_and_the_buttons_over_the_layers_are_clicked():
    async with opened((120, 40)) as it:
        rows = it.text("#network").splitlines()
        label = FEATURES["x-times-y"].label
        (row,) = [y for y, text in enumerate(rows) if f"☐ {label}" in text]
        await it.click("#network", 2, row)
        assert it.experiment.features == ("x", "y", "x-times-y")
        await it.click("#network", rows[1].index("+"), 1)
        assert it.experiment.hidden_layers == (5, 2)
        rows = it.text("#network").splitlines()
        await it.click("#network", rows[1].rindex("−"), 1)
        assert it.experiment.hidden_layers == (5, 1)
        rows = it.text("#network").splitlines()
        await it.click("#network", rows[0].index("+"), 0)
        assert len(it.experiment.hidden_layers) == 3
        rows = it.text("#network").splitlines()
        await it.click("#network", rows[0].index("−"), 0)
        assert len(it.experiment.hidden_layers) == 2
        assert it.focused == "network"


async def test_a_data_set_is_clicked_in_the_gallery():
    async with opened((120, 40)) as it:
        rows = it.text("#gallery").splitlines()
        (y, x) = next((y, row.index("Spiral")) for y, row in enumerate(rows) if "Spiral" in row)
        await it.click("#gallery", x, y - 1)
        assert it.experiment.dataset == "spiral"


async def test_the_wheel_steps_a_setting():
    async with opened() as it:
        await it.wheel("#noise", up=True)
        assert it.experiment.noise == 5
        await it.wheel("#noise", up=False)
        assert it.experiment.noise == 0


# Faster than the display


STALE = "a widget changes what it shows, which is up to a tenth of a second old"


async def test_every_one_of_many_quick_steps_counts(display_rate):
    display_rate()
    async with opened() as it:
        await it.press("p")
        await it.rush("left", "left", "left")
        assert it.experiment.learning_rate == 0.001


async def test_every_one_of_many_quick_neurons_and_layers_counts(display_rate):
    display_rate()
    async with opened() as it:
        await it.press("n")
        await it.rush("plus", "plus", "plus")
        assert it.experiment.hidden_layers == (7, 2)
        await it.rush("right_square_bracket", "right_square_bracket")
        assert it.experiment.hidden_layers == (7, 2, 2, 2)


async def test_quick_keys_of_the_playground_itself_all_count(display_rate):
    display_rate()
    async with opened() as it:
        await it.rush("s", "s", "S", "t", "x", "x", "comma", "comma")
        await it.settle()
        assert it.epoch == 12
        assert it.experiment.show_test_data
        assert not it.experiment.discretize
        assert it.session.player.speed == 10


# The Output panel


def shades_of_the_grid(it: Driver) -> list[list[int]]:
    """The background of each cell of the large picture."""
    grid = it.one("#grid")
    rows = []
    for y in range(grid.size.height):
        row: list[int] = []
        for segment in grid.render_line(y):
            assert segment.style is not None
            assert segment.style.bgcolor is not None
            red, green, blue = segment.style.bgcolor.get_truecolor()
            row += [red << 16 | green << 8 | blue] * len(segment.text)
        rows.append(row)
    return rows


def assert_the_grid_shows(it: Driver, values: np.ndarray) -> None:
    """Wherever no point stands, a cell's background is the shade of its lower pixel."""
    expected = make_palette("playground", 0).shades(values[1::2])
    text = it.text("#grid").split("\n")
    shades = shades_of_the_grid(it)
    assert len(shades) == len(expected)
    for y, row in enumerate(expected.tolist()):
        for x, shade in enumerate(row):
            if text[y].ljust(len(row))[x] not in "•○×⊗┼":
                assert shades[y][x] == shade, (x, y)


def answers(it: Driver, node: tuple[int, int] | None) -> np.ndarray:
    """What a node of the network answers at the pixels of the large picture."""
    width, height = it.one("#grid").size
    if node is not None and node[0] == 0:
        return sample_feature(tuple(FEATURES)[node[1]], width, height)
    layers = sample_layers(it.session.snapshot.network(), it.experiment.features, width, height)
    layer, index = node or (len(layers), 0)
    return layers[layer - 1][index]


async def hover_node(it: Driver, node: tuple[int, int]) -> None:
    diagram = it.screen.query_one(NetworkDiagram)
    area = diagram.geometry.nodes[node].area
    await it.hover(diagram, area.x, area.y)


async def test_the_grid_shows_what_the_network_answers():
    async with opened() as it:
        await it.press("S")
        await it.settle()
        assert_the_grid_shows(it, answers(it, None))


async def test_a_neuron_under_the_mouse_fills_the_output_panel_and_leaving_gives_it_back():
    async with opened() as it:
        await it.press("S")
        await it.settle()
        for node in ((1, 0), (1, 3), (2, 1), (0, 4)):
            await hover_node(it, node)
            assert_the_grid_shows(it, answers(it, node))
            assert it.one("#output").border_title != "Output"
        await it.hover("#counters")
        assert_the_grid_shows(it, answers(it, None))
        assert it.one("#output").border_title == "Output"


async def test_a_neuron_under_the_cursor_fills_the_output_panel_and_escape_gives_it_back():
    async with opened() as it:
        await it.press("S")
        await it.settle()
        await it.press("n", "down")
        assert_the_grid_shows(it, answers(it, (1, 1)))
        await it.press("right", "right")
        title = it.one("#output").border_title
        assert title != "Output"
        await it.press("s")
        await it.settle()
        assert it.one("#output").border_title == title, "it stays while the network trains"
        await it.press("escape")
        assert_the_grid_shows(it, answers(it, None))
        assert it.one("#output").border_title == "Output"
        await it.press("right", "p")
        assert_the_grid_shows(it, answers(it, None))


async def test_the_output_neuron_is_the_output():
    async with opened() as it:
        await it.press("n", *["right"] * 4)
        assert it.one("#output").border_title == "Output"
        assert_the_grid_shows(it, answers(it, None))


async def test_a_shown_neuron_that_is_taken_away_leaves_no_trace():
    async with opened() as it:
        await it.press("n", "right", "right", "down", "minus")
        await it.pause()
        assert_the_grid_shows(it, answers(it, None))
        await it.press("up", "down")
        await it.pause()
        assert it.one("#output").has_class("-neuron"), "an arrow looks again"
        await it.press("left_square_bracket", "left_square_bracket")
        await it.pause()
        assert it.experiment.hidden_layers == ()
        assert_the_grid_shows(it, answers(it, None))


async def test_discretized_the_grid_has_two_colours():
    async with opened() as it:
        await it.press("x")
        await it.settle()
        assert_the_grid_shows(it, np.where(answers(it, None) >= 0, 1.0, -1.0))


# What goes wrong


async def test_a_run_that_diverges_says_so_with_advice_and_stops():
    async with opened(
        problem="regression", features=("x-squared", "y-squared"), hidden_layers=(), learning_rate=10
    ) as it:
        it.session.player.set_speed(math.inf)
        await it.press("space")
        await it.until(lambda: "diverged" in it.text("#counters"))
        assert not it.session.player.playing
        await it.settle()
        assert "Lower the learning rate" in it.text("#network")
        assert it.told == "", "no message covers the losses"
        assert "Play" in it.text("#play")
        assert math.isfinite(it.session.snapshot.train_loss)
        # It goes on once the cause is gone.
        await it.press("p")
        for _ in range(10):
            await it.press("left")
        assert it.experiment.learning_rate == 0.00001
        assert "diverged" not in it.text("#counters")
        await it.press("r", "s")
        await it.settle()
        assert it.epoch == 1


async def test_an_error_in_the_thread_is_said_and_nothing_dies(monkeypatch):
    from nntui.training.trainer import Trainer

    def fail(trainer):
        raise RuntimeError("the [b]reason[/b]")

    async with opened() as it:
        monkeypatch.setattr(Trainer, "train_epoch", fail)
        await it.press("space")
        await it.until(lambda: "the [b]reason[/b]" in it.told)
        assert not it.session.player.playing
        monkeypatch.undo()
        await it.press("s")
        await it.settle()
        assert it.epoch == 1


# The end


@pytest.mark.parametrize("key", ["q", "ctrl+c", "ctrl+q"])
async def test_it_quits_by_key_while_it_plays_and_the_thread_ends(key):
    async with opened() as it:
        await it.press("space")
        await it.until(lambda: it.epoch > 2)
        it.app.simulate_key(key)
        await it.until(lambda: not it.app.is_running)
        assert it.app.return_code == 0
    epoch = it.epoch
    assert not it.session.player.playing
    assert it.session.player.wait(1)
    assert it.epoch == epoch


# Rest


async def test_at_rest_nothing_is_painted(monkeypatch, display_rate):
    display_rate()
    from nntui.widgets.cell_widget import CellWidget

    async with opened() as it:
        await it.press("S")
        await it.settle()
        await it.pilot.pause(0.3)
        painted: list[object] = []
        repaint, refresh = CellWidget.repaint, it.screen._compositor_refresh

        def count_repaint(widget) -> None:
            painted.append(widget)
            repaint(widget)

        monkeypatch.setattr(CellWidget, "repaint", count_repaint)
        monkeypatch.setattr(it.screen, "_compositor_refresh", lambda: (painted.append("screen"), refresh()))
        for _ in range(5):
            await it.pilot.pause(0.1)
        assert painted == []
        await it.press("s")
        await it.settle()
        assert painted


async def test_what_stays_as_it_was_is_not_painted_again():
    async with opened(hidden_layers=()) as it:
        picture, gallery = it.one("#picture"), it.one("#gallery")
        painted = []
        for widget in (picture, gallery, it.one("#scale")):
            widget.refresh = lambda *regions, widget=widget, **options: painted.append(widget)  # type: ignore
        await it.press("S", "t", "s")
        await it.settle()
        assert painted == []


def test_the_default_experiment_is_the_one_of_the_web_page():
    assert Experiment(seed=SEED).hidden_layers == (4, 2)
