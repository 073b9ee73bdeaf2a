"""The ONNX export, run by ONNX Runtime where that is installed."""

import sys

import numpy as np
import pytest

from nntui.formats.exports import ExportError
from tests.formats.test_exports import EXACT, EXPERIMENTS, FRAMES, every_frame, grid, largest_difference, written

# What ONNX Runtime has for float64 of opset 13, in versions 1.16 and 1.32 alike. It has no Cos in 1.16, and no Tan,
# Elu, LeakyRelu or Softplus in either; and a Gemm in 1.16 none that an activation stands behind.
FLOAT64_OPERATORS = """
Abs Add Concat Div Exp Expand Gather Log MatMul Max Min Mul Neg Pow Relu Shape Sigmoid Sign Sin Softmax Sqrt Sub Tanh
"""


@every_frame
def test_onnx_gives_our_outputs(name):
    onnx = pytest.importorskip("onnx", reason="the ONNX export needs the package onnx")
    onnxruntime = pytest.importorskip("onnxruntime", reason="the ONNX export is not run without ONNX Runtime")
    snapshot = FRAMES[name]
    content = written("onnx", snapshot)
    onnx.checker.check_model(content, full_check=True)
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    (outputs,) = session.run(["output"], {"points": grid(snapshot)})
    assert outputs.dtype == np.float64
    count = snapshot.experiment.sizes[-1]
    assert outputs.shape == (441, count)
    assert session.get_outputs()[0].shape == ["N", count]
    assert largest_difference(snapshot, outputs if count > 1 else outputs[:, 0]) <= EXACT
    (outputs,) = session.run(["output"], {"points": grid(snapshot)[:1]})
    assert outputs.shape == (1, count)


def test_onnx_says_what_it_is():
    onnx = pytest.importorskip("onnx", reason="the ONNX export needs the package onnx")
    model = onnx.load_from_string(written("onnx", FRAMES["own numbers"]))
    assert model.producer_name == "nntui"
    assert "Seed: exports\n" in model.doc_string
    properties = {entry.key: entry.value for entry in model.metadata_props}
    assert properties["Epoch"] == "5"
    assert properties["Activation"] == "Tanh"
    assert (model.ir_version, [entry.version for entry in model.opset_import]) == (7, [13])
    operators = [node.op_type for node in model.graph.node]
    assert [operators.count(operator) for operator in ("Gather", "Sub", "Sin", "MatMul", "Div")] == [2, 2, 4, 3, 1]
    known = set(FLOAT64_OPERATORS.split())
    for name in EXPERIMENTS:
        used = {node.op_type for node in onnx.load_from_string(written("onnx", FRAMES[name])).graph.node}
        assert used <= known, name
    constants = {constant.name: onnx.numpy_helper.to_array(constant) for constant in model.graph.initializer}
    assert constants["x1_centre"] == 2005.5
    assert constants["x2_factor"] == 2e4
    assert constants["output_factor"] == 0.01


def test_without_onnx_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(ExportError, match=r"pip install 'nntui\[onnx\]'$"):
        written("onnx", FRAMES["untrained"])
