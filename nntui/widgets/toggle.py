"""A setting that is on or off, as a box to tick."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive

from nntui.drawing.cells import BOLD, CHECKED, DEFAULT, UNCHECKED, Cells
from nntui.experiment.setting import Flag
from nntui.language import N_, Wording, worded
from nntui.widgets.cell_widget import CellWidget
from nntui.widgets.messages import SettingSwitched


class Toggle(CellWidget, can_focus=True):
    """A box to tick with its name. Enter and a click change it; the space bar stays with the play.

    Args:
        setting: What is changed.
        value: Its value at first.
        label: Its name, as a wording; the setting's own when left out.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,left,right", "switch", N_("Switch"), show=False)]

    DEFAULT_CSS = """
    Toggle {
        width: auto;
        height: 1;
        color: $text-muted;
        &.-on { color: $foreground; }
        &:hover { color: $primary; }
        &:focus { background: $primary; color: $background; text-style: bold; }
    }
    """

    value: reactive[bool] = reactive(False, repaint=False)

    def __init__(self, setting: Flag, value: bool, *, label: Wording | None = None) -> None:
        super().__init__(id=setting.name.replace("_", "-"))
        self.setting = setting
        self._label = label
        self.set_reactive(Toggle.value, value)
        self.set_class(value, "-on")
        self._explain()

    @property
    def label(self) -> str:
        """Its name."""
        return self.setting.label if self._label is None else worded(self._label)

    def _explain(self) -> None:
        self.tooltip = Content(f"{self.setting.label}: {self.setting.help}.")

    def retranslate(self) -> None:
        """Shows its texts in the language that is in use now."""
        self._explain()
        super().retranslate()

    def watch_value(self, value: bool) -> None:
        """Shows it in the colour, too."""
        self.set_class(value, "-on")
        self.repaint()

    def get_content_width(self, container: object, viewport: object) -> int:
        """The box and the name."""
        return len(self.label) + 1

    def draw(self, cells: Cells) -> None:
        """Draws the box and the name."""
        bold = BOLD if self.styles.text_style.bold else 0
        cells.put(0, 0, f"{CHECKED if self.value else UNCHECKED}{self.label}", DEFAULT, attributes=bold)

    def action_switch(self) -> None:
        """Switches it."""
        self.post_message(SettingSwitched(self.setting.name))

    def on_click(self) -> None:
        """Switches it."""
        self.action_switch()


class SheetToggle(Toggle, inherit_bindings=False):
    """A box to tick in a sheet: Enter and the space bar change it, and the arrows go to what is beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "switch", N_("Switch"), show=False)]
