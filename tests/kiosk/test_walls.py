"""What a confined process can do: each wall alone keeps everything in."""

import json
import sys

import pytest

from nntui.kiosk import landlock
from tests import children

OPEN = {
    *("write own", "read own", "read offered", "list offered", "list lessons"),
    *("write nowhere", "load a module", "a pair of sockets"),
}
"""What the playground needs."""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="its files and libraries are those of Linux")
@pytest.mark.parametrize("wall", ["landlock", "hook"])
def test_one_wall_alone_lets_nothing_through_but_what_the_playground_needs(tmp_path, wall):
    if wall == "landlock" and landlock.version() < 6:
        pytest.skip("this kernel has no Landlock, or one that does not know of signals")
    kiosk = tmp_path / "kiosk"
    (kiosk / "lessons").mkdir(parents=True)
    (kiosk / "points.csv").write_text("points")
    (kiosk / ".hidden").write_text("hidden")
    (tmp_path / "secret").write_text("secret")
    (kiosk / "link.csv").symlink_to(tmp_path / "secret")
    command = [sys.executable, "-m", "tests.kiosk.confined", wall, str(kiosk)]
    lines = children.run(command, check=True).stdout.splitlines()
    found = json.loads(lines[0])
    assert {name for name, is_open in found.items() if is_open} == OPEN
    assert lines[1] == "False", "the folder of the visit is removed from within"
    assert (kiosk / "points.csv").read_text() == "points"
    assert not (tmp_path / "canary").exists()


def test_a_kernel_without_landlock_is_no_error(monkeypatch):
    monkeypatch.setattr(landlock, "version", lambda: 0)
    assert not landlock.restrict([landlock.Rule("/", landlock.READ)])
