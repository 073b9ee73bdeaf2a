"""A screen that is seen under dialogs, even where one of them stands over another."""

from rich.console import RenderableType
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import Screen, ScreenResultType


class SeeThrough(Screen[ScreenResultType]):
    """Shows what it lies over, and what changes there.

    Textual does both for one dialog. Under a second one the screen at the bottom would stand still, since the first one
    keeps a picture of it, and would not be seen at all when that is drawn anew.
    """

    def render(self) -> RenderableType:
        """The screen below, through the colour of this one."""
        screens = self.app.screen_stack
        ground, at = self.styles.background, screens.index(self) if self in screens else 0
        if at and ground.a < 1:
            return BackgroundScreen(screens[at - 1], ground)
        return super().render()

    def _compositor_refresh(self) -> None:
        below, regions = self.app._background_screens, self._compositor._dirty_regions
        if regions and self in below:
            for between in below[below.index(self) + 1 :]:
                between._set_dirty(*regions)
        super()._compositor_refresh()
