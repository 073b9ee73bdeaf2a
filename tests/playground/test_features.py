"""Features of ours on the first screen: they take a place while they are on, and the palette switches them."""

from nntui.drawing.cells import CHECKED, UNCHECKED
from nntui.engine.features import FEATURES, WEB_FEATURES, place_of
from nntui.experiment.short_names import feature_label
from nntui.experiment.user_points import NO_POINTS
from nntui.playground.palette_commands import PlaygroundCommands
from nntui.widgets.network_diagram import NetworkDiagram
from tests.playground import Driver, opened

ALL = (*FEATURES, "x1*x2^2")
LABELS = {name: feature_label(name, NO_POINTS, 6) for name in ALL}


def shown(it: Driver) -> list[str]:
    """The names of the features whose box is in the diagram, from above."""
    lines = it.text("#network").splitlines()
    boxes = [line[1:8].strip() for line in lines if line[:1] in (CHECKED, UNCHECKED)]
    return [name for label in boxes for name in ALL if label == LABELS[name]]


async def switch(it: Driver, title: str) -> None:
    hits = {str(hit.text): hit async for hit in PlaygroundCommands(it.screen).search(title)}
    hits[title].command()
    await it.pause()


async def test_ours_take_a_place_while_they_are_on_and_the_palette_switches_them():
    async with opened(size=(80, 24)) as it:
        assert shown(it) == list(WEB_FEATURES)
        await switch(it, "Feature: radius on")
        await switch(it, "Feature: cos X₁ on")
        assert it.experiment.features == ("x", "y", "cos-x", "radius")
        assert shown(it) == [*WEB_FEATURES, "cos-x", "radius"]
        await it.press("f", *["down"] * 8)
        assert it.screen.query_one(NetworkDiagram).shown_node == (0, place_of("radius"))
        await it.press("enter")
        assert it.experiment.features == ("x", "y", "cos-x")
        assert shown(it) == [*WEB_FEATURES, "cos-x"]
        it.session.change(features=("x", "x1*x2^2"))
        await it.pause()
        assert shown(it) == [*WEB_FEATURES, "x1*x2^2"]
        await switch(it, "Feature: x1·x2² off")
        assert it.experiment.features == ("x",)
        assert shown(it) == list(WEB_FEATURES)


async def test_all_of_them_with_a_formula_can_be_walked_at_80x24():
    async with opened(size=(80, 24)) as it:
        it.session.change(features=ALL)
        await it.pause()
        assert len(shown(it)) >= len(WEB_FEATURES)
        await it.press("f", *["down"] * 20)
        assert it.screen.query_one(NetworkDiagram).shown_node == (0, len(FEATURES))
        assert shown(it)[-1] == "x1*x2^2"
        await it.press("s", "right", "b")
        await it.press("escape", "f", *["down"] * 20, "enter")
        assert it.experiment.features == ALL[:-1]
