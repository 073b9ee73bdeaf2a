"""Everything that can be exported: the network as code and data, its losses, its points, and pictures of it.

To add a kind, write a module and add an entry to `EXPORTS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

from nntui.experiment.shown_text import shorten
from nntui.formats.exports import (
    films,
    history_file,
    json_file,
    keras_file,
    onnx_file,
    pictures,
    points_file,
    python_file,
    pytorch_file,
)
from nntui.formats.exports.context import ExportContext
from nntui.formats.exports.trained import ExportError, missing_package
from nntui.language import N_, _, translated
from nntui.training.snapshot import Snapshot

__all__ = ["EXPORTS", "Export", "ExportContext", "ExportError", "exports_with_suffix", "find_export"]


@dataclass(frozen=True)
class Export:
    """One kind of file.

    Attributes:
        name: The kind, on the command line; some kinds can be written in several forms.
        suffix: What the name of such a file ends with, dot included.
        write: The content of the file; text is UTF-8. Raises `ExportError` if it cannot be written.
        label: On the screen.
        help: What it is good for, in a line.
        addition: What is added to the name of an experiment's file, so that two kinds of one suffix do not meet.
        package: The package, by the name it is imported by, without which it cannot be written.
        needs_screen: Whether it can be written in the playground alone.
        picture_bytes: Of a film, what a picture of it takes, about; 0 for what needs no run.
    """

    name: str
    suffix: str
    write: Callable[[ExportContext], bytes]
    label: str = translated()
    help: str = translated()
    addition: str = ""
    package: str | None = None
    needs_screen: bool = False
    picture_bytes: int = 0

    @property
    def needs_run(self) -> bool:
        """Whether it shows a whole run."""
        return self.picture_bytes > 0

    @property
    def title(self) -> str:
        """The label, with the end of the name where a kind has several."""
        if sum(each.name == self.name for each in EXPORTS.values()) == 1:
            return self.label
        return f"{self.label} {self.suffix}"

    def check(self, has_screen: bool = False, has_run: bool = False) -> None:
        """Finds out, before anything is trained for it, whether it can be written here.

        Args:
            has_screen: Whether there is a screen to take a picture of.
            has_run: Whether there is a whole run to be filmed.

        Raises:
            ExportError: It cannot; the message says what is missing.
        """
        if self.package is not None and find_spec(self.package) is None:
            raise ExportError(missing_package(self.package))
        if self.needs_screen and not has_screen:
            raise ExportError(_(pictures.NO_SCREEN))
        if self.needs_run and not has_run:
            raise ExportError(_(films.NO_RUN))


def _of_snapshot(write: Callable[[Snapshot], bytes]) -> Callable[[ExportContext], bytes]:
    return lambda context: write(context.snapshot)


_PYTHON, _PYTORCH, _KERAS = map(_of_snapshot, (python_file.write, pytorch_file.write, keras_file.write))
_ONNX, _JSON, _HISTORY = map(_of_snapshot, (onnx_file.write, json_file.write, history_file.write))
_POINTS, _GRID, _LOSSES, _SCREEN = points_file.write, pictures.write_grid, pictures.write_losses, pictures.write_screen
_FILM = N_("how the run learned, as a picture that moves")
_CAST = N_("the same in a terminal, for asciinema play")
_PNG = N_("the same in pixels, for a mail or a course system")


def _by_id(*exports: Export) -> dict[str, Export]:
    table: dict[str, Export] = {}
    for export in exports:
        is_further = any(export.name == each.name for each in table.values())
        table[export.name + export.suffix if is_further else export.name] = export
    return table


EXPORTS: dict[str, Export] = _by_id(
    *(
        Export("python", ".py", _PYTHON, "Python", N_("a program to read and run, which needs NumPy alone")),
        Export(
            "pytorch", ".py", _PYTORCH, "PyTorch", N_("a program with the network as a torch.nn.Module"), "-pytorch"
        ),
        Export("keras", ".py", _KERAS, "Keras", N_("a program with the network as a Keras 3 model"), "-keras"),
        Export(
            "onnx", ".onnx", _ONNX, "ONNX", N_("the network as a graph, for ONNX Runtime and others"), package="onnx"
        ),
        Export("json", ".json", _JSON, "JSON", N_("network and experiment as plain numbers and words")),
        Export(
            "history", ".csv", _HISTORY, N_("History"), N_("the losses over the epochs, for a spreadsheet"), "-history"
        ),
        Export(
            "points", ".csv", _POINTS, N_("Points"), N_("the points, for a spreadsheet or for nntui --data"), "-points"
        ),
        Export(
            "grid",
            ".svg",
            _GRID,
            N_("Decision grid"),
            N_("the large picture with points and axes, for slides"),
            "-grid",
        ),
        Export("grid", ".png", pictures.write_grid_png, N_("Decision grid"), _PNG, "-grid", "PIL"),
        Export("losses", ".txt", _LOSSES, N_("Loss plot"), N_("the losses as text, for a mail or a report"), "-losses"),
        Export("losses", ".svg", pictures.write_losses_svg, N_("Loss plot"), N_("with axes, for slides"), "-losses"),
        Export("losses", ".png", pictures.write_losses_png, N_("Loss plot"), _PNG, "-losses", "PIL"),
        Export("screen", ".svg", _SCREEN, N_("Screen"), N_("the whole screen as it is"), "-screen", needs_screen=True),
        Export("screen", ".png", pictures.write_screen_png, N_("Screen"), _PNG, "-screen", "PIL", needs_screen=True),
        Export("film", ".svg", films.write_svg, N_("Film"), _FILM, "-film", picture_bytes=2_500),
        Export("film", ".gif", films.write_gif, N_("Film"), _PNG, "-film", "PIL", picture_bytes=22_000),
        Export("film", ".cast", films.write_cast, N_("Film"), _CAST, "-film", picture_bytes=6_000),
    )
)
"""By the kind, and the further ones of a kind by kind and suffix. In the order in which they are offered; of those with
one suffix the first is the usual one.
"""


def exports_with_suffix(suffix: str) -> tuple[Export, ...]:
    """The kinds of file whose names end so, the usual one first; the case of letters does not matter."""
    return tuple(export for export in EXPORTS.values() if export.suffix == suffix.lower())


def find_export(suffix: str, name: str | None = None) -> Export:
    """The export for a file.

    Args:
        suffix: What the file's name ends with, dot included.
        name: The kind; None for the usual one of that suffix.

    Raises:
        ExportError: There is no such kind, none with that suffix, or the two do not go together; the message names
            what is allowed.
    """
    fitting = exports_with_suffix(suffix)
    if name is None:
        if not fitting:
            sentence = _("{name} is not allowed; allowed is {names}")
            raise ExportError(sentence.format(name=_shown(suffix), names=", ".join(_suffixes())))
        return fitting[0]
    forms = [export for export in EXPORTS.values() if export.name == name]
    if not forms:
        sentence = _("{name} is no kind of export; allowed is {names}")
        kinds = dict.fromkeys(export.name for export in EXPORTS.values())
        raise ExportError(sentence.format(name=shorten(name), names=", ".join(kinds)))
    for form in forms:
        if form in fitting:
            return form
    sentence = _("{name} is written to {right}, not to {wrong}")
    right = ", ".join(form.suffix for form in forms)
    parts = [sentence.format(name=name, right=right, wrong=_shown(suffix))]
    if fitting:
        sentence = _("of {suffix} the kinds are {names}")
        parts.append(sentence.format(suffix=suffix, names=", ".join(each.name for each in fitting)))
    raise ExportError("; ".join(parts))


def _suffixes() -> list[str]:
    return list(dict.fromkeys(export.suffix for export in EXPORTS.values()))


def _shown(suffix: str) -> str:
    return shorten(suffix) if suffix else _("a name without a suffix")
