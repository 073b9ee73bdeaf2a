"""`sweep`: every combination of some settings, from many starts, for a data frame."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Unpack

from nntui.api.arrays import whole_number
from nntui.api.start import Settings, Source, experiment_for, plain
from nntui.experiment.experiment import Experiment
from nntui.storage.user_path import expanded
from nntui.sweeps.axes import make_axis
from nntui.sweeps.charts import chart_of, check_axes, titles_of
from nntui.sweeps.picture_svg import chart_svg
from nntui.sweeps.pools import usual_pool
from nntui.sweeps.results import Results, ResultsFile, read_results
from nntui.sweeps.rows import Row
from nntui.sweeps.running import train_sweep
from nntui.sweeps.summary import check_sort, line_data, sorted_lines, summarize, usual_sort
from nntui.sweeps.sweep import Sweep

SweepProgress = Callable[[int, int], object]
"""Called with how many networks have been trained, and of how many."""


@dataclass(frozen=True, eq=False, repr=False)
class SweepResults:
    """What a sweep has come to: `pandas.DataFrame(results.rows)`. In a notebook it shows itself as a picture.

    Attributes:
        results: The same as the program's other parts know it.
    """

    results: Results

    def __repr__(self) -> str:
        names = ", ".join(axis.name for axis in self.results.sweep.axes)
        return f"<SweepResults: {len(self.results.rows)} of {self.results.sweep.trainings} trained, {names}>"

    def _repr_svg_(self) -> str:
        """The picture in a notebook."""
        return self.picture()

    @property
    def rows(self) -> list[dict[str, Any]]:
        """A row for each start: the varied settings, seed, losses, accuracies and so on, as in a file."""
        return self.results.as_data()

    def experiment(self, number: int) -> Experiment:
        """The experiment of a row, to train it again: `nntui.train(results.experiment(3), epochs)`."""
        return self.results.experiment(self.results.rows[number])

    def table(self, sort: str | None = None) -> list[dict[str, Any]]:
        """A line for each combination: the share that reached the goal, median and quartiles of the loss, and more.

        Args:
            sort: "loss", "share", "epochs", "parameters", "seconds" or a setting that is varied; the share that
                reached the goal when left out, or without a goal the loss.

        Raises:
            SweepError: There is no such order.
        """
        sweep = self.results.sweep
        order = usual_sort(sweep) if sort is None else check_sort(sort, sweep)
        return [line_data(line, sweep) for line in sorted_lines(summarize(self.results), sweep, order)]

    def picture(self, axes: str | None = None) -> str:
        """The picture as SVG: curves over one setting, a heat map over two.

        Args:
            axes: Which settings, with a comma between; those that change the most when left out.

        Raises:
            SweepError: They are not varied.
        """
        names = None if axes is None else check_axes(axes, self.results.sweep)
        return chart_svg(chart_of(summarize(self.results), self.results.sweep, names), *titles_of(self.results))


def sweep(
    source: Source | None = None,
    epochs: int = 100,
    *,
    vary: Mapping[str, Sequence[Any]],
    starts: int = 1,
    goal: str = "",
    new_data: bool = False,
    sample: int | None = None,
    output: str | os.PathLike[str] | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    progress: SweepProgress | None = None,
    **settings: Unpack[Settings],
) -> SweepResults:
    """Trains every combination of some settings from many starts, on all cores or on a cluster.

    In a script it is called behind `if __name__ == "__main__":`, since each process reads the script again.

    Args:
        source: As of `train`; a run gives its settings, not its weights.
        epochs: For how long each is trained, at least 0.
        vary: From the names of settings to the values to try.
        starts: From how many starts each combination is trained.
        goal: What a start should reach, as "test_loss < 0.04": a condition in the language of the lessons.
        new_data: Whether each start has points of its own, too.
        sample: So many combinations, drawn by the seed, in place of all.
        output: A file of results, .jsonl or .csv. What is in it is not trained again.
        workers: How many processes; one a core when left out.
        cluster: The address of a scheduler of Dask, as "tcp://scheduler:8786".
        progress: Called with how many have been trained, and of how many.
        **settings: Settings by name, which count more than those of the source.

    Returns:
        The results.

    Raises:
        SettingError: A value is not allowed; the message says what is. It is a ValueError.
        SweepError: The sweep makes no sense, the file is of another one, or the workers cannot go on.
        GoalError: The goal cannot be read.

    Example:
        >>> results = nntui.sweep(dataset="xor", vary={"learning_rate": [0.03, 0.3]}, starts=20, epochs=200)
        >>> pandas.DataFrame(results.rows).groupby("learning_rate").test_loss.median()
    """
    base, is_seeded = experiment_for(source, settings)
    axes = tuple(make_axis(name, map(plain, values), base) for name, values in vary.items())
    number = whole_number("epochs", epochs, 0)
    asked = Sweep(base, axes, whole_number("starts", starts, 1), number, goal, new_data, sample)
    with ExitStack() as stack:
        file = None
        if output is not None:
            file = stack.enter_context(ResultsFile(expanded(output), asked, is_seeded=is_seeded))
            asked = file.sweep
        rows: list[Row] = [] if file is None else list(file.rows)

        def take(more: Sequence[Row]) -> None:
            if file is not None:
                file.append(more)
            rows.extend(more)
            if progress is not None:
                progress(len(rows), asked.trainings)

        _train(asked, rows, take, workers, cluster)
    return SweepResults(Results(asked, tuple(rows)))


def _train(
    asked: Sweep, rows: list[Row], take: Callable[[Sequence[Row]], None], workers: int | None, cluster: str | None
) -> None:
    done = Results(asked, tuple(rows)).keys
    if len(done) == asked.trainings:
        return
    if cluster is None:
        count = None if workers is None else whole_number("workers", workers, 1)
        train_sweep(asked, done, usual_pool(asked, asked.trainings - len(done), count), take)
        return
    from nntui.sweeps.cluster import Cluster

    train_sweep(asked, done, Cluster(cluster), take)


def open_results(path: str | os.PathLike[str]) -> SweepResults:
    """Opens a file of results of `sweep` or of `nntui sweep`.

    Raises:
        SweepError: It cannot be read, or holds something else.
    """
    return SweepResults(read_results(expanded(path)))
