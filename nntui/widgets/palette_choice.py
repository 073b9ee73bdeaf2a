"""An app whose pictures can be drawn with another palette while it runs."""

from textual.app import App

from nntui.drawing.palette import PALETTES, ColorLevel
from nntui.language import _
from nntui.widgets.cell_widget import CellWidget
from nntui.widgets.colors import HasColors, level_of


class PaletteChoice(HasColors, App[None]):
    """Chooses the palette of all widgets that are drawn with cells."""

    _color_level: ColorLevel | None = None

    @property
    def color_level(self) -> ColorLevel:
        """What the terminal can show."""
        if self._color_level is not None:
            return self._color_level
        return ColorLevel.MONOCHROME if self.no_color else level_of(self.console.color_system)

    def choose_palette(self, name: str) -> None:
        """Draws with another palette from now on."""
        self.palette_name = name
        for screen in self.screen_stack:
            for widget in screen.query(CellWidget):
                widget.notify_style_update()

    def action_next_palette(self) -> None:
        """The next palette, round and round."""
        names = list(PALETTES)
        self.choose_palette(names[(names.index(self.palette_name) + 1) % len(names)])
        kind = PALETTES[self.palette_name]
        self.notify(f"{kind.label}: {kind.help}", title=_("Palette"), timeout=3)
