"""A feature of one's own: its formula, with its picture as it is typed."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from nntui.dialogs.base import Dialog, EntryField
from nntui.dialogs.parameter_questions import AskFeature
from nntui.engine.features import FEATURES, feature_of, known_name
from nntui.engine.formula import FormulaError
from nntui.engine.formula_tree import FUNCTIONS
from nntui.experiment.short_names import shortened
from nntui.language import _
from nntui.widgets.border_words import set_subtitle, set_title
from nntui.widgets.feature_picture import FeaturePicture

_LONGEST = 200
_LONGEST_TITLE = 16


class OwnFeatureScreen(Dialog[str]):
    """Asks for a formula in x1 and x2; answers its name, "" for none, or None when it is left.

    Args:
        question: The formula that there is.
    """

    DEFAULT_CSS = """
    OwnFeatureScreen > #own-feature-box {
        width: 72;
    }

    #own-feature-box Horizontal { height: auto; margin: 1 0 0 0; }
    #own-feature-box #formula-words { width: 1fr; height: auto; margin: 0 0 0 2; color: $text-muted; }
    #own-feature-box #formula-says { width: 100%; height: 2; }
    #own-feature-box #formula-says.-error { color: $error; }

    OwnFeatureScreen.-small FeaturePicture { width: 12; height: 6; }
    OwnFeatureScreen.-low FeaturePicture { width: 12; height: 6; }
    OwnFeatureScreen.-lowest Horizontal { display: none; }
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (60, "-middle")]  # noqa: RUF012 (as Textual declares them)
    VERTICAL_BREAKPOINTS = [(0, "-lowest"), (13, "-low"), (20, "-high")]  # noqa: RUF012

    def __init__(self, question: AskFeature) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The formula, what it is or what is wrong, and its picture beside what may stand in it."""
        with Vertical(id="own-feature-box", classes="box") as box:
            set_title(box, _("Own feature"))
            set_subtitle(box, _("Enter takes it · empty removes it · Escape leaves"))
            yield EntryField(self._question.text, max_length=_LONGEST, compact=True, select_on_focus=False)
            yield Static(id="formula-says", markup=False)
            with Horizontal():
                yield FeaturePicture()
                yield Static(self._words(), id="formula-words", markup=False)

    def _words(self) -> str:
        allowed = _("x1, x2, pi, e, numbers, + - * / ^, parentheses and {functions}")
        titles, own = self._question.titles, ""
        if titles is not None:
            x1, x2 = shortened(titles, _LONGEST_TITLE) or titles
            own = _("x1 is {x1}, x2 is {x2}, both fitted to −6…6.").format(x1=x1, x2=x2)
        return "\n\n".join(
            (
                *filter(None, (own,)),
                allowed.format(functions=", ".join(FUNCTIONS)),
                _("The picture shows values from −1 to 1; what is beyond has the colour of the end."),
            )
        )

    def on_mount(self) -> None:
        """The field takes what is typed."""
        self.query_one(Input).focus()
        self._show()

    @property
    def _typed(self) -> str:
        return self.query_one(Input).value.strip()

    @on(Input.Changed)
    def _show(self) -> None:
        """The picture while it can be read; what is wrong while it cannot, and then no picture."""
        says, picture = self.query_one("#formula-says", Static), self.query_one(FeaturePicture)
        words, is_wrong = _("None: type one in x1 and x2, as x1*x2^2"), False
        if self._typed:
            try:
                name = known_name(self._typed)
            except FormulaError as error:
                words, is_wrong = error.short, True
                picture.update_from("")
            else:
                picture.update_from(name)
                words = f"{feature_of(name).label}"
                if name in FEATURES:
                    words = _("{feature} is there already: Enter switches it on").format(feature=words)
        else:
            picture.update_from("")
        says.set_class(is_wrong, "-error")
        says.update(words)

    def action_submit(self) -> None:
        """Answers what is typed, once it can be read."""
        if not self._typed:
            self.answer("")
            return
        try:
            self.answer(known_name(self._typed))
        except FormulaError as error:
            self.app.notify(str(error), severity="error", timeout=6, markup=False)
