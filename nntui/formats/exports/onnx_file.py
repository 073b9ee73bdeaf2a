"""The network as an ONNX graph, features and units included."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from nntui.engine.features import feature_of, is_formula
from nntui.engine.formula_reader import parse
from nntui.engine.formula_tree import CONSTANTS, Call, Negative, Node, Number, Operation, Variable
from nntui.experiment.user_points import Scale
from nntui.formats.exports.formula_code import folded
from nntui.formats.exports.spellings import SPELLINGS
from nntui.formats.exports.trained import ExportError, Layer, description, layers_of, missing_package, scales_of
from nntui.training.snapshot import Snapshot

OPSET = 13
IR_VERSION = 7
"""Of ONNX 1.8, from 2020: all that is used here is in it, and any runtime that is still kept up reads it."""

_OPERATORS = {"+": "Add", "-": "Sub", "*": "Mul", "/": "Div", "^": "Pow"}
_QUARTER = 1.5707963267948966
"""A quarter of a turn: the cosine is the sine so far ahead."""


def write(snapshot: Snapshot) -> bytes:
    """The model: float64 "points" of shape (N, 2), in the units of the data, to float64 "output" of shape (N, 1).

    Of three and more classes "output" has a column for each, with its probability. Only operators are used that ONNX
    Runtime has had for float64 from its version 1.16 of 2023, so some activations and functions are composed of others.

    Raises:
        ExportError: The package `onnx` is not there.
    """
    try:
        onnx: Any = import_module("onnx")
    except ImportError:
        raise ExportError(missing_package("onnx")) from None
    graph = _Graph(onnx)
    graph.add_network(snapshot)
    helper, double = onnx.helper, onnx.TensorProto.DOUBLE
    described = description(snapshot)
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "network",
            [helper.make_tensor_value_info("points", double, ["N", 2])],
            [helper.make_tensor_value_info("output", double, ["N", snapshot.experiment.sizes[-1]])],
            graph.constants,
        ),
        producer_name="nntui",
        doc_string="\n".join(f"{label}: {value}" for label, value in described.items()),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
    )
    helper.set_model_props(model, described)
    content: bytes = model.SerializeToString()
    return content


class _Graph:
    """Collects the nodes and the constants of a graph; values have a column for each neuron or feature.

    Args:
        onnx: The package, which is loaded only where it is needed.
    """

    def __init__(self, onnx: Any) -> None:
        self._onnx = onnx
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def add_network(self, snapshot: Snapshot) -> None:
        """Adds all from "points" to "output"."""
        scales = scales_of(snapshot.experiment)
        for column, name in enumerate(("x1", "x2")):
            self._add_coordinate(name, column, scales.get(name))
        rows = [self._add_feature(name) for name in snapshot.experiment.features]
        value = self._add("Concat", rows, "features", axis=1) if rows else ""
        for number, layer in enumerate(layers_of(snapshot), start=1):
            value = self._add_layer(value, layer, f"layer{number}")
        if "output" in scales:
            value = self._add("Div", [value, self._number("output_factor", scales["output"].factor)], "output_scaled")
            self._add("Add", [value, self._number("output_centre", scales["output"].centre)], "output_in_its_unit")
        # What was added last is the answer, whatever it was.
        self.nodes[-1].output[0] = "output"

    def _add(self, operator: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        self.nodes.append(self._onnx.helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def _constant(self, name: str, values: Sequence[float], shape: Sequence[int], kind: str = "DOUBLE") -> str:
        data_type = getattr(self._onnx.TensorProto, kind)
        self.constants.append(self._onnx.helper.make_tensor(name, data_type, shape, values))
        return name

    def _number(self, name: str, value: float) -> str:
        return self._constant(name, [value], [])

    def _add_coordinate(self, name: str, column: int, scale: Scale | None) -> None:
        index = self._constant(f"{name}_column", [column], [1], "INT64")
        if scale is None:
            self._add("Gather", ["points", index], name, axis=1)
            return
        given = self._add("Gather", ["points", index], f"{name}_in_its_unit", axis=1)
        moved = self._add("Sub", [given, self._number(f"{name}_centre", scale.centre)], f"{name}_moved")
        self._add("Mul", [moved, self._number(f"{name}_factor", scale.factor)], name)

    def _add_feature(self, name: str) -> str:
        given = {"x1": "x1", "x2": "x2"}
        return self._add_formula(folded(feature_of(name).tree), "formula" if is_formula(name) else name, given)

    def _add_formula(self, tree: Node, name: str, given: Mapping[str, str]) -> str:
        """Adds what a formula says, in which every part that is the same everywhere is a number.

        Args:
            tree: The formula.
            name: What the value is called; its parts have names that begin so.
            given: What the formula's x1 and x2 are called.
        """
        match tree:
            case Variable(variable):
                return given[variable]
            case Number(value, constant):
                return self._number(name, CONSTANTS.get(constant, value))
            case Negative(operand):
                return self._add("Neg", [self._add_formula(operand, f"{name}_of", given)], name)
            case Operation(sign, left, right):
                before = self._add_formula(left, f"{name}_left", given)
                return self._add(_OPERATORS[sign], [before, self._add_formula(right, f"{name}_right", given)], name)
            case Call(function, arguments):
                parts = [self._add_formula(each, f"{name}_of{at or ''}", given) for at, each in enumerate(arguments)]
                return self._add_function(function, parts, name)

    def _add_function(self, function: str, parts: Sequence[str], name: str) -> str:
        """Adds a function of one or two values. It has ONNX's name for it, but for the capital."""
        if function == "cos":
            ahead = self._add("Add", [*parts, self._number(f"{name}_quarter", _QUARTER)], f"{name}_ahead")
            return self._add("Sin", [ahead], name)
        if function == "tan":
            sine = self._add("Sin", parts, f"{name}_sin")
            return self._add("Div", [sine, self._add_function("cos", parts, f"{name}_cos")], name)
        return self._add(function.capitalize(), parts, name)

    def _add_layer(self, value: str, layer: Layer, name: str) -> str:
        biases = self._constant(f"{name}_biases", layer.biases, [len(layer.biases)])
        if value:
            numbers = [number for column in zip(*layer.weights, strict=True) for number in column]
            weights = self._constant(f"{name}_weights", numbers, [layer.input_count, len(layer.biases)])
            # Not Gemm, which ONNX Runtime 1.16 joins with an activation to an operator that it has for float32 alone.
            product = self._add("MatMul", [value, weights], f"{name}_product")
            total = self._add("Add", [biases, product], f"{name}_total")
        else:
            # No feature: a matrix without columns is no good in some runtimes, so the biases are given to each point.
            shape = self._add("Shape", ["x1"], f"{name}_shape")
            total = self._add("Expand", [biases, shape], f"{name}_total")
        spelling = SPELLINGS[layer.activation]
        if spelling.onnx_formula:
            return self._add_formula(folded(parse(spelling.onnx_formula)), name, {"x1": total})
        return self._add(spelling.onnx, [total], name) if spelling.onnx else total
