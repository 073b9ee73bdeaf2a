"""What a card's Try says of the settings that it leaves as they are."""

import pytest

from nntui.experiment.experiment import Experiment
from nntui.playground.card_try import other_settings


@pytest.mark.parametrize(
    ("values", "changes", "others"),
    [
        ({"batch_size": 1}, {"batch_size": 1}, set()),
        ({"batch_size": 1, "learning_rate": 0.3}, {"learning_rate": 0.3}, {"batch_size"}),
        ({"learning_rate": 0.3, "noise": 20, "activation": "relu"}, {"activation": "relu"}, {"learning_rate"}),
        ({"activation": "relu", "hidden_layers": (2,)}, {"hidden_layers": (2,)}, {"activation"}),
        ({"regularization": "L1", "regularization_rate": 0.1}, {}, {"regularization", "regularization_rate"}),
        ({"regularization": "L1"}, {}, set()),
        ({"regularization_rate": 0.1}, {}, set()),
        ({"optimizer": "adam", "momentum": 0.5}, {"learning_rate": 0.3}, {"optimizer"}),
        ({"initialization": "zero"}, {"zero_initialization": True}, set()),
    ],
)
def test_what_an_earlier_change_has_left_is_named_only_where_it_decides(values, changes, others):
    assert set(other_settings(Experiment(**values), changes)) == others
