"""The network: its cursor, what the mouse is on, and what it asks for."""

import pytest

from nntui.engine.features import WEB_FEATURES
from nntui.experiment.experiment import Experiment
from nntui.training.trainer import Trainer
from nntui.widgets.messages import FeatureSwitched, LayersEdited
from nntui.widgets.network_diagram import NetworkDiagram
from nntui.widgets.number_field import NumberField
from tests.widgets import Hosted, hosted, lines
from tests.widgets.sent import sent_by

NAMES = tuple(WEB_FEATURES)


def shown(diagram: NetworkDiagram, **values) -> None:
    experiment = Experiment(seed="0.5", **values)
    diagram.update_from(experiment, Trainer(experiment).network)


async def with_network(it: Hosted, diagram: NetworkDiagram, **values) -> None:
    shown(diagram, **values)
    await it.pause()
    diagram.focus()
    await it.pause()


@pytest.fixture
def diagram():
    return NetworkDiagram(Experiment(seed="0.5"))


# The cursor


async def test_arrows_and_hjkl_walk_the_nodes(diagram):
    async with hosted(diagram) as it:
        await with_network(it, diagram)
        # From node to node lies an edge, on which the Output panel shows the output.
        walk = [("down", (0, 1)), ("j", (0, 2)), ("up", (0, 1)), ("k", (0, 0)), ("right", None), ("l", (1, 0))]
        walk += [("right", None), ("right", (2, 0)), ("h", None), ("left", (1, 1))]
        for key, node in walk:
            await it.press(key)
            assert it.host.nodes[-1] == node, key


async def test_the_cursor_stops_at_the_edges(diagram):
    async with hosted(diagram) as it:
        await with_network(it, diagram)
        await it.press("up", "left")
        assert it.host.nodes[-1] == (0, 0)
        await it.press(*["down"] * 9)
        assert it.host.nodes[-1] == (0, len(NAMES) - 1)
        await it.press(*["right"] * 19)
        assert it.host.nodes[-1] == (3, 0)
        await it.press("down")
        assert it.host.nodes[-1] == (3, 0)


async def test_to_another_layer_it_goes_at_about_the_same_height(diagram):
    async with hosted(diagram) as it:
        await with_network(it, diagram, hidden_layers=(8, 4, 1))
        await it.press(*["down"] * 6, "right")
        assert it.host.nodes[-1] == (1, 7), "the last feature is off, so there is no edge between"
        await it.press("right", "right")
        assert it.host.nodes[-1] == (2, 3)
        await it.press("right", "right", "left", "left")
        assert it.host.nodes[-1] in ((2, 1), (2, 2))


async def test_the_words_below_say_what_the_cursor_is_on(diagram):
    async with hosted(diagram) as it:
        await with_network(it, diagram)
        await it.press("down")
        assert WEB_FEATURES["y"].label in lines(diagram)[-1]
        await it.press("right")
        assert "weight X₂ → layer 1 neuron 1 = " in lines(diagram)[-1]
        await it.press("right", "down")
        assert "layer 1 neuron 2, bias 0.10" in lines(diagram)[-1]
        await it.press(*["right"] * 4)
        assert "output, bias 0.10" in lines(diagram)[-1]


async def test_escape_and_leaving_give_the_output_back(diagram):
    async with hosted(diagram) as it:
        await with_network(it, diagram)
        await it.press("right", "right")
        assert it.host.nodes[-1] == (1, 0)
        await it.press("escape")
        assert it.host.nodes[-1] is None
        assert lines(diagram)[-1].strip() == ""
        await it.press("down")
        assert it.host.nodes[-1] == (1, 1)
        diagram.blur()
        await it.pause()
        assert it.host.nodes[-1] is None


async def test_the_cursor_alone_fills_no_panel(diagram):
    async with hosted(diagram) as it:
        await with_network(it, diagram)
        diagram.go_to(1)
        await it.pause()
        assert diagram.chosen_layer == 1
        assert set(it.host.nodes) == {None}


async def test_another_network_gives_the_output_back_and_keeps_the_cursor(diagram):
    async with hosted(diagram) as it:
        await with_network(it, diagram, hidden_layers=(4, 2))
        await it.press("right", "right", "down")
        assert it.host.nodes[-1] == (1, 1)
        shown(diagram, hidden_layers=(5, 2))
        await it.pause()
        assert it.host.nodes[-1] is None
        assert diagram.chosen_layer == 1


@pytest.mark.parametrize(("typed", "value"), [("0.5", 0.5), ("-2", -2.0), (",5", 0.5), ("+3", 3.0), ("0", 0.0)])
async def test_a_number_typed_on_a_weight_is_that_number(diagram, typed, value):
    async with hosted(diagram) as it:
        changed = sent_by(diagram, NetworkDiagram.ParameterChanged)
        await with_network(it, diagram)
        await it.press("right")
        await it.type(typed)
        await it.press("enter")
        assert [message.value for message in changed] == [value]
        assert diagram.has_focus


async def test_on_a_neuron_digits_and_signs_are_keys_as_elsewhere(diagram):
    async with hosted(diagram) as it:
        await with_network(it, diagram)
        await it.press("right", "right", "5", "plus")
        assert not diagram.query(NumberField)


async def test_while_a_weight_is_edited_its_name_its_range_and_the_arrows_are_seen(diagram):
    async with hosted(diagram) as it:
        await with_network(it, diagram)
        await it.press("right", "enter")
        assert "weight X₁ → layer 1 neuron 1 (← → −1000 to 1000)" in lines(diagram)[-1]


async def test_the_cursor_stays_inside_a_network_that_shrinks(diagram):
    async with hosted(diagram) as it:
        await with_network(it, diagram, hidden_layers=(4, 8))
        await it.press(*["right"] * 4, *["down"] * 9)
        assert it.host.nodes[-1] == (2, 7)
        shown(diagram, hidden_layers=(4, 2))
        await it.press("down")
        assert it.host.nodes[-1] == (2, 1)
        shown(diagram, hidden_layers=())
        await it.press("up")
        assert it.host.nodes[-1] == (1, 0)
        assert diagram.cursor_layer == 0


async def test_a_layer_taller_than_the_screen_follows_the_cursor(diagram):
    async with hosted(diagram, size=(60, 14)) as it:
        await with_network(it, diagram, hidden_layers=(32,))
        await it.press("right", "right", *["down"] * 31)
        assert it.host.nodes[-1] == (1, 31)
        assert (1, 31) in diagram.geometry.nodes
        assert "neuron 32" in lines(diagram)[-1]


# What it asks for


async def test_enter_switches_the_feature_under_the_cursor(diagram):
    async with hosted(diagram) as it:
        await with_network(it, diagram)
        await it.press("enter")
        assert it.host.edits == [FeatureSwitched("x")]
        await it.press("down", "down", "enter")
        assert it.host.edits[-1] == FeatureSwitched(NAMES[2])
        await it.press("right", "enter")
        assert len(it.host.edits) == 2, "a neuron is not switched"


async def test_the_cursor_chooses_the_layer_that_keys_change(diagram):
    async with hosted(diagram) as it:
        await with_network(it, diagram, hidden_layers=(4, 2))
        await it.press("right")
        assert (diagram.cursor_layer, diagram.chosen_layer) == (1, 1)
        await it.press("escape")
        assert (diagram.cursor_layer, diagram.chosen_layer) == (1, None), "out of sight it chooses none"
        diagram.place_cursor(3)
        await with_network(it, diagram, hidden_layers=(4, 2, 2))
        assert diagram.cursor_layer == 3


# The mouse


async def test_what_the_mouse_is_on_is_shown_and_given_back(diagram):
    async with hosted(diagram, size=(60, 22)) as it:
        shown(diagram)
        area = diagram.geometry.nodes[1, 2].area
        await it.hover(diagram, area.x, area.y)
        assert it.host.nodes[-1] == (1, 2)
        assert "neuron 3" in lines(diagram)[-1]
        count = len(it.host.nodes)
        await it.hover(diagram, area.x + 1, area.y)
        assert len(it.host.nodes) == count, "the same node is not told again"
        await it.hover(diagram, area.x + area.width, area.y)
        assert it.host.nodes[-1] is None
        feature = diagram.geometry.nodes[0, 4]
        await it.hover(diagram, 1, feature.middle_row)
        assert it.host.nodes[-1] == (0, 4)


async def test_a_click_on_a_feature_switches_it_and_one_on_a_neuron_goes_there(diagram):
    async with hosted(diagram, size=(60, 22)) as it:
        shown(diagram)
        feature = diagram.geometry.nodes[0, 4]
        await it.click(diagram, 1, feature.middle_row)
        assert it.host.edits == [FeatureSwitched(NAMES[4])]
        neuron = diagram.geometry.nodes[2, 1].area
        await it.click(diagram, neuron.x, neuron.y)
        assert it.host.nodes[-1] == (2, 1)
        assert diagram.cursor_layer == 2
        assert len(it.host.edits) == 1


@pytest.mark.parametrize(
    ("width", "counts"), [(36, (4, 2)), (80, (4, 2)), (110, (1, 2, 3, 4)), (36, (4,) * 4), (36, (8,) * 6)]
)
async def test_every_button_over_the_layers_is_where_it_is_seen(width, counts):
    diagram = NetworkDiagram(Experiment(seed="0.5", hidden_layers=counts))
    async with hosted(diagram, size=(width, 22)) as it:
        shown(diagram, hidden_layers=counts)
        title, row = lines(diagram)[:2]
        await it.click(diagram, title.index("+"), 0)
        await it.click(diagram, title.index("−"), 0)
        assert it.host.edits == [LayersEdited("add", None), LayersEdited("remove", None)]
        it.host.edits.clear()
        layers = range(1, len(counts) + 1)
        for mark, by in (("+", 1), ("−", -1)):
            places = [x for x, character in enumerate(row) if character == mark]
            assert len(places) == len(counts)
            for layer, x in zip(layers, places, strict=True):
                it.host.edits.clear()
                await it.click(diagram, x, 1)
                assert it.host.edits == [LayersEdited("resize", layer, by)]


async def test_a_click_beside_the_buttons_does_nothing(diagram):
    async with hosted(diagram, size=(80, 22)) as it:
        shown(diagram)
        for x in range(80):
            text = "".join(line[x] for line in lines(diagram)[:2])
            near = "".join(line[max(0, x - 1) : x + 2] for line in lines(diagram)[:2])
            if "+" not in near and "−" not in near:
                await it.click(diagram, x, 0)
                assert it.host.edits == [], text
