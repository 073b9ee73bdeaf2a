"""The exports that show how a run learned: a film of the decision grid and the losses."""

from typing import TYPE_CHECKING

from nntui.formats.exports.context import ExportContext
from nntui.formats.exports.pictures import grid_figure, summary, title_of
from nntui.formats.exports.trained import ExportError
from nntui.language import N_, _

if TYPE_CHECKING:
    from nntui.paper.film import Film, FilmStyle, Report

NO_RUN = N_("a film needs the whole run: write it with nntui train, or in the playground")


def write_svg(context: ExportContext) -> bytes:
    """The film as an SVG that moves.

    Raises:
        ExportError: There is no run.
    """
    from nntui.paper.film import frames_of, scene_of
    from nntui.paper.film_files import film_svg

    style = _style(context)
    return film_svg(scene_of(frames_of(_film(context), context.snapshot, style), style)).encode()


def write_gif(context: ExportContext) -> bytes:
    """The film as GIF.

    Raises:
        ExportError: There is no run.
    """
    from nntui.paper.film import Film, frames_of, scene_of
    from nntui.paper.film_files import film_gif

    film, style = _film(context), _style(context)
    first = Film(film.source, film.frames, _part(film.report, 0))
    scene = scene_of(frames_of(first, context.snapshot, style), style)
    return film_gif(scene, _part(film.report, 1))


def write_cast(context: ExportContext) -> bytes:
    """The film as a cast for asciinema.

    Raises:
        ExportError: There is no run.
    """
    from nntui.paper.film import frames_of
    from nntui.paper.film_cast import GRID_CELLS, film_cast

    style = _style(context)
    return film_cast(frames_of(_film(context), context.snapshot, style, GRID_CELLS), style).encode()


def _film(context: ExportContext) -> "Film":
    if context.film is None:
        raise ExportError(_(NO_RUN))
    return context.film


def _style(context: ExportContext) -> "FilmStyle":
    from nntui.paper.film import FilmStyle

    title = title_of(context.snapshot.experiment, context.node)
    return FilmStyle(grid_figure(context), title, context.node, summary)


def _part(report: "Report", before: int) -> "Report":
    """What is reported of one of two passes over the pictures."""

    def of_both(done: int, total: int) -> None:
        report(before * total + done, 2 * total)

    return of_both
