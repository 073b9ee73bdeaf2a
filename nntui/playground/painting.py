"""Painting one's own points in the decision grid."""

import numpy as np
from textual import on
from textual.screen import Screen

from nntui.engine.datasets import GRID_LIMIT
from nntui.experiment import user_points
from nntui.experiment.user_points import LABELS, MOST_POINTS, NO_POINTS, UserPoints
from nntui.playground.hiding import hideable
from nntui.session.session import TrainingSession
from nntui.widgets.decision_grid import DecisionGrid


class Painting(Screen[None]):
    """The part of the playground that paints. What is painted is learned at once, by the network as it is."""

    _session: TrainingSession

    @property
    def _grid(self) -> DecisionGrid:
        return self.query_one(DecisionGrid)

    @hideable("dataset")
    def action_paint(self) -> None:
        """Starts to paint in the decision grid, or ends it."""
        if self._grid.brush is not None:
            self._grid.paint(())
            return
        experiment = self._session.experiment
        if not experiment.uses_user_points:
            self._session.set_points(self._own)
        if not experiment.show_test_data:
            # A painted point may be one for testing, and must be seen all the same.
            self._session.change(show_test_data=True)
        self._grid.paint(LABELS[experiment.problem])
        self.set_focus(self._grid)

    @property
    def _own(self) -> UserPoints:
        """One's own points, as the problem takes them."""
        experiment = self._session.experiment
        return experiment.user_points.for_problem(experiment.problem)

    @on(DecisionGrid.PointLaid)
    def _on_point_laid(self, message: DecisionGrid.PointLaid) -> None:
        if self._own.size >= MOST_POINTS:
            self.notify(f"There are {MOST_POINTS:,} points already, and no room for more", severity="warning")
        elif self._session.experiment.uses_user_points:
            points = self._own.with_point(message.x1, message.x2, message.label)
            self._session.set_points(points, merge=message.merge)

    @on(DecisionGrid.CellErased)
    def _on_cell_erased(self, message: DecisionGrid.CellErased) -> None:
        experiment = self._session.experiment
        if not experiment.uses_user_points:
            return
        own = experiment.user_points
        drawn = user_points.sample_points(own, experiment.problem, experiment.seed, experiment.noise, GRID_LIMIT)
        inside = (drawn.points >= message.low) & (drawn.points <= message.high)
        erased = drawn.order[inside.all(axis=1)]
        if len(erased):
            self._session.set_points(own.without(erased), merge=message.merge)
        elif not message.merge:
            self.notify("There is no point of yours in this cell", timeout=2)

    @hideable("dataset")
    def action_take_points(self) -> None:
        """Makes the points that are shown one's own, to be added to and erased from."""
        session = self._session
        experiment, sample = session.experiment, session.sample
        if experiment.uses_user_points:
            self.notify("These points are your own already")
            return
        session.set_points(UserPoints(np.array(sample.points), np.array(sample.labels), experiment.problem))

    @hideable("dataset")
    def action_clear_points(self) -> None:
        """Erases all of one's own points."""
        experiment = self._session.experiment
        if experiment.uses_user_points and experiment.user_points.size:
            self._session.set_points(UserPoints(NO_POINTS.points, NO_POINTS.labels, experiment.problem))
        else:
            self.notify("There are no points of your own in use")
