"""What `import nntui` loads, changes and offers, each in an interpreter of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

import nntui

LIMIT = 60


def printed(code: str) -> str:
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=LIMIT, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_import_loads_nothing():
    loaded = printed("import sys; before = set(sys.modules); import nntui; print(*set(sys.modules) - before)").split()
    assert loaded == ["nntui"]


def test_neither_the_import_nor_the_use_changes_the_environment():
    code = """
import os
before = dict(os.environ)
import nntui
assert dict(os.environ) == before
nntui.train(seed=1, epochs=1)
assert dict(os.environ) == before
"""
    printed(code)


def test_the_library_loads_nothing_for_a_screen():
    code = "import sys, nntui; nntui.train(seed=1, epochs=1)._repr_svg_(); print(*sys.modules)"
    loaded = {name.split(".")[0] for name in printed(code).split()}
    assert "numpy" in loaded
    assert not loaded & {"textual", "sklearn", "pandas", "matplotlib"}


def test_every_name_that_dir_says_is_there():
    for name in dir(nntui):
        assert getattr(nntui, name) is not None
    assert {"Experiment", "Run", "train", "open", "from_arrays", "__version__"} <= set(dir(nntui))


def test_a_star_import_leaves_the_open_of_python():
    assert (
        printed("from nntui import *; import builtins; print(open is builtins.open, train.__name__)") == "True train\n"
    )


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="wombat"):
        nntui.wombat  # noqa: B018
    assert not hasattr(nntui, "_MODULE")


def test_the_package_is_marked_as_typed():
    assert (Path(nntui.__file__).parent / "py.typed").read_text() == ""
