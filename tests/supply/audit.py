"""Known vulnerabilities of what is installed with the project, by pip-audit."""

import json
import sys
import tempfile
from pathlib import Path

from tests.children import run
from tests.supply.pythons import LIMIT, LOWEST, NEWEST, SupplyError, pins, pythons

EXTRAS = ("onnx", "pictures", "serve", "cluster", "fast", "notebook")
"""What a person may install. What only tests need runs on nobody else's machine."""
SERVICES = ("pypi", "osv")
"""Where pip-audit can ask; the second is asked when the first knows nothing."""


def ask(pinned: list[str], service: str) -> list[dict[str, object]]:
    """What a service says of each package.

    Raises:
        SupplyError: It cannot be reached.
    """
    with tempfile.TemporaryDirectory(prefix="nntui-audit-") as folder:
        wanted, answer = Path(folder, "requirements.txt"), Path(folder, "answer.json")
        wanted.write_text("\n".join(pinned), encoding="utf-8")
        options = ["--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json", "--output", answer]
        done = run([sys.executable, "-m", "pip_audit", "-s", service, "-r", wanted, *options], timeout=LIMIT)
        if not answer.exists():
            raise SupplyError(" ".join(done.stderr.split())[-200:])
        found: list[dict[str, object]] = json.loads(answer.read_text(encoding="utf-8"))["dependencies"]
        return found


def judged(answers: list[dict[str, object]]) -> tuple[list[str], list[str]]:
    """The vulnerabilities as sentences, and the packages of which nothing could be said."""
    unknown = [str(each["name"]) for each in answers if "skip_reason" in each]
    bad = []
    for each in answers:
        for one in each.get("vulns", []):  # type: ignore[attr-defined]
            fixed = ", ".join(one["fix_versions"]) or "no version"
            bad.append(f"{each['name']} {each['version']}: {one['id']}, mended in {fixed}")
    return bad, unknown


def audit(pinned: list[str]) -> tuple[bool, list[str]]:
    """Whether all is known to be clean, and what there is to say."""
    words = []
    for service in SERVICES:
        try:
            bad, unknown = judged(ask(pinned, service))
        except SupplyError as error:
            words.append(f"{service} cannot be asked: {error}")
            continue
        if not unknown:
            return not bad, bad or [f"no known vulnerability in {len(pinned)} packages, says {service}"]
        words += [*bad, f"{service} knows nothing of {len(unknown)} of {len(pinned)} packages: {', '.join(unknown)}"]
    return False, [*words, "NOT AUDITED: no service could be asked about all packages"]


def main() -> int:
    """Audits the newest versions, which `pip install` takes, and the lowest that are allowed."""
    python = pythons()[-1]
    clean = True
    for versions in (NEWEST, LOWEST):
        is_clean, words = audit(pins(python, EXTRAS, versions))
        clean = clean and is_clean
        print(f"{versions} versions on Python {python}:", *words, sep="\n  ")
    return 0 if clean else 1
