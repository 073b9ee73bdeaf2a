"""Many starts in words: what is said of those that have diverged."""

import math

import pytest

from nntui import language
from nntui.experiment.experiment import Experiment
from nntui.formats.starts_rows import end_message, summary_lines
from nntui.session.many_starts import StartsPlan, StartsProgress
from nntui.training.many_starts import StartResult


def ended(*losses: float | None, goal: float | None = None) -> StartsProgress:
    """Starts that are through, with None for one that has diverged."""
    experiment = Experiment(seed="1", problem="regression")
    results = tuple(
        StartResult(
            experiment=experiment.changed(weights_draw=draw),
            epochs=500 if loss is not None else 2,
            train_loss=0.1,
            test_loss=2e237 if loss is None else loss,
            train_accuracy=math.nan,
            test_accuracy=math.nan,
            goal_epoch=None,
            diverged_epoch=3 if loss is None else None,
            seconds=0.1,
            parameters=9,
            snapshot=None,
        )
        for draw, loss in enumerate(losses)
    )
    known = tuple(loss for loss in losses if loss is not None)
    return StartsProgress(
        plan=StartsPlan(experiment=experiment, number=len(losses), epochs=500, test_loss=goal),
        share=1.0,
        test_losses=known,
        diverged=len(losses) - len(known),
        results=results,
        is_over=True,
    )


@pytest.mark.parametrize(
    ("losses", "end"),
    [
        ((0.1, 0.2, 0.3), "Trained for 500 epochs, median test loss 0.2000"),
        ((0.1, 0.3, None), "Trained for up to 500 epochs, median test loss 0.2000, 1 has diverged"),
        ((0.1, None, None), "Trained for up to 500 epochs, median test loss 0.1000, 2 have diverged"),
        ((None, None), "Trained for up to 500 epochs, all have diverged"),
    ],
)
def test_the_end_says_how_many_have_diverged(losses, end):
    assert end_message(ended(*losses)).endswith(": " + end)


def test_with_a_goal_those_that_have_diverged_are_named_too():
    message = end_message(ended(0.1, None, goal=0.05))
    assert "0 of 2 (0%) reached a test loss under 0.05" in message
    assert message.endswith(", 1 has diverged")


def test_all_that_is_said_of_starts_that_have_all_diverged():
    assert summary_lines(ended(None, None)) == (
        "Trained for up to 500 epochs",
        "All starts have diverged: try a lower learning rate",
    )
    language.use("pt_BR")
    assert summary_lines(ended(None, None))[1] == "Todos os inícios divergiram: tente uma taxa de aprendizagem menor"
    assert end_message(ended(0.1, None)).endswith(", 1 divergiu")
