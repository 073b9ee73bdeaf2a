"""Writes links of the web Playground, in the page's own form, and lists what they cannot hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from nntui.engine.datasets import DATASETS, OWN
from nntui.engine.features import WEB_FEATURES
from nntui.experiment.experiment import DATASET_SETTINGS, SETTINGS, Experiment
from nntui.experiment.setting import Choice, Flag, Setting
from nntui.experiment.shown_text import shorten
from nntui.formats.link_reader import OF_THE_PAGE_ALONE, PAGE_NOISE_BEYOND, PAGE_NOISE_LIMIT
from nntui.language import _, ngettext
from nntui.session.link_extras import HIDE, NO_LINK_EXTRAS, LinkExtras

PAGE = "https://playground.tensorflow.org/"

_ORDER = (
    "activation",
    "regularization",
    "batchSize",
    "dataset",
    "regDataset",
    "learningRate",
    "regularizationRate",
    "noise",
    "networkShape",
    "seed",
    "showTestData",
    "discretize",
    "percTrainData",
    "x",
    "y",
    "xTimesY",
    "xSquared",
    "ySquared",
    "cosX",
    "sinX",
    "cosY",
    "sinY",
    "collectStats",
    "problem",
    "initZero",
    "hideText",
)
"""The page's keys in the order in which it writes them."""
_SAFE = "/?:@!$'()*+,;"
"""What need not be escaped behind a # beside letters, digits and -._~."""
_PLAIN_SEED = re.compile(r"[A-Za-z0-9\-._~/?:@!$'()*+,;|{}\[\]^]+")
"""Seeds that a browser hands to the page to the letter: it escapes blanks and the like, and the page does not read that
back."""


@dataclass(frozen=True)
class LinkWriting:
    """A link.

    Attributes:
        link: The whole link.
        notes: What of the present state it cannot say, a sentence each.
    """

    link: str
    notes: tuple[str, ...]


def write_link(
    experiment: Experiment, link_extras: LinkExtras = NO_LINK_EXTRAS, *, is_edited: bool = False
) -> LinkWriting:
    """Writes a link that opens on the web page with the same data, the same network and the same first weights.

    Args:
        experiment: The settings.
        link_extras: What came with a link, which is given back.
        is_edited: Whether weights were set by hand or points changed while they were learned.
    """
    ours = dict(_ours(experiment)) | dict.fromkeys(OF_THE_PAGE_ALONE, "false")
    given = {key: text for key, text in link_extras.pairs if not _is_outdated(key, text, experiment)}
    pairs = [(key, given.pop(key, ours[key])) for key in _ORDER if key in ours]
    pairs += given.items()
    state = "&".join(f"{quote(key, _SAFE)}={_escaped(key, text)}" for key, text in pairs)
    return LinkWriting(f"{PAGE}#{state}", tuple(_untold(experiment, is_edited)))


def _escaped(key: str, text: str) -> str:
    # The page takes a seed as it stands, escapes and all, so it is left alone where a link can hold it.
    return text if key == "seed" and _PLAIN_SEED.fullmatch(text) else quote(text, _SAFE)


def _is_outdated(key: str, text: str, experiment: Experiment) -> bool:
    """Whether a link would take a feature away that has been switched on since."""
    on = {WEB_FEATURES[name].link_name for name in experiment.features if name in WEB_FEATURES}
    return text == "true" and key.endswith(HIDE) and key.removesuffix(HIDE) in on


def _ours(experiment: Experiment) -> Iterator[tuple[str, str]]:
    for name, setting in SETTINGS.items():
        value = getattr(experiment, name)
        if isinstance(setting, Choice) and setting in DATASET_SETTINGS.values() and not _is_of_the_page(value):
            value = setting.default
        if setting.link_name == "regularization" and value == "none":
            continue  # so does the page
        if setting.link_name:
            yield setting.link_name, _text(setting, value)
    for feature in WEB_FEATURES.values():
        yield feature.link_name, _word(feature.name in experiment.features)


def _is_of_the_page(dataset: str) -> bool:
    return dataset != OWN and DATASETS[dataset].is_web


def _text(setting: Setting, value: object) -> str:
    if isinstance(setting, Flag):
        return _word(bool(value))
    return "" if value == () else setting.format(value)


def _word(on: bool) -> str:
    return "true" if on else "false"


def _untold(experiment: Experiment, is_edited: bool) -> Iterator[str]:
    if experiment.uses_user_points:
        yield _("Your own points are not in a link: the page shows its first data set. w saves them with the work")
    elif not experiment.data.is_web:
        sentence = _("The page does not have the data set {name}: it shows its first one")
        yield sentence.format(name=experiment.data.label)
    elif is_edited:
        yield _("Weights that were set by hand are not in a link: the page starts from those that the seed gives")
    if experiment.weights_draw and not experiment.zero_initialization:
        sentence = ngettext(
            "A link opens at start 1 of the seed; to get to this start, press Reset on the page once",
            "A link opens at start 1 of the seed; to get to this start, press Reset on the page {count} times",
            experiment.weights_draw,
        )
        yield sentence.format(count=experiment.weights_draw)
    if experiment.noise > PAGE_NOISE_LIMIT:
        sentence = _("The page lowers a noise above {limit} to {used}")
        yield sentence.format(limit=PAGE_NOISE_LIMIT, used=PAGE_NOISE_BEYOND)
    if not _PLAIN_SEED.fullmatch(experiment.seed):
        sentence = _("A link cannot hold the seed {seed} to the letter: the page draws from another")
        yield sentence.format(seed=shorten(experiment.seed))
