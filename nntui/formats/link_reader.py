"""Links of the web Playground, as the page writes them and as they are found in the wild.

The state of the page lies behind the first `#`, as `key=value&key=value…`. What the page does not have stands in keys
of ours beside its own, which it ignores. Copied through mails, wikis and HTML it gets
damaged in a handful of known ways; those are mended, and everything that was mended, not understood, ignored or out of
range is reported in a line of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from nntui.engine.activations import ACTIVATIONS
from nntui.engine.datasets import OWN, WEB_DATASETS
from nntui.engine.features import WEB_FEATURES
from nntui.experiment.experiment import (
    BATCH_SIZE,
    DATASET_SETTINGS,
    HIDDEN_LAYERS,
    INPUT_FEATURES,
    NOISE,
    SEED,
    SETTINGS,
    ZERO_INITIALIZATION,
    Experiment,
)
from nntui.experiment.feature_setting import FeatureError, Features
from nntui.experiment.labels import Labels
from nntui.experiment.layer_settings import LayerChoice, LayerNumbers
from nntui.experiment.setting import Choice, Flag, Layers, Number, Setting, SettingError
from nntui.experiment.settings import ACTIVATION, INITIALIZATION, ZERO
from nntui.experiment.shown_text import shorten
from nntui.experiment.typed_number import read_number
from nntui.formats.notes import Notes
from nntui.language import N_, _
from nntui.session.link_extras import CONTROLS, HIDE, NO_LINK_EXTRAS, LinkExtras

PAGE_NOISE_LIMIT = 80
PAGE_NOISE_BEYOND = 50

OF_THE_PAGE_ALONE = ("cosX", "cosY", "collectStats", "hideText")
"""Keys that the page writes into every link and that mean nothing here."""
_QUOTES = "\"'`“”„‟‘’‚‛«»"
_TRAILING = _QUOTES + ";)/],>."
_DAMAGE = tuple(
    (re.compile(pattern, re.IGNORECASE), damaged, meant)
    for pattern, damaged, meant in (
        (r"\\+", "\\", ""),
        # Escaped once more by each program on the way; in one step, for a long row of them took minutes one by one.
        ("&(?:amp;)+", "&amp;", "&"),
        ("&reg;+", "&reg;", "&reg"),
        ("®;*", "®", "&reg"),
        ("%C2%AE;*", "%C2%AE", "&reg"),
        ("&#61;", "&#61;", "="),
    )
)
"""What happens to links on their way, how it looks in a sentence, and what was meant."""


def _as_on_the_page(setting: Setting) -> Setting:
    """The setting with what a link of the page can say: of the data sets those that the page has."""
    if setting is ACTIVATION:
        return _with_options(ACTIVATION, [each.name for each in ACTIVATIONS.values() if each.is_web])
    if isinstance(setting, Choice) and setting in DATASET_SETTINGS.values():
        return _with_options(setting, [name for name in setting.options if name in WEB_DATASETS and name != OWN])
    return setting


def _as_in_ours(setting: Setting) -> Setting:
    """The setting with what a key of ours can say: points of one's own are in no link."""
    if isinstance(setting, Choice) and setting in DATASET_SETTINGS.values():
        return _with_options(setting, [name for name in setting.options if name != OWN])
    return setting


def _with_options(setting: Choice, names: list[str]) -> Choice:
    labels = setting.options.only(names) if isinstance(setting.options, Labels) else setting.options
    return replace(setting, label=setting.label, help=setting.help, options=labels)


_SETTING_BY_KEY = {each.link_name: _as_on_the_page(each) for each in SETTINGS.values() if each.link_name}
_OWN_BY_KEY = {each.own_link_name: _as_in_ours(each) for each in SETTINGS.values() if each.own_link_name}
_FEATURE_BY_KEY = {feature.link_name: feature for feature in WEB_FEATURES.values()}
_HOST = "playground.tensorflow.org"
NO_LINK = N_("{text} is no link of the web Playground: behind a # it has nothing of an experiment")
"""For a link of another page; shown through `_`."""
MOST_CHARACTERS = 1_000_000
"""No link is longer; of a longer text only so much is read."""
MOST_KEPT = 1000
"""So many pairs are kept, of so many characters each."""
_ALMOST = 0.8
_TUTORIAL = "tutorial"
"""Names a lesson, which begins where it is at hand."""
_MOST_NAMED, _LONGEST_NAMED = 12, 40
"""So many keys are named in one sentence, in so many characters each."""
_PAGE_KEYS = _SETTING_BY_KEY.keys() | _FEATURE_BY_KEY.keys()
"""Every key of the page that is of the experiment."""
OWN_KEYS = _OWN_BY_KEY.keys()
"""Every key of ours, which the page ignores."""
_KEYS = _PAGE_KEYS | OWN_KEYS
_HIDEABLE = CONTROLS.keys() | _FEATURE_BY_KEY.keys()
"""Every key that a link may hide; a link that says nothing else is of the page, too."""


@dataclass(frozen=True)
class LinkReading:
    """What a link says.

    Attributes:
        experiment: The settings, with the default where the link says nothing usable.
        notes: What was mended, not understood, ignored or out of range, a sentence each.
        link_extras: What the link says beyond the experiment.
        is_of_the_page: Whether anything in it is of the web Playground; if not, it is some other link.
    """

    experiment: Experiment
    notes: tuple[str, ...]
    link_extras: LinkExtras = NO_LINK_EXTRAS
    is_of_the_page: bool = True


def looks_like_link(text: str) -> bool:
    """Whether a text is meant as a link, rather than as a command or a file."""
    return "#" in text or "://" in text or bool(re.match(r"\s*[\w.-]+=", text)) or _HOST in text


def read_link(link: str) -> LinkReading:
    """Reads a link of the web Playground, whatever happened to it on its way.

    Args:
        link: The whole link, or only what stands behind the `#`. Never refused: what cannot be read is reported.
    """
    notes = Notes()
    pairs = dict(_pairs(_state_of(link, notes), notes))
    values: dict[str, Any] = {}
    ours: dict[str, Any] = {}
    beyond: list[tuple[str, str]] = []
    for key, text in pairs.items():
        setting = _SETTING_BY_KEY.get(key) or _OWN_BY_KEY.get(key)
        if setting is not None:
            value = _value(key, text, setting, notes)
            if value is not None:
                (ours if key in OWN_KEYS else values)[setting.name] = value
        elif key in _FEATURE_BY_KEY:
            continue
        elif len(beyond) < MOST_KEPT and max(len(key), len(text)) <= MOST_KEPT:
            beyond.append((key, text))
        else:
            many, long = _("{key}={text} is more than is kept"), _("{key}={text} is too long to be kept")
            what = many if len(beyond) >= MOST_KEPT else long
            notes.add(what.format(key=shorten(key), text=shorten(text)), kind=what)
    link_extras = LinkExtras(tuple(beyond))
    more_features = ours.pop(INPUT_FEATURES.name, ())
    values |= ours
    values[INPUT_FEATURES.name] = (*_features(pairs, link_extras, notes), *more_features)
    _make_initialization_agree(values, notes)
    _report(link_extras, notes)
    experiment = _experiment(values, pairs.get(BATCH_SIZE.link_name), notes)
    known = _PAGE_KEYS if "://" in link else _KEYS | {_TUTORIAL}  # ours are words that other pages may have, too
    is_of_the_page = _HOST in link or not known.isdisjoint(pairs) or not _HIDEABLE.isdisjoint(link_extras.asked_to_hide)
    return LinkReading(experiment, notes.sentences, link_extras, is_of_the_page)


def _make_initialization_agree(values: dict[str, Any], notes: Notes) -> None:
    """Takes an initialization away that the page's flag for zeros contradicts."""
    name = values.get(INITIALIZATION.name, ZERO)
    if values.get(ZERO_INITIALIZATION.name) and name != ZERO:
        del values[INITIALIZATION.name]
        sentence = _("{key}={text} is ignored, for {other}=true says that all weights start at 0")
        key, other = INITIALIZATION.own_link_name, ZERO_INITIALIZATION.link_name
        notes.add(sentence.format(key=key, text=name, other=other), key)


def _experiment(values: dict[str, Any], batch_size: str | None, notes: Notes) -> Experiment:
    try:
        return Experiment(**values)
    except SettingError:
        # Each value was checked alone, so what is left is a batch larger than the training set.
        base = Experiment(**values | {"batch_size": 1})
        most = max(1, base.train_size)
    if batch_size is not None:
        key = BATCH_SIZE.link_name
        notes.take_back(key)
        notes.add(_out_of_range(key, batch_size, base.allowed_batch_size, str(most)))
    return base.changed(batch_size=most)


def _state_of(link: str, notes: Notes) -> str:
    """The part behind the first `#`, with the damage of mails, wikis and HTML repaired and reported."""
    text = link.encode("utf-8", "replace").decode().strip()  # bytes that are no text come as lone surrogates
    if len(text) > MOST_CHARACTERS:
        sentence = _("the link has {count} characters; only the first {most} are read")
        notes.add(sentence.format(count=f"{len(text):,}", most=f"{MOST_CHARACTERS:,}"))
        text = text[:MOST_CHARACTERS]
    if len(text.split()) > 1:
        notes.add(_("white space in the link is left out"))
        text = "".join(text.split())
    bare = text.strip(_QUOTES + "<>()[]")
    for pattern, damaged, meant in _DAMAGE:
        bare, count = pattern.subn(meant, bare)
        if count:
            sentence = _("{damaged} in the link is read as {meant}")
            notes.add(sentence.format(damaged=damaged, meant=meant or _("nothing")))
    if "#" not in bare and "%23" in bare:
        notes.add(_("{damaged} in the link is read as {meant}").format(damaged="%23", meant="#"))
        bare = bare.replace("%23", "#", 1)
    head, mark, state = bare.partition("#")
    if not mark:
        state = head if re.match(r"[&?]*\w+=", head) else ""
        if not state and "=" in head:
            notes.add(_("the link has no #, behind which its state would stand, so it says nothing"))
    if "=" not in state and "%3D" in state.upper():
        notes.add(_("the link is written twice in percent escapes; it is read once more"))
        state = unquote(state)
    return state.lstrip("#&?")


def _pairs(state: str, notes: Notes) -> Iterator[tuple[str, str]]:
    parts = [part for part in state.split("&") if part]
    for index, part in enumerate(parts):
        key, equals, text = part.partition("=")
        key = key.strip(_QUOTES)
        plain = unquote(key)
        key = key if plain in _KEYS else plain  # as it is written again; the page knows no escapes in its own keys
        if not equals:
            notes.add(_("{key}: it has no value, so it is ignored").format(key=shorten(key)), key, "no value")
            continue
        is_last, is_seed = index == len(parts) - 1, key == SEED.link_name
        if key in _KEYS and not is_seed:
            text = unquote(text)
            bare = _trimmed(text, key)
        else:
            # The seed, and what is not ours, is trimmed only where the link ends and the sentence around it goes on:
            # marks that are escaped are not of the sentence, and the seed's text is the seed itself, escapes and all.
            bare = _trimmed(text, key) if is_last else text
            text, bare = (text, bare) if is_seed else (unquote(text), unquote(bare))
        if bare != text:
            notes.add(_read_as(shorten(key), text, shorten(bare)), key, "trimmed")
        yield key, bare


def _trimmed(text: str, key: str) -> str:
    """A value without the marks of the sentence around it."""
    bare = text.strip(_QUOTES).rstrip(_TRAILING)
    if key != INPUT_FEATURES.own_link_name:
        return bare
    return bare + ")" * (bare.count("(") - bare.count(")"))  # those of a formula are its own


def _value(key: str, text: str, setting: Setting, notes: Notes) -> Any:
    """The value of one key, or None where the default stays."""
    if isinstance(setting, Layers):
        return _layers(key, text, notes)
    if not text.strip():
        notes.add(_("{key}: it is blank, so the default is used").format(key=key), key)
        return None
    if isinstance(setting, Flag) and setting.link_name:
        return _flag(key, text, notes)
    if isinstance(setting, Number):
        return _number(key, text, setting, notes)
    if isinstance(setting, (Features, LayerChoice, LayerNumbers)):
        return _list(key, text, setting, notes)
    if text in ("true", "false") and isinstance(setting, Flag):
        return text == "true"
    try:
        return setting.check(text)
    except SettingError:
        pass
    try:
        if not isinstance(setting, (Choice, Flag)):
            raise setting.error(text)
        value = setting.parse(text)
    except SettingError:
        sentence = _("{key}={text} is not allowed; allowed is {allowed}; the default is used")
        notes.add(sentence.format(key=key, text=shorten(text), allowed=setting.allowed), key)
        return None
    notes.add(_read_as(key, text, value if isinstance(value, str) else str(value).lower()), key)
    return value


def _list(key: str, text: str, setting: Setting, notes: Notes) -> Any:
    """The values of a key that holds several, or None where the default stays."""
    try:
        return setting.parse(text)
    except FeatureError as error:
        sentence = _("{key}={text} cannot be read: {reason}; the default is used")
        notes.add(sentence.format(key=key, text=shorten(text), reason=error), key)
    except SettingError:
        sentence = _("{key}={text} is not allowed; allowed is {allowed}; the default is used")
        notes.add(sentence.format(key=key, text=shorten(text), allowed=setting.allowed), key)
    return None


def _read_as(key: str, text: str, meant: str) -> str:
    return _("{key}={text} is read as {meant}").format(key=key, text=shorten(text), meant=meant)


def _out_of_range(key: str, text: str, allowed: str, used: str) -> str:
    sentence = _("{key}={text} is out of range: allowed is {allowed}; {used} is used")
    return sentence.format(key=key, text=shorten(text), allowed=allowed, used=used)


def _number(key: str, text: str, setting: Number, notes: Notes) -> float | None:
    try:
        number = read_number(text.strip())
        nearest = setting.nearest(number)
    except (ValueError, OverflowError):
        sentence = _("{key}={text} is not {allowed}; the default is used")
        notes.add(sentence.format(key=key, text=shorten(text), allowed=setting.allowed), key)
        return None
    if setting is NOISE and number > PAGE_NOISE_LIMIT:
        sentence = _("{key}={text} is more than the page takes; like the page, {used} is used")
        notes.add(sentence.format(key=key, text=shorten(text), used=PAGE_NOISE_BEYOND), key)
        return setting.check(PAGE_NOISE_BEYOND)
    if setting.whole and number % 1 and setting.low < number < setting.high:
        sentence = _("{key}={text} is not a whole number; {used} is used")
        notes.add(sentence.format(key=key, text=shorten(text), used=setting.format(nearest)), key)
    elif nearest != number:
        notes.add(_out_of_range(key, text, setting.allowed, setting.format(nearest)), key)
    return nearest


def _flag(key: str, text: str, notes: Notes) -> bool:
    if text in ("true", "false"):
        return text == "true"
    for word in ("true", "false"):
        if word.startswith(text.casefold()) or text.casefold() == word:
            notes.add(_read_as(key, text, word), key)
            return word == "true"
    sentence = _("{key}={text} is neither true nor false; the page takes it for true")
    notes.add(sentence.format(key=key, text=shorten(text)), key)
    return True


def _layers(key: str, text: str, notes: Notes) -> tuple[int, ...] | None:
    if not text.strip():
        return ()
    try:
        numbers = [int(read_number(part.strip())) for part in text.split(",")[:MOST_KEPT] if part.strip()]
        fits = tuple(min(max(number, 1), HIDDEN_LAYERS.widest) for number in numbers)[: HIDDEN_LAYERS.most]
    except (ValueError, OverflowError):
        sentence = _("{key}={text} cannot be read; allowed is {allowed}; the default is used")
        notes.add(sentence.format(key=key, text=shorten(text), allowed=HIDDEN_LAYERS.allowed), key)
        return None
    if list(fits) == numbers and HIDDEN_LAYERS.format(fits) != text:
        notes.add(_read_as(key, text, HIDDEN_LAYERS.format(fits)), key)
    if list(fits) != numbers:
        notes.add(_out_of_range(key, text, HIDDEN_LAYERS.allowed, HIDDEN_LAYERS.format(fits)), key)
    return fits


def _features(pairs: dict[str, str], link_extras: LinkExtras, notes: Notes) -> tuple[str, ...]:
    chosen = []
    for key, feature in _FEATURE_BY_KEY.items():
        on = feature.name in INPUT_FEATURES.default
        text = pairs.get(key)
        if text is not None and text.strip():
            on = _flag(key, text, notes)
        if on and key not in link_extras.asked_to_hide:  # the page takes a hidden feature away
            chosen.append(feature.name)
    return tuple(chosen)


def _report(link_extras: LinkExtras, notes: Notes) -> None:
    """Says what becomes of what is not of the experiment."""
    labels = {**CONTROLS, **{key: feature.label for key, feature in _FEATURE_BY_KEY.items()}}
    asked = link_extras.asked_to_hide
    hidden = [label for key, label in labels.items() if key in asked]
    if hidden:
        notes.add(_("hidden, as the link asks: {names}").format(names=", ".join(hidden)))
    kept = []
    for key, text in link_extras.pairs:
        control = key.removesuffix(HIDE)
        if control != key and text == "true" and control not in labels:
            sentence = _("{key}=true: there is no such control to hide")
            notes.add(sentence.format(key=shorten(key)), kind="no control")
        elif control == key and key != _TUTORIAL and not (key in OF_THE_PAGE_ALONE and text == "false"):
            kept.append(key)
    if kept:
        named = [shorten(key, _LONGEST_NAMED) + _meant_perhaps(key) for key in kept[:_MOST_NAMED]]
        more = [_("{count} more").format(count=len(kept) - _MOST_NAMED)] if len(kept) > _MOST_NAMED else []
        sentence = _("of no use here, but kept for when the link is copied: {names}")
        notes.add(sentence.format(names=", ".join(named + more)))


def _meant_perhaps(key: str) -> str:
    """Which key of ours an unknown one is almost."""
    from difflib import get_close_matches  # for the few links that were typed by hand

    near = [] if key in OF_THE_PAGE_ALONE else get_close_matches(key, _KEYS, 1, _ALMOST)
    return " " + _("(is {key} meant?)").format(key=near[0]) if near else ""
