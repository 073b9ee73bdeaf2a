"""How pictures are coloured: the app says which palette is chosen and what the terminal can show."""

from nntui.drawing.palette import DEFAULT_PALETTE, ColorLevel

_LEVELS = {
    "standard": ColorLevel.STANDARD,
    "windows": ColorLevel.STANDARD,
    "256": ColorLevel.EIGHT_BIT,
    "truecolor": ColorLevel.TRUECOLOR,
}


class HasColors:
    """An app that chooses the colours of all widgets that are drawn with cells.

    Attributes:
        palette_name: In `PALETTES`.
    """

    palette_name: str = DEFAULT_PALETTE

    @property
    def color_level(self) -> ColorLevel:
        """What the terminal can show."""
        return ColorLevel.TRUECOLOR


def palette_name_of(app: object) -> str:
    """The palette that is chosen in an app."""
    return app.palette_name if isinstance(app, HasColors) else DEFAULT_PALETTE


def color_level_of(app: object) -> ColorLevel:
    """What the terminal of an app can show."""
    return app.color_level if isinstance(app, HasColors) else ColorLevel.TRUECOLOR


def level_of(color_system: str | None) -> ColorLevel:
    """What a terminal can show.

    Args:
        color_system: As Rich names it; None for no colours.
    """
    return _LEVELS.get(color_system or "", ColorLevel.MONOCHROME)
