"""`nntui sweep`: what it prints, what it writes, what it refuses, and that it goes on where it was."""

import json
import re

import pytest

from nntui.cli.sweep_progress import PlainProgress, duration
from nntui.sweeps.results import ResultsFile, read_results
from tests.cli.support import Terminal, assert_one_sentence
from tests.sweeps.support import row_of, sweep_of

SMALL = ("sweep", "--dataset", "xor", "--seed", "1", "--epochs", "3", "--vary", "hidden-layers=none:2", "--starts", "2")
GOAL = (*SMALL, "--vary", "learning-rate=0.03,0.3", "--goal", "test-loss < 0.5")


def test_table_and_picture(call):
    output = call(*SMALL)
    assert (output.code, output.err) == (0, "")
    assert "quartiles" in output.out
    assert "median test loss, with its quartiles" in output.out
    assert "\x1b" not in output.out


def test_the_same_command_goes_on_and_show_trains_nothing(call, tmp_path, monkeypatch):
    path = tmp_path / "r.jsonl"
    whole = call(*GOAL, "--output", str(path))
    lines = path.read_bytes().splitlines(keepends=True)
    assert (whole.code, len(lines)) == (0, 9)
    path.write_bytes(b"".join(lines[:4]) + lines[5][:20])
    again = call(*GOAL, "--output", str(path))
    assert again.err == "nntui: 3 of 8 were done already\n"
    first, second = by_start(b"".join(lines[1:]).decode()), by_start(path.read_text().partition("\n")[2])
    assert first == {key: pytest.approx(losses, abs=1e-9) for key, losses in second.items()}
    monkeypatch.setattr("nntui.cli.sweep.train_sweep", None)
    shown = call("sweep", "--show", str(path), "--sort", "parameters", "--at-least", "1/2")
    assert shown.code == 0
    assert "The fewest parameters, where 50% of the starts or more reached test_loss < 0.5:" in shown.out
    assert "share of starts that reached the goal" in shown.out


def by_start(text: str) -> dict[tuple, list[float]]:
    """The losses of each row: how many starts were trained together changes their last digits."""
    rows = map(json.loads, text.splitlines())
    return {
        (*row["hidden_layers"], row["learning_rate"], row["weights_draw"]): [row["train_loss"], row["test_loss"]]
        for row in rows
    }


def test_without_a_seed_the_file_has_it(call, tmp_path):
    words = [word for word in SMALL if word not in ("--seed", "1")]
    for _time in range(2):
        assert call(*words, "--output", str(tmp_path / "r.csv")).code == 0
    rows = read_results(tmp_path / "r.csv").rows
    assert (len(rows), len({row.seed for row in rows})) == (4, 1)


def test_json_is_an_object_for_each_combination_in_order(call):
    output = call(*GOAL, "--json", "--sort", "loss", "--at-least", "1")
    lines = [json.loads(line) for line in output.out.splitlines()]
    assert (output.code, output.err, len(lines)) == (0, "", 4)
    assert [line["test_loss"] for line in lines] == sorted(line["test_loss"] for line in lines)
    for line in lines:
        assert line["starts"] == 2
        assert line["share"] == line["reached"] / 2
        assert line["enough"] == (line["reached"] == 2)


def test_the_picture_is_saved(call, tmp_path):
    assert call(*GOAL, "--save", str(tmp_path / "p.svg")).code == 0
    text = (tmp_path / "p.svg").read_text()
    assert text.startswith("<svg")
    assert "goal: test_loss &lt; 0.5" in text
    assert "Exclusive or" in text


TEN = ",".join(map(str, range(10)))
BILLION = [
    "--regularization",
    "L2",
    "--vary",
    f"noise={TEN}",
    "--vary",
    f"learning-rate={TEN}",
    "--vary",
    f"regularization-rate={TEN}",
]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--vary", "noise=1,2"], "--epochs NUMBER is needed"),
        (["--epochs", "3"], "--vary NAME=VALUES is needed"),
        (["--epochs", "3", "--vary", "wombat=1"], "wombat is no setting that can be varied"),
        (["--epochs", "3", "--vary", "noise=101"], "Noise: 101 is not allowed; allowed is a number from 0 to 100"),
        (["--epochs", "3", "--vary", "noise="], "there is no value behind ="),
        (["--epochs", "3", *BILLION, "--starts", "10000"], "10,000,000 trainings"),
        (["--epochs", "3", "--vary", "noise=1", "--goal", " "], "--goal: there is nothing"),
        (["--epochs", "3", "--vary", "noise=1", "--goal", "test_los < 1"], "test_los is no name"),
        (["--epochs", "3", "--vary", "noise=1", "--goal", "accuracy > 90"], "accuracy is a share and never 90"),
        (
            ["--epochs", "3", "--vary", "dataset=reg-plane,reg-gauss", "--goal", "test-accuracy > 0.9"],
            "a regression has no accuracy",
        ),
        (["--epochs", "3", "--vary", "noise=1", "--at-least", "1/2"], "there is no --goal"),
        (["--epochs", "3", "--vary", "noise=1", "--goal", "epoch > 1", "--at-least", "3/2"], "a share from 0 to 1"),
        (["--epochs", "3", "--vary", "noise=1", "--sort", "size"], "allowed is one of loss, share"),
        (["--epochs", "3", "--vary", "noise=1", "--axes", "seed"], "allowed are one or two of noise"),
        (["--epochs", "3", "--vary", "noise=1", "--output", "r.parquet"], "names that end with .jsonl, .csv"),
        (["--epochs", "3", "--vary", "noise=1", "--save", "p.png"], "a name that ends with .svg"),
        (["--epochs", "3", "--vary", "noise=1", "--save", "none/p.svg"], "there is no folder"),
        (["--epochs", "3", "--vary", "noise=1", "--cluster", "wombat"], "the address of a scheduler"),
        (["--epochs", "3", "--vary", "noise=1", "--cluster", "h:1", "--workers", "2"], "give one of them"),
        (["--show", "r.jsonl", "--vary", "noise=1"], "--show trains nothing, and so --vary does not go with it"),
        (["--show", "nothing.jsonl"], "nothing.jsonl cannot be read: No such file or directory"),
        (["--show", "."], "not a regular file"),
    ],
)
def test_bad_input_is_one_sentence_before_anything_is_trained(call, tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("nntui.cli.sweep.train_sweep", None)
    output = call("sweep", *words)
    assert_one_sentence(output)
    assert told in output.err
    assert not [path for path in tmp_path.iterdir() if path.is_file()]


def test_ten_million_trainings_are_asked_about_on_a_terminal_and_a_sweep_shows_the_best_so_far(tmp_path):
    with Terminal("sweep", "--epochs", "3", *BILLION, "--starts", "10000") as terminal:
        terminal.expect(r"Train them\? \[y/N\] ")
        terminal.send("n\n")
        assert terminal.end() == 2
        assert terminal.lines[-1] == "nntui: nothing was trained"
    with Terminal(*GOAL[:6], "100", *GOAL[7:], "--workers", "1", "--output", str(tmp_path / "r.csv")) as terminal:
        terminal.expect("The best so far:")
        assert terminal.end() == 0
        assert "share of starts that reached the goal" in "".join(terminal.lines)
        assert "The best so far:" not in "".join(terminal.lines)  # it has gone with the bar
        assert b"\x1b[48;" in terminal.raw or b";48;" in terminal.raw  # the map has colours


def test_plain_progress_says_how_long_it_will_take(capsys, monkeypatch):
    now = 100.0
    monkeypatch.setattr("nntui.cli.sweep_progress.time.monotonic", lambda: now)
    sweep = sweep_of("noise=1,2", starts=100)
    with PlainProgress(sweep, [row_of((1.0,), start) for start in range(50)]) as progress:
        now += 5
        progress.take([row_of((1.0,), start) for start in range(50, 60)])
        now += 15
        progress.take([row_of((1.0,), start) for start in range(60, 100)])
    assert capsys.readouterr().err.splitlines() == [
        "nntui: 50 of 200 were done already",
        "nntui: 100 of 200 trained, about 40 seconds left",
    ]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "0 seconds"),
        (1, "1 second"),
        (119, "119 seconds"),
        (120, "2 minutes"),
        (7200, "2 hours"),
        (86400 * 3, "3 days"),
        (86400 * 365 * 40, "40 years"),
    ],
)
def test_a_time_in_words(seconds, words):
    assert duration(seconds) == words


def test_other_commands_name_the_way_to_results(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with ResultsFile(tmp_path / "r.jsonl", sweep_of("noise=1,2")) as file:
        file.append([row_of((1.0,))])
    line = "r.jsonl holds the results of a sweep: nntui sweep --show r.jsonl shows them, nntui r.jsonl opens them"
    for words in ("show r.jsonl", "train r.jsonl --epochs 1", "link r.jsonl", "train --epochs 1 --data r.jsonl"):
        output = call(*words.split())
        assert (output.code, output.out, output.err) == (2, "", f"nntui: {line}\n")
    assert call("report", "r.jsonl").err.splitlines()[0] == f"nntui: {line}"
    assert "needs a terminal; without one, use nntui sweep --show" in call("r.jsonl").err
    assert "leave settings out" in call("r.jsonl", "--noise", "3").err
    (tmp_path / "r.jsonl").write_bytes((tmp_path / "r.jsonl").read_bytes()[:40])
    assert "its first line does not say which sweep it is" in call("r.jsonl").err


@pytest.mark.parametrize(
    ("words", "notes", "rows"),
    [
        (
            ["--dataset", "blobs", "--vary", "classes=2,3,6", "--vary", "loss=squared-error,cross-entropy"],
            [f"--loss squared-error is not for {count} classes: cross-entropy is used" for count in (3, 6)],
            {("2", "Squared error"), ("2", "Cross-entropy"), ("3", "Cross-entropy"), ("6", "Cross-entropy")},
        ),
        (
            ["--vary", "dataset=circle,blobs", "--vary", "classes=2,4"],
            ["--classes is for the data set Blobs alone, and Circle has its own"],
            {("Circle", "–"), ("Blobs", "2"), ("Blobs", "4")},
        ),
        (
            ["--vary", "optimizer=sgd,momentum", "--vary", "momentum=0.5,0.9"],
            ["--momentum is not used by --optimizer sgd, but by momentum, nesterov"],
            {("SGD", "–"), ("Momentum", "0.5"), ("Momentum", "0.9")},
        ),
        (
            ["--vary", "regularization=none,L1", "--vary", "regularization-rate=0.1,0.3"],
            ["--regularization-rate is not used without --regularization"],
            {("None", "–"), ("L1", "0.1"), ("L1", "0.3")},
        ),
        (
            ["--vary", "hidden-layers=none:2", "--vary", "activation=relu,tanh"],
            ["--activation is not used without --hidden-layers"],
            {("none", "–"), ("2", "ReLU"), ("2", "Tanh")},
        ),
        (
            ["--vary", "dropout=0,0.5"],
            ["--vary dropout=0,0.5: this is one value; a colon parts several, as in 0:0.5"],
            None,
        ),
        (["--vary", "features=x,x1*x2"], ["this is one value; a colon parts several, as in x:x1*x2"], None),
        (["--vary", "dropout=0:0.5"], [], None),
    ],
)
def test_what_is_not_used_is_told_before_and_is_no_line_of_its_own(call, words, notes, rows):
    output = call("sweep", "--seed", "1", "--epochs", "1", *words)
    told = output.err.splitlines()
    assert len(told) == len(notes)
    assert all(note in line for note, line in zip(notes, told, strict=True))
    if rows is not None:
        found = [tuple(re.split(r"  +", line)[:2]) for line in output.out.split("What differs only")[0].splitlines()]
        assert {row for row in found if row in rows} == rows
        assert len(found) == 2 + len(rows)


def test_json_has_the_loss_that_is_used(call):
    words = ["--dataset", "blobs", "--vary", "classes=2,3", "--vary", "loss=squared-error,cross-entropy", "--json"]
    lines = [json.loads(line) for line in call("sweep", "--seed", "1", "--epochs", "1", *words).out.splitlines()]
    assert {(line["classes"], line["loss"], line["used_loss"], *line["unused"]) for line in lines} == {
        (2, "squared-error", "squared-error"),
        (2, "cross-entropy", "cross-entropy"),
        (3, "squared-error", "cross-entropy", "loss"),
        (3, "cross-entropy", "cross-entropy"),
    }
