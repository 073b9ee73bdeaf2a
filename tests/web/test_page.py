"""The page: whole, in both languages, and of this package alone."""

import gzip
import hashlib
import re
from importlib import resources

import pytest

from nntui import language
from nntui.web import page, server

STATIC = resources.files("nntui.web") / "static"
PUBLISHED = {
    "xterm.mjs": "b336ec65a086c056d4804b3d4c2347da5663d3f23c3f25be866467bd8857ad59",
    "xterm.css": "854a7c0fb70e8b1a083c16797ab827299fb18744f5ad34f227b48337e33293c6",
    "addon-fit.mjs": "2d87e1bddc73be9111de8beee5370c3bb7aac9c94e18e6f245f02ca741ef1769",
    "addon-webgl.mjs": "5ac2cbbb8a861ba99176eda0ee91f10c08de32d091e3488edf699ad111131ebb",
}
"""SHA-256 of the files as they are in the packages on npm; the versions are in `static/README.md`."""


def ours() -> dict[str, str]:
    names = ("page.html", "page.css", "page.mjs", "icon.svg")
    return {name: (STATIC / name).read_text("utf-8") for name in names}


def test_the_page_asks_no_other_host():
    for name, text in ours().items():
        outside = re.findall(r"(?:https?:|wss?:)?//[a-z0-9][\w.-]+\.\w+\S*", re.sub(r"//.*|xmlns=\S+", "", text))
        assert outside == [], name
        assert "//" not in re.sub(r"^\s*//.*|xmlns=\S+|\S+ //.*|// .*", "", text, flags=re.MULTILINE), name
        assert "@import" not in text
    assert "default-src 'none'" in page.HEADERS["Content-Security-Policy"]
    assert "http" not in page.HEADERS["Content-Security-Policy"]


def test_all_that_the_page_loads_is_there():
    named = re.findall(rf"(?:href|src)=\"{page.folder()}/([^\"]+)\"", page.page("en"))
    loaded = re.findall(r"from \"\./([^\"]+)\"", (STATIC / "page.mjs").read_text("utf-8"))
    assert len(named) == 4
    assert {*named, *loaded} == set(page.files())
    for name, file in page.files().items():
        assert gzip.decompress(file.packed) == (STATIC / name).read_bytes()


def test_what_is_not_ours_is_as_it_was_published():
    assert set(PUBLISHED) == set(page.files()) - set(ours())
    for name, expected in PUBLISHED.items():
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == expected, name
    assert "Permission is hereby granted" in (STATIC / "LICENSE.xterm.txt").read_text("utf-8")


@pytest.mark.parametrize("code", language.languages())
def test_the_page_is_in_the_language_of_the_visitor_and_leaves_ours_alone(code):
    text = page.page(code)
    assert f'lang="{code.replace("_", "-")}"' in text
    assert "$" not in text
    assert ("vagas" in text) == (code == "pt_BR")
    assert language.current() == language.ENGLISH
    assert language._("Try now") == "Try now"


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("pt-BR,pt;q=0.9,en;q=0.8", "pt_BR"),
        ("pt", "pt_BR"),
        ("de-DE,de;q=0.9,pt;q=0.5", "pt_BR"),
        ("en-GB", "en"),
        ("xx", "en"),
        ("", "en"),
        (";;,,q=1" * 999, "en"),
    ],
)
def test_the_first_wish_that_can_be_met_counts(accepted, code):
    assert page.language_for(accepted) == code


def test_page_and_server_mean_the_same():
    script = (STATIC / "page.mjs").read_text("utf-8")
    known = {name: int(value.replace("_", "")) for name, value in re.findall(r"const (\w+) = ([\d_]+);", script)}
    assert (known["ENDED"], known["FULL"]) == (server.ENDED, server.FULL)
    assert known["MOST_BYTES"] * 4 <= server.MOST_BYTES
    for note in re.findall(r"show\(\"(\w+)\"\)|\"(\w+)\" :|: \"(\w+)\"\)", script):
        assert f'id="{"".join(note)}"' in page.page("en")
