"""Tables on the command line: which columns, from where, and how much of them for training."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.support import environment, finished

TABLES = Path(__file__).parent.parent / "data" / "tables"
FLOWERS = str(TABLES / "iris-five-columns.csv")
XOR = str(TABLES / "xor-truth-table.csv")


@pytest.mark.parametrize("asked", ["PetalLengthCm,PetalWidthCm,Species", "4,5,6", "petallengthcm, 5, Species"])
def test_columns_are_named_by_titles_or_numbers(call, asked):
    output = call("train", "--data", FLOWERS, "--columns", asked, "--epochs", "0")
    assert output.code == 0
    assert "X₁ is PetalLengthCm, X₂ is PetalWidthCm" in output.err
    assert "Species for the label (as asked); not used: Id, SepalLengthCm, SepalWidthCm" in output.err
    assert call("train", FLOWERS, "--columns", asked, "--epochs", "0").err == output.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--data", FLOWERS, "--columns", "1,2"], "--columns: 1,2 is not allowed; allowed are three titles or numbers"),
        (["--data", FLOWERS, "--columns", "a,,b"], "--columns: a,,b is not allowed"),
        (["--data", FLOWERS, "--columns="], "--columns: '' is not allowed"),
        (["--data", FLOWERS, "--columns", "2,3,x"], "there is no column x; the columns are Id, SepalLengthCm,"),
        (["--data", FLOWERS, "--columns", "2,3,7"], "there is no column 7; the table has 6, counted from 1"),
        (["--data", FLOWERS, "--columns", "2,3,2"], "SepalLengthCm is given twice; needed are three different columns"),
        (["--columns", "1,2,3"], "--columns 1,2,3: there is no table; --data FILE brings one"),
        (["#seed=1", "--columns", "1,2,3"], "--columns 1,2,3: there is no table; --data FILE brings one"),
    ],
)
def test_other_columns_are_refused_in_a_sentence(call, arguments, sentence):
    output = call("train", *arguments, "--epochs", "0")
    assert (output.code, output.out) == (2, "")
    assert sentence in output.err


def test_what_is_chosen_and_why_is_said(call):
    err = call("train", "--data", FLOWERS, "--epochs", "0").err
    assert "of 6 columns, SepalLengthCm is taken for x, SepalWidthCm for y and Species for the label" in err
    assert "(by its title); not used: Id (it counts the rows), PetalLengthCm, PetalWidthCm" in err


def test_three_classes_are_learned_and_said(call):
    output = call("train", str(TABLES / "iris-two-columns-3-species.csv"), "--seed", "1", "--epochs", "200", "--json")
    assert "species has 3 classes (setosa, versicolor, virginica)" in output.err
    last = json.loads(output.out.splitlines()[-1])
    assert last["train_accuracy"] > 0.7
    assert last["settings"]["problem"] == "classification"


@pytest.mark.parametrize("option", [[], ["--data"]])
def test_numbered_classes_are_a_regression_where_that_is_asked_for(call, option):
    table = str(TABLES / "iris-3-classes-numbered.csv")
    output = call("train", *option, table, "--problem", "regression", "--seed", "1", "--epochs", "0", "--json")
    assert "the classes of class (0, 1, 2) are taken as numbers: opened as regression" in output.err
    last = json.loads(output.out.splitlines()[-1])["settings"]
    assert (last["problem"], last["regression_dataset"]) == ("regression", "own")


def test_more_than_six_names_are_refused_with_the_way_out(call, tmp_path):
    table = tmp_path / "letters.csv"
    table.write_text("x,y,kind\n" + "".join(f"{at % 5},{at % 7},{'abcdefg'[at % 7]}\n" for at in range(70)))
    output = call("train", str(table), "--epochs", "0")
    assert (output.code, output.out) == (2, "")
    assert "kind has 7 different names (a, b, c, d, …); allowed are two to 6, or numbers" in output.err
    assert "keep the rows of 6 of them, or take another column (--columns)" in output.err


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_a_table_comes_through_standard_input(name):
    command = [sys.executable, "-m", "nntui", "train", "--data", name, "--epochs", "0", "--json"]
    content = (TABLES / "yes-no.csv").read_bytes()
    result = subprocess.run(command, input=content, capture_output=True, timeout=30, env=environment(), check=False)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["epoch"] == 0
    assert "40 points from stdin" in result.stderr.decode()


@pytest.mark.skipif(os.name == "nt", reason="this system has no descriptors as files")
def test_the_playground_says_that_keys_and_a_table_cannot_come_the_same_way():
    output = finished("--data", "-")
    assert output.code == 2
    assert "in the playground the keys come from standard input; use nntui --data <(COMMAND)" in output.err


def test_all_points_may_be_for_training_and_then_there_is_no_test_loss(call, tmp_path):
    arguments = ["train", "--data", XOR, "--train-share", "100", "--seed", "1"]
    assert call(*arguments, "--epochs", "300").out == (
        "seed 1, start 1; --seed 1 --start 1 repeats it\nepoch 300: training loss 0.022119, test loss –\n"
        "accuracy: 100.0% in training\n"
    )
    assert call(*arguments, "--epochs", "0", "--json").losses[0]["test_loss"] is None
    for name, words in (
        ("h.csv", ",\n"),
        ("g.svg", "test loss – ·"),
        ("n.json", '"test_loss": null'),
        ("p.py", "Test loss: –"),
        ("w.nntui", '"train_share"'),
    ):
        assert call(*arguments, "--epochs", "2", "--save", str(tmp_path / name)).code == 0
        assert words in (tmp_path / name).read_text(encoding="utf-8")
    saved = str(tmp_path / "w.nntui")
    assert call("train", saved, "--epochs", "1").out.endswith("test loss –\naccuracy: 75.0% in training\n")
    assert "–" not in call("train", saved, "--dataset", "circle", "--epochs", "1").out, "some are left for the test"
    refused = call("train", "--train-share", "100", "--epochs", "0")
    assert refused.code == 2
    assert "allowed is a number from 1 to 99" in refused.err
