"""What comes of many starts: how many reached the goal, a histogram of their losses, the best and the worst."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from nntui.dialogs.base import Dialog
from nntui.dialogs.starts_questions import ShowStarts, StartsAnswer
from nntui.drawing.cells import Cells
from nntui.drawing.histogram import draw_histogram
from nntui.formats.starts_rows import experiment_text, starts_title, summary_lines
from nntui.language import _
from nntui.session.many_starts import StartsProgress
from nntui.widgets.border_words import set_title
from nntui.widgets.cell_widget import CellWidget

_REFRESH_S = 0.5


class Histogram(CellWidget):
    """Draws where the test losses are."""

    DEFAULT_CSS = """
    Histogram {
        width: 100%;
        height: 8;
        max-height: 40vh;
    }
    """

    def __init__(self, progress: StartsProgress) -> None:
        super().__init__()
        self._progress = progress

    def update_from(self, progress: StartsProgress) -> None:
        """Shows other losses."""
        self._progress = progress
        self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws it."""
        losses, goal = self._progress.test_losses, self._progress.plan.test_loss
        cells.paste(draw_histogram(losses, cells.width, cells.height, self.palette.muted, goal), 0, 0)


class StartsScreen(Dialog[StartsAnswer]):
    """Shows many starts, and follows them while they train.

    Args:
        question: Which.
    """

    DEFAULT_CSS = """
    #starts > Static {
        width: 100%;
        height: auto;
    }

    #starts-keys {
        margin-top: 1;
        color: $text-muted;
        link-style: none;
        link-color: $text-muted;
        link-background: $surface;
    }

    #starts-of, #histogram-title {
        color: $text-muted;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "cancel", "Close", show=False),
        # By the ids of the actions: the person's own keys do the same here.
        Binding("M,upper_m", "cancel", "Close", show=False, id="many-starts"),
        Binding("V,upper_v", "finish('runs')", "Runs", show=False, id="runs"),
        Binding("enter", "finish('runs')", "Runs", show=False),
        Binding("b", "finish('best')", "Best", show=False),
        Binding("w", "finish('worst')", "Worst", show=False),
        Binding("n", "finish('again')", "Again", show=False),
        Binding("x,delete", "end", "Stop or drop", show=False),
    ]

    def __init__(self, question: ShowStarts) -> None:
        super().__init__()
        self._question = question
        self._progress = question.progress()

    def compose(self) -> ComposeResult:
        """Sentences, the histogram, and the keys, which can be clicked."""
        progress = self._progress
        with VerticalScroll(id="starts", classes="box") as box:
            set_title(box, starts_title(progress.plan))
            yield Static(experiment_text(progress.plan), id="starts-of", markup=False)
            yield Static(id="starts-summary", markup=False)
            yield Static(_("How many starts have which test loss:"), id="histogram-title", markup=False)
            yield Histogram(progress)
            yield Static(id="starts-keys", markup=False)

    def on_mount(self) -> None:
        """It is looked at again and again until the training is over; no message lies over it."""
        self.app.clear_notifications()
        self._show()
        self.query_one("#starts").focus()
        if not self._progress.is_over:
            self._timer = self.set_interval(_REFRESH_S, self._look)

    def _look(self) -> None:
        progress = self._question.progress()
        if progress is not self._progress:
            self._progress = progress
            self._show()
        if progress.is_over:
            self._timer.stop()
            self.app.clear_notifications()  # what is said at the end stands here

    def _show(self) -> None:
        progress = self._progress
        self.query_one("#starts-summary", Static).update(Text("\n".join(summary_lines(progress))))
        self.query_one(Histogram).update_from(progress)
        has_losses = bool(progress.test_losses) or not progress.is_over  # else all have diverged
        self.query_one("#histogram-title").display = self.query_one(Histogram).display = has_losses
        self.query_one("#starts-keys", Static).update(Content.from_markup(self._keys()))

    def _keys(self) -> str:
        progress = self._progress
        has_results, has_best = bool(progress.results), bool(progress.settled)
        keys = (
            ("finish('runs')", _("V lists the starts"), has_results),
            ("finish('best')", _("b opens the best"), has_best),
            ("finish('worst')", _("w opens the worst"), has_best),
            ("finish('again')", _("n trains others"), progress.is_over),
            ("end", _("x takes them away") if progress.is_over else _("x stops"), True),
            ("cancel", _("Escape closes"), True),
        )
        return " · ".join(f"[@click=screen.{action}]{text}[/]" for action, text, is_there in keys if is_there)

    # Acting

    def action_end(self) -> None:
        """Stops the training, or takes what has come of it away."""
        self.answer("drop" if self._progress.is_over else "stop")

    def action_finish(self, what: StartsAnswer) -> None:
        """Answers what is to be done, if it can be."""
        progress = self._progress
        can_be = {"runs": bool(progress.results), "again": progress.is_over}
        if can_be.get(what, bool(progress.settled)):
            self.answer(what)
