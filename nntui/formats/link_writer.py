"""Writes links of the web Playground, in the page's own form, and lists what they cannot hold.

What the page does not have stands in keys of ours, which it ignores, and only where it is not at its default.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from nntui.engine.activations import ACTIVATIONS
from nntui.engine.datasets import DATASETS, OWN
from nntui.engine.features import WEB_FEATURES, feature_of
from nntui.engine.losses import LOSSES
from nntui.engine.optimizers import OPTIMIZERS
from nntui.engine.schedules import SCHEDULES
from nntui.experiment.experiment import DATASET_SETTINGS, SETTINGS, Experiment
from nntui.experiment.setting import Choice, Flag, Setting
from nntui.experiment.settings import ACTIVATION, CLASSES, INITIALIZATION, INPUT_FEATURES, LOSS, WEIGHTS_DRAW
from nntui.experiment.shown_text import shorten
from nntui.formats.link_reader import OF_THE_PAGE_ALONE, OWN_KEYS, PAGE_NOISE_BEYOND, PAGE_NOISE_LIMIT
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
_SAFE_IN_OURS = _SAFE.replace("(", "").replace(")", "")
"""The same in a value of ours: a parenthesis at the end of a link would be taken for one of the sentence around it."""
_MARKS = tuple("\"'`;)/],>.")
"""What a link's reader takes away from its end."""
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
    given = {
        key: text for key, text in link_extras.pairs if key not in OWN_KEYS and not _is_outdated(key, text, experiment)
    }
    pairs = [(key, given.pop(key, ours[key])) for key in _ORDER if key in ours]
    pairs += [*_beyond_the_page(experiment), *given.items()]
    state = "&".join(f"{quote(key, _SAFE)}={_escaped(key, text)}" for key, text in pairs)
    return LinkWriting(f"{PAGE}#{state}", tuple(_untold(experiment, is_edited)))


def _escaped(key: str, text: str) -> str:
    # The page takes a seed as it stands, escapes and all, so it is left alone where a link can hold it.
    if key == "seed" and _PLAIN_SEED.fullmatch(text):
        return text
    if key in OWN_KEYS or key in _ORDER:
        return quote(text, _SAFE_IN_OURS if key in OWN_KEYS else _SAFE)
    # Behind the last value a mark is taken for one of the sentence around the link, unless it is escaped.
    text, last = (text[:-1], f"%{ord(text[-1]):02X}") if text.endswith(_MARKS) else (text, "")
    return quote(text, _SAFE_IN_OURS.replace("'", "")) + last


def _is_outdated(key: str, text: str, experiment: Experiment) -> bool:
    """Whether a link would take a feature away that has been switched on since."""
    on = {WEB_FEATURES[name].link_name for name in experiment.features if name in WEB_FEATURES}
    return text == "true" and key.endswith(HIDE) and key.removesuffix(HIDE) in on


def _ours(experiment: Experiment) -> Iterator[tuple[str, str]]:
    for name, setting in SETTINGS.items():
        value = getattr(experiment, name)
        if isinstance(setting, Choice) and not _page_has(setting, value):
            value = setting.default
        if setting.link_name == "regularization" and value == "none":
            continue  # so does the page
        if setting.link_name:
            yield setting.link_name, _text(setting, value)
    for feature in WEB_FEATURES.values():
        yield feature.link_name, _word(feature.name in experiment.features)


def _page_has(setting: Choice, name: str) -> bool:
    """Whether the page has a choice of a setting that it has."""
    if setting in DATASET_SETTINGS.values():
        return name != OWN and DATASETS[name].is_web
    return setting is not ACTIVATION or ACTIVATIONS[name].is_web


def _beyond_the_page(experiment: Experiment) -> Iterator[tuple[str, str]]:
    """The keys of ours with their values, where there is something to say."""
    for name, setting in SETTINGS.items():
        value = getattr(experiment, name)
        if setting is INPUT_FEATURES:
            value = tuple(each for each in value if each not in WEB_FEATURES)
        if setting.own_link_name and not _is_said_without(setting, value, experiment):
            yield setting.own_link_name, _text(setting, value)


def _is_said_without(setting: Setting, value: object, experiment: Experiment) -> bool:
    """Whether a link needs no key of ours for a value."""
    if setting is INPUT_FEATURES:
        return not value
    if isinstance(setting, Choice) and setting.link_name:
        return value == OWN or _page_has(setting, str(value))
    is_zero = setting is INITIALIZATION and experiment.zero_initialization  # a key of the page says that
    return is_zero or value == getattr(setting, "default", None)


def _text(setting: Setting, value: object) -> str:
    if isinstance(setting, Flag):
        return _word(bool(value))
    return "" if value == () else setting.format(value)


def _word(on: bool) -> str:
    return "true" if on else "false"


def _untold(experiment: Experiment, is_edited: bool) -> Iterator[str]:
    ignored = list(_ignored(experiment))
    if ignored:
        yield _("The page ignores what it does not have: {settings}").format(settings=", ".join(ignored))
    if experiment.uses_user_points:
        yield _("Your own points are not in a link: the page shows its first data set. w saves them with the work")
    elif not experiment.data.is_web:
        sentence = _("The page does not have the data set {name}: it shows its first one")
        yield sentence.format(name=experiment.data.label)
    elif is_edited:
        yield _("Weights that were set by hand are not in a link: the page starts from those that the seed gives")
    if experiment.weights_draw and not experiment.zero_initialization:
        sentence = ngettext(
            "The page opens at start 1 of the seed; to get to this start, press Reset on the page once",
            "The page opens at start 1 of the seed; to get to this start, press Reset on the page {count} times",
            experiment.weights_draw,
        )
        yield sentence.format(count=experiment.weights_draw)
    if experiment.noise > PAGE_NOISE_LIMIT:
        sentence = _("The page lowers a noise above {limit} to {used}")
        yield sentence.format(limit=PAGE_NOISE_LIMIT, used=PAGE_NOISE_BEYOND)
    if not _PLAIN_SEED.fullmatch(experiment.seed):
        sentence = _("A link cannot hold the seed {seed} to the letter: the page draws from another")
        yield sentence.format(seed=shorten(experiment.seed))


def _ignored(experiment: Experiment) -> Iterator[str]:
    """What of the experiment the page does not have, as on the screen; not what follows from it or is not used."""
    follows = {CLASSES.name, LOSS.name, WEIGHTS_DRAW.name}  # the last has a sentence of its own
    follows.update(
        *(each.parameters for each in OPTIMIZERS.values()), *(each.parameters for each in SCHEDULES.values())
    )
    said = dict(_beyond_the_page(experiment))
    for name, setting in SETTINGS.items():
        value = getattr(experiment, name)
        if setting is INPUT_FEATURES:
            yield from (feature_of(each).label for each in value if each not in WEB_FEATURES)
        elif setting.own_link_name in said and name not in follows and setting not in DATASET_SETTINGS.values():
            yield f"{setting.label} {setting.display(value)}" if isinstance(setting, Choice) else setting.label
    if experiment.class_count == 2 and not LOSSES[experiment.used_loss].is_web:
        yield f"{LOSS.label} {LOSS.display(experiment.used_loss)}"
