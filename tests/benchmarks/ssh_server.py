"""An OpenSSH server of our own on the loopback interface, and the command of a person who logs in there."""

import os
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path

import psutil

from tests.benchmarks.figures import MissingError

_SYSTEM_FOLDERS = "/usr/sbin:/usr/local/sbin:/sbin"
"""Where a server is, which a person's PATH need not name."""
_ROOT_FOLDER = Path("/run/sshd")
"""Without it a server that runs as root does not start."""
_START_LIMIT = 10.0
_END_LIMIT = 10.0


@dataclass(frozen=True)
class SshServer:
    """A running server.

    Attributes:
        folder: Where its keys are.
        port: Where it listens.
        process: The server.
    """

    folder: Path
    port: int
    process: psutil.Process

    def login(self, command: Sequence[str], variables: Mapping[str, str]) -> list[str]:
        """The command of a client that runs a command on a pseudo-terminal of the server."""
        assignments = [f"{name}={value}" for name, value in variables.items()]
        remote = f"exec env {shlex.join([*assignments, *command])}"
        return ["ssh", "-tt", "-p", str(self.port), *self.client_options(), self.address, remote]

    @property
    def address(self) -> str:
        """Who logs in, and where."""
        return f"{getuser()}@127.0.0.1"

    def client_options(self) -> list[str]:
        """The options of ssh, sftp and scp alike, but for the port."""
        settings = {
            "BatchMode": "yes",
            "IdentitiesOnly": "yes",
            "IdentityAgent": "none",
            "StrictHostKeyChecking": "no",
            "UserKnownHostsFile": str(self.folder / "known_hosts"),
            "LogLevel": "ERROR",
        }
        options = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
        return ["-F", "none", "-i", str(self.folder / "user_key"), *options]

    def programs(self, home: Path) -> list[psutil.Process]:
        """The processes of those who have logged in whose HOME is in a folder; not the server's own."""
        found = []
        for process in self.process.children(recursive=True):
            with suppress(psutil.Error):
                if process.environ().get("HOME", "").startswith(str(home)):
                    found.append(process)
        return found


@contextmanager
def running(folder: Path, more: Sequence[tuple[str, str]] = ()) -> Iterator[SshServer]:
    """A server with keys and settings in a folder; it is ended at the end, with all who are still logged in.

    Args:
        folder: Where its keys are.
        more: Further settings, which count more than those that are set here.

    Raises:
        MissingError: There is no OpenSSH here, or it does not start.
    """
    program = _find_server()
    port = free_port()
    settings = _write_settings(folder, port, more)
    errors = folder / "server_errors"
    with errors.open("wb") as log:
        server = subprocess.Popen([program, "-D", "-e", "-f", str(settings)], stdin=subprocess.DEVNULL, stderr=log)
    try:
        _wait_for(server, port, errors)
        yield SshServer(folder, port, psutil.Process(server.pid))
    finally:
        _end(server)


def _find_server() -> str:
    for program in ("ssh", "ssh-keygen"):
        if shutil.which(program) is None:
            raise MissingError(f"OpenSSH's {program} is not installed")
    server = shutil.which("sshd", path=f"{os.environ.get('PATH', os.defpath)}:{_SYSTEM_FOLDERS}")
    if server is None:
        raise MissingError("OpenSSH's server, sshd, is not installed: install openssh-server")
    if os.geteuid() == 0:
        _ROOT_FOLDER.mkdir(mode=0o755, exist_ok=True)
    return server


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _write_settings(folder: Path, port: int, more: Sequence[tuple[str, str]]) -> Path:
    for name in ("host_key", "user_key"):
        key = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(key, check=True, stdin=subprocess.DEVNULL)
    (folder / "authorized_keys").write_text((folder / "user_key.pub").read_text())
    settings = {
        "ListenAddress": "127.0.0.1",
        "Port": str(port),
        "HostKey": str(folder / "host_key"),
        "AuthorizedKeysFile": str(folder / "authorized_keys"),
        "PidFile": "none",
        "PermitRootLogin": "prohibit-password",
        "PasswordAuthentication": "no",
        "UsePAM": "no",
        "StrictModes": "no",
        "UseDNS": "no",
        "PrintMotd": "no",
        "PrintLastLog": "no",
        "MaxStartups": "100",
        "MaxSessions": "100",
    }
    file = folder / "sshd_config"
    file.write_text("".join(f"{name} {value}\n" for name, value in (*more, *settings.items())))
    return file


def _wait_for(server: subprocess.Popen[bytes], port: int, errors: Path) -> None:
    end = time.monotonic() + _START_LIMIT
    while time.monotonic() < end and server.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1.0):
            return
        time.sleep(0.05)
    raise MissingError(f"OpenSSH's server does not start: {errors.read_text(errors='replace').strip()}")


def _end(server: subprocess.Popen[bytes]) -> None:
    """Ends the server, and then those of its children that have not gone with their clients."""
    children = []
    with suppress(psutil.Error):
        children = psutil.Process(server.pid).children(recursive=True)
    server.terminate()
    server.wait()
    _, left = psutil.wait_procs(children, _END_LIMIT)
    for process in left:
        with suppress(psutil.Error):
            process.kill()
