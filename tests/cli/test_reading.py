"""A sign of life while a large file is read."""

import time

import pytest

from nntui.cli import reading
from nntui.cli.reading import told_while_reading


@pytest.mark.parametrize(("is_terminal", "said"), [(True, "nntui: Reading 'a\\x1b.csv' …\n"), (False, "")])
def test_on_a_terminal_it_is_said_that_a_file_is_read(monkeypatch, capsys, is_terminal, said):
    monkeypatch.setattr(reading, "_PATIENCE_S", 0.001)
    monkeypatch.setattr("sys.stderr.isatty", lambda: is_terminal)
    err = ""
    with told_while_reading("a\x1b.csv"):
        for _time in range(1000 if is_terminal else 5):
            err += capsys.readouterr().err
            if err:
                break
            time.sleep(0.005)
    assert err == said


def test_a_file_that_is_read_at_once_is_not_worth_a_word(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with told_while_reading("a.csv"):
        pass
    assert capsys.readouterr().err == ""
