"""Lets a hostile visitor at a kiosk behind a real OpenSSH server: `python -m tests.kiosk [PART ...] [--table FILE]`.

Prints every attempt and what came of it, then a table in Markdown. The exit code is 1 if anything has got through.
"""

import argparse
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.ssh_server import running
from tests.kiosk import inside, shells, together
from tests.kiosk.bait import lay_out
from tests.kiosk.record import Record
from tests.kiosk.visitor import Door

Part = Callable[[Door, Record], None]

STRICT: dict[str, Part] = {
    "commands": shells.commands,
    "copying": shells.copying,
    "forwarding": shells.forwarding,
    "terminals": shells.terminals,
    "opening": inside.opening,
    "saving": inside.saving,
    "keys": inside.keys,
    "pasting": inside.pasting,
    "bounds": inside.bounds,
    "together": together.together,
    "farewell": together.farewell,
}
"""Tried at a server that is set up as the README says."""
CARELESS: dict[str, Part] = {"variables": shells.variables}
"""Tried at one that takes variables from the client."""
NEARLY_ALL = (
    "PYTHON* TEXTUAL* NNTUI* XDG_* BROWSER EDITOR COLUMNS LINES LANG LANGUAGE LC_* TZ NO_COLOR HOME USER PATH SHELL"
)


def main(arguments: list[str]) -> int:
    """Tries everything, or the parts that are named."""
    parser = argparse.ArgumentParser(prog="python -m tests.kiosk")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join((*STRICT, *CARELESS)))
    parser.add_argument("--table", type=Path, help="write the table there, too")
    asked = parser.parse_args(arguments)
    parts = asked.parts or [*STRICT, *CARELESS]
    record = Record()
    with TemporaryDirectory(prefix="kiosk-") as folder:
        bait = lay_out(Path(folder).resolve())
        home, servers = bait.base / "server" / "home", [bait.base / "server" / name for name in ("strict", "careless")]
        for each in (home, *servers):
            each.mkdir(parents=True)
        before = bait.state()
        words = [
            sys.executable,
            "-I",
            "-m",
            "nntui",
            "--kiosk",
            str(bait.kiosk),
            "--lessons",
            "lessons",
            "--idle-minutes",
            "1",
        ]
        settings = [
            ("ForceCommand", shlex.join(words)),
            ("DisableForwarding", "yes"),
            ("PermitUserRC", "no"),
            ("Subsystem", "sftp internal-sftp"),
        ]
        with running(servers[0], settings) as strict:
            _try(STRICT, parts, Door(strict, bait, home), record)
        if any(part in CARELESS for part in parts):
            with running(servers[1], [*settings, ("AcceptEnv", NEARLY_ALL)]) as careless:
                _try(CARELESS, parts, Door(careless, bait, home), record)
        changed = {path for path in before | bait.state() if before.get(path) != bait.state().get(path)}
        record.add("Afterwards", "files outside of visits", f"changed: {sorted(changed) or 'none'}", not changed)
        left = [each.name for each in bait.visits()]
        record.add("Afterwards", "folders of visits", f"left: {left or 'none'}", not left)
    table = record.table()
    print(f"\n{table}\n\n{len(record.rows)} attempts, {record.broken} got through")
    if asked.table is not None:
        asked.table.write_text(table + "\n")
    return 1 if record.broken else 0


def _try(known: dict[str, Part], parts: list[str], door: Door, record: Record) -> None:
    for name in parts:
        if name in known:
            try:
                known[name](door, record)
            except Exception as error:  # an attempt that cannot be made proves nothing, and the others go on
                text = str(error).splitlines() or [""]
                record.add(name, "the attempts themselves", f"{type(error).__name__}: {text[0]}", held=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
