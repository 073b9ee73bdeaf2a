"""The network as a Python program that needs NumPy alone."""

from nntui.formats.exports.source import Library, in_their_units, program
from nntui.formats.exports.spellings import SPELLINGS
from nntui.formats.exports.trained import layers_of
from nntui.training.snapshot import Snapshot

_NUMPY = Library("NumPy alone", "np", ("np.array(", ")"))


def write(snapshot: Snapshot) -> bytes:
    """The program: `predict(points)` takes float64 of shape (n, 2) and gives float64 of shape (n,)."""
    activations = dict.fromkeys(layer.activation for layer in layers_of(snapshot))
    body = [*map(_activation, activations), _predict(snapshot)]
    return program(snapshot, _NUMPY, ["import sys", "", "import numpy as np"], body)


def _activation(name: str) -> str:
    lines = (f"    {line}" for line in SPELLINGS[name].numpy)
    return "\n".join(
        [f"def {name}(z):", '    """The activation: from the total input of neurons to their output."""', *lines]
    )


def _predict(snapshot: Snapshot) -> str:
    layers = layers_of(snapshot)
    lines = [
        "def predict(points):",
        '    """The output for each point.',
        "",
        "    Args:",
        "        points: Numbers of shape (n, 2), a row for each point.",
        "",
        "    Returns:",
        "        An array of shape (n,).",
        '    """',
        "    a0 = features(np.asarray(points, dtype=np.float64))",
    ]
    for number, layer in enumerate(layers, start=1):
        lines.append(f"    a{number} = {layer.activation}(a{number - 1} @ W{number}.T + b{number})")
    return "\n".join([*lines, f"    return {in_their_units(f'a{len(layers)}[:, 0]', snapshot.experiment)}"])
