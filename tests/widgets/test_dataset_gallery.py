"""The gallery of data sets: what is drawn, and where a click chooses."""

from typing import NamedTuple

import numpy as np
import pytest

from nntui.drawing.colors import blend
from nntui.drawing.strokes import is_drawn
from nntui.engine.datasets import DATASETS, OWN, WEB_DATASETS
from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import NO_POINTS
from nntui.widgets import messages
from nntui.widgets.dataset_gallery import DatasetGallery
from tests.widgets import hosted, lines
from tests.widgets.sent import sent_by

NAMES = tuple(name for name, kind in WEB_DATASETS.items() if "classification" in kind.problems and name != OWN)
EDIT = getattr(messages, "ExperimentEdit", None) or messages.SettingChanged


class SizedGallery(DatasetGallery):
    DEFAULT_CSS = "SizedGallery { width: 30; height: 16; }"


class Spot(NamedTuple):
    """Where a data set is: the rows of its picture, the row of its name, and its columns."""

    top: int
    name_row: int
    columns: slice


@pytest.fixture
def gallery() -> DatasetGallery:
    return SizedGallery()


def show(gallery: DatasetGallery, chosen: str = NAMES[0]) -> None:
    gallery.update_from("dataset", NAMES, chosen, NO_POINTS)


def spots(gallery: DatasetGallery) -> dict[str, Spot]:
    """By the names on the screen: each picture begins at the top, or below the name of the one above it."""
    rows = {name: next(y for y, line in enumerate(lines(gallery)) if DATASETS[name].label in line) for name in NAMES}
    found = {}
    for name, row in rows.items():
        column = lines(gallery)[row].index(DATASETS[name].label)
        half = slice(0, 15) if column < 15 else slice(15, 30)
        found[name] = Spot(max((other + 1 for other in rows.values() if other < row), default=0), row, half)
    return found


def value_of(message) -> object:
    """The value that is wanted, whatever it is now."""
    return message.value if hasattr(message, "value") else message.change(Experiment().dataset)


def dots_of(gallery: DatasetGallery, spot: Spot) -> np.ndarray:
    """In which cells a picture has dots, bool, shape (rows, columns)."""
    return is_drawn(gallery._cells.glyphs[spot.top : spot.name_row, spot.columns])


async def test_every_data_set_has_a_picture_of_points_above_its_name(gallery):
    async with hosted(gallery) as it:
        show(gallery)
        await it.pause()
        assert len(NAMES) == 4
        pictures = [dots_of(gallery, spot) for spot in spots(gallery).values()]
        assert all(dots.sum() > 12 for dots in pictures)
        looks = {
            str(gallery._cells.glyphs[spot.top : spot.name_row, spot.columns].tolist())
            for spot in spots(gallery).values()
        }
        assert len(looks) == len(NAMES)


@pytest.mark.parametrize("chosen", NAMES)
async def test_all_have_the_colours_of_their_classes_the_one_that_is_used_the_strongest(gallery, chosen):
    async with hosted(gallery) as it:
        show(gallery, chosen)
        await it.pause()
        strong = {gallery.palette.plain_point(label) for label in (-1.0, 1.0)}
        for name, spot in spots(gallery).items():
            colors = gallery._cells.foreground[spot.top : spot.name_row, spot.columns][dots_of(gallery, spot)]
            if name == chosen:
                assert strong <= set(colors.tolist())
            else:
                paler = {blend(gallery.behind, color, 0.7) for color in strong}
                assert paler <= set(colors.tolist())
                assert not strong & set(colors.tolist())


async def test_every_row_of_a_picture_and_its_name_chooses_it(gallery):
    async with hosted(gallery) as it:
        show(gallery)
        await it.pause()
        for name, spot in list(spots(gallery).items())[1:]:
            for row in range(spot.top, spot.name_row + 1):
                sent = sent_by(gallery, EDIT)
                await it.click(gallery, (spot.columns.start + spot.columns.stop) // 2, row)
                assert [(message.name, value_of(message)) for message in sent] == [("dataset", name)], row


async def test_beside_the_pictures_and_on_the_one_that_is_used_nothing_is_chosen(gallery):
    async with hosted(gallery) as it:
        show(gallery)
        await it.pause()
        sent = sent_by(gallery, EDIT)
        first = spots(gallery)[NAMES[0]]
        await it.click(gallery, 7, first.top + 1)
        await it.click(gallery, 29, first.name_row)
        assert sent == []
