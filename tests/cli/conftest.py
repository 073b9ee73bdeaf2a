"""Every test here has folders of its own for what the program remembers."""

import pytest

from nntui.cli.main import main
from tests.cli.support import Output


@pytest.fixture(autouse=True)
def _own_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def state(tmp_path):
    """The state folder of the program."""
    return tmp_path / "state" / "nntui"


@pytest.fixture
def call(capsys):
    """Runs the command line in this process."""

    def run(*words: str) -> Output:
        return Output(main(list(words)), *capsys.readouterr())

    return run
