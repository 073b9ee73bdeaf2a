"""The network as a Python program that needs NumPy alone."""

from nntui.formats.exports.source import Library, answer, answer_words, program
from nntui.formats.exports.spellings import SPELLINGS, as_identifier
from nntui.formats.exports.trained import layers_of
from nntui.training.snapshot import Snapshot

_NUMPY = Library("NumPy alone", "np", ("np.array(", ")"))


def write(snapshot: Snapshot) -> bytes:
    """The program: `predict(points)` takes float64 of shape (n, 2) and gives float64 of shape (n,).

    Of three and more classes it gives their probabilities, of shape (n, classes).
    """
    activations = dict.fromkeys(layer.activation for layer in layers_of(snapshot))
    body = [*map(_activation, activations), _predict(snapshot)]
    return program(snapshot, _NUMPY, ["import sys", "", "import numpy as np"], body)


def _activation(name: str) -> str:
    lines = (f"    {line}" for line in SPELLINGS[name].numpy)
    words = '    """The activation: from the total input of neurons to their output."""'
    return "\n".join([f"def {as_identifier(name)}(z):", words, *lines])


def _predict(snapshot: Snapshot) -> str:
    layers = layers_of(snapshot)
    words, shape = answer_words(snapshot.experiment)
    lines = [
        "def predict(points):",
        f'    """{words}.',
        "",
        "    Args:",
        "        points: Numbers of shape (n, 2), a row for each point.",
        "",
        "    Returns:",
        f"        An array of shape {shape}.",
        '    """',
        "    a0 = features(np.asarray(points, dtype=np.float64))",
    ]
    for number, layer in enumerate(layers, start=1):
        lines.append(f"    a{number} = {as_identifier(layer.activation)}(a{number - 1} @ W{number}.T + b{number})")
    return "\n".join([*lines, f"    return {answer(f'a{len(layers)}', snapshot.experiment)}"])
