"""The commands of many starts: asking for them, how far they are, and what came of each. Loaded at the first."""

from dataclasses import replace
from typing import Literal

from nntui.dialogs.questions import CompareRuns, RunsAnswer, RunsPlace, ShowRuns
from nntui.dialogs.starts_questions import AskStarts, ShowStarts, StartsAnswer, StartsWish
from nntui.errors import NoThreadError
from nntui.experiment.setting import SettingError
from nntui.formats.starts_rows import experiment_text, row_of_start, rows_of_starts, start_title, starts_title
from nntui.language import _
from nntui.playground import runs
from nntui.playground.context import Playground
from nntui.session.many_starts import ManyStarts, StartsPlan, StartsProgress
from nntui.session.runs import RunRecord
from nntui.training.many_starts import StartResult
from nntui.training.trainer import TrainingError, require_points

_MOST_PAST = 4
"""So many earlier results stay in the list."""
_BEST_FIRST = RunsPlace(sorted_by="test_loss")


def show(at: Playground) -> None:
    """Asks for many starts; where this experiment has some, or they are still trained, shows how far they are."""
    many = at.many
    if many is None or (many.progress.is_over and not many.progress.plan.is_of(at.session.experiment)):
        _ask(at)
    else:
        _show(at, many)


def _show(at: Playground, many: ManyStarts) -> None:
    at.screen.ask(ShowStarts(lambda: many.progress), lambda answer: _do(at, many, answer))


def _ask(at: Playground) -> None:
    many = at.many
    newest = () if many is None or not _is_kept(many) else (_summary(many),)

    def take(answer: StartsWish | Literal["results"] | None) -> None:
        if answer == "results":
            assert many is not None
            _show(at, many)
        elif answer is not None:
            _begin(at, answer)

    question = AskStarts(at.starts_wish or StartsWish(), (*newest, *at.past_starts), has_results=bool(newest))
    at.screen.ask(question, take)


def _is_kept(many: ManyStarts) -> bool:
    return many.progress.is_over and bool(many.progress.test_losses)


def _summary(many: ManyStarts) -> StartsProgress:
    """What takes little memory, for the list of earlier ones."""
    return replace(many.progress, results=(), band=None)


def _close(at: Playground) -> None:
    """Ends those that there are; if they came to an end, the list of earlier ones keeps what came of them."""
    if at.many is not None:
        at.many.close()
        if _is_kept(at.many):
            at.past_starts = (_summary(at.many), *at.past_starts)[:_MOST_PAST]
        at.many = None


def _begin(at: Playground, wish: StartsWish) -> None:
    """Trains them from start 1 on, in place of those that there were."""
    at.starts_wish = wish
    plan = StartsPlan(
        experiment=at.session.experiment.changed(weights_draw=0),
        number=wish.number,
        new_data=wish.new_data,
        epochs=wish.epochs,
        test_loss=wish.test_loss,
    )
    player = at.session.player
    try:
        if not player.is_preparing:
            require_points(plan.experiment, at.session.sample)
        many = ManyStarts(plan, at.screen.wake, lambda: player.speed if player.playing else 0.0)
    except (SettingError, TrainingError, NoThreadError) as error:
        at.refuse(str(error))
        return
    _close(at)
    at.many = many
    at.screen.shows_runs = True
    sentence = _("Training {starts} in the background: {experiment}. {key} shows the progress")
    words = {"starts": starts_title(plan), "experiment": experiment_text(plan), "key": at.screen.keys["many-starts"]}
    at.notify(sentence.format(**words), timeout=5)


def _do(at: Playground, many: ManyStarts, answer: StartsAnswer | None) -> None:
    settled = many.progress.settled
    if answer == "stop":
        many.stop()
    elif answer == "drop":
        _close(at)
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
