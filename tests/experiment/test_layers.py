"""Other shapes of a network."""

import pytest

from nntui.experiment.experiment import HIDDEN_LAYERS, Experiment
from nntui.experiment.layers import (
    LayersError,
    changes_for_added,
    changes_for_removed,
    layer_value,
    with_layer_added,
    with_layer_removed,
    with_layer_value,
    with_neurons_changed,
)


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


@pytest.mark.parametrize("dropout", [(), (0.3,), (0.1, 0.2, 0.3)])
@pytest.mark.parametrize("own", [(), ("relu",), ("relu", "", "sine"), ("relu", "elu", "sine", "gelu")])
@pytest.mark.parametrize("after", [0, 1, 2, 3, None])
def test_what_layers_have_of_their_own_moves_with_them(dropout, own, after):
    before = Experiment(seed="1", hidden_layers=(5, 6, 7), layer_activations=own, dropout=dropout)
    changes, new = changes_for_added(before, after)
    added = before.changed(**changes)
    pairs = list(zip(added.hidden_layers, added.used_activations, added.used_dropout, strict=True))
    # The new layer is as all are, where dropout has one number for all; every other layer is as it was.
    assert pairs.pop(new - 1) == (2, "tanh", 0.3 if dropout == (0.3,) else 0.0) or new > 3
    assert pairs == list(zip(before.hidden_layers, before.used_activations, before.used_dropout, strict=True))
    removed = added.changed(**changes_for_removed(added, new))
    assert removed.used_activations == before.used_activations
    assert removed.used_dropout == before.used_dropout


def test_the_layer_that_is_left_does_not_give_its_dropout_to_new_ones():
    before = Experiment(seed="1", hidden_layers=(5, 6), layer_activations=("elu", "relu"), dropout=(0, 0.4))
    left = before.changed(**changes_for_removed(before, 1))
    assert (left.used_activations, left.used_dropout) == (("relu",), (0.4,))
    again = left.changed(**changes_for_added(left)[0])
    assert (again.used_activations, again.used_dropout) == (("relu", "tanh"), (0.4, 0.0))


def test_one_layer_is_given_a_value_and_the_others_keep_theirs():
    before = Experiment(seed="1", hidden_layers=(5, 6, 7), dropout=(0.2,))
    changed = before.changed(dropout=with_layer_value(before, "dropout", 2, 0.5))
    assert changed.used_dropout == (0.2, 0.5, 0.2)
    changed = changed.changed(layer_activations=with_layer_value(changed, "layer_activations", 3, "sine"))
    assert changed.used_activations == ("tanh", "tanh", "sine")
    assert [layer_value(changed, "layer_activations", layer) for layer in (1, 2, 3)] == ["", "", "sine"]
    back = changed.changed(layer_activations=with_layer_value(changed, "layer_activations", 3, ""))
    assert back.layer_activations == ()
