"""Who imports whom, and what is loaded when: the rules of the house, held by import-linter and by looking."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import nntui
from tests.children import run as run_child

HOUSE = Path(__file__).parents[1]
PACKAGE = Path(nntui.__file__).parent
WITHOUT_A_SCREEN = [
    "nntui.experiment.experiment",
    "nntui.training.trainer",
    "nntui.session.session",
    "nntui.formats.link_reader",
    "nntui.formats.saved_session",
    "nntui.formats.points",
    "nntui.formats.exports",
    "nntui.storage.start",
    "nntui.cli.train",
    "nntui.cli.save_target",
]
FOR_FILES = (
    "msgspec",
    "filelock",
    "tomlkit",
    "tomllib",
    "onnx",
    "csv",
    "nntui.formats.exports",
    "nntui.formats.points",
)
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
LINT = """
import sys
from importlinter.cli import lint_imports
sys.exit(lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True))
"""


def python(code: str, *arguments: str, cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess:
    """Runs code in an interpreter of its own, where nobody has said anything about threads."""
    environment = {name: value for name, value in os.environ.items() if name not in THREADS}
    return run_child([sys.executable, "-c", code, *arguments], cwd=cwd, env=environment | variables)


def printed(code: str, *arguments: str, **variables: str) -> str:
    run = python(code, *arguments, **variables)
    assert run.returncode == 0, run.stderr
    return run.stdout


# The contracts


def test_the_contracts_hold():
    run = python(LINT, cwd=HOUSE)
    assert run.returncode == 0, run.stdout + run.stderr
    assert " 0 broken" in run.stdout


BREAKING = [
    ("engine/network.py", "nntui.drawing.cells"),
    ("engine/network.py", "nntui.session.session"),
    ("engine/network.py", "nntui.formats.link_reader"),
    ("session/session.py", "nntui.playground.screen"),
    ("session/player.py", "textual.app"),
    ("drawing/cells.py", "nntui.widgets.stepper"),
    ("drawing/cells.py", "textual.app"),
    ("drawing/diagram.py", "textual.app"),
    ("widgets/stepper.py", "nntui.session.session"),
    ("widgets/stepper.py", "nntui.playground.screen"),
    ("playground/screen.py", "nntui.app"),
    ("app.py", "nntui.cli.main"),
]
"""Imports that break a rule, all of them at once: the contracts take a second to check."""


def test_the_contracts_catch_what_breaks_a_rule(tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "nntui", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    for importer, imported in BREAKING:
        with (tmp_path / "nntui" / importer).open("a", encoding="utf-8") as file:
            file.write(f"\n\ndef late_{imported.replace('.', '_')}():\n    import {imported}\n")
    run = python(LINT, cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert run.returncode == 1, run.stdout + run.stderr
    told = " ".join(run.stdout.split())
    for importer, imported in BREAKING:
        module = "nntui." + importer.removesuffix(".py").replace("/", ".")
        target = imported if imported.startswith("nntui.") else imported.split(".")[0]
        assert f"{module} -> {target} " in told, f"{module} may import {target}"


# The source


def imports(file: Path) -> set[str]:
    """The modules that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively, which this test does not follow"
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


BELOW_THE_ENGINE = ("nntui.language.", "nntui.errors.")
"""What has the labels of the registries, and what all errors come from."""


def test_the_engine_imports_numpy_and_the_standard_library():
    files = list((PACKAGE / "engine").rglob("*.py"))
    assert files
    for file in files:
        for module in imports(file):
            top = module.split(".")[0]
            allowed = top in sys.stdlib_module_names or top == "numpy" or f"{module}.".startswith("nntui.engine.")
            allowed = allowed or f"{module}.".startswith(BELOW_THE_ENGINE)
            assert allowed, f"{file.name} imports {module}"


def test_nothing_but_the_command_line_imports_the_app():
    # A second is saved where nothing of that name stands in the text.
    named = [
        file for file in PACKAGE.rglob("*.py") if re.search(r"nntui\.app|from nntui import", file.read_text("utf-8"))
    ]
    importers = {file.name for file in named if "nntui.app" in imports(file)}
    assert importers == {"play.py"}


# What is loaded


IMPORTING = """
import importlib, os, sys, gc, signal
before = dict(os.environ), gc.isenabled(), sys.getswitchinterval(), signal.getsignal(signal.SIGINT)
for name in sys.argv[1:]:
    importlib.import_module(name)
    after = dict(os.environ), gc.isenabled(), sys.getswitchinterval(), signal.getsignal(signal.SIGINT)
    print(before == after, *sys.modules)
"""


def test_what_importing_changes_and_loads():
    """A notebook's NumPy, and every program that it starts, would take what is set here."""
    # One interpreter for all: what the first ones load and change, the later ones find.
    names = ["nntui", *WITHOUT_A_SCREEN]
    for name, line in zip(names, printed(IMPORTING, *names).splitlines(), strict=True):
        changes_nothing, *modules = line.split()
        loaded = {module.split(".")[0] for module in modules}
        assert changes_nothing == "True", name
        assert name in modules
        assert not loaded & {"textual", "rich"}, name
    assert {"nntui", "numpy"} <= loaded


def test_what_importing_the_app_changes_and_loads():
    changes_nothing, *modules = printed(IMPORTING, "nntui.app").split()
    assert changes_nothing == "True"
    assert "nntui.playground.screen" in modules
    assert not set(FOR_FILES) & set(modules), "what reads and writes files waits until there is one"


def test_the_table_of_runs_opens_without_what_only_writes_files():
    """A person waits for it after the key."""
    modules = set(printed(IMPORTING, "nntui.playground.runs").split())
    assert "nntui.formats.run_rows" in modules
    assert not {"nntui.formats.lab_report", "nntui.formats.points_writer"} & modules


def test_training_without_a_terminal_loads_nothing_for_a_screen():
    code = """
import sys
from nntui.cli.main import main
assert main(["train", "dataset=xor&wombat=1", "--epochs", "3", "--json"]) == 0
assert main(["train", "--epochs", "3"]) == 0
assert main(["train", "--epochs", "3", "--noise", "101"]) == 2
assert main([]) == 2
print("loaded", *sys.modules)
"""
    loaded = {name.split(".")[0] for name in printed(code).split("loaded")[1].split()}
    assert "nntui" in loaded
    assert not loaded & {"textual", "rich"}


# Threads and the command line


FIRST_NUMPY = """
import os, sys

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "numpy":
            print(*(os.environ.get(variable, "unset") for variable in sys.argv[1:]), file=sys.stderr)
            sys.meta_path.remove(self)

sys.meta_path.insert(0, Watch())
variables, sys.argv = sys.argv, ["nntui", "train", "--seed", "1", "--epochs", "0"]
from nntui.__main__ import run
sys.argv, words = variables, sys.argv

import nntui.cli.main
main = nntui.cli.main.main
nntui.cli.main.main = lambda _, **options: main(words[1:], **options)
run()
"""


def test_the_command_asks_for_one_thread_before_numpy_is_loaded():
    run = python(FIRST_NUMPY, *THREADS)
    assert run.returncode == 0
    assert run.stderr.split() == ["1"] * len(THREADS)


def test_what_the_person_set_is_kept():
    run = python(FIRST_NUMPY, *THREADS, OPENBLAS_NUM_THREADS="3", MKL_NUM_THREADS="2")
    assert run.stderr.split() == ["3", "1", "2", "1"]


HELP = [
    ["--help", "--version"],
    ["help train", "train -h", "play -h", "train --wombat"],
    ["completion bash"],
    ["trian"],
]
"""Each list in one process: what one of its command lines had loaded would still be there at the end."""


@pytest.mark.parametrize("lines", HELP, ids=", ".join)
def test_help_and_refusals_load_no_numpy(lines):
    code = """
import sys
from nntui.cli.main import main
for line in sys.argv[1:]:
    main(line.split())
print('loaded', *sys.modules)
"""
    modules = printed(code, *lines).rpartition("loaded")[2].split()
    loaded = {name.split(".")[0] for name in modules}
    assert "nntui" in loaded
    assert not loaded & ({"textual", "rich"} if lines == ["trian"] else {"numpy", "textual", "rich"})
    assert ("shtab" in loaded) == (lines == ["completion bash"])
    if "--help" in lines:
        assert not loaded & {"argparse", "dataclasses", "typing", "pathlib"}
        assert "nntui.experiment.settings" not in modules, "the shortest answers do without the settings"


def test_the_settings_and_the_registries_need_no_numpy():
    code = "import sys, nntui.experiment.settings as s; print('numpy' in sys.modules, len(s.SETTINGS))"
    assert printed(code).split()[0] == "False"


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are counted in /proc")
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one processor gets no second thread anyway")
def test_a_training_process_has_one_thread():
    code = """
import os, sys
from nntui.__main__ import run
sys.argv = ["nntui", "train", "--epochs", "3"]
try:
    run()
except SystemExit as stop:
    assert stop.code == 0
print("threads", len(os.listdir("/proc/self/task")))
"""
    assert printed(code).endswith("threads 1\n")
