"""Recordings of the web Playground: what a run of the original printed, and links as they were found.

`seedrandom.json` holds the first eight numbers of the stream for some seeds; `trajectories.json` 36 links with their
points, weights and losses; `link_losses.json` the losses of real links; `links.txt` links as found, a line each.
`links.tsv` and `links-losses.json` are links from courses and papers with their losses up to epoch 300; `tables/` holds
tables of points as people bring them.
"""

import json
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def read_json(name: str) -> Any:
    return json.loads((_HERE / name).read_text(encoding="utf-8"))


def read_links() -> list[str]:
    """The lines of links.txt. Only a line feed ends one: links hold stranger line breaks."""
    return (_HERE / "links.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")


def read_found_links() -> dict[str, str]:
    """The links of links.tsv by their names; the losses of each are in links-losses.json."""
    lines = (_HERE / "links.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)
