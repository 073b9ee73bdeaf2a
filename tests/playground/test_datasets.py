"""All data sets by their pictures, and what of them the first screen shows."""

import pytest

from nntui.dialogs.datasets import DatasetsScreen
from nntui.drawing.strokes import is_drawn
from nntui.engine.datasets import DATASETS, WEB_DATASETS
from nntui.keys.actions import PALETTE_ACTIONS
from nntui.playground.palette_commands import PlaygroundCommands
from nntui.widgets.dataset_gallery import DatasetGallery
from nntui.widgets.dataset_pictures import DatasetPictures
from tests.playground import Driver, opened


def of(problem: str) -> list[str]:
    return [name for name, kind in DATASETS.items() if problem in kind.problems]


async def pictures(it: Driver) -> DatasetPictures:
    """The gallery of all data sets, when it is drawn."""
    await it.until(lambda: isinstance(it.app.screen, DatasetsScreen) and it.app.focused is not None)
    widget = it.app.screen.query_one(DatasetPictures)
    await it.until(lambda: not widget._is_first)
    await it.pilot.pause()
    return widget


@pytest.mark.parametrize("problem", ["classification", "regression"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_all_data_sets_of_the_problem_are_there_with_pictures(size, problem):
    async with opened(size, problem=problem) as it:
        await it.press("D")
        widget = await pictures(it)
        tiles = dict(widget._tiles())
        assert list(tiles) == of(problem)
        for name, (picture, lines, _) in tiles.items():
            assert picture.width >= 10
            assert picture.y + picture.height + len(lines) <= widget.content_size.height
            dots = is_drawn(widget._cells.glyphs[picture.y :, picture.x :][: picture.height, : picture.width])
            assert (dots.sum() > 20) == (name != "own"), name
            shown = " ".join(lines).removeprefix("✓ ")
            assert shown == DATASETS[name].label
        region = widget.region
        assert region.bottom < size[1], "the line of help stands below it"


async def test_the_arrows_walk_and_enter_takes():
    async with opened((80, 24)) as it:
        await it.press("D")
        widget = await pictures(it)
        assert widget._chosen == "circle"
        names = of("classification")
        await it.press("left", "up", "right", "down")
        assert widget._chosen == names[6], "of the second row of five the second one; beyond the edge there is none"
        await it.press("h", "h", "l", "k")
        assert widget._chosen == names[0]
        await it.press("end", "right", "enter")
        await it.until(lambda: it.app.screen is it.screen)
        await it.settle()
        assert it.experiment.dataset == names[-1]
        assert DATASETS[names[-1]].label in it.text("#dataset")
        await it.press("D")
        widget = await pictures(it)
        assert widget._chosen == names[-1], "the one in use is marked at first"
        await it.press("home", "escape")
        await it.settle()
        assert it.experiment.dataset == names[-1]
        await it.press("u")
        await it.settle()
        assert it.experiment.dataset == "circle"


async def test_the_mouse_opens_it_on_the_picture_of_the_data_and_takes_a_data_set():
    async with opened((80, 24)) as it:
        await it.click("#picture", 5, 3)
        widget = await pictures(it)
        tile = dict(widget._tiles())["moons"]
        await it.click(widget, (tile.columns.start + tile.columns.stop) // 2, tile.picture.y + 1)
        await it.until(lambda: it.app.screen is it.screen)
        await it.settle()
        assert it.experiment.dataset == "moons"


async def test_the_first_screen_keeps_its_seven_and_names_another_one_that_is_used():
    async with opened((120, 40), dataset="stripes") as it:
        gallery = it.screen.query_one("#gallery", DatasetGallery)
        assert list(dict(gallery._tiles())) == [name for name in of("classification") if name in WEB_DATASETS]
        assert "Stripes" in it.text("#dataset")


async def test_the_palette_lists_every_data_set():
    async with opened() as it:
        listed = {str(hit.text): hit async for hit in PlaygroundCommands(it.screen).discover()}
        assert [f"Data set {kind.label}" in listed for kind in DATASETS.values()] == [True] * len(DATASETS)
        assert [each.id for each in PALETTE_ACTIONS] == [f"dataset-{n}" for n in DATASETS if n not in WEB_DATASETS]
        await listed["Data set Saddle"].command()
        await it.settle()
        assert (it.experiment.problem, it.experiment.regression_dataset) == ("regression", "reg-saddle")


async def test_where_pictures_have_no_room_the_names_can_be_chosen():
    async with opened((40, 12)) as it:
        await it.press("D")
        widget = await pictures(it)
        shown = str(widget._cells)
        assert all(DATASETS[name].label in shown for name in of("classification"))
        tile = dict(widget._tiles())["blobs"]
        await it.click(widget, tile.columns.start + 3, tile.picture.y)
        await it.until(lambda: it.app.screen is it.screen)
        await it.settle()
        assert it.experiment.dataset == "blobs"
