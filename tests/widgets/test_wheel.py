"""The mouse wheel over a stepper."""

import pytest
from textual.events import MouseScrollDown, MouseScrollUp

from nntui.experiment.experiment import SETTINGS
from nntui.widgets import messages
from nntui.widgets.stepper import Stepper
from tests.widgets import hosted
from tests.widgets.sent import sent_by

EDIT = getattr(messages, "ExperimentEdit", None) or messages.SettingChanged


def direction_of(message) -> int:
    if hasattr(message, "direction"):
        return message.direction
    return 1 if message.change(0.03) > 0.03 else -1


@pytest.mark.parametrize(("kind", "direction"), [(MouseScrollUp, 1), (MouseScrollDown, -1)])
async def test_the_wheel_steps_up_and_down(kind, direction):
    stepper = Stepper(SETTINGS["learning_rate"], 0.03)
    async with hosted(stepper) as it:
        sent = sent_by(stepper, EDIT)
        it._mouse(kind, stepper, 1, 0)
        await it.pause()
        assert [(message.name, direction_of(message)) for message in sent] == [("learning_rate", direction)]
