"""Commands that say the state in words and show how it comes about."""

from nntui.dialogs.output_questions import ConfusionReading, ShowConfusion
from nntui.dialogs.questions import IterationPlace, ShowWords, WalkEpoch
from nntui.drawing.class_names import class_names
from nntui.drawing.confusion import ConfusionTable
from nntui.engine.datasets import Sample
from nntui.language import _
from nntui.lessons.in_words import state_in_words
from nntui.playground.commands import run
from nntui.playground.context import Playground
from nntui.session.player import MOST_POINTS_AT_ONCE
from nntui.training.iteration_walk import IterationWalk
from nntui.training.predictions import predict
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import TrainingError


def in_words(at: Playground) -> None:
    """Shows the state of this moment in sentences."""

    def copy(text: str | None) -> None:
        if text is not None:
            at.screen.copy(text)
            is_web = at.screen.downloads
            words = (
                _("Copied, if your browser allows it")
                if is_web
                else _("Copied, if your terminal lets programs do that")
            )
            at.notify(words, timeout=2)

    player = at.session.player
    end = player.end
    advice = end.advice if end is not None and end.failed and at.session.replay is None else ""
    at.screen.ask(ShowWords(state_in_words(*at.session.shown_state, advice)), copy)


def confusion(at: Playground) -> None:
    """Shows which classes are taken for which, and goes on reading that."""
    reading = _ConfusionReader(at)
    if reading() is None:
        at.notify(_("A regression has no classes: there is no confusion matrix"), timeout=4)
    else:
        at.screen.ask(ShowConfusion(reading))


class _ConfusionReader:
    """Reads the confusion matrix of the state that is shown; nothing is computed while there is no newer one."""

    def __init__(self, at: Playground) -> None:
        self._at = at
        self._read: tuple[Snapshot, Sample, ConfusionReading | None] | None = None

    def __call__(self) -> ConfusionReading | None:
        snapshot, sample = self._at.session.shown_state
        if self._read is None or self._read[0] is not snapshot or self._read[1] is not sample:
            self._read = snapshot, sample, _confusion_of(snapshot, sample)
        return self._read[2]


def _confusion_of(snapshot: Snapshot, sample: Sample) -> ConfusionReading | None:
    tables = predict(snapshot, sample).confusion
    if tables is None:
        return None
    train, test = (
        ConfusionTable(title, counts) for title, counts in zip((_("Training"), _("Test")), tables, strict=True)
    )
    return ConfusionReading(snapshot.epoch, (train, test), class_names(snapshot.experiment))


def one_iteration(at: Playground) -> None:
    """Walks through the next epoch by its numbers, from the neuron under the cursor, else from the first one."""
    _snapshot, node, _crosshair = at.screen.under_the_cursor()
    _walk(at, IterationPlace(node if at.screen.chosen_layer else (1, 0)))


def _walk(at: Playground, place: IterationPlace) -> None:
    """Opens the walk; Enter in it trains the epoch, and opens that of the next one."""

    def train(here: IterationPlace | None) -> None:
        if here is not None:
            replay = at.session.replay
            if replay is not None:
                replay.walk(1)
            else:
                run(at, "step")  # which refuses it while a link hides that button
            wait = (replay or at.session.player).wait
            at.screen.in_background(wait, lambda _done: _again(at, here), _("Training one epoch …"))

    def show(walk: IterationWalk | str) -> None:
        if isinstance(walk, str):
            at.notify(walk, severity="warning")
        else:
            at.screen.ask(WalkEpoch(walk, place), train)

    snapshot = at.session.shown
    if snapshot.experiment.used_points.size <= MOST_POINTS_AT_ONCE:
        show(_begun(at))
    else:
        at.screen.in_background(lambda: _begun(at), show, _("Preparing the points …"))


def _begun(at: Playground) -> IterationWalk | str:
    """A walk from the newest state, or why there is none."""
    try:
        return IterationWalk(at.session.shown)
    except TrainingError as error:
        words = str(error)
        return words[:1].upper() + words[1:]


def _again(at: Playground, place: IterationPlace) -> None:
    """The walk of the next epoch; that training has failed is said."""
    end = at.session.player.end
    if end is not None and end.failed:
        at.notify(end.sentence, severity="error", timeout=8)
    _walk(at, place)
