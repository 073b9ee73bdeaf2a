"""The network as a Python program with a PyTorch module."""

from collections.abc import Iterator, Sequence
from string import Template

from nntui.formats.exports.source import Library, answer, answer_words, parameter_pairs, program
from nntui.formats.exports.spellings import SPELLINGS
from nntui.formats.exports.trained import Layer, layers_of
from nntui.training.snapshot import Snapshot

_TORCH = Library(
    "PyTorch",
    "torch",
    ("torch.tensor(", ", dtype=torch.float64)"),
    # torch.minimum and torch.maximum take no plain number.
    {"min": "clamp_max", "max": "clamp_min"},
)

_ACTIVATION = '''
class {name}(nn.Module):
    """An activation that PyTorch does not have."""

    def forward(self, z):
        {body}
'''

_MODULE = Template('''
class Network(nn.Module):
    """The trained network: from points, float64 of shape (n, 2), to outputs of shape $shape."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            $modules
        )
        linear = [layer for layer in self.layers if isinstance(layer, nn.Linear)]
        for layer, (weights, biases) in zip(linear, $pairs):
            layer.load_state_dict({"weight": weights, "bias": biases})

    def forward(self, points):
        """$words."""
        return $outputs
''')

_PREDICT = Template('''
network = Network()


def predict(points):
    """$words, a tensor of shape $shape, for numbers of shape (n, 2), a row for each point."""
    with torch.no_grad():
        return network(torch.as_tensor(points, dtype=torch.float64))
''')


def write(snapshot: Snapshot) -> bytes:
    """The program: `Network` is the module, in float64, and `predict(points)` gives a tensor of shape (n,).

    Of three and more classes it gives their probabilities, of shape (n, classes).
    """
    layers = layers_of(snapshot)
    words, shape = answer_words(snapshot.experiment)
    indent = "\n" + 12 * " "
    module = _MODULE.substitute(
        modules=indent.join(line for layer in layers for line in _modules(layer)),
        pairs=parameter_pairs(snapshot),
        outputs=answer("self.layers(features(points))", snapshot.experiment),
        words=words,
        shape=shape,
    )
    predict = _PREDICT.substitute(words=words, shape=shape)
    imports = ["import sys", "", "import torch", "from torch import nn"]
    if not layers[0].input_count:
        imports[1:1] = ["import warnings"]
        imports += ["", "# Without a feature the first layer has no weights, of which PyTorch warns."]
        imports += ['warnings.filterwarnings("ignore", "Initializing zero-element tensors")']
    return program(snapshot, _TORCH, imports, [*_own_modules(layers), module, predict])


def _modules(layer: Layer) -> Iterator[str]:
    yield f"nn.Linear({layer.input_count}, {len(layer.biases)}, dtype=torch.float64),"
    if not SPELLINGS[layer.activation].is_identity:
        yield f"{SPELLINGS[layer.activation].torch},"


def _own_modules(layers: Sequence[Layer]) -> Iterator[str]:
    for spelling in (SPELLINGS[name] for name in dict.fromkeys(layer.activation for layer in layers)):
        if spelling.torch_class:
            yield _ACTIVATION.format(name=spelling.torch.removesuffix("()"), body=spelling.torch_class)
