"""Faults as files: what each breaks, which tests should notice, and the change itself as a unified diff."""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("faults")


class FaultError(Exception):
    """A fault that cannot be used: the message says which and why."""


@dataclass(frozen=True)
class Hunk:
    """One place of a file that is changed.

    Attributes:
        path: The file, from the root of the tree.
        old: What stands there, whole lines.
        new: What takes its place.
    """

    path: str
    old: str
    new: str


@dataclass(frozen=True)
class Fault:
    """A fault.

    Attributes:
        name: Of its file.
        breaks: What it breaks, in a line.
        tests: Paths of the tests that should notice.
        hunks: The change.
    """

    name: str
    breaks: str
    tests: tuple[str, ...]
    hunks: tuple[Hunk, ...]

    def changed(self, root: Path) -> dict[Path, str]:
        """The changed files below a root, and what is in them then.

        Raises:
            FaultError: It does not apply, because the code has moved on.
        """
        texts: dict[Path, str] = {}
        for hunk in self.hunks:
            path = root / hunk.path
            try:
                text = texts.get(path) or path.read_text(encoding="utf-8")
            except OSError as error:
                raise FaultError(f"{self.name} does not apply: {hunk.path}: {error.strerror}") from None
            found = text.count(hunk.old)
            if found != 1:
                raise FaultError(f"{self.name} does not apply: its lines are in {hunk.path} {found} times")
            texts[path] = text.replace(hunk.old, hunk.new)
        return texts


def read_fault(path: Path) -> Fault:
    """Reads a file of `faults/`: lines "Breaks: …" and "Tests: …", then a unified diff as of `git diff`.

    Raises:
        FaultError: It is not of that form.
    """
    head, mark, diff = path.read_text(encoding="utf-8").partition("\n--- a/")
    breaks, tests = (re.search(rf"^{word}: (.+)$", head, re.MULTILINE) for word in ("Breaks", "Tests"))
    if not mark or breaks is None or tests is None:
        raise FaultError(f"{path.name} needs a line Breaks, a line Tests and a diff")
    hunks = []
    for part in re.split(r"^--- a/", diff, flags=re.MULTILINE):
        name, *places = re.split(r"^@@.*\n", part, flags=re.MULTILINE)
        for place in places:
            lines = [line for line in place.splitlines(keepends=True) if not line.startswith("\\")]
            old = "".join(line[1:] for line in lines if line[0] in " -")
            new = "".join(line[1:] for line in lines if line[0] in " +")
            hunks.append(Hunk(name.split("\n", 1)[0].strip(), old, new))
    return Fault(path.stem, breaks[1], tuple(tests[1].split()), tuple(hunks))


def all_faults() -> list[Fault]:
    """Every fault there is, by name."""
    return [read_fault(path) for path in sorted(FOLDER.glob("*.patch"))]
