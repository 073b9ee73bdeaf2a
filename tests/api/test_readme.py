"""The page of the README for notebooks and scripts, run as it stands."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "README.md"
NEEDED = ("matplotlib", "pandas", "sklearn")
LIMIT = 300


def blocks() -> list[str]:
    section = README.read_text(encoding="utf-8").split("## In a notebook or a script\n")[1].split("\n## ")[0]
    return re.findall(r"```python\n(.*?)```", section, re.DOTALL)


@pytest.mark.skipif(not all(map(find_spec, NEEDED)), reason="needs matplotlib, pandas and scikit-learn")
def test_the_page_runs_from_top_to_bottom(tmp_path):
    assert len(blocks()) >= 5
    page = "import matplotlib\nmatplotlib.use('agg')\n" + "\n".join(blocks())
    run = subprocess.run(
        [sys.executable, "-c", page], cwd=tmp_path, capture_output=True, text=True, timeout=LIMIT, check=False
    )
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "boundary.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "spiral.nntui").exists()
    assert "https://playground.tensorflow.org/#" in run.stdout
