"""Other shapes of a network."""

import pytest

from nntui.experiment.experiment import HIDDEN_LAYERS
from nntui.experiment.layers import LayersError, with_layer_added, with_layer_removed, with_neurons_changed


@pytest.mark.parametrize(
    ("counts", "after", "wanted", "new"),
    [
        ((4, 3), None, (4, 3, 2), 3),
        ((4, 3), 1, (4, 2, 3), 2),
        ((4, 3), 0, (2, 4, 3), 1),
        ((4, 3), 2, (4, 3, 2), 3),
        ((4,), 3, (4, 2), 2),
        ((), None, (2,), 1),
        ((), 1, (2,), 1),
    ],
)
def test_a_layer_is_added_behind_another(counts, after, wanted, new):
    assert with_layer_added(counts, after) == (wanted, new)


@pytest.mark.parametrize(
    ("counts", "layer", "wanted"),
    [
        ((4, 3, 2), None, (4, 3)),
        ((4, 3, 2), 1, (3, 2)),
        ((4, 3, 2), 0, (3, 2)),
        ((4, 3, 2), 2, (4, 2)),
        ((4, 3, 2), 9, (4, 3)),
        ((4,), 1, ()),
    ],
)
def test_a_layer_is_removed(counts, layer, wanted):
    assert with_layer_removed(counts, layer) == wanted


@pytest.mark.parametrize(
    ("counts", "layer", "by", "wanted"),
    [((4, 2), 1, 1, (5, 2)), ((4, 2), 2, -1, (4, 1)), ((4, 2), 2, 3, (4, 5)), ((4, 2), 3, 1, (4, 2))],
)
def test_neurons_are_added_and_taken(counts, layer, by, wanted):
    assert with_neurons_changed(counts, layer, by) == wanted


def test_what_is_not_allowed_is_refused_with_what_is():
    with pytest.raises(LayersError, match=f"up to {HIDDEN_LAYERS.most} hidden layers"):
        with_layer_added((1,) * HIDDEN_LAYERS.most)
    with pytest.raises(LayersError, match="no hidden layer to remove"):
        with_layer_removed(())
    with pytest.raises(LayersError, match="no hidden layer: ] adds one"):
        with_neurons_changed((), 0, 1)
    for counts, by in (((HIDDEN_LAYERS.widest,), 1), ((1,), -1)):
        with pytest.raises(LayersError, match=f"1 to {HIDDEN_LAYERS.widest} neurons"):
            with_neurons_changed(counts, 1, by)
