"""Commands that open, save and export, over a real session and real files, without an app."""

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from nntui import language
from nntui.dialogs.questions import (
    AskPath,
    ChooseColumns,
    ChooseOne,
    RunsAnswer,
    RunsPlace,
    ShowLink,
    ShowNotes,
    WithColumns,
)
from nntui.formats.exports import EXPORTS, ExportError
from nntui.formats.link_reader import read_link
from nntui.formats.link_writer import write_link
from nntui.formats.saved_session import decode_session, read_session
from nntui.playground.edits import apply_edit
from nntui.playground.leaving import ask_to_leave, is_leave_question
from nntui.playground.opening import open_text, paste
from nntui.playground.presenter import losses
from nntui.playground.resuming import offer_to_resume
from nntui.playground.saving import hand_over
from nntui.storage.autosave import Autosave, find, sessions_in
from nntui.storage.start import saved_session_of
from nntui.widgets.messages import SettingStepped
from tests.playground.fake_screen import Desk
from tests.playground.test_in_and_out import CSV, cut_off


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def desk(folder) -> Iterator[Any]:
    made: list[Desk] = []

    def make(**values: Any) -> Desk:
        made.append(Desk(**values))
        return made[-1]

    yield make
    for each in made:
        each.session.close()


def asked(it: Desk) -> AskPath:
    question = it.screen.asked[-1]
    assert isinstance(question, AskPath)
    return question


# Links


def test_the_link_is_copied_and_shown_with_what_it_cannot_say(desk):
    it = desk(hidden_layers=(3,), noise=15)
    it.do("copy-link")
    link = write_link(it.experiment).link
    assert it.screen.copied == [link]
    assert it.screen.asked == [ShowLink(link, ())]
    it.session.set_parameter(0, 0.25)
    it.do("copy-link")
    assert "set by hand" in " ".join(it.screen.asked[-1].notes)


def test_a_link_is_opened_and_goes_back_by_undo(desk):
    it = desk()
    open_text(it.at, "https://playground.tensorflow.org/#dataset=xor&networkShape=3&seed=0.7&noise=20")
    assert it.experiment == read_link("#dataset=xor&networkShape=3&seed=0.7&noise=20").experiment
    assert it.told == "The link is opened"
    it.do("undo")
    assert it.experiment.dataset == "circle"


def test_what_was_not_understood_of_a_link_is_told_in_a_message_or_in_a_dialog(desk):
    it = desk()
    open_text(it.at, "#dataset=moons&seed=1&noise=5")
    assert "dataset=moons is not allowed" in it.told
    open_text(it.at, "#dataset=moons&seed=1&noise=x&batchSize=0&learningRate=fast&foo=1&zz")
    question = it.screen.asked[-1]
    assert isinstance(question, ShowNotes)
    for word in ("dataset=moons", "noise=x", "batchSize=0", "learningRate=fast", "foo", "zz"):
        assert sum(word in note for note in question.notes) == 1


@pytest.mark.parametrize(
    ("text", "content", "word"),
    [
        ("https://example.com/foo#bar=1", None, "no link of the web Playground"),
        ("broken.nntui", "", "broken.nntui"),
        ("broken.nntui", "{", "broken.nntui"),
        ("broken.nntui", '{"format":"nntui","version":99}', "broken.nntui"),
        ("broken.nntui", "[" * 1000, "broken.nntui"),
        ("bad.csv", "a,b\n1,2\n", "has two columns, a and b"),
        ("missing.csv", None, "missing.csv"),
    ],
)
def test_what_cannot_be_opened_is_refused_and_everything_stays(desk, folder, text, content, word):
    if content is not None:
        (folder / text).write_text(content)
    it = desk()
    before = it.session.snapshot
    open_text(it.at, text)
    ((severity, sentence),) = it.screen.told
    assert severity == "error"
    assert word in sentence
    assert it.session.snapshot is before


# Saved work


def test_work_is_saved_and_opened_and_goes_on(desk, folder):
    it = desk()
    it.do("step-ten", "faster", "save")
    assert asked(it).text == "circle-2-4-2-1.nntui"
    assert asked(it).to_save
    it.screen.answer(None)
    assert not list(folder.iterdir())
    it.screen.answer(str(folder / "mine.nntui"))
    assert it.told == f"{folder / 'mine.nntui'} is saved"
    assert b'"author"' not in (folder / "mine.nntui").read_bytes()
    it.at.remembered.author = "Ada <Lovelace>"
    it.do("save")
    it.screen.answer(str(folder / "mine.nntui"))
    assert read_session(folder / "mine.nntui").author == "Ada <Lovelace>"
    snapshot, speed = it.session.snapshot, it.session.player.speed
    it.do("step-ten", "slower", "dataset-2")
    open_text(it.at, "mine.nntui")
    assert (it.epoch, it.session.player.speed, it.experiment) == (10, speed, snapshot.experiment)
    assert it.session.snapshot.parameters.tobytes() == snapshot.parameters.tobytes()
    it.do("undo")
    assert it.experiment.dataset == "xor"


def test_the_name_that_was_opened_or_saved_last_is_offered_again(desk, folder):
    (folder / "deep").mkdir()
    it = desk()
    it.do("save")
    it.screen.answer(str(folder / "deep" / "mine.nntui"))
    assert it.at.folder == folder / "deep"
    it.do("save")
    assert (asked(it).text, asked(it).folder) == ("mine.nntui", folder / "deep")
    it.do("open")
    assert asked(it).folder == folder / "deep"


def test_a_disk_that_is_full_is_told(desk, folder, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("nntui.playground.saving.write_atomically", full)
    it = desk()
    it.do("save")
    it.screen.answer(str(folder / "mine.nntui"))
    assert it.told == f"{folder / 'mine.nntui'} cannot be written: No space left on device"
    assert it.at.file is None
    language.use("pt_BR")
    it.do("save")
    it.screen.answer(str(folder / "mine.nntui"))
    assert it.told.endswith("mine.nntui não pode ser gravado: Não há espaço no dispositivo")


def test_an_export_asks_what_and_where_and_is_written(desk, folder):
    it = desk()
    it.do("export")
    choice = it.screen.asked[-1]
    assert isinstance(choice, ChooseOne)
    assert {"python", "history"} <= {offer.answer for offer in choice.offers}
    it.screen.answer(None)
    assert len(it.screen.asked) == 1
    it.screen.answer("history")
    assert asked(it).text.endswith(f"-history{asked(it).suffixes[0]}")


# Own points


def test_points_are_opened_with_their_units_and_what_is_wrong_with_them(desk, folder):
    (folder / "pets.csv").write_text(CSV + "170,abc,cat\n")
    it = desk()
    open_text(it.at, "pets.csv")
    assert it.experiment.dataset == "own"
    assert it.experiment.user_points.classes == ("cat", "dog")
    notes = it.told + " ".join(note for each in it.screen.asked for note in each.notes)
    for word in ("6 points from pets.csv", "line 8 is left out: weight is 'abc'", "fitted to the square"):
        assert word in notes


TABLES = Path(__file__).parent.parent / "data" / "tables"


def columns_asked(it: Desk) -> ChooseColumns:
    question = it.screen.asked[-1]
    assert isinstance(question, ChooseColumns)
    return question


def test_where_something_else_could_be_meant_the_columns_are_asked_for_before_anything_is_opened(desk):
    it = desk()
    open_text(it.at, str(TABLES / "iris-five-columns.csv"))
    assert it.experiment.dataset == "circle"
    question = columns_asked(it)
    assert (question.name, question.text, question.view.indices) == ("iris-five-columns.csv", "", (1, 2, 5))
    it.screen.answer((3, 4, 5))
    assert it.experiment.user_points.columns == ("PetalLengthCm", "PetalWidthCm", "Species")
    open_text(it.at, str(TABLES / "iris-five-columns.csv"))
    it.screen.answer((1, 2, 5))
    assert it.experiment.user_points.columns == ("SepalLengthCm", "SepalWidthCm", "Species")


def test_escape_goes_back_to_what_was_typed(desk):
    it = desk()
    name = str(TABLES / "iris-five-columns.csv")
    open_text(it.at, name)
    columns_asked(it)
    it.screen.answer(None)
    assert asked(it).text == name
    assert it.experiment.dataset == "circle"


def test_a_table_of_more_names_than_classes_can_be_opened_by_other_columns(desk, tmp_path):
    it, path = desk(), tmp_path / "seven.csv"
    path.write_text("width,height,kind\n" + "".join(f"{at},{-at},{name}\n" for at, name in enumerate("abcdefg")))
    open_text(it.at, str(path))
    assert "kind has 7 different names" in columns_asked(it).text
    it.screen.answer((2, 0, 1))
    assert "kind is 'a', which is not a number" in columns_asked(it).text
    assert it.experiment.dataset == "circle"


def test_a_plain_table_is_opened_at_once_unless_its_columns_are_asked_for(desk):
    it = desk()
    name = str(TABLES / "yes-no.csv")
    open_text(it.at, name)
    assert it.experiment.user_points.columns == ("hours", "sleep", "passed")
    it.do("open")
    assert asked(it).has_columns
    it.screen.answer(WithColumns(name))
    assert columns_asked(it).view.titles == ("hours", "sleep", "passed")
    it.screen.answer((1, 0, 2))
    assert it.experiment.user_points.columns == ("sleep", "hours", "passed")


def test_a_pipe_cannot_be_read_from_inside(desk):
    it = desk()
    open_text(it.at, "/dev/stdin")
    assert "A table from a pipe is read at the start alone: nntui --data <(COMMAND)" in it.told


def test_a_link_that_a_mail_has_wrapped_is_joined_when_it_is_pasted(desk):
    text = (TABLES.parent / "link-wrapped-by-mail.txt").read_text(encoding="utf-8")
    it = desk()
    it.do("open")
    assert asked(it).joined(text) == "".join(text.split())
    assert asked(it).joined("my poi\nnts.csv") == "my points.csv"
    open_text(it.at, text)
    assert (it.experiment.seed, it.experiment.hidden_layers) == ("0.15031", (4,))
    assert it.told == "The link is opened"


def test_the_share_for_training_is_stepped_to_100_for_ones_own_data_alone(desk):
    it = desk(train_share=90)
    apply_edit(it.at, SettingStepped("train_share", 1))
    assert it.experiment.train_share == 90
    open_text(it.at, str(TABLES / "xor-truth-table.csv"))
    apply_edit(it.at, SettingStepped("train_share", 1))
    assert (it.experiment.train_share, it.experiment.train_size) == (100, 4)
    it.do("step")
    assert math.isnan(it.session.snapshot.test_loss)
    assert losses(it.session.snapshot, (1.0, math.nan), 80)[0] == "Test loss  – accuracy –"
    it.do("dataset-1")
    assert it.experiment.train_share == 90


# Resuming


def test_what_was_cut_off_is_offered_and_taken_up(desk, tmp_path):
    for seed in ("1", "2"):
        cut_off(tmp_path, int(seed), seed)
    it = desk()
    offer_to_resume(it.at)
    assert it.screen.asked == [], "without autosave nothing is looked for"
    it.at.autosave = Autosave(sessions_in(tmp_path), lambda: saved_session_of(it.session), lambda _: None)
    offer_to_resume(it.at)
    (question,) = it.screen.asked
    assert len(question.offers) == 2
    it.screen.answer(question.offers[0].answer)
    assert it.epoch == int(it.experiment.seed)
    left = [(each.work.snapshot.experiment.seed, each.was_cut_off) for each in find(sessions_in(tmp_path))]
    assert left == [(seed, True) for seed in ("1", "2") if seed != it.experiment.seed]
    it.at.autosave.close(is_done=True)


def test_what_is_declined_stays_to_be_opened(desk, tmp_path):
    cut_off(tmp_path, 7)
    it = desk()
    it.at.autosave = Autosave(sessions_in(tmp_path), lambda: saved_session_of(it.session), lambda _: None)
    offer_to_resume(it.at)
    it.screen.answer(None)
    assert "nntui --resume" in it.told
    assert it.experiment.seed != "1"
    it.screen.asked.clear()
    offer_to_resume(it.at)
    assert it.screen.asked == []
    it.do("open")
    ((label, path),) = asked(it).others
    assert "epoch 7" in label
    it.screen.answer(path)
    assert it.epoch == 7
    it.at.autosave.close(is_done=True)


def test_saved_work_is_what_a_save_writes(desk, folder):
    it = desk()
    it.do("step-ten", "save")
    it.screen.answer(str(folder / "a.nntui"))
    assert read_session(folder / "a.nntui").snapshot.epoch == 10


# A paste on the playground

LINK = "https://playground.tensorflow.org/#dataset=xor&networkShape=3&seed=0.7"


@pytest.mark.parametrize(
    "text", [LINK, f"\n  {LINK}\n", "dataset=xor&networkShape=3&seed=0.7", "#dataset=xor&networkShape=3&seed=0.7"]
)
def test_a_pasted_link_is_opened(desk, text):
    it = desk()
    paste(it.at, text)
    assert it.screen.asked == []
    assert it.experiment == read_link(LINK).experiment


def test_a_pasted_link_asks_before_work_goes(desk):
    it = desk()
    it.do("step")
    before = it.session.snapshot
    paste(it.at, LINK)
    (question,) = it.screen.asked
    assert isinstance(question, ChooseOne)
    it.screen.answer("leave")
    assert it.session.snapshot is before
    it.screen.answer("open")
    assert it.experiment.dataset == "xor"


@pytest.mark.parametrize("write", [str, "'{}'".format, "file://{}".format, lambda path: str(path).replace(" ", "\\ ")])
def test_a_file_dropped_on_the_terminal_is_opened(desk, folder, write):
    path = folder / "two words.csv"
    path.write_text(CSV)
    it = desk()
    paste(it.at, write(path))
    assert it.experiment.user_points.size == 6


@pytest.mark.parametrize(
    "text", ["q", "hello world 123", "x = 1  # a comment", "qqqq\nrrrr", "", "\x1b[31m", "word " * 10_000]
)
def test_what_is_neither_is_answered_with_a_sentence(desk, text):
    it = desk()
    before = it.experiment
    paste(it.at, text)
    assert it.experiment == before
    assert "neither a link nor a file" in it.told
    assert len(it.told) < 150
    assert it.told.isprintable()


# In a browser


def test_who_leaves_a_visit_in_a_browser_can_download_the_work_first(desk):
    it, left = desk(), []
    it.screen.downloads = True
    ask_to_leave(it.at, "", lambda: left.append(True))
    assert is_leave_question(it.screen.asked[-1])
    assert [offer.answer for offer in it.screen.asked[-1].offers] == ["save", "link", "leave"]
    it.screen.answer("save")
    assert asked(it).is_download
    it.screen.downloads = False
    ask_to_leave(it.at, "", lambda: left.append(True))
    assert [offer.answer for offer in it.screen.asked[-1].offers] == ["link", "leave"]
    it.screen.answer("leave")
    assert left == [True]


def test_a_visit_in_a_browser_that_ends_by_itself_downloads_the_work_and_leaves_a_link(desk):
    it = desk()
    it.screen.downloads = True
    it.do("step-ten")
    words = hand_over(it.at)
    ((name, data),) = it.screen.downloaded.items()
    assert decode_session(data, name).snapshot.epoch == 10
    assert words == f"A link to its settings: {write_link(it.session.experiment).link}"
    it.screen.downloads = False
    it.screen.downloaded.clear()
    assert hand_over(it.at) == words
    assert not it.screen.downloaded


def test_in_a_browser_files_are_downloaded_and_none_is_written(desk, folder):
    it = desk()
    it.screen.downloads = True
    it.do("step-ten", "save")
    assert asked(it).is_download
    assert str(folder) not in asked(it).hint
    it.screen.answer("mine.nntui")
    assert decode_session(it.screen.downloaded.pop("mine.nntui"), "mine.nntui").snapshot.epoch == 10
    assert it.told == "mine.nntui is downloaded"
    assert it.at.downloaded is it.session.snapshot
    it.do("save")
    assert asked(it).text == "mine.nntui"
    it.screen.export_context = lambda: SimpleNamespace(snapshot=it.session.snapshot)
    it.do("export")
    it.screen.answer("python")
    assert asked(it).is_download
    it.screen.answer(asked(it).text)
    ((name, program),) = it.screen.downloaded.items()
    compile(program, name, "exec")
    it.screen.downloaded.clear()
    it.do("runs")
    it.screen.answer(RunsAnswer("take", RunsPlace()))
    it.screen.answer("csv")
    it.screen.answer("all.csv")
    assert list(it.screen.downloaded) == ["all.csv"]
    assert "all.csv is downloaded" in it.told
    assert not list(folder.iterdir())


def test_what_cannot_be_exported_is_not_downloaded(desk, monkeypatch):
    def refuse(_context: object) -> bytes:
        raise ExportError("it is too large")

    monkeypatch.setitem(EXPORTS, "python", replace(EXPORTS["python"], write=refuse))
    it = desk()
    it.screen.downloads = True
    it.screen.export_context = lambda: None
    it.do("export")
    it.screen.answer("python")
    it.screen.answer("x.py")
    assert (it.told, it.screen.downloaded) == ("it is too large", {})
