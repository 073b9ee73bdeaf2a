"""The lab report: one page that needs nothing else, and that no name can break."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from nntui.experiment.experiment import Experiment
from nntui.formats.lab_report import ReportHead, ReportRun, lab_report
from nntui.formats.link_reader import read_link
from nntui.formats.run_rows import row_of
from nntui.session.runs import Run, RunChange, RunGoal, RunMark
from nntui.training.trainer import Trainer

VOID = {"meta"}
EVIL = "</h2><script>alert(1)</script>&\x00\x1b\"'"


class Page(HTMLParser):
    """Reads a page, and keeps its tags and the text of each kind of element."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.tags: list[tuple[str, dict]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_data(self, data):
        if self.stack and data.strip():
            self.texts.setdefault(self.stack[-1], []).append(data)


@pytest.fixture(scope="module")
def runs() -> tuple[ReportRun, ...]:
    made = []
    for title, settings in ((EVIL, {"learning_rate": 0.3}), ("run 2", {"hidden_layers": (3,)})):
        trainer = Trainer(Experiment(seed="0.5", **settings))
        for _ in range(12):
            trainer.train_epoch()
        mark = RunMark(changes=(RunChange(5, "learning_rate", 0.1, 0.3),), goal=RunGoal(0.04, None))
        made.append(ReportRun(row_of(Run(mark, trainer.snapshot(), name=title)), source="work <1>.nntui"))
    return tuple(made)


def test_the_page_is_whole_and_holds_nothing_from_elsewhere(runs):
    page = Page(lab_report(ReportHead(EVIL, "2026-11-27", (f"Batch · {EVIL}\nWhat is <b>seen</b>?",)), runs))
    assert page.stack == []
    tags = [tag for tag, _attributes in page.tags]
    assert "script" not in tags
    assert not {"img", "link", "iframe", "object", "b"} & set(tags)
    addresses = [value for _tag, given in page.tags for name, value in given.items() if name in ("src", "href")]
    assert len(addresses) == 2  # the links of the runs alone
    assert all(address.startswith("https://playground.tensorflow.org/#") for address in addresses)
    assert not [name for _tag, given in page.tags for name in given if name.startswith("on") or name == "id"]
    assert any("alert(1)" in text for text in page.texts["h2"])
    assert "What is <b>seen</b>?" in "".join(page.texts["p"])


def test_each_run_has_its_pictures_settings_results_and_a_link_that_opens_it(runs):
    text = lab_report(ReportHead("Ada", "2026-11-27"), runs)
    pictures = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(pictures) == 4
    for picture in pictures:
        assert ElementTree.fromstring(picture).tag.endswith("svg")
    page = Page(text)
    first, second = (given["href"] for tag, given in page.tags if tag == "a")
    assert read_link(first).experiment == runs[0].row.experiment
    assert read_link(second).experiment.hidden_layers == (3,)
    everything = "\n".join(part for parts in page.texts.values() for part in parts)
    for words in ("Ada · 2026-11-27", "work <1>.nntui · run 2", "0.1 → 0.3 at 5", "goal of a test loss under 0.04"):
        assert words in everything
    assert f"test loss {runs[1].row.test_loss:.4f}" in everything


def test_one_run_needs_no_table_of_all_and_a_run_without_a_network_has_no_grid(runs):
    text = lab_report(ReportHead("", "2026-11-27"), (ReportRun(replace(runs[1].row, snapshot=None, losses=None)),))
    assert "<table>" not in text
    assert "<svg" not in text
    assert Page(text).stack == []
