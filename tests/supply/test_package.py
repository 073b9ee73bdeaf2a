"""What goes into the wheel and the sdist, and what an audit says of what it could not ask about."""

import tomllib
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from tests.supply.audit import judged
from tests.supply.pythons import PROJECT, ROOT

PACKAGE = ROOT / "nntui"
NOT_INSTALLED = {".po", ".pyc"}


@pytest.fixture(scope="module")
def in_wheel() -> set[str]:
    return {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}


def test_the_wheel_has_every_file_of_the_package_with_compiled_catalogues_and_nothing_else(in_wheel):
    """Lessons, cards and styles as well: a file of another kind would be left out without a word."""
    files = {file for file in PACKAGE.rglob("*") if file.is_file() and file.suffix not in NOT_INSTALLED}
    wanted = {file.relative_to(ROOT).as_posix() for file in files} - {
        path.relative_to(ROOT).as_posix() for path in (PACKAGE / "locale").glob("*.py")
    }
    assert in_wheel == wanted
    assert {".py", ".md", ".mo", ".tcss", ".typed", ".html"} <= {Path(name).suffix for name in wanted}


def test_the_sdist_has_what_builds_and_tests_the_package(in_wheel):
    in_sdist = {file.distribution_path for file in SdistBuilder(str(ROOT)).recurse_included_files()}
    sources = {name for name in in_wheel if not name.endswith(".mo")}
    assert sources <= in_sdist
    assert {"README.md", "LICENSE", "nntui/locale/compiling.py", "tests/supply/test_package.py"} <= in_sdist
    assert {name.partition("/")[0] for name in in_sdist} <= {"nntui", "tests", "screenshots", "README.md", "LICENSE"}


def test_the_oldest_python_that_a_classifier_names_is_the_oldest_that_is_allowed():
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    named = [each.rpartition(".")[2] for each in project["classifiers"] if "Python :: 3." in each]
    assert project["requires-python"] == f">=3.{min(map(int, named))}"


def test_what_could_not_be_audited_is_not_taken_for_clean():
    clean = {"name": "rich", "version": "14.2.0", "vulns": []}
    bad = {"name": "pillow", "version": "1.0", "vulns": [{"id": "CVE-1", "fix_versions": ["2.0", "1.1"]}]}
    skipped = {"name": "numpy", "skip_reason": "not found"}
    assert judged([clean]) == ([], [])
    assert judged([clean, bad, skipped]) == (["pillow 1.0: CVE-1, mended in 2.0, 1.1"], ["numpy"])
