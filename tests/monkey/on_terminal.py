"""The monkey before a terminal: the installed command on a pseudo-terminal, which answers as a terminal does."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from nntui.terminal.flow_control import LONGEST_LOST_AFTER_S
from tests.children import TerminalChild, on_terminal
from tests.monkey.actions import ESCAPE, FIRST_SIZE, PASTE_BEGINS, Action
from tests.monkey.report import Report
from tests.pseudo_terminal import Terminal, environment_of, nntui

EACH = 100
"""So many actions between two looks."""
MOST_GROWTH_MIB = 120
"""Resident memory that may come to that of the first looks."""
_HANGS_FROM_S = 2.0
"""Seconds, those left out in which the program waited for a processor."""
_GIVES_UP_AFTER_S = 60.0
_REST_S = 0.25
_SILENCE_S = 2.3
"""Seconds after which a paste that does not go on has ended."""
_BLINK_S = 0.55
_LATE_S = 0.8
"""After that nothing comes by itself; a search says after half a second that it has found nothing."""
_MESSAGE_S = 15.0
_MESSAGE = re.compile("^▌ [\\w/“]|[^▌] ▌ [\\w/“]", re.MULTILINE)
"""A message that goes by itself, within so many seconds; no letter stands beside the picture of a neuron."""
_STARTS = re.compile(r": \d+% · ")
"""How far many starts have come, on a border."""
_KEPT_BYTES = 100_000
_ASKED = re.compile(r"action (?:quit|interrupt|app\.quit)\b")
_ACTION = re.compile(r"action (\S+)")
_SIGNS = ("Traceback", "an unexpected error", "erro inesperado")


@dataclass(frozen=True)
class Kind:
    """A kind of terminal.

    Attributes:
        name: For the report.
        colors: What COLORTERM says.
        variables: Others of its environment.
        delay: Seconds that an answer takes.
        is_mute: Whether it answers nothing.
    """

    name: str
    colors: str = ""
    variables: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    is_mute: bool = False


KINDS = (
    Kind("256 colours"),
    Kind("truecolor", "truecolor"),
    Kind("Portuguese", variables=(("LANGUAGE", "pt_BR"),)),
    Kind("a far line", "truecolor", delay=0.15),
    Kind("no colours", variables=(("NO_COLOR", "1"),)),
    Kind("16 colours", variables=(("TERM", "xterm"),)),
    Kind("mute", is_mute=True),
    Kind("Linux console", variables=(("TERM", "linux"),)),
)
"""One a seed, in turn."""


class Person:
    """Before the terminal: does what the monkey wants, and looks at the screen.

    Args:
        child: The program.
        terminal: What shows its output.
    """

    def __init__(self, child: TerminalChild, terminal: Terminal) -> None:
        self._child = child
        self.terminal = terminal
        self.has_ended = False
        self._has_open_paste = False

    def do(self, action: Action) -> None:
        """Does something, and reads for as long as its pause."""
        if action.size is not None:
            self.terminal.resize(*action.size)
        if action.typed:
            self._child.write(action.sent)
            self._has_open_paste |= PASTE_BEGINS in action.typed
        if action.is_deaf:
            self.terminal.wait_without_reading(action.pause)
        self.read(action.pause)

    def press(self, keys: str, pause: float = 0.0) -> None:
        """Types something."""
        self.terminal.press(keys)
        self.read(pause)

    def read(self, seconds: float) -> bool:
        """Takes what arrives within some seconds, and what is there already; whether anything has arrived."""
        end, any_ = monotonic() + seconds, False
        while not self.has_ended:
            arrived = self.terminal.read(max(0.0, end - monotonic()))
            any_ |= arrived
            self.has_ended = self.terminal.has_ended
            if not arrived and monotonic() >= end:
                break
        self.terminal.written = self.terminal.written[-_KEPT_BYTES:]
        return any_

    def rests(self, seconds: float = _REST_S, within: float = 4.0) -> bool:
        """Whether nothing arrives for a while; not if that does not come within some seconds, as while it plays."""
        end = monotonic() + within
        while not self.has_ended and monotonic() < end:
            if not self.read(seconds) and not self._is_busy():
                return True
        return False

    def _is_busy(self) -> bool:
        """Whether the thread that draws computes, or waits for a processor. Others may: many starts, the autosave."""
        try:
            stat = Path(f"/proc/{self._child.process.pid}/stat").read_text()
        except OSError:
            return False
        return stat.rpartition(")")[2].split()[0] in "RD"

    def look(self) -> Iterator[str]:
        """Looks at all that is looked at, and leaves it paused, without a dialog, at the first size.

        Yields:
            What is not as it must be, in words.
        """
        self.read(_SILENCE_S)  # one that has not ended is taken then
        self._has_open_paste = False
        if self.rests(within=1.0) and not self._message():
            yield from self.leftovers("as it stands")
        self._come_back()
        if self.has_ended:
            return
        before = self.terminal.cells
        if self._message():
            yield f"a message stays for good\n{self.terminal.text}"
        elif self.rests(within=30.0):
            yield from self.leftovers("paused")
        elif self.terminal.cells == before and not self.has_ended:
            yield f"it never rests\n{self.terminal.text}"
        if self.has_ended:
            return
        yield from self._hears()

    def _come_back(self) -> None:
        """Leaves all dialogs, pauses, and waits for messages to go."""
        for round_ in range(12):
            # Three at the least, since a dialog may stand over another one. In a lesson Escape opens a menu, too: an
            # odd number of them leaves that, an even one other dialogs.
            for _ in range(1 + round_ % 2):
                self.press(ESCAPE, 0.12)
            self.rests(0.15, 2.0)
            if self.has_ended:
                return
            first = self.terminal.text.splitlines()[0]
            if "‖" in first or "||" in first:
                self.press(" ", 0.1)
            elif round_ and self.rests(_REST_S, 2.0):
                break
        said, since = "", monotonic()
        while (found := self._message()) and monotonic() < since + _MESSAGE_S and not self.has_ended:
            if found != said:  # another one has come, as of starts that have ended
                said, since = found, monotonic()
            self.read(0.2)

    def _message(self) -> str:
        """The line of a message; "" for none."""
        text = self.terminal.text
        found = _MESSAGE.search(text)
        return "" if found is None else text[found.start() :].strip().split("\n")[0]

    def leftovers(self, when: str) -> Iterator[str]:
        """What is on the screen is what a repaint shows.

        Args:
            when: For the words.
        """
        before, text = self.terminal.cells, self.terminal.text
        self.read(_LATE_S + self._own_delay)
        if self.terminal.cells != before or _STARTS.search(text):
            return  # it moves by itself
        size = self.terminal.columns
        self.press("\x0c", 0.05)
        if not self.rests(_REST_S, 6.0):
            return
        for _ in range(4):
            after = self.terminal.cells
            if after == before or self.has_ended:
                return
            self.read(_BLINK_S)  # the cursor of a field may have been off, a message may be on its way out
        self.press("\x0c", 0.05)
        self.rests(_REST_S, 6.0)
        if self.terminal.cells != after:
            return  # it moves by itself
        places = [number for number, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
        rows = sorted({number // size for number in places})
        lines, now = text.splitlines(), self.terminal.text.splitlines()
        shown = "\n".join(f"  row {row} was: {lines[row]}\n  row {row}  is: {now[row]}" for row in rows[:8])
        one = places[0]
        yield (
            f"left on the screen, {when}: {len(places)} cells in rows {rows} of {size}×{len(lines)}; "
            f"at {one % size}, {one // size} {before[one]} instead of {after[one]}\n{shown}"
        )

    def _hears(self) -> Iterator[str]:
        """The help comes and goes, in time."""
        self.terminal.resize(*FIRST_SIZE)
        self.rests(_REST_S, 8.0)
        for keys in ("?", ESCAPE):
            before, start, waited = self.terminal.cells, monotonic(), self._waited()
            self.press(keys)
            while self.terminal.cells == before and not self.has_ended:
                self.read(0.02)
                took = monotonic() - start
                if took > _GIVES_UP_AFTER_S:
                    yield f"deaf: {keys!r} changes nothing\n{self.terminal.text}"
                    return
            took, waited = monotonic() - start, self._waited() - waited
            if took - waited > _HANGS_FROM_S + self._own_delay:
                yield f"it took {took:.1f} s to show what {keys!r} does, {waited:.1f} s of it without a processor"
            self.rests(0.15, 2.0)

    @property
    def _own_delay(self) -> float:
        # What is typed may look like an answer, and after that no other comes.
        return LONGEST_LOST_AFTER_S if self.terminal.is_mute else 2 * self.terminal.delay

    def _waited(self) -> float:
        """Seconds for which the thread that handles keys could run and had no processor, and those of ours."""
        return sum(_run_delay(pid) for pid in (self._child.process.pid, os.getpid()))

    def memory(self) -> float:
        """Resident memory of the program, in MiB; 0 where the system does not say."""
        try:
            status = Path(f"/proc/{self._child.process.pid}/status").read_text()
        except OSError:
            return 0.0
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0

    def exit_code(self) -> int:
        """The exit code; negative for the signal that ended it."""
        return self._child.wait()


def _run_delay(pid: int) -> float:
    """Seconds that the main thread of a process has waited for a processor; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


@contextmanager
def started(home: Path, kind: Kind = KINDS[0]) -> Iterator[Person]:
    """The playground at the first size, when it shows its first picture."""
    columns, lines = FIRST_SIZE
    command = [*nntui(), "--seed", "0.5", "--debug"]
    environment = environment_of(home, kind.colors) | dict(kind.variables)
    with on_terminal(command, environment=environment, folder=home, columns=columns, lines=lines) as child:
        person = Person(child, Terminal(child, columns, lines, kind.is_mute, delay=kind.delay))
        person.rests(0.5, 60.0)
        person.press(ESCAPE, 0.1)
        yield person


def run(source: Iterable[Action], count: int, report: Report, home: Path, tell: bool = False) -> Report:
    """Does actions on a terminal; a program that has ended is started again.

    Args:
        source: The actions.
        count: So many at the most.
        report: What is found goes there. Its seed chooses the kind of terminal.
        home: A folder that takes the place of the person's.
        tell: Whether to print how far it is.
    """
    source, is_over = iter(source), False
    kind = KINDS[report.seed % len(KINDS)]
    known: set[Path] = set()
    log = Log(home / ".local/state/nntui/nntui.log")
    while not is_over and report.done < count:
        report.began()
        with started(home, kind) as person:
            report.memory.append(person.memory())
            while not person.has_ended and not is_over:
                action = next(source, None)
                is_over = action is None or report.done + 1 >= count
                if action is not None:
                    report.did(action)
                    person.do(action)
                if (is_over or report.done % EACH == 0) and not person.has_ended:
                    look_at(person, report, kind, tell)
                if is_over:
                    break
            log.read(report)
            if person.has_ended:
                _note_end(person, report, log)
        for path in sorted(set(home.glob(".local/state/nntui/reports/*.txt")) - known):
            known.add(path)
            report.fault(f"crash\n{path.read_text()}")
    _note_growth(report)
    return report


def look_at(person: Person, report: Report, kind: Kind = KINDS[0], tell: bool = False) -> None:
    """Looks, and notes what is not as it must be.

    Args:
        person: Before the terminal.
        report: What is found goes there.
        kind: Of terminal, for the words.
        tell: Whether to print now and then how far it is.
    """
    report.looks += 1
    for what in person.look():
        report.fault(f"{what}\n  on {kind.name}")
    report.memory.append(person.memory())
    if tell and report.done % (5 * EACH) == 0:
        print(f"  {report.done:7,} actions, {report.memory[-1]:.0f} MiB, {len(report.faults)} faults", flush=True)


def _note_end(person: Person, report: Report, log: "Log") -> None:
    code, text = person.exit_code(), person.terminal.written[-3000:].decode("utf-8", "replace")
    report.left += 1
    if code != 0 or not log.was_asked_to_leave:
        report.fault(f"it has ended by itself: exit code {code}\n{text[-600:]}")
    elif any(sign in text for sign in _SIGNS):
        report.fault(f"it has ended with an error\n{text}")


def _note_growth(report: Report) -> None:
    early = report.memory[: len(report.memory) // 3 + 1]
    if report.memory[-1] > max(early) + MOST_GROWTH_MIB:
        report.fault(f"memory grows: {max(early):.0f} MiB, at the end {report.memory[-1]:.0f}")


class Log:
    """What `--debug` writes.

    Args:
        path: Where.

    Attributes:
        was_asked_to_leave: Whether leaving was among the last actions.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at = 0
        self.was_asked_to_leave = False

    def read(self, report: Report) -> None:
        """Counts the actions since the last time."""
        text = ""
        for path in (self._path.with_name(self._path.name + ".1"), self._path):
            if path.exists():
                text += path.read_text(errors="replace")
        news, self._at = text[min(self._at, len(text)) :], len(text)
        for name in _ACTION.findall(news):
            report.coverage.count_action(name)
        self.was_asked_to_leave = bool(_ASKED.search(news))
