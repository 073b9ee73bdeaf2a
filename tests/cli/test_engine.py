"""`--engine`: which engine trains, what is said where it cannot, and that it is not loaded for nothing."""

import threading

import pytest

from nntui.cli import engine
from nntui.cli.engine import ready_engine
from nntui.training import compiled, compiling
from nntui.training.compiling import EngineError
from nntui.training.engines import COMPILED, NUMPY
from tests.cli.support import LIMIT, assert_one_sentence
from tests.training.test_compiled import as_python

__all__ = ["as_python"]

WORDS = ("train", "--dataset", "xor", "--train-share", "10", "--seed", "0.5", "--epochs", "2", "--json")


def test_both_engines_say_which_they_are_and_agree(call, as_python):
    results = [call(*WORDS, "--engine", engine).losses[-1] for engine in (NUMPY, COMPILED)]
    assert [each["engine"] for each in results] == [NUMPY, COMPILED]
    for name in ("train_loss", "test_loss"):
        assert results[1][name] == pytest.approx(results[0][name], rel=1e-12)
    assert call(*WORDS).losses[-1]["engine"] == NUMPY


def test_the_first_line_names_the_compiled_engine_and_repeats_its_run(call, as_python):
    words = tuple(word for word in WORDS if word != "--json")
    output = call(*words, "--engine", "compiled").out
    assert output.startswith("seed 0.5, start 1, engine compiled; --seed 0.5 --start 1 --engine compiled repeats it\n")
    assert call(*words, "--engine", "numpy").out.startswith("seed 0.5, start 1; --seed 0.5 --start 1 repeats it\n")


def test_many_starts_and_sweeps_say_it_too(call, as_python):
    starts = call(*WORDS, "--starts", "2", "--engine", "compiled").losses[-1]
    assert starts["summary"]["engine"] == COMPILED
    sweep = ("sweep", *WORDS[1:], "--vary", "learning-rate=0.03,0.1")
    assert [each["engine"] for each in call(*sweep, "--engine", "compiled").losses] == [COMPILED] * 2
    assert [each["engine"] for each in call(*sweep).losses] == [NUMPY] * 2


@pytest.mark.parametrize("command", ["train", "sweep"])
@pytest.mark.parametrize(
    ("engine", "named"), [("fast", ["--engine", "fast", "numpy, compiled"]), ("compiled", ["numba", "nntui[fast]"])]
)
def test_what_cannot_be_used_gets_a_sentence(call, monkeypatch, command, engine, named):
    monkeypatch.setattr(compiling, "is_installed", lambda: False)
    more = ("--vary", "noise=0,5") if command == "sweep" else ()
    output = call(command, *WORDS[1:], *more, "--engine", engine)
    assert_one_sentence(output)
    assert all(word in output.err for word in named)


def test_the_setting_that_cannot_be_compiled_is_named(call, as_python):
    for words in (
        (*WORDS, "--activation", "gelu"),
        ("sweep", *WORDS[1:], "--vary", "activation=relu,gelu"),
    ):
        output = call(*words, "--engine", "compiled")
        assert_one_sentence(output)
        assert "cannot train with Activation: GELU" in output.err


def test_an_engine_that_does_not_work_is_an_error_only_where_it_was_asked_for(monkeypatch):
    def broken() -> None:
        raise EngineError("numba does not work here")

    monkeypatch.setattr(compiled, "prepare", broken)
    assert ready_engine(None, COMPILED) == NUMPY
    with pytest.raises(EngineError, match="does not work"):
        ready_engine(COMPILED, NUMPY)


def test_a_long_wait_is_said(monkeypatch, capsys):
    monkeypatch.setattr("nntui.cli.engine._PATIENCE_S", 0.01)
    is_said = threading.Event()
    tell = engine._tell_of_wait

    def told() -> None:
        tell()
        is_said.set()

    monkeypatch.setattr(engine, "_tell_of_wait", told)
    monkeypatch.setattr(compiled, "prepare", lambda: is_said.wait(LIMIT))
    assert ready_engine(COMPILED, NUMPY) == COMPILED
    assert capsys.readouterr().err == "nntui: compiling the engine once, about 10 s\n"
