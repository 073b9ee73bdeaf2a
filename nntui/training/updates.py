"""How the parameters move by the gradient of a batch: optimizer, learning rate, regularization and weight decay."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from nntui.engine.arrays import BoolArray, FloatArray
from nntui.engine.calls import Call
from nntui.engine.network import Network
from nntui.engine.optimizers import OPTIMIZERS, Coefficients, OptimizerState
from nntui.engine.regularization import REGULARIZATIONS
from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import WEIGHT_DECAY


class Rates(NamedTuple):
    """How far the updates of an epoch go.

    Attributes:
        rate: The learning rate of the epoch.
        penalty: That times the regularization rate, where the penalty is a step of its own.
        gradient_penalty: The regularization rate, where the penalty is a part of the gradient.
        decay: The learning rate times the weight decay.
        is_plain: Whether the update is the gradient step alone.
        coefficients: Of the optimizer.
    """

    rate: float
    penalty: float
    gradient_penalty: float
    decay: float
    is_plain: bool
    coefficients: Coefficients


def coefficients_of(experiment: Experiment) -> Coefficients:
    """What the optimizer of an experiment is given."""
    return Coefficients(experiment.momentum, experiment.beta1, experiment.beta2, experiment.rho, experiment.epsilon)


class Updates:
    """Moves the parameters of a network, and keeps what that needs from one update to the next.

    Args:
        experiment: Its optimizer and its regularization.
        network: Whose parameters move.
        dead: bool, flat: weights that L1 has killed; None if there are none.
        state: What the optimizer remembers; None at the start.

    Attributes:
        moments: float64, shape (m, parameters): what the optimizer remembers.
    """

    def __init__(
        self, experiment: Experiment, network: Network, dead: BoolArray | None, state: OptimizerState | None
    ) -> None:
        self._network = network
        self._optimizer = OPTIMIZERS[experiment.optimizer]
        regularization = REGULARIZATIONS[experiment.regularization]
        self._penalize, self._kills = regularization.derivative, regularization.kills
        self._mask = network.weight_mask()
        self._penalty = np.zeros_like(network.parameters)
        self._moved = np.empty_like(network.parameters)
        self._alive = None if dead is None else np.where(dead, 0.0, 1.0)
        self.moments = np.zeros((self._optimizer.moments, network.parameters.size))
        self._steps = 0
        if state is not None:
            self.moments[:], self._steps = state.moments, state.steps
        self.keep()

    @property
    def dead(self) -> BoolArray | None:
        """The weights that L1 has killed, bool, flat; None if there are none."""
        return None if self._alive is None else self._alive == 0.0

    @property
    def state(self) -> OptimizerState | None:
        """What the optimizer remembers; None for SGD, and before the first update."""
        return OptimizerState(self.moments.copy(), self._steps) if self._steps else None

    @property
    def steps(self) -> int:
        """How many updates the optimizer has made; 0 for SGD."""
        return self._steps

    def take_over(self, alive: FloatArray | None, steps: int) -> None:
        """Takes note of updates that another engine has made, with these moments, and keeps that state.

        Args:
            alive: float64, flat: 0 at weights that L1 has killed, else 1; None where that is as before.
            steps: How many they were.
        """
        if alive is not None:
            self._alive = alive
        if self._optimizer.direction is not None:
            self._steps += steps
        self.keep()

    def keep(self) -> None:
        """Keeps the present state, to come back to."""
        self._good = self.moments.copy(), self._steps, self._alive

    def take_back(self) -> None:
        """Goes back to the state that was kept last."""
        moments, self._steps, self._alive = self._good
        self.moments[:] = moments

    def rates(self, experiment: Experiment, epoch: int) -> Rates:
        """How far the updates of the epoch after so many go."""
        rate, regularization_rate = experiment.learning_rate_at(epoch), experiment.regularization_rate
        # The L1 step is its own, behind the optimizer's, for it kills weights. So is each step of the web page's SGD.
        is_own_step = self._kills or self._optimizer.direction is None
        has_penalty = self._penalize is not None and regularization_rate > 0
        penalty = rate * regularization_rate if has_penalty and is_own_step else 0.0
        is_plain = not penalty and self._alive is None and self._optimizer.direction is None
        return Rates(
            rate=rate,
            penalty=penalty,
            gradient_penalty=regularization_rate if has_penalty and not is_own_step else 0.0,
            decay=rate * experiment.weight_decay if WEIGHT_DECAY.name in self._optimizer.parameters else 0.0,
            is_plain=is_plain,
            coefficients=coefficients_of(experiment),
        )

    def calls(self, gradient: FloatArray, size: int, rates: Rates) -> Iterator[Call]:
        """What moves the parameters.

        Args:
            gradient: The buffer of the gradient, float64, flat: summed over the points. It becomes the step.
            size: How many points there are.
            rates: How far.
        """
        parameters = self._network.parameters
        if self._optimizer.direction is not None:
            yield np.multiply, gradient, 1 / size, gradient
            yield self._optimized_update, gradient, rates
            return
        yield np.multiply, gradient, rates.rate / size, gradient
        if rates.is_plain:
            yield np.subtract, parameters, gradient, parameters
        else:
            yield self._move, gradient, rates.penalty

    def _optimized_update(self, gradient: FloatArray, rates: Rates) -> None:
        """Moves the parameters in the optimizer's direction. L2 is a part of the gradient, as in PyTorch."""
        parameters = self._network.parameters
        if rates.gradient_penalty and self._penalize is not None:
            self._penalize(parameters, self._penalty)
            np.add(gradient, rates.gradient_penalty * self._penalty * self._mask, gradient)
        if self._alive is not None:
            np.multiply(gradient, self._alive, gradient)
        self._steps += 1
        if self._optimizer.direction is not None:
            self._optimizer.direction(gradient, self.moments, self._steps, rates.coefficients)
        np.multiply(gradient, rates.rate, gradient)
        if rates.decay:
            np.add(gradient, rates.decay * parameters * self._mask, gradient)
        self._move(gradient, rates.penalty)

    def _move(self, step: FloatArray, penalty_rate: float) -> None:
        """Moves the parameters by a step, then by the penalty at the weights before that step."""
        parameters, penalty, moved = self._network.parameters, self._penalty, self._moved
        if self._penalize is not None and penalty_rate:
            self._penalize(parameters, penalty)
            np.multiply(penalty, self._mask, penalty)
            np.multiply(penalty, penalty_rate, penalty)
        else:
            penalty.fill(0.0)
        if self._alive is not None:
            np.multiply(step, self._alive, step)
        np.subtract(parameters, step, parameters)
        if not self._kills:
            np.subtract(parameters, penalty, parameters)
            return
        np.subtract(parameters, penalty, moved)
        np.multiply(parameters, moved, penalty)
        np.copyto(parameters, moved)
        if penalty.min() < 0:
            crossed = penalty < 0
            parameters[crossed] = 0.0
            self._alive = np.where(crossed, 0.0, 1.0 if self._alive is None else self._alive)
