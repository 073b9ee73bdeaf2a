"""The network as an ONNX graph, features and units included."""

import ast
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from nntui.engine.features import feature_of
from nntui.experiment.user_points import Scale
from nntui.formats.exports.spellings import SPELLINGS
from nntui.formats.exports.trained import ExportError, Layer, description, layers_of, missing_package, scales_of
from nntui.language import _
from nntui.training.snapshot import Snapshot

OPSET = 13
IR_VERSION = 7
"""Of ONNX 1.8, from 2020: all that is used here is in it, and any runtime that is still kept up reads it."""

_OPERATORS: dict[type[ast.operator] | type[ast.unaryop], str] = {
    ast.Add: "Add",
    ast.Sub: "Sub",
    ast.Mult: "Mul",
    ast.Div: "Div",
    ast.Pow: "Pow",
    ast.USub: "Neg",
}


def write(snapshot: Snapshot) -> bytes:
    """The model: float64 "points" of shape (N, 2), in the units of the data, to float64 "output" of shape (N, 1).

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
            [helper.make_tensor_value_info("output", double, ["N", 1])],
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
        names = snapshot.experiment.features
        rows = [self._add_formula(ast.parse(feature_of(name).formula, mode="eval").body, name) for name in names]
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

    def _add_formula(self, formula: ast.expr, name: str) -> str:
        """Adds what a feature's formula says. A function has ONNX's name for it, but for the capital."""
        match formula:
            case ast.Name(id=variable):
                return variable
            case ast.Constant(value=int() | float() as number):
                return self._number(name, float(number))
            case ast.UnaryOp(op=sign, operand=operand):
                return self._add(_OPERATORS[type(sign)], [self._add_formula(operand, f"{name}_of")], name)
            case ast.BinOp(left=left, op=sign, right=right):
                parts = [self._add_formula(left, f"{name}_left"), self._add_formula(right, f"{name}_right")]
                return self._add(_OPERATORS[type(sign)], parts, name)
            case ast.Call(func=ast.Name(id=function), args=arguments):
                parts = [self._add_formula(each, f"{name}_of{at or ''}") for at, each in enumerate(arguments)]
                return self._add(function.capitalize(), parts, name)
        raise ExportError(_("the formula of {name} cannot be said in ONNX").format(name=name))

    def _add_layer(self, value: str, layer: Layer, name: str) -> str:
        biases = self._constant(f"{name}_biases", layer.biases, [len(layer.biases)])
        if value:
            numbers = [number for row in layer.weights for number in row]
            weights = self._constant(f"{name}_weights", numbers, [len(layer.biases), layer.input_count])
            total = self._add("Gemm", [value, weights, biases], f"{name}_total", transB=1)
        else:
            # No feature: a matrix without columns is no good in some runtimes, so the biases are given to each point.
            shape = self._add("Shape", ["x1"], f"{name}_shape")
            total = self._add("Expand", [biases, shape], f"{name}_total")
        operator = SPELLINGS[layer.activation].onnx
        return self._add(operator, [total], name) if operator else total
