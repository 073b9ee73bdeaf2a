"""What an optimizer remembers, in a file of saved work: to the data of the file and back, checked.

The numbers stand in base64, as float64 of the least byte first: that is to the last bit, in half of the characters that
digits take.
"""

import binascii
from base64 import b64decode, b64encode
from typing import Annotated

import numpy as np
from msgspec import Meta, Struct

from nntui.engine.arrays import FloatArray
from nntui.engine.optimizers import OPTIMIZERS, OptimizerState
from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import BETA2, RHO
from nntui.language import _

_MOST_STEPS = 10**18
_LONGEST = 12_000_000
"""Characters of the numbers."""
_ITEM = np.dtype("<f8")
_SQUARES = frozenset((BETA2.name, RHO.name))
"""An optimizer with one of these keeps squares of the gradient, behind all else."""


class SavedOptimizer(Struct):
    """What an optimizer remembers as it stands in a file."""

    steps: Annotated[int, Meta(ge=1, le=_MOST_STEPS)]
    moments: Annotated[str, Meta(max_length=_LONGEST)]


def saved_optimizer_of(state: OptimizerState | None) -> SavedOptimizer | None:
    """What is written of it; None for nothing."""
    return None if state is None else SavedOptimizer(state.steps, in_base64(state.moments))


def optimizer_state_of(saved: SavedOptimizer | None, experiment: Experiment, size: int) -> OptimizerState | None:
    """What the optimizer of a file remembers.

    Args:
        saved: As it stands there.
        experiment: Its settings.
        size: How many parameters the network has.

    Raises:
        ValueError: It does not go with the optimizer or the network, or a number cannot be used.
    """
    if saved is None:
        return None
    optimizer = OPTIMIZERS[experiment.optimizer]
    numbers = from_base64(saved.moments)
    if numbers is None or len(numbers) != optimizer.moments * size:
        sentence = _("the optimizer {name} should remember {count} numbers in base64")
        raise ValueError(sentence.format(name=optimizer.name, count=optimizer.moments * size))
    moments = numbers.reshape(optimizer.moments, size)
    if not np.isfinite(moments).all():
        raise ValueError(_("what the optimizer remembers is not a number"))
    if _SQUARES.intersection(optimizer.parameters) and (moments[-1] < 0).any():
        raise ValueError(_("the optimizer remembers a square that is negative"))
    moments.setflags(write=False)
    return OptimizerState(moments, saved.steps)


def in_base64(numbers: FloatArray) -> str:
    """Numbers as text."""
    return b64encode(numbers.astype(_ITEM).tobytes()).decode()


def from_base64(text: str) -> FloatArray | None:
    """The numbers of such a text, float64, flat; None where it is none."""
    try:
        data = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return None if len(data) % _ITEM.itemsize else np.frombuffer(data, _ITEM).astype(np.float64)
