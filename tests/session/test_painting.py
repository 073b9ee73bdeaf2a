"""Painting points into a session."""

import numpy as np
import pytest

from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import NO_POINTS, UserPoints
from nntui.session import painting
from nntui.session.session import TrainingSession


@pytest.fixture
def session():
    with TrainingSession(Experiment(seed="1")) as session:
        painting.begin(session)
        yield session


def points(session: TrainingSession) -> list[list[float]]:
    return session.experiment.user_points.points.tolist()


def test_to_begin_takes_own_points_and_shows_test_points(session):
    assert session.experiment.dataset == "own"
    assert session.experiment.show_test_data
    before = session.snapshot
    painting.begin(session)
    assert session.snapshot is before


def test_points_are_laid_behind_each_other(session):
    painting.lay_point(session, 1.0, 2.0, 1.0)
    painting.lay_point(session, -1.0, 0.5, -1.0)
    assert points(session) == [[1.0, 2.0], [-1.0, 0.5]]
    assert session.experiment.user_points.labels.tolist() == [1.0, -1.0]
    session.undo()
    assert points(session) == [[1.0, 2.0]]


def test_a_stroke_is_one_change(session):
    for x in range(3):
        painting.lay_point(session, float(x), 0.0, 1.0, merge=x > 0)
    assert len(points(session)) == 3
    session.undo()
    assert points(session) == []


def test_another_data_set_is_not_painted_on_nor_erased(session):
    painting.lay_point(session, 1.0, 2.0, 1.0)
    session.change(dataset="xor")
    painting.lay_point(session, 1.0, 2.0, 1.0)
    assert painting.erase_cell(session, (-6.0, -6.0), (6.0, 6.0)) == 0
    assert len(points(session)) == 1


def test_no_more_points_than_there_is_room_for(session, monkeypatch):
    monkeypatch.setattr(painting, "MOST_POINTS", 1)
    painting.lay_point(session, 1.0, 2.0, 1.0)
    with pytest.raises(painting.PaintingError, match="1 points already"):
        painting.lay_point(session, 1.0, 2.0, 1.0)
    assert len(points(session)) == 1


def test_a_cell_loses_its_points_and_no_other(session):
    for x in (0.0, 0.4, 1.4):
        painting.lay_point(session, x, 0.0, 1.0)
    assert painting.erase_cell(session, (-0.5, -0.5), (0.5, 0.5)) == 2
    assert points(session) == [[1.4, 0.0]]
    assert painting.erase_cell(session, (-0.5, -0.5), (0.5, 0.5)) == 0


def test_a_point_is_erased_where_noise_has_moved_it(session):
    painting.lay_point(session, 0.0, 0.0, 1.0)
    session.change(noise=50.0)
    (x1, x2) = session.sample.points[0]
    assert (x1, x2) != (0.0, 0.0)
    assert painting.erase_cell(session, (x1 - 0.01, x2 - 0.01), (x1 + 0.01, x2 + 0.01)) == 1
    assert points(session) == []


def test_labels_are_those_of_the_problem(session):
    painting.lay_point(session, 0.0, 0.0, -1.0)
    session.change(problem="regression", regression_dataset="own")
    painting.lay_point(session, 1.0, 0.0, 0.5)
    assert session.experiment.user_points.labels.tolist() == [-1.0, 0.5]
    assert session.experiment.user_points.problem == "regression"
    session.change(problem="classification")
    painting.lay_point(session, 2.0, 0.0, -1.0)
    assert session.experiment.user_points.labels.tolist() == [-1.0, 1.0, -1.0]


def test_shown_points_are_taken_and_all_are_erased():
    with TrainingSession(Experiment(seed="1", problem="regression")) as session:
        shown = np.array(session.sample.points)
        assert not painting.clear_points(session)
        assert painting.take_points(session)
        assert not painting.take_points(session)
        own = session.experiment.user_points
        np.testing.assert_array_equal(own.points, shown)
        assert own.problem == "regression"
        assert painting.clear_points(session)
        assert session.experiment.user_points.size == 0
        assert session.experiment.user_points.problem == "regression"


def test_a_network_that_was_trained_goes_on_with_one_point_more():
    points = UserPoints(np.array([[1.0, 1.0], [-1.0, -1.0], [2.0, 1.0], [-2.0, 0.0]]), np.array([1.0, -1.0, 1.0, -1.0]))
    with TrainingSession(Experiment(seed="1", dataset="own", user_points=points)) as session:
        session.player.step(10)
        assert session.player.wait(30)
        before = session.snapshot
        painting.lay_point(session, 0.0, 3.0, 1.0)
        assert session.snapshot.epoch == 10
        assert session.snapshot.parameters.tolist() == before.parameters.tolist()
        assert session.snapshot.is_edited
    assert NO_POINTS.size == 0
