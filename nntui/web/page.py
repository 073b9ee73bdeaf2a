"""The page that a visitor's browser loads, in the visitor's language, and the files that belong to it.

All of it comes from this package: a school may reach no other host. `xterm.mjs` and its addons are those of xterm.js as
they are published (`static/README.md` says which).
"""

import gzip
import hashlib
import html
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template

from nntui import language
from nntui.language import N_, InLanguage, _

_KINDS = {".mjs": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_TEXTS = {
    "title": N_("nntui: the neural-network playground"),
    "noscript": N_("The playground needs JavaScript, which is switched off in this browser."),
    "opening": N_("The playground is opening …"),
    "ended": N_("The playground has ended."),
    "lost": N_("The server can no longer be reached."),
    "lost_work": N_("What you have not downloaded is lost."),
    "unreached": N_("The server does not answer, or does not know this address: whoever runs it can see why."),
    "full": N_("All places are taken."),
    "full_waits": N_("This page tries again every 10 seconds."),
    "now": N_("Try now"),
    "again": N_("Start again"),
}
HEADERS = {
    # Scripts and lines of its own alone; xterm.js makes style sheets.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Of every answer."""


@dataclass(frozen=True)
class PageFile:
    """A file that the page loads.

    Attributes:
        kind: Its media type.
        packed: Its content, packed by gzip, which every browser takes.
    """

    kind: str
    packed: bytes


@cache
def files() -> dict[str, PageFile]:
    """The files that the page loads, by their names."""
    found = {}
    for entry in (resources.files("nntui.web") / "static").iterdir():
        suffix = entry.name[entry.name.rfind(".") :]
        if suffix in _KINDS:
            found[entry.name] = PageFile(_KINDS[suffix], gzip.compress(entry.read_bytes(), mtime=0))
    return found


@cache
def folder() -> str:
    """Where the files are found: another name when one of them has changed, so that browsers may keep them."""
    packed = b"".join(files()[name].packed for name in sorted(files()))
    return f"static-{hashlib.sha256(packed).hexdigest()[:12]}"


@cache
def page(code: str) -> str:
    """The page in HTML.

    Args:
        code: Of the language.
    """
    template = (resources.files("nntui.web") / "static" / "page.html").read_text("utf-8")
    with InLanguage(code):
        texts = {name: html.escape(_(text)) for name, text in _TEXTS.items()}
    return Template(template).substitute(texts, lang=code.replace("_", "-"), folder=folder())


def language_for(accepted: str) -> str:
    """The language of the first wish of a browser that can be met; else the one in use.

    Args:
        accepted: The wishes, as in the header Accept-Language: "pt-BR,pt;q=0.9,en;q=0.8".
    """
    for wish in accepted[:200].split(","):
        code = language.nearest(wish.partition(";")[0].strip())
        if code is not None:
            return code
    return language.current()
