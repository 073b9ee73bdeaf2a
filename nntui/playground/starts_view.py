"""What stands behind the losses: other runs, and many starts, of which is also said how far they are."""

from typing import TYPE_CHECKING

from textual.notifications import SeverityLevel
from textual.screen import Screen

from nntui.drawing.loss_chart import CurveBehind
from nntui.drawing.loss_titles import plot_titles
from nntui.keys.actions import keys_of
from nntui.playground.context import Playground
from nntui.widgets.loss_plot import LossPlot

if TYPE_CHECKING:
    from nntui.session.many_starts import StartsProgress


_MOST_BEHIND = 5
"""So many other runs stand in the plot of the losses."""


class StartsView:
    """Shows other runs in the plot, and many starts, for which nothing is loaded before there are any.

    Args:
        screen: Which has the plot.
        at: What has the starts.
    """

    def __init__(self, screen: Screen[None], at: Playground) -> None:
        self._screen = screen
        self._at = at
        self._progress: StartsProgress | None = None

    @property
    def words(self) -> str:
        """How far they are, in a few words; "" where nothing is trained."""
        if self._progress is None or self._progress.is_over:
            return ""
        from nntui.formats.starts_rows import short_progress

        return short_progress(self._progress, keys_of(self._screen.app, "many-starts"))

    def draw(self, shows_band: bool) -> None:
        """Shows what is new of them, and says once what has come of them.

        Args:
            shows_band: Whether they stand in the plot.
        """
        before, self._progress = self._progress, None if self._at.many is None else self._at.many.progress
        if self._progress is before:
            return
        self.show_behind(shows_band)
        self._screen.query_one(LossPlot).repaint()
        if self._progress is not None and self._progress.is_over:
            from nntui.formats.starts_rows import end_message

            severity: SeverityLevel = "error" if self._progress.error else "information"
            self._at.notify(end_message(self._progress), severity=severity, timeout=10)

    def show_behind(self, is_shown: bool) -> tuple[CurveBehind, ...]:
        """Hands the band to the plot, which shows it with its next picture; gives the other runs.

        Args:
            is_shown: Whether there is to be anything.
        """
        plot, progress = self._screen.query_one(LossPlot), self._progress
        loss = self._at.session.shown.experiment.used_loss
        is_like = progress is not None and progress.plan.experiment.used_loss == loss
        plot.band = progress.band if progress is not None and is_shown and is_like else None
        if progress is not None:
            from nntui.formats.starts_rows import starts_title

            plot.band_name = starts_title(progress.plan)
        runs = self._at.session.runs.compared(_MOST_BEHIND) if is_shown else ()
        alike = tuple(run for run in runs if run.snapshot.experiment.used_loss == loss)
        # Losses of two kinds have no axis in common.
        left_out = len(runs) - len(alike) + (is_shown and progress is not None and not is_like)
        plot.titles = plot_titles(loss, left_out)
        return tuple(CurveBehind(run.title, run.snapshot.history) for run in alike)
