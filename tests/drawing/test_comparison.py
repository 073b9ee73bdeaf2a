"""Two runs side by side, and curves in one line."""

import numpy as np
import pytest

from nntui import language
from nntui.drawing.cells import BOLD, Cells
from nntui.drawing.comparison import DIFFERS, Colors, ComparedLine, Side, draw_comparison, grid_rows, lines_room
from nntui.drawing.grid_picture import grid_picture
from nntui.drawing.palette import make_palette
from nntui.drawing.sparkline import sparkline
from nntui.experiment.experiment import Experiment
from nntui.formats.run_rows import SHOWN_SETTINGS, setting_label
from nntui.training.history import Losses
from nntui.training.predictions import predict
from nntui.training.trainer import Trainer

COLORS = Colors(make_palette("playground", 0x101010), 0xFFFFFF, 0xFFCC00, 0x444444)
LINES = [ComparedLine("Noise", "0%", "20%"), *(ComparedLine(f"Label {n}", "same", "same") for n in range(20))]


@pytest.fixture(scope="module")
def sides() -> tuple[Side, Side]:
    trainer = Trainer(Experiment(seed="0.5"))
    predictions = predict(trainer.snapshot(), trainer.sample)
    losses = Losses(1, np.linspace(0.5, 0.1, 30), np.linspace(0.5, 0.2, 30))

    def picture(columns: int, rows: int):
        return grid_picture(predictions, None, columns, rows, has_axes=False)

    return Side("left one", picture, losses), Side("right one", None, None)


def draw(sides: tuple[Side, Side], width: int, height: int, first: int = 0) -> Cells:
    cells = Cells(width, height)
    draw_comparison(cells, sides, LINES, COLORS, first)
    return cells


def test_both_stand_beside_each_other_with_what_differs_marked(sides):
    cells = draw(sides, 76, 22)
    rows = str(cells).splitlines()
    assert rows[0].index("left one") == 0
    assert rows[0].index("right one") == 39
    at = next(y for y, row in enumerate(rows) if row.startswith(DIFFERS))
    assert rows[at].split() == [DIFFERS, "Noise", "0%", "20%"]
    assert cells.attributes[at, 2] & BOLD
    assert [row[0] for row in rows].count(DIFFERS) == 1
    # The grid at the left is a square of half blocks; at the right there is no network.
    size = grid_rows(76, 22)
    assert (cells.background[1 : size + 1, : 2 * size] != -1).all()
    assert (cells.background[1 : size + 1, 39 : 39 + 2 * size] == -1).all()


@pytest.mark.parametrize(
    ("width", "height"), [(1, 1), (16, 6), (20, 8), (40, 12), (76, 22), (116, 38), (200, 60), (5, 40)]
)
def test_any_size_can_be_drawn_and_every_line_can_be_reached(sides, width, height):
    room = lines_room(width, height)
    seen = set()
    for first in range(len(LINES)):
        rows = str(draw(sides, width, height, first)).splitlines()
        seen |= {line.label for line in LINES if any(line.label in row for row in rows)}
        if first and first + room >= len(LINES):
            break
    assert width < 40 or seen == {line.label for line in LINES}


def test_a_curve_in_a_line_shares_its_scale_and_shows_its_gaps():
    assert sparkline(np.array([1.0, 0.5, 0.0]), 8, 1.0) == "█▅▁"
    assert sparkline(np.array([0.5, np.nan, np.inf, -1.0]), 8, 1.0) == "▅··▁"
    assert len(sparkline(np.linspace(1, 0, 1000), 12, 1.0)) == 12
    assert sparkline(np.linspace(1, 0, 1000), 12, 1.0)[::11] == "█▁"
    assert (sparkline(np.empty(0), 8, 1.0), sparkline(np.ones(3), 0, 1.0)) == ("", "")
    assert sparkline(np.zeros(2), 4, 0.0) == "▁▁"


@pytest.mark.parametrize("code", ["en", "pt_BR"])
def test_the_names_of_all_settings_stand_in_full_at_80_columns(sides, code):
    language.use(code)
    labels = [setting_label(name) for name in SHOWN_SETTINGS]
    cells = Cells(76, 60)
    draw_comparison(cells, sides, [ComparedLine(label, "0.003 → 0.03 at 50", "1") for label in labels], COLORS, 0)
    shown = str(cells)
    assert [label for label in labels if label not in shown] == []
    assert shown.count("0.003 → 0.03 at 50") == len(labels)


def test_losses_of_two_kinds_are_not_drawn_into_one_plot(sides):
    left, higher = sides[0], Losses(1, np.linspace(0.9, 0.6, 30), np.linspace(0.9, 0.7, 30))
    alike, other = (Side("right", None, higher, loss) for loss in ("squared-error", "cross-entropy"))
    mixed, same = draw((left, other), 76, 22), draw((left, alike), 76, 22)
    assert (same.foreground == COLORS.faint).sum() > 0
    assert not (mixed.foreground == COLORS.faint).any()
    (row,) = (line for line in str(mixed).splitlines() if "Cross-entropy" in line)
    assert row.index("Cross-entropy") > 39
    assert "Cross-entropy" not in str(same)
