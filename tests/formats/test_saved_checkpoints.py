"""Checkpoints in a file of saved work: the run is replayed from it to the bit, and what is no such file is refused."""

import base64
import contextlib
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import UserPoints
from nntui.formats.saved_session import SavedSession, SavedSessionError, decode_session, encode_session
from nntui.session.session import TrainingSession
from nntui.storage.start import saved_session_of
from nntui.training.checkpoints import CAPACITY, CheckpointLog
from nntui.training.rerun import Rerun
from nntui.training.trainer import Trainer

LIMIT = 120.0


def changed_in_flight() -> SavedSession:
    """Work with a rate, a weight and points that were others earlier, dead weights, and thinned checkpoints."""
    points = UserPoints(
        np.array([[1.0, 2.0], [-3.0, 1.0], [2.0, -2.5]] * 4), np.array([1.0, -1.0, 1.0] * 4), "classification"
    )
    experiment = Experiment(
        seed="1", dataset="own", user_points=points, regularization="L1", regularization_rate=0.1, hidden_layers=(3,)
    )
    with TrainingSession(experiment) as session:
        for change in (
            lambda: session.change(learning_rate=0.1),
            lambda: session.set_parameter(2, -0.75),
            lambda: session.set_points(points.with_point(0.5, 0.5, -1.0)),
            lambda: None,
        ):
            session.player.step(20)
            assert session.player.wait(LIMIT)
            change()
        return saved_session_of(session, with_checkpoints=True)


WORK = changed_in_flight()


def test_the_run_is_replayed_from_the_file_to_the_bit() -> None:
    for is_readable in (True, False):
        opened = decode_session(encode_session(WORK, is_readable=is_readable), "a.nntui")
        before, after = (Rerun(each.snapshot, each.checkpoints) for each in (WORK, opened))
        assert len(opened.checkpoints) == len(WORK.checkpoints) == 81
        for epoch in (0, 1, 19, 20, 21, 40, 41, 59, 60, 79, 80):
            one, other = before.at(epoch), after.at(epoch)
            assert one is not None
            assert other is not None
            assert other.parameters.tobytes() == one.parameters.tobytes()
            assert one.experiment.differences(other.experiment) <= {"user_points"}
            assert other.experiment.user_points.points.tolist() == one.experiment.user_points.points.tolist()
            assert other.is_edited == one.is_edited
            np.testing.assert_array_equal([other.train_loss, other.test_loss], [one.train_loss, one.test_loss])
            assert (other.dead is None) == (one.dead is None)
    assert WORK.snapshot.dead is not None, "or nothing is said of dead weights"
    assert {each.snapshot.experiment.learning_rate for each in opened.checkpoints.kept} == {0.03, 0.1}


def test_thinned_checkpoints_are_trained_between_again_and_go_on_as_they_were_kept() -> None:
    trainer, log = Trainer(Experiment(seed="2", batch_size=30)), CheckpointLog()
    log.add(trainer.checkpoint())
    for _ in range(900):
        trainer.train_epoch()
        if trainer.epoch >= log.due:
            log.add(trainer.checkpoint())
    kept = log.view()
    opened = decode_session(encode_session(SavedSession(trainer.snapshot(), checkpoints=kept)), "a.nntui")
    assert opened.checkpoints.epochs.tolist() == kept.epochs.tolist()
    assert CheckpointLog(opened.checkpoints).due == log.due
    one, other = (Rerun(trainer.snapshot(), each).at(777) for each in (kept, opened.checkpoints))
    assert one is not None
    assert other is not None
    assert 777 not in kept.epochs
    assert one.parameters.tobytes() == other.parameters.tobytes()


@pytest.mark.parametrize("optimizer", ["momentum", "rmsprop", "adam", "adamw"])
def test_what_an_optimizer_remembers_is_replayed_and_rates_may_have_been_others(optimizer: str) -> None:
    experiment = Experiment(
        seed="3", optimizer=optimizer, dropout=0.3, shuffle=True, dataset="three-arms", batch_size=30, schedule="cosine"
    )
    with TrainingSession(experiment) as session:
        session.player.step(60)
        assert session.player.wait(LIMIT)
        session.change(schedule="step", schedule_epochs=7, momentum=0.5, beta1=0.5, rho=0.5)
        session.player.step(30)
        assert session.player.wait(LIMIT)
        work = saved_session_of(session, with_checkpoints=True)
    opened = decode_session(encode_session(work), "a.nntui")
    assert opened.runs.mark.changes == work.runs.mark.changes
    assert {each.snapshot.experiment.schedule for each in opened.checkpoints.kept} == {"cosine", "step"}
    again = Trainer(experiment)
    for _ in range(55):
        again.train_epoch()
    rerun = Rerun(opened.snapshot, opened.checkpoints)
    for epoch in (55, 59, 77):
        one, other = Rerun(work.snapshot, work.checkpoints).at(epoch), rerun.at(epoch)
        assert one is not None
        assert other is not None
        assert one.parameters.tobytes() == other.parameters.tobytes()
        assert epoch != 55 or one.parameters.tobytes() == again.network.parameters.tobytes()
    broken = json.loads(encode_session(work))
    broken["checkpoints"]["kept"][5]["optimizer"]["moments"] = "AAAA"
    with pytest.raises(SavedSessionError, match=f"the optimizer {optimizer} should remember"):
        decode_session(json.dumps(broken).encode(), "a.nntui")


def test_without_being_asked_there_are_none_and_old_files_open() -> None:
    data = encode_session(SavedSession(WORK.snapshot))
    assert "checkpoints" not in json.loads(data)
    opened = decode_session(data, "a.nntui")
    assert len(opened.checkpoints) == 0
    session = TrainingSession(opened.snapshot.experiment, snapshot=opened.snapshot, checkpoints=opened.checkpoints)
    assert session.player.checkpoints.first == 80


PLAIN: dict[str, Any] = json.loads(encode_session(WORK))
SIZE = WORK.snapshot.parameters.size


def numbers(count: int, value: float = 0.5) -> str:
    return base64.b64encode(np.full(count, value).tobytes()).decode()


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        (("kept", 3, "epoch"), 81, "epoch 81 is not in its place"),
        (("kept", 3, "epoch"), 2, "epoch 2 is not in its place"),
        (("kept", 3, "epoch"), -1, ">= 0"),
        (("kept", 3, "numbers"), numbers(SIZE - 1), f"epoch 3 should have {SIZE} numbers in base64"),
        (("kept", 3, "numbers"), "not base64 ä", f"epoch 3 should have {SIZE} numbers in base64"),
        (("kept", 3, "numbers"), numbers(SIZE, np.nan), "a weight of epoch 3 is not a number"),
        (("kept", 3, "settings"), {"hidden_layers": [8]}, "hidden_layers cannot change within a run"),
        (("kept", 3, "settings"), {"learning_rate": -1}, "allowed is"),
        (("kept", 3, "settings"), {"learning_rate": [1]}, "allowed is"),
        (("kept", 3, "points"), 99, "number 100 is asked for"),
        (("kept", 3, "dead_weights"), [SIZE], "a dead weight is none of the"),
        (("kept", 3, "dead_weights"), [0, 1], "a dead weight is not 0"),
        (("kept", 3, "losses"), [1.0], "length"),
        (("kept",), [PLAIN["checkpoints"]["kept"][0]] * (CAPACITY + 1), "length"),
        (("points", 0, "labels"), [0.5], "own points"),
        ((), "many", "Expected"),
    ],
)
def test_what_is_no_run_is_refused_in_a_sentence(place: tuple[Any, ...], value: Any, words: str) -> None:
    file = json.loads(json.dumps(PLAIN))
    inside = file
    path = ("checkpoints", *place)
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    with pytest.raises(SavedSessionError) as caught:
        decode_session(json.dumps(file).encode(), "a.nntui")
    assert str(caught.value).startswith("a.nntui cannot be opened: ")
    assert words in str(caught.value)


@given(
    st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda each: st.lists(each, max_size=3), max_leaves=5)
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_anything_in_their_place_opens_or_is_refused(value: Any) -> None:
    file = {**PLAIN, "checkpoints": value}
    with contextlib.suppress(SavedSessionError):
        decode_session(json.dumps(file).encode(), "a.nntui")
