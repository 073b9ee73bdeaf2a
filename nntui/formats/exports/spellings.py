"""How the frameworks spell an activation. A new one in `ACTIVATIONS` needs an entry here."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Spelling:
    """An activation in the words of each framework.

    Attributes:
        numpy: The lines of a function of the total inputs z, a row for each point.
        torch: The module; "" for the identity, which needs none.
        keras: The name that a layer takes; "" where Keras has no such name.
        onnx: The operator; "" for the identity, which needs none, and where there is none for float64.
        onnx_formula: What there is instead, as a formula in the total inputs x1; runtimes have none of Elu, LeakyRelu,
            Softplus and Gelu for float64, or have had them only for a short time.
        sklearn: The name that scikit-learn's networks take; "" for what they do not have.
        torch_class: The lines of the body of a module of that name, where PyTorch has none.
        keras_function: The expression of a function of z, where Keras has no name, or float32 constants.
    """

    numpy: tuple[str, ...]
    torch: str
    keras: str = ""
    onnx: str = ""
    onnx_formula: str = ""
    sklearn: str = ""
    torch_class: str = ""
    keras_function: str = ""

    @property
    def is_identity(self) -> bool:
        """Whether outputs are the total inputs."""
        return not self.torch


_NO_WARNING = 'with np.errstate(over="ignore"):  # for a very negative z, exp(-z) is infinite and the answer is 0'

_GELU_INNER = "math.sqrt(2.0 / math.pi) * (z + 0.044715 * z * z * z)"

SPELLINGS: dict[str, Spelling] = {
    "relu": Spelling(
        numpy=("return np.maximum(z, 0.0)",), torch="nn.ReLU()", keras="relu", onnx="Relu", sklearn="relu"
    ),
    "tanh": Spelling(numpy=("return np.tanh(z)",), torch="nn.Tanh()", keras="tanh", onnx="Tanh", sklearn="tanh"),
    "sigmoid": Spelling(
        numpy=(_NO_WARNING, "    return 1.0 / (1.0 + np.exp(-z))"),
        torch="nn.Sigmoid()",
        keras="sigmoid",
        onnx="Sigmoid",
        sklearn="logistic",
    ),
    "linear": Spelling(numpy=("return z",), torch="", keras="linear", sklearn="identity"),
    "leaky-relu": Spelling(
        numpy=("return np.maximum(z, 0.01 * z)",),
        torch="nn.LeakyReLU(0.01)",
        keras_function="keras.ops.maximum(z, 0.01 * z)",
        onnx_formula="max(x1, 0.01*x1)",
    ),
    "elu": Spelling(
        numpy=("return np.where(z < 0.0, np.expm1(np.minimum(z, 0.0)), z)",),
        torch="nn.ELU()",
        keras="elu",
        onnx_formula="max(x1, 0) + (exp(min(x1, 0)) - 1)",
    ),
    "silu": Spelling(
        numpy=(_NO_WARNING, "    return z / (1.0 + np.exp(-z))"),
        torch="nn.SiLU()",
        keras="silu",
        onnx_formula="x1/(1 + exp(-x1))",
    ),
    "gelu": Spelling(
        numpy=(f"return 0.5 * z * (1.0 + np.tanh({_GELU_INNER}))",),
        torch='nn.GELU(approximate="tanh")',
        keras_function=f"0.5 * z * (1.0 + keras.ops.tanh({_GELU_INNER}))",
        onnx_formula="0.5*x1*(1 + tanh(sqrt(2/pi)*(x1 + 0.044715*x1*x1*x1)))",
    ),
    "sine": Spelling(
        numpy=("return np.sin(z)",),
        torch="Sine()",
        torch_class="return torch.sin(z)",
        keras_function="keras.ops.sin(z)",
        onnx="Sin",
    ),
    "softplus": Spelling(
        numpy=("return np.logaddexp(0.0, z)",),
        # Beyond the threshold the answer is z itself. The usual one, 20, is for float32.
        torch="nn.Softplus(threshold=40.0)",
        keras="softplus",
        onnx_formula="max(x1, 0) + log(1 + exp(-abs(x1)))",
    ),
    "logistic": Spelling(
        numpy=("return np.tanh(0.5 * z)  # which is 2 / (1 + exp(-z)) - 1",),
        torch="Logistic()",
        torch_class="return torch.tanh(0.5 * z)  # which is 2 / (1 + exp(-z)) - 1",
        keras_function="keras.ops.tanh(0.5 * z)  # which is 2 / (1 + exp(-z)) - 1",
        onnx_formula="tanh(0.5*x1)",
    ),
    "softmax": Spelling(
        numpy=(
            "powers = np.exp(z - z.max(axis=1, keepdims=True))",
            "return powers / powers.sum(axis=1, keepdims=True)",
        ),
        torch="nn.Softmax(dim=1)",
        keras="softmax",
        onnx="Softmax",
    ),
}
"""By the activation's name; those of output neurons at the end."""


def as_identifier(name: str) -> str:
    """The name of an activation as that of a function in code."""
    return name.replace("-", "_")
