"""The plot of both losses over the epochs, on which the run can be walked."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Blur, Key, MouseDown, MouseMove, MouseUp
from textual.message import Message
from textual.widgets import Input

from nntui.drawing.cells import BOLD, DEFAULT, SPACE, Cells
from nntui.drawing.colors import blend
from nntui.drawing.loss_chart import Band, Behind, CurveBehind, Mark, draw_losses, epoch_at
from nntui.drawing.palette import ColorLevel
from nntui.language import N_, _
from nntui.training.history import Losses
from nntui.training.loss_band import LossBand
from nntui.widgets.cell_widget import CellWidget
from nntui.widgets.messages import Explained

FAR, VERY_FAR = 10, 100
"""Epochs of a longer step, and of the longest."""

FAINTNESS = 0.62
"""How much of the muted colour the curves of other runs have, the rest is the ground."""
_SHADES = 0.14, 0.28
"""The same of the band of many starts, from least to most and between the quartiles."""


class LossPlot(CellWidget, can_focus=True):
    """Draws the history of the losses: the test loss in the colour of text, the training loss muted.

    With the focus its axes have the colour of what is chosen, and the arrows ask for other epochs.

    Attributes:
        band: Many starts behind it; None for none. It is shown with the next picture.
        band_name: What they are called.
        titles: What is plotted, as of `draw_losses`. It is shown with the next picture.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "walk(-1)", N_("Epoch before"), show=False),
        Binding("right,l", "walk(1)", N_("Next epoch"), show=False),
        Binding("shift+left,H", f"walk(-{FAR})", N_("Ten epochs back"), show=False),
        Binding("shift+right,L", f"walk({FAR})", N_("Ten epochs on"), show=False),
        Binding("pageup,ctrl+left", f"walk(-{VERY_FAR})", N_("A hundred epochs back"), show=False),
        Binding("pagedown,ctrl+right", f"walk({VERY_FAR})", N_("A hundred epochs on"), show=False),
        Binding("home", "go_to_end(-1)", N_("First epoch"), show=False),
        Binding("end", "go_to_end(1)", N_("Newest epoch"), show=False),
    ]

    HELP = N_(
        "The losses are a timeline. ← and → walk the epochs, with Shift ten at a time, PgUp and PgDn a hundred; Home "
        "is the first, End the newest; a number and Enter go to that epoch, and so does a click. Everything on the "
        "screen then shows that epoch. Space plays the film, comma and full stop change its speed. Escape is now "
        "again; Enter goes on from that epoch, and u brings the whole run back. Epochs that are not kept are trained "
        "again, to the last digit."
    )

    DEFAULT_CSS = """
    LossPlot {
        width: 100%;
        height: 1fr;
        & Input {
            dock: top;
            width: 100%;
            height: 1;
            border: none;
            padding: 0;
        }
    }
    """

    class Walked(Message):
        """The person wants another epoch than the one that is shown.

        Attributes:
            epochs: How many later; negative for earlier.
        """

        def __init__(self, epochs: int) -> None:
            super().__init__()
            self.epochs = epochs

    class EndWanted(Message):
        """The person wants the first epoch or the newest.

        Attributes:
            is_newest: Whether it is the newest.
        """

        def __init__(self, is_newest: bool) -> None:
            super().__init__()
            self.is_newest = is_newest

    class EpochWanted(Message):
        """The person wants a certain epoch.

        Attributes:
            epoch: The epoch, or what was typed for it.
        """

        def __init__(self, epoch: int | str) -> None:
            super().__init__()
            self.epoch = epoch

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._losses: Losses | None = None
        self._marked: int | None = None
        self._is_pressed = False
        self._behind: tuple[CurveBehind, ...] = ()
        self.band: LossBand | None = None
        self.band_name = ""
        self.titles: tuple[str, ...] = ()

    def update_from(self, losses: Losses, behind: tuple[CurveBehind, ...] = (), marked: int | None = None) -> None:
        """Shows other losses.

        Args:
            losses: Which.
            behind: Other runs behind them.
            marked: The epoch that is looked at; None while it is now.
        """
        self._losses, self._behind, self._marked = losses, behind, marked
        self.repaint()

    @property
    def _all_behind(self) -> Behind:
        """What stands behind the curves, and in which colours: faint ones, or none where no colour is faint."""
        muted, band, name = self.palette.muted, self.band, self.band_name
        if self.color_level < ColorLevel.EIGHT_BIT:
            return Behind(self._behind, None, None if band is None else Band(band, name, None, muted))
        faint, wide, narrow = (blend(self.behind, muted, share) for share in (FAINTNESS, *_SHADES))
        return Behind(self._behind, faint, None if band is None else Band(band, name, (wide, narrow), muted))

    def draw(self, cells: Cells) -> None:
        """Draws the plot."""
        if self._losses is None:
            return
        mark = None if self._marked is None else Mark(self._marked, self.theme_color("warning", self.behind))
        behind, muted = self._all_behind, self.palette.muted
        plot = draw_losses(self._losses, cells.width, cells.height, self.ink, muted, behind, mark, self.titles)
        cells.paste(plot, 0, 0)
        if self.has_focus:
            is_axis = (plot.glyphs != SPACE) & (plot.foreground == DEFAULT)
            cells.foreground[is_axis] = self.theme_color("primary", self.behind)
            cells.attributes[is_axis] = BOLD
            if not is_axis.any():  # there is no plot yet
                for row in range(cells.height):
                    cells.put(0, row, "│", self.theme_color("primary", self.behind), attributes=BOLD)

    # Keys

    def action_walk(self, epochs: int) -> None:
        """Asks for an epoch before or behind."""
        self.post_message(self.Walked(epochs))

    def action_go_to_end(self, direction: int) -> None:
        """Asks for the first or the newest epoch."""
        self.post_message(self.EndWanted(direction > 0))

    def on_key(self, event: Key) -> None:
        """A digit begins the number of an epoch, whatever key it is elsewhere."""
        character = event.character or ""
        if self.has_focus and character.isascii() and character.isdigit():
            event.stop()
            event.prevent_default()
            field = EpochField(character)
            self.mount(field)
            self.screen.set_focus(field)  # at once, so that the next key is typed into it
            self.post_message(Explained(_("Type an epoch: Enter goes there")))

    def take(self, field: "EpochField", *, is_wanted: bool) -> None:
        """Takes the field away; the plot has the focus again.

        Args:
            field: In which an epoch was typed.
            is_wanted: Whether that epoch is wanted.
        """
        field.is_done = True
        self.screen.set_focus(self)
        field.remove()
        if is_wanted and field.value.strip():
            self.post_message(self.EpochWanted(field.value.strip()))
        self.post_message(Explained(""))
        self.call_after_refresh(self.repaint)

    # Mouse

    def on_mouse_down(self, event: MouseDown) -> None:
        """Goes to the epoch under the mouse, and follows it while it is pressed."""
        if event.button == 1 and event.widget in (None, self):
            self._is_pressed = True
            self.capture_mouse()
            self._go_to_column(event.x)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Follows the mouse while it is pressed."""
        if self._is_pressed:
            self._go_to_column(event.x)

    def on_mouse_up(self, event: MouseUp) -> None:
        """The mouse is let go."""
        if self._is_pressed:
            self._is_pressed = False
            self.release_mouse()

    def _go_to_column(self, x: int) -> None:
        if self._losses is not None:
            epoch = epoch_at(self._losses, *self.content_size, x, self._all_behind)
            if epoch is not None and epoch != self._marked:
                self.post_message(self.EpochWanted(epoch))


class EpochField(Input):
    """The line in which the number of an epoch is typed. Its keys act at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take(True)", N_("Go to it"), key_display="enter"),
        Binding("escape", "take(False)", N_("As it was"), key_display="esc"),
    ]

    is_done = False

    def __init__(self, typed: str) -> None:
        super().__init__(typed, compact=True, select_on_focus=False, max_length=20)

    def action_take(self, is_wanted: bool) -> None:
        """Leaves it, with or without going to the epoch."""
        if isinstance(self.parent, LossPlot) and not self.is_done:
            self.parent.take(self, is_wanted=is_wanted)

    def on_blur(self, event: Blur) -> None:
        """Who goes elsewhere wants no other epoch."""
        if not self.is_done:
            self.is_done = True
            self.post_message(Explained(""))
            self.remove()
