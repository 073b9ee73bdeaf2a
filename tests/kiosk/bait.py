"""What lies in and around the folder of a kiosk for a hostile visitor to find, and whether it is as it was."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nntui.kiosk.visit import VISITS

TOKEN = "Zq7-not-for-visitors"
"""Stands in everything that no visitor may see; it is never typed."""
MANY_POINTS, HUGE_BYTES = 20_000, 300_000_000


@dataclass(frozen=True)
class Bait:
    """A folder with a kiosk in it.

    Attributes:
        base: It.
        canary: A file that is made by whoever gets a command run.
    """

    base: Path

    @property
    def kiosk(self) -> Path:
        """The kiosk's folder."""
        return self.base / "kiosk"

    @property
    def secret(self) -> Path:
        """A table outside of the kiosk."""
        return self.base / "secret.csv"

    @property
    def canary(self) -> Path:
        """What a command that is run would make."""
        return self.base / "canary"

    def visits(self) -> list[Path]:
        """The folders of visits."""
        folder = self.kiosk / VISITS
        return sorted(each for each in folder.iterdir() if each.is_dir()) if folder.is_dir() else []

    def state(self) -> dict[str, str]:
        """From every path outside of visits to what is there."""
        found = {}
        for place, folders, files in os.walk(self.base):
            if Path(place) == self.kiosk and VISITS in folders:
                folders.remove(VISITS)
            if Path(place) == self.base and "server" in folders:
                folders.remove("server")
            for name in (*folders, *files):
                path = Path(place, name)
                found[str(path.relative_to(self.base))] = _described(path)
        return found


def _described(path: Path) -> str:
    status = path.lstat()
    is_small_file = path.is_file() and not path.is_symlink() and status.st_size < 10_000_000
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if is_small_file else ""
    return f"{status.st_mode:o} {status.st_size} {digest}"


def lay_out(base: Path) -> Bait:
    """Makes the folder of a lecturer, with some carelessness in it: links to the outside, a hidden file, a pipe."""
    bait = Bait(base)
    kiosk = bait.kiosk
    (kiosk / "lessons").mkdir(parents=True)
    (kiosk / ".ssh").mkdir()
    table = "x,y,label\n1,1,a\n-1,-1,b\n2,1,a\n-2,-1,b\n"
    secret = table.replace("label", TOKEN)
    bait.secret.write_text(secret)
    (base / "secret.txt").write_text(TOKEN)
    (kiosk / "points.csv").write_text(table)
    (kiosk / ".hidden.csv").write_text(secret)
    (kiosk / ".ssh" / "authorized_keys").write_text(TOKEN)
    (kiosk / "link.csv").symlink_to(bait.secret)
    (kiosk / "outside").symlink_to(base)
    evil = base / "evil"
    (evil / "nntui").mkdir(parents=True)
    for name in ("sitecustomize.py", "usercustomize.py", "start.py", "evil.py", "numpy.py", "nntui/__init__.py"):
        (evil / name).write_text(f"open({str(evil / 'ran')!r}, 'w')\n")
    os.mkfifo(kiosk / "pipe.csv")
    rng = np.random.default_rng(1)
    rows = rng.uniform(-6, 6, (MANY_POINTS, 2))
    lines = (f"{x:.3f},{y:.3f},{'a' if x > y else 'b'}" for x, y in rows)
    (kiosk / "many.csv").write_text("x,y,label\n" + "\n".join(lines))
    with (kiosk / "huge.csv").open("wb") as file:
        file.truncate(HUGE_BYTES)
    return bait
