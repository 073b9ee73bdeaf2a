"""As much of PyTorch and of Keras 3 as the exported programs use, with NumPy in place of their arrays.

The shapes are checked as the real libraries check them: a Linear layer of PyTorch holds its weights as (outputs,
inputs), a Dense layer of Keras its kernel as (inputs, outputs).
"""

from contextlib import nullcontext
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

ACTIVATIONS = {
    "relu": lambda z: np.maximum(z, 0.0),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z)),
    "linear": lambda z: z,
}


def checked(given: np.ndarray, shape: tuple[int, ...], what: str) -> np.ndarray:
    if given.shape != shape:
        raise ValueError(f"{what} has the shape {given.shape}, and the layer's is {shape}")
    if given.dtype != np.float64:
        raise TypeError(f"{what} is {given.dtype}")
    return given


class Module:
    """Called, it goes forward."""

    def __call__(self, values: np.ndarray) -> np.ndarray:
        return self.forward(values)


class Linear(Module):
    def __init__(self, in_features: int, out_features: int, dtype: Any) -> None:
        assert dtype is np.float64
        self.shapes = {"weight": (out_features, in_features), "bias": (out_features,)}

    def load_state_dict(self, state: dict[str, np.ndarray]) -> None:
        assert state.keys() == self.shapes.keys()
        self.weight, self.bias = (checked(state[name], shape, name) for name, shape in self.shapes.items())

    def forward(self, values: np.ndarray) -> np.ndarray:
        return values @ self.weight.T + self.bias


class Sequential(Module):
    def __init__(self, *layers: Module) -> None:
        self.layers = layers

    def __iter__(self) -> Any:
        return iter(self.layers)

    def forward(self, values: np.ndarray) -> np.ndarray:
        for layer in self.layers:
            values = layer(values)
        return values


def activation_module(name: str) -> type[Module]:
    return type(name, (Module,), {"forward": lambda self, values: ACTIVATIONS[name](values)})


def torch() -> dict[str, ModuleType]:
    """The modules `torch` and `torch.nn`."""
    nn = ModuleType("torch.nn")
    nn.__dict__.update(Module=Module, Linear=Linear, Sequential=Sequential)
    nn.__dict__.update({name: activation_module(name.lower()) for name in ("ReLU", "Tanh", "Sigmoid")})
    module = ModuleType("torch")
    module.__dict__.update(nn=nn, float64=np.float64, tensor=np.array, as_tensor=np.asarray, no_grad=nullcontext)
    module.__dict__.update(sin=np.sin, cos=np.cos, sqrt=np.sqrt, column_stack=np.column_stack)
    return {"torch": module, "torch.nn": nn}


class Dense:
    def __init__(self, units: int, activation: str, dtype: str) -> None:
        assert dtype == "float64"
        self.units, self.activation = units, ACTIVATIONS[activation]

    def build(self, inputs: int) -> int:
        self.shapes = (inputs, self.units), (self.units,)
        return self.units

    def set_weights(self, weights: list[np.ndarray]) -> None:
        self.kernel, self.bias = map(checked, weights, self.shapes, ("kernel", "bias"))

    def __call__(self, values: np.ndarray) -> np.ndarray:
        return self.activation(values @ self.kernel + self.bias)


class KerasSequential:
    """Its `layers` are those after the input, as Keras has them."""

    def __init__(self, layers: list[Any]) -> None:
        (inputs,), *self.layers = layers
        for layer in self.layers:
            inputs = layer.build(inputs)

    def __call__(self, values: np.ndarray) -> np.ndarray:
        for layer in self.layers:
            values = layer(values)
        return values


def keras_input(shape: tuple[int], dtype: str) -> tuple[int]:
    assert dtype == "float64"
    return shape


def keras() -> dict[str, ModuleType]:
    """The module `keras`."""
    module = ModuleType("keras")
    ops = SimpleNamespace(
        convert_to_numpy=np.asarray, convert_to_tensor=lambda values, dtype: np.asarray(values, dtype)
    )
    module.__dict__.update(ops=ops, Sequential=KerasSequential, Input=keras_input)
    module.__dict__["layers"] = SimpleNamespace(Dense=Dense)
    return {"keras": module}
