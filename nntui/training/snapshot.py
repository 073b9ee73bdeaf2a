"""The state of a training run at the end of an epoch, which never changes: what is drawn, saved and undone."""

from dataclasses import dataclass, replace

from nntui.engine.activations import activation_of
from nntui.engine.arrays import BoolArray, FloatArray
from nntui.engine.network import Network
from nntui.engine.optimizers import OptimizerState
from nntui.experiment.experiment import Experiment
from nntui.training.history import Losses


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The state of a training run at the end of an epoch: enough to draw it, and to go on from it.

    Attributes:
        experiment: The settings it was trained with.
        epoch: Epochs trained.
        parameters: float64, flat, as `Network.parameters`. Read only.
        dead: bool, flat: weights that L1 has killed; None if there are none.
        train_loss: Mean of the loss over the training set; NaN for an empty set. The web page's is ½(output − label)².
        test_loss: The same mean over the test set.
        history: The losses of the epochs so far.
        is_edited: Whether a weight or a bias was set by hand, or the points were changed, since the start: then the
            settings alone do not lead to these parameters.
        optimizer_state: What the optimizer remembers; None for SGD, and before the first update.
        dropped: bool, a neuron after the other, hidden layer by hidden layer: those that dropout left out for the last
            point of the epoch; None without dropout. For the picture alone.
    """

    experiment: Experiment
    epoch: int
    parameters: FloatArray
    dead: BoolArray | None
    train_loss: float
    test_loss: float
    history: Losses
    is_edited: bool = False
    optimizer_state: OptimizerState | None = None
    dropped: BoolArray | None = None

    @property
    def iterations(self) -> int:
        """How often the weights have moved."""
        return self.epoch * self.experiment.iterations_per_epoch

    def edited(self, parameter: int, value: float) -> "Snapshot":
        """The same state with another weight or bias; a dead weight that is not set to 0 is alive again.

        The losses are still those of before the edit: a `Trainer` that starts from it computes them again.
        """
        parameters = self.parameters.copy()
        parameters[parameter] = value
        parameters.setflags(write=False)
        dead = self.dead
        if dead is not None and value:
            dead = dead.copy()
            dead[parameter] = False
        return replace(self, parameters=parameters, dead=dead, is_edited=True)

    def network(self) -> Network:
        """A network with these parameters."""
        return network_of(self.experiment, self.parameters)


def network_of(experiment: Experiment, parameters: FloatArray | None = None) -> Network:
    """An experiment's network with these parameters; all 0 when left out."""
    return Network(
        experiment.sizes,
        [activation_of(name) for name in experiment.used_activations],
        activation_of(experiment.output_activation),
        parameters,
    )
