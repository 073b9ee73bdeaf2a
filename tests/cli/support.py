"""What the tests of the command line share: links and losses, and children that die with their test."""

import json
import os
import shlex
import subprocess
import sys
from contextlib import AbstractContextManager

import pexpect
import pyte
from pexpect import fdpexpect

from nntui.experiment.experiment import SETTINGS, Experiment
from nntui.training.predictions import predict
from nntui.training.trainer import Trainer
from tests import children

LIMIT = 30
WEB = "https://playground.tensorflow.org/"
STATE = "activation=relu&dataset=xor&noise=10&networkShape=3&seed=0.5&batchSize=7"
STATE_OPTIONS = shlex.split("--activation relu --dataset xor --noise 10 --hidden-layers 3 --seed 0.5 --batch-size 7")
DIVERGING = shlex.split(
    "--dataset reg-plane --features x-squared,y-squared --hidden-layers none --learning-rate 0.01 --seed 1"
)
FOR_EVER = "1000000000"

RECORDED = (
    WEB + "#activation=tanh&batchSize=30&dataset=gauss&regDataset=reg-plane&learningRate=0.01&regularization=L1"
    "&regularizationRate=0.001&noise=0&networkShape=3,3&seed=0.55090&percTrainData=50&problem=classification"
    "&initZero=false&x=false&y=false&xTimesY=false&xSquared=false&ySquared=true&sinX=true&sinY=false"
)
RECORDED_LOSSES = {
    0: (0.49686414355832204, 0.4938761115855488),
    1: (0.49540411432328546, 0.49317678887510924),
    10: (0.484705886127423, 0.48709476655597217),
    100: (0.06636156297406604, 0.09843975706351447),
}
"""What the web page itself computes for that link."""


class Output:
    """What a run of the command line in this process left."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def losses(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


def environment(**variables: str) -> dict[str, str]:
    """That of a person who has set nothing."""
    ours = ("PYTHONUNBUFFERED", "NO_COLOR", "FORCE_COLOR", "COLORTERM", "COLUMNS", "LINES", "TTY_COMPATIBLE")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {"TERM": "xterm-256color"} | variables


def child(*arguments: str, **options) -> AbstractContextManager[subprocess.Popen]:
    """A process that does not outlive its test, however that ends."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": environment()}
    return children.child(arguments, text=True, **pipes | options)


def started(*words: str, **options):
    """The command as a process of its own, with pipes; as a context."""
    return child(sys.executable, "-m", "nntui", *words, **options)


def finished(*words: str, **options) -> Output:
    """What the command as a process of its own left."""
    with started(*words, **options) as process:
        out, err = process.communicate(timeout=LIMIT)
        return Output(process.returncode, out, err)


class Terminal:
    """A command on a pseudo-terminal of 80×24, read back through a terminal emulator. It dies with its context."""

    def __init__(self, *words: str, code: str = "", **variables: str) -> None:
        ours, theirs = os.openpty()
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        self.process = subprocess.Popen(
            children.wrapped([sys.executable, *(("-c", code) if code else ("-m", "nntui")), *words]),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment(COLUMNS="80", LINES="24", **variables),
            start_new_session=True,
        )
        os.close(theirs)
        self._talk = fdpexpect.fdspawn(ours, timeout=LIMIT)
        self.raw = b""

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        children.kill_group(self.process)
        self._talk.close()

    def send(self, keys: str) -> None:
        self._talk.send(keys)

    def expect(self, pattern: str) -> None:
        self._talk.expect(pattern)
        self._show(self._talk.before + self._talk.after)

    def _show(self, data: bytes) -> None:
        self.raw += data
        self._stream.feed(data)

    def end(self) -> int:
        """Reads to the end, and returns the exit code."""
        self._talk.expect(pexpect.EOF)
        self._show(self._talk.before)
        self._talk.close()
        return self.process.wait(LIMIT)

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display if line.strip()]


def expected_losses(experiment: Experiment, epochs: list[int], has_result: bool = True) -> str:
    """The lines that `--json` is to print, to the last digit: the first and the last of them with the start.

    The last has the accuracy and the settings, too.

    Args:
        experiment: What is trained.
        epochs: Those that are printed.
        has_result: Whether the last of them is the end of the training.
    """
    trainer = Trainer(experiment)
    lines = []
    for epoch in epochs:
        while trainer.epoch < epoch:
            trainer.train_epoch()
        lines.append(
            f'{{"epoch": {epoch}, "train_loss": {trainer.train_loss!r}, "test_loss": {trainer.test_loss!r}}}\n'
        )
    start = {"seed": experiment.seed, "weights_draw": experiment.weights_draw}
    for line in {0, len(lines) - 1} if has_result else {0}:
        lines[line] = lines[line].removesuffix("}\n") + ", " + json.dumps(start).removeprefix("{") + "\n"
    if has_result:
        values = {name: getattr(experiment, name) for name in SETTINGS}
        shares = predict(trainer.snapshot(), trainer.sample).accuracy or (None, None)
        result = {"train_accuracy": shares[0], "test_accuracy": shares[1], "engine": "numpy"}
        result |= {"used_loss": experiment.used_loss, "settings": values}
        lines[-1] = lines[-1].removesuffix("}\n") + ", " + json.dumps(result).removeprefix("{") + "\n"
    return "".join(lines)


def assert_one_sentence(output: Output) -> None:
    """Bad usage: code 2, nothing on standard output, one line on standard error."""
    assert output.code == 2
    assert output.out == ""
    assert output.err.startswith("nntui: ")
    assert output.err.endswith("\n")
    assert len(output.err.splitlines()) == 1
    assert "Traceback" not in output.err
