"""Runs as rows: the columns, their order, and the files that are made of them."""

import csv
import io
import math
from dataclasses import replace

import pytest

from nntui.experiment.experiment import Experiment
from nntui.formats.run_rows import (
    RunRow,
    by_hand_text,
    changes_text,
    columns_of,
    compared,
    goal_text,
    ordered,
    row_of,
    rows_of,
    setting_text,
    used_settings,
)
from nntui.formats.run_tables import runs_csv, runs_markdown
from nntui.session.runs import Run, RunChange, RunGoal, RunMark, RunRecord
from nntui.training.predictions import predict
from nntui.training.trainer import Trainer


def row(key: str = "1", **changes: object) -> RunRow:
    settings = {name: changes.pop(name) for name in list(changes) if name in Experiment.__dataclass_fields__}
    values = {"title": f"run {key}", "epoch": 100, "train_loss": 0.1, "test_loss": 0.2, "parameters": 25, **changes}
    return RunRow(key=key, experiment=Experiment(seed="0.5", **settings), **values)


def names(*rows: RunRow) -> list[str]:
    return [column.name for column in columns_of(rows)]


RESULTS = ["epoch", "test_loss", "train_loss", "gap", "parameters"]


def test_only_settings_that_differ_are_columns():
    assert names(row("1"), row("2")) == RESULTS
    assert names(row("1"), row("2", learning_rate=0.3, hidden_layers=())) == [
        "hidden_layers",
        "learning_rate",
        *RESULTS,
    ]
    # What is only shown is no difference, and data are one column however they are named.
    assert names(row("1"), row("2", discretize=True, show_test_data=True)) == RESULTS
    assert names(row("1"), row("2", problem="regression")) == ["data", *RESULTS]
    assert names(row("1", test_accuracy=0.5), row("2", goal=RunGoal(0.1, 7))) == [
        *("epoch", "test_loss", "train_loss", "gap", "test_accuracy", "parameters", "goal_epoch")
    ]


def test_settings_that_come_to_nothing_are_not_told():
    plain = used_settings([row()])
    assert {"optimizer", "schedule", "loss", "dropout", "initialization"} <= set(plain)
    hidden = {"momentum", "beta1", "beta2", "rho", "epsilon", "weight_decay", "schedule_epochs", "schedule_factor"}
    assert hidden.isdisjoint(plain)
    assert {"classes", "zero_initialization"}.isdisjoint(plain)
    assert {"beta1", "epsilon", "schedule_epochs", "classes"} <= set(
        used_settings([row(optimizer="adam"), row(schedule="cosine"), row(dataset="blobs")])
    )
    changed = row(changes=(RunChange(3, "schedule_epochs", 100, 20),))
    assert "schedule_epochs" in used_settings([changed])
    assert names(row("1"), row("2", zero_initialization=True)) == ["initialization", *RESULTS]
    assert names(row("1"), row("2", optimizer="adam", dropout=0.2)) == ["optimizer", "dropout", *RESULTS]
    assert setting_text(row(dataset="three-arms"), "loss") == "Cross-entropy", "that is what is used"
    shown = {label: one for label, one, _other in compared(row("1"), row("2", dataset="blobs"))}
    assert shown["Loss"] == "Squared error"
    assert shown["Classes"] == "3"


def test_what_changed_on_the_way_stands_in_the_column_of_the_setting():
    changes = (RunChange(120, "learning_rate", 0.1, 0.3), RunChange(1300, "learning_rate", 0.3, 1.0))
    changed = row(learning_rate=1.0, changes=(*changes, RunChange(5, "parameter"), RunChange(9, "parameter")))
    assert setting_text(changed, "learning_rate") == "0.1 → 0.3 at 120 → 1 at 1,300"
    assert by_hand_text(changed) == "weights by hand at 5, 9"
    assert changes_text(changed) == "Learning rate 0.1 → 0.3 at 120 → 1 at 1,300 · weights by hand at 5, 9"
    assert names(changed, row("2", learning_rate=1.0)) == ["learning_rate", *RESULTS]
    assert setting_text(row(weights_draw=2), "weights_draw") == "3"


def test_rows_are_sorted_by_a_column_and_what_has_no_value_stands_last():
    rows = (row("a", test_loss=0.3), row("b", test_loss=math.nan), row("c", test_loss=0.1), row("d", test_loss=0.2))
    column = next(each for each in columns_of(rows) if each.name == "test_loss")
    assert [each.key for each in ordered(rows, column)] == ["c", "d", "a", "b"]
    assert [each.key for each in ordered(rows, column, is_descending=True)] == ["a", "d", "c", "b"]
    assert [each.key for each in ordered(rows, None)] == ["a", "b", "c", "d"]
    layers = (row("a", hidden_layers=(8,)), row("b", hidden_layers=()), row("c", hidden_layers=(4, 2)))
    for name in names(*layers):
        column = next(each for each in columns_of(layers) if each.name == name)
        assert len(ordered(layers, column)) == 3


def test_a_goal_that_was_missed_is_a_dash():
    assert [goal_text(row(goal=goal)) for goal in (None, RunGoal(0.1, 1234), RunGoal(0.1, None))] == ["", "1,234", "–"]


def trained(epochs: int = 12, **settings: object) -> Run:
    trainer = Trainer(Experiment(seed="0.5", **settings))
    for _ in range(epochs):
        trainer.train_epoch()
    return Run(RunMark(), trainer.snapshot())


def test_the_runs_of_a_session_are_rows_the_present_one_first_then_the_newest():
    first, second, present = trained(10), trained(11), trained(12, problem="regression")
    rows = rows_of(RunRecord((first, second)), present)
    assert [each.epoch for each in rows] == [12, 11, 10]
    assert [each.is_present for each in rows] == [True, False, False]
    sample = Trainer(first.snapshot.experiment).sample
    assert (rows[2].train_accuracy, rows[2].test_accuracy) == predict(first.snapshot, sample).accuracy
    assert rows[0].test_accuracy is None  # a regression has none
    assert rows[1].gap == second.snapshot.test_loss - second.snapshot.train_loss


def test_two_runs_are_compared_by_results_then_by_what_differs_then_by_the_rest():
    lines = compared(row("1", noise=10), row("2", activation="relu"))
    labels = [label for label, _left, _right in lines]
    assert labels[:5] == ["Epoch", "Test loss", "Training loss", "Gap", "Parameters"]
    assert labels[5:7] == ["Noise", "Activation"]
    assert lines[6] == ("Activation", "Tanh", "ReLU")
    assert {left == right for _label, left, right in lines[7:]} == {True}


# Files


def test_a_table_for_spreadsheets_has_every_setting_and_result_at_full_precision():
    rows = (
        row("1", title='=cmd|"x",', learning_rate=0.3, features=("x", "sin-x"), test_loss=1 / 3, test_accuracy=0.75),
        row(
            "2",
            hidden_layers=(),
            weights_draw=3,
            train_loss=math.nan,
            goal=RunGoal(0.04, 77),
            changes=(RunChange(5, "parameter"),),
        ),
    )
    first, second = csv.DictReader(io.StringIO(runs_csv(rows)))
    assert (first["run"], first["learning_rate"], first["features"]) == ('\'=cmd|"x",', "0.3", "x,sin-x")
    assert float(first["test_loss"]) == 1 / 3
    assert (first["test_accuracy"], first["goal_epoch"]) == ("0.75", "")
    assert (second["hidden_layers"], second["train_loss"]) == ("none", "")
    assert (second["goal_test_loss"], second["goal_epoch"]) == ("0.04", "77")
    assert second["changes"] == "weights by hand at 5"
    assert (second["weights_draw"], second["start"], first["start"]) == ("3", "4", "1")
    assert "discretize" not in first


def test_a_table_of_markdown_has_what_is_on_the_screen_and_no_name_breaks_it():
    rows = (row("1", title="a | b\n*c* [d](e)"), row("2", noise=20))
    header, edges, first, second = runs_markdown(rows).splitlines()
    assert header == "| Run | Noise | Epoch | Test | Train | Gap | Param. |"
    assert edges.count("|") == header.count("|") == 8
    assert first.startswith(r"| a \| b \*c\* \[d](e) | 0% | 100 | 0.200 |")
    assert second.startswith("| run 2 | 20% |")
    changed = runs_markdown((replace(rows[0], changes=(RunChange(3, "learning_rate", 0.1, 1.0),)), rows[1]))
    assert changed.splitlines()[0].endswith("| Changed on the way |")
    assert changed.splitlines()[3].endswith("|  |")


@pytest.mark.parametrize("own", ["é" * 40, "", "a\tb"])
def test_the_name_of_ones_own_data_is_short_and_on_one_line(own):
    import numpy as np

    from nntui.experiment.user_points import UserPoints

    points = UserPoints(np.array([[1.0, 2.0]]), np.array([1.0]), source=own)
    text = setting_text(row(dataset="own", user_points=points), "data")
    assert 0 < len(text) <= 24
    assert text.isprintable()


def test_a_row_of_a_run_knows_its_network():
    run = trained()
    assert row_of(run).snapshot is run.snapshot
    assert row_of(run).key == str(run.id)


def test_losses_of_two_kinds_are_said_first_where_runs_are_compared():
    squared, entropy = row("1"), row("2", loss="cross-entropy")
    lines = compared(squared, entropy)
    assert lines[0] == ("Losses not comparable", "Squared error", "Cross-entropy")
    # Three classes have cross-entropy whatever the setting says.
    assert compared(squared, row("2", dataset="blobs"))[0] == lines[0]
    assert compared(entropy, row("2", dataset="blobs", loss="cross-entropy"))[0][0] == "Epoch"
