"""Errors in every stage of the program: the worker, the frame, the picture, keys, dialogs, the way out."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults.kinds import NO_MEMORY, NO_THREAD, Check, Fault, crashes, lives
from tests.faults.trial import Outcome, Trial, trial

_ERROR, _MEMORY = "ValueError:on purpose", "MemoryError"
_KINDS = {"error": (_ERROR, "an error"), "memory": (_MEMORY, "no memory")}
_STOPPED = "Training stopped by an error"
_POINTS = ("--data", "points.csv")


@dataclass(frozen=True)
class _Injected:
    """A fault that is injected.

    Attributes:
        id: A short name.
        name: What happens, in words.
        where: What fails, as `injection/sitecustomize.py` has it.
        check: What is promised.
        keys: What is pressed when it may come; `|` stands for a moment's rest.
        opened: What is pressed before; then nothing is played.
        arguments: Of the command line.
        from_start: Whether it may come from the start on.
    """

    id: str
    name: str
    where: str
    check: Check
    keys: str = ""
    opened: str = ""
    arguments: tuple[str, ...] = ()
    from_start: bool = False

    def fault(self, group: str) -> Fault:
        """As a row of the table."""
        return Fault(self.id, group, self.name, self.run)

    def run(self) -> Outcome:
        """Plays, lets it come, presses the keys, and checks."""
        with trial(*self.arguments, fault=self.where, prepare=_with_points, from_start=self.from_start) as it:
            if self.opened:
                it.opened()
                it.type(self.opened)
            elif not self.from_start:
                it.play()
            it.strike()
            it.type(self.keys)
            outcome = self.check(it)
            assert it.log, "the fault has not happened"
            return outcome


def _with_points(home: Path) -> None:
    rows = (f"{index % 50 / 10},{index // 50 / 20},{index % 2}\n" for index in range(4000))
    (home / "points.csv").write_text("x,y,label\n" + "".join(rows))


def _worker() -> Iterator[_Injected]:
    trainer = "nntui.training.trainer:Trainer"
    for kind, (what, name) in _KINDS.items():
        said = lives(_STOPPED if kind == "error" else NO_MEMORY)
        yield _Injected(f"train-{kind}", f"{name} in an epoch", f"{trainer}.train_epoch#1={what}", said)
        yield _Injected(f"snapshot-{kind}", f"{name} in a snapshot", f"{trainer}.snapshot#1={what}", said)
        yield _Injected(f"checkpoint-{kind}", f"{name} in a checkpoint", f"{trainer}.checkpoint#1={what}", said)
        yield _Injected(
            f"starts-{kind}",
            f"{name} in many starts",
            f"nntui.session.many_starts:train_starts#1={what}",
            lives("on purpose" if kind == "error" else NO_MEMORY[:20]),
            "M|\r|\r|M",
            "s",
        )
        yield _Injected(
            f"prepare-{kind}",
            f"{name} while many points are prepared",
            f"{trainer}.__init__#1={what}",
            lives("cannot be used"),
            "r",
            "s",
            _POINTS,
        )
        yield _Injected(
            f"prepare-twice-{kind}",
            f"{name} while many points are prepared, and in what stands in for them",
            f"{trainer}.__init__#1={what}\n{trainer}.__init__#2={what}",
            lives(_STOPPED if kind == "error" else NO_MEMORY),
            "r||",
            "s",
            _POINTS,
        )
        yield _Injected(
            f"replay-{kind}",
            f"{name} in an epoch that is trained again",
            f"nntui.training.rerun:Rerun.at#1={what}",
            lives("cannot be shown"),
            "O|\x1b[D|\x1b[D",
            "S|S|S",
        )
    detector, pacer = "nntui.session.stopping:PlateauDetector", "nntui.session.pacing:EpochPacer"
    yield _Injected("plateau", "an error in looking for a plateau", f"{detector}.reached#1={_ERROR}", lives(_STOPPED))
    yield _Injected("pacing", "an error in pacing", f"{pacer}.due#1={_ERROR}", lives(_STOPPED))
    name = "an error where a rate is changed in flight"
    yield _Injected("adjust", name, f"{trainer}.adjust#1={_ERROR}", lives(_STOPPED), "p|\x1b[C")
    where = f"nntui.session.player:Player.publish#1={_ERROR}"
    yield _Injected("publish", "an error where the screen is told", where, lives(_STOPPED))


def _saving() -> Iterator[_Injected]:
    encode, said = "nntui.formats.saved_session:encode_session", lives("cannot be saved by itself")
    for kind, (what, name) in _KINDS.items():
        yield _Injected(f"autosave-{kind}", f"{name} in every save by itself", f"{encode}#1+={what}", said)
    yield _Injected("autosave-once", "an error in one save by itself", f"{encode}#1={_ERROR}", said)
    full = "nntui.storage.atomic_write:open_draft#1+=OSError:28"
    yield _Injected("autosave-full", "a full disk, for every save by itself", full, said)
    yield _Injected(
        "thin-out",
        "an error where old saves are looked for",
        f"nntui.storage.autosave:_thin_out#1={_ERROR}",
        lives(),
        "s|s",
        "?|\x1b",
    )
    yield _Injected(
        "progress",
        "an error where the progress of lessons is written",
        f"nntui.lessons.progress:Progress._write#1+={_ERROR}",
        lives("Your progress"),
        "N|N",
        "m|\r|\r",
    )
    where = f"nntui.storage.atomic_write:write_atomically?mine#1={_ERROR}"
    keys = "w|\x01\x0bmine.nntui\r"
    yield _Injected("save-error", "an error in saving to a file", where, crashes(), keys, "s")
    where = "nntui.storage.atomic_write:write_atomically?mine#1=OSError:28"
    yield _Injected("save-full", "a full disk in saving to a file", where, lives("No space left on device"), keys, "s")


def _frame() -> Iterator[_Injected]:
    for key, (where, keys) in {
        "draw": ("nntui.playground.display:Display.draw", ""),
        "view": ("nntui.playground.display:Display._show_snapshot", ""),
        "counters": ("nntui.playground.presenter:counters", ""),
        "diagram": ("nntui.widgets.network_diagram:NetworkDiagram.draw", ""),
        "grid": ("nntui.widgets.decision_grid:DecisionGrid.draw", ""),
        "plot": ("nntui.widgets.loss_plot:LossPlot.draw", ""),
        "limiter": ("nntui.terminal.frame_limiter:FrameLimiter.wait", ""),
        "ask": ("nntui.playground.redraw:RedrawScheduler.ask", ""),
        "footer": ("nntui.widgets.key_footer:KeyFooter.draw", "O"),
        "toggle": ("nntui.widgets.toggle:Toggle.draw", "x"),
        "stepper": ("nntui.widgets.stepper:Stepper.draw", "p|\x1b[C"),
        "text": ("nntui.widgets.text_lines:TextLines.draw", "\t"),
        "button": ("nntui.widgets.action_button:ActionButton.draw", " "),
        "scale": ("nntui.widgets.color_scale:ColorScale.draw", "\x10palette|\r"),
    }.items():
        name = f"an error in a frame: `{where.partition(':')[2]}`"
        yield _Injected(f"frame-{key}", name, f"{where}#1={_ERROR}", crashes(), keys)
    where = "nntui.widgets.lesson_strip:LessonStrip.draw"
    name = "an error in a frame: `LessonStrip.draw`"
    yield _Injected("frame-lesson", name, f"{where}#1={_ERROR}", crashes(), "m|\r||", "m|\x1b")
    where = "nntui.playground.display:Display.draw"
    yield _Injected("frame-memory", "no memory in a frame", f"{where}#1={_MEMORY}", crashes(NO_MEMORY))


def _paint() -> Iterator[_Injected]:
    for key, (where, keys) in {
        "lines": ("nntui.widgets.cell_widget:CellWidget.render_lines", "?|\x1b"),
        "changes": ("nntui.terminal.image:Image.changes", ""),
        "paste": ("nntui.terminal.image:Image.paste", ""),
        "image": ("nntui.terminal.image:Image.write", "?"),
        "driver": ("nntui.terminal.driver:TerminalDriver.write", "?"),
        "flush": ("nntui.terminal.driver:TerminalDriver.flush", "?"),
        "show": ("nntui.terminal.driver:TerminalDriver._show", ""),
        "flow": ("nntui.terminal.flow_control:FlowControl.wait", ""),
        "answered": ("nntui.terminal.flow_control:FlowControl.answered", ""),
        "written": ("nntui.terminal.flow_control:FlowControl.written", ""),
        "compositor": ("textual._compositor:Compositor.render_update", "?"),
    }.items():
        name = f"an error in painting: `{where.partition(':')[2]}`"
        yield _Injected(f"paint-{key}", name, f"{where}#1={_ERROR}", crashes(), keys)
    where = f"nntui.terminal.driver:TerminalDriver._on_written#1={_MEMORY}"
    yield _Injected("writer-memory", "no memory in the thread that writes", where, crashes(NO_MEMORY))
    where = f"nntui.terminal.image:Image.changes#1={_MEMORY}"
    yield _Injected("paint-memory", "no memory in painting", where, crashes(NO_MEMORY))


def _keys() -> Iterator[_Injected]:
    where = f"nntui.terminal.key_parser:KeyParser.feed#1={_ERROR}"
    yield _Injected("key-parser", "an error in reading a key", where, crashes(), "x")
    where = f"nntui.terminal.paste_guard:PasteGuard.tick#1={_ERROR}"
    yield _Injected("reader", "an error in the thread that reads", where, crashes())
    where = f"nntui.playground.commands:run#1={_ERROR}"
    yield _Injected("command", "an error in a key's command", where, crashes(), "x")
    where = f"nntui.session.session:TrainingSession.change#1={_ERROR}"
    yield _Injected("change", "an error in a change of a setting", where, crashes(), "x")
    where = f"nntui.training.trainer:Trainer.__init__#1={_MEMORY}"
    yield _Injected("restart-memory", "no memory for a new start", where, crashes(NO_MEMORY), "r")
    for key, (where, keys) in {
        "help": ("nntui.dialogs.help:HelpScreen.compose", "?"),
        "jump": ("nntui.dialogs.jump:JumpScreen.compose", ";"),
        "path": ("nntui.dialogs.path:PathScreen.compose", "w"),
        "choice": ("nntui.dialogs.choice:ChoiceScreen.compose", "\x05"),
        "until": ("nntui.dialogs.run_until:RunUntilScreen.compose", "e"),
        "words": ("nntui.dialogs.in_words:InWordsScreen.compose", "W"),
        "runs": ("nntui.dialogs.runs:RunsScreen.compose", "V"),
        "sheet": ("nntui.dialogs.more_parameters:MoreParametersScreen.compose", "P"),
        "iteration": ("nntui.dialogs.one_iteration:OneIterationScreen.compose", "b"),
        "confusion": ("nntui.dialogs.confusion:ConfusionMatrix.draw", "C"),
        "lessons": ("nntui.dialogs.lessons:LessonsScreen.compose", "m"),
        "table": ("nntui.dialogs.table:dialog_for", "?"),
    }.items():
        name = f"an error in opening a dialog: `{where.partition(':')[2]}`"
        yield _Injected(f"dialog-{key}", name, f"{where}#1={_ERROR}", crashes(), keys)
    where = f"nntui.playground.palette_commands:PlaygroundCommands.discover#1={_ERROR}"
    yield _Injected("palette", "an error in the list of the command palette", where, lives(), "\x10||\x1b")
    for kind, (what, name) in _KINDS.items():
        said = lives("on purpose" if kind == "error" else NO_MEMORY)
        where = f"nntui.playground.opening:open_anything#1={what}"
        keys = "\x0f|\x01\x0bpoints.csv\r||"
        yield _Injected(f"background-{kind}", f"{name} in reading a file inside", where, said, keys, "s")


def _way_out() -> Iterator[_Injected]:
    for key, (where, name) in {
        "session": ("nntui.session.session:TrainingSession.close", "the session is closed"),
        "playground": ("nntui.playground.context:Playground.close", "the screen is left"),
        "driver": ("nntui.terminal.driver:TerminalDriver.stop_application_mode", "the terminal is given back"),
        "writer": ("nntui.terminal.driver:_Writer.stop", "the last of the output is waited for"),
    }.items():
        name = f"an error where {name}"
        yield _Injected(f"out-{key}", name, f"{where}#1={_ERROR}", crashes(), "q")
    name = "an error in the last save"
    where = f"nntui.formats.saved_session:encode_session#1+={_ERROR}"
    yield _Injected("out-save", name, where, _not_saved, "q||\x03")


def _not_saved(it: Trial) -> Outcome:
    return it.ends(1, "the work could not be saved", lost="")


def _threads() -> Iterator[_Injected]:
    def without(thread: str) -> str:
        return f"threading:Thread.start?{thread}#1+=RuntimeError:can't start new thread"

    nothing = lives("Nothing can be trained")
    name = "no thread for the training"
    yield _Injected("thread-training", name, without("nntui-training"), nothing, " ", "?|\x1b")
    name = "no thread for the training, many points are prepared without it"
    where = without("nntui-training")
    yield _Injected("thread-prepare", name, where, nothing, arguments=_POINTS, from_start=True)
    name = "no thread for saving by itself"
    yield _Injected("thread-autosave", name, without("nntui-autosave"), lives(), " ||s", "?|\x1b")
    name = "no thread for an epoch that is trained again"
    said, keys = lives("cannot be shown"), "O|\x1b[D|\x1b[D"
    yield _Injected("thread-replay", name, without("nntui-replay"), said, keys, "S|S|S")
    name = "no thread for many starts"
    yield _Injected("thread-starts", name, without("nntui-starts"), lives(NO_THREAD), "M|\r|\r", "s")
    name = "no thread for the progress of lessons"
    yield _Injected("thread-progress", name, without("nntui-progress"), lives(), "N|N", "m|\r|\r")
    name = "no thread for reading a file inside"
    where = without("nntui-background")
    yield _Injected("thread-background", name, where, lives(), "\x0f|\x01\x0bpoints.csv\r||", "s")
    name = "no thread to watch the terminal"
    yield _Injected("thread-watcher", name, without("nntui-watcher"), lives(), from_start=True, keys="||||s")
    for key, thread, name in (
        ("writer", "nntui-output", "no thread that writes to the terminal"),
        ("reader", "textual-input", "no thread that reads the keys"),
    ):
        said = crashes(NO_THREAD, rest="")
        yield _Injected(f"thread-{key}", name, without(thread), said, from_start=True)


def faults() -> Iterator[Fault]:
    """All of them."""
    for group, rows in {
        "Errors in the worker": _worker(),
        "No threads": _threads(),
        "Errors in saving": _saving(),
        "Errors in a frame": _frame(),
        "Errors in painting": _paint(),
        "Errors in keys and dialogs": _keys(),
        "Errors on the way out": _way_out(),
    }.items():
        yield from (row.fault(group) for row in rows)
