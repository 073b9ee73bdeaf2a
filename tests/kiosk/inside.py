"""Attempts in the playground: paths in its dialogs, keys, pastes, and what takes more than there is."""

from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from nntui.kiosk.bounds import Bounds
from nntui.kiosk.visit import VISITS
from tests.kiosk.bait import HUGE_BYTES, MANY_POINTS
from tests.kiosk.record import Record
from tests.kiosk.visitor import OPENING, SAVING, Door, Visitor

TO_READ = (
    "/etc/passwd",
    "/etc/shadow",
    "~root/.bashrc",
    "~nobody/x.csv",
    "~/../../../../secret.csv",
    "../../../../secret.csv",
    "{kiosk}/../secret.csv",
    "{kiosk}/points.csv/../../secret.csv",
    "{base}/secret.csv",
    "{base}/",
    "{kiosk}/link.csv",
    "{kiosk}/outside/secret.csv",
    "{kiosk}/.hidden.csv",
    "{kiosk}/.ssh/authorized_keys",
    "{kiosk}/visits/",
    "{other}/work/theirs.nntui",
    "../../{othername}/work/theirs.nntui",
    "../lock",
    "/proc/self/environ",
    "/proc/self/fd/0",
    "/proc/self/root{base}/secret.csv",
    "/dev/fd/0",
    "/dev/stdin",
    "/dev/tty",
    "/dev/zero",
    "file://{base}/secret.csv",
    "there/is/no/such.csv",
)
"""What is typed where a file is opened."""
TO_WRITE = (
    "{base}/canary",
    "../../../../canary.nntui",
    "/tmp/canary.nntui",
    "~/../../../../canary.nntui",
    "~root/canary.nntui",
    "~/.ssh/authorized_keys",
    ".bashrc",
    ".nntui",
    "{kiosk}/points.csv",
    "{kiosk}/new.nntui",
    "{kiosk}/outside/canary.nntui",
    "{other}/work/theirs.nntui",
    "../lock",
    "../preferences.toml",
    "../state/canary.nntui",
    "/dev/null",
    "/proc/self/mem",
)
"""What is typed where a file is saved."""
HARMLESS_NAMES = ("-rf", "$(touch canary)", "; touch canary;", "`touch canary`", "%s%n", "CON", "a" * 300)
"""Names that would be harmful to a shell; here they are names, and kept in the visit's folder."""
REFUSED = (
    "cannot be used",
    "is no link",
    "There is no ",
    "cannot be read",
    "neither a link nor a file",
    "no control characters",
)


@contextmanager
def _dialog(visitor: Visitor, key: str, sign: str) -> Iterator[None]:
    visitor.press(key)
    assert visitor.sees(sign), visitor.text
    yield
    visitor.press("\x1b")
    if not visitor.misses(sign, 3.0):
        visitor.press("\x1b")
        visitor.misses(sign)


def _type_over(visitor: Visitor, text: str) -> None:
    """Types over what stands in the line: it is selected, or deleted to both ends."""
    visitor.press("\x05\x15")  # to the end, and all before it away
    visitor.press(text)


def _filled(template: str, door: Door, other: Visitor) -> str:
    names = {"kiosk": door.bait.kiosk, "base": door.bait.base, "other": other.folder, "othername": other.folder.name}
    for name, value in names.items():
        template = template.replace(f"{{{name}}}", str(value))
    return template


def _sentence(text: str) -> str:
    """What a dialog says, out of what is on the screen."""
    at = max((text.find(sign) for sign in REFUSED), default=-1)
    return text[max(0, at - 30) : at + 90] if at >= 0 else text[-90:]


def opening(door: Door, record: Record) -> None:
    """Files that are not for visitors."""
    with door.visit() as other, door.visit() as visitor:
        (other.folder / "work" / "theirs.nntui").write_text("theirs")
        for template in ("/etc/pass", "../", "~/../", "{kiosk}/visits/", "{other}/work/", "/proc/self/", "{kiosk}/."):
            with _dialog(visitor, "\x0f", OPENING):
                visitor.press(_filled(template, door, other) + "\t")
                visitor.dwell(0.7)
                shown = visitor.text
                signs = ("passwd", "theirs", other.folder.name[:6] + "/", "environ", "hidden.csv", ".ssh", "secret")
                typed = _filled(template, door, other)
                found = [sign for sign in signs if sign in shown.replace(typed, "")]
                record.add("Opening", f"Tab behind {template}", f"lists {found or 'nothing'}", not found)
        for template in TO_READ:
            with _dialog(visitor, "\x0f", OPENING):
                visitor.press(_filled(template, door, other))
                listed = visitor.text
                visitor.press("\r")
                sign = visitor.sees(*REFUSED, seconds=15)
                held = bool(sign) and not visitor.has_seen_the_secret and "theirs.nntui theirs" not in listed
                record.add("Opening", template, _sentence(visitor.text) if sign else visitor.text[-200:], held)
        with _dialog(visitor, "\x0f", OPENING):
            offered = bool(visitor.sees("points.csv"))
            shown = visitor.text
            offered = offered and "link.csv" not in shown and ".hidden" not in shown
            record.add(
                "Opening", "the list of what is offered", "the lecturer's own files, no links, none hidden", offered
            )
        for process in (other, visitor):
            process.press("q")


def saving(door: Door, record: Record) -> None:
    """Files where none are to be written."""
    with door.visit() as other, door.visit() as visitor:
        theirs = other.folder / "work" / "theirs.nntui"
        theirs.write_text("theirs")
        for template in TO_WRITE:
            with _dialog(visitor, "w", SAVING):
                _type_over(visitor, _filled(template, door, other) + "\r")
                sign = visitor.sees(*REFUSED, "Type a name", "is saved", seconds=15)
                if "there already" in visitor.text:
                    visitor.press("\r")
                held = sign not in ("", "is saved") and theirs.read_text() == "theirs"
                record.add("Saving", template, _sentence(visitor.text), held)
        for name in HARMLESS_NAMES:
            with _dialog(visitor, "w", SAVING):
                _type_over(visitor, name + "\r")
                visitor.dwell(1.5)
                kept = [each.name for each in (visitor.folder / "work").iterdir()]
                outcome = "a file of the visit" if f"{name}.nntui" in kept else _sentence(visitor.text)
                held = (f"{name}.nntui" in kept) == (len(name) < 250) and not {"canary"} & set(kept)
                record.add("Saving", name[:40], outcome, held and not door.bait.canary.exists())
        with _dialog(visitor, "w", SAVING):
            visitor.press("\x05\x15evil\x00\x07name\r")
            visitor.dwell(1.0)
            bad = [each.name for each in (visitor.folder / "work").iterdir() if not each.name.isprintable()]
            record.add("Saving", "control characters in a name", f"files with such names: {bad or 'none'}", not bad)
        for process in (other, visitor):
            process.press("q")


def keys(door: Door, record: Record) -> None:
    """Keys that lead to a shell elsewhere."""
    with door.visit() as visitor:
        for name, key in (
            ("ctrl+z", "\x1a"),
            ("ctrl+\\", "\x1c"),
            ("ctrl+]", "\x1d"),
            ("ctrl+s", "\x13"),
            ("ctrl+d", "\x04"),
            ("! and :sh", "!:sh\r\x1b"),
            ("| and &", "|&"),
            ("F1 to F12", "\x1bOP\x1bOQ\x1b[15~\x1b[24~"),
        ):
            visitor.press(key)
            visitor.dwell(0.7)
            status = visitor.process.status()
            children = visitor.process.children()
            held = not visitor.it._ended and status != psutil.STATUS_STOPPED and not children
            record.add("Keys", name, "no shell, no stop, no child process", held)
            visitor.press("\x1b\x1b")
        for words in ("screenshot", "shell", "suspend", "devtools", "run command"):
            visitor.press("\x10")
            visitor.sees("Search for commands")
            visitor.press(words)
            visitor.dwell(1.2)
            found = words if words == "screenshot" and "Save an SVG" in visitor.text else ""
            visitor.press("\r")
            visitor.dwell(0.5)
            held = not visitor.it._ended and visitor.process.status() != psutil.STATUS_STOPPED and not found
            outcome = "no such command" if words != "shell" else "refused: there is no shell in a visit"
            record.add("Keys", f"the command palette: {words}", outcome, held)
            visitor.press("\x1b\x1b\x1b")
            visitor.dwell(0.4)
        record.add("Keys", "all of these", "the playground still answers", visitor.answers())
        visitor.press("\x1b")
        visitor.press("q")


def pasting(door: Door, record: Record) -> None:
    """Pastes and answers of a terminal that are none."""
    start, end = "\x1b[200~", "\x1b[201~"
    with door.visit() as visitor:
        for name, text in (
            ("a path", f"{start}{door.bait.secret}{end}"),
            ("a file:// address", f"{start}file://{door.bait.secret}{end}"),
            ("/etc/passwd", f"{start}/etc/passwd{end}"),
            ("an end within", f"{start}a{end}\x1a{start}b{end}"),
            ("escape sequences", f"{start}\x1b]52;c;evil\x07\x1b[2J\x1b]0;evil\x07{end}"),
            ("a megabyte", f"{start}{'x' * 1_000_000}{end}"),
            ("an end that never comes", f"{start}{'y' * 100_000}"),
        ):
            for at in range(0, len(text), 60_000):
                visitor.press(text[at : at + 60_000])
                visitor.it.read(0.01)
            visitor.dwell(1.5)
            visitor.press(f"{end}\x1b\x1b")
            held = not visitor.has_seen_the_secret and not visitor.it._ended
            record.add("Pasting", name, "nothing of it is opened or run", held)
        for name, text in (
            ("an answer: a window of 60,000×60,000", "\x1b[?2048;1$y\x1b[48;60000;60000;9;9t"),
            ("answers of clipboards and devices", "\x1b]52;c;AAAA\x07\x1bP+r544e\x1b\\\x1b[>0;276;0c"),
            ("a mouse at 9,999×9,999", "\x1b[<0;9999;9999M\x1b[<0;9999;9999m"),
        ):
            visitor.press(text)
            visitor.dwell(2.0)
            memory = 0.0 if visitor.it._ended else visitor.process.memory_info().rss / 1e6
            visitor.it._program.resize(81, 24)
            visitor.it._program.resize(80, 24)
            visitor.press("\x1b\x1b\x1b[48;24;80;480;640t\x0c")
            held = not visitor.it._ended and memory < 500
            record.add("Pasting", name, f"the visit goes on, with {memory:.0f} MB", held)
        record.add("Pasting", "all of these", "the playground still answers", visitor.answers())
        visitor.press("\x1b[" + "1;" * 5_000)  # which comes to ten thousand keys, one after the other
        visitor.dwell(5.0)
        memory = 0.0 if visitor.it._ended else visitor.process.memory_info().rss / 1e6
        outcome = f"taken for keys, one after the other; the visit goes on, with {memory:.0f} MB"
        record.add("Pasting", "half an escape sequence of 10 kB", outcome, not visitor.it._ended and memory < 500)
        visitor.press("\x1bq")


def bounds(door: Door, record: Record) -> None:
    """More than a visit may take."""
    most = Bounds()
    with door.visit() as visitor:
        _fill_folder(visitor, record, most)
        with _dialog(visitor, "\x0f", OPENING):
            visitor.press(f"{door.bait.kiosk}/huge.csv\r")
            sign = visitor.sees("it has", "allowed are at most", "cannot be read", seconds=30)
            record.add("Bounds", f"a table of {HUGE_BYTES // 10**6} MB", _sentence(visitor.text), bool(sign))
        with _dialog(visitor, "\x0f", OPENING):
            visitor.press(f"{door.bait.kiosk}/many.csv\r")
            sign = visitor.sees("at even distances are taken", seconds=30)
            outcome = f"{most.points:,} of them are taken, and it is said"
            record.add("Bounds", f"a table of {MANY_POINTS:,} points", outcome, bool(sign))
        visitor.press("\x1b\x1b")
        visitor.dwell(1.0)
        _eat(visitor, record)
        visitor.press("\x1bq")


def _fill_folder(visitor: Visitor, record: Record, most: Bounds) -> None:
    """Fills the folder of a visit up to its bounds, from beside it but for the last file."""
    work = visitor.folder / "work"
    for number in range(most.files):
        (work / f"filler{number}.csv").write_text("")
    with _dialog(visitor, "w", SAVING):
        _type_over(visitor, "one-more\r")
        sign = visitor.sees("keeps up to", "is saved", seconds=15)
        record.add("Bounds", f"{most.files + 1} files", f"“a visit {sign} {most.files} files”", sign == "keeps up to")
    for path in work.glob("filler*"):
        path.unlink()
    with (work / "filler.csv").open("wb") as file:
        file.truncate(most.folder_bytes)
    with _dialog(visitor, "w", SAVING):
        _type_over(visitor, "one-more\r")
        sign = visitor.sees("MB together", "is saved", seconds=15)
        outcome = f"“the files of a visit have at most {most.folder_bytes // 10**6} {sign}”"
        record.add("Bounds", f"{most.folder_bytes // 10**6} MB of files", outcome, sign == "MB together")
    (work / "filler.csv").unlink()
    limits = {name: visitor.process.rlimit(getattr(psutil, name))[1] for name in ("RLIMIT_FSIZE", "RLIMIT_CORE")}
    held = limits == {"RLIMIT_FSIZE": most.file_bytes, "RLIMIT_CORE": 0}
    record.add("Bounds", "a file without end; a core dump", f"the system ends it: {limits}", held)


def _eat(visitor: Visitor, record: Record) -> None:
    """Takes processor and memory, as far as keys can."""
    visitor.press("]" * 12)
    visitor.dwell(3.0)
    visitor.press("." * 10 + " ")
    is_flat_out = bool(visitor.sees("flat out"))
    visitor.dwell(6.0)
    nice, memory = visitor.process.nice(), visitor.process.memory_info().rss / 1e6
    outcome = f"it goes on at niceness {nice}, with {memory:.0f} MB"
    record.add("Bounds", "flat out, with many layers", outcome, is_flat_out and nice > 0 and memory < 500)
    record.add("Bounds", "keys meanwhile", "are answered", visitor.answers())
    visitor.press("\x1b ")
    for _each in range(300):
        visitor.press("r1g2")
        visitor.it.read(0.0)
    visitor.dwell(5.0)
    memory = visitor.process.memory_info().rss / 1e6
    record.add("Bounds", "1,200 changes to undo", f"{memory:.0f} MB", not visitor.it._ended and memory < 500)
    _soft, hard = visitor.process.rlimit(psutil.RLIMIT_AS)
    record.add(
        "Bounds", "memory without end", f"address space ends at {hard / 1e9:.1f} GB", hard <= Bounds().address_space
    )
    assert VISITS in str(visitor.folder)
