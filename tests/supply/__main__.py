"""Checks what a person installs. It takes minutes and a package index, so it is no part of the test suite.

python -m tests.supply versions [--python PATH ...] [--versions lowest|newest] [--extra NAME ...] [TEST ...]
python -m tests.supply package
python -m tests.supply audit

`versions` installs the lowest and the newest allowed versions of all dependencies on each Python at hand, and runs the
tests there. `package` builds wheel and sdist, compares them, and installs and runs them without a network. `audit` asks
pip-audit for known vulnerabilities of both. The exit code is 1 if something is not as it should be.
"""

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

from tests.supply import audit, package, versions
from tests.supply.pythons import LOWEST, NEWEST


def main(arguments: list[str]) -> int:
    """Runs the check that is asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.supply", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    of_versions = commands.add_parser("versions", help="other Pythons and other versions of the dependencies")
    of_versions.add_argument("tests", nargs="*", metavar="TEST", help="for the extra `test`; all when left out")
    of_versions.add_argument("--python", type=Path, action="append", help="an interpreter; all that are found")
    of_versions.add_argument("--versions", choices=[LOWEST, NEWEST], action="append", help="both when left out")
    of_versions.add_argument("--extra", choices=list(versions.CHECKS), action="append", help="all small ones")
    commands.add_parser("package", help="wheel and sdist, without a network")
    commands.add_parser("audit", help="known vulnerabilities")
    asked = parser.parse_args(arguments)
    missing = [name for name in ("uv", "build", "pip_audit") if find_spec(name) is None]
    if missing:
        parser.error(f"{', '.join(missing)} not found: pip install '.[supply]'")
    if asked.command == "package":
        return package.main()
    if asked.command == "audit":
        return audit.main()
    extras = asked.extra or versions.SMALL
    return versions.main(asked.python, asked.versions or [LOWEST, NEWEST], extras, asked.tests)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
