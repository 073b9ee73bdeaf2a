"""Every sentence and every page of the command line is in the language in use."""

import gzip
import os
import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from nntui import language
from nntui.cli.commands.completion import SHELLS
from nntui.cli.parser import build_parser
from nntui.cli.registry import COMMANDS
from nntui.engine.activations import ACTIVATIONS
from nntui.engine.datasets import DATASETS
from nntui.engine.features import FEATURES
from nntui.engine.initializations import INITIALIZATIONS
from nntui.engine.losses import LOSSES
from nntui.engine.optimizers import OPTIMIZERS
from nntui.engine.regularization import REGULARIZATIONS
from nntui.engine.schedules import SCHEDULES
from nntui.formats.exports import EXPORTS
from nntui.formats.suffixes import SESSION
from nntui.formats.tables.columns import TITLES
from nntui.session.link_extras import CONTROL_NAMES
from nntui.storage.environment import PACKAGES
from tests.marked_words import BEGIN, marking, words_outside

NAMES = (
    *("nntui", "play", *COMMANDS, *language.languages()),
    *(*DATASETS, *FEATURES, *ACTIVATIONS, *REGULARIZATIONS, *OPTIMIZERS, *LOSSES, *SCHEDULES, *INITIALIZATIONS),
    *("classification", "regression"),
    *(*EXPORTS, *(export.suffix for export in EXPORTS.values()), SESSION),
    *(*SHELLS, *TITLES, *CONTROL_NAMES, "model.py", "lab-report.html", "settings", "int", "str"),
    *("--seed", "--start", "--weights-draw"),
)
"""What a sentence may name in any language: commands, choices, kinds of files, and the parts of a format."""
PAGES = {command: build_parser(command) for command in COMMANDS}
EXAMPLES = [example for parser in PAGES.values() for example in parser.examples]
OPTIONS = [name for parser in PAGES.values() for name in parser.option_names()]

FILES = {
    "three.csv": b"x,y,label\n1,2,a\n2,3,b\n3,4,c\n",
    "rows.csv": b"x,y,label\n1,2,a\n2,x,b\n,4,b\n3,inf,b\n3,1e20,b\n3,4,b\n5\n6,7,8\n",
    "many.csv": b"x,y,label\n" + b"1\n" * 20 + b"1,2,a\n2,3,b\n",
    "quote.csv": b'x,y,label\n1,2,a\n"2,3,b\n3,4,b\n5,6,b\n',
    "four.csv": b"id,h,w,s\n1,1.5,70,m\n2,1.6,60,f\n3,1.7,65,f\n4,2,90,m\n",
    "index.csv": b"id,h,w\n1,1.5,70\n2,1.6,60\n3,1.7,65\n4,2,90\n",
    "bare.csv": b"1;1,5;70;m\n2;1,6;60;f\n3;1,7;65;f\n4;2;90;m\n",
    "two.csv": b"x,y\n1,2\n3,4\n",
    "untitled.csv": b"1,2\n3,4\n",
    "empty.csv": b"",
    "words.csv": b"a,b,c\nd,e,f\ng,h,i\n",
    "regression.csv": b"a,b,c\n1,2,100\n3,4,5.5\n8,8,9\n4,4,3\n",
    "single.csv": b"x,y,label\n1,2,1\n3,4,1\n",
    "latin.csv": "x,y,größe\n1,2,ä\n3,4,ö\n".encode("latin-1"),
    "wide.csv": "x,y,label\n1,2,a\n2,3,b\n".encode("utf-16"),
    "letter.pdf": b"%PDF-1.4 ",
    "table.xlsx": b"PK\x03\x04 no archive",
    "list.json": b'[{"x": 1, "y": 2}]\n',
    "page.html": b"<html><table><tr><td>1</td></tr></table></html>\n",
    "packed.csv.gz": gzip.compress(b"x" * 100)[:20],
    "array.npy": b"\x93NUMPY\x01\x00",
    "array.npz": b"PK\x05\x06" + bytes(18),
    "cut.nntui": b'{"format": "nntui", "ver',
    "other.nntui": b'{"format": "other", "version": 1}',
    "newer.nntui": b'{"format": "nntui", "version": 99}',
    "bare.nntui": b'{"format": "nntui", "version": 1}',
    "kind.nntui": b'{"format": "nntui", "version": "1"}',
    "deep.nntui": b'{"format": "nntui", "version": 1, "settings": ' + b"[" * 20_000,
}
LINK = (
    "https://playground.tensorflow.org/#dataset=foo&noise=99&batchSize=5000&networkShape=9,99&activation=TANH&x=maybe"
    "&wombat=3&noise_hide=true&foo_hide=true&lerningRate=1&seed=&y&percTrainData=abc&initZero=t&learningRate=99&amp;z=1"
)
LINES = [
    *("trian", "wombat", "train one two --epochs 1", "train train", "play --epochs 3", "train --wombat"),
    *("train", "train --epochs", "train --epochs -1", "train --epochs 1 --every 0", "train --epochs 1 --json=3"),
    *("help wombat", "help tain", "completion", "completion tcsh", "play", "--resume", "--resume x", "--language xx"),
    *("train --epochs 1 --dataset wombat", "train --epochs 1 --dataset xor --problem regression"),
    *(
        "train --epochs 1 --start 0",
        "train --epochs 1 --start 3 --weights-draw 1",
        "train --epochs 1 --train-share 101",
    ),
    *("train --epochs 1 --noise abc", "train --epochs 1 --noise 101", "train --epochs 1 --hidden-layers 99"),
    *("train --epochs 1 --features wombat", "train --epochs 1 --batch-size 1000", "train --epochs 1 --activation no"),
    *(
        "train --epochs 1 --dataset own",
        "train --epochs 1 --columns 1,2,3",
        "train --epochs 1 --data three.csv --columns 1",
    ),
    *("train --epochs 1 --data ' '", "train --epochs 1 --data ~nobody/x.csv", "train --epochs 1 ~nobody/x.csv"),
    *("train --epochs 1 --data none.csv", "train --epochs 1 none.csv", "train --epochs 1 none.nntui"),
    *("train --epochs 1 --data .", "train --epochs 1 wombat", "train --epochs 1 https://example.org/#a=b"),
    *(f"train --epochs 1 {shlex.quote(LINK)}", "train --epochs 1 'dataset = xor'"),
    *(f"train --epochs 1 --data {name}" for name in FILES if not name.endswith(SESSION)),
    *(f"train --epochs 1 {name}" for name in FILES if name.endswith(SESSION)),
    *(
        f"train --epochs 1 --data four.csv --columns {columns}"
        for columns in ("1,2", "1,2,9", "a,b,c", "2,2,3", "2,3,4")
    ),
    *(f"train --epochs 1 --save {name}" for name in ("x.wombat", ".", "none/x.py", "x.nntui/y.py", "kept.py")),
    *(
        "train --epochs 1 --as onnx",
        "train --epochs 1 --save x.py --as onnx",
        "train --epochs 1 --save x.py --as wombat",
    ),
    *("train --epochs 1 --save x.svg --as screen", "train --epochs 1 --save x.nntui --as python"),
    *("link --hide noise,wombat", "link --tutorial 'a b'", "link --hide x --dataset xor", "link --data four.csv"),
    *("train --epochs 2 --every 1 --seed 1", "train --epochs 9 --learning-rate 10 --dataset reg-plane --seed 1"),
]


@pytest.fixture
def folder(tmp_path_factory, monkeypatch) -> Path:
    """The current folder, with all files; its path is short, so that it is named in full."""
    folder = tmp_path_factory.mktemp("f")
    monkeypatch.chdir(folder)
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    (folder / "kept.py").write_text("")
    (folder / "kept.py").chmod(0o400)
    return folder


@pytest.fixture
def _marked() -> Iterator[None]:
    with marking():
        yield


def test_marks_end_with_the_test_that_fails():
    with suppress(ZeroDivisionError), marking():
        assert language._("Start").startswith(BEGIN)
        raise ZeroDivisionError
    assert language._("Start") == "Start"


@pytest.mark.usefixtures("_marked")
def test_every_word_that_is_printed_goes_through_the_catalogue(call, folder):
    untranslated = {}
    for line in LINES:
        output = call(*shlex.split(line))
        assert BEGIN in output.out + output.err, line
        printed = re.sub(r"^https://.*\n", "", output.out, flags=re.MULTILINE) + output.err
        found = words_outside(printed, (*NAMES, *_names_in(line, folder)))
        if found:
            untranslated[line] = found
    assert not untranslated


@pytest.mark.usefixtures("_marked")
@pytest.mark.parametrize("page", ["--help", *(f"help {command}" for command in COMMANDS)])
def test_every_word_of_a_page_goes_through_the_catalogue(call, page):
    names = (*NAMES, *OPTIONS, *EXAMPLES, call("--help").out.rpartition("Examples:")[2])
    assert not words_outside(call(*page.split()).out, names)


def test_the_words_of_info_are_in_the_catalogue(call):
    english, portuguese = (_heads(call("--language", code, "--info").out) for code in ("en", "pt_BR"))
    known = {"nntui", "Python", "SSH", "threads", "log of --debug", *PACKAGES, *os.environ}
    assert len(english) == len(portuguese) > 15
    assert [head for head, other in zip(english, portuguese, strict=True) if head == other and head not in known] == []


def _heads(page: str) -> list[str]:
    return [line[2:].split("  ")[0] for line in page.splitlines() if line.startswith("  ")]


def _names_in(line: str, folder: Path) -> list[str]:
    """What was typed, and what is in the files that it names, whose titles and labels are quoted."""
    words = shlex.split(line)
    contents = [FILES[word].decode("latin-1").replace("\0", "") for word in words if word in FILES]
    return [*words, *contents, str(folder)]


@pytest.mark.parametrize("code", language.languages())
@pytest.mark.parametrize("page", ["--help", *(f"help {command}" for command in COMMANDS)])
def test_no_page_is_wider_than_80_columns(call, code, page):
    output = call("--language", code, *page.split())
    assert (output.code, output.err) == (0, "")
    assert max(map(len, output.out.splitlines())) <= 80
    assert page != "--help" or len(output.out.splitlines()) <= 24


def test_what_programs_read_is_the_same_in_every_language(call, folder):
    words = shlex.split("train --epochs 3 --seed 1 --data four.csv")
    outputs = {call("--language", code, *words, "--json").out for code in language.languages()}
    assert len(outputs) == 1
    for name in ("x.py", "x.json", "x.csv", "x.nntui"):
        contents = set()
        for code in language.languages():
            assert call("--language", code, *words, "--save", name).code == 0
            contents.add((folder / name).read_bytes())
        assert len(contents) == 1, name


def test_the_same_sentence_in_two_languages(call, folder):
    line = ("train", "--epochs", "1", "--data", "two.csv")
    english, portuguese = (call("--language", code, *line).err for code in ("en", "pt_BR"))
    assert english == "nntui: two.csv has two columns, x and y: a third is needed, with the label of each point\n"
    assert portuguese == "nntui: two.csv tem duas colunas, x e y: é preciso uma terceira, com o rótulo de cada ponto\n"
    assert call("--language", "pt_BR", "train").err == "nntui: falta --epochs NÚMERO: por quantas épocas treinar\n"
