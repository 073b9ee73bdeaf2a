"""A lesson line by line."""

from collections.abc import Iterator

import pytest

from nntui.experiment.experiment import Experiment
from nntui.lessons.course import Course
from nntui.lessons.plain import KEYS, PlainLesson
from nntui.lessons.progress import Progress
from nntui.session.session import TrainingSession
from tests.lessons.files import TWO_TASKS, parsed, written
from tests.speaking import speaking


@pytest.fixture
def session() -> Iterator[TrainingSession]:
    with TrainingSession(Experiment(seed="0.5")) as session:
        yield session


@pytest.fixture
def plain(session) -> PlainLesson:
    lesson = PlainLesson(Course.begin(parsed(TWO_TASKS), session))
    lesson.take("next")
    return lesson


def test_a_lesson_is_read_and_taken_line_by_line(session):
    plain = PlainLesson(Course.begin(parsed(TWO_TASKS), session))
    assert plain.task() == ["Lesson: Small", "What is it about?", "next begins"]
    assert plain.take("next") == [
        "Task 1 of 2: Predict",
        "Now 0 of 10 epochs. What will happen? Press “train 20”.",
        "1: it learns",
        "2: it forgets",
        "open: epoch at least 10: 0",
        "passed: the noise stays",
    ]
    assert plain.take("2") == ["You said: it forgets."]
    trained = plain.take("train 6")
    assert trained[0].startswith("epoch 6: test loss 0.")
    assert trained[1:] == ["open: epoch at least 10: 6", "passed: the noise stays"]
    passed = plain.take("train 6")
    loss = f"{session.snapshot.test_loss:.3f}"
    assert passed[1:] == [
        f"Passed at epoch 12, test loss {loss}.",
        "You said: it forgets.",
        "It never does.",
        f"Test loss {loss} at epoch 12.",
        "next goes on",
    ]
    assert len(plain.take("train 1")) == 1, "what was said is not said again"
    assert plain.take("next")[0] == "Task 2 of 2: Compare"
    assert plain.take("hint") == ["Smaller batches."]
    assert plain.take("hint") == ["There is no other hint", "do carries the solution out"]
    assert plain.take("do")[1].startswith("Passed at epoch ")
    assert plain.take("next") == ["That was “Small”: all 2 tasks have passed."]
    assert plain.take("quit") == []
    assert plain.is_left


def test_settings_are_typed_as_elsewhere(plain, session):
    for line in (
        "batch_size = 125",
        "hidden-layers = 8,4",
        "features = [x, y, sin-x]",
        'activation = "relu"',
        "learning_rate = 0,1",
        "zero_initialization = on",
    ):
        assert plain.take(line)[0].startswith("epoch 0:"), line
    experiment = session.experiment
    assert (experiment.batch_size, experiment.hidden_layers, experiment.activation) == (125, (8, 4), "relu")
    assert (experiment.features, experiment.learning_rate) == (("x", "y", "sin-x"), 0.1)
    assert experiment.zero_initialization
    plain.take("undo")
    assert not session.experiment.zero_initialization
    plain.take("redo")
    assert session.experiment.zero_initialization


def test_weights_starts_and_data(plain, session):
    plain.take("hidden_layers = none")
    plain.take("weight y = -0.5")
    assert session.snapshot.network().layers[0][1, 0] == -0.5
    plain.take("new_weights")
    assert session.experiment.weights_draw == 1
    plain.take("train 3")
    plain.take("restart")
    assert (session.snapshot.epoch, session.experiment.weights_draw) == (0, 1)
    plain.take("new-data")
    assert session.experiment.seed != "0.5"


def test_a_neuron_is_read_as_its_sum(plain, session):
    (line,) = plain.take("neuron 1 2")[:1]
    first = session.snapshot.network().layers[0]
    assert line.startswith("layer 1 neuron 2: Tanh (")
    assert f"{abs(first[2, 1]):.2f}" in line
    plain.course.observe(plain._layer)
    assert plain.course.now.shown_layer == 1
    plain.take("neuron 3 1")
    assert plain._layer is None, "the output is no hidden neuron"


def test_a_training_that_diverges_says_so(plain):
    plain.take("problem = regression")
    plain.take("hidden_layers = none")
    plain.take("learning_rate = 3")
    lines = plain.take("train 100")
    assert any("diverged" in line for line in lines[:2])
    assert any("It has diverged" in line for line in plain.take("say"))


def test_what_is_said_in_words(plain):
    lines = plain.take("say")
    assert lines[0].startswith("Epoch 0. Test loss")
    assert lines[-2:] == ["open: epoch at least 10: 0", "passed: the noise stays"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("trian 20", "'trian 20' is not understood; allowed is train, for example"),
        ("xyzzy", "xyzzy is not understood; allowed is what help says"),
        ("train x", "x is no number of epochs; allowed is a whole number from 1 to 10000"),
        ("train 1e9", "is no number of epochs"),
        ("batch_size = 999", "Batch size: 999 is not allowed; allowed is a whole number from 1 to 250"),
        ("batch = 9", "batch is no setting; allowed is batch_size, for example"),
        ("answer 9", "9 is no answer; allowed is 1 to 2"),
        ("weight sin-x = 1", "Weight or bias: sin-x is not allowed; allowed is x, y"),
        ("weight z = 1", "z is no feature"),
        ("neuron 9 9", "'9 9' is no neuron; allowed is a layer from 1 to 3 and a neuron in it"),
        ("neuron 1 1 1", "is no neuron"),
        ("= 3", "is no setting"),
    ],
)
def test_what_is_not_understood_is_answered_with_what_is_allowed(plain, line, words):
    (answer,) = plain.take(line)
    assert words in answer


def test_help_lists_what_can_be_typed(plain):
    lines = plain.take("help")
    assert len(lines) == 18
    for line in lines:
        word = line.split()[0]
        assert word in ("batch_size", *plain._commands), line
    assert max(map(len, lines)) <= 100
    assert plain.take("") == []


def test_a_lesson_can_be_begun_at_any_task_and_gone_back(plain):
    assert plain.take("back")[-1] == "next begins"
    plain.take("next")
    plain.take("train 12")
    assert plain.take("again")[4] == "open: epoch at least 10: 0"
    assert plain.take("task")[0] == "Task 1 of 2: Predict"
    assert plain.take("do")[0].startswith("There are hints left")
    plain.take("hint")
    plain.take("hint")
    assert plain.take("do")[0].startswith("epoch 12")


def test_words_and_texts_are_those_of_the_language(tmp_path, session):
    with speaking("pt_BR"):
        plain = PlainLesson(Course.begin(written(tmp_path), session, Progress(None)))
        assert plain.task() == ["Lição: Pequena", "Do que trata?", "próxima começa"]
        assert plain.take("proxima")[0] == "Tarefa 1 de 2: Preveja"
        assert plain.take("PRÓXIMA")[0] == "Tarefa 2 de 2: Compare"
        assert plain.take("back")[0] == "Tarefa 1 de 2: Preveja", "the English words are understood, too"
        assert plain.take("dica") == ["Inicie."]
        assert plain.take("treinar 12")[1].startswith("Feita na época 12, perda de teste")
        assert plain.take("xyzzy") == ["xyzzy não foi entendido; permitido: o que ajuda diz"]


def test_every_key_that_the_built_in_lessons_name_has_its_words_here():
    from nntui.lessons.shelf import read_shelf

    named = set()
    for lesson in read_shelf().lessons:
        for language in ("en", "pt_BR"):
            named |= lesson.opening_in(language).actions
            for place in range(len(lesson.tasks)):
                words = lesson.words_in(language, place)
                for text in (words.prose, *words.hints, *words.wrong, *filter(None, [words.done])):
                    named |= text.actions
    assert named - KEYS.keys() == set()


def test_a_setting_without_its_sign_and_do_before_the_hints_are_told_what_is_missing(plain):
    assert plain.take("learning_rate 0.1") == ["'learning_rate 0.1' is not understood; allowed is learning_rate = 0.1"]
    plain.take("next")
    assert plain.take("do")[0].startswith("There are hints left")
    with speaking("pt_BR"):
        assert any(line.startswith("treinar 20 ") for line in plain.take("ajuda"))
