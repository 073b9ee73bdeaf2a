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

STRICT: dict[str, Callable[[Door, Record], None]] = {
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
CARELESS: dict[str, Callable[[Door, Record], None]] = {"variables": shells.variables}
"""Tried at one that takes variables from the client."""
ALL_BUT_LD = (
    "PYTHON* TEXTUAL* NNTUI* XDG_* BROWSER EDITOR COLUMNS LINES LANG LANGUAGE LC_* TZ BASH_ENV ENV HOME USER PATH SHELL"
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
        home, server = bait.base / "server" / "home", bait.base / "server" / "sshd"
        home.mkdir(parents=True)
        server.mkdir()
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
        settings = [("ForceCommand", shlex.join(words)), ("DisableForwarding", "yes"), ("PermitUserRC", "no")]
        with running(server, settings) as strict:
            for part in filter(STRICT.get, parts):
                STRICT[part](Door(strict, bait, home), record)
        if any(part in CARELESS for part in parts):
            with running(server, [*settings, ("AcceptEnv", ALL_BUT_LD)]) as careless:
                for part in filter(CARELESS.get, parts):
                    CARELESS[part](Door(careless, bait, home), record)
        changed = {path for path in before | bait.state() if before.get(path) != bait.state().get(path)}
        record.add("Afterwards", "files outside of visits", f"changed: {sorted(changed) or 'none'}", not changed)
        left = [each.name for each in bait.visits()]
        record.add("Afterwards", "folders of visits", f"left: {left or 'none'}", not left)
    table = record.table()
    print(f"\n{table}\n\n{len(record.rows)} attempts, {record.broken} got through")
    if asked.table is not None:
        asked.table.write_text(table + "\n")
    return 1 if record.broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
