"""Training: epochs, batches, losses, and the snapshots that publish its state."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nntui.engine import datasets, features
from nntui.engine.arrays import FloatArray, IntArray
from nntui.engine.calls import Call, run
from nntui.engine.datasets import GRID_LIMIT, Sample
from nntui.engine.network import Backprop, Network
from nntui.engine.random_stream import RandomStream
from nntui.engine.regularization import REGULARIZATIONS
from nntui.errors import NntuiError
from nntui.experiment import user_points
from nntui.experiment.experiment import Experiment
from nntui.language import N_, _
from nntui.training.history import NO_LOSSES, History, Losses
from nntui.training.snapshot import Snapshot, network_of


class TrainingError(NntuiError):
    """Training cannot go on; the message says why and what to do."""

    title = "Training"


class DivergedError(TrainingError):
    """The training loss or a weight is no longer a number.

    Attributes:
        epoch: The epoch in which it happened. The trainer stands at the end of the one before.
        advice: What can be done about it, in a few words, in English: `_` translates it.
    """

    def __init__(self, epoch: int, advice: str) -> None:
        super().__init__(_("diverged at epoch {epoch}: {advice}").format(epoch=epoch, advice=_(advice)))
        self.epoch, self.advice = epoch, advice


def sample_of(experiment: Experiment) -> Sample:
    """The points of an experiment, shuffled and split."""
    if experiment.uses_user_points:
        own, limit = experiment.user_points, GRID_LIMIT
        drawn = user_points.sample_points(own, experiment.problem, experiment.seed, experiment.noise, limit)
        return Sample(drawn.points, drawn.labels, experiment.train_size)
    points, labels, _ = datasets.sample_points(experiment.data.name, experiment.seed, experiment.noise)
    return Sample(points, labels, experiment.train_size)


def stream_of_weights(experiment: Experiment) -> RandomStream:
    """The random stream that the first weights come from: as the data set left it, a new one for user data."""
    if experiment.uses_user_points:
        return RandomStream(experiment.seed)
    *_, stream = datasets.sample_points(experiment.data.name, experiment.seed, experiment.noise)
    return stream.copy()


def first_network(experiment: Experiment) -> Network:
    """The network before training. Costs nothing of the person's own points, however many there are."""
    network = network_of(experiment)
    if not experiment.zero_initialization:
        stream = stream_of_weights(experiment)
        for _ in range(experiment.weights_draw + 1):
            network.initialize(stream)
    return network


def batch_orders(train_size: int, batch_size: int) -> tuple[list[IntArray], list[IntArray]]:
    """Which training points make up the batches of the first epoch, and those of every later one.

    Points after the last full batch are carried into the first batch of the next epoch. Where there are none, the two
    are one list.

    Returns:
        intp, shape (points of the batch,), for each batch.
    """
    whole = range(0, train_size - batch_size + 1, batch_size)
    carried = train_size - len(whole) * batch_size
    first = [np.arange(start, start + batch_size) for start in whole]
    if not carried or not first:
        return first, first
    joined = np.array([*range(train_size - carried, train_size), *range(batch_size)])
    return first, [joined, *first[1:]]


def require_points(experiment: Experiment, sample: Sample) -> None:
    """Sees to it that there is something to learn.

    Raises:
        TrainingError: There is no point to train on.
    """
    if not sample.train_size:
        sentence = _("there is no training data: raise the share of data for training")
        if experiment.uses_user_points and sample.size < 2:
            sentence = _("there is no training data: paint points in the decision grid, or open a file with some")
        raise TrainingError(sentence)


@dataclass(frozen=True, eq=False)
class Batch:
    """The points that the weights move for at once.

    Attributes:
        calls: What computes the gradient from the parameters.
        gradient: The buffer for it, float64, flat: summed over the points.
        size: How many points there are.
        order: intp, shape (size,): which of the training points they are.
        inputs: float64, shape (features + 1, size): what is fed to the network.
        step: The passes that the calls make.
    """

    calls: list[Call]
    gradient: FloatArray
    size: int
    order: IntArray
    inputs: FloatArray
    step: Backprop


class Trainer:
    """Trains one experiment, an epoch at a time, by mini-batch gradient descent.

    One epoch goes through the training points in their order. Points after the last full batch are carried into the
    next epoch's first batch. The weights do not move in between, so the two are one larger batch, and nothing has to be
    accumulated.

    Args:
        experiment: What to train.
        snapshot: Where to go on from, of the same experiment but for settings that do not restart; from the start when
            left out.
    """

    def __init__(self, experiment: Experiment, snapshot: Snapshot | None = None) -> None:
        self.experiment = experiment
        self.sample = sample_of(experiment)
        self.network = first_network(experiment) if snapshot is None else network_of(experiment, snapshot.parameters)
        self.epoch = 0 if snapshot is None else snapshot.epoch
        self.history = History(None if snapshot is None else snapshot.history)
        self._is_edited = snapshot is not None and snapshot.is_edited
        x1, x2 = self.sample.points.T
        self._inputs = features.inputs(experiment.features, x1, x2)
        evaluation = Backprop(self.network, self.sample.size)
        self._output = evaluation.output[0]
        self._evaluate = evaluation.compile_forward(self._inputs)
        self._errors = np.empty(self.sample.size)
        self._batches = self._cut_batches()
        self._calls: list[Call] = []
        self._calls_for: tuple[bool, float, float, bool] | None = None
        self._prepare_update(snapshot)
        self._good = self.network.parameters.copy()
        with np.errstate(all="ignore"):
            self.train_loss, self.test_loss = self._losses()
        if not self.epoch and not len(self.history):
            self.history.append(0, self.train_loss, self.test_loss)

    def __repr__(self) -> str:
        return f"Trainer(epoch {self.epoch}, training loss {self.train_loss:.6g}, test loss {self.test_loss:.6g})"

    def _cut_batches(self) -> tuple[list[Batch], ...]:
        """The batches of the first epoch, and those of every later one."""
        first, later = batch_orders(self.sample.train_size, self.experiment.used_batch_size)
        usual = Backprop(self.network, self.experiment.used_batch_size)
        plain = [self._batch(usual, order) for order in first]
        if later is first:
            return plain, plain
        return plain, [self._batch(Backprop(self.network, len(later[0])), later[0]), *plain[1:]]

    def _batch(self, step: Backprop, order: IntArray) -> Batch:
        inputs = np.ascontiguousarray(self._inputs[:, order])
        labels = np.ascontiguousarray(self.sample.labels[order].reshape(1, -1))
        calls = [*step.compile_forward(inputs), *step.compile_backward(inputs, labels)]
        return Batch(calls, step.gradient, len(order), order, inputs, step)

    def _prepare_update(self, snapshot: Snapshot | None) -> None:
        regularization = REGULARIZATIONS[self.experiment.regularization]
        self._mask = self.network.weight_mask()
        self._penalty = np.zeros_like(self.network.parameters)
        self._moved = np.empty_like(self.network.parameters)
        self._penalize = regularization.derivative
        self._kills = regularization.kills
        dead = None if snapshot is None else snapshot.dead
        self._alive = self._good_alive = None if dead is None else np.where(dead, 0.0, 1.0)

    def adjust(self, experiment: Experiment) -> None:
        """Takes over settings that change while it trains: the rates, and what is only shown."""
        self.experiment = experiment

    def train_epoch(self) -> None:
        """Trains one epoch and takes both losses.

        Raises:
            DivergedError: The training loss or a weight is not finite any more; the network is the one before.
            TrainingError: There is no point to train on.
        """
        self.require_points()
        parameters = self.network.parameters
        try:
            with np.errstate(all="ignore"):
                run(self._epoch_calls())
                train_loss, test_loss = self._losses()
            if not np.isfinite(train_loss) or not np.isfinite(parameters).all():
                raise DivergedError(self.epoch + 1, self._advice())
        except Exception:
            parameters[:] = self._good
            self._alive = self._good_alive
            raise
        self._good[:] = parameters
        self._good_alive = self._alive
        self.epoch += 1
        self.train_loss, self.test_loss = train_loss, test_loss
        self.history.append(self.epoch, train_loss, test_loss)

    def require_points(self) -> None:
        """Sees to it that there is something to learn.

        Raises:
            TrainingError: There is no point to train on.
        """
        require_points(self.experiment, self.sample)

    def _epoch_calls(self) -> list[Call]:
        """The calls of an epoch, from its first batch to its last; compiled again only when a rate has changed."""
        rates = self._rates()
        wanted = not self.epoch, *rates
        if wanted != self._calls_for:
            self._calls = [
                call for batch in self.next_batches for call in (*batch.calls, *self._update_calls(batch, *rates))
            ]
            self._calls_for = wanted
        return self._calls

    def _rates(self) -> tuple[float, float, bool]:
        """The learning rate, that times the regularization rate, and whether the update is the gradient step alone."""
        rate = self.experiment.learning_rate
        penalty_rate = rate * self.experiment.regularization_rate if self._penalize else 0.0
        return rate, penalty_rate, not penalty_rate and self._alive is None

    @property
    def next_batches(self) -> list[Batch]:
        """The batches of the next epoch, in their order: for a walk through it, one by one."""
        return self._batches[1 if self.epoch else 0]

    def update_calls(self, batch: Batch) -> list[Call]:
        """What moves the parameters by the gradient of a batch, as within `train_epoch`."""
        return list(self._update_calls(batch, *self._rates()))

    def _update_calls(self, batch: Batch, rate: float, penalty_rate: float, is_plain: bool) -> Iterator[Call]:
        """Moves the parameters against the gradient."""
        parameters, gradient = self.network.parameters, batch.gradient
        yield np.multiply, gradient, rate / batch.size, gradient
        if is_plain:
            yield np.subtract, parameters, gradient, parameters
        else:
            yield self._regularized_update, gradient, penalty_rate

    def _regularized_update(self, step: FloatArray, penalty_rate: float) -> None:
        """Moves the parameters by a gradient step, then by the penalty at the weights before that step."""
        parameters, penalty, moved = self.network.parameters, self._penalty, self._moved
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

    def _losses(self) -> tuple[float, float]:
        """Both losses, from one pass over all points."""
        end = self.sample.train_size
        run(self._evaluate)
        errors = np.subtract(self._output, self.sample.labels, self._errors)
        train, test = errors[:end], errors[end:]
        return _half_mean_square(train), _half_mean_square(test)

    def _advice(self) -> str:
        experiment = self.experiment
        if experiment.regularization == "L2" and experiment.learning_rate * experiment.regularization_rate >= 2:
            return N_("lower the regularization rate, for L2's rate times the learning rate must stay below 2")
        squared = {"x-squared", "y-squared", "x-times-y"}.intersection(experiment.features)
        if experiment.problem == "regression" and squared:
            return N_("lower the learning rate, or switch off the squared features, which are large")
        return N_("lower the learning rate")

    def snapshot(self) -> Snapshot:
        """The state after the last epoch; it does not change when training goes on."""
        return self._state(self.history.view())

    def checkpoint(self) -> Snapshot:
        """The same without the losses of the epochs before: all that going on needs, to be kept many times."""
        return self._state(NO_LOSSES)

    def _state(self, losses: Losses) -> Snapshot:
        parameters = self.network.parameters.copy()
        dead = None if self._alive is None else self._alive == 0.0
        for array in (parameters, dead):
            if array is not None:
                array.setflags(write=False)
        return Snapshot(
            experiment=self.experiment,
            epoch=self.epoch,
            parameters=parameters,
            dead=dead,
            train_loss=self.train_loss,
            test_loss=self.test_loss,
            history=losses,
            is_edited=self._is_edited,
        )


def _half_mean_square(errors: FloatArray) -> float:
    return float(errors.dot(errors)) / (2 * len(errors)) if len(errors) else float("nan")
