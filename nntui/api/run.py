"""`Run`: a trained network with its experiment, its points and its losses."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nntui.api.arrays import table_of_points, whole_number
from nntui.engine import features
from nntui.engine.arrays import FloatArray
from nntui.engine.classes import winners
from nntui.engine.datasets import GRID_LIMIT, Sample
from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import SettingError
from nntui.experiment.settings import PROBLEM
from nntui.formats.exports import ExportContext
from nntui.formats.exports.pictures import write_grid
from nntui.formats.exports.sklearn_model import class_values, feature_table, to_sklearn
from nntui.formats.exports.trained import input_output_units
from nntui.formats.link_writer import write_link
from nntui.formats.saved_session import SavedSession
from nntui.formats.saving import content
from nntui.language import _
from nntui.session.link_extras import NO_LINK_EXTRAS, LinkExtras
from nntui.storage.atomic_write import write_atomically
from nntui.storage.user_path import expanded
from nntui.training import trainer as training
from nntui.training.predictions import predict
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer, sample_of

Progress = Callable[[int, float, float], object]
"""Called after every epoch with the epoch, the training loss and the test loss."""
Part = Literal["train", "test"]


class Grid(NamedTuple):
    """What the network says over the square, in the units of the data: `plt.contourf(*run.grid())`.

    Attributes:
        x1: float64, shape (n,), rising.
        x2: float64, shape (n,), rising.
        values: float64, shape (n, n): `values[i, j]` is the output at `(x1[j], x2[i])`; of three and more classes the
            number of the class there, from 0, in the order of `run.classes`.
    """

    x1: FloatArray
    x2: FloatArray
    values: FloatArray


class DivergedError(training.DivergedError):
    """The training loss or a weight is no longer a number; the message says what to lower.

    Attributes:
        epoch: The epoch in which it happened.
        run: The run at the end of the epoch before, with all its losses.

    Example:
        >>> try:
        ...     run = nntui.train(learning_rate=10, problem="regression", epochs=100)
        ... except nntui.DivergedError as error:
        ...     run = error.run
    """

    def __init__(self, message: str, epoch: int, run: "Run") -> None:
        Exception.__init__(self, message)
        self.epoch = epoch
        self.run = run

    def __reduce__(self) -> tuple[Any, ...]:
        return DivergedError, (str(self), self.epoch, self.run)


@dataclass(frozen=True, eq=False, repr=False)
class Run:
    """A network at the end of an epoch. `nntui.train` and `nntui.open` make one; nothing in it changes.

    Points go in and outputs come out in the units of the data: those of the playground's own data sets lie in the
    square from −6 to 6; your own keep theirs. An output for two classes is between −1 and 1, and its sign is the class;
    for three and more there is a probability for each; an output of a regression is the number that is predicted.

    In a notebook a run shows itself: the output over the square with the training points.

    Example:
        >>> run = nntui.train(dataset="circle", seed=1, epochs=100)
        >>> pandas.DataFrame(run.losses).plot(x="epoch")
        >>> plt.contourf(*run.grid())
        >>> plt.scatter(*run.train_points.T, c=run.train_labels)
        >>> further = run.train(100)  # epoch 200; `run` stays as it is

    Attributes:
        snapshot: The state of the training as the program's other parts know it.
        link_extras: What came with a link beyond the experiment; it goes into `link` again.
    """

    snapshot: Snapshot
    link_extras: LinkExtras = NO_LINK_EXTRAS

    def __repr__(self) -> str:
        experiment = self.experiment
        shape = "-".join(map(str, experiment.sizes))
        train, test = (f"{loss:.6g}" if np.isfinite(loss) else "–" for loss in (self.train_loss, self.test_loss))
        losses = f"train_loss {train}, test_loss {test}"
        return f"<Run: {experiment.data.name}, {shape} {experiment.activation}, epoch {self.epoch}, {losses}>"

    def _repr_svg_(self) -> str:
        """The picture in a notebook."""
        return write_grid(ExportContext(self.snapshot, self._sample)).decode()

    # What was trained, and how it went

    @property
    def experiment(self) -> Experiment:
        """All settings; `run.experiment.changed(noise=20)` is the same experiment with another one."""
        return self.snapshot.experiment

    @property
    def epoch(self) -> int:
        """How many epochs the network was trained for."""
        return self.snapshot.epoch

    @property
    def train_loss(self) -> float:
        """Mean of the loss over the training points, in the playground's units.

        It is ½(output − label)² as on the web page, or cross-entropy where `run.experiment.used_loss` says so.
        """
        return self.snapshot.train_loss

    @property
    def test_loss(self) -> float:
        """The same over the test points; NaN if there are none."""
        return self.snapshot.test_loss

    @property
    def losses(self) -> dict[str, NDArray[Any]]:
        """The losses after each epoch, from epoch 0 (before training) on, ready for `pandas.DataFrame(run.losses)`.

        Returns:
            Columns of one length: "epoch" (int64), "train_loss" and "test_loss" (float64). Of more than 8,192 epochs
            every second, fourth, … is kept, and always the last.
        """
        history = self.snapshot.history
        epochs, train, test = history.epochs, history.train, history.test
        if not len(epochs) or epochs[-1] < self.epoch:
            epochs, train = np.append(epochs, self.epoch), np.append(train, self.train_loss)
            test = np.append(test, self.test_loss)
        return {"epoch": epochs, "train_loss": train.copy(), "test_loss": test.copy()}

    @property
    def link(self) -> str:
        """A link that opens this experiment in the web Playground, or with `nntui.open`.

        A link holds settings, not weights: it opens at epoch 0. It can't hold your own points either; use `save`.
        """
        return write_link(self.experiment, self.link_extras, is_edited=self.snapshot.is_edited).link

    @property
    def weights(self) -> list[FloatArray]:
        """The weights, a float64 array of shape (inputs, neurons) for each layer, as scikit-learn's `coefs_`.

        `run.weights[l][i, j]` goes from input i to neuron j; the last layer is the output, shape (inputs, 1), or
        (inputs, classes) for three and more classes.
        """
        return [layer[:-1].copy() for layer in self.snapshot.network().layers]

    @property
    def biases(self) -> list[FloatArray]:
        """The biases, a float64 array of shape (neurons,) for each layer, as scikit-learn's `intercepts_`."""
        return [layer[-1].copy() for layer in self.snapshot.network().layers]

    def features(self, points: ArrayLike) -> FloatArray:
        """What the network sees of points: the values of the features that are on.

        Args:
            points: Numbers of shape (n, 2), in the units of the data.

        Returns:
            float64, shape (n, features), in the order of `run.experiment.features`. Of your own points that were
            fitted to the square, the features are taken there.

        Raises:
            SettingError: The shape is another, or a number is not finite.
        """
        units = input_output_units(self.experiment)
        return feature_table(table_of_points(points), self.experiment.features, units.x1, units.x2)

    def predict(self, points: ArrayLike) -> FloatArray:
        """The network's output for points.

        Args:
            points: Numbers of shape (n, 2), in the units of the data: an array, a list of pairs, a data frame.

        Returns:
            float64, shape (n,): from −1 to 1 for two classes; numbers in the units of the data for a regression. For
            three and more classes shape (n, classes): the probability of each, in the order of `run.classes`.

        Raises:
            SettingError: The shape is another, or a number is not finite.

        Example:
            >>> run.predict([[0.0, 0.0], [5.0, -5.0]])
        """
        units = input_output_units(self.experiment)
        table = table_of_points(points)
        outputs = self._outputs(units.x1.inward(table[:, 0]), units.x2.inward(table[:, 1]))
        return units.label.outward(outputs[0]) if len(outputs) == 1 else np.ascontiguousarray(outputs.T)

    def predict_class(self, points: ArrayLike) -> NDArray[Any]:
        """The class that the network gives points.

        Of two it is `run.classes[0]` for an output below 0, else `run.classes[1]`; of more that with the greatest
        probability.

        Args:
            points: As of `predict`.

        Returns:
            An array of shape (n,): of integers, as −1 and 1, or of your own labels.

        Raises:
            SettingError: The shape is another, a number is not finite, or the problem is a regression.
        """
        if self.classes is None:
            raise SettingError(PROBLEM.label, "regression", _("classification, to predict a class; use predict"))
        return np.array(self.classes)[winners(self.predict(points).T, len(self.classes))]

    @property
    def classes(self) -> tuple[Any, ...] | None:
        """The classes: (−1, 1), (1, 2, 3) and so on, or your own labels; None for a regression.

        Of two the first is what an output below 0 means; of more each has a probability of its own.
        Labels that are numbers are numbers here too, others are text.
        """
        return class_values(self.experiment)

    def grid(self, n: int = 100) -> Grid:
        """The output over the whole square, ready for `plt.contourf(*run.grid())`.

        Args:
            n: How many points along each axis, from 2 to 2000.

        Returns:
            x1 and x2, float64 of shape (n,), and the values, float64 of shape (n, n), a row for each x2.

        Raises:
            SettingError: n is not allowed.
        """
        n = whole_number(_("Points along an axis"), n, 2, 2000)
        axis = np.linspace(-GRID_LIMIT, GRID_LIMIT, n)
        across, down = np.meshgrid(axis, axis)
        units = input_output_units(self.experiment)
        outputs, count = self._outputs(across.ravel(), down.ravel()), self.experiment.class_count
        said = winners(outputs, count).astype(np.float64) if count > 2 else units.label.outward(outputs[0])
        return Grid(units.x1.outward(axis), units.x2.outward(axis), said.reshape(n, n))

    def score(self, part: Part = "test") -> float:
        """How good the network is, as scikit-learn's `score`: the accuracy of a classification, R² of a regression.

        Args:
            part: "test" for the test points, "train" for the training points.

        Returns:
            Accuracy: the share of points on the right side, from 0 to 1. R²: 1 at best, 0 for always predicting the
            mean. NaN without points, and for R² where all labels are equal.

        Raises:
            SettingError: There is no such part.
        """
        if part not in ("train", "test"):
            raise SettingError(_("Part"), part, _("train or test"))
        accuracy = predict(self.snapshot, self._sample).accuracy
        if accuracy is not None:
            return accuracy[part == "test"]
        chosen = slice(0, self._sample.train_size) if part == "train" else slice(self._sample.train_size, None)
        labels, points = self._sample.labels[chosen], self._sample.points[chosen]
        if not len(labels) or np.ptp(labels) == 0:
            return float("nan")
        errors, spread = labels - self._outputs(*points.T)[0], labels - labels.mean()
        return 1.0 - float(errors.dot(errors)) / float(spread.dot(spread))

    @property
    def points(self) -> FloatArray:
        """All points, training points first, moved by the noise: float64, shape (n, 2), in the units of the data."""
        units, (x1, x2) = input_output_units(self.experiment), self._sample.points.T
        return np.column_stack([units.x1.outward(x1), units.x2.outward(x2)])

    @property
    def labels(self) -> FloatArray:
        """Their labels, float64, shape (n,).

        They are −1 and 1 of two classes, 0, 1, 2 and so on of more; of a regression numbers in the units of the data.
        """
        return input_output_units(self.experiment).label.outward(self._sample.labels).copy()

    @property
    def train_points(self) -> FloatArray:
        """The training points, float64, shape (n, 2), in the units of the data."""
        return self.points[: self._sample.train_size]

    @property
    def train_labels(self) -> FloatArray:
        """Their labels, float64, shape (n,), as of `labels`."""
        return self.labels[: self._sample.train_size]

    @property
    def test_points(self) -> FloatArray:
        """The test points, float64, shape (n, 2), in the units of the data."""
        return self.points[self._sample.train_size :]

    @property
    def test_labels(self) -> FloatArray:
        """Their labels, float64, shape (n,), as of `labels`."""
        return self.labels[self._sample.train_size :]

    def predict_proba(self, points: ArrayLike) -> FloatArray:
        """The probability of each class for points, as scikit-learn's `predict_proba`.

        Of two classes it is half of the output and ½: what the network takes for a probability where it was trained by
        cross-entropy, and with the squared error a number from 0 to 1 that is as good as the output.

        Args:
            points: Numbers of shape (n, 2), in the units of the data.

        Returns:
            float64, shape (n, classes), in the order of `run.classes`; each row adds up to 1.

        Raises:
            SettingError: The shape is another, a number is not finite, or the problem is a regression.
        """
        if self.classes is None:
            raise SettingError(PROBLEM.label, "regression", _("classification, to predict a class; use predict"))
        table, units = table_of_points(points), input_output_units(self.experiment)
        inward = units.x1.inward(table[:, 0]), units.x2.inward(table[:, 1])
        *_hidden, output = self.snapshot.network().outputs(features.inputs(self.experiment.features, *inward))
        shares = output if len(output) > 1 else np.vstack([(1 - output) / 2, (1 + output) / 2])
        return np.ascontiguousarray(shares.T)

    # Going on, and taking it away

    def train(self, epochs: int, *, progress: Progress | None = None) -> "Run":
        """Trains further, to the bit as one longer run would.

        Args:
            epochs: How many more epochs, at least 0.
            progress: Called after every epoch with the epoch, the training loss and the test loss.

        Returns:
            Another run; this one stays as it is.

        Raises:
            DivergedError: The loss or a weight is no longer a number; its `run` is the last good one.
            TrainingError: There are no points to train on.
            SettingError: The number of epochs is not allowed.
        """
        return run_trainer(Trainer(self.experiment, self.snapshot), epochs, progress, self.link_extras)

    def save(self, path: str | os.PathLike[str], form: str | None = None) -> None:
        """Saves the run in the form that the name's end says, and replaces a file that is there, if it is writable.

        `.nntui` is for the program and for `nntui.open`, to go on to the bit; `.svg` the picture. The network as a
        program or as data: `.py` (with NumPy alone), `.onnx`, `.json`; the losses as `.csv` or, as a plot, `.txt`.

        Args:
            path: The file.
            form: For a suffix that has several, as "pytorch" or "keras" for `.py` and "points" for `.csv`.

        Raises:
            ExportError: There is no such form, or it needs a package that is missing.
            OSError: The file cannot be written, or is there already and write-protected.
        """
        target = expanded(path)
        write_atomically(target, content(target, SavedSession(self.snapshot, link_extras=self.link_extras), form))

    def to_sklearn(self) -> Any:
        """The network as a fitted model of scikit-learn, which must be installed.

        It is an `MLPClassifier` or `MLPRegressor`; where features other than x and y are on, or your own points were
        fitted to the square, it is a `Pipeline` of the features and that network (`model["network"]`). Either takes
        points, in the units of the data. Without any feature the network is fed a column of zeros.

        Outputs are the same but for rounding: `predict_proba(points)[:, 1]` is `(1 + run.predict(points)) / 2` where
        `run.classes` are in order, as scikit-learn sorts them; of three and more classes it is `run.predict(points)`
        with the columns in that order. The logistic function takes the place of tanh at the output, so the last layer's
        weights and biases are doubled, but after training by cross-entropy. Of a point on the boundary itself (an
        output of 0) scikit-learn says the first class and nntui the second. `loss_curve_` has the losses of nntui.

        Raises:
            ExportError: scikit-learn is not installed, or its networks cannot be this one: they have ReLU, tanh,
                sigmoid and linear alone, and the same in all hidden layers. The other exports have all of them.

        Example:
            >>> model = run.to_sklearn()
            >>> model.predict(run.test_points)
        """
        return to_sklearn(self.snapshot)

    @property
    def _sample(self) -> Sample:
        return sample_of(self.experiment)

    def _outputs(self, x1: FloatArray, x2: FloatArray) -> FloatArray:
        """The network's outputs, shape (output neurons, n), all in the units of the playground."""
        *_hidden, output = self.snapshot.network().outputs(features.inputs(self.experiment.features, x1, x2))
        return output


def run_trainer(trainer: Trainer, epochs: int, progress: Progress | None, link_extras: LinkExtras) -> Run:
    """Trains for some epochs.

    Raises:
        DivergedError: With the last good run.
        TrainingError: There are no points to train on.
        SettingError: The number of epochs is not allowed.
    """
    for _epoch in range(whole_number(_("Epochs"), epochs, 0)):
        try:
            trainer.train_epoch()
        except training.DivergedError as error:
            raise DivergedError(str(error), error.epoch, Run(trainer.snapshot(), link_extras)) from None
        if progress is not None:
            progress(trainer.epoch, trainer.train_loss, trainer.test_loss)
    return Run(trainer.snapshot(), link_extras)
