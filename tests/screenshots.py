"""Takes the pictures in `screenshots/` from the real app: `python -m tests.screenshots`."""

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from nntui.app import PlaygroundApp
from nntui.drawing.palette import ColorLevel
from nntui.engine.features import WEB_FEATURES
from nntui.experiment.experiment import Experiment
from nntui.formats.points import parse_points
from nntui.language import ENGLISH, use
from nntui.locale.compiling import compile_catalogues
from nntui.storage.start import StartState

FOLDER = Path(__file__).parent.parent / "screenshots"
SEED = "0.59734"
SIZES = {"80x24": (80, 24), "100x30": (100, 30), "120x40": (120, 40), "160x50": (160, 50), "200x60": (200, 60)}


@dataclass(frozen=True)
class Picture:
    """What is to be seen.

    Attributes:
        size: Of the terminal, a key of `SIZES`.
        epochs: How far it is trained.
        settings: Those that differ from the defaults.
        keys: Pressed before the picture is taken.
        level: What the terminal can show.
        theme: A theme's name.
        palette: Keys `c` pressed, to go to another palette.
        language: The code of the language.
        lesson: The id of the lesson that is on.
    """

    size: str
    epochs: int = 50
    settings: dict[str, Any] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    level: ColorLevel = ColorLevel.TRUECOLOR
    theme: str = "playground"
    palette: int = 0
    language: str = ENGLISH
    lesson: str = ""


SIX_LAYERS = {"hidden_layers": (8,) * 6}
SPIRAL = {"dataset": "spiral", "features": tuple(WEB_FEATURES), "hidden_layers": (8, 8)}
REGRESSION = {"problem": "regression", "regression_dataset": "reg-gauss", "show_test_data": True}


def _pets() -> dict[str, Any]:
    """A person's own data with units of its own."""
    random = Random(7)
    cats = [(random.gauss(158, 6), random.gauss(52, 6), "cat") for _ in range(60)]
    dogs = [(random.gauss(178, 7), random.gauss(82, 9), "dog") for _ in range(60)]
    rows = "".join(f"{height:.1f},{weight:.1f},{who}\n" for height, weight, who in cats + dogs)
    return {"dataset": "own", "user_points": parse_points(f"height,weight,who\n{rows}", "pets.csv").points}


IRIS = Path(__file__).parent / "data" / "tables" / "iris-two-columns-3-species.csv"


def _iris() -> dict[str, Any]:
    """Three species of iris from a table, with a network that learns them."""
    points = parse_points(IRIS.read_text(encoding="utf-8"), IRIS.name).points
    return {"dataset": "own", "user_points": points, "optimizer": "adam", "hidden_layers": (4, 4)}


BEYOND = {
    "iris": Picture("", 100, _iris()),
    "three-arms": Picture("", 150, {"dataset": "three-arms", "hidden_layers": (8, 8), "optimizer": "adam"}),
    "six-classes": Picture("", 30, {"dataset": "blobs", "classes": 6, "optimizer": "adam", "hidden_layers": (6,)}),
    "confusion-matrix": Picture("", 25, {"dataset": "three-arms", "hidden_layers": (8, 8)}, keys=("C",)),
    "more-parameters": Picture(
        "",
        40,
        {
            "optimizer": "adamw",
            "schedule": "cosine",
            "dropout": (0.2, 0),
            "layer_activations": ("gelu", ""),
            "shuffle": True,
        },
        keys=("P",),
    ),
    "own-feature": Picture("", 40, {"features": ("x", "y", "x1*x2^2")}, keys=("F",)),
    "dropout": Picture("", 40, {"dropout": (0.4,), "hidden_layers": (8, 6), "loss": "cross-entropy"}),
    "data-sets": Picture("", 0, keys=("D",)),
}
"""Of what the web page does not have, at two sizes."""
RING = ("a", *("enter", "right") * 3, "b", *("down",) * 4, *("enter", "left") * 5)

LEARNING = {
    "card": Picture("", keys=("p", "question_mark")),
    "question": Picture("", 0, lesson="batch", keys=("enter",)),
    "half-way": Picture("", 0, lesson="batch", keys=("enter", "N", "N", "N", "s", "s")),
    "passed": Picture("", 0, lesson="batch", keys=("enter", "2", "5", "enter", "s")),
    "iteration": Picture("", 1, keys=("b", "tab")),
}
"""Of the lessons and cards, in each language at two sizes."""
TWO_RUNS = ("S",) * 12 + ("R",) + ("S",) * 6
COMPARING = {
    "replay": Picture("", 300, keys=("O", "home", "pagedown")),
    "runs": Picture("", 300, keys=(*TWO_RUNS, "V")),
    "runs-behind": Picture("", 300, keys=TWO_RUNS),
    "side-by-side": Picture("", 300, keys=(*TWO_RUNS, "V", "space", "down", "space", "c")),
}
"""Of what has been trained before, at two sizes."""

PICTURES: dict[str, Picture] = {
    **{f"default-{size}": Picture(size) for size in SIZES},
    **{f"default-epoch-{epochs}-{size}": Picture(size, epochs) for epochs in (0, 300) for size in ("120x40", "200x60")},
    "six-layers-80x24": Picture("80x24", 60, SIX_LAYERS),
    "six-layers-120x40": Picture("120x40", 60, SIX_LAYERS),
    "six-layers-200x60": Picture("200x60", 60, SIX_LAYERS),
    "six-layers-160x50": Picture("160x50", 60, SIX_LAYERS),
    "spiral-120x40": Picture("120x40", 400, SPIRAL),
    "spiral-200x60": Picture("200x60", 400, SPIRAL),
    "regression-120x40": Picture("120x40", 100, REGRESSION),
    "regression-200x60": Picture("200x60", 100, REGRESSION),
    "neuron-200x60": Picture("200x60", 300, keys=("n", "down")),
    "neuron-120x40": Picture("120x40", 300, keys=("n", "down")),
    "edited-weight-120x40": Picture("120x40", keys=("n", "left", "enter", "2", ".", "5", "enter")),
    "light-120x40": Picture("120x40", settings={"show_test_data": True}, theme="playground-light"),
    "own-data-120x40": Picture("120x40", settings=_pets(), keys=("o",)),
    "own-data-80x24": Picture("80x24", settings=_pets(), keys=("o",)),
    "painting-80x24": Picture("80x24", 0, keys=RING),
    "painting-120x40": Picture("120x40", 0, keys=RING),
    **{f"portuguese-{size}": Picture(size, 300, language="pt_BR") for size in ("80x24", "120x40", "160x50")},
    "portuguese-help-80x24": Picture("80x24", keys=("p", "question_mark"), language="pt_BR"),
    **{
        f"{name}-{language}-{size}": replace(picture, size=size, language=code)
        for language, code in (("english", ENGLISH), ("portuguese", "pt_BR"))
        for size in ("80x24", "120x40")
        for name, picture in LEARNING.items()
    },
    **{
        f"{name}-{size}": replace(picture, size=size)
        for size in ("80x24", "120x40")
        for name, picture in (COMPARING | BEYOND).items()
    },
    "export-80x24": Picture("80x24", keys=("ctrl+e",)),
    "link-80x24": Picture("80x24", keys=("y",)),
    **{f"dark-palette-epoch-{epochs}-80x24": Picture("80x24", epochs, palette=1) for epochs in (50, 300)},
    **{f"every-eye-epoch-{epochs}-80x24": Picture("80x24", epochs, palette=2) for epochs in (50, 300)},
    **{
        f"{level.name.lower().replace('_', '-')}-epoch-{epochs}-80x24": Picture("80x24", epochs, level=level)
        for level in ColorLevel
        for epochs in (50, 300)
    },
}
"""By file name."""


async def take(name: str) -> Path:
    """Takes one picture and returns its file."""
    picture = PICTURES[name]
    use(picture.language)
    start = StartState(Experiment(seed=SEED, **picture.settings), begins=picture.lesson)
    app = PlaygroundApp(start, color_level=picture.level)
    app.theme = picture.theme
    async with app.run_test(size=SIZES[picture.size], notifications=False) as pilot:
        app.session.player.step(picture.epochs)
        while app.screen_stack[0].view.shown_epoch < picture.epochs:  # type: ignore[attr-defined]
            await pilot.pause(0.05)
        await pilot.press(*["c"] * picture.palette, *picture.keys)
        await pilot.pause(0.2)
        return Path(app.save_screenshot(f"{name}.svg", str(FOLDER)))


if __name__ == "__main__":
    compile_catalogues()
    for each in PICTURES:
        print(asyncio.run(take(each)))
