"""What comes from outside: signals, and what terminals do."""

import random
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from time import monotonic, sleep

from tests.faults.kinds import Check, Fault
from tests.faults.trial import Outcome, Trial, trial
from tests.pseudo_terminal import nntui

_GROUP, _TERMINAL = "Signals", "Terminals"


def _offered(it: Trial) -> None:
    """The next start offers what was saved, and goes on with it."""
    last = it.saved[-1]
    with trial("play", home=it.home) as again:  # plain, without a setting
        again.sees("Go on where you were?")
        again.it.press("\r")
        again.until(lambda: again.it.epoch == last, f"epoch {last}")
        again.it.press("q")
        again.until_over()


def _signal(number: int) -> Outcome:
    with trial() as it:
        it.play()
        it.strike()
        it.it.signal(number)
        outcome = it.ends(128 + number)
        _offered(it)
        return outcome


def _interrupt() -> Outcome:
    with trial() as it:
        it.play()
        it.strike()
        it.it.signal(signal.SIGINT)
        return it.ends(0, "nntui --resume goes on from here")


def _ignored(number: int) -> Outcome:
    with trial() as it:
        it.play()
        it.strike()
        it.it.signal(number)
        return it.lives()


def _kill() -> Outcome:
    with trial() as it:
        it.play()
        it.until(lambda: it.saved and it.saved[-1] > 0, "a save")
        it.strike()
        it.it.signal(signal.SIGKILL)
        outcome = it.is_killed()
        assert it.epoch - it.saved[-1] < 60 * 10
        _offered(it)
        return outcome


def _together() -> Outcome:
    with trial() as it:
        it.play()
        it.strike()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            it.it.signal(number)
        it.until_over()
        code = it.child.wait()
        assert code in (0, 129, 143), code
        it.assert_tidy()
        assert it.lost == "nothing", it.lost
        return Outcome("the terminal restored", code, it.lost, it.passed)


def _stopped(key: str) -> Outcome:
    with trial() as it:
        it.play()
        it.strike()
        if key:
            it.it.press(key)
        else:
            it.it.signal(signal.SIGTSTP)
        it.until(lambda: b"\x1b[?1049l" in it.it.written, "the shell")
        it.it.rest()
        reached = it.epoch
        it.it.signal(signal.SIGCONT)
        it.until(lambda: it.it.epoch > reached, "an epoch more")
        return it.lives()


def _storm() -> Outcome:
    numbers = random.Random(1)
    with trial() as it:
        it.play()
        it.strike()
        end = monotonic() + 4
        while monotonic() < end:
            for _ in range(20):
                it.child.resize(numbers.randint(1, 200), numbers.randint(1, 60))
            it.it.read(0.01)
        it.it.resize(80, 24)
        it.until(lambda: "Learning rate" in it.it.text and "Quit" in it.it.text.splitlines()[-1], "the whole picture")
        return it.lives()


def _silence(is_mute: bool) -> Outcome:
    with trial(is_mute=is_mute) as it:
        it.play()
        sleep(30)
        it.strike()
        it.it.press("x")
        it.until(lambda: "☑Discretize" in it.it.text, "the effect of a key")
        seconds = it.passed
        outcome = it.lives()
        return Outcome("a key is answered at once", outcome.code, outcome.lost, seconds)


def _mute() -> Outcome:
    with trial(is_mute=True) as it:
        it.play()
        it.strike()
        return it.lives()


def _gone(controls: bool) -> Outcome:
    command = [sys.executable, "-m", "nntui"]
    with trial(controls=controls, command=command) as it:
        it.play()
        it.strike()
        code = it.it.hang_up()
        assert code == 129, code
        assert not [*it.home.rglob("reports/*")], "that is no crash"
        newest = it.saved[-1] if it.saved else 0
        if controls:
            _offered(it)
        lost = "nothing" if newest >= it.epoch else f"{it.epoch - newest} epochs"
        assert lost == "nothing", lost
        return Outcome("(there is no terminal)", code, lost, it.passed)


def _endless_paste() -> Outcome:
    with trial() as it:
        it.play()
        it.strike()
        it.it.press("\x1b[200~abc")
        sleep(2.5)
        return it.lives()


def _started(
    check: Check,
    *arguments: str,
    command: list[str] | None = None,
    **variables: str | None,
) -> Outcome:
    with trial(*arguments, command=command, variables=variables) as it:
        return check(it)


def _plays(it: Trial) -> Outcome:
    it.begun = monotonic()
    it.play()
    assert "\\u2500" not in it.it.text
    return it.lives()


def _refuses(words: str) -> Check:
    return lambda it: it.refuses(words)


def _redirected(how: str) -> list[str]:
    return ["sh", "-c", f'exec "$@" {how}', "sh", *nntui()]


def _two() -> Outcome:
    with trial("--seed", "0.5") as one:
        one.play()
        with trial("--seed", "0.6", home=one.home) as other:
            other.play()
            other.strike()
            outcome = other.lives()
        one.lives()
        assert len(one.saved) == 2
        return Outcome("each keeps its own work", outcome.code, one.lost, outcome.seconds)


def faults() -> Iterator[Fault]:
    """All of them."""

    def row(id: str, group: str, name: str, run: Callable[[], Outcome]) -> Fault:
        return Fault(id, group, name, run)

    for name in ("TERM", "HUP", "QUIT", "USR1", "USR2", "XCPU", "ALRM", "VTALRM", "PROF", "IO"):
        number = getattr(signal, f"SIG{name}")
        yield row(f"signal-{name}", _GROUP, f"SIG{name}, playing", partial(_signal, number))
    yield row("signal-INT", _GROUP, "SIGINT, playing", _interrupt)
    yield row("signal-PIPE", _GROUP, "SIGPIPE", partial(_ignored, signal.SIGPIPE))
    yield row("signal-KILL", _GROUP, "SIGKILL", _kill)
    yield row("signal-all", _GROUP, "SIGTERM, SIGHUP, SIGINT, SIGTERM at once", _together)
    yield row("signal-TSTP", _GROUP, "SIGTSTP, then SIGCONT", partial(_stopped, ""))
    yield row("ctrl-z", _GROUP, "ctrl+z, then SIGCONT", partial(_stopped, "\x1a"))
    yield row("winch", _GROUP, "thousands of SIGWINCH with random sizes in 4 s", _storm)
    yield row("deaf", _TERMINAL, "stops reading for 30 s", partial(_silence, False))
    yield row("deaf-mute", _TERMINAL, "answers nothing, stops reading for 30 s", partial(_silence, True))
    yield row("mute", _TERMINAL, "answers nothing", _mute)
    yield row("closed", _TERMINAL, "is closed", partial(_gone, True))
    yield row("closed-quietly", _TERMINAL, "is closed, and no signal says so", partial(_gone, False))
    yield row("paste", _TERMINAL, "a paste that begins and never ends", _endless_paste)
    yield row("two", _TERMINAL, "two at once for one person", _two)
    needs = _refuses("the playground needs a terminal")
    for key, how in (("stdin-null", "</dev/null"), ("stdin-closed", "<&-"), ("stdout-null", ">/dev/null")):
        yield row(key, _TERMINAL, f"`{how}`", partial(_started, needs, command=_redirected(how)))
    for key, how in (("stdout-closed", ">&-"), ("stdout-file", ">out")):
        yield row(key, _TERMINAL, f"`{how}`", partial(_started, needs, command=_redirected(how)))
    for key, how in (("stderr-null", "2>/dev/null"), ("stderr-closed", "2>&-"), ("stderr-file", "2>log")):
        yield row(key, _TERMINAL, f"`{how}`", partial(_started, _plays, command=_redirected(how)))
    yield row("dumb", _TERMINAL, "`TERM=dumb`", partial(_started, needs, TERM="dumb"))
    for key, term in (("unset", None), ("empty", ""), ("unknown", "no-such"), ("vt100", "vt100"), ("long", "x" * 5000)):
        shown = "`TERM` not set" if term is None else f"`TERM={term if len(term) < 12 else 'x…'}`"
        yield row(f"term-{key}", _TERMINAL, shown, partial(_started, _plays, TERM=term))
    yield row("term-escape", _TERMINAL, "`TERM` with escapes", partial(_started, _plays, TERM="\x1b]0;x\x07\x1b[31m"))
    for key, variables in {
        "c": {"LC_ALL": "C"},
        "posix": {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        "latin": {"LC_ALL": "en_US.ISO-8859-1", "LANG": "en_US.ISO-8859-1"},
        "ascii": {"PYTHONIOENCODING": "ascii"},
        "latin-1": {"PYTHONIOENCODING": "latin-1"},
        "utf-16": {"PYTHONIOENCODING": "utf-16"},
    }.items():
        shown = " ".join(f"{name}={value}" for name, value in variables.items())
        yield row(f"locale-{key}", _TERMINAL, f"`{shown}`", partial(_started, _plays, **variables))
