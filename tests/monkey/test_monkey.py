"""A few actions of each monkey, always the same, and that they see what is wrong.

`python -m tests.monkey` does more.
"""

import asyncio
import dataclasses
from itertools import islice

import pytest

from nntui.experiment.experiment import Experiment
from nntui.keys.actions import ACTIONS
from nntui.session.session import TrainingSession
from tests.monkey import in_process, on_terminal, oracle
from tests.monkey.__main__ import prepare
from tests.monkey.actions import ESCAPE, FIRST_SIZE, LEAVING, Action, actions, keys, load, save
from tests.monkey.report import Report, shrink


def test_the_same_seed_has_the_same_actions_and_they_are_kept_as_they_are(tmp_path):
    some = list(islice(actions(5), 300))
    assert some == list(islice(actions(5), 300))
    assert some != list(islice(actions(6), 300))
    save(some, tmp_path / "actions.jsonl")
    assert load(tmp_path / "actions.jsonl") == some
    assert len(set(keys())) >= len([each for each in ACTIONS if each.keys and each.id not in LEAVING])


def test_of_the_actions_before_a_fault_those_are_left_that_it_needs():
    some = [Action(str(number)) for number in range(40)]
    needed = [some[3], some[21], some[22]]
    assert shrink(some, lambda fewer: all(each in fewer for each in needed)) == needed


def test_in_the_process(tmp_path):
    prepare(tmp_path)
    report = in_process.run(actions(3), 20, Report(3, "--in-process"), tmp_path)
    assert [str(fault) for fault in report.faults] == []
    assert (report.done, report.looks) == (20, 1)
    assert len(report.coverage.actions) > 5


def test_on_a_terminal_and_what_is_left_on_its_screen_is_seen(tmp_path):
    report = Report(8, "--terminal")
    with on_terminal.started(tmp_path) as person:
        for action in islice(actions(8), 15):
            report.did(action)
            person.do(action)
        on_terminal.look_at(person, report)
        assert [str(fault) for fault in report.faults] == []
        person.terminal.scribble("\x1b[5;5Hleft")
        (found,) = person.leftovers("paused")
        assert found.startswith("left on the screen, paused: 4 cells in rows [4] of 80×24; at 4, 4 ")


def test_dialogs_that_come_and_go_while_the_window_changes_leave_nothing_on_the_screen(tmp_path):
    """Nor does a series of sizes of which each comes before the picture of the one before."""

    async def leave_something() -> list[str]:
        found = []
        async with in_process.started(tmp_path, Report(0, "")) as monkey:
            for key, pause in (("?", 0.0), ("w", 0.01)):
                monkey.hand(Action(key, (64, 20)))
                await asyncio.sleep(pause)
                monkey.hand(Action(ESCAPE, FIRST_SIZE))
                await monkey.settle()
                found += [each async for each in oracle.picture(monkey)]
            for size in ((168, 86), (3, 50), FIRST_SIZE):
                monkey.hand(Action("", size))
            await monkey.settle()
            found += [each async for each in oracle.picture(monkey)]
        return found

    with in_process.at_nobodys_place(tmp_path):
        assert asyncio.run(leave_something()) == []


@pytest.mark.parametrize("loss", ["train_loss", "test_loss"])
def test_a_loss_that_is_not_that_of_the_network_is_seen(loss):
    with TrainingSession(Experiment(seed="0.5")) as session:
        session.player.step(3)
        assert session.player.wait(20)
        assert [*oracle.numbers(session), *oracle.undo(session), *oracle.bounds(session)] == []
        right = session.snapshot
        session.player._snapshot = dataclasses.replace(right, **{loss: getattr(right, loss) * (1 + 1e-11)})
        assert len([*oracle.numbers(session)]) == 2, "of the newest state, and of the shown one"
