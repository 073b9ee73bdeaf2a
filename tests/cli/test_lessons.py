"""`nntui lessons`: the list, the trial with the engine, and a lesson without a screen."""

import io
import json
import sys

import pytest

from nntui.cli.main import main
from tests.lessons.files import FRONT, TRANSLATION, TWO_TASKS


@pytest.fixture
def folder(tmp_path):
    """A teacher's own lessons."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "small.md").write_text(TWO_TASKS, "utf-8")
    (folder / "small.pt_BR.md").write_text(TRANSLATION, "utf-8")
    return folder


@pytest.fixture
def typed(monkeypatch):
    """Has lines on the standard input."""

    def put(*lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return put


def test_the_list_has_ours_first_and_then_those_of_a_folder(call, folder, tmp_path):
    output = call("lessons", "--lessons", str(folder))
    assert (output.code, output.err) == (0, "")
    lines = output.out.splitlines()
    assert len(lines) == 13
    assert " ".join(lines[0].split()) == "1 first-play First play · 3 min · 0 of 5 passed"
    assert " ".join(lines[12].split()) == "13 small Small · 2 min · 0 of 2 passed"
    assert max(map(len, lines)) <= 80
    assert "Primeiro" in call("lessons", "--language", "pt_BR").out


def test_the_preferred_folder_is_taken_and_a_broken_lesson_named(call, folder, tmp_path):
    (folder / "broken.md").write_text(TWO_TASKS.replace("epoch >= 10", "epoch >= ten"), "utf-8")
    preferences = tmp_path / "config" / "nntui" / "preferences.toml"
    preferences.parent.mkdir(parents=True)
    preferences.write_text(f"lessons = {json.dumps(str(folder))}\n")
    output = call("lessons")
    assert output.code == 0
    assert " small " in output.out
    assert output.err.startswith("nntui: broken.md:22: column 10: ten is no name; allowed is ")


def test_a_lesson_is_taken_without_a_screen_and_remembered(call, folder, typed, state):
    typed("next", "1", "train 12", "next", "nonsense", "hint", "do", "quit", "next")
    output = call("lessons", "small", "--plain", "--lessons", str(folder))
    assert (output.code, output.err) == (0, "")
    assert output.out.startswith("Lesson: Small\nWhat is it about?\nnext begins\nTask 1 of 2: Predict\n")
    assert "> " not in output.out, "no prompt where nobody types"
    assert "nonsense is not understood" in output.out
    assert output.out.count("Passed at epoch") == 2
    assert json.loads((state / "progress.json").read_bytes())["lessons"]["small"]["tasks"]["predict"]["passed"]
    assert "2 of 2 passed" in call("lessons", "--lessons", str(folder)).out


def test_the_whole_of_our_first_lesson_in_both_languages(call, typed):
    typed("next", "2", "train 20", "next", "train 60", "next", "1", "2", "next", "1", "restart", "train 1", "next")
    output = call("lessons", "first-play", "--plain")
    assert output.out.count("Passed at epoch") == 3
    assert "Task 5 of 5: Another pattern" in output.out
    assert call("lessons", "first-play", "--plain").out.startswith("Task 5 of 5"), "the first that has not passed"
    typed("próxima", "responder 25", "treinar 1", "sair")
    output = call("lessons", "batch", "--plain", "--language", "pt_BR")
    assert "Feita na época 1," in output.out


def test_a_task_can_be_named(call, folder, typed):
    typed()
    output = call("lessons", "small", "--plain", "--task", "compare", "--lessons", str(folder))
    assert output.out.startswith("Task 2 of 2: Compare\n")


def test_bytes_that_are_no_text_do_not_end_it(call, folder, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\nnext\n"), encoding="utf-8"))
    assert call("lessons", "small", "--plain", "--lessons", str(folder)).code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["smal", "--plain", "--task", "x"], "--task: x is not allowed; allowed is "),
        (["bacth", "--plain"], "there is no lesson 'bacth'; allowed is batch, for example"),
        (["--plain"], "--plain needs the id of a lesson: first-play, batch"),
        (["batch"], "on the screen it is taken with nntui --lesson batch"),
        (["batch", "--task", "two"], "--task goes with --plain"),
        (["--seeds", "3"], "--seeds goes with --check"),
        (["--check", "--seeds", "0"], "--seeds: 0 is not allowed; allowed is a whole number from 1 on"),
        (["--check", "nowhere"], "--check: nowhere is not a folder"),
        (["--lessons", ""], "--lessons needs the name of a folder"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(call, words, sentence):
    output = call("lessons", *words)
    assert (output.code, output.out) == (2, "")
    assert sentence in output.err
    assert output.err.count("\n") == 1


def test_an_empty_folder_and_a_name_beside_check(call, tmp_path):
    assert "there is no lesson (.md) in" in call("lessons", "--check", str(tmp_path)).err
    assert "give a folder behind it" in call("lessons", "batch", "--check").err


def test_the_check_prints_a_table_and_finds_no_fault(call, folder):
    output = call("lessons", "--check", str(folder), "--seeds", "2")
    assert (output.code, output.err) == (0, "")
    lines = output.out.splitlines()
    assert lines[0] == "1 lesson on 2 seeds; passes of"
    assert lines[1].split() == ["way", "start", "idle", "epoch", "mistakes"]
    assert lines[2] == "small: Small"
    assert lines[3].split() == ["predict", "2/2", "0", "–", "12"]
    assert lines[4].split()[:4] == ["compare", "2/2", "0", "0"]
    assert lines[4].endswith("large 0")
    assert len(lines) == 5


def test_the_check_fails_for_a_lesson_that_does_not_hold_what_it_promises(call, folder):
    text = FRONT.replace("small", "bad") + "## A {#a}\n```check\nepoch >= 3\n```\n```solution\ntrain 2\n```\n"
    (folder / "bad.md").write_text(text + "```mistake late\ntrain 9\n```\n", "utf-8")
    (folder / "broken.md").write_text("nothing", "utf-8")
    output = call("lessons", "--check", str(folder), "--seeds", "1")
    assert output.code == 4
    assert output.out.splitlines()[-2:] == [
        "bad, a: the solution passes on 0 of 1 seeds; allowed is 1 or more",
        "bad, a: the mistake late passes on 1 of 1 seeds; it must not",
    ]
    assert output.err == (
        'nntui: broken.md:1: the front matter is missing; allowed is +++, lines as id = "name", +++\n'
    )


def test_many_walks_are_shared_by_processes(call, folder, monkeypatch):
    monkeypatch.setattr("nntui.cli.lesson_table._FEW", 1)
    (folder / "other.md").write_text(TWO_TASKS.replace('"small"', '"other"'), "utf-8")
    output = call("lessons", "--check", str(folder), "--seeds", "1")
    assert output.code == 0
    assert [line.split()[1] for line in output.out.splitlines() if "predict" in line] == ["1/1", "1/1"]


def test_ctrl_c_ends_it(monkeypatch, folder):
    class Interrupted(io.StringIO):
        def readline(self, *arguments):
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", Interrupted())
    assert main(["lessons", "small", "--plain", "--lessons", str(folder)]) == 130


def test_a_translation_that_is_left_out_is_a_fault(call, folder):
    (folder / "small.pt_BR.md").write_bytes(b"\xff")
    (folder / "small.fr.md").symlink_to("small.fr.md")
    output = call("lessons", "--check", str(folder), "--seeds", "1")
    assert output.code == 4
    assert {line.split(":")[1].strip() for line in output.err.splitlines()} == {"small.pt_BR.md", "small.fr.md"}
    assert output.out.startswith("1 lesson on 1 seed; passes of\n")


def test_a_folder_of_broken_lessons_has_no_table(call, folder):
    (folder / "small.md").write_text("no lesson")
    output = call("lessons", "--check", str(folder))
    assert (output.code, output.out) == (4, "")


def test_a_condition_without_a_value_is_named(call, folder):
    text = TWO_TASKS.replace("epoch >= 10\n", "1 / (epoch - epoch) > 0\n")
    (folder / "small.md").write_text(text, "utf-8")
    (folder / "small.pt_BR.md").unlink()
    output = call("lessons", "--check", str(folder), "--seeds", "1")
    assert output.code == 4
    assert "1 / (epoch - epoch) > 0 has no value there, as with a division by zero" in output.out


def test_a_folder_that_has_no_lessons_is_named(call, tmp_path):
    without = "none is not a folder", "--lessons needs the name of a folder"
    for folder, said in zip((str(tmp_path / "none"), ""), without, strict=True):
        output = call("lessons", "--lessons", folder)
        assert output.code == 2
        assert said in output.err
    output = call("lessons", "--lessons", str(tmp_path))
    assert output.code == 0
    assert f"there is no lesson (.md) in {tmp_path}" in output.err
