"""Work as a file: it goes on to the last bit, and what is not work is refused in a sentence."""

import base64
import dataclasses
import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import Scale, Units, UserPoints
from nntui.formats.saved_session import (
    MOST_BYTES,
    VERSION,
    SavedSession,
    SavedSessionError,
    decode_session,
    encode_session,
    read_session,
)
from nntui.lessons.course_state import CourseStateError, read_course_state
from nntui.session.lesson_place import LessonPlace
from nntui.session.link_extras import LinkExtras
from nntui.session.pacing import FLAT_OUT
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer
from tests.children import run


def own(count: int = 40, problem: str = "classification") -> UserPoints:
    random = np.random.RandomState(5)
    points = random.uniform(-5, 5, (count, 2))
    labels = np.where(points[:, 0] * points[:, 1] > 0, 1.0, -1.0) if problem == "classification" else points[:, 0] / 7
    units = Units(Scale(170.25, 0.1), Scale(-3e6, 1e-6), Scale())
    return UserPoints(points, labels, problem, units, ("height", 'größe "x"', "who"), ("cat", "dög"), "pets.csv")


EXPERIMENTS = {
    "default": Experiment(seed="1"),
    "L1 that kills": Experiment(seed="2", regularization="L1", regularization_rate=0.3, features=("x", "y", "sin-x")),
    "carried points": Experiment(seed="3", batch_size=30, hidden_layers=(3, 3, 3), activation="relu"),
    "regression": Experiment(seed="4", problem="regression", regression_dataset="reg-gauss", learning_rate=0.01),
    "no feature and no layer": Experiment(seed="5", features=(), hidden_layers=()),
    "other weights and noise": Experiment(seed="a ü &", weights_draw=3, noise=35, train_share=81.5, discretize=True),
    "own": Experiment(seed="6", dataset="own", user_points=own(), noise=5),
    "own numbers": Experiment(
        seed="7", problem="regression", regression_dataset="own", user_points=own(problem="regression")
    ),
    "all other settings": Experiment(
        seed="9",
        dataset="blobs",
        classes=5,
        features=("cos-x", "radius", "x1*x2^2"),
        hidden_layers=(3, 2),
        activation="gelu",
        layer_activations=("", "softplus"),
        loss="cross-entropy",
        optimizer="adamw",
        momentum=0.5,
        beta1=0.8,
        beta2=0.99,
        rho=0.7,
        epsilon=1e-7,
        weight_decay=0.1,
        schedule="step",
        schedule_epochs=20,
        schedule_factor=0.75,
        initialization="he",
        dropout=(0.2, 0.1),
        shuffle=True,
    ),
    **{
        f"{optimizer}, {schedule}": Experiment(
            seed=optimizer,
            optimizer=optimizer,
            schedule=schedule,
            schedule_epochs=50,
            dataset=dataset,
            loss="cross-entropy",
            dropout=0.2,
            shuffle=shuffle,
            batch_size=30,
            regularization=regularization,
            regularization_rate=0.02,
        )
        for optimizer, schedule, dataset, shuffle, regularization in (
            ("sgd", "cosine", "three-arms", True, "none"),
            ("momentum", "step", "blobs", False, "L1"),
            ("nesterov", "warm-up", "moons", True, "L2"),
            ("rmsprop", "cosine", "three-arms", True, "L1"),
            ("adam", "step", "three-arms", False, "L2"),
            ("adamw", "cosine", "checkerboard", True, "none"),
        )
    },
    "all own points for training": Experiment(seed="8", dataset="own", user_points=own(1), train_share=99),
}
every_experiment = pytest.mark.parametrize("experiment", EXPERIMENTS.values(), ids=EXPERIMENTS)


def trained(experiment: Experiment, epochs: int, snapshot: Snapshot | None = None) -> Trainer:
    trainer = Trainer(experiment, snapshot)
    if trainer.sample.train_size:
        for _ in range(epochs):
            trainer.train_epoch()
    return trainer


def assert_same(one: Snapshot, other: Snapshot) -> None:
    assert one.epoch == other.epoch
    assert one.parameters.tobytes() == other.parameters.tobytes()
    assert (one.dead is None) == (other.dead is None)
    if one.dead is not None and other.dead is not None:
        assert one.dead.tolist() == other.dead.tolist()
    np.testing.assert_array_equal([one.train_loss, one.test_loss], [other.train_loss, other.test_loss])
    assert one.history.stride == other.history.stride
    np.testing.assert_array_equal(one.history.train, other.history.train)
    np.testing.assert_array_equal(one.history.test, other.history.test)
    assert one.is_edited == other.is_edited
    assert (one.optimizer_state is None) == (other.optimizer_state is None)
    if one.optimizer_state is not None and other.optimizer_state is not None:
        assert one.optimizer_state.moments.tobytes() == other.optimizer_state.moments.tobytes()
        assert one.optimizer_state.steps == other.optimizer_state.steps
    assert (one.dropped is None) == (other.dropped is None)
    if one.dropped is not None and other.dropped is not None:
        assert one.dropped.tolist() == other.dropped.tolist()


# It goes on


def test_a_lesson_travels_with_the_work_and_work_without_one_has_no_word_of_it():
    snapshot = trained(EXPERIMENTS["default"], 3).snapshot()
    place = LessonPlace("batch", "two", {"kept": {"slow": 0.25}, "hints": 1}, {"": "# Ü", "pt_BR": "# Lição"})
    for is_readable in (True, False):
        data = encode_session(SavedSession(snapshot, lesson=place), is_readable=is_readable)
        assert decode_session(data, "a.nntui").lesson == place
    plain = json.loads(encode_session(SavedSession(snapshot)))
    assert "lesson" not in plain
    assert plain["version"] == 1, "older versions open it, and leave the lesson out"
    plain["lesson"] = {"id": "batch", "task": "two", "state": {}, "texts": {"": "x" * 100_001}}
    with pytest.raises(SavedSessionError, match=r"lesson\.texts"):
        decode_session(json.dumps(plain).encode(), "a.nntui")
    plain["lesson"] = {"id": "batch"}
    with pytest.raises(SavedSessionError, match="lesson"):
        decode_session(json.dumps(plain).encode(), "a.nntui")


@every_experiment
def test_work_goes_on_to_the_last_bit(experiment):
    before = trained(experiment, 37)
    works = [
        decode_session(encode_session(SavedSession(before.snapshot()), is_readable=is_readable), "it")
        for is_readable in (True, False)
    ]
    for work in works:
        assert_same(Trainer(work.snapshot.experiment, work.snapshot).snapshot(), before.snapshot())
    after = Trainer(works[-1].snapshot.experiment, works[-1].snapshot)
    np.testing.assert_array_equal(after.sample.points, before.sample.points)
    np.testing.assert_array_equal(after.sample.labels, before.sample.labels)
    if before.sample.train_size:
        for _ in range(20):  # over the end of every schedule's step, which is at 40 or 50
            before.train_epoch()
            after.train_epoch()
            assert after.network.parameters.tobytes() == before.network.parameters.tobytes()
    assert_same(after.snapshot(), before.snapshot())


def test_a_long_history_goes_on_where_it_was_thinned_out():
    experiment = Experiment(seed="1", train_share=2, hidden_layers=(1,))
    before = trained(experiment, 8200)
    assert before.snapshot().history.stride == 2
    after = trained(experiment, 101, decode_session(encode_session(SavedSession(before.snapshot())), "it").snapshot)
    for _ in range(101):
        before.train_epoch()
    assert_same(after.snapshot(), before.snapshot())


def test_a_weight_set_by_hand_is_kept_and_known():
    snapshot = trained(EXPERIMENTS["default"], 3).snapshot().edited(2, 1 / 3)
    work = decode_session(encode_session(SavedSession(snapshot)), "it")
    assert work.snapshot.parameters[2] == 1 / 3
    assert work.snapshot.is_edited


@every_experiment
def test_settings_and_own_points_come_back(experiment):
    snapshot = Trainer(experiment).snapshot()
    again = decode_session(encode_session(SavedSession(snapshot)), "it").snapshot.experiment
    assert again.differences(experiment) <= {"user_points"}
    one, other = experiment.user_points, again.user_points
    np.testing.assert_array_equal(one.points, other.points)
    np.testing.assert_array_equal(one.labels, other.labels)
    for name in ("problem", "units", "columns", "classes", "source"):
        assert getattr(one, name) == getattr(other, name)


@pytest.mark.parametrize("speed", [1.0, 60.0, FLAT_OUT])
def test_the_view_comes_back(speed):
    link_extras = LinkExtras((("tutorial", "dp"), ("noise_hide", "true")), is_revealed=True)
    work = SavedSession(Trainer(EXPERIMENTS["default"]).snapshot(), speed, link_extras)
    again = decode_session(encode_session(work), "it")
    assert (again.speed, again.link_extras) == (speed, link_extras)


def test_a_person_can_read_it():
    text = encode_session(SavedSession(trained(EXPERIMENTS["own"], 12).snapshot())).decode()
    lines = text.splitlines()
    assert '    "learning_rate": 0.03,' in lines
    assert '    "epoch": 12,' in lines
    assert any(line.strip().startswith('"biases": [') for line in lines)
    assert len(lines) < 120
    assert json.loads(text)["format"] == "nntui"


# What is refused


def whole(experiment: Experiment = EXPERIMENTS["own"]) -> dict[str, Any]:
    return json.loads(encode_session(SavedSession(trained(experiment, 5).snapshot())))


def refused(data: bytes | dict[str, Any]) -> str:
    if isinstance(data, dict):
        data = json.dumps(data).encode()
    with pytest.raises(SavedSessionError) as raised:
        decode_session(data, "it.nntui")
    sentence = str(raised.value)
    assert sentence.startswith("it.nntui ")
    assert "\n" not in sentence
    assert len(sentence) < 300
    return sentence


@pytest.mark.parametrize("end", [0, 1, 10, 100, 1000, -1, -2, -100])
def test_a_file_that_was_cut_off(end):
    data = encode_session(SavedSession(trained(EXPERIMENTS["default"], 5).snapshot()))
    assert "cut off" in refused(data.rstrip()[:end])


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_a_number_that_json_has_not_is_named(value):
    data = encode_session(SavedSession(trained(EXPERIMENTS["default"], 5).snapshot()))
    data = data.replace(b'"learning_rate": 0.03', b'"learning_rate": ' + value.encode())
    assert f" {value} is not a number that can be used (byte " in refused(data)


def test_a_newer_version():
    sentence = refused(whole() | {"version": VERSION + 1, "settings": "of another kind"})
    assert "newer nntui" in sentence
    assert str(VERSION + 1) in sentence


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "no nntui file"),
        (b"\x00\xff\xfe", "no nntui file"),
        (b"x,y,label\n1,2,1\n", "no nntui file"),
        (b"[" * 1_000_000, "no nntui file"),
        (b'{"format":"nntui","version":1,"settings":' + b'{"a":' * 100_000, "nested too deeply"),
        (b'{"format":"nntui","version":1,"more":' + b"[" * 1_000_000, "nested too deeply"),
        (b'{"format":"png","version":1}', "png"),
        (b'{"format":"nntui","version":0}', "version 0"),
        (b'{"format":"nntui","version":"1"}', "version"),
        (b'{"format":"nntui","version":1}', "missing"),
        (b'{"format":"nntui","version":1,"settings":NaN}', "no nntui file"),
    ],
    ids=range(11),
)
def test_what_is_no_work(data, word):
    assert word in refused(data)


def changed(path: str, value: Any) -> dict[str, Any]:
    table = whole()
    *way, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    into: Any = table
    for step in way:
        into = into[step]
    into[last] = value
    return table


@pytest.mark.parametrize(
    ("path", "value", "word"),
    [
        ("settings.learning_rate", 1e9, "Learning rate"),
        ("settings.learning_rate", "fast", "Learning rate"),
        ("settings.learning_rate", 10**400, "it.nntui"),
        ("settings.hidden_layers", [10**9] * 10, "Hidden layers"),
        ("settings.hidden_layers", [1] * 10**6, "Hidden layers"),
        ("settings.hidden_layers", [4, 3], "layer 2"),
        ("settings.features", [["x"]], "Features"),
        ("settings.dataset", None, "Data set"),
        ("settings.seed", [5], "Seed"),
        ("settings.wombat", 1, "wombat"),
        ("training.epoch", -1, "epoch"),
        ("training.epoch", 6, "losses"),
        ("training.epoch", 10**30, "epoch"),
        ("training.stride", 0, "stride"),
        ("training.train_losses", [0.5], "losses"),
        ("training.test_losses", ["a"], "test_losses"),
        ("training.test_losses", [0.1] * 9000, "test_losses"),
        ("training.layers", [], "layers"),
        ("training.layers.0.biases", [1, 2], "layer 1"),
        ("training.layers.0.weights", [[1e308] * 1000], "weights"),
        ("training.layers.0.weights.0.0", None, "weights"),
        ("training.layers.0.weights.0.0", 1e999, "it.nntui"),
        ("training.dead_weights", [10**6], "dead"),
        ("training.dead_weights", [-1], "dead"),
        ("training.dead_weights", [0], "dead"),
        ("own_points.x1", [1.0], "own points"),
        ("own_points.x1.0", 1e9, "far outside"),
        ("own_points.labels.0", 0.5, "class"),
        ("own_points.problem", "guessing", "guessing"),
        ("own_points.units.x1.factor", 0, "unit"),
        ("own_points.units.x1.factor", -1, "unit"),
        ("own_points.source", "x" * 10**6, "source"),
        ("view.speed", -5, "Speed"),
        ("view.link_pairs", [["a"]], "link_pairs"),
    ],
)
def test_a_value_that_is_not_allowed_is_named(path, value, word):
    assert word in refused(changed(path, value))


PIECES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
WHOLE = whole()
PATHS = [(key,) for key in WHOLE]
PATHS += [(key, inner) for key, table in WHOLE.items() if isinstance(table, dict) for inner in table]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PATHS), PIECES)
def test_whatever_stands_anywhere_is_opened_or_refused(path, piece):
    table = json.loads(json.dumps(WHOLE))
    into = table
    for step in path[:-1]:
        into = into[step]
    into[path[-1]] = piece
    data = json.dumps(table).encode()
    try:
        work = decode_session(data, "it.nntui")
    except SavedSessionError:
        assert refused(data)
    else:
        trained(work.snapshot.experiment, 1, work.snapshot)


# Files


def test_a_file_is_read(tmp_path):
    path = tmp_path / "a.nntui"
    snapshot = trained(EXPERIMENTS["default"], 4).snapshot()
    path.write_bytes(encode_session(SavedSession(snapshot)))
    assert_same(read_session(path).snapshot, snapshot)


def test_what_is_no_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name in (".", "pipe", "missing"):
        with pytest.raises(SavedSessionError, match="cannot be read"):
            read_session(tmp_path / name)


def test_a_gigabyte_is_refused_unread(tmp_path):
    path = tmp_path / "huge.nntui"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)
    with pytest.raises(SavedSessionError, match="it has 1,000 MB; allowed are at most 20 MB"):
        read_session(path)


def test_the_largest_file_takes_bounded_memory(tmp_path):
    head = json.dumps(WHOLE).replace('"x1": [', '"x1": [' + "@", 1)
    front, _, back = head.rpartition("@")
    script = (
        "import resource, sys; from pathlib import Path; from nntui.formats.saved_session import *\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "for path in sys.argv[1:]:\n"
        "    try: read_session(Path(path))\n"
        "    except SavedSessionError as error: print(error, file=sys.stderr)\n"
        "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    paths = []
    for number, filling in enumerate(("[" * 30, "0,", "[[]],", '{"a":0},', '"",', "1e5,")):
        paths.append(tmp_path / f"large{number}.nntui")
        paths[-1].write_text(front + filling * ((MOST_BYTES - len(head)) // len(filling)) + back)
    # One process for all: the most that it has ever held is the most of any of them.
    done = run([sys.executable, "-c", script, *paths], check=True)
    for path, refusal, kilobytes in zip(paths, done.stderr.splitlines(), done.stdout.split(), strict=True):
        assert refusal.startswith(f"{path} ")
        assert int(kilobytes) < 400_000, path


def adam_after(epochs: int = 5) -> dict[str, Any]:
    return json.loads(encode_session(SavedSession(trained(EXPERIMENTS["adam, step"], epochs).snapshot())))


def in_base64(numbers: list[float]) -> str:
    return base64.b64encode(np.array(numbers, dtype="<f8").tobytes()).decode()


SIZE = (2 + 1) * 4 + (4 + 1) * 2 + (2 + 1) * 3
"""Parameters of a network of two inputs, the usual layers and three classes."""


@pytest.mark.parametrize(
    ("optimizer", "saved", "words"),
    [
        ("adam", {"steps": 0, "moments": ""}, ">= 1"),
        ("adam", {"steps": 5.5, "moments": ""}, "int"),
        ("adam", {"steps": 5}, "moments"),
        ("adam", {"steps": 5, "moments": "ä"}, f"the optimizer adam should remember {2 * SIZE} numbers in base64"),
        ("adam", {"steps": 5, "moments": "AAAA"}, f"the optimizer adam should remember {2 * SIZE} numbers"),
        ("adam", {"steps": 5, "moments": in_base64([0.0] * SIZE)}, f"adam should remember {2 * SIZE} numbers"),
        ("momentum", {"steps": 5, "moments": in_base64([0.0] * 2 * SIZE)}, f"momentum should remember {SIZE} numbers"),
        ("sgd", {"steps": 5, "moments": in_base64([0.0] * SIZE)}, "the optimizer sgd should remember 0 numbers"),
        ("adam", {"steps": 5, "moments": in_base64([np.nan] * 2 * SIZE)}, "is not a number"),
        ("adam", {"steps": 5, "moments": in_base64([np.inf] * 2 * SIZE)}, "is not a number"),
        ("adam", {"steps": 5, "moments": in_base64([0.0] * (2 * SIZE - 1) + [-1e-9])}, "a square that is negative"),
        ("rmsprop", {"steps": 5, "moments": in_base64([-1.0] + [0.0] * (SIZE - 1))}, "a square that is negative"),
    ],
)
def test_what_no_optimizer_remembers_is_refused(optimizer, saved, words):
    work = adam_after()
    work["settings"]["optimizer"] = optimizer
    work["training"]["optimizer"] = saved
    assert words in refused(work)


def test_a_velocity_may_be_negative_and_work_without_what_was_remembered_opens():
    work = adam_after()
    work["settings"]["optimizer"] = "nesterov"
    work["training"]["optimizer"] = {"steps": 5, "moments": in_base64([-1.0] * SIZE)}
    state = decode_session(json.dumps(work).encode(), "it").snapshot.optimizer_state
    assert state is not None
    assert (state.moments == -1.0).all()
    assert not state.moments.flags.writeable
    del work["training"]["optimizer"]
    assert decode_session(json.dumps(work).encode(), "it").snapshot.optimizer_state is None


def test_a_file_says_nothing_of_later_settings_that_are_as_they_were_before_them():
    work = json.loads(
        encode_session(SavedSession(trained(EXPERIMENTS["own"].changed(zero_initialization=True), 5).snapshot()))
    )
    assert work["version"] == 1, "older versions open it"
    later = {"classes", "optimizer", "beta1", "schedule", "dropout", "shuffle", "loss", "initialization"}
    assert later.isdisjoint(work["settings"])
    assert "optimizer" not in work["training"]
    assert adam_after()["version"] == 2, "older versions say that it is newer than they are"


def test_work_of_a_version_without_optimizers_opens_and_goes_on_to_the_bit():
    """A version without optimizers has written both files: a network, and the same 20 epochs later."""
    data = Path(__file__).parent.parent / "data"
    work = read_session(data / "work-before-optimizers.nntui")
    later = read_session(data / "work-before-optimizers-20-epochs-later.nntui").snapshot
    experiment = work.snapshot.experiment
    assert experiment.zero_initialization
    assert experiment.initialization == "zero"
    assert experiment.optimizer == "sgd"
    assert [run.snapshot.experiment.initialization for run in work.runs.kept] == ["web"]
    assert len(work.checkpoints)
    assert_same(trained(experiment, 20, work.snapshot).snapshot(), later)


def test_frames_have_the_fields_that_are_saved():
    """A field more must be saved, too."""
    saved = {"experiment", "epoch", "parameters", "dead", "train_loss", "test_loss", "history", "is_edited"}
    saved |= {"optimizer_state"}
    saved |= {"dropped"}  # it follows from the seed, the start and the epoch
    assert {field.name for field in dataclasses.fields(Snapshot)} == saved


@pytest.mark.parametrize("name", ["train_losses", "test_losses"])
def test_a_negative_loss_is_refused(name):
    work = whole()
    work["training"][name][0] = -1e7
    assert "a loss cannot be negative, and -1e+07 is" in refused(work)


def test_the_name_of_a_person_and_what_a_library_echoes_can_be_shown():
    data = json.loads(encode_session(SavedSession(trained(EXPERIMENTS["default"], 1).snapshot(), author="Ada")))
    assert decode_session(json.dumps(data | {"author": "A\x1b[31m\u202e"}).encode(), "it").author == "A\ufffd[31m\ufffd"
    lesson = {"id": "a", "task": "b", "state": {"lesson": "a", "task": "b", "\u202e" + "x" * 900: 1}, "texts": {}}
    work = decode_session(json.dumps(data | {"lesson": lesson}).encode(), "it")
    with pytest.raises(CourseStateError) as refused:
        read_course_state(work.lesson.state)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 400
