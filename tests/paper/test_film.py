"""Films of a run, read back: the SVG as XML, the cast in a terminal, the GIF by Pillow."""

import base64
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pyte
import pytest

from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import UserPoints
from nntui.formats.exports import EXPORTS, ExportContext, ExportError
from nntui.paper.film import FRAMES, Film, Reel, film_epochs
from nntui.paper.tiny_png import indexed_png
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer

NAMESPACE = "{http://www.w3.org/2000/svg}"
EXPERIMENT = Experiment(dataset="xor", seed="film")


class Filmed:
    """Some states that were kept, with what was asked for."""

    def __init__(self, snapshots: list[Snapshot]) -> None:
        self.first, self.last = snapshots[0].epoch, snapshots[-1].epoch
        self._snapshots = snapshots
        self.asked: tuple[int, ...] = ()

    def snapshots(self, epochs) -> Iterator[Snapshot]:
        self.asked = tuple(epochs)
        by_epoch = {snapshot.epoch: snapshot for snapshot in self._snapshots}
        return (replace(by_epoch[epoch], history=self._snapshots[-1].history) for epoch in self.asked)


def trained(epochs: int, experiment: Experiment = EXPERIMENT) -> list[Snapshot]:
    trainer = Trainer(experiment)
    snapshots = [trainer.snapshot()]
    for _ in range(epochs):
        trainer.train_epoch()
        snapshots.append(trainer.snapshot())
    return snapshots


RUN = trained(30)


def written(kind: str, snapshots: list[Snapshot] = RUN, frames: int = FRAMES, **more) -> bytes:
    return EXPORTS[kind].write(ExportContext(snapshots[-1], film=Film(Filmed(snapshots), frames, **more)))


def test_the_epochs_rise_from_the_first_to_the_last_and_lie_closer_at_the_beginning():
    epochs = film_epochs(0, 1000, 60)
    assert (epochs[0], epochs[-1]) == (0, 1000)
    steps = [later - epoch for epoch, later in pairwise(epochs)]
    assert min(steps) > 0
    assert len(epochs) > 50
    assert max(steps) == steps[-1]
    assert film_epochs(0, 5, 60) == (0, 1, 2, 3, 4, 5)
    assert film_epochs(7, 7) == (7,)
    assert film_epochs(10, 5000, 2) == (10, 5000)


def test_a_small_png_has_the_colours_that_it_was_made_of():
    colors = np.array([[0x102030, 0xFFFFFF, 0x102030], [0xA0B0C0, 0x102030, 0xFFFFFF]], dtype=np.int32)
    data = indexed_png(colors)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    (palette,) = re.findall(rb"PLTE(.*?)IDAT", data, re.DOTALL)
    lines = zlib.decompress(data[data.index(b"IDAT") + 4 : data.index(b"IEND") - 8])
    entries = [int.from_bytes(palette[at : at + 3]) for at in range(0, 9, 3)]
    assert [[entries[place] for place in lines[row * 4 + 1 : row * 4 + 4]] for row in (0, 1)] == colors.tolist()
    with pytest.raises(ValueError, match="300 colours"):
        indexed_png(np.arange(300, dtype=np.int32).reshape(1, -1))


def test_the_svg_shows_one_picture_after_the_other_and_without_movement_the_last():
    root = ElementTree.fromstring(written("film", frames=10))
    frames = [group for group in root.iter(f"{NAMESPACE}g") if group.get("class") in ("f", "l")]
    assert len(frames) == len(film_epochs(0, 30, 10))
    assert [frame.get("visibility") for frame in frames] == ["hidden"] * (len(frames) - 1) + [None]
    said = [next(frame.iter(f"{NAMESPACE}text")).text or "" for frame in frames]
    assert [text.partition(" · ")[0] for text in said] == [f"epoch {epoch}" for epoch in film_epochs(0, 30, 10)]
    delays = [float(re.findall(r"delay:([\d.]+)s", frame.get("style", ""))[0]) for frame in frames[:-1]]
    assert delays == pytest.approx([0.1 * at for at in range(len(delays))])
    (style,) = root.iter(f"{NAMESPACE}style")
    assert "prefers-reduced-motion" in (style.text or "")
    pictures = {image.get("href") for image in root.iter(f"{NAMESPACE}image")}
    assert len(pictures) > 5
    assert all(base64.b64decode((href or "").partition(",")[2]).startswith(b"\x89PNG") for href in pictures)


def test_points_that_change_on_the_way_are_drawn_in_each_picture_and_else_once():
    def circles(snapshots: list[Snapshot]) -> list[int]:
        root = ElementTree.fromstring(written("film", snapshots))
        frames = [group for group in root.iter(f"{NAMESPACE}g") if group.get("class") in ("f", "l")]
        return [len(list(frame.iter(f"{NAMESPACE}circle"))) for frame in frames]

    points = UserPoints(np.array([[1.0, 1.0], [-1.0, -1.0]]), np.array([1.0, -1.0]), "classification")
    more = UserPoints(np.array([[1.0, 1.0], [-1.0, -1.0], [2.0, 2.0]]), np.array([1.0, -1.0, 1.0]), "classification")
    own = Experiment(dataset="own", user_points=points, show_test_data=True, seed="film")
    first = trained(1, own)
    changed = replace(first[-1], experiment=own.changed(user_points=more), epoch=2)
    assert circles(first) == [0, 0]
    assert circles([*first, changed]) == [2, 2, 3]


def test_the_cast_leaves_in_a_terminal_what_its_last_picture_shows():
    head, *events = map(json.loads, written("film.cast", frames=8).decode().splitlines())
    assert (head["version"], head["width"], head["height"]) == (2, 80, 24)
    times = [time for time, _kind, _text in events]
    assert times == sorted(times)
    assert times[:3] == [0.0, 0.1, 0.2]
    screen = pyte.Screen(80, 24)
    terminal = pyte.Stream(screen)
    for _time, kind, text in events:
        assert kind == "o"
        terminal.feed(text)
    alone = [json.loads(line)[2] for line in written("film.cast", [RUN[-1]]).decode().splitlines()[1:]]
    again = pyte.Screen(80, 24)
    pyte.Stream(again).feed("".join(alone))
    assert "epoch 30" in "\n".join(screen.display)
    assert all(screen.buffer[y][x] == again.buffer[y][x] for y in range(24) for x in range(80))
    assert sum(len(text) for _time, _kind, text in events[1:]) < len(events[1:]) * len(events[0][2])


def test_the_gif_has_its_pictures_and_the_last_one_stays():
    image = pytest.importorskip("PIL.Image", reason="pictures in pixels need the package Pillow")
    reports: list[tuple[int, int]] = []
    data = written("film.gif", frames=5, report=lambda done, total: reports.append((done, total)))
    with image.open(BytesIO(data)) as picture:
        times, corners = [], []
        for at in range(picture.n_frames):
            picture.seek(at)
            times.append(picture.info["duration"])
            corners.append(picture.convert("RGB").getpixel((2, 2)))
        assert picture.size == (1000, 480)
        assert picture.info["loop"] == 0
    assert times == [100, 100, 100, 100, 2000]
    assert set(corners) == {(255, 255, 255)}
    assert reports[-1] == (10, 10)
    assert reports == sorted(reports)


@pytest.mark.parametrize("kind", ["film", "film.cast"])
def test_a_film_ends_when_who_hears_of_it_raises(kind):
    class StopError(Exception):
        pass

    heard: list[int] = []

    def report(done: int, total: int) -> None:
        heard.append(done)
        if done == 3:
            raise StopError

    with pytest.raises(StopError):
        written(kind, report=report)
    assert heard == [0, 1, 2, 3]


def test_without_a_run_there_is_no_film():
    with pytest.raises(ExportError, match="needs the whole run"):
        EXPORTS["film"].write(ExportContext(RUN[-1]))
    with pytest.raises(ExportError, match="needs the whole run"):
        EXPORTS["film"].check()
    EXPORTS["film"].check(has_run=True)


def test_a_reel_keeps_what_it_wants_and_the_last_state_with_the_losses_of_all():
    reel = Reel((0, 2, 4))
    for snapshot in RUN[:4]:
        if reel.wants(snapshot.epoch):
            reel.add(snapshot)
    reel.add(RUN[3])
    reel.add(RUN[3])
    assert [snapshot.epoch for snapshot in reel.snapshots(())] == [0, 2, 3]
    assert (reel.first, reel.last) == (0, 3)
    assert all(len(snapshot.history.train) == 4 for snapshot in reel.snapshots(()))
