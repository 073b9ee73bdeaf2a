"""The command that exports: the network, its numbers, pictures, films. Loaded when it is first run."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from nntui.dialogs.questions import ChooseOne, Offer
from nntui.dialogs.steps import Steps
from nntui.formats.exports import EXPORTS, Export, ExportError
from nntui.language import _
from nntui.playground import presenter
from nntui.playground.context import Playground
from nntui.playground.saving import ask_path, ask_where, size_text, write_and_say
from nntui.training.rerun import Rerun


def export(at: Playground) -> None:
    """Asks what to take away, and where to, and writes it."""
    offers = tuple(Offer(name, each.title, each.help) for name, each in EXPORTS.items())

    def content(chosen: Export) -> bytes:
        return chosen.write(at.screen.export_context())

    def take(name: str | None) -> None:
        if name is not None:
            chosen = EXPORTS[name]
            if chosen.needs_run:
                _film(at, chosen)
                return
            stem = presenter.file_name(at.session.experiment) + chosen.addition
            ask_where(at, _("Export {name}").format(name=chosen.title), stem, chosen.suffix, partial(content, chosen))

    at.screen.ask(ChooseOne(_("Export"), offers), take)


def _film(at: Playground, chosen: Export) -> None:
    """Says how large the film will be, asks where to, and writes it while a dialog says how far it is.

    Args:
        at: What the command works with.
        chosen: The form of the film.
    """
    from nntui.paper.film import FRAMES, Film, film_epochs

    newest = at.session.snapshot
    run = Rerun(newest, at.session.player.checkpoints)
    try:
        chosen.check(has_run=True)
    except ExportError as error:
        at.refuse(str(error))
        return
    if run.first == run.last:
        at.refuse(_("there is no run to film yet: train some epochs first"))
        return
    context = replace(at.screen.export_context(), snapshot=newest, known_sample=at.session.sample)

    def take(path: Path, _with_extra: bool) -> None:
        steps = Steps()

        def work() -> bytes | ExportError:
            try:
                return chosen.write(replace(context, film=Film(run, FRAMES, steps)))
            except ExportError as error:
                return error

        def done(data: bytes | ExportError) -> None:
            if isinstance(data, ExportError):
                at.refuse(str(data))
            else:
                write_and_say(at, path, lambda: data)

        at.screen.in_background(work, done, _("Filming …"), steps)

    count = len(film_epochs(run.first, run.last))
    sentence = _("Export {name}: {count} pictures, about {size}")
    title = sentence.format(name=chosen.title, count=count, size=size_text(count * chosen.picture_bytes))
    stem = presenter.file_name(at.session.experiment) + chosen.addition
    ask_path(at, title, stem, chosen.suffix, take)
