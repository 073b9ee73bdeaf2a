"""Files of saved work: the JSON of good ones with a place changed, and its bytes damaged."""

import json
from functools import cache
from pathlib import Path
from random import Random

import numpy as np

from nntui.drawing.loss_chart import plot_text
from nntui.errors import NntuiError
from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import UserPoints
from nntui.formats.exports import EXPORTS, ExportContext
from nntui.formats.run_rows import row_of
from nntui.formats.saved_session import SavedSession, decode_session, encode_session
from nntui.lessons.course_state import CourseStateError, read_course_state
from nntui.session.lesson_place import LessonPlace
from nntui.session.link_extras import LinkExtras
from nntui.session.runs import Run, RunChange, RunGoal, RunMark, RunRecord
from nntui.session.session import TrainingSession
from nntui.storage.start import saved_session_of
from nntui.training.trainer import Trainer
from tests.fuzz import odd
from tests.fuzz.part import BrokenPromiseError, Part, Reading, check_sentence

_DATA = Path(__file__).parent.parent / "data"
_POINTS = UserPoints(
    np.array([[1.0, 2.0], [-3.0, 1.0], [2.0, -2.5], [0.5, 0.25]] * 3),
    np.array([0.0, 1.0, 2.0, 1.0] * 3),
    columns=("height", "width", "kind"),
    classes=("cat", "dog", "cow"),
    source="pets.csv",
)
_LESSON = LessonPlace(
    "small",
    "predict",
    {
        "lesson": "small",
        "task": "predict",
        "tasks": {"predict": {"passed": {"epoch": 3, "test_loss": 0.25}, "answer": "it learns", "hints": 1}},
        "kept": {"first": 0.5},
        "trials": {"network": 7, "losses": {"0": 0.25}},
        "text": "Predict\nNow 3 of 10 epochs.",
    },
    {"en": "+++\nid = 'small'\n+++\n"},
)
_PIECES = tuple(
    each.encode("utf-8", "surrogatepass")
    for each in (
        *(
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            '"',
            "null",
            "true",
            "-1e7",
            "1e999",
            "NaN",
            "Infinity",
            "0",
            "1" * 400,
            "\\ud800",
        ),
        *(
            "\\u0000",
            '"a":',
            "[[",
            "[" * 2000,
            '{"a":' * 2000,
            '"format": "nntui"',
            '"version": 2',
            "AAAA",
            "====",
            "\ufeff",
        ),
    )
)
_WIDTH = 40
_EPOCHS = 3


@cache
def _trees() -> tuple[bytes, ...]:
    """Good files: those of the tests' data, and of work with everything that a file can hold."""
    full = Experiment(
        seed="a ü &",
        dataset="own",
        user_points=_POINTS,
        hidden_layers=(3, 2),
        features=("x", "radius", "x1*x2^2"),
        layer_activations=("", "softplus"),
        loss="cross-entropy",
        optimizer="adam",
        schedule="step",
        dropout=(0.2, 0.1),
        shuffle=True,
        regularization="L1",
        regularization_rate=0.1,
        batch_size=2,
    )
    with TrainingSession(full) as session:
        session.player.step(_EPOCHS)
        session.player.wait(30)
        session.change(learning_rate=0.1)
        session.player.step(_EPOCHS)
        session.player.wait(30)
        work = saved_session_of(session, with_checkpoints=True, author="Ada")
    mark = RunMark(number=4, changes=(RunChange(2, "learning_rate", 0.1, 0.3),), goal=RunGoal(0.04, None))
    kept = (Run(mark=mark, snapshot=work.snapshot, name="first", is_pinned=True),)
    extras = LinkExtras((("hideText", "true"), ("tutorial", "a")), True)
    record = RunRecord(kept, RunMark(number=9, goal=RunGoal(0.1, 5)), "now")
    whole = SavedSession(work.snapshot, 30.0, extras, _LESSON, record, work.checkpoints, "Ada")
    plain = SavedSession(Trainer(Experiment(seed="1")).snapshot())
    later = [encode_session(each) for each in (whole, whole, plain)]
    return (*later, *(path.read_bytes() for path in sorted(_DATA.glob("*.nntui"))))


def _make(rng: Random) -> bytes:
    if rng.random() < 0.25:
        return odd.any_of(rng, _trees(), _PIECES)
    tree = json.loads(rng.choice(_trees()))
    for _change in range(rng.choice([1, 1, 1, 2, 3])):
        tree = odd.damaged_tree(rng, tree)
    return odd.as_json(rng, tree)


def _read(case: bytes) -> Reading:
    return Reading(decode_session(case, "work.nntui"))


def _after(work: SavedSession) -> None:
    written = encode_session(work)
    again = decode_session(written, "again.nntui")
    if encode_session(again) != written:
        raise BrokenPromiseError("what is written is not what is read back")
    plot_text(work.snapshot.history, _WIDTH)
    for text in (work.author, *(row_of(run).title for run in work.runs.kept)):
        if not text.isprintable():
            raise BrokenPromiseError(f"a name with {text!a}")
    names = (*work.snapshot.experiment.user_points.classes, *work.snapshot.experiment.user_points.columns)
    if not all(map(str.isprintable, names)):
        raise BrokenPromiseError(f"a name with {names!a:.300}")
    if work.lesson is not None:
        try:
            read_course_state(work.lesson.state)
        except CourseStateError as error:
            check_sentence(str(error))
    _go_on(work)


def _go_on(work: SavedSession) -> None:
    """Trains an epoch more, and writes what is written most."""
    try:
        trainer = Trainer(work.snapshot.experiment, work.snapshot)
        trainer.train_epoch()
        for name in ("python", "json", "points", "history"):
            EXPORTS[name].write(ExportContext(trainer.snapshot()))
    except NntuiError as error:
        check_sentence(str(error))


FILES = Part("files", _make, _read, _after)
