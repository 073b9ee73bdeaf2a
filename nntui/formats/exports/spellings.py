"""How the frameworks spell an activation. A new one in `ACTIVATIONS` needs an entry here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Spelling:
    """An activation in the words of each framework.

    Attributes:
        numpy: The lines of a function of the total inputs z.
        torch: The module; "" for the identity, which needs none.
        keras: The name that a layer takes.
        onnx: The operator; "" for the identity, which needs none.
        sklearn: The name that scikit-learn's networks take.
    """

    numpy: tuple[str, ...]
    torch: str
    keras: str
    onnx: str
    sklearn: str


SPELLINGS: dict[str, Spelling] = {
    "relu": Spelling(("return np.maximum(z, 0.0)",), "nn.ReLU()", "relu", "Relu", "relu"),
    "tanh": Spelling(("return np.tanh(z)",), "nn.Tanh()", "tanh", "Tanh", "tanh"),
    "sigmoid": Spelling(
        (
            'with np.errstate(over="ignore"):  # for a very negative z, exp(-z) is infinite and the answer is 0',
            "    return 1.0 / (1.0 + np.exp(-z))",
        ),
        "nn.Sigmoid()",
        "sigmoid",
        "Sigmoid",
        "logistic",
    ),
    "linear": Spelling(("return z",), "", "linear", "", "identity"),
}
"""By the activation's name."""
