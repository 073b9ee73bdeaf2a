"""Training many starts of one experiment together, as one stack: the losses are those of each trained alone."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from nntui.engine import features
from nntui.engine.activations import ACTIVATIONS
from nntui.engine.arrays import BoolArray, FloatArray, IntArray
from nntui.engine.calls import Call, run
from nntui.engine.datasets import Sample
from nntui.engine.initializations import INITIALIZATIONS
from nntui.engine.random_stream import RandomStream
from nntui.engine.regularization import REGULARIZATIONS
from nntui.engine.stack import StackedPass, stack_of
from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import LOSS, OPTIMIZER, SCHEDULE, SEED, WEIGHTS_DRAW
from nntui.training.batches import batch_orders
from nntui.training.history import History, Losses
from nntui.training.snapshot import Snapshot, network_of
from nntui.training.trainer import require_points, sample_of, stream_of_weights


def can_stack(experiment: Experiment) -> bool:
    """Whether starts of an experiment can be trained together: the web page's own rules, with one output.

    What goes beyond them (optimizers, schedules, dropout, shuffled points, other losses and activations of a layer's
    own) is trained start by start.
    """
    return (
        experiment.optimizer == OPTIMIZER.default
        and experiment.schedule == SCHEDULE.default
        and experiment.used_loss == LOSS.default
        and experiment.class_count <= 2
        and not experiment.shuffle
        and not any(experiment.used_dropout)
        and all(name == experiment.activation for name in experiment.used_activations)
        and not ACTIVATIONS[experiment.activation].needs_totals
    )


_BUFFER = 1 << 15
"""Numbers in a buffer of the losses' pass: 256 KB, so that it stays in the processor's second cache."""


def first_parameters(experiments: Sequence[Experiment]) -> Iterator[FloatArray]:
    """The parameters before training, float64, flat, for one experiment after the other.

    Weights draws that follow each other are drawn on from one stream, where each alone would begin at the first.
    """
    before: Experiment | None = None
    stream, drawn = RandomStream(""), 0
    for experiment in experiments:
        network = network_of(experiment)
        if not experiment.zero_initialization:
            goes_on = before is not None and experiment.differences(before) <= {WEIGHTS_DRAW.name}
            if not goes_on or experiment.weights_draw < drawn:
                stream, drawn = stream_of_weights(experiment), 0
            for _ in range(drawn, experiment.weights_draw + 1):
                network.initialize(stream, INITIALIZATIONS[experiment.initialization])
            drawn = experiment.weights_draw + 1
            before = experiment
        yield network.parameters


class StackedTrainer:
    """Trains several starts of one experiment together, as `Trainer` trains each alone, but for the rounding.

    A start that diverges keeps its last good state and moves no more; the others go on.

    Args:
        experiments: At least one. They differ only in seed and weights draw.
        parameters: The first parameters, float64, shape (n, parameters), as `first_parameters` gives them; drawn when
            left out.

    Attributes:
        experiments: What is trained.
        epoch: Epochs trained.
        train_loss: float64, shape (n,): of a diverged start that of its last good epoch.
        test_loss: float64, shape (n,), likewise.
        diverged: int64, shape (n,): the epoch in which a start diverged, or −1.

    Raises:
        ValueError: There is no experiment, or they differ in something else.
    """

    def __init__(self, experiments: Sequence[Experiment], parameters: FloatArray | None = None) -> None:
        self.experiments = tuple(experiments)
        _check_alike(self.experiments)
        first = self._first = self.experiments[0]
        if parameters is None:
            parameters = np.array(list(first_parameters(self.experiments)))
        number = len(self.experiments)
        self._stack = stack_of(
            first.sizes, ACTIVATIONS[first.activation], ACTIVATIONS[first.output_activation], parameters
        )
        self._columns = self._stack.parameters
        self.epoch = 0
        self.diverged: NDArray[np.int64] = np.full(number, -1, dtype=np.int64)
        self._has_own_points = len({each.seed for each in self.experiments}) > 1
        self._samples = self._take_samples()
        self._inputs, self._labels = self._take_points()
        self._errors = np.empty((self._samples[0].size, number))
        self._evaluate = self._compile_losses()
        self._prepare_update()
        self._orders = batch_orders(self._samples[0].train_size, first.used_batch_size)
        self._calls: dict[bool, list[Call]] = {}
        self._good, self._good_alive = self._columns.copy(), self._alive.copy()
        with np.errstate(all="ignore"):
            self.train_loss, self.test_loss = self._losses()
        self._histories = [History() for _ in self.experiments]
        self._record(np.arange(number))

    def __repr__(self) -> str:
        return f"StackedTrainer({len(self.experiments)} starts, epoch {self.epoch})"

    def _take_samples(self) -> list[Sample]:
        wanted = self.experiments if self._has_own_points else self.experiments[:1]
        return [sample_of(each) for each in wanted]

    def _take_points(self) -> tuple[FloatArray, FloatArray]:
        """Inputs and labels of all points: as `StackedPass` takes them, but for the points' order in the inputs.

        Returns:
            float64, shapes (features + 1, points) and (points, 1) for one set of points; for one to each start
            (points, features, n) and (points, n).
        """
        inputs = [features.inputs(self._first.features, *each.points.T) for each in self._samples]
        if not self._has_own_points:
            return inputs[0], self._samples[0].labels[:, None]
        stacked = np.stack([each[:-1].T for each in inputs], axis=-1)
        return stacked, np.stack([each.labels for each in self._samples], axis=-1)

    def _some_inputs(self, order: IntArray) -> FloatArray:
        chosen = self._inputs[order] if self._has_own_points else self._inputs[:, order]
        return np.ascontiguousarray(chosen)

    def _pass(self, passes: dict[int, StackedPass], points: int) -> StackedPass:
        """The pass for so many points: one of those there are, or a new one among them."""
        if points not in passes:
            passes[points] = StackedPass(self._stack, points)
        return passes[points]

    def _compile_losses(self) -> list[Call]:
        """What computes the errors at all points, some points at a time."""
        widest = max(self._first.sizes[1:]) * len(self.experiments)
        size = self._samples[0].size
        step = min(size, max(1, _BUFFER // widest))
        passes: dict[int, StackedPass] = {}
        calls: list[Call] = []
        for start in range(0, size, max(1, step)):
            order = np.arange(start, min(start + step, size))
            forward = self._pass(passes, len(order))
            calls += forward.compile_forward(self._some_inputs(order))
            calls.append((np.subtract, forward.output, self._labels[order], self._errors[order[0] : order[-1] + 1]))
        return calls

    def _losses(self) -> tuple[FloatArray, FloatArray]:
        """Both losses of every start, from one pass over all points."""
        end = self._samples[0].train_size
        run(self._evaluate)
        np.multiply(self._errors, self._errors, self._errors)
        return _half_mean(self._errors[:end]), _half_mean(self._errors[end:])

    # The update

    def _prepare_update(self) -> None:
        regularization = REGULARIZATIONS[self._first.regularization]
        rate = self._first.learning_rate
        self._penalize = regularization.derivative
        self._penalty_rate = rate * self._first.regularization_rate if self._penalize else 0.0
        self._kills = regularization.kills
        self._mask = network_of(self._first).weight_mask()[:, None]
        self._penalty, self._moved = np.empty_like(self._columns), np.empty_like(self._columns)
        self._alive = np.ones_like(self._columns)

    def _epoch_calls(self) -> list[Call]:
        """The calls of the next epoch, from its first batch to its last."""
        orders = self._orders
        is_first = not self.epoch and orders[0] is not orders[1]
        if is_first not in self._calls:
            passes: dict[int, StackedPass] = {}
            calls: list[Call] = []
            for order in orders[0 if is_first else 1]:
                step = self._pass(passes, len(order))
                inputs, labels = self._some_inputs(order), np.ascontiguousarray(self._labels[order])
                calls += step.compile_forward(inputs)
                calls += step.compile_backward(inputs, labels)
                calls.append((np.multiply, step.gradient, self._first.learning_rate / len(order), step.gradient))
                if self._penalty_rate:
                    calls.append((self._regularized_update, step.gradient))
                else:
                    calls.append((np.subtract, self._columns, step.gradient, self._columns))
            self._calls = {is_first: calls}
        return self._calls[is_first]

    def _regularized_update(self, step: FloatArray) -> None:
        """Moves the parameters by a gradient step, then by the penalty at the weights before that step."""
        parameters, penalty, moved = self._columns, self._penalty, self._moved
        assert self._penalize is not None
        self._penalize(parameters, penalty)
        np.multiply(penalty, self._mask, penalty)
        np.multiply(penalty, self._penalty_rate, penalty)
        if not self._kills:
            np.subtract(parameters, step, parameters)
            np.subtract(parameters, penalty, parameters)
            return
        np.multiply(step, self._alive, step)
        np.subtract(parameters, step, parameters)
        np.subtract(parameters, penalty, moved)
        np.multiply(parameters, moved, penalty)
        np.copyto(parameters, moved)
        crossed = penalty < 0
        if crossed.any():
            parameters[crossed] = 0.0
            self._alive[crossed] = 0.0

    # Training

    def train(self, epochs: int = 1) -> None:
        """Trains all starts that have not diverged, and takes their losses after each epoch.

        Args:
            epochs: How many, at least 0.

        Raises:
            TrainingError: There is no point to train on.
        """
        require_points(self._first, self._samples[0])
        for _ in range(epochs):
            self._train_epoch()

    def _train_epoch(self) -> None:
        going = self.diverged < 0
        self.epoch += 1
        if not going.any():
            return
        self.epoch -= 1
        with np.errstate(all="ignore"):
            run(self._epoch_calls())
            train_loss, test_loss = self._losses()
        self.epoch += 1
        fails = going & ~(np.isfinite(train_loss) & np.isfinite(self._columns).all(axis=0))
        self.diverged[fails] = self.epoch
        going &= ~fails
        self._keep(going)
        self.train_loss = np.where(going, train_loss, self.train_loss)
        self.test_loss = np.where(going, test_loss, self.test_loss)
        self._record(np.flatnonzero(going))

    def _keep(self, going: BoolArray) -> None:
        """Keeps the state of the starts that go on, and puts the others back to their last good one."""
        if going.all():
            self._good[:] = self._columns
            self._good_alive[:] = self._alive
            return
        self._columns[:, ~going] = self._good[:, ~going]
        self._alive[:, ~going] = self._good_alive[:, ~going]
        self._good[:], self._good_alive[:] = self._columns, self._alive

    def _record(self, starts: IntArray) -> None:
        train, test = self.train_loss.tolist(), self.test_loss.tolist()
        for start in starts.tolist():
            self._histories[start].append(self.epoch, train[start], test[start])

    # What has come of it

    @property
    def parameters(self) -> FloatArray:
        """The parameters, float64, shape (n, parameters), a copy: a row per start."""
        return np.ascontiguousarray(self._columns.T)

    def epoch_of(self, start: int) -> int:
        """The epoch at which a start stands: the present one, or the last before it diverged."""
        return self.epoch if self.diverged[start] < 0 else int(self.diverged[start]) - 1

    def losses(self, start: int) -> Losses:
        """The losses of a start over the epochs, without a copy."""
        return self._histories[start].view()

    def sample(self, start: int) -> Sample:
        """The points of a start."""
        return self._samples[start if self._has_own_points else 0]

    def snapshot(self, start: int) -> Snapshot:
        """The state of a start after the last epoch; it does not change when training goes on."""
        parameters = self._columns[:, start].copy()
        dead = self._alive[:, start] == 0.0
        parameters.setflags(write=False)
        dead.setflags(write=False)
        return Snapshot(
            experiment=self.experiments[start],
            epoch=self.epoch_of(start),
            parameters=parameters,
            dead=dead if dead.any() else None,
            train_loss=float(self.train_loss[start]),
            test_loss=float(self.test_loss[start]),
            history=self.losses(start),
        )


def _check_alike(experiments: Sequence[Experiment]) -> None:
    if not experiments:
        raise ValueError("a stack needs at least one start")
    for each in experiments:
        other = each.differences(experiments[0]) - {SEED.name, WEIGHTS_DRAW.name}
        if other:
            raise ValueError(f"the starts of a stack differ in {', '.join(sorted(other))}")


def _half_mean(squares: FloatArray) -> FloatArray:
    """Half the mean of each column, float64, shape (n,); NaN where there is no row."""
    if not len(squares):
        return np.full(squares.shape[1], np.nan)
    total: FloatArray = np.add.reduce(squares, 0)
    return total / (2 * len(squares))
