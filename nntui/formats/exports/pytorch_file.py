"""The network as a Python program with a PyTorch module."""

from collections.abc import Iterator
from string import Template

from nntui.formats.exports.source import Library, in_their_units, parameter_pairs, program
from nntui.formats.exports.spellings import SPELLINGS
from nntui.formats.exports.trained import Layer, layers_of
from nntui.training.snapshot import Snapshot

_TORCH = Library("PyTorch", "torch", ("torch.tensor(", ", dtype=torch.float64)"))

_MODULE = Template('''
class Network(nn.Module):
    """The trained network: from points, float64 of shape (n, 2), to outputs of shape (n,)."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            $modules
        )
        linear = [layer for layer in self.layers if isinstance(layer, nn.Linear)]
        for layer, (weights, biases) in zip(linear, $pairs):
            layer.load_state_dict({"weight": weights, "bias": biases})

    def forward(self, points):
        """The output for each point."""
        return $outputs
''')

_PREDICT = '''
network = Network()


def predict(points):
    """The output for each point, a tensor of shape (n,), for numbers of shape (n, 2), a row for each point."""
    with torch.no_grad():
        return network(torch.as_tensor(points, dtype=torch.float64))
'''


def write(snapshot: Snapshot) -> bytes:
    """The program: `Network` is the module, in float64, and `predict(points)` gives a tensor of shape (n,)."""
    layers = layers_of(snapshot)
    indent = "\n" + 12 * " "
    module = _MODULE.substitute(
        modules=indent.join(line for layer in layers for line in _modules(layer)),
        pairs=parameter_pairs(snapshot),
        outputs=in_their_units("self.layers(features(points))[:, 0]", snapshot.experiment),
    )
    imports = ["import sys", "", "import torch", "from torch import nn"]
    if not layers[0].input_count:
        imports[1:1] = ["import warnings"]
        imports += ["", "# Without a feature the first layer has no weights, of which PyTorch warns."]
        imports += ['warnings.filterwarnings("ignore", "Initializing zero-element tensors")']
    return program(snapshot, _TORCH, imports, [module, _PREDICT])


def _modules(layer: Layer) -> Iterator[str]:
    yield f"nn.Linear({layer.input_count}, {len(layer.biases)}, dtype=torch.float64),"
    if SPELLINGS[layer.activation].torch:
        yield f"{SPELLINGS[layer.activation].torch},"
