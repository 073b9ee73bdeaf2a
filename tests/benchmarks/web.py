"""The web Playground's own code, run by Node from a checkout of it: epochs per second of the same training."""

import json
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from nntui.engine import features
from nntui.experiment.experiment import Experiment
from nntui.training.trainer import Trainer, first_network, sample_of
from tests.benchmarks.figures import MissingError, Options

RUNNER = Path(__file__).with_name("web_epochs.js")
CHECKED_EPOCHS = 3
NEAR = 1e-9
TIME_LIMIT_S = 60.0


def is_asked_for(options: Options) -> bool:
    """Whether Node and the checkout are named."""
    return bool(options.node and options.web)


def epochs_per_second(experiment: Experiment, options: Options, seconds: float) -> float:
    """Epochs per second, with both losses after each.

    Args:
        experiment: Of the web page's kind, without regularization.
        options: With Node and the checkout.
        seconds: For how long.

    Raises:
        MissingError: It cannot be run, or does not compute what our engine does.
    """
    answer = _run([str(options.node), str(RUNNER), str(options.web)], _task(experiment, seconds))
    trainer = Trainer(experiment)
    for _ in range(CHECKED_EPOCHS):
        trainer.train_epoch()
    losses = (trainer.train_loss, trainer.test_loss)
    if not np.allclose(answer["losses"], losses, rtol=NEAR, atol=NEAR):
        raise MissingError(f"the web page's code has the losses {answer['losses']}, and our engine {losses}")
    return float(answer["epochsPerSecond"])


def _task(experiment: Experiment, seconds: float) -> dict[str, Any]:
    """All that the runner needs."""
    sample = sample_of(experiment)
    network = first_network(experiment)
    layers = [layer.T for layer in network.split(network.parameters)]
    assert all(len(layer) == neurons for layer, (_, neurons) in zip(layers, pairwise(network.sizes), strict=True))
    return {
        "shape": network.sizes,
        "activation": experiment.activation.upper(),
        "outputActivation": experiment.output_activation.upper(),
        "neurons": [layer.tolist() for layer in layers],
        "inputs": features.inputs(experiment.features, *sample.points.T)[:-1].T.tolist(),
        "labels": sample.labels.tolist(),
        "trainSize": sample.train_size,
        "batchSize": experiment.used_batch_size,
        "rate": experiment.learning_rate,
        "checkedEpochs": CHECKED_EPOCHS,
        "seconds": seconds,
    }


def _run(command: list[str], task: dict[str, Any]) -> dict[str, Any]:
    try:
        done = subprocess.run(
            command, input=json.dumps(task), capture_output=True, text=True, check=False, timeout=TIME_LIMIT_S
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MissingError(f"the web page's code cannot be run: {error}") from error
    if done.returncode:
        last = (done.stderr.strip() or "no message").splitlines()
        reason = next((line for line in last if "Error" in line), last[-1])
        raise MissingError(f"the web page's code cannot be run: {reason}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
