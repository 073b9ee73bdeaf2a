"""The catalogues for developers: `python -m tests.catalogues` takes every text from the code into every language's
file, where new ones stand without a translation, leaves out what is used no more, and compiles them.

`python -m tests.catalogues CODE` begins a new language.
"""

import sys
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from nntui import language
from nntui.language import DOMAIN
from nntui.locale.compiling import compile_catalogues

KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
LOCALE_FOLDER = Path(language.LOCALE_FOLDER)
PACKAGE = LOCALE_FOLDER.parent


@cache
def template() -> Catalog:
    """Every text in the code."""
    catalogue = Catalog(project=DOMAIN)
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords=KEYWORDS)
    for file, line, message, _, context in found:
        catalogue.add(message, locations=[(file, line)], context=context)
    return catalogue


def source_of(code: str) -> Path:
    """The file of a language."""
    return LOCALE_FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def sources() -> dict[str, Path]:
    """The files of all languages, by their codes."""
    return {file.parts[-3]: file for file in sorted(LOCALE_FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))}


def read(file: Path) -> Catalog:
    """A language's file."""
    with file.open("rb") as stream:
        return read_po(stream, locale=file.parts[-3], abort_invalid=True)


def updated(before: Catalog, texts: Catalog) -> bytes:
    """The file of a language with every text of the code and no other, sorted.

    Args:
        before: As it was.
        texts: Those of the code.
    """
    before.update(texts, no_fuzzy_matching=True)
    stream = BytesIO()
    write_po(stream, before, width=0, no_location=True, sort_output=True, ignore_obsolete=True, omit_header=True)
    head = HEAD.format(code=before.locale, plurals=before.plural_forms)
    return head.encode() + stream.getvalue()


HEAD = """\
msgid ""
msgstr ""
"Project-Id-Version: nntui\\n"
"Language: {code}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def main(codes: list[str]) -> None:
    """Updates all files, and begins those of new languages."""
    texts = template()
    for code in {*sources(), *codes}:
        file = source_of(code)
        file.parent.mkdir(parents=True, exist_ok=True)
        before = read(file) if file.exists() else Catalog(locale=code)
        file.write_bytes(updated(before, texts))
        missing = sum(not all(each.string if each.pluralizable else [each.string]) for each in read(file) if each.id)
        print(f"{file}: {len(read(file))} texts, {missing} without a translation")
    compile_catalogues()


if __name__ == "__main__":
    main(sys.argv[1:])
