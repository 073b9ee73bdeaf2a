"""What a visit may open, list and write, in the words of a visitor."""

from argparse import Namespace
from pathlib import Path

import pytest

from nntui.cli.kiosk import _start_in
from nntui.engine.datasets import OWN
from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import SettingError
from nntui.kiosk.doors import ClosedError, found, is_writable, named, offered_files
from nntui.kiosk.sizes import NoRoomError
from nntui.session.session import TrainingSession
from nntui.storage.atomic_write import write_atomically
from nntui.storage.path_completion import entries, resolve
from nntui.storage.start import StartError, open_anything
from tests.kiosk.bait import TOKEN


@pytest.fixture
def traps(visit):
    """What a careless lecturer has in the folder, and a visitor beside."""
    root = visit.root
    (root.parent / "secret.csv").write_text(TOKEN)
    (root / "link.csv").symlink_to(root.parent / "secret.csv")
    (root / "inner.csv").symlink_to(root / "points.csv")
    (root / ".hidden.csv").write_text(TOKEN)
    (root / "visits" / "other").mkdir()
    (root / "visits" / "other" / "theirs.csv").write_text(TOKEN)
    return root


CLOSED = (
    "/etc/passwd",
    "/",
    "/proc/self/environ",
    "/dev/fd/0",
    "~/../../../../secret.csv",
    "../../../../secret.csv",
    "{root}/../secret.csv",
    "{root}/link.csv",
    "{root}/.hidden.csv",
    "{root}/visits",
    "{root}/visits/other/theirs.csv",
    "../lock",
    "..",
    "{root}/no/../../such",
    "/no/such/file",
)


@pytest.mark.parametrize("typed", CLOSED)
def test_what_is_closed_is_refused_alike_whether_it_is_there_or_not(traps, visit, typed):
    typed = typed.format(root=traps)
    with pytest.raises(ClosedError, match="in a visit only what is offered here") as caught:
        resolve(typed, visit.work)
    assert TOKEN not in str(caught.value)
    with pytest.raises(StartError, match="in a visit only what is offered here"):
        open_anything(typed, visit.work)
    assert entries(typed + "/", visit.work) == []


def test_a_name_is_the_visitors_own_file_else_the_one_that_is_offered(traps, visit):
    assert found(visit.work / "points.csv") == traps / "points.csv"
    assert open_anything("points.csv", visit.work).experiment.user_points.size == 4
    (visit.work / "points.csv").write_text("mine")
    assert resolve("points.csv", visit.work) == visit.work / "points.csv"
    assert resolve(f"{traps}/inner.csv", visit.work).read_text() == (traps / "points.csv").read_text()


def test_a_link_longer_than_a_file_name_is_a_link(visit):
    link = "#seed=1&" + "&".join(f"hide{n}=false" for n in range(40))
    assert len(link) > 255
    arguments = Namespace(link=link, data=None, lessons=None)
    _start_in(visit, arguments)
    assert arguments.link == link
    assert found(Path(link)) == visit.work / link
    assert open_anything(link, visit.work).experiment.seed == "1"


def test_only_what_can_be_opened_is_offered(traps, visit):
    names = [entry.name for typed in ("/", "/.", "/l", "/v") for entry in entries(f"{traps}{typed}", visit.work)]
    assert names == ["inner.csv", "points.csv"]
    assert [path.name for path in offered_files((".csv",), 10)] == ["inner.csv", "points.csv"]
    assert [path.name for path in offered_files((".csv",), 1)] == ["inner.csv"]


@pytest.mark.parametrize(
    "typed", ["/tmp/x", "{root}/points.csv", "{root}/new", "../lock", "../state/x", ".bashrc", "~/.ssh/x", "", "."]
)
def test_files_are_written_into_the_visitors_own_folder_alone(visit, typed):
    with pytest.raises(ClosedError, match="under a plain name"):
        resolve(typed.format(root=visit.root), visit.work, to_save=True)


def test_a_message_says_no_path_of_the_server(visit):
    hidden = str(visit.root)
    assert named(visit.work / "-") == "-"
    assert named(visit.work) == "."
    assert named(visit.root / "lessons" / "a.toml") == "lessons/a.toml"
    for typed in ("../lock", "../../../../x", "../../x.csv"):
        with pytest.raises(ClosedError) as caught:
            resolve(typed, visit.work)
        assert caught.value.filename == typed
        with pytest.raises(ClosedError) as caught:
            resolve(typed, visit.work, to_save=True)
        assert hidden not in str(caught.value)


def test_names_that_mean_something_to_a_shell_are_names(visit):
    for name in ("-rf", "$(touch canary)", "; x", "~x"):
        assert is_writable(visit.work / name)


def test_a_visit_keeps_so_many_files_and_bytes(visit):
    write_atomically(visit.work / "a", b"x" * 3000)
    with pytest.raises(NoRoomError) as caught:
        write_atomically(visit.work / "b", b"x" * 2001)
    assert caught.value.strerror == "the files of a visit have at most 0 MB together"
    write_atomically(visit.work / "a", b"x" * 4000)  # in place of what was there
    with pytest.raises(NoRoomError, match="a file of a visit has at most"):
        write_atomically(visit.work / "a", b"x" * 4001)
    for name in "bcd":  # with the lock there are five
        write_atomically(visit.work / name, b"")
    with pytest.raises(NoRoomError, match="a visit keeps up to 5 files"):
        write_atomically(visit.work / "e", b"")
    assert sorted(each.name for each in visit.work.iterdir()) == ["a", "b", "c", "d"]


def test_a_network_too_large_for_the_points_is_refused_and_nothing_changes(visit):
    session = TrainingSession(Experiment(seed="1"))
    try:
        session.change(hidden_layers=(8, 8))
        with pytest.raises(
            SettingError, match="Weights and biases: 1,185 is not allowed; allowed is up to 200 in a visit"
        ):
            session.change(hidden_layers=(32, 32))
        assert session.experiment.hidden_layers == (8, 8)
    finally:
        session.close()


def test_a_larger_table_is_thinned_and_saved_work_with_more_points_refused(visit):
    rows = "\n".join(f"{n % 13},{n % 7},{'ab'[n % 2]}" for n in range(1500))
    (visit.root / "many.csv").write_text("x,y,label\n" + rows)
    start = open_anything("many.csv", visit.work)
    assert start.experiment.user_points.size == 1000
    assert any("1,000 at even distances are taken" in note for note in start.notes)
    assert start.experiment.dataset == OWN
