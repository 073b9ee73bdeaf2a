"""What the playground looks like. A picture does not replace an assert; it shows that something moved.

After a change of looks that is meant, run `pytest tests/playground/test_snapshots.py --snapshot-update` and look at the
new pictures before you keep them.
"""

import pytest

from nntui.app import PlaygroundApp
from nntui.drawing.palette import ColorLevel
from nntui.experiment.experiment import Experiment
from nntui.storage.start import StartState
from tests.playground import LIMIT, SEED


def trained(epochs: int, **values) -> PlaygroundApp:
    """The playground, trained before it opens, so that no thread runs beside the picture."""
    app = PlaygroundApp(StartState(Experiment(**({"seed": SEED} | values))), color_level=ColorLevel.TRUECOLOR)
    app.session.player.step(epochs)
    assert app.session.player.wait(LIMIT)
    return app


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 50)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_default_at_epoch_50(snap_compare, size):
    assert snap_compare(trained(50), terminal_size=size)
