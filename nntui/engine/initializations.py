"""Initializations: how large the first weights may be. To add one, add an entry to `INITIALIZATIONS`."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from nntui.language import N_, translated


@dataclass(frozen=True)
class Initialization:
    """One initialization: weights uniform in [−limit, limit), all biases the same.

    Each takes one number of the seed's stream for every weight, neuron by neuron, layer by layer, as the web page does.

    Attributes:
        name: In files and on the command line.
        formula: The limit, for help.
        source: Where it was proposed; "" for those of the web page.
        limit: From the numbers of inputs and neurons of a layer to the limit; 0 for weights of 0.
        bias: Of every neuron.
        is_web: Whether the web page has it.
        label: On the screen.
        help: What it is good for, in a line.
    """

    name: str
    formula: str
    source: str
    limit: Callable[[int, int], float]
    bias: float
    is_web: bool
    label: str = translated()
    help: str = translated()


INITIALIZATIONS: dict[str, Initialization] = {
    initialization.name: initialization
    for initialization in (
        Initialization(
            "web",
            "½",
            "",
            lambda inputs, neurons: 0.5,
            0.1,
            True,
            N_("Uniform ±0.5"),
            N_("the same range for every layer, as on the web page; biases start at 0.1"),
        ),
        Initialization(
            "xavier",
            N_("√(6 / (inputs + neurons))"),
            N_("Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010"),
            lambda inputs, neurons: math.sqrt(6 / max(1, inputs + neurons)),
            0.0,
            False,
            N_("Xavier"),
            N_("keeps signals as large from layer to layer, for Tanh and Sigmoid"),
        ),
        Initialization(
            "he",
            N_("√(6 / inputs)"),
            N_("He and others, Delving deep into rectifiers, 2015"),
            lambda inputs, neurons: math.sqrt(6 / max(1, inputs)),
            0.0,
            False,
            N_("He"),
            N_("larger than Xavier, for ReLU, which lets only half of a signal through"),
        ),
        Initialization(
            "zero", "0", "", lambda inputs, neurons: 0.0, 0.0, True, N_("Zero"), N_("all weights and biases start at 0")
        ),
    )
}
