"""Optimizers: from the gradient of a batch to the direction in which the parameters move. To add one, add an entry.

The rules are written as PyTorch writes them, so that its defaults and figures can be compared.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.engine.deferred import np
from nntui.language import N_, translated

if TYPE_CHECKING:
    from nntui.engine.arrays import FloatArray


@dataclass(frozen=True)
class Coefficients:
    """The parameters of optimizers; each uses some of them.

    Attributes:
        momentum: How much of the last velocity stays, from 0 to 1.
        beta1: How much of the mean of the gradient stays, from 0 to 1.
        beta2: How much of the mean of its square stays, from 0 to 1.
        rho: The same for RMSProp.
        epsilon: Added to a divisor, so that it is never 0.
    """

    momentum: float
    beta1: float
    beta2: float
    rho: float
    epsilon: float


Direction = Callable[["FloatArray", "FloatArray", int, Coefficients], None]
"""From (gradient, moments, number of this update from 1 on, coefficients): turns the gradient, in place, into what is
taken off the parameters times the learning rate. The moments, shape (m, parameters), are brought up to date."""


@dataclass(frozen=True)
class Optimizer:
    """One optimizer.

    Attributes:
        name: In files and on the command line.
        formula: Of one weight w, with the gradient g and the learning rate η, for help.
        source: Where it was proposed.
        parameters: The names of the settings that it uses beside the learning rate.
        moments: How many numbers it keeps for every parameter.
        direction: The rule; None for the gradient itself.
        label: On the screen.
        help: What it does, in a line.
        is_web: Whether the web page has it.
    """

    name: str
    formula: str
    source: str
    parameters: tuple[str, ...]
    moments: int
    direction: Direction | None
    label: str = translated()
    help: str = translated()
    is_web: bool = False


def _momentum(gradient: FloatArray, moments: FloatArray, step: int, given: Coefficients) -> None:
    velocity = moments[0]
    np.multiply(velocity, given.momentum, out=velocity)
    np.add(velocity, gradient, out=velocity)
    np.copyto(gradient, velocity)


def _nesterov(gradient: FloatArray, moments: FloatArray, step: int, given: Coefficients) -> None:
    velocity = moments[0]
    np.multiply(velocity, given.momentum, out=velocity)
    np.add(velocity, gradient, out=velocity)
    np.add(gradient, given.momentum * velocity, out=gradient)


def _rmsprop(gradient: FloatArray, moments: FloatArray, step: int, given: Coefficients) -> None:
    square = moments[0]
    np.multiply(square, given.rho, out=square)
    np.add(square, (1.0 - given.rho) * gradient * gradient, out=square)
    np.divide(gradient, np.sqrt(square) + given.epsilon, out=gradient)


def _adam(gradient: FloatArray, moments: FloatArray, step: int, given: Coefficients) -> None:
    mean, square = moments
    np.multiply(mean, given.beta1, out=mean)
    np.add(mean, (1.0 - given.beta1) * gradient, out=mean)
    np.multiply(square, given.beta2, out=square)
    np.add(square, (1.0 - given.beta2) * gradient * gradient, out=square)
    # Both means begin at 0; the divisors make up for it.
    first, second = 1.0 - given.beta1**step, 1.0 - given.beta2**step
    np.divide(mean / first, np.sqrt(square) / math.sqrt(second) + given.epsilon, out=gradient)


_KINGMA = N_("Kingma and Ba, Adam: a method for stochastic optimization, 2015")

OPTIMIZERS: dict[str, Optimizer] = {
    optimizer.name: optimizer
    for optimizer in (
        Optimizer(
            "sgd",
            "w ← w − ηg",
            N_("Robbins and Monro, A stochastic approximation method, 1951"),
            (),
            0,
            None,
            N_("SGD"),
            N_("stochastic gradient descent: a step against the gradient"),
            is_web=True,
        ),
        Optimizer(
            "momentum",
            "v ← μv + g, w ← w − ηv",
            "Polyak, Some methods of speeding up the convergence of iteration methods, 1964",
            ("momentum",),
            1,
            _momentum,
            N_("Momentum"),
            N_("steps in one direction add up, as of a ball that rolls"),
        ),
        Optimizer(
            "nesterov",
            "v ← μv + g, w ← w − η(g + μv)",
            N_("Sutskever and others, On the importance of initialization and momentum, 2013"),
            ("momentum",),
            1,
            _nesterov,
            N_("Nesterov"),
            N_("momentum that looks one step ahead"),
        ),
        Optimizer(
            "rmsprop",
            "s ← ρs + (1 − ρ)g², w ← w − ηg / (√s + ε)",
            N_("Hinton, Neural networks for machine learning, lecture 6e, 2012"),
            ("rho", "epsilon"),
            1,
            _rmsprop,
            N_("RMSProp"),
            N_("divides each step by how large the gradient has been lately"),
        ),
        Optimizer(
            "adam",
            "m ← β₁m + (1 − β₁)g, s ← β₂s + (1 − β₂)g², w ← w − ηm̂ / (√ŝ + ε)",
            _KINGMA,
            ("beta1", "beta2", "epsilon"),
            2,
            _adam,
            N_("Adam"),
            N_("momentum and RMSProp together: every weight has a step of its own"),
        ),
        Optimizer(
            "adamw",
            "m ← β₁m + (1 − β₁)g, s ← β₂s + (1 − β₂)g², w ← w − ηm̂ / (√ŝ + ε) − ηλw",
            N_("Loshchilov and Hutter, Decoupled weight decay regularization, 2019"),
            ("beta1", "beta2", "epsilon", "weight_decay"),
            2,
            _adam,
            N_("AdamW"),
            N_("Adam, and every weight shrinks a little at each step"),
        ),
    )
}
"""In the order of the menu."""


@dataclass(frozen=True, eq=False)
class OptimizerState:
    """What an optimizer remembers between two updates.

    Attributes:
        moments: float64, shape (m, parameters). Read only.
        steps: How many updates were made.
    """

    moments: FloatArray
    steps: int
