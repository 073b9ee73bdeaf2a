"""What of a run is kept on the way, and every epoch of it shown again to the bit."""

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import UserPoints
from nntui.training.checkpoints import CAPACITY, HEAD, MOST_BYTES, CheckpointLog, Checkpoints
from nntui.training.history import NO_LOSSES
from nntui.training.rerun import Rerun
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer

EXPERIMENT = Experiment(seed="0.5")


def state(epoch: int, size: int = 25, experiment: Experiment = EXPERIMENT) -> Snapshot:
    return Snapshot(experiment, epoch, np.full(size, float(epoch)), None, 0.1, 0.2, NO_LOSSES)


def logged(epochs: int, changes: frozenset[int] = frozenset(), size: int = 25) -> CheckpointLog:
    log = CheckpointLog()
    for epoch in range(epochs + 1):
        if epoch in changes or epoch >= log.due:
            log.add(state(epoch, size), is_change=epoch in changes)
    return log


def played(experiment: Experiment, epochs: int) -> tuple[Trainer, CheckpointLog]:
    trainer, log = Trainer(experiment), CheckpointLog()
    log.add(trainer.checkpoint())
    for _ in range(epochs):
        trainer.train_epoch()
        if trainer.epoch >= log.due:
            log.add(trainer.checkpoint())
    return trainer, log


def test_the_first_epochs_are_all_kept_and_of_the_others_one_of_so_many() -> None:
    kept = logged(10_000).view()
    epochs = kept.epochs.tolist()
    assert len(epochs) <= CAPACITY
    assert epochs[: HEAD + 1] == list(range(HEAD + 1))
    assert kept.stride > 1
    assert all(epoch % kept.stride == 0 for epoch in epochs[HEAD + 1 : -1])
    assert max(np.diff(epochs)) <= kept.stride, "no stretch of the run is left without one"
    assert epochs[-1] > 10_000 - kept.stride


def test_up_to_their_number_every_epoch_is_kept() -> None:
    assert logged(CAPACITY - 1).view().epochs.tolist() == list(range(CAPACITY))


@pytest.mark.parametrize("size", [9793, 60_000, 3_000_000])
def test_memory_counts_first_and_both_ends_stay(size: int) -> None:
    kept = logged(300, size=size).view()
    assert kept.bytes <= MOST_BYTES or len(kept) == 2
    assert kept.first == 0
    assert kept.epochs[-1] > 0


def test_ten_layers_of_32_have_about_a_hundred() -> None:
    kept = logged(1000, size=Trainer(Experiment(seed="1", hidden_layers=(32,) * 10)).network.parameters.size).view()
    assert 50 <= len(kept) <= 104
    assert kept.epochs.tolist()[: HEAD + 1] == list(range(HEAD + 1))


def test_points_that_are_shared_count_once_and_others_each_time() -> None:
    points = UserPoints(np.zeros((1000, 2)), np.ones(1000), "classification")
    shared = Experiment(seed="1", dataset="own", user_points=points)
    log = CheckpointLog()
    for epoch in range(3):
        log.add(state(epoch, 10, shared))
    once = log.view().bytes
    log.add(state(3, 10, shared.changed(user_points=points.with_point(0.0, 0.0, 1.0))), is_change=True)
    assert 24_000 < once < 30_000
    assert log.view().bytes > once + 24_000


@given(st.sets(st.integers(1, 3000), max_size=30))
@settings(max_examples=20)
def test_what_was_changed_is_kept_when_the_others_are_thinned(changes: set[int]) -> None:
    kept = logged(3000, frozenset(changes)).view()
    assert changes <= {each.snapshot.epoch for each in kept.kept if each.is_change}
    assert {each.snapshot.epoch for each in kept.changes().kept} == changes | {0}


def test_of_too_many_changes_it_is_known_which_epochs_cannot_be_trained_again() -> None:
    """An epoch is reached from the checkpoint before it if no change lies between them, whatever was thinned."""
    changes = frozenset(range(60, 2000, 3))
    kept = logged(2100, changes).view()
    assert len(kept) <= CAPACITY
    rerun = Rerun(dataclasses.replace(state(2100)), kept)
    for epoch in range(2100):
        at = kept.kept[kept.index_before(epoch)]
        is_exact = not any(at.snapshot.epoch < change < epoch for change in changes - {at.snapshot.epoch})
        assert (rerun.nearest(epoch) == epoch) == (is_exact or at.snapshot.epoch == epoch), epoch
        assert rerun.nearest(epoch, -1) <= epoch <= rerun.nearest(epoch, 1)


def test_a_view_does_not_change_when_more_is_added() -> None:
    log = logged(30)
    view, epochs = log.view(20), list(range(21))
    for epoch in range(31, 2000):
        if epoch >= log.due:
            log.add(state(epoch))
    assert view.epochs.tolist() == epochs


def test_it_goes_on_from_what_was_kept() -> None:
    log = CheckpointLog(logged(1000).view(700))
    assert log.view().epochs[-1] <= 700 < log.due <= 704
    assert len(CheckpointLog(Checkpoints())) == 0


@pytest.mark.parametrize(
    ("settings", "last"),
    [
        ({"batch_size": 30}, 500),
        ({"regularization": "L1", "regularization_rate": 0.1, "learning_rate": 0.1, "batch_size": 30}, 120),
        ({"batch_size": 27, "noise": 20.0}, 120),  # with points carried into the next epoch
        ({"problem": "regression", "regularization": "L2", "regularization_rate": 0.001, "batch_size": 30}, 120),
    ],
)
def test_an_epoch_shown_again_is_a_fresh_run_to_it_to_the_bit(
    settings: dict[str, Any], last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if last < CAPACITY:
        monkeypatch.setattr("nntui.training.checkpoints.CAPACITY", 80)
    experiment = Experiment(seed="0.5", **settings)
    trainer, log = played(experiment, last)
    kept = log.view()
    rerun = Rerun(trainer.snapshot(), kept)
    asked = {137, 138, 423, 499, 60, 431, last, 1, 77, 78, 101} & set(range(last + 1))
    assert len(asked - set(kept.epochs.tolist())) > 1, "some have to be trained again"
    fresh, wanted = Trainer(experiment), {}
    while fresh.epoch < last:
        fresh.train_epoch()
        if fresh.epoch in asked:
            wanted[fresh.epoch] = fresh.checkpoint()
    for epoch in (*sorted(asked), *sorted(asked, reverse=True)):
        shown = rerun.at(epoch)
        assert shown is not None
        assert shown.epoch == epoch
        assert shown.parameters.tobytes() == wanted[epoch].parameters.tobytes()
        assert (shown.train_loss, shown.test_loss) == (wanted[epoch].train_loss, wanted[epoch].test_loss)
        assert (shown.dead is None) == (wanted[epoch].dead is None)
        assert len(shown.history.train) == last + 1
    if settings.get("regularization") == "L1":
        assert wanted[last].dead is not None, "or the case says nothing of dead weights"


def test_a_rerun_that_is_not_wanted_any_more_gives_nothing_and_can_be_gone_on_with() -> None:
    trainer, log = played(EXPERIMENT, 30)
    sparse = log.view().changes()  # the start alone
    rerun = Rerun(trainer.snapshot(), sparse)
    answers = iter([True] * 10 + [False])
    assert rerun.at(25, lambda: next(answers)) is None
    asked: list[int] = []
    shown = rerun.at(25, lambda: asked.append(1) is None)
    assert len(asked) == 15, "the ten epochs that were trained are not trained again"
    assert shown is not None
    assert shown.parameters.tobytes() == log.view().kept[25].snapshot.parameters.tobytes()
