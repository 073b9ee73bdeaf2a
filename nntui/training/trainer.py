"""Training: epochs, batches, losses, and the snapshots that publish its state."""

import numpy as np

from nntui.engine import datasets, features
from nntui.engine.arrays import FloatArray
from nntui.engine.calls import Call, run
from nntui.engine.datasets import DEFAULT_CLASSES, GRID_LIMIT, Sample
from nntui.engine.initializations import INITIALIZATIONS
from nntui.engine.network import Backprop, Network
from nntui.engine.random_stream import RandomStream
from nntui.errors import NntuiError
from nntui.experiment import user_points
from nntui.experiment.experiment import Experiment
from nntui.language import N_, _
from nntui.training.batches import Batch, Batches
from nntui.training.history import NO_LOSSES, History, Losses
from nntui.training.snapshot import Snapshot, network_of
from nntui.training.updates import Rates, Updates


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
        return Sample(drawn.points, drawn.labels, experiment.train_size, experiment.class_count)
    points, labels, _ = _drawn_points(experiment)
    return Sample(points, labels, experiment.train_size, experiment.class_count)


def _drawn_points(experiment: Experiment) -> tuple[FloatArray, FloatArray, RandomStream]:
    data = experiment.data
    classes = experiment.classes if data.classes is None else DEFAULT_CLASSES  # one place in the cache
    return datasets.sample_points(data.name, experiment.seed, experiment.noise, classes)


def stream_of_weights(experiment: Experiment) -> RandomStream:
    """The random stream that the first weights come from: as the data set left it, a new one for user data."""
    if experiment.uses_user_points:
        return RandomStream(experiment.seed)
    *_, stream = _drawn_points(experiment)
    return stream.copy()


def first_network(experiment: Experiment) -> Network:
    """The network before training. Costs nothing of the person's own points, however many there are."""
    network = network_of(experiment)
    if not experiment.zero_initialization:
        stream = stream_of_weights(experiment)
        for _ in range(experiment.weights_draw + 1):
            network.initialize(stream, INITIALIZATIONS[experiment.initialization])
    return network


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
        self._objective = experiment.objective
        x1, x2 = self.sample.points.T
        self._inputs = features.inputs(experiment.features, x1, x2)
        evaluation = Backprop(self.network, self.sample.size, self._objective)
        self._output = evaluation.output
        is_by_totals = self._objective.is_by_totals
        self._evaluate = (evaluation.compile_totals if is_by_totals else evaluation.compile_forward)(self._inputs)
        self._errors = np.empty(self.sample.size)
        targets = self._objective.targets(self.sample.labels)
        self._batches = Batches(experiment, self.network, self._inputs, targets, self.sample.train_size)
        self._calls: list[Call] = []
        self._calls_for: tuple[bool, Rates] | None = None
        dead, state = (None, None) if snapshot is None else (snapshot.dead, snapshot.optimizer_state)
        self._updates = Updates(experiment, self.network, dead, state)
        self._good = self.network.parameters.copy()
        with np.errstate(all="ignore"):
            self.train_loss, self.test_loss = self._losses()
        if not self.epoch and not len(self.history):
            self.history.append(0, self.train_loss, self.test_loss)

    def __repr__(self) -> str:
        return f"Trainer(epoch {self.epoch}, training loss {self.train_loss:.6g}, test loss {self.test_loss:.6g})"

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
            are_numbers = np.isfinite(parameters).all() and np.isfinite(self._updates.moments).all()
            if not np.isfinite(train_loss) or not are_numbers:
                raise DivergedError(self.epoch + 1, self._advice())
        except Exception:
            parameters[:] = self._good
            self._updates.take_back()
            raise
        self._good[:] = parameters
        self._updates.keep()
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
        batches, rates = self.next_batches, self._updates.rates(self.experiment, self.epoch)
        wanted = not self.epoch, rates
        if wanted != self._calls_for:
            self._calls = [
                call
                for batch in batches
                for call in (*batch.calls, *self._updates.calls(batch.gradient, batch.size, rates))
            ]
            self._calls_for = wanted
        return self._calls

    @property
    def next_batches(self) -> list[Batch]:
        """The batches of the next epoch, in their order: for a walk through it, one by one."""
        return self._batches.of_epoch(self.epoch)

    def update_calls(self, batch: Batch) -> list[Call]:
        """What moves the parameters by the gradient of a batch, as within `train_epoch`."""
        rates = self._updates.rates(self.experiment, self.epoch)
        return list(self._updates.calls(batch.gradient, batch.size, rates))

    def _losses(self) -> tuple[float, float]:
        """Both losses, from one pass over all points."""
        end = self.sample.train_size
        run(self._evaluate)
        if self._objective.is_by_totals:
            losses = self._objective.point_losses(self._output, self.sample.labels)
            return _mean(losses[:end]), _mean(losses[end:])
        errors = np.subtract(self._output[0], self.sample.labels, self._errors)
        train, test = errors[:end], errors[end:]
        return _half_mean_square(train), _half_mean_square(test)

    def _advice(self) -> str:
        experiment = self.experiment
        if experiment.regularization == "L2" and experiment.learning_rate * experiment.regularization_rate >= 2:
            return N_("lower the regularization rate, for L2's rate times the learning rate must stay below 2")
        squared = {"x-squared", "y-squared", "x-times-y"}.intersection(experiment.features)
        if {"x-cubed", "y-cubed"}.intersection(experiment.features):
            return N_("lower the learning rate, or switch off the cubed features, which are large")
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
        dead, state = self._updates.dead, self._updates.state
        for array in (parameters, dead, None if state is None else state.moments):
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
            optimizer_state=state,
            dropped=self._batches.dropped(self.epoch - 1),
        )


def _mean(losses: FloatArray) -> float:
    return float(losses.mean()) if len(losses) else float("nan")


def _half_mean_square(errors: FloatArray) -> float:
    return float(errors.dot(errors)) / (2 * len(errors)) if len(errors) else float("nan")
