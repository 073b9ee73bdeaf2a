"""Part `terminal`: the command on a terminal that takes all it sends: start, memory, processor, bytes, keys."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.command import interpreter_of
from tests.benchmarks.figures import Figure, Options, PartResult, key_figures
from tests.benchmarks.line import Line, environment
from tests.benchmarks.playground import (
    LIMIT,
    TEST_DATA,
    TEST_DATA_KEY,
    Playground,
    Toggle,
    opened,
    shown_test_loss,
)
from tests.benchmarks.screen import differences

SIZES = {(80, 24): 2.5, (120, 40): 5.0}
"""Columns and lines, with the budget of a frame in kB."""
SECONDS = 10.0
STARTS = 5
KEYS = 120
FRAMES_TO_EPOCH = 100
BYTE_RUNS = 3
SETTLED = 1.5
"""Seconds after which a small thing, such as a toast that goes, is no longer to be awaited."""
TOAST = 8.0
"""Seconds without a byte after which a notification has gone."""
KEY_LIMIT = 10.0
"""Seconds after which a key counts as lost."""


def measure(options: Options, result: PartResult) -> None:
    """All figures at both sizes."""
    for (columns, lines), frame_budget in SIZES.items():
        name = f"{columns}×{lines}"
        bare_memory = _measure_start(options, columns, lines, result)
        with opened(options.command, columns, lines) as playground:
            playground.wait_for_first_frame()
            playground.until_quiet(0.5, LIMIT)
            _measure_bytes(playground, name, frame_budget, result)
            _measure_use(playground, name, options.seconds or SECONDS, lines, result)
            result.add(
                Figure(
                    f"{name}: resident memory after playing",
                    playground.resident_megabytes,
                    "MB",
                    bare_memory,
                    budget=1.35,
                )
            )
            _measure_keys(playground, name, result)
            _measure_learned_out(playground, name, options.seconds or SECONDS, result)


def _measure_start(options: Options, columns: int, lines: int, result: PartResult) -> float:
    """Start and memory beside a bare Textual app, one after the other; returns the bare app's memory in MB."""
    name = f"{columns}×{lines}"
    bare = (interpreter_of(options.command), str(Path(__file__).with_name("bare_app.py")))
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    for attempt in range(STARTS + 1):
        with opened(options.command, columns, lines) as playground:
            written = playground.record()
            start = playground.wait_for_first_frame()
            playground.run(1.0)
            memory = playground.resident_megabytes
            if not attempt:
                _check_screen(b"".join(written), columns, lines, result)
        with tempfile.TemporaryDirectory() as home:
            bare_start, bare_memory = _start_bare(bare, Path(home), columns, lines)
        if attempt:  # the first of each only warms the file system's cache
            ours.append((start, memory))
            theirs.append((bare_start, bare_memory))
    start, memory = (float(statistics.median(each)) for each in zip(*ours, strict=True))
    bare_start, bare_memory = (float(statistics.median(each)) for each in zip(*theirs, strict=True))
    result.add(
        Figure(f"{name}: first useful frame", start, "s", bare_start, budget=1.6, note="a bare Textual app"),
        Figure(f"{name}: resident memory at first", memory, "MB", bare_memory, budget=1.35),
    )
    return bare_memory


def _start_bare(command: tuple[str, ...], home: Path, columns: int, lines: int) -> tuple[float, float]:
    line = Line(command, environment(home), columns, lines)
    try:
        line.until(lambda: shown_test_loss(line.screen) is not None, LIMIT)
        start = time.monotonic() - line.started
        line.run(1.0)
        return start, line.resident_megabytes
    finally:
        line.close()


def _check_screen(written: bytes, columns: int, lines: int, result: PartResult) -> None:
    rows = differences(written, columns, lines)
    if rows:
        result.left_out.append(f"trust in the readings: pyte shows {len(rows)} rows otherwise, such as {rows[0]!r}")


def _measure_bytes(playground: Playground, name: str, budget: float, result: PartResult) -> None:
    """Bytes per frame over the first epochs at the default speed."""
    sizes, frames = [], []
    for _ in range(BYTE_RUNS):
        playground.reset()
        received, shown = playground.received, playground.frames
        playground.play()
        playground.until(lambda: playground.epoch >= FRAMES_TO_EPOCH, LIMIT)
        playground.until_quiet(0.03, 1.0)  # the rest of that frame
        frames.append(playground.frames - shown)
        sizes.append((playground.received - received) / 1000 / max(1, frames[-1]))
    result.add(
        Figure(
            f"{name}: bytes per frame over the first {FRAMES_TO_EPOCH} epochs",
            statistics.median(sizes),
            "kB",
            budget=budget,
            note=f"{statistics.median(frames):.0f} frames",
        )
    )


def _measure_use(playground: Playground, name: str, seconds: float, lines: int, result: PartResult) -> None:
    """Processor and bytes: playing at the default speed from epoch 0, paused, and flat out."""
    playground.reset()
    playground.play()
    share, rate, note = _use(playground, seconds, playing=True)
    budget = 12.0 if lines == 40 else None
    result.add(
        Figure(f"{name}: processor, playing at {playground.speed}", share, "%", budget=budget, note=note),
        Figure(f"{name}: bytes, playing at {playground.speed}", rate, "kB/s"),
    )
    playground.pause()
    playground.run(SETTLED)
    _add_rest(playground, f"{name}: %s, paused", seconds, result)
    playground.go_flat_out()
    playground.reset()
    playground.play()
    share, rate, note = _use(playground, seconds, playing=True)
    result.add(
        Figure(f"{name}: processor, flat out", share, "%", note=note),
        Figure(f"{name}: bytes, flat out", rate, "kB/s", note=note),
    )


def _use(playground: Playground, seconds: float, playing: bool) -> tuple[float, float, str]:
    """Processor in percent of a core, and kB/s; when playing, only for as long as it does not pause by itself."""
    start, used, received = time.monotonic(), playground.processor_seconds, playground.received
    still: Callable[[], bool] = (lambda: not playground.is_playing) if playing else (lambda: False)
    paused = playground.until(still, seconds)
    took = time.monotonic() - start
    share = 100 * (playground.processor_seconds - used) / took
    note = f"it paused by itself after {took:.1f} s" if paused else ""
    return share, (playground.received - received) / took / 1000, note


def _add_rest(playground: Playground, name: str, seconds: float, result: PartResult) -> None:
    share, rate, _ = _use(playground, seconds, playing=False)
    result.add(
        Figure(name % "processor", share, "%", budget=0.5),
        Figure(name % "bytes", rate, "kB/s", budget=0.0),
    )


def _measure_keys(playground: Playground, name: str, result: PartResult) -> None:
    """Key to screen while it trains flat out."""
    playground.go_flat_out()
    toggle = Toggle(playground.screen, TEST_DATA)
    seconds = []
    restarts = 0
    for _ in range(KEYS):
        playground.run(random.uniform(0.05, 0.25))
        if not playground.is_playing:
            # It has learned out: only while it trains there is something to measure.
            playground.reset()
            playground.play()
            playground.run(0.3)
            restarts += 1
        seconds.append(playground.key_to_screen(TEST_DATA_KEY, lambda: toggle.glyph, KEY_LIMIT))
    note = f"started anew {restarts} times" if restarts else ""
    result.add(*key_figures(f"{name}: flat out, ", seconds, 50, note=note))


def _measure_learned_out(playground: Playground, name: str, seconds: float, result: PartResult) -> None:
    """Plays flat out until the program pauses by itself because nothing changes any more."""
    playground.reset()
    playground.play()
    start = time.monotonic()
    if not playground.until(lambda: not playground.is_playing, LIMIT):
        result.add(Figure(f"{name}: learned out", None, "s", note=f"it still plays after {LIMIT:.0f} s"))
        return
    took = time.monotonic() - start
    said = playground.until(lambda: "learned out" in playground.screen.text, 2.0)
    note = "" if said else "without the words"
    result.add(Figure(f"{name}: learned out after", took, "s", note=note))
    playground.until_quiet(TOAST, LIMIT)
    _add_rest(playground, f"{name}: %s, learned out", seconds, result)
