"""Measures the project: `python -m tests.benchmarks [PART ...]`. It measures and does not judge: the exit code is 0."""

import argparse
import importlib
import json
import os
import platform
import sys
from typing import Any

from rich.console import Console

from tests.benchmarks.command import installed_command
from tests.benchmarks.figures import MissingError, Options, PartResult, print_part

PARTS = {
    "engine": "training beside scikit-learn, compiled, and an iteration beside its NumPy calls; sampling of pictures",
    "terminal": "the command on a fast terminal: start, memory, processor, bytes, keys",
    "slow-line": "the command on a slow line: keys, pause, frames",
    "far-line": "the command on a line with latency: keys, pause, frames",
    "classroom": "many people over SSH at once: keys, memory, epochs",
}
"""By name; the module is called the same."""
WIDTH = 130
"""Columns of a table that goes to a file."""


def main(arguments: list[str]) -> int:
    """Measures what is asked for, and prints it."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    for name in asked.parts:
        if name not in PARTS:
            parser.error(f"there is no part {name!r}: choose from {', '.join(PARTS)}")
    if (asked.seconds is not None and asked.seconds <= 0) or asked.sessions < 1 or (asked.processors or 1) < 1:
        parser.error("--seconds, --sessions and --processors must be greater than 0")
    try:
        command = installed_command(asked.command)
        against = installed_command(asked.against) if asked.against else None
    except MissingError as error:
        parser.error(str(error))
    if (asked.node is None) != (asked.web is None):
        parser.error("--node and --web go together")
    options = Options(command, asked.seconds, asked.sessions, asked.processors, against, node=asked.node, web=asked.web)
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    results = {}
    for name in asked.parts or PARTS:
        print(f"{name}: {PARTS[name]} …", file=sys.stderr)
        results[name] = measure(name, options)
        if not asked.json:
            print_part(console, name, results[name])
    if asked.json:
        print(json.dumps(_as_dictionary(options, results), ensure_ascii=False, indent=1))
    return 0


def measure(name: str, options: Options) -> PartResult:
    """Measures one part, as far as nothing is missing for it."""
    result = PartResult()
    try:
        part = importlib.import_module(f"tests.benchmarks.{name.replace('-', '_')}")
        part.measure(options, result)
    except ModuleNotFoundError as error:
        result.left_out.append(f"{error.name} is not installed: pip install '.[bench]'")
    except MissingError as error:
        result.left_out.append(str(error))
    return result


def _as_dictionary(options: Options, results: dict[str, PartResult]) -> dict[str, Any]:
    return {
        "command": " ".join(options.command),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "parts": {name: result.as_dictionary() for name, result in results.items()},
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description="Measures the project. Parts: "
        + "; ".join(f"{name}: {what}" for name, what in PARTS.items())
        + ".",
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="what to measure; everything when none is named")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    parser.add_argument("--seconds", type=float, help="seconds that each measurement lasts (default: the part's own)")
    parser.add_argument("--command", help="the installed command to measure (default: the nntui beside this Python)")
    parser.add_argument("--sessions", type=int, default=30, help="people in the classroom (default: 30)")
    parser.add_argument(
        "--processors", type=int, metavar="N", help="processors that the classroom has, and nothing else (default: all)"
    )
    parser.add_argument("--against", metavar="COMMAND", help="another command, whose classroom is measured before")
    parser.add_argument("--node", metavar="PATH", help="a Node to train by the web Playground's own code, too")
    parser.add_argument("--web", metavar="DIR", help="a checkout of the web Playground, behind its `npm install`")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
