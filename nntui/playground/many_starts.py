"""The commands of many starts: asking for them, how far they are, and what came of each. Loaded at the first."""

from dataclasses import replace

from nntui.dialogs.questions import CompareRuns, RunsAnswer, RunsPlace, ShowRuns
from nntui.dialogs.starts_questions import AskStarts, ShowStarts, StartsAnswer, StartsWish
from nntui.experiment.setting import SettingError
from nntui.formats.starts_rows import experiment_text, row_of_start, rows_of_starts, start_title, starts_title
from nntui.language import _
from nntui.playground import runs
from nntui.playground.context import Playground
from nntui.session.many_starts import ManyStarts, StartsPlan
from nntui.session.runs import RunRecord
from nntui.training.many_starts import StartResult

_BEST_FIRST = RunsPlace(sorted_by="test_loss")


def show(at: Playground) -> None:
    """Asks for many starts; where there are some already, shows how far they are."""
    many = at.many
    if many is None:
        _ask(at)
    else:
        at.screen.ask(ShowStarts(lambda: many.progress), lambda answer: _do(at, many, answer))


def _ask(at: Playground) -> None:
    last = at.many.progress.plan if at.many is not None else None
    wish = StartsWish() if last is None else StartsWish(last.number, last.new_data, last.epochs, last.test_loss)
    at.screen.ask(AskStarts(wish), lambda answer: None if answer is None else _begin(at, answer))


def _begin(at: Playground, wish: StartsWish) -> None:
    """Trains them, in place of those that there were."""
    plan = StartsPlan(
        experiment=at.session.experiment,
        number=wish.number,
        new_data=wish.new_data,
        epochs=wish.epochs,
        test_loss=wish.test_loss,
    )
    player = at.session.player
    try:
        many = ManyStarts(plan, at.screen.wake, lambda: player.speed if player.playing else 0.0)
    except SettingError as error:
        at.refuse(str(error))
        return
    if at.many is not None:
        at.many.close()
    at.many = many
    at.screen.shows_runs = True
    sentence = _("Trains beside: {starts}, {experiment}. {key} shows how far they are")
    words = {"starts": starts_title(plan), "experiment": experiment_text(plan), "key": at.screen.keys["many-starts"]}
    at.notify(sentence.format(**words), timeout=5)


def _do(at: Playground, many: ManyStarts, answer: StartsAnswer | None) -> None:
    settled = many.progress.settled
    if answer == "stop":
        many.stop()
    elif answer == "drop":
        many.close()
        at.many = None
        at.screen.wake()
    elif answer == "again":
        _ask(at)
    elif answer == "runs":
        _list(at, many, _BEST_FIRST)
    elif answer is not None and settled:
        _open(at, many, settled[0 if answer == "best" else -1])


def _list(at: Playground, many: ManyStarts, place: RunsPlace) -> None:
    """Shows the starts as runs."""
    progress = many.progress
    title = f"{starts_title(progress.plan)} · {experiment_text(progress.plan)}"
    question = ShowRuns(title, rows_of_starts(progress), place)
    at.screen.ask(question, lambda answer: None if answer is None else _do_in_list(at, many, answer))


def _do_in_list(at: Playground, many: ManyStarts, answer: RunsAnswer) -> None:
    progress, place = many.progress, answer.place
    results = {row_of_start(each, progress.plan).key: each for each in progress.results}
    rows = {row.key: row for row in rows_of_starts(progress)}
    if answer.what == "open":
        _open(at, many, results[place.key])
    elif answer.what == "compare":
        left, right = (rows[key] for key in place.marked)
        at.screen.ask(CompareRuns(left, right), lambda _none: _list(at, many, place))
    else:
        marked = tuple(row for key, row in rows.items() if key in place.marked) or tuple(rows.values())
        take = runs.take_away if answer.what == "take" else runs.write_report
        take(at, marked, len(rows))


def _open(at: Playground, many: ManyStarts, result: StartResult) -> None:
    """Goes on with a start; one undo brings back what there was."""
    if result.snapshot is None:
        return
    experiment = result.experiment
    if not experiment.uses_user_points:  # the points that the person has made meanwhile are kept
        experiment = replace(experiment, user_points=at.session.experiment.user_points)
    record = RunRecord(name=start_title(result, many.progress.plan))
    snapshot = replace(result.snapshot, experiment=experiment)
    at.session.open(experiment, snapshot, at.session.link_extras, record)
