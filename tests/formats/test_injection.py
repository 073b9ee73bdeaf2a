"""Names of others in what is exported: they are text there, and never code, markup or a formula."""

import ast
import csv
import json
import re
from functools import cache
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nntui.cli.save_target import film_of
from nntui.experiment.experiment import Experiment
from nntui.experiment.feature_setting import FeatureError
from nntui.experiment.settings import INPUT_FEATURES
from nntui.experiment.user_points import UserPoints
from nntui.formats.exports import EXPORTS, ExportContext
from nntui.formats.lab_report import ReportHead, ReportRun, lab_report
from nntui.formats.run_rows import row_of
from nntui.formats.run_tables import runs_csv, runs_markdown
from nntui.formats.tables.fields import number_of
from nntui.session.link_extras import LinkExtras
from nntui.session.runs import Run, RunMark
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer
from tests.fuzz import odd
from tests.fuzz.part import check_sentence

PLAIN = ("cat", "dog", "cow", "height", "width", "kind", "pets.csv")
HOSTILE = st.builds(lambda rng: tuple(odd.text(rng) for _name in PLAIN), st.randoms(use_true_random=False))
a_few = settings(max_examples=max(4, settings.default.max_examples // 5), suppress_health_check=[HealthCheck.too_slow])
POINTS = np.random.RandomState(1).uniform(-5, 5, (12, 2))
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""By these a spreadsheet knows a formula."""


def snapshot_of(names: tuple[str, ...], count: int = 3) -> Snapshot:
    """A network whose classes, columns and file have these names."""
    names = tuple(f"{name}{at}" for at, name in enumerate(names))  # classes are different
    labels = np.arange(12.0) % count if count > 2 else np.arange(12.0) % 2 * 2 - 1
    points = UserPoints(POINTS, labels, columns=names[3:6], classes=names[:count], source=names[6])
    experiment = Experiment(
        seed="1", dataset="own", user_points=points, hidden_layers=(2,), features=("x", "sin(x1)*x2")
    )
    return Trainer(experiment).snapshot()


@cache
def written(kind: str, names: tuple[str, ...], count: int) -> str:
    return EXPORTS[kind].write(ExportContext(snapshot_of(names, count))).decode()


class _Shape(ast.NodeTransformer):
    """A program without its texts."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("text") if isinstance(node.value, str) else node


@pytest.mark.parametrize("kind", ["python", "pytorch", "keras"])
@a_few
@given(HOSTILE, st.sampled_from([2, 3]))
def test_a_program_differs_in_its_texts_alone(kind, names, count):
    code, usual = written(kind, names, count), written(kind, PLAIN, count)
    assert all(line.isprintable() for line in code.split("\n"))
    shape, usual_shape = (ast.dump(_Shape().visit(ast.parse(each))) for each in (code, usual))
    # Whether a terminal has every letter is asked for where a name has one beyond ASCII.
    assert shape.replace(_every_letter(code), "") == usual_shape


def _every_letter(code: str) -> str:
    """The one statement that hangs on the letters of the names, as `ast.dump` has it."""
    tree = _Shape().visit(ast.parse(code))
    (main,) = [each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name == "main"]
    found = [each for each in main.body if "reconfigure" in ast.dump(each)]
    return f"{ast.dump(found[0])}, " if found else "nothing of the kind"


@a_few
@given(HOSTILE, st.sampled_from([2, 3]))
def test_json_holds_the_names_to_the_letter(names, count):
    content = json.loads(written("json", names, count))
    usual = json.loads(written("json", PLAIN, count))
    snapshot = snapshot_of(names, count)
    points = snapshot.experiment.user_points
    assert list(content["classes"].values()) == list(points.classes)
    assert (content["source"], tuple(content["columns"])) == (points.source, points.columns)
    for changed in ("classes", "source", "columns"):
        del content[changed], usual[changed]
    assert content == usual


@a_few
@given(HOSTILE, st.sampled_from([2, 3]))
def test_no_cell_of_a_table_is_a_formula(names, count):
    run = Run(RunMark(), snapshot_of(names, count), name=names[0])
    for text in (written("points", names, count), runs_csv([row_of(run)])):
        assert "\r" not in text
        for row in csv.reader(line + "\n" for line in text.split("\n") if not line.startswith("# ")):
            for cell in row:
                assert not cell.startswith(DANGEROUS) or number_of(cell, False) is not None, ascii(cell)


def _elements(svg: str) -> list[tuple[str, list[str]]]:
    return [
        (each.tag, sorted(each.attrib)) for each in ElementTree.fromstring(svg).iter() if not each.tag.endswith("text")
    ]


@a_few
@given(HOSTILE)
def test_a_picture_has_the_same_elements_and_printable_texts(names):
    for kind in [name for name, export in EXPORTS.items() if export.suffix == ".svg" and not export.needs_run]:
        if EXPORTS[kind].needs_screen:
            continue
        svg = written(kind, names, 3)
        assert _elements(svg) == _elements(written(kind, PLAIN, 3))
        texts = [each.text or "" for each in ElementTree.fromstring(svg).iter()]
        assert all(text.strip("\n ").isprintable() for text in texts)


class _Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[str]]] = []
        self.links: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("text", "tspan"):
            self.tags.append((tag, sorted(name for name, _value in attrs)))
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def report(names: tuple[str, ...]) -> str:
    run = Run(RunMark(), snapshot_of(names), name=names[0])
    extras = LinkExtras(((names[1], names[2]),))
    head = ReportHead(names[3], "2026-01-01", (f"Task {' '.join(names[4].split())}\nText",))
    return lab_report(head, [ReportRun(row_of(run), extras, names[5], names[6])])


@cache
def _usual_tags() -> list[tuple[str, list[str]]]:
    return _Tags(report(PLAIN)).tags


@a_few
@given(HOSTILE)
def test_a_lab_report_has_the_same_elements_and_leads_nowhere_else(names):
    names = tuple(f"a{name}".replace("\ud800", "?").replace("\udcff", "?") for name in names)
    page = _Tags(report(names))
    assert page.tags == _usual_tags()
    assert all(link.startswith("https://playground.tensorflow.org/#") for link in page.links)
    assert all(line.isprintable() for line in report(names).split("\n"))


@a_few
@given(HOSTILE)
def test_a_table_of_markdown_has_the_same_columns_and_no_markup(names):
    runs = [row_of(Run(RunMark(), snapshot_of(names), name=name)) for name in names]
    rows = runs_markdown(runs).splitlines()
    assert len(rows) == len(names) + 2
    bars = {row.replace("\\\\", "").replace("\\|", "").count("|") for row in rows}
    assert len(bars) == 1
    for row in rows:
        assert row.isprintable()
        assert "<" not in row.replace("\\\\", "").replace("\\<", "")
        assert "[" not in row.replace("\\\\", "").replace("\\[", "")


def test_a_model_and_a_film_hold_printable_texts_alone():
    onnx = pytest.importorskip("onnx")
    names = tuple(f"a{piece}" for piece in odd.STEERING[: len(PLAIN)])
    snapshot = snapshot_of(names)
    model = onnx.load_from_string(EXPORTS["onnx"].write(ExportContext(snapshot)))
    assert all(each.value.isprintable() for each in model.metadata_props)
    assert all(line.isprintable() for line in model.doc_string.split("\n"))
    film = film_of(snapshot)
    head, *events = EXPORTS["film.cast"].write(ExportContext(snapshot, film=film)).decode().splitlines()
    assert json.loads(head)["title"].isprintable()
    for _time, _kind, text in map(json.loads, events):
        assert re.sub(r"\x1b\[[\d;?]*[HmJhl]", "", text).isprintable()
    moving = EXPORTS["film"].write(ExportContext(snapshot, film=film)).decode()
    assert all((each.text or "").strip("\n ").isprintable() for each in ElementTree.fromstring(moving).iter())


CALLED = {"float", "len", "list", "zip", "print", "main", "predict", "read_points", "features", "activate", "tanh"}
PIECES = ("x1", "x2", "sin(", "max(", ",", "1", "2.5", "+", "*", "^", "-", "(", ")", "__import__", "[")
FORMULAS = st.builds(
    lambda rng: "".join(rng.choice((*PIECES, odd.text(rng, 1))) for _piece in range(rng.randint(1, 8))),
    st.randoms(use_true_random=False),
)


@given(FORMULAS)
def test_a_formula_is_refused_or_becomes_arithmetic(formula):
    try:
        features: Any = INPUT_FEATURES.parse(formula)
    except (FeatureError, ValueError) as error:
        check_sentence(str(error))
        return
    experiment = Experiment(seed="1", features=features, hidden_layers=())
    code = EXPORTS["python"].write(ExportContext(Trainer(experiment).snapshot())).decode()
    calls = [each.func for each in ast.walk(ast.parse(code)) if isinstance(each, ast.Call)]
    assert {each.id for each in calls if isinstance(each, ast.Name)} <= CALLED | {"ValueError"}
