"""What the exported programs have in common: the docstring, the weights, the features and the command line."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import Template

from nntui.engine.features import feature_of
from nntui.experiment.experiment import Experiment
from nntui.formats.exports.formula_code import expression
from nntui.formats.exports.trained import Layer, classes_of, description, layers_of, on_one_line, scales_of
from nntui.training.snapshot import Snapshot

_WIDTH = 110

_COMMAND_LINE = Template('''
def read_points(arguments):
    """The points of a command line, which are two numbers each: x1 and x2."""
    numbers = []
    for argument in arguments:
        try:
            number = float(argument)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise ValueError(f"{argument!r} is not a number, as 1.2 and -3.4 are")
        numbers.append(number)
    if len(numbers) % 2:
        raise ValueError("a point is two numbers, x1 and x2, but the last x1 has no x2")
    return list(zip(numbers[::2], numbers[1::2]))


def main(arguments):
    """Prints what the network says of the points of a command line, a line for each."""
    if not arguments:
        print(f"usage: python {sys.argv[0]} X1 X2 [X1 X2 ...]")
        return 0
    try:
        points = read_points(arguments)
    except ValueError as error:
        print(f"{sys.argv[0]}: {error}", file=sys.stderr)
        return 2
${before_output}    for output in predict(points):
        print($printed)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
''')

_EVERY_LETTER = '    sys.stdout.reconfigure(errors="backslashreplace")  # not every terminal has every letter\n'


@dataclass(frozen=True)
class Library:
    """The library that an exported program computes with, in its own words.

    Attributes:
        needs: What has to be installed, as it goes on after "It needs".
        name: As which its functions are imported.
        array: What stands before and behind nested lists to make an array of them.
        bounds: What min and max of an array and a number are called, where it is not the same as of two arrays.
    """

    needs: str
    name: str
    array: tuple[str, str]
    bounds: Mapping[str, str] = field(default_factory=dict)


def program(snapshot: Snapshot, library: Library, imports: Sequence[str], body: Iterable[str]) -> bytes:
    """A whole program.

    Args:
        snapshot: The trained network.
        library: What it computes with.
        imports: The lines that import what it needs besides `math` and `sys`, which come first.
        body: The definitions that make up `predict(points)`; `features`, `W1`, `b1`, `W2` and so on stand before them.
    """
    head = [_docstring(snapshot, library), "", "import math", *imports]
    constants = [
        *_scales(snapshot.experiment),
        *_parameters(layers_of(snapshot), library),
        *_classes(snapshot.experiment),
    ]
    blocks = [
        "\n".join([*head, "", *constants]),
        _features(snapshot.experiment, library),
        *body,
        _command_line(snapshot),
    ]
    return "\n\n\n".join(block.strip("\n") for block in blocks).encode() + b"\n"


def answer(outputs: str, experiment: Experiment) -> str:
    """The expression for what `predict` gives.

    Args:
        outputs: The expression for the network's outputs, of shape (n, output neurons).
        experiment: What the network was trained for.
    """
    if experiment.class_count > 2:
        return outputs
    outputs = f"{outputs}[:, 0]"
    return f"{outputs} / OUTPUT_FACTOR + OUTPUT_CENTRE" if "output" in scales_of(experiment) else outputs


def answer_words(experiment: Experiment) -> tuple[str, str]:
    """What `predict` gives, and in which shape, for a docstring."""
    if experiment.class_count > 2:
        return "The probability of each class for each point", f"(n, {experiment.class_count})"
    return "The output for each point", "(n,)"


def parameter_pairs(snapshot: Snapshot) -> str:
    """The expression for a list of the weights and biases of every layer."""
    return "[" + ", ".join(f"(W{number}, b{number})" for number, _ in enumerate(layers_of(snapshot), start=1)) + "]"


def _docstring(snapshot: Snapshot, library: Library) -> str:
    experiment = snapshot.experiment
    scaled = "Points and outputs are" if "output" in scales_of(experiment) else "Points are"
    units = [f"{scaled} in the units of the data."] if scales_of(experiment) else []
    lines = [
        "A neural network that was trained in nntui, the neural-network playground for the terminal.",
        "",
        f"It needs {library.needs}. In a shell, with the name of this file,",
        "",
        "    python FILE.py 1.2 -3.4",
        "",
        f"prints {_printed(experiment)} for x1 = 1.2 and x2 = -3.4.",
        "In Python, predict(points) does it for many points.",
        *units,
        "",
        "What it is:",
        "",
        *(f"    {label}: {value}" for label, value in description(snapshot).items()),
    ]
    text = "\n".join(lines).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'"""{text}\n"""'


def _printed(experiment: Experiment) -> str:
    if experiment.class_count > 2:
        return "the probability of each class, and the class,"
    return "its output and the class" if experiment.class_count else "its output"


def _scales(experiment: Experiment) -> Iterator[str]:
    scales = scales_of(experiment)
    if scales:
        yield "# The network learned in a square around 0. Here the centre is what became 0, in the units of the data,"
        yield "# and the factor is what one unit of the data became."
        for name, scale in scales.items():
            yield f"{name.upper()}_CENTRE, {name.upper()}_FACTOR = {float(scale.centre)!r}, {float(scale.factor)!r}"
        yield ""


def _parameters(layers: Sequence[Layer], library: Library) -> Iterator[str]:
    yield "# The weights W of each layer have a row for each neuron, with a number for each of its inputs,"
    yield "# and the biases b have a number for each neuron."
    before, after = library.array
    for number, layer in enumerate(layers, start=1):
        yield f"W{number} = {before}["
        for row in layer.weights:
            yield _numbers(row, "    ") + ","
        yield f"]{after}"
        biases = _numbers(layer.biases, "")
        yield f"b{number} = {before}{biases}{after}"
    yield ""


def _numbers(numbers: Sequence[float], indent: str) -> str:
    """A list of numbers with every digit, over as many lines as it takes."""
    text = ", ".join(map(repr, numbers))
    return textwrap.fill(
        f"[{text}]",
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + " ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _classes(experiment: Experiment) -> Iterator[str]:
    classes = classes_of(experiment)
    if classes is None:
        return
    if len(classes) == 2:
        yield "# What an output below 0 means, and what any other means."
    else:
        yield "# The classes, in the order of the outputs, of which the greatest one names the class."
    yield "CLASSES = ("
    yield from (f"    {on_one_line(name)!r}," for name in classes)
    yield ")"


def _features(experiment: Experiment, library: Library) -> str:
    lines = ["def features(points):"]
    if not experiment.features:
        lines += ['    """What the network sees of each point: nothing."""', "    return points[:, :0]"]
        return "\n".join(lines)
    lines.append('    """What the network sees of each point: a row for each point, with a number for each feature."""')
    scales = scales_of(experiment)
    for column, name in enumerate(("x1", "x2")):
        value = f"points[:, {column}]"
        if name in scales:
            value = f"({value} - {name.upper()}_CENTRE) * {name.upper()}_FACTOR"
        lines.append(f"    {name} = {value}")
    trees = (feature_of(name).tree for name in experiment.features)
    formulas = [expression(tree, library.name, library.bounds) for tree in trees]
    line = f"    return {library.name}.column_stack([{', '.join(formulas)}])"
    if len(line) <= _WIDTH:
        return "\n".join([*lines, line])
    rows = (f"            {formula}," for formula in formulas)
    return "\n".join([*lines, f"    return {library.name}.column_stack(", "        [", *rows, "        ]", "    )"])


def _command_line(snapshot: Snapshot) -> str:
    classes = classes_of(snapshot.experiment)
    printed = "*map(float, output), CLASSES[int(output.argmax())]"
    if classes is None or len(classes) == 2:
        printed = "float(output)" + (", CLASSES[1] if output >= 0 else CLASSES[0]" if classes else "")
    is_ascii = "".join(map(on_one_line, classes or ())).isascii()
    return _COMMAND_LINE.substitute(before_output="" if is_ascii else _EVERY_LETTER, printed=printed)
