"""The command as a process: signals, pipes and terminals."""

import json
import os
import signal
import subprocess
import sys

import pytest

from nntui.formats.link_reader import read_link
from nntui.training.trainer import Trainer
from tests.cli.support import (
    DIVERGING,
    FOR_EVER,
    LIMIT,
    STATE,
    STATE_OPTIONS,
    Terminal,
    child,
    expected_losses,
    finished,
    started,
)


def test_ctrl_c_leaves_whole_lines_and_code_130():
    with started("train", *STATE_OPTIONS, "--epochs", FOR_EVER, "--json") as process:
        lines = [process.stdout.readline() for _ in range(3)]
        process.send_signal(signal.SIGINT)
        # Not `communicate`: it would lose what was read with the last line, and not asked for.
        rest, err = process.stdout.read(), process.stderr.read()
        assert process.wait(LIMIT) == 130
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
    assert output.out == expected_losses(read_link(STATE).experiment, [0, 1, 2], has_result=False)


def test_head_ends_it_quietly():
    with started("train", *STATE_OPTIONS, "--epochs", FOR_EVER, "--json") as process:
        head = subprocess.run(
            ["head", "-1"], stdin=process.stdout, capture_output=True, text=True, timeout=LIMIT, check=True
        )
        process.stdout.close()
        assert process.wait(LIMIT) == 0
        assert process.stderr.read() == ""
    assert head.stdout == expected_losses(read_link(STATE).experiment, [0], has_result=False)


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
        (1, ["train", "--epochs", "3"], 0),
        (1, ["train", *DIVERGING, "--epochs", "50", "--json"], 3),
        (2, ["train", *STATE_OPTIONS, "--epochs", "3", "--json"], 0),
        (2, ["train", "--epochs", "many"], 2),
    ],
)
def test_a_stream_that_is_closed_from_the_start_is_no_fault(closed, words, code):
    """As a daemon may start it: `nntui train … >&-`."""
    shell = ["sh", "-c", f'exec "$@" {closed}>&-', "sh", sys.executable, "-m", "nntui", *words]
    with child(*shell) as process:
        out, err = process.communicate(timeout=LIMIT)
    assert process.returncode == code
    assert "Traceback" not in out + err
    if closed == 2 and "--json" in words:
        assert out == expected_losses(read_link(STATE).experiment, [0, 1, 2, 3])


def test_a_progress_bar_shows_the_losses_and_ends_clean():
    with Terminal("train", *STATE_OPTIONS, "--epochs", "600") as terminal:
        terminal.expect(r"/600")
        terminal.expect(r"training loss \d\.\d{4}  test loss \d\.\d{4}")
        _seed, bar = terminal.lines  # it stays on one line
        assert bar.startswith("epoch")
        assert terminal.end() == 0
        assert terminal.lines == finished("train", *STATE_OPTIONS, "--epochs", "600").out.splitlines()
        assert "epoch 600: training loss" in terminal.lines[1]

        trainer = Trainer(read_link(STATE).experiment)
        for _ in range(600):
            trainer.train_epoch()
        last = terminal.raw.decode().rpartition("600/600")[2]  # what it showed before it went
        assert f"training loss {trainer.train_loss:.4f}  test loss {trainer.test_loss:.4f}" in last
        assert not terminal.screen.cursor.hidden
        assert (terminal.screen.cursor.x, terminal.screen.cursor.y) == (0, 3)


def test_json_on_a_terminal_shows_no_bar():
    with Terminal("train", *STATE_OPTIONS, "--epochs", "2", "--json") as terminal:
        assert terminal.end() == 0
        lines = terminal.raw.decode().splitlines()
        assert [json.loads(line)["epoch"] for line in lines] == [0, 1, 2]
        assert b"\x1b" not in terminal.raw


def test_ctrl_c_takes_the_bar_away():
    with Terminal("train", *STATE_OPTIONS, "--epochs", FOR_EVER) as terminal:
        terminal.expect(r"training loss \d")
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.end() == 130
        assert not terminal.screen.cursor.hidden
        assert not any("Traceback" in line or "epoch" in line for line in terminal.lines)


def test_divergence_under_the_bar():
    with Terminal("train", *DIVERGING, "--epochs", "50") as terminal:
        assert terminal.end() == 3
        assert not terminal.screen.cursor.hidden
        assert any(line.startswith("nntui: diverged at epoch") for line in terminal.lines)
        assert not any("Traceback" in line or "/50" in line for line in terminal.lines)


def test_too_little_memory_is_said_in_a_sentence():
    code = "import sys; sys.argv = ['nntui', 'train', '--epochs', '0']; import nntui.__main__ as main; main.run()"
    failing = "import nntui.cli.main as cli\ndef fail(words, **options): raise MemoryError\ncli.main = fail\n" + code
    done = subprocess.run([sys.executable, "-c", failing], capture_output=True, text=True, timeout=LIMIT, check=False)
    assert (done.returncode, done.stdout) == (70, "")
    assert done.stderr.startswith("nntui: there is not enough memory")
    assert len(done.stderr.splitlines()) == 1
