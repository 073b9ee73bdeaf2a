"""A visit in this process, without walls: what asks where it is finds it, and everything else stays as it is."""

from collections.abc import Iterator

import pytest

from nntui.kiosk import place
from nntui.kiosk.bounds import Bounds
from nntui.kiosk.visit import Visit, begin


@pytest.fixture
def visit(tmp_path, monkeypatch) -> Iterator[Visit]:
    """A visit of a kiosk in which a table is offered."""
    root = tmp_path / "kiosk"
    root.mkdir()
    (root / "points.csv").write_text("x,y,label\n1,1,a\n-1,-1,b\n2,2,a\n-2,-2,b\n")
    here = begin(str(root), Bounds(points=1000, work=50_000, files=5, folder_bytes=5_000, file_bytes=4_000))
    monkeypatch.chdir(here.work)
    monkeypatch.setenv("HOME", str(here.work))
    place.enter(here)
    yield here
    place.enter(None)
    here.close()
