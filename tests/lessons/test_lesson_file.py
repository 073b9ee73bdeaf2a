"""Lesson files: what they hold, and how a broken one is refused with its line."""

import dataclasses

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nntui.keys import actions
from nntui.lessons.errors import LessonError
from nntui.lessons.lesson_file import parse_lesson, parse_translation, read_lesson
from nntui.lessons.plain import KEYS
from nntui.lessons.shelf import in_base_language, read_one_folder, read_shelf
from nntui.lessons.template import ACTIONS
from tests.lessons.files import FRONT, TRANSLATION, TWO_TASKS, parsed, written
from tests.lessons.states import state


def test_a_lesson_is_what_stands_in_its_file():
    lesson = parsed(TWO_TASKS)
    assert (lesson.id, lesson.title, lesson.minutes, lesson.seed) == ("small", "Small", 2, "0.5")
    assert lesson.opening.text == "What is it about?"
    predict, compare = lesson.tasks
    assert (predict.id, predict.words.title) == ("predict", "Predict")
    assert predict.words.prose.fill(state(3), {"play": "P"}) == "Now 3 of 10 epochs. What will happen? Press P."
    assert predict.setup.settings == {"noise": 25.0}
    assert (predict.setup.speed, predict.setup.hide) == (120, ("noise", "sinX"))
    assert predict.setup.experiment("7").noise == 25
    assert [answer.text for answer in predict.question.answers] == ["it learns", "it forgets"]
    assert (predict.question.right, predict.question.answers[1].reply.text) == (0, "It never does.")
    assert [condition.source for condition in predict.checks] == ["epoch >= 10", "noise == 25"]
    assert predict.words.checks == ("", "the noise stays")
    assert list(predict.keep) == ["first", "half"]
    assert predict.wrong[0].condition.source == "batch_size == 1"
    assert [hint.text for hint in predict.words.hints] == ["Play.", "Play for ten epochs."]
    assert [(step.act, step.value) for step in predict.solution] == [("train", 12)]
    assert compare.setup is None
    assert [(step.act, step.name, step.value) for step in compare.solution] == [
        ("change", "batch_size", 1),
        ("train", "", 9),
        ("again", "", 1),
    ]
    assert list(compare.mistakes) == ["large"]
    assert lesson.root_of(1) == 0


def test_a_question_for_a_number_has_replies_of_its_own():
    lesson = parsed(FRONT + "## A {#a}\nHow many?\n```ask\n= 25\n- 10 = The batch size.\n- 250 = The points.\n```\n")
    question = lesson.tasks[0].question
    assert question.number == 25
    assert [(answer.text, answer.reply.text) for answer in question.answers] == [
        ("10", "The batch size."),
        ("250", "The points."),
    ]


def test_paragraphs_stay_and_lines_are_joined():
    lesson = parsed(
        FRONT.replace("about?", "about?\nOne\nline.\n\nTwo:\n- a\n- b") + "## A {#a}\n```check\nepoch > 1\n```"
    )
    assert lesson.opening.text == "What is it about? One line.\n\nTwo:\n- a\n- b"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("epoch >= 10\n", "epoc >= 10\n", 22, "column 1: epoc is no name; allowed is epoch, for example"),
        ("noise == 25 ", 'noise == "a" ', 23, 'column 10: "a" is a text; allowed is a number here'),
        ("test_loss < first", "test_loss < frist", 50, "column 13: frist is no name; allowed is first, for example"),
        ("under {first:.3f}", "under {frist:.3f}", 46, "column 11: frist is no name"),
        ("first = test_loss\n", "epoch = test_loss\n", 26, "'epoch = test_loss' keeps nothing"),
        ("half = test_loss / 2", "half = epoch < 2", 27, "this is a condition; allowed is a number"),
        ("half = test_loss / 2", "half = tst_loss / 2", 27, "column 8: tst_loss is no name"),
        ("wrong batch_size == 1", "wrong batch_sice == 1", 29, "column 10: batch_sice is no name"),
        ("noise = 25\n", "noise = 250\n", 13, "Noise: 250 is not allowed; allowed is a number from 0 to 100"),
        ("noise = 25\n", "nois = 25\n", 13, "nois is no setting; allowed is noise, for example"),
        ("noise = 25\n", "noise == 25\n", 13, "this is no TOML"),
        ("noise = 25\n", "batch_size = 400\n", 13, "Batch size: 400 is not allowed"),
        ("speed = 120\n", "speed = 0\n", 14, "Speed: 0 is not allowed"),
        ('["noise", "sin-x"]', '["losses"]', 15, "allowed is a list of play, step, restart"),
        ("train 12\n", "trian 12\n", 39, "'trian 12' is no step"),
        ("train 12\n", "train 0\n", 39, "allowed is train and a whole number from 1 to 10000"),
        ("train 12\n", "train ٣\n", 39, "allowed is train and a whole number"),
        ("train 12\n", "weight z = 1\n", 39, "z is no feature"),
        ("train 12\n", "weight x = 1e9\n", 39, "Weight or bias: 1e9 is not allowed"),
        ("train 12\n", "again 2\n", 39, "nothing has been trained before again"),
        ("train 12\n", "batch_size = 0\n", 39, "Batch size: 0 is not allowed"),
        ("train 12\n", "\n", 38, "this way has no step"),
        ("- it learns !", "- it learns", 17, "2 choices, of which 0 are right"),
        ("- it forgets", "- it forgets !", 17, "2 choices, of which 2 are right"),
        ("- it forgets", "it forgets", 19, "it forgets = It never does.' is no choice"),
        ("```solution\ntrain", "```solutoin\ntrain", 38, "solutoin is no block; allowed is set, ask, check"),
        ("```solution\ntrain", "```hint\n\n```\n```solution x\ntrain", 41, "x stands behind solution"),
        ("```hint\nPlay.", "```hint\n\n", 32, "this block is empty"),
        ("```mistake large", "```mistake", 60, "this mistake has no name"),
        ("Smaller batches.\n```", "Smaller batches.\n", 52, "the block hint is not closed"),
        ("batch_size = 250\ntrain 9\n```", "batch_size = 250\ntrain 9\n", 60, "the block mistake is not closed"),
        ("{#compare}", "", 45, "this heading has no id"),
        ("{#compare}", "{#Compare}", 45, "this heading cannot be used"),
        ("{#compare}", "{#predict}", 45, "the id predict is there twice"),
        ("```check\nepoch < 10\ntest_loss < first\n```\n", "", 45, "the task compare asks for nothing"),
        ("epoch < 10\ntest_loss < first\n", "", 48, "this asks for nothing"),
        ("```keep", "```check", 25, "there are two blocks check in this task"),
        ('id = "small"', 'id = "Small one"', 2, "allowed is a name of a to z, 0 to 9 and -"),
        ('id = "small"\n', "", 1, "the front matter has no id"),
        ("minutes = 2", "minutes = 0", 4, "allowed is a whole number from 1 to 600"),
        ("minutes = 2", "author = 2", 4, "author is unknown; allowed is id, title, minutes, seed"),
        ("minutes = 2", "minutes == 2", 4, "this is no TOML"),
        ("+++\nid", "++\nid", 1, "the front matter is missing"),
        ("+++\nWhat", "What", 1, "the front matter is not closed"),
        ("What is it", "What is \x1b[31m it", 7, "a control character, U+001B; allowed is text that can be seen"),
        ("What is it", "What is \u202e it", 7, "a control character, U+202E"),
        ("What is it about?", "```hint\nA\n```", 7, "a block before the first task"),
        ("What is it", "What is {epoc} it", 7, "column 9: epoc is no name"),
    ],
)
def test_a_broken_lesson_is_refused_with_its_line(old, new, line, words):
    assert old in TWO_TASKS
    with pytest.raises(LessonError) as error:
        parsed(TWO_TASKS.replace(old, new, 1))
    assert words in str(error.value)
    assert str(error.value).startswith(f"small.md:{line}: ")
    assert error.value.line == line


def test_a_file_has_a_limit_in_bytes_and_in_tasks():
    with pytest.raises(LessonError, match=r"small.md:1: it has more than 100 kB"):
        parsed(TWO_TASKS + "x" * 100_000)
    many = "".join(f"## T {{#t{number}}}\n```check\nepoch > 1\n```\n" for number in range(31))
    with pytest.raises(LessonError, match="there are more than 30 tasks; allowed is at most 30"):
        parsed(FRONT + many)
    with pytest.raises(LessonError, match=r"small.md:8: there is no task"):
        parsed(FRONT)
    with pytest.raises(LessonError, match=r"small.md:3: this is no text in UTF-8"):
        parse_lesson("small.md", b"+++\nid = 1\n\xff\n")


def test_a_long_text_is_noted_and_allowed():
    text = "word " * 50
    lesson = parsed(FRONT + f"## A {{#a}}\n{text}\n```check\nepoch > 1\n```")
    assert lesson.notes == ("small.md:8: the text has 249 characters, and 234 fit three lines at 80 columns",)


def test_a_translation_gives_the_words_and_nothing_else(tmp_path):
    lesson = written(tmp_path)
    assert lesson.notes == ()
    words = lesson.words_in("pt_BR", 0)
    assert (lesson.title_in("pt_BR"), words.title) == ("Pequena", "Preveja")
    assert words.answers[0].text == "aprende"
    assert words.checks == ("", "o ruído fica")
    assert lesson.words_in("pt_BR", 1).hints[0].text == "Lotes menores."
    assert lesson.words_in("fr", 0).title == "Predict"
    assert in_base_language(lesson, "pt_BR") == in_base_language(lesson, "en") == ""
    assert in_base_language(lesson, "fr")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("{#compare}", "{#comparar}", 30, "the task comparar is not that of the base file; allowed is {#compare}"),
        ("- esquece = Nunca.\n", "", 9, "1 choices; allowed is 2, as in the base file"),
        ("```hint\nInicie.\n```\n", "", 23, "the blocks of predict are not those of the base file; allowed is hint"),
        ("```wrong\n", "```wrong batch_size == 2\n", 17, "'batch_size == 2' is not the condition of the base file"),
        ("noise == 25   # o ruído fica\n", "", 13, "1 conditions; allowed is 2"),
        ('title = "Pequena"', 'title = "Pequena"\nid = "other"', 3, "the id is other; allowed is small"),
        ("de {first:.3f}", "de {frist:.3f}", 31, "frist is no name"),
    ],
)
def test_a_translation_that_differs_is_left_out_and_named(tmp_path, old, new, line, words):
    assert old in TRANSLATION
    lesson = written(tmp_path, translation=TRANSLATION.replace(old, new, 1))
    assert lesson.translations == {}
    (note,) = lesson.faults
    assert note.startswith(f"small.pt_BR.md:{line}: ")
    assert words in note


def test_a_translation_with_a_task_less_is_left_out(tmp_path):
    lesson = written(tmp_path, translation=TRANSLATION[: TRANSLATION.index("## Compare")])
    assert "the task compare of the base file is missing" in lesson.faults[0]


def test_a_translation_has_no_say_in_what_passes(tmp_path):
    written(tmp_path)
    more = TRANSLATION.replace("```ask", "```set\nnoise = 50\n```\n```solution\ntrain 1\n```\n```ask", 1)
    lesson = written(tmp_path, translation=more)
    assert lesson.tasks[0].setup.settings == {"noise": 25.0}
    assert dataclasses.replace(lesson, translations={}, path=None).tasks[0].solution[0].value == 12


def test_a_shelf_keeps_the_good_ones_and_names_the_others(tmp_path):
    written(tmp_path, name="b-good")
    (tmp_path / "a-broken.md").write_text(TWO_TASKS.replace("epoch >= 10", "epoch >= ten"), "utf-8")
    (tmp_path / "c-twin.md").write_text(TWO_TASKS, "utf-8")
    (tmp_path / "d.pt_BR.md").write_text(TRANSLATION, "utf-8")
    (tmp_path / "notes.txt").write_text("no lesson")
    shelf = read_shelf(tmp_path)
    assert [lesson.id for lesson in shelf.lessons][-1] == "small"
    assert shelf.own == {lesson.id for lesson in shelf.lessons[:-1]}
    assert [fault.partition(": ")[0] for fault in shelf.faults] == ["a-broken.md:22", "c-twin.md:1", "d.pt_BR.md:1"]
    assert shelf.lesson("SMALL").id == shelf.lesson("smal").id if "smallest" not in shelf.own else True
    with pytest.raises(LookupError, match="there is no lesson 'bacth'; allowed is batch, for example"):
        shelf.lesson("bacth")


def test_a_folder_that_is_not_there_is_named(tmp_path):
    shelf = read_shelf(tmp_path / "nowhere")
    assert "nowhere cannot be read" in shelf.faults[0]
    assert shelf.lessons


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(LessonError, match=r"folder.md:1: it cannot be read: it is a folder"):
        read_lesson(tmp_path / "folder.md")


LINES = TWO_TASKS.split("\n")
PIECES = st.sampled_from([*LINES, "```", "## ", "+++", "# x", "= 3", "- a !", "{", "}", "\x00", "again 1", "x = [[["])


@given(st.lists(PIECES, max_size=30).map("\n".join), st.booleans())
@example("", False)
@example("+++\n" + "a." * 900 + "a = 1\n+++\n", False)
def test_whatever_stands_in_a_file_is_read_or_refused_with_its_line(text, is_headed):
    data = ((FRONT if is_headed else "") + text).encode("utf-8", "surrogatepass")
    for line in refused_at(data):
        assert 1 <= line <= data.count(b"\n") + 1


@given(st.integers(0, len(LINES) - 1), st.text(max_size=30))
def test_a_line_that_is_spoilt_is_read_or_refused(place, text):
    lines = [*LINES]
    lines[place] = text.replace("\n", " ")
    for line in refused_at("\n".join(lines).encode("utf-8", "surrogatepass")):
        assert 1 <= line <= len(lines)


@given(st.binary(max_size=300))
def test_bytes_are_read_or_refused(data):
    for line in refused_at(data):
        assert line >= 1


def refused_at(data):
    """The line at which a file is refused, as lesson and as translation; nothing where it is not."""
    lines = []
    base = parsed(TWO_TASKS)
    for read in (lambda: parse_lesson("x.md", data), lambda: parse_translation("x.xx.md", data, base, "xx")):
        try:
            read()
        except LessonError as error:
            lines.append(error.line)
    return lines


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (
            "- esquece = Nunca.",
            "- esquece ! = Nunca.",
            11,
            "another choice is marked as the right one; allowed is it learns",
        ),
        ("- esquece = Nunca.", "- esquece", 11, "the reply to esquece is missing"),
        (
            "epoch >= 10\n",
            "epoch >= 11\n",
            14,
            "is not the condition of the base file; allowed is epoch >= 10",
        ),
        ("Inicie.\n", "Tecle {key.plya}.\n", 21, "{key.plya} names no key; allowed is {key.play}"),
    ],
)
def test_a_translation_that_says_something_else_is_a_fault_of_its_folder(tmp_path, old, new, line, words):
    assert old in TRANSLATION
    written(tmp_path, translation=TRANSLATION.replace(old, new, 1))
    (fault,) = read_one_folder(tmp_path).faults
    assert fault.startswith(f"small.pt_BR.md:{line}: ")
    assert words in fault


def test_a_number_of_a_translation_is_that_of_the_base_file(tmp_path):
    base = FRONT + "\n## Say {#say}\nHow many?\n```ask\n= 25\n- 10 = That is the batch.\n```\n"
    right = '+++\ntitle = "a"\n+++\nb\n\n## Diga {#say}\nQuantos?\n```ask\n= 25\n- 10 = É o lote.\n```\n'
    written(tmp_path, base, right)
    assert read_one_folder(tmp_path).faults == ()
    for old, new in (("= 25", "= 26"), ("- 10", "- 11")):
        written(tmp_path, base, right.replace(old, new))
        assert "is not that of the base file" in read_one_folder(tmp_path).faults[0]


def test_an_id_of_ours_is_taken_and_several_that_begin_alike_are_named(tmp_path):
    written(tmp_path, TWO_TASKS.replace('id = "small"', 'id = "batch"'), None)
    assert "the id batch is that of “Epoch, batch, iteration”" in read_one_folder(tmp_path).faults[0]
    with pytest.raises(LookupError, match="several lessons begin with 'r'; allowed is rate, regression"):
        read_shelf().lesson("r")


def test_texts_can_name_the_keys_that_there_are():
    assert {action.id for action in actions.ACTIONS} | {"try"} == ACTIONS
    assert set(KEYS) <= ACTIONS


def test_the_name_of_a_file_is_shown_as_text_in_what_is_wrong_with_it(tmp_path):
    for name in ("bad\x1b[31m\u202e.md", "bad\x07.more.md", "b" * 240 + ".md"):
        (tmp_path / name).write_text("x")
    shelf = read_one_folder(tmp_path)
    assert len(shelf.faults) == 3
    assert all(map(str.isprintable, shelf.faults))
    assert max(map(len, shelf.faults)) < 700
