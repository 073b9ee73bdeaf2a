"""Loss functions, and with the output neurons that go with them. To add a loss, add an entry to `LOSSES`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.engine.calls import Call
from nntui.engine.deferred import np
from nntui.language import N_, translated

if TYPE_CHECKING:
    from nntui.engine.arrays import FloatArray


@dataclass(frozen=True)
class Loss:
    """One loss function.

    Attributes:
        name: In files and on the command line.
        formula: Of one point, for help.
        source: Where it is described.
        is_web: Whether the web page has it.
        label: On the screen.
        help: What it does, in a line.
    """

    name: str
    formula: str
    source: str
    is_web: bool
    label: str = translated()
    help: str = translated()


LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (
        Loss(
            "squared-error",
            N_("½(output − label)²"),
            "Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805",
            True,
            N_("Squared error"),
            N_("half the squared distance of the output from the label"),
        ),
        Loss(
            "cross-entropy",
            N_("−ln(probability of the right class)"),
            N_("Bishop, Pattern recognition and machine learning, 2006, sections 4.3.2 and 4.3.4"),
            False,
            N_("Cross-entropy"),
            N_("how surprised the network is by the right class; a sure and wrong answer costs most"),
        ),
    )
}


@dataclass(frozen=True)
class Objective:
    """What output neurons compute, and how their answers are judged.

    Attributes:
        loss: A name in `LOSSES`.
        output_activation: Of the output neurons, as `activation_of` takes it.
        class_count: 0 for regression, else 2 and more.
        delta_calls: For buffers of outputs, targets and another, all of shape (neurons, n), the calls that write a
            point's loss, derived, into the other.
        is_by_totals: Whether that derivative is by the neurons' total inputs. Otherwise it is by their outputs, and
            back-propagation multiplies it with the activation's slope.
        point_losses: From outputs (from total inputs where `is_by_totals`) and labels to each point's loss, (n,).
    """

    loss: str
    output_activation: str
    class_count: int
    delta_calls: Callable[[FloatArray, FloatArray, FloatArray], tuple[Call, ...]]
    is_by_totals: bool
    point_losses: Callable[[FloatArray, FloatArray], FloatArray]

    def targets(self, labels: FloatArray) -> FloatArray:
        """What the output neurons should answer.

        Args:
            labels: float64, shape (n,): numbers, −1 and +1 for two classes, or class numbers from 0 on for more.

        Returns:
            float64, shape (neurons, n): the labels, or for more than two classes a 1 in the row of each point's class.
        """
        if self.class_count <= 2:
            return np.ascontiguousarray(labels.reshape(1, -1))
        return np.ascontiguousarray(labels == np.arange(self.class_count)[:, None], dtype=np.float64)


def _squared_delta(outputs: FloatArray, targets: FloatArray, delta: FloatArray) -> tuple[Call, ...]:
    return ((np.subtract, outputs, targets, delta),)


def _squared_losses(outputs: FloatArray, labels: FloatArray) -> FloatArray:
    errors = outputs[0] - labels
    losses: FloatArray = 0.5 * errors * errors
    return losses


def _logistic_delta(outputs: FloatArray, targets: FloatArray, delta: FloatArray) -> tuple[Call, ...]:
    # The outputs are 2p − 1 and the labels 2y − 1; the derivative by the total input is p − y.
    return ((np.subtract, outputs, targets, delta), (np.multiply, delta, 0.5, delta))


def _logistic_losses(totals: FloatArray, labels: FloatArray) -> FloatArray:
    losses: FloatArray = np.logaddexp(0.0, -labels * totals[0])
    return losses


def _softmax_losses(totals: FloatArray, labels: FloatArray) -> FloatArray:
    right = totals[labels.astype(np.intp), np.arange(len(labels))]
    losses: FloatArray = np.logaddexp.reduce(totals, axis=0) - right
    return losses


REGRESSION = Objective("squared-error", "linear", 0, _squared_delta, False, _squared_losses)
TWO_CLASSES = Objective("squared-error", "tanh", 2, _squared_delta, False, _squared_losses)
"""Those of the web page."""


def objective_of(loss: str, class_count: int) -> Objective:
    """What the output neurons of a network compute, and how they are judged.

    Args:
        loss: A name in `LOSSES`. Regression is always judged by the squared error, more than two classes always by
            cross-entropy.
        class_count: 0 for regression, else 2 to 6.
    """
    if class_count == 0:
        return REGRESSION
    if class_count > 2:
        return Objective("cross-entropy", "softmax", class_count, _squared_delta, True, _softmax_losses)
    if loss == "squared-error":
        return TWO_CLASSES
    return Objective("cross-entropy", "logistic", 2, _logistic_delta, True, _logistic_losses)
