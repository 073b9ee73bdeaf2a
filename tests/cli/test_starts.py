"""`nntui train --starts`: a line for each start, the summary, goals, and what cannot go together."""

import json
import signal
import statistics

import pytest

from nntui.lessons.goals import Goal, GoalError
from tests.cli.support import DIVERGING, FOR_EVER, LIMIT, assert_one_sentence, started

WORDS = ("train", "--dataset", "xor", "--seed", "0.5", "--epochs", "60")


@pytest.mark.parametrize("more", [(), ("--new-data",), ("--start", "3")], ids=" ".join)
def test_each_line_of_json_names_what_repeats_its_start(call, more):
    output = call(*WORDS, "--starts", "7", "--json", "--goal", "test-loss < 0.1", *more)
    assert (output.code, output.err) == (0, "")
    *starts, last = output.losses
    assert len({(each["seed"], each["weights_draw"]) for each in starts}) == 7
    for each in starts[:2] + starts[-1:]:
        words = (*WORDS[:3], "--seed", each["seed"], "--weights-draw", str(each["weights_draw"]))
        lines = call(*words, "--epochs", "60", "--json").losses
        for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy"):
            assert each[name] == pytest.approx(lines[-1][name], abs=1e-9)
        reached = [line["epoch"] for line in lines if line["test_loss"] < 0.1]
        assert each["goal_epoch"] == (reached[0] if reached else None)
        assert (each["epochs"], each["diverged_epoch"], each["parameters"]) == (60, None, 25)
    summary = last["summary"]
    assert (summary["starts"], summary["goal"]) == (7, "test_loss < 0.1")
    assert summary["reached"] == sum(each["goal_epoch"] is not None for each in starts)
    assert summary["share_reached"] == summary["reached"] / 7
    losses = [each["test_loss"] for each in starts]
    assert summary["test_loss"]["median"] == pytest.approx(statistics.median(losses))
    assert (summary["test_loss"]["least"], summary["test_loss"]["most"]) == (min(losses), max(losses))
    quartiles = statistics.quantiles(losses, n=4, method="inclusive")
    assert summary["test_loss"]["lower_quartile"] == pytest.approx(quartiles[0])
    assert summary["test_loss"]["upper_quartile"] == pytest.approx(quartiles[2])
    assert summary["settings"]["dataset"] == "xor"


def test_sentences_say_a_line_for_each_start_and_the_summary(call):
    goal = ("--goal", "test_loss < 0.1")
    data = call(*WORDS, "--starts", "3", *goal, "--json").losses
    output = call(*WORDS, "--starts", "3", *goal)
    title, *starts, _train, test, reached, epochs = output.out.splitlines()
    assert title == "seed 0.5, starts 1 to 3; --seed and --start repeat one"
    for number, (line, each) in enumerate(zip(starts, data, strict=False), 1):
        assert line.startswith(f"start {number}: training loss {each['train_loss']:.6g}, ")
        assert f"test loss {each['test_loss']:.6g}, test accuracy {each['test_accuracy']:.1%}" in line
        assert line.endswith(f", goal at epoch {each['goal_epoch']}") == (each["goal_epoch"] is not None)
    spread = data[-1]["summary"]["test_loss"]
    assert test.startswith(f"test loss: median {spread['median']:.4g}, quartiles ")
    count = data[-1]["summary"]["reached"]
    assert count > 0
    assert reached == f"goal test_loss < 0.1: reached by {count} of 3 starts ({count / 3:.0%})"
    assert epochs.startswith("epochs to the goal: median ")
    new = call(*WORDS, "--starts", "2", "--new-data").out.splitlines()
    assert new[0] == "starts of new data, with seeds that follow from seed 0.5; --seed repeats one"
    assert new[1].startswith("seed 0.")


def test_starts_that_diverge_are_counted(call):
    output = call("train", *DIVERGING, "--epochs", "50", "--starts", "2")
    assert output.code == 3
    assert "diverged: 2 of 2; they are left out of the losses below" in output.out
    assert "start 1: " in output.out
    *starts, last = call("train", *DIVERGING, "--epochs", "50", "--starts", "2", "--json").losses
    assert all(each["diverged_epoch"] > 0 for each in starts)
    assert (last["summary"]["diverged"], last["summary"]["test_loss"]) == (2, None)


def test_a_goal_that_held_before_the_training_is_not_reached_by_a_start_that_diverges(call):
    output = call("train", *DIVERGING, "--epochs", "50", "--starts", "2", "--goal", "test_loss < 1000")
    assert "reached by 0 of 2 starts (0%)" in output.out
    assert "goal at epoch" not in output.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--starts", "0"), "--starts: 0 is not allowed; allowed is a whole number from 1 to 10000"),
        (("--starts", "abc"), "--starts: abc is not allowed; allowed is a whole number from 1 to 10000"),
        (("--starts", "1e9"), "--starts: 1e9 is not allowed; allowed is a whole number from 1 to 10000"),
        (("--starts", "10001"), "--starts: 10001 is not allowed; allowed is a whole number from 1 to 10000"),
        (("--starts", "3", "--start", "9999"), "Start: 10001 is not allowed; allowed is at most 10000"),
        (("--starts", "3", "--every", "2"), "--every is for one start"),
        (("--starts", "3", "--words"), "--words is for one start"),
        (("--starts", "3", "--save", "x.py"), "--save is for one start"),
        (("--starts", "3", "--zero-initialization"), "all starts are the same"),
        (("--goal", "test_loss < 1"), "--goal is for many starts"),
        (("--new-data",), "--new-data is for many starts"),
        (("--starts", "3", "--goal", "test_los < 1"), "allowed is test_loss, for example"),
        (("--starts", "3", "--goal", "trials > 1"), "trials is no name"),
        (("--starts", "3", "--goal", ""), "goal"),
        (("--starts", "3", "--goal", "test_loss"), "this is a number"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_is_refused_before_the_training(call, words, sentence):
    output = call("train", "--epochs", FOR_EVER, *words)
    assert_one_sentence(output)
    assert sentence in output.err


def test_hyphens_stand_for_the_names_of_a_goal_and_a_difference_stays_one():
    assert Goal("test-loss < 0.04 and train-accuracy>0.9").source == "test_loss < 0.04 and train_accuracy>0.9"
    assert Goal("test_loss-train_loss < 0.1").source == "test_loss-train_loss < 0.1"
    assert Goal('dataset == "reg-plane" or epoch > 3').source == 'dataset == "reg-plane" or epoch > 3'
    with pytest.raises(GoalError, match="epo is no name"):
        Goal("epo > 3")


def test_ctrl_c_prints_what_is_done():
    with started("train", "--starts", "6", "--epochs", FOR_EVER, "--seed", "0.5", "--engine", "numpy") as process:
        assert process.stdout.readline().startswith("seed 0.5, starts 1 to 6")
        process.send_signal(signal.SIGINT)
        out, err = process.stdout.read(), process.stderr.read()
        assert process.wait(LIMIT) == 130
    assert err == ""
    lines = out.splitlines()
    assert len([line for line in lines if line.startswith("start ") and "interrupted at epoch " in line]) == 6
    assert lines[-1].startswith("test loss: median ")


def test_saved_work_gives_its_settings_to_untrained_starts(call, tmp_path):
    path = str(tmp_path / "work.nntui")
    call(*WORDS, "--save", path)
    output = call("train", path, "--epochs", "0", "--starts", "2", "--json")
    assert output.err == "nntui: the starts have the settings of the saved work, and begin untrained\n"
    first = json.loads(output.out.splitlines()[0])
    untrained = call("train", *WORDS[1:5], "--epochs", "0", "--json").losses[-1]
    assert first["test_loss"] == pytest.approx(untrained["test_loss"], abs=1e-9)
