"""The command line: what is typed and what comes out, in this process and as a command of its own."""

import json
import os
import shlex
import signal
import subprocess
import sys
import types

import pexpect
import pyte
import pytest
from pexpect import fdpexpect

import nntui
from nntui.cli.main import main
from nntui.engine.datasets import DATASETS
from nntui.experiment.experiment import SETTINGS, Experiment
from nntui.experiment.setting import Choice, Flag
from nntui.formats.link_reader import read_link
from nntui.training.trainer import DivergedError, Trainer

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


@pytest.fixture
def call(capsys):
    """Runs the command line in this process."""

    def run(*words: str) -> Output:
        try:
            code = main(list(words))
        except SystemExit as stop:
            code = stop.code or 0
        return Output(code, *capsys.readouterr())

    return run


def environment(**variables: str) -> dict[str, str]:
    """That of a person who has set nothing."""
    ours = ("PYTHONUNBUFFERED", "NO_COLOR", "FORCE_COLOR", "COLORTERM", "COLUMNS", "LINES", "TTY_COMPATIBLE")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {"TERM": "xterm-256color"} | variables


def started(*words: str, **options) -> subprocess.Popen:
    """The command as a process of its own, with pipes."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-m", "nntui", *words], text=True, env=environment(), **pipes | options)


def finished(*words: str, **options) -> Output:
    process = started(*words, **options)
    out, err = process.communicate(timeout=LIMIT)
    return Output(process.returncode, out, err)


def expected_losses(experiment: Experiment, epochs: list[int]) -> str:
    """The lines that `--json` is to print, to the last digit."""
    trainer = Trainer(experiment)
    lines = []
    for epoch in epochs:
        while trainer.epoch < epoch:
            trainer.train_epoch()
        lines.append(
            f'{{"epoch": {epoch}, "train_loss": {trainer.train_loss!r}, "test_loss": {trainer.test_loss!r}}}\n'
        )
    return "".join(lines)


def assert_one_sentence(output: Output) -> None:
    """Bad usage: code 2, nothing on standard output, one line on standard error."""
    assert output.code == 2
    assert output.out == ""
    assert output.err.startswith("nntui: ")
    assert output.err.endswith("\n")
    assert len(output.err.splitlines()) == 1
    assert "Traceback" not in output.err


# Help


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["train", "--help"], ["train", "--epochs", "3", "-h"]], ids=str)
def test_help_fits_a_screen(call, words):
    output = call(*words)
    assert (output.code, output.err) == (0, "")
    lines = output.out.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80


def test_help_is_the_same_as_a_command(call):
    output = finished("--help")
    assert (output.code, output.err) == (0, "")
    assert output.out == call("--help").out == call("train", "--help").out


def test_help_names_every_option_and_value(call):
    text = call("--help").out
    for setting in SETTINGS.values():
        # Two are left out: one --dataset serves both problems, and the draw is for files more than for people.
        assert setting.option in text or setting.name in ("regression_dataset", "weights_draw")
        if isinstance(setting, Choice):
            assert all(name in text for name in setting.options)
    for option in ("--epochs", "--every", "--json", "--help", "--version"):
        assert option in text


def test_the_examples_in_the_help_work(call):
    lines = [line.strip() for line in call("--help").out.splitlines()]
    examples = [line for line in lines if line.startswith("nntui ") and "[" not in line and ":" not in line[:6]]
    assert len(examples) >= 3
    assert any(example.startswith("nntui train") for example in examples)
    assert any("#" in example for example in examples)
    for example in examples:
        words = shlex.split(example)[1:]
        output = call(*words)
        if words[0] == "train":
            assert (output.code, output.err) == (0, "")
            assert output.losses[0]["epoch"] == 0
        else:
            assert_one_sentence(output)
            assert "needs a terminal" in output.err  # all else about it is right


def test_version(call):
    output = call("--version")
    assert (output.code, output.out, output.err) == (0, f"nntui {nntui.__version__}\n", "")
    assert finished("train", "--version").out == output.out


# Losses


def test_json_is_one_object_a_line_in_full_precision(call):
    output = call("train", *STATE_OPTIONS, "--epochs", "3", "--json")
    assert (output.code, output.err) == (0, "")
    assert output.out == expected_losses(read_link(STATE).experiment, [0, 1, 2, 3])


@pytest.mark.parametrize(
    ("epochs", "every", "printed"),
    [
        (10, 1, list(range(11))),
        (10, 3, [0, 3, 6, 9, 10]),
        (10, 5, [0, 5, 10]),
        (10, 10, [0, 10]),
        (3, 10, [0, 3]),
        (1, 1, [0, 1]),
        (0, 1, [0]),
        (0, 7, [0]),
    ],
)
def test_json_prints_the_first_every_kth_and_the_last_epoch(call, epochs, every, printed):
    output = call("train", *STATE_OPTIONS, "--epochs", str(epochs), "--every", str(every), "--json")
    assert [line["epoch"] for line in output.losses] == printed
    assert output.out == expected_losses(read_link(STATE).experiment, printed)


def test_the_losses_are_those_of_the_web_page():
    output = finished("train", RECORDED, "--epochs", "100", "--json")
    assert (output.code, output.err) == (0, "")
    lines = output.losses
    assert [line["epoch"] for line in lines] == list(range(101))
    for epoch, (train, test) in RECORDED_LOSSES.items():
        assert lines[epoch]["train_loss"] == pytest.approx(train, rel=1e-9, abs=0)
        assert lines[epoch]["test_loss"] == pytest.approx(test, rel=1e-9, abs=0)


def test_without_json_a_sentence_tells_the_losses(call):
    output = call("train", *STATE_OPTIONS, "--epochs", "20")
    trainer = Trainer(read_link(STATE).experiment)
    for _ in range(20):
        trainer.train_epoch()
    assert (output.code, output.err) == (0, "")
    (line,) = output.out.splitlines()
    assert "epoch 20" in line
    assert f"training loss {trainer.train_loss:.6g}" in line
    assert f"test loss {trainer.test_loss:.6g}" in line


def test_without_a_seed_each_run_draws_its_own(call):
    first, second = (call("train", "--epochs", "0", "--json").out for _ in range(2))
    assert first != second


# Links


@pytest.mark.parametrize(
    "link",
    [
        WEB + "#" + STATE,
        WEB + "#" + STATE.replace("&", "&amp;"),
        WEB + "?hl=de#" + STATE,
        "http://playground.tensorflow.org/#" + STATE,
        "#" + STATE,
        STATE,
        STATE.replace("&", "&amp;"),
        f"'{WEB}#{STATE}'",
        f'"{WEB}#{STATE}"',
        f"“{WEB}#{STATE}”",
        f"<{WEB}#{STATE}>",
        f"  {WEB}#{STATE}\n",
    ],
)
def test_a_link_in_any_dress_is_the_same(call, link):
    output = call("train", link, "--epochs", "2", "--json")
    assert output.code == 0
    # What was mended is told, and nothing else.
    assert output.err.splitlines() == ["nntui: link: &amp; in the link is read as &"] * ("&amp;" in link)
    assert output.out == call("train", *STATE_OPTIONS, "--epochs", "2", "--json").out


@pytest.mark.parametrize("link", [WEB, "playground.tensorflow.org", WEB + "#"])
def test_a_link_that_says_nothing_is_the_default(call, link):
    output = call("train", link, "--seed", "0.5", "--epochs", "2", "--json")
    assert (output.code, output.err) == (0, "")
    assert output.out == expected_losses(Experiment(seed="0.5"), [0, 1, 2])


def test_options_count_more_than_the_link(call):
    output = call("train", "--noise", "0", WEB + "#" + STATE, "--activation", "tanh", "--epochs", "1", "--json")
    experiment = read_link(STATE).experiment.changed(noise=0.0, activation="tanh")
    assert output.out == expected_losses(experiment, [0, 1])


@pytest.mark.parametrize("name", [name for name in DATASETS if name != "own"])
def test_the_data_set_chooses_the_problem(call, name):
    other = "classification" if DATASETS[name].problems[0] == "regression" else "regression"
    output = call("train", f"problem={other}&seed=1", "--dataset", name, "--epochs", "1", "--json")
    field = "dataset" if other == "regression" else "regression_dataset"
    experiment = Experiment(seed="1", problem=DATASETS[name].problems[0], **{field: name})
    assert output.out == expected_losses(experiment, [0, 1])


def test_each_option_sets_its_setting(call):
    experiment = Experiment(
        problem="regression",
        regression_dataset="reg-gauss",
        noise=12.5,
        train_share=70,
        batch_size=9,
        features=("y", "sin-x"),
        hidden_layers=(3, 2),
        activation="sigmoid",
        learning_rate=0.1,
        regularization="L2",
        regularization_rate=0.003,
        seed="a b",
        weights_draw=2,
    )
    words = ["--dataset", "reg-gauss"]
    for setting in SETTINGS.values():
        if not isinstance(setting, Flag) and not setting.name.endswith("dataset"):
            words += [setting.option, setting.format(getattr(experiment, setting.name))]
    output = call("train", *words, "--epochs", "3", "--json")
    assert (output.code, output.err) == (0, "")
    assert output.out == expected_losses(experiment, [0, 1, 2, 3])
    zero = call("train", *words, "--zero-initialization", "--epochs", "3", "--json")
    assert zero.out == expected_losses(experiment.changed(zero_initialization=True), [0, 1, 2, 3])
    link = "initZero=true&seed=1"
    not_zero = call("train", link, "--no-zero-initialization", "--discretize", "--show-test-data", "--epochs", "0")
    assert not_zero.code == 0
    assert not_zero.out == call("train", "--seed", "1", "--epochs", "0").out


def test_what_a_link_holds_amiss_is_told_a_line_each_and_the_rest_is_used(call):
    link = WEB + "#seed=0.5&wombat=7&batchSize=0&learningRate=fast&noise_hide=true&dataset=xor&tutorial=dp"
    output = call("train", link, "--epochs", "1", "--json")
    assert output.code == 0
    assert output.out == expected_losses(read_link(link).experiment, [0, 1])
    assert read_link(link).experiment.dataset == "xor"
    lines = output.err.splitlines()
    assert all(line.startswith("nntui: ") for line in lines)
    for key in ("wombat", "batchSize", "learningRate", "Noise", "tutorial"):
        assert len([line for line in lines if key in line]) == 1
    assert len(lines) == 4


def test_a_batch_far_too_large_is_told_once(call):
    output = call("train", WEB + "#seed=0.5&batchSize=2000", "--epochs", "1", "--json")
    assert output.out == expected_losses(Experiment(seed="0.5", batch_size=250), [0, 1])
    assert len(output.err.splitlines()) == 1


def test_notes_stay_lines_whatever_the_link_holds(call):
    output = call("train", WEB + "#seed=1&wom%0Abat=a%0Ab&x%1B[31m=%1B[2J%0A", "--epochs", "0", "--json")
    assert output.code == 0
    assert all(line.startswith("nntui: ") for line in output.err.splitlines())
    assert output.err.replace("\n", "").isprintable()


# Bad usage

TRAIN = ["train", "--epochs", "3"]
BAD = {
    "unknown option": [*TRAIN, "--neurons", "3"],
    "unknown short option": [*TRAIN, "-x"],
    "option of train alone": ["--epochs", "3"],
    "abbreviated option": [*TRAIN, "--noi", "3"],
    "no value": [*TRAIN, "--noise"],
    "value for a flag": [*TRAIN, "--discretize=yes"],
    "value for json": [*TRAIN, "--json=yes"],
    "no epochs": ["train"],
    "no epochs with a link": ["train", STATE, "--json"],
    "epochs without a number": ["train", "--epochs"],
    "epochs not a number": ["train", "--epochs", "many"],
    "epochs below 0": ["train", "--epochs", "-1"],
    "epochs not whole": ["train", "--epochs", "1.5"],
    "epochs blank": ["train", "--epochs", ""],
    "every 0": [*TRAIN, "--every", "0"],
    "every not a number": [*TRAIN, "--every", "other"],
    "unknown data set": [*TRAIN, "--dataset", "moons"],
    "data set of the other problem": [*TRAIN, "--dataset", "spiral", "--problem", "regression"],
    "data set of the other problem, regression": [*TRAIN, "--problem", "classification", "--dataset", "reg-gauss"],
    "batch over the training set": [*TRAIN, "--batch-size", "251"],
    "batch over the smaller training set": [*TRAIN, "--batch-size", "51", "--train-share", "10"],
    "too many layers": [*TRAIN, "--hidden-layers", ",".join("1" * 11)],
    "too many neurons": [*TRAIN, "--hidden-layers", "4,33"],
    "no neuron": [*TRAIN, "--hidden-layers", "4,0"],
    "not a number": [*TRAIN, "--noise", "nan"],
    "infinite": [*TRAIN, "--learning-rate", "inf"],
    "below the range": [*TRAIN, "--noise", "-5"],
    "not whole": [*TRAIN, "--batch-size", "2.5"],
    "unknown feature": [*TRAIN, "--features", "x,z"],
    "blank seed": [*TRAIN, "--seed", ""],
    "seed too long": [*TRAIN, "--seed", "1" * 1001],
    "seed of two lines": [*TRAIN, "--seed", "1\n2"],
    "unknown word": ["trane", "--noise", "3"],
    "unknown word after train": [*TRAIN, "faster"],
    "two links": [*TRAIN, STATE, STATE],
    "train in the middle": ["--noise", "3", *TRAIN],
    "a word of two lines": ["two\nlines"],
    "no terminal": [],
    "no terminal, a link": [WEB + "#" + STATE],
    "no terminal, options": ["--dataset", "spiral"],
}


@pytest.mark.parametrize("words", BAD.values(), ids=BAD.keys())
def test_bad_usage_is_told_in_one_sentence(call, words):
    assert_one_sentence(call(*words))


def test_an_unknown_option_of_two_lines_is_told_in_one(call):
    assert_one_sentence(call(*TRAIN, "--two\nlines"))


@pytest.mark.parametrize(
    "setting",
    [
        setting
        for setting in SETTINGS.values()
        if not isinstance(setting, Flag) and setting.name != "regression_dataset"
    ],
    ids=lambda setting: setting.name,
)
def test_a_value_that_is_not_allowed_is_named_with_what_is(call, setting):
    value = "1" * 2000 if setting.name == "seed" else "no-such-value"
    output = call(*TRAIN, setting.option, value)
    assert_one_sentence(output)
    assert setting.label in output.err
    assert value[:50] in output.err
    allowed = ", ".join(DATASETS) if setting.name == "dataset" else setting.allowed
    assert allowed in output.err
    assert len(output.err) < 300


def test_bad_usage_of_the_command_itself():
    output = finished("train", "--epochs", "3", "--noise", "101")
    assert_one_sentence(output)
    assert output.err == "nntui: Noise: 101 is not allowed; allowed is a number from 0 to 100\n"


# Divergence


def test_divergence_ends_with_null_and_code_3(call):
    output = call("train", *DIVERGING, "--epochs", "50", "--json")
    experiment = Experiment(
        seed="1", problem="regression", features=("x-squared", "y-squared"), hidden_layers=(), learning_rate=0.01
    )
    trainer = Trainer(experiment)
    message = None
    while message is None:
        try:
            trainer.train_epoch()
        except DivergedError as error:
            message = str(error)
    last = trainer.epoch
    assert last > 1
    assert output.code == 3
    *before, end = output.out.splitlines(keepends=True)
    assert "".join(before) == expected_losses(experiment, list(range(last + 1)))
    assert end == f'{{"epoch": {last + 1}, "train_loss": null, "test_loss": null}}\n'
    assert output.err == f"nntui: {message}\n"
    assert f"diverged at epoch {last + 1}" in message
    assert "lower the learning rate" in message

    few = call("train", *DIVERGING, "--epochs", "50", "--json", "--every", "1000")
    assert few.code == 3
    assert few.out == expected_losses(experiment, [0]) + end

    told = call("train", *DIVERGING, "--epochs", "50")
    assert told.code == 3
    assert told.err == output.err
    assert f"epoch {last}:" in told.out


def test_divergence_prints_no_warning_as_a_command():
    output = finished("train", *DIVERGING, "--epochs", "50", "--json")
    assert output.code == 3
    assert output.losses[-1]["train_loss"] is None
    assert len(output.err.splitlines()) == 1
    assert "NaN" not in output.out
    assert "Infinity" not in output.out


# Signals and pipes


def test_ctrl_c_leaves_whole_lines_and_code_130():
    process = started("train", *STATE_OPTIONS, "--epochs", FOR_EVER, "--json")
    lines = [process.stdout.readline() for _ in range(3)]
    process.send_signal(signal.SIGINT)
    rest, err = process.communicate(timeout=LIMIT)
    assert process.returncode == 130
    assert err == ""
    printed = "".join(lines) + rest
    assert printed.endswith("\n")
    epochs = [json.loads(line)["epoch"] for line in printed.splitlines()]
    assert epochs == list(range(len(epochs)))


def test_ctrl_c_in_this_process(call, monkeypatch):
    train = Trainer.train_epoch

    def train_epoch(trainer: Trainer) -> None:
        if trainer.epoch == 2:
            raise KeyboardInterrupt
        train(trainer)

    monkeypatch.setattr(Trainer, "train_epoch", train_epoch)
    output = call("train", *STATE_OPTIONS, "--epochs", "9", "--json")
    assert (output.code, output.err) == (130, "")
    assert output.out == expected_losses(read_link(STATE).experiment, [0, 1, 2])


def test_a_reader_that_has_enough_ends_it_quietly():
    process = started("train", *STATE_OPTIONS, "--epochs", FOR_EVER, "--json")
    assert json.loads(process.stdout.readline())["epoch"] == 0
    process.stdout.close()
    assert process.wait(LIMIT) == 0
    assert process.stderr.read() == ""
    process.stderr.close()


def test_head_ends_it_quietly():
    with started("train", *STATE_OPTIONS, "--epochs", FOR_EVER, "--json") as process:
        head = subprocess.run(
            ["head", "-1"], stdin=process.stdout, capture_output=True, text=True, timeout=LIMIT, check=True
        )
        process.stdout.close()
        assert process.wait(LIMIT) == 0
        assert process.stderr.read() == ""
    assert head.stdout == expected_losses(read_link(STATE).experiment, [0])


@pytest.mark.parametrize(
    "words",
    [
        ["train", *STATE_OPTIONS, "--epochs", "3", "--json"],
        ["train", *STATE_OPTIONS, "--epochs", "3"],
        ["--help"],
        ["--version"],
    ],
    ids=["json", "sentence", "help", "version"],
)
def test_a_reader_that_is_gone_already_is_no_fault(words):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        output = finished(*words, stdout=writing)
    finally:
        os.close(writing)
    assert (output.code, output.err) == (0, "")


@pytest.mark.parametrize(
    ("closed", "words", "code"),
    [
        (1, ["train", "--epochs", "3", "--json"], 0),
        (1, ["train", "--epochs", "3"], 0),
        (1, ["train", "--epochs", "many"], 2),
        (1, ["train", *DIVERGING, "--epochs", "50", "--json"], 3),
        pytest.param(2, ["train", *STATE_OPTIONS, "--epochs", "3", "--json"], 0),
        (2, ["train", *STATE_OPTIONS, "--epochs", "3"], 0),
        pytest.param(2, ["train", "--epochs", "many"], 2),
    ],
)
def test_a_stream_that_is_closed_from_the_start_is_no_fault(closed, words, code):
    """As a daemon may start it: `nntui train … >&-`."""
    shell = ["sh", "-c", f'exec "$@" {closed}>&-', "sh", sys.executable, "-m", "nntui", *words]
    run = subprocess.run(
        shell,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        env=environment(),
        check=False,
    )
    assert run.returncode == code
    assert "Traceback" not in run.stdout + run.stderr
    if closed == 2 and "--json" in words:
        assert run.stdout == expected_losses(read_link(STATE).experiment, [0, 1, 2, 3])


# On a terminal


class Terminal:
    """A command on a pseudo-terminal of 80×24, read back through a terminal emulator."""

    def __init__(self, *words: str, **variables: str) -> None:
        ours, theirs = os.openpty()
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "nntui", *words],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment(COLUMNS="80", LINES="24", **variables),
            start_new_session=True,
        )
        os.close(theirs)
        self._talk = fdpexpect.fdspawn(ours, timeout=LIMIT)
        self.raw = b""

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


def test_a_progress_bar_shows_the_losses_and_ends_clean():
    terminal = Terminal("train", *STATE_OPTIONS, "--epochs", "600")
    terminal.expect(r"/600")
    terminal.expect(r"training loss \d\.\d{4}  test loss \d\.\d{4}")
    (bar,) = terminal.lines  # it stays on one line
    assert bar.startswith("epoch")
    assert terminal.end() == 0
    assert terminal.lines == finished("train", *STATE_OPTIONS, "--epochs", "600").out.splitlines()
    assert "epoch 600: training loss" in terminal.lines[0]

    trainer = Trainer(read_link(STATE).experiment)
    for _ in range(600):
        trainer.train_epoch()
    last = terminal.raw.decode().rpartition("600/600")[2]  # what it showed before it went
    assert f"training loss {trainer.train_loss:.4f}  test loss {trainer.test_loss:.4f}" in last
    assert not terminal.screen.cursor.hidden
    assert (terminal.screen.cursor.x, terminal.screen.cursor.y) == (0, 1)


def test_json_on_a_terminal_shows_no_bar():
    terminal = Terminal("train", *STATE_OPTIONS, "--epochs", "2", "--json")
    assert terminal.end() == 0
    assert [json.loads(line)["epoch"] for line in terminal.lines] == [0, 1, 2]
    assert b"\x1b" not in terminal.raw


def test_ctrl_c_takes_the_bar_away():
    terminal = Terminal("train", *STATE_OPTIONS, "--epochs", FOR_EVER)
    terminal.expect(r"training loss \d")
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == 130
    assert not terminal.screen.cursor.hidden
    assert not any("Traceback" in line or "epoch" in line for line in terminal.lines)


def test_divergence_under_the_bar():
    terminal = Terminal("train", *DIVERGING, "--epochs", "50")
    assert terminal.end() == 3
    assert not terminal.screen.cursor.hidden
    assert any(line.startswith("nntui: diverged at epoch") for line in terminal.lines)
    assert not any("Traceback" in line or "/50" in line for line in terminal.lines)


# The playground


def test_without_a_terminal_the_playground_says_so():
    output = finished()
    assert_one_sentence(output)
    assert "needs a terminal" in output.err
    assert "nntui train" in output.err


def test_a_dumb_terminal_is_none():
    terminal = Terminal(TERM="dumb")
    assert terminal.end() == 2
    (line,) = terminal.lines
    assert line.startswith("nntui: the playground needs a terminal")


class StandIn:
    """Stands in for the app, on what passes for a terminal, and keeps what it was given."""

    def __init__(self, monkeypatch) -> None:
        self.arguments, self.options, self.ran, self.return_code, self.has_saved = None, {}, False, 0, False
        self.unsaved = ""
        self._monkeypatch = monkeypatch
        module = types.ModuleType("nntui.app")
        module.PlaygroundApp = self._made
        monkeypatch.setitem(sys.modules, "nntui.app", module)
        monkeypatch.setenv("TERM", "xterm-256color")

    def _made(self, *arguments, **options) -> "StandIn":
        self.arguments, self.options = arguments, options
        return self

    def run(self) -> None:
        self.ran = True

    def open(self, *words: str, terminals: tuple[str, ...] = ("stdin", "stdout")) -> int:
        """Calls the command line as on a terminal."""
        with self._monkeypatch.context() as patch:
            for name in ("stdin", "stdout"):
                patch.setattr(getattr(sys, name), "isatty", lambda name=name: name in terminals)
            return main(list(words))


@pytest.fixture
def app(monkeypatch):
    return StandIn(monkeypatch)


def test_the_playground_opens_with_the_link_and_the_options(capsys, app):
    assert app.open(WEB + "#" + STATE + "&wombat=1", "--noise", "20", "--show-test-data") == 0
    [start] = app.arguments
    experiment, notes = start.experiment, start.notes
    assert app.options["preferences_file"].name == "preferences.toml"
    assert app.options["state_folder"].name == "nntui"
    assert app.ran
    assert experiment == read_link(STATE).experiment.changed(noise=20.0, show_test_data=True)
    assert len(notes) == 1
    assert "wombat" in notes[0]
    assert capsys.readouterr() == ("", "")  # nothing is printed where the screen will be


def test_the_playground_opens_with_the_defaults_and_a_fresh_seed(app):
    assert app.open() == 0
    [start] = app.arguments
    experiment, notes = start.experiment, start.notes
    assert start.is_plain
    assert experiment == Experiment(seed=experiment.seed)
    assert not notes
    app.open()
    assert app.arguments[0].experiment.seed != experiment.seed


@pytest.mark.parametrize(
    ("words", "connection", "rate"),
    [((), None, 10), ((), "10.0.0.1 50000 10.0.0.2 22", 5), (("--fps", "2"), "10.0.0.1 50000 10.0.0.2 22", 2)],
)
def test_over_ssh_it_draws_less_often_unless_it_is_told(monkeypatch, app, words, connection, rate):
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    if connection:
        monkeypatch.setenv("SSH_CONNECTION", connection)
    assert app.open(*words) == 0
    assert (app.options["frame_rate"] or app.options["usual_frame_rate"]) == rate


@pytest.mark.parametrize("rate", ["0", "31", "many", "nan"])
def test_a_frame_rate_that_is_not_allowed_is_refused(capsys, app, rate):
    assert app.open("--fps", rate) == 2
    assert not app.ran
    error = capsys.readouterr().err
    assert error == f"nntui: Frames per second: {rate} is not allowed; allowed is a number from 1 to 30\n"


def test_bad_usage_on_a_terminal_opens_nothing(capsys, app):
    assert app.open("--noise", "101") == 2
    assert not app.ran
    assert capsys.readouterr().err.startswith("nntui: Noise: 101")


@pytest.mark.parametrize("terminals", [("stdin",), ("stdout",), ()])
def test_half_a_terminal_is_none(capsys, app, terminals):
    assert app.open(terminals=terminals) == 2
    assert not app.ran
    assert "needs a terminal" in capsys.readouterr().err


def test_the_exit_code_is_that_of_the_app(app):
    app.return_code = 1
    assert app.open() == 1


# What is written at the end


@pytest.mark.parametrize("end", [".nntui", ".py", ".json", ".csv", ".onnx"])
def test_a_trained_network_is_saved_by_the_end_of_its_name(call, tmp_path, end):
    if end == ".onnx":
        pytest.importorskip("onnx", reason="ONNX is an extra")
    path = tmp_path / f"model{end}"
    output = call("train", "--seed", "0.5", "--epochs", "3", "--json", "--save", str(path))
    assert (output.code, output.err) == (0, "")
    assert path.stat().st_size > 50
    if end == ".nntui":
        again = call("train", str(path), "--epochs", "2", "--json")
        whole = call("train", "--seed", "0.5", "--epochs", "5", "--json")
        assert again.losses == whole.losses[3:]
    if end == ".py":
        run = subprocess.run([sys.executable, str(path), "1.2", "-3.4"], capture_output=True, text=True, check=True)
        assert run.stdout.strip()


@pytest.mark.parametrize(
    ("name", "word"), [("model.exe", ".nntui, .py"), ("model", ".onnx"), ("none/model.py", "no folder")]
)
def test_where_nothing_can_be_saved_is_said_before_the_training(call, tmp_path, name, word):
    output = call("train", "--epochs", "3", "--save", str(tmp_path / name))
    assert output.code == 2
    assert output.out == ""
    assert word in output.err


def test_a_file_that_cannot_be_written_is_said(call, tmp_path):
    (tmp_path / "model.py").mkdir()
    output = call("train", "--seed", "1", "--epochs", "1", "--json", "--save", str(tmp_path / "model.py"))
    assert output.code == 1
    assert "cannot be written" in output.err
