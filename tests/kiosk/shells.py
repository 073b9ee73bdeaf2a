"""Attempts without the playground: commands, copying, forwarding, and variables that are sent along."""

import socket
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.ssh_server import free_port
from tests.kiosk.bait import TOKEN
from tests.kiosk.record import Record
from tests.kiosk.visitor import Door

COMMANDS = (
    "cat {secret}",
    "touch {canary}",
    "bash -c 'touch {canary}'",
    "sh -i",
    "; touch {canary}",
    "$(touch {canary})",
    "`touch {canary}`",
    "nntui train --epochs 1 --save {canary}",
    'python3 -c \'open("{canary}", "w")\'',
    "scp -f {secret}",
    "rsync --server --sender . {secret}",
    "git-upload-pack {base}",
    "nntui --kiosk / ; touch {canary}",
)
"""What a client asks to be run."""

POISON = {
    "PYTHONPATH": "{evil}",
    "PYTHONSTARTUP": "{evil}/start.py",
    "PYTHONHOME": "{evil}",
    "PYTHONINSPECT": "1",
    "PYTHONBREAKPOINT": "os.system",
    "PYTHONWARNINGS": "error",
    "TEXTUAL": "devtools,debug",
    "TEXTUAL_LOG": "{canary}",
    "TEXTUAL_DRIVER": "evil:Driver",
    "TEXTUAL_PRESS": "q",
    "TEXTUAL_SCREENSHOT": "1",
    "NNTUI_TERMINAL": "textual",
    "XDG_STATE_HOME": "{evil}",
    "XDG_CONFIG_HOME": "{evil}",
    "BROWSER": "touch {canary}",
    "EDITOR": "touch {canary}",
    "COLUMNS": "99999999",
    "LINES": "99999999",
    "LANG": "../../../{evil}",
    "LANGUAGE": "pt\x1b]0;evil\x07",
    "LC_ALL": "$(touch {canary})",
    "TZ": ":{secret}",
}
"""What a client sends along to a server that takes everything but what the C library and the login shell heed."""


def commands(door: Door, record: Record) -> None:
    """Commands in place of the playground."""
    for template in COMMANDS:
        command = _filled(door, template)
        code, out = door.run(command=command)
        said = " ".join(out.split())
        held = not door.bait.canary.exists() and TOKEN not in out and "needs a terminal" in said
        record.add("Commands", f"ssh … {template}", f"exit {code}: {said[:90]}", held)
    for template in ("bash", "bash -i", "exec sh", "cat {secret}"):
        with door.visit(command=_filled(door, template)) as visitor:
            held = not visitor.has_seen_the_secret and "Network" in visitor.text
            record.add("Commands", f"ssh -tt … {template}", "the playground opens; the command is ignored", held)
            visitor.press("q")
            visitor.ends()


def copying(door: Door, record: Record) -> None:
    """Files fetched and brought, by the protocols for that."""
    port, options = str(door.server.port), door.server.client_options()
    address, base = door.server.address, door.bait.base
    fetched, brought = door.home / "fetched", door.home / "brought"
    brought.write_text("brought")
    attempts: Sequence[tuple[str, list[str], bytes]] = (
        ("sftp get", ["sftp", *options, "-P", port, "-b", "-", address], f"get {base}/secret.csv {fetched}".encode()),
        ("sftp put", ["sftp", *options, "-P", port, "-b", "-", address], f"put {brought} {door.bait.canary}".encode()),
        ("scp from", ["scp", *options, "-P", port, f"{address}:{base}/secret.csv", str(fetched)], b""),
        ("scp -O from", ["scp", "-O", *options, "-P", port, f"{address}:{base}/secret.csv", str(fetched)], b""),
        ("scp to", ["scp", *options, "-P", port, str(brought), f"{address}:{door.bait.canary}"], b""),
        ("scp -O to", ["scp", "-O", *options, "-P", port, str(brought), f"{address}:{door.bait.canary}"], b""),
        ("the subsystem sftp", door.ssh("-s", command="sftp"), b"\x00\x00\x00\x05\x01\x00\x00\x00\x03"),
        ("the subsystem bash", door.ssh("-s", command="bash"), f"touch {door.bait.canary}\n".encode()),
    )
    for name, words, keys in attempts:
        code, out = door.call(words, keys)
        held = code != 0 and not fetched.exists() and not door.bait.canary.exists() and TOKEN not in out
        record.add("Copying", name, f"exit {code}: {' '.join(out.split())[-80:]}", held)


def forwarding(door: Door, record: Record) -> None:
    """Ports, sockets, agents and screens, by way of the server."""
    with socket.create_server(("127.0.0.1", 0)) as inner:
        inner.settimeout(1.5)
        target, port = inner.getsockname()[1], free_port()
        for name, option in (
            ("a port of the server (-L)", ["-L", f"{port}:127.0.0.1:{target}"]),
            ("a socket of the server (-L)", ["-L", f"{port}:{door.home}/socket"]),
            ("any port of the server (-D)", ["-D", str(port)]),
        ):
            with door.visit(*option) as visitor:
                reached = _reaches(port, inner)
                record.add("Forwarding", name, "nothing passes" if not reached else "it passes", not reached)
                visitor.press("q")
                visitor.ends()
        code, out = door.run("-W", f"127.0.0.1:{target}", keys=b"hello")
        reached = _is_called(inner)
        record.add(
            "Forwarding", "standard input to a port (-W)", f"exit {code}: {' '.join(out.split())[-70:]}", not reached
        )
    for name, words in (
        ("a port of ours (-R)", ["-R", f"{free_port()}:127.0.0.1:1"]),
        ("a tunnel (-w)", ["-w", "any"]),
    ):
        code, out = door.run("-o", "ExitOnForwardFailure=yes", "-N", *words)
        record.add("Forwarding", name, f"exit {code}: {' '.join(out.split())[-70:]}", code not in (0, 124))
    with door.visit("-A", "-X", variables={"SSH_AUTH_SOCK": "/tmp/agent", "DISPLAY": ":0"}) as visitor:
        names = visitor.process.environ()
        for name, variable in (("an agent (-A)", "SSH_AUTH_SOCK"), ("a display (-X)", "DISPLAY")):
            record.add("Forwarding", name, f"the visit has no {variable}", variable not in names)
        visitor.press("q")
        visitor.ends()


def variables(careless: Door, record: Record) -> None:
    """Variables that are sent along, to a server whose keeper takes nearly all."""
    evil = careless.bait.base / "evil"
    sent = {name: _filled(careless, value) for name, value in POISON.items()}
    sent["NO_COLOR"] = "1"
    # In one setting: of several of that name a client heeds the first alone.
    options = ["-o", "SetEnv=" + " ".join(f'"{name}={value}"' for name, value in sent.items())]
    with careless.visit(*options) as visitor:
        found = visitor.process.environ()
        for name, value in POISON.items():
            got = found.get(name)
            outcome = "dropped" if got is None else f"replaced by {got}"
            record.add("Variables", f"{name}={value}", outcome, got != sent[name])
        outcome = "arrives: the server has taken what was sent"
        record.add("Variables", "NO_COLOR=1", outcome, found.get("NO_COLOR") == "1")
        home = found.get("HOME", "")
        record.add(
            "Variables",
            "HOME, USER, SHELL, PATH, SSH_ORIGINAL_COMMAND",
            f"HOME is {Path(home).name}, else none",
            not {"USER", "SHELL", "PATH", "SSH_ORIGINAL_COMMAND"} & set(found),
        )
        nothing_ran = not careless.bait.canary.exists() and not (evil / "ran").exists()
        record.add("Variables", "code in what they name", "none of it has run", nothing_ran)
        visitor.press("q")
        visitor.ends()
    options = ["-o", "SetEnv=LD_PRELOAD=/nonexistent/evil.so"]
    _code, out = careless.run(*options)
    record.add("Variables", "LD_PRELOAD", "the server does not take it", "evil.so" not in out)


def terminals(door: Door, record: Record) -> None:
    """Kinds and sizes of terminals that there are not."""
    for name in ("xterm\x1b]0;evil\x07", "../../../../tmp/evil", "x" * 5000, "%s%s%n", ""):
        with door.visit(variables={"TERM": name}) as visitor:
            found = visitor.process.environ().get("TERM")
            record.add(
                "Terminals", f"TERM={name[:30]!r}", f"the playground, with TERM {found}", found != name or not name
            )
            visitor.press("q")
            visitor.ends()
    for columns, lines in ((1, 1), (60_000, 60_000)):
        held, outcome = _of_size(door, columns, lines)
        record.add("Terminals", f"a window of {columns:,}×{lines:,}", outcome, held)


def _of_size(door: Door, columns: int, lines: int) -> tuple[bool, str]:
    with door.visit() as visitor:
        visitor.it._program.resize(columns, lines)
        visitor.dwell(3.0)
        visitor.it._program.resize(80, 24)
        visitor.wipe()
        if visitor.ends(seconds=1.0):
            return not door.programs(), f"this visit ends: {visitor.text[-80:]}"
        memory = visitor.process.memory_info().rss / 1e6
        goes_on = bool(visitor.sees("Network", seconds=20))
        visitor.press("q")
        return goes_on and memory < 500, f"goes on, with {memory:.0f} MB"


def _filled(door: Door, template: str) -> str:
    bait = door.bait
    names = {"secret": bait.secret, "canary": bait.canary, "base": bait.base, "evil": bait.base / "evil"}
    for name, path in names.items():
        template = template.replace(f"{{{name}}}", str(path))
    return template


def _reaches(port: int, inner: socket.socket) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2.0) as outer:
            outer.sendall(b"\x05\x01\x00")
            return _is_called(inner)
    except OSError:
        return False


def _is_called(inner: socket.socket) -> bool:
    try:
        inner.accept()[0].close()
    except TimeoutError:
        return False
    return True
