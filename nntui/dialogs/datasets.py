"""The data sets of a problem by their pictures."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label

from nntui.dialogs.base import Dialog
from nntui.dialogs.questions import ChooseDataset
from nntui.engine.datasets import DATASETS
from nntui.language import _
from nntui.widgets.border_words import set_subtitle, set_title
from nntui.widgets.dataset_pictures import DatasetPictures


class DatasetsScreen(Dialog[str]):
    """Shows the data sets of a problem; answers the name of the one that was chosen, or None.

    Args:
        question: Which there are.
    """

    DEFAULT_CSS = """
    DatasetsScreen > #datasets {
        width: 110;
    }

    #datasets Label {
        width: 100%;
        height: 1;
        color: $text-muted;
    }
    """

    def __init__(self, question: ChooseDataset) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The pictures, and a line about the one that is marked."""
        question = self._question
        with Vertical(id="datasets", classes="box") as box:
            set_title(box, _("Data sets"))
            set_subtitle(box, _("arrows choose, Enter takes, Escape leaves"))
            yield DatasetPictures(question.setting, question.names, question.used, question.own)
            yield Label(self._line(question.used), markup=False)

    def on_mount(self) -> None:
        """The pictures take the keys."""
        self.query_one(DatasetPictures).focus()

    def _line(self, name: str) -> str:
        return f"{DATASETS[name].label}: {DATASETS[name].help}"

    @on(DatasetPictures.Marked)
    def _explain(self, event: DatasetPictures.Marked) -> None:
        self.query_one(Label).update(self._line(event.name))

    @on(DatasetPictures.Taken)
    def _take(self, event: DatasetPictures.Taken) -> None:
        self.answer(event.name)
