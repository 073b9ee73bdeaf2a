"""How the panels share a terminal, from 20×8 to 300×100, and what the screen makes of it."""

import dataclasses
import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual.widget import Widget

from nntui import language
from nntui.drawing.numbers import short_number
from nntui.engine.datasets import DATASETS
from nntui.engine.features import WEB_FEATURES
from nntui.experiment.experiment import HIDDEN_LAYERS, SETTINGS, Experiment
from nntui.keys.actions import ACTIONS
from nntui.playground.layout import FULL_HEIGHT, FULL_WIDTH, PanelLayout, compute_layout, strip_rows
from nntui.playground.presenter import counters, replayed
from nntui.session.pacing import SPEEDS
from nntui.storage.start import open_data
from nntui.training.trainer import Trainer
from nntui.widgets.action_button import ActionButton
from nntui.widgets.cell_widget import CellWidget
from nntui.widgets.key_footer import KeyFooter
from nntui.widgets.stepper import Stepper
from nntui.widgets.toggle import Toggle
from tests.playground import Driver, opened, opened_with, text_of

SHOWN_WHEN_NEEDED = ("more", "gallery", "sum", "readout", "start", "classes", "lesson")
WIDTHS, HEIGHTS = st.integers(20, 300), st.integers(8, 100)
LARGE_WIDTHS, LARGE_HEIGHTS = st.integers(FULL_WIDTH, 300), st.integers(FULL_HEIGHT, 100)
BORDER = 2
HEADING = 2
LEGEND = 2
STATUS_AND_FOOTER = 2


def rows_in_a_panel(height: int, layout: PanelLayout) -> int:
    return height - STATUS_AND_FOOTER - layout.has_parameters - BORDER


@given(WIDTHS, HEIGHTS)
@example(20, 8)
@example(300, 100)
def test_the_panels_fill_the_width(width, height):
    layout = compute_layout(width, height)
    shown = [panel for panel in (layout.data_width, layout.network_width, layout.output_width) if panel]
    assert layout.output_width in shown, "the output is always shown"
    assert sum(shown) == width
    assert min(shown) > BORDER


@given(WIDTHS, HEIGHTS)
@example(20, 8)
@example(300, 100)
def test_the_grid_is_twice_as_wide_as_high_and_inside_its_panel(width, height):
    layout = compute_layout(width, height)
    assert layout.grid_width == 2 * layout.grid_height > 0
    assert layout.grid_width <= layout.output_width - BORDER
    assert HEADING + layout.grid_height <= max(rows_in_a_panel(height, layout), HEADING + 1)


@given(WIDTHS, HEIGHTS)
@example(20, 8)
def test_everything_in_a_panel_fits_into_it(width, height):
    layout = compute_layout(width, height)
    rows = rows_in_a_panel(height, layout)
    if layout.plot_height:
        below = LEGEND if layout.has_legend else 0
        assert HEADING + layout.grid_size[1] + below + layout.plot_height == rows
    if layout.data_width:
        # The steppers and the button of the Data panel, its pictures, and one line of sizes.
        assert 8 + layout.picture_height + layout.gallery_height <= rows
    else:
        assert layout.picture_height == layout.gallery_height == 0


@given(LARGE_WIDTHS, LARGE_HEIGHTS)
@example(FULL_WIDTH, FULL_HEIGHT)
@example(FULL_WIDTH, 100)
@example(300, FULL_HEIGHT)
def test_from_80_by_24_everything_is_shown(width, height):
    layout = compute_layout(width, height)
    assert layout.is_complete
    assert layout.has_legend
    assert layout.has_parameters
    assert layout.data_width >= 18
    assert layout.network_width >= 36
    assert layout.output_width >= 24
    assert layout.plot_height >= 3
    assert layout.grid_height >= 8


@given(st.integers(20, FULL_WIDTH - 1), HEIGHTS)
def test_a_narrower_terminal_is_not_complete(width, height):
    assert not compute_layout(width, height).is_complete


@given(WIDTHS, st.integers(8, FULL_HEIGHT - 1))
def test_a_lower_terminal_is_not_complete(width, height):
    assert not compute_layout(width, height).is_complete


@given(LARGE_WIDTHS, LARGE_HEIGHTS, st.integers(0, 100), st.integers(0, 60))
def test_the_grid_grows_with_the_terminal(width, height, wider, higher):
    one, other = compute_layout(width, height), compute_layout(width + wider, height + higher)
    assert one.grid_height <= other.grid_height


@given(st.integers(0, 19), st.integers(0, 7))
@example(0, 0)
def test_there_is_a_layout_for_no_room_at_all(width, height):
    layout = compute_layout(width, height)
    assert not layout.is_complete
    assert layout.data_width == layout.network_width == 0


@given(LARGE_WIDTHS, LARGE_HEIGHTS)
@example(FULL_WIDTH, FULL_HEIGHT)
@example(120, 40)
def test_a_lesson_covers_nothing_from_80_by_24_on(width, height):
    rows = strip_rows(width, height)
    assert rows == (4 if width >= 118 and height <= 40 else 5)
    layout, without = compute_layout(width, height, strip=rows), compute_layout(width, height - rows)
    assert layout.strip_height == rows
    assert dataclasses.replace(layout, is_complete=without.is_complete, strip_height=0) == without
    assert layout.is_complete, "80×24 is enough, and nothing else is said"
    assert layout.data_width, layout.network_width
    assert layout.has_parameters
    assert layout.has_losses
    assert layout.has_legend
    assert layout.plot_height >= 3
    assert layout.grid_height >= 7
    if (width, height) == (120, 40):
        assert layout.has_axes


@given(WIDTHS, HEIGHTS)
@example(20, 8)
def test_a_lesson_keeps_its_rows_in_a_small_terminal_and_leaves_half_of_it(width, height):
    rows = strip_rows(width, height)
    assert 3 <= rows <= max(5, height // 2)
    layout = compute_layout(width, height, strip=rows)
    assert layout.output_width
    assert layout.grid_height >= 1


# On the screen


def is_seen(widget: Widget) -> bool:
    return all(one.display for one in widget.ancestors_with_self if isinstance(one, Widget)) and bool(widget.size)


def floats(widget: Widget) -> bool:
    """Whether it is a message or a tooltip, which lie over the rest."""
    return any(one.styles.layer.startswith("_") for one in widget.ancestors_with_self if isinstance(one, Widget))


def assert_nothing_is_clipped(it: Driver) -> None:
    """Every widget lies inside the one that holds it, and beside its siblings."""
    screen = it.screen
    for widget in screen.walk_children():
        if not is_seen(widget) or floats(widget):
            continue
        parent = widget.parent
        assert isinstance(parent, Widget)
        assert screen.region.contains_region(widget.region), f"{widget} at {widget.region} leaves the screen"
        assert parent.region.contains_region(widget.region), f"{widget} at {widget.region} leaves {parent.region}"
        for sibling in parent.children:
            if sibling is not widget and is_seen(sibling) and not floats(sibling):
                assert not widget.region.overlaps(sibling.region), f"{widget} and {sibling} overlap"


SIZES = [(80, 24), (81, 24), (99, 31), (100, 24), (120, 40), (159, 44), (160, 50), (200, 60), (300, 100), (80, 100)]


SEEN_AT_TIMES = ("gallery", "sum", "readout", "classes")


async def test_nothing_is_clipped_from_80_by_24_up():
    async with opened((80, 24)) as it:
        for size in SIZES:
            await it.pilot.resize_terminal(*size)
            await it.settle()
            assert it.screen.size == size
            assert_nothing_is_clipped(it)
            for widget in it.screen.walk_children():
                if isinstance(widget, CellWidget | Stepper) and widget.id not in SHOWN_WHEN_NEEDED:
                    assert is_seen(widget), f"{widget} is not shown at {size}"
            layout = compute_layout(*size)
            assert it.one("#grid").size == layout.grid_size


async def test_the_names_of_ones_own_classes_are_seen_at_every_size_and_clip_nothing(tmp_path):
    file = tmp_path / "iris.csv"
    file.write_text("a,b,kind\n" + "".join(f"{i},{i * i},Iris-{('setosa', 'virginica')[i % 2]}\n" for i in range(20)))
    async with opened_with(open_data(file, {})) as it:
        await it.press("escape")
        for size in SIZES:
            await it.pilot.resize_terminal(*size)
            await it.settle()
            assert_nothing_is_clipped(it)
            legend = it.one("#classes")
            assert is_seen(legend), f"not shown at {size}"
            assert legend.region.height == 2
            assert "setosa" in text_of(legend)
            assert "virginica" in text_of(legend)
            assert text_of(it.one("#scale")).strip(" •").startswith(("setosa", "Iris-setosa"))
        await it.press("1")
        await it.settle()
        assert not it.one("#classes").display


async def test_every_key_of_the_footer_is_whole_at_80_columns():
    async with opened((80, 24)) as it:
        keys = [key for _, key in it.screen.query_one(KeyFooter).placed_keys]
        assert [key.word for key in keys] == [*(each.footer for each in ACTIONS if each.footer), "Commands"]
        shown = text_of(it.screen.query_one(KeyFooter)).replace("▏", " ").split()
        assert shown == " ".join(f"{key.shown} {key.word}" for key in keys).split()


async def test_every_value_of_every_setting_is_whole_at_80_columns():
    async with opened((80, 24)) as it:
        for stepper in it.screen.query(Stepper):
            setting = stepper.setting
            if setting.name in SETTINGS and setting.name != "seed":
                values = [SETTINGS[setting.name].default]
                for direction in (1, -1):
                    for _ in range(40):
                        values.append(setting.step(values[-1], direction))
            else:
                values = list(SPEEDS) if setting.name == "speed" else []
            if stepper.id == "dataset":
                values += [name for name in DATASETS if name in setting.options]
            for value in dict.fromkeys(values):
                stepper.value = value
                await it.pilot.pause(0)
                assert setting.display(value) in text_of(stepper), f"{stepper.id} {value}"
                assert "…" not in text_of(stepper).partition("‹")[2]


@pytest.mark.parametrize("problem", ["classification", "regression"])
async def test_the_widest_settings_fit_80_columns_side_by_side(problem):
    widest = {
        "activation": max(SETTINGS["activation"].options, key=lambda name: len(SETTINGS["activation"].display(name))),
        "regularization": "L2",
        "learning_rate": 0.00001,
        "regularization_rate": 0.001,
        "regression_dataset": "reg-gauss",
        "dataset": "xor",
        "train_share": 90,
        "batch_size": 1,
        "features": tuple(WEB_FEATURES),
        "hidden_layers": (HIDDEN_LAYERS.widest,) * HIDDEN_LAYERS.most,
    }
    async with opened((80, 24), problem=problem, **widest) as it:
        it.session.player.set_speed(SPEEDS[-1])
        await it.press("s")
        await it.settle()
        assert_nothing_is_clipped(it)
        for stepper in it.one("#parameters").query(Stepper):
            assert "…" not in text_of(stepper).partition("‹")[2]
            assert is_seen(stepper)
        for line in it.text("#losses").splitlines():
            assert not line.endswith("…")


async def test_the_epoch_of_a_long_run_is_whole_and_the_rate_that_is_held_stands_behind_the_speed():
    async with opened((80, 24)) as it:
        for epoch in (0, 999, 1000, 123_456):
            text = counters(dataclasses.replace(it.session.snapshot, epoch=epoch), 80)
            assert f"{epoch // 1000:03},{epoch % 1000:03}" in text[: it.one("#counters").size.width]
        player = it.session.player
        player._playing = True
        for columns, epoch, speed, held, words in (
            (80, 1_234_567, 60.0, 20.0, "60/s, 20 now"),
            (80, 100_000_000, SPEEDS[-1], 3200.0, "flat out, 3,200/s"),
            (80, 100_000_000, 60.0, None, "60/s"),
            (64, 12_345_678_901, SPEEDS[-1], 32_000.0, "flat out, 32,000/s"),
            (64, 1_234_567_890_123, SPEEDS[-1], 32_000.0, "flat out"),
        ):
            await it.pilot.resize_terminal(columns, 24)
            player._snapshot = dataclasses.replace(player.snapshot, epoch=epoch, train_loss=0.1)
            player.set_speed(speed)
            player._pacer.meter.held = held
            player.publish()
            await it.until(lambda epoch=epoch: f"{epoch:,}" in it.text("#counters"))
            await it.until(lambda words=words: it.text("#speed") == f"‹{words}›")
        player._playing = False
        player._pacer.meter.held = 20.0
        player.set_speed(60)
        await it.until(lambda: it.text("#speed") == "‹60/s›")


@pytest.mark.parametrize("code", ["en", "pt_BR"])
@pytest.mark.parametrize("epoch", [999_999, 1_000_000, 99_999_999, 100_000_000, 12_345_678_901])
def test_an_epoch_beyond_a_million_is_never_cut(epoch, code):
    language.use(code)
    snapshot = dataclasses.replace(Trainer(Experiment()).snapshot(), epoch=epoch)
    for room in range(5, 120):
        for text in (counters(snapshot, room), replayed(snapshot, 2 * epoch, epoch, room)):
            assert len(text) <= room
            whole, rounded = f"{epoch:,}", short_number(epoch, 0, room - 2 if text.startswith("◂") else room)
            assert whole in text or text.removeprefix("◂ ") == rounded


async def test_below_80_by_24_the_least_needed_goes_first():
    async with opened((80, 24)) as it:
        shown = []
        for size in ((80, 24), (79, 24), (60, 20), (57, 20), (40, 12), (20, 8)):
            await it.pilot.resize_terminal(*size)
            await it.settle()
            shown.append([name for name in ("data", "network-panel", "output") if is_seen(it.one(f"#{name}"))])
        assert shown[0] == ["data", "network-panel", "output"]
        assert shown[-1] == ["output"]
        for before, after in itertools.pairwise(shown):
            assert set(after) <= set(before)


async def test_below_80_by_24_a_line_says_so():
    async with opened((80, 23)) as it:
        for size in ((80, 23), (79, 24), (64, 24), (48, 16)):
            await it.pilot.resize_terminal(*size)
            await it.settle()
            assert "80×24" in it.text("#counters"), size


async def test_the_least_terminal_shows_the_grid():
    async with opened((20, 8)) as it:
        await it.press("S")
        await it.settle()
        assert "•" in it.text("#grid")


async def test_a_small_terminal_shows_the_epoch():
    async with opened((20, 8)) as it:
        await it.press("S")
        await it.settle()
        for size in ((20, 8), (40, 12)):
            await it.pilot.resize_terminal(*size)
            await it.settle()
            assert "10" in it.text("#counters"), size


SMALL_AND_LARGE = [(20, 8), (120, 40)]
RESTLESS = [*SMALL_AND_LARGE, (40, 12), (58, 16), (3, 2), (200, 60)]


@pytest.mark.parametrize(
    ("hidden_layers", "sizes"),
    [((4, 2), RESTLESS), ((), SMALL_AND_LARGE), ((8,) * 10, SMALL_AND_LARGE)],
    ids=["default", "none", "most"],
)
async def test_resized_while_it_plays_it_plays_on(hidden_layers, sizes, display_rate):
    display_rate()
    async with opened((80, 24), hidden_layers=hidden_layers) as it:
        await it.press("n", "space")
        for size in sizes:
            await it.pilot.resize_terminal(*size)
            epoch = it.epoch
            await it.rush("plus", "down", "right", "minus")
            await it.until(lambda epoch=epoch: it.epoch != epoch)
        assert it.session.player.playing
        await it.press("space")
        await it.pilot.resize_terminal(80, 24)
        await it.settle()
        assert_nothing_is_clipped(it)


async def test_it_opens_in_a_small_terminal_and_takes_every_letter():
    async with opened((20, 8)) as it:
        await it.press(*"dfnpotxuUrRgz123456S", "plus", "minus", "right_square_bracket", "left_square_bracket")
        await it.press("question_mark", "escape", "e", "escape", "tab", "enter", "escape", "shift+tab")
        await it.press("s")
        await it.settle()
        assert it.app.is_running


async def test_at_80_by_19_every_control_is_there():
    async with opened((80, 19)) as it:
        for kind in (Stepper, Toggle, ActionButton):
            for widget in it.screen.query(kind):
                assert is_seen(widget) == (widget.id != "more"), f"{widget}: the way to the sheet needs 100 columns"
        assert_nothing_is_clipped(it)
        labels = it.text("#network")
        assert all(feature.label in labels for feature in WEB_FEATURES.values())


async def test_in_a_window_of_one_line_the_keys_lie_over_the_buttons():
    """So what the buttons draw does not go to the terminal directly."""
    async with opened((80, 1)) as it:
        assert it.one("KeyFooter").is_in_full_view
        assert not it.one("#play").is_in_full_view
        await it.pilot.resize_terminal(80, 24)
        await it.pause()
        assert it.one("#play").is_in_full_view
