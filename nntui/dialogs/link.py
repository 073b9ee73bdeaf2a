"""Shows a link in full, for terminals that cannot copy it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Label, Static

from nntui.dialogs.base import ReadingDialog
from nntui.dialogs.questions import ShowLink
from nntui.keys.actions import keys_of
from nntui.language import N_, _
from nntui.widgets.border_words import set_subtitle, set_title


class LinkScreen(ReadingDialog):
    """A link from edge to edge, so that the mouse can select it without anything beside it.

    Args:
        question: The link, and what it cannot say.
    """

    DEFAULT_CSS = """
    #link {
        width: 100%;
        height: auto;
        max-height: 100%;
        border-top: solid $primary;
        border-bottom: solid $primary;
        border-title-color: $primary;
        scrollbar-size-vertical: 0;
        background: $surface;
    }

    #link Label {
        width: 100%;
        color: $text-warning;
    }

    #link .rule {
        color: $text-muted;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "cancel", N_("Close"), show=False, id="copy-link")]

    def __init__(self, question: ShowLink) -> None:
        super().__init__()
        self._link = question.link
        self._notes = question.notes

    def compose(self) -> ComposeResult:
        """The notes, then the link in lines of the terminal's width."""
        with VerticalScroll(id="link") as box:
            set_title(box, _("Link of this state"))
            set_subtitle(box, _("Escape closes"))
            yield Static("", id="link-text", markup=False)
            yield Label("", markup=False)
            copied = _(
                "Copied, if your terminal lets programs do that; if not, select it with the mouse "
                "(with Shift held, in most terminals)."
            )
            if self.app.is_web:
                copied = _("Copied; if your browser refused it, select it with the mouse.")
            yield Label(copied, classes="rule", markup=False)
            keys = keys_of(self.app, "hide-controls")
            teachers = _("After Escape, {key} makes a link that hides controls from students.").format(key=keys)
            yield Label(teachers, classes="rule", markup=False)
            for note in self._notes:
                yield Label(f"• {note}.", markup=False)

    def on_mount(self) -> None:
        """No message must lie over what is to be selected."""
        self.app.clear_notifications()

    def on_resize(self) -> None:
        """Breaks the link at the edge and nowhere else."""
        width = max(1, self.query_one("#link").scrollable_content_region.width)
        lines = [self._link[start : start + width] for start in range(0, len(self._link), width)]
        self.query_one("#link-text", Static).update("\n".join(lines))
