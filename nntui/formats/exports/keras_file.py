"""The network as a Python program with a Keras 3 model, for whatever backend there is."""

from collections.abc import Iterator, Sequence
from string import Template

from nntui.formats.exports.source import Library, answer, answer_words, parameter_pairs, program
from nntui.formats.exports.spellings import SPELLINGS, as_identifier
from nntui.formats.exports.trained import Layer, layers_of
from nntui.training.snapshot import Snapshot

_KERAS = Library("Keras 3 with any of its backends, and NumPy", "np", ("np.array(", ")"))

_IMPORTS = [
    "import os",
    "import sys",
    "",
    "import numpy as np",
    "",
    'os.environ.setdefault("JAX_ENABLE_X64", "1")  # or JAX, if it is the backend, has no float64',
    "",
    "import keras",
]

_ACTIVATION = '''
@keras.saving.register_keras_serializable(package="nntui")
def {name}(z):
    """An activation that Keras has no name for in float64. A program that loads the saved model needs it, too."""
    return {body}
'''

_MODEL = Template('''
# With TensorFlow as the backend all of it is computed in float64. With the other backends Keras itself goes over to
# float32 in some of its steps, so that about six digits of an output are right.
model = keras.Sequential(
    [
        $layers
    ]
)
for layer, (weights, biases) in zip(model.layers, $pairs):
    layer.set_weights([weights.T, biases])  # Keras has a column for each neuron


def predict(points):
    """$words, an array of shape $shape, for numbers of shape (n, 2), a row for each point."""
    inputs = features(np.asarray(points, dtype=np.float64))
    outputs = keras.ops.convert_to_numpy(model(keras.ops.convert_to_tensor(inputs, dtype="float64")))
    return $outputs
''')


def write(snapshot: Snapshot) -> bytes:
    """The program: `model` takes features, and `predict(points)` gives float64 of shape (n,). Of three and more
    classes it gives their probabilities, of shape (n, classes).

    The layers are Keras's own, so that the model can be saved and read elsewhere, and of dtype float64. But what Keras
    promises of float64 it keeps with TensorFlow alone: elsewhere a product or a tanh comes out in float32.
    """
    layers = layers_of(snapshot)
    words, shape = answer_words(snapshot.experiment)
    indent = "\n" + 8 * " "
    first = 'keras.Input((len(W1[0]),), dtype="float64"),'
    model = _MODEL.substitute(
        layers=indent.join([first, *map(_dense, layers)]),
        pairs=parameter_pairs(snapshot),
        outputs=answer("outputs.astype(np.float64)", snapshot.experiment),
        words=words,
        shape=shape,
    )
    return program(snapshot, _KERAS, _IMPORTS, [*_own_functions(layers), model])


def _dense(layer: Layer) -> str:
    spelling = SPELLINGS[layer.activation]
    activation = f'"{spelling.keras}"' if spelling.keras else as_identifier(layer.activation)
    return f'keras.layers.Dense({len(layer.biases)}, activation={activation}, dtype="float64"),'


def _own_functions(layers: Sequence[Layer]) -> Iterator[str]:
    for name in dict.fromkeys(layer.activation for layer in layers):
        if SPELLINGS[name].keras_function:
            yield _ACTIVATION.format(name=as_identifier(name), body=SPELLINGS[name].keras_function)
