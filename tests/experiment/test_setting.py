"""Every setting: what it allows, what it refuses and with which words, and what its stepper walks through."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nntui.experiment.experiment import (
    ACTIVATION,
    BATCH_SIZE,
    DATASET,
    DISCRETIZE,
    HIDDEN_LAYERS,
    INPUT_FEATURES,
    LEARNING_RATE,
    NOISE,
    REGRESSION_DATASET,
    REGULARIZATION,
    REGULARIZATION_RATE,
    SEED,
    SETTINGS,
    TRAIN_SHARE,
    Experiment,
)
from nntui.experiment.layer_settings import AS_ALL, LayerChoice, LayerNumbers
from nntui.experiment.setting import Choice, Flag, Layers, MultiChoice, Number, Setting, SettingError, Text
from nntui.experiment.shown_text import shorten
from tests.each import each

every_setting = each("setting", SETTINGS.values(), ids=SETTINGS)


def of_kind(kind: type[Setting]) -> Any:
    chosen = [setting for setting in SETTINGS.values() if isinstance(setting, kind)]
    return each("setting", chosen, ids=lambda setting: setting.name)


def values_of(setting: Setting) -> st.SearchStrategy:
    """Allowed values in their canonical form, as they are typed and shown: at most ten places behind the point."""
    if isinstance(setting, Choice):
        return st.sampled_from(list(setting.options))
    if isinstance(setting, Flag):
        return st.booleans()
    if isinstance(setting, Number):
        if setting.whole:
            return st.integers(int(setting.low), int(setting.high))
        small = st.integers(0, 10_000_000).map(lambda n: n / 1e10).filter(lambda value: value >= setting.low)
        return st.sampled_from(setting.steps).map(float) | small | st.floats(max(setting.low, 1e-4), setting.high)
    if isinstance(setting, MultiChoice):
        return st.sets(st.sampled_from(list(setting.options))).map(
            lambda names: tuple(name for name in setting.options if name in names)
        )
    if isinstance(setting, Layers):
        return st.lists(st.integers(1, setting.widest), max_size=setting.most).map(tuple)
    if isinstance(setting, LayerChoice):
        names = st.lists(st.sampled_from([AS_ALL, *setting.options]), max_size=setting.most)
        return names.map(lambda chosen: setting.check(tuple(chosen)))
    if isinstance(setting, LayerNumbers):
        numbers = st.lists(st.sampled_from(setting.number.steps), max_size=setting.most)
        return numbers.map(lambda chosen: setting.check(tuple(map(float, chosen))))
    assert isinstance(setting, Text), "a new kind of setting needs its values here"
    printable = st.characters(exclude_categories=["C", "Z"]) | st.just(" ")
    return st.text(printable, min_size=1, max_size=setting.longest).map(str.strip).filter(bool)


def refused_of(setting: Setting) -> list[tuple[object, str]]:
    """Values that are not allowed, each with how the message must name it."""
    if isinstance(setting, Choice):
        wrong: list[tuple[object, str]] = [("nothing", "nothing"), ("", "''"), (next(iter(setting.options)) + " ", "'")]
        return [*wrong, (None, "None"), (3, "3"), (True, "True"), ([setting.default], setting.default)]
    if isinstance(setting, Flag):
        return [(1, "1"), (0, "0"), ("on", "on"), ("true", "true"), (None, "None"), (math.nan, "nan")]
    if isinstance(setting, Number):
        beyond = [setting.low - 1, math.nextafter(setting.low, -math.inf), setting.high + 1]
        beyond += [math.nextafter(setting.high, math.inf), math.nan, math.inf, -math.inf]
        wrong = [(value, str(value)) for value in [*beyond, True, False, None, str(setting.default), 1j]]
        wrong.append(([setting.default], str(setting.default)))
        return [*wrong, (setting.low + 0.5, str(setting.low + 0.5))] if setting.whole else wrong
    if isinstance(setting, MultiChoice):
        name = next(iter(setting.options))
        return [(name, name), (["nothing"], "nothing"), ([name, 3], "3"), (None, "None"), (7, "7"), ({name: 1}, name)]
    if isinstance(setting, Layers):
        wide, deep = setting.widest + 1, [1] * (setting.most + 1)
        wrong = [([0], "0"), ([4, -1], "4,-1"), ([wide], str(wide)), (deep, ",".join("1" * len(deep)))]
        wrong += [([True], "True"), ([2.0], "2.0"), ([math.nan], "nan"), (["4"], "4"), ([None], "None")]
        return [*wrong, ("4,2", "4,2"), (4, "4"), (None, "None"), ({4, 2}, "4")]
    if isinstance(setting, LayerChoice):
        return [(["nothing"], "nothing"), ("tanh", "tanh"), (None, "None"), ([3], "3"), (["tanh"] * 11, "tanh")]
    if isinstance(setting, LayerNumbers):
        high = math.nextafter(setting.number.high, math.inf)
        wrong: list[tuple[object, str]] = [([high], str(high)), ([-0.1], "-0.1"), ([math.nan], "nan"), ([True], "True")]
        return [*wrong, ("0.2", "0.2"), (None, "None"), ([0.1] * 11, "0.1"), (-1, "-1")]
    assert isinstance(setting, Text), "a new kind of setting needs its refusals here"
    long = "x" * (setting.longest + 1)
    return [
        ("", "''"),
        (long, "xxx"),
        ("a\nb", r"a\nb"),
        ("\x1b[2J", r"\x1b"),
        (None, "None"),
        (True, "True"),
        (math.inf, "inf"),
    ]


every_refusal = each(
    ("setting", "value", "named"),
    [(setting, value, named) for setting in SETTINGS.values() for value, named in refused_of(setting)],
    ids=lambda case: f"{case[0].name}-{shorten(case[1], 20)}",
)


# What is refused


@every_refusal
def test_a_value_that_is_not_allowed_is_refused_by_name(setting, value, named):
    with pytest.raises(SettingError) as caught:
        setting.check(value)
    message = str(caught.value)
    assert message.startswith(f"{setting.label}: ")
    assert named in message.removeprefix(f"{setting.label}: ").partition(" is not allowed; allowed is ")[0]
    assert message.endswith(f" is not allowed; allowed is {setting.allowed}")
    assert caught.value.setting == setting.label
    assert caught.value.allowed == setting.allowed


@every_refusal
def test_an_experiment_refuses_what_its_setting_refuses(setting, value, named):
    with pytest.raises(SettingError, match=f"^{setting.label}: "):
        Experiment(**{"seed": "refused", setting.name: value})


@of_kind(Choice)
def test_a_choice_says_all_its_names(setting):
    assert all(name in setting.allowed for name in setting.options)


@of_kind(Number)
def test_a_number_says_its_range(setting):
    kind = "a whole number" if setting.whole else "a number"
    low, high = (np.format_float_positional(end, trim="-") for end in (setting.low, setting.high))
    assert setting.allowed == f"{kind} from {low} to {high}"


def test_the_others_say_what_they_take():
    assert HIDDEN_LAYERS.allowed == "up to 10 layers of 1 to 32 neurons, as in 4,2, or none"
    assert INPUT_FEATURES.allowed.startswith("any of x, y, x-squared")
    assert DISCRETIZE.allowed == "on or off"
    assert SEED.allowed == "a line of 1 to 1000 characters without spaces around it"


@each(
    ("setting", "text"),
    [
        *(
            (LEARNING_RATE, text)
            for text in ("", "fast", "nan", "inf", "-inf", "1e999", "-0.1", "−0.1", "0,0,3", "0,03.1", "1_0", "10.1")
        ),
        *((NOISE, text) for text in ("5%%", "%", "101%", "-5", "NaN%")),
        *((BATCH_SIZE, text) for text in ("0", "2.5", "1201", "ten", "5%")),
        *((DATASET, text) for text in ("", "  ", "reg-plane", "circles", "cir cle")),
        *((REGRESSION_DATASET, text) for text in ("reg-", "circle")),
        (REGULARIZATION, "L"),
        *((HIDDEN_LAYERS, text) for text in ("4,", ",", "4,,2", "four", "0", "33", "4.5", "4 2", ",".join("1" * 11))),
        *((INPUT_FEATURES, text) for text in ("z", "x,z", "x,x-cube", "spiral")),
        *((DISCRETIZE, text) for text in ("", "maybe", "2", "of")),
        *((SEED, text) for text in ("", "   ", "x" * 1001, "a\x07b")),
    ],
)
def test_a_typed_text_that_cannot_be_read_is_refused_by_name(setting, text):
    with pytest.raises(SettingError) as caught:
        setting.parse(text)
    assert str(caught.value).startswith(f"{setting.label}: ")
    assert str(caught.value).endswith(f"allowed is {setting.allowed}")


@pytest.mark.parametrize(
    ("given_features", "sentence"),
    [
        ("x,x1*x2^2,x1-x2", "Features: 2 formulas are too many: x1*x2^2, x1-x2; allowed is one"),
        ("x,log(x1)", "Formula: log(x1) is not a number at x1 = −6; a feature is finite everywhere from −6 to 6"),
        (("x", "x y"), "Formula: x y in column 1 is not known; write x*y"),
        (("x", 3), f"Features: 3 is not allowed; allowed is {INPUT_FEATURES.allowed}"),
    ],
)
def test_a_feature_that_is_refused_is_named(given_features, sentence):
    read = INPUT_FEATURES.parse if isinstance(given_features, str) else INPUT_FEATURES.check
    with pytest.raises(SettingError) as caught:
        read(given_features)
    assert str(caught.value) == sentence


# What is understood


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
@given(data=st.data(), direction=st.sampled_from([+1, -1]))
def test_what_is_written_is_read_back_shown_on_one_line_and_a_step_from_it_allowed(setting, data, direction):
    value = data.draw(values_of(setting))
    assert setting.check(value) == value
    assert setting.parse(setting.format(value)) == value
    shown = setting.display(value)
    assert shown
    assert shown.isprintable()
    next_value = setting.step(value, direction)
    assert setting.check(next_value) == next_value


@given(text=st.text(max_size=40))
@settings(max_examples=3 * settings.default.max_examples)
@every_setting
def test_any_text_is_read_or_refused_by_name(setting, text):
    refusal = ""
    try:
        value = setting.parse(text)
    except SettingError as error:
        refusal = str(error)
    if refusal:
        of_formula = ("Formula: ",) if setting is INPUT_FEATURES else ()
        assert refusal.startswith((f"{setting.label}: ", *of_formula))
        assert refusal.isprintable()
    else:
        assert setting.check(value) == value


@each(
    ("setting", "text", "value"),
    [
        (LEARNING_RATE, " 0.15 ", 0.15),
        (LEARNING_RATE, "1e-5", 0.00001),
        (LEARNING_RATE, "0,05", 0.05),
        (LEARNING_RATE, ".3", 0.3),
        (LEARNING_RATE, "10", 10.0),
        (NOISE, "25", 25.0),
        (NOISE, "−0", 0.0),
        (NOISE, "25%", 25.0),
        (NOISE, " 25 % ", 25.0),
        (BATCH_SIZE, "30", 30),
        (DATASET, "xor", "xor"),
        (DATASET, " XOR ", "xor"),
        (DATASET, "Exclusive or", "xor"),
        (DATASET, "sp", "spiral"),
        (DATASET, "gauss", "gauss"),
        (DATASET, "Gaus", "gauss"),
        (REGRESSION_DATASET, "reg-p", "reg-plane"),
        (REGRESSION_DATASET, "plane", "reg-plane"),
        (ACTIVATION, "ReLU", "relu"),
        (REGULARIZATION, "l1", "L1"),
        (HIDDEN_LAYERS, "4,2", (4, 2)),
        (HIDDEN_LAYERS, " 8 , 8 ", (8, 8)),
        (HIDDEN_LAYERS, "", ()),
        (HIDDEN_LAYERS, "None", ()),
        (INPUT_FEATURES, "y,x", ("x", "y")),
        (INPUT_FEATURES, "x, xSquared,x-times-y ", ("x", "x-squared", "x-times-y")),
        (INPUT_FEATURES, "none", ()),
        (INPUT_FEATURES, "", ()),
        (INPUT_FEATURES, "x*y², radius,cos-x, y", ("y", "cos-x", "radius", "x1*x2^2")),
        (INPUT_FEATURES, "max(x1, x2),x", ("x", "max(x1,x2)")),
        (INPUT_FEATURES, "x2*x1, X₁,x1^2,x-squared", ("x", "x-squared", "x-times-y")),
        *((DISCRETIZE, word, True) for word in ("on", "ON", "true", "yes", "1")),
        *((DISCRETIZE, word, False) for word in ("off", "False", "no", " 0 ")),
        (SEED, " 0.12345 ", "0.12345"),
        (SEED, "olá", "olá"),
    ],
)
def test_a_typed_text_is_read(setting, text, value):
    read = setting.parse(text)
    assert read == value
    assert type(read) is type(value)


@of_kind(Number)
def test_a_number_has_one_type(setting):
    kind = int if setting.whole else float
    for value in (int(setting.high), float(setting.high)):
        assert type(setting.check(value)) is kind
    assert setting.check(setting.low) == setting.low


@each(
    ("setting", "value", "shown", "written"),
    [
        (NOISE, 5.0, "5%", "5"),
        (TRAIN_SHARE, 12.5, "12.5%", "12.5"),
        (LEARNING_RATE, 0.00001, "0.00001", "0.00001"),
        (LEARNING_RATE, 0.03, "0.03", "0.03"),
        (LEARNING_RATE, 10.0, "10", "10"),
        (DATASET, "xor", "Exclusive or", "xor"),
        (HIDDEN_LAYERS, (4, 2), "4, 2", "4,2"),
        (HIDDEN_LAYERS, (), "none", "none"),
        (INPUT_FEATURES, ("x", "x-squared"), "X₁, X₁²", "x,x-squared"),
        (INPUT_FEATURES, ("y", "cos-y", "x1*x2^2"), "X₂, cos X₂, x1·x2²", "y,cos-y,x1*x2^2"),
        (INPUT_FEATURES, (), "none", "none"),
        (DISCRETIZE, True, "on", "on"),
        (SEED, "0.5", "0.5", "0.5"),
    ],
)
def test_how_a_value_is_shown_and_written(setting, value, shown, written):
    assert (setting.display(value), setting.format(value)) == (shown, written)


@each(
    ("setting", "number", "nearest"),
    [
        (NOISE, -3, 0.0),
        (NOISE, 0.5, 0.5),
        (NOISE, 2000, 100.0),
        (BATCH_SIZE, 0, 1),
        (BATCH_SIZE, -1e300, 1),
        (BATCH_SIZE, 10.9, 10),
        (BATCH_SIZE, 1e300, 1200),
        (LEARNING_RATE, 11, 10.0),
    ],
)
def test_the_nearest_allowed_number(setting, number, nearest):
    assert setting.nearest(number) == nearest
    assert type(setting.nearest(number)) is type(nearest)


@given(st.sets(st.sampled_from(list(INPUT_FEATURES.options))), st.randoms(use_true_random=False))
def test_names_are_kept_once_and_in_the_order_of_the_options(names, random):
    shuffled = sorted(names) * 2
    random.shuffle(shuffled)
    expected = tuple(name for name in INPUT_FEATURES.options if name in names)
    for given_as in (shuffled, tuple(shuffled), set(names), frozenset(names)):
        assert INPUT_FEATURES.check(given_as) == expected


# Steppers


@pytest.mark.parametrize(
    ("setting", "values"),
    [
        (LEARNING_RATE, [0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]),
        (REGULARIZATION_RATE, [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]),
        (NOISE, [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50]),
        (TRAIN_SHARE, [10, 20, 30, 40, 50, 60, 70, 80, 90]),
        (BATCH_SIZE, list(range(1, 31))),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_stepper_walks_through_the_web_pages_own_values_and_stops_at_its_ends(setting, values):
    value, up = setting.check(values[0]), []
    for _ in range(len(values) + 2):
        up.append(value)
        value = setting.step(value, +1)
    assert up == [*values, values[-1], values[-1]]
    down = []
    for _ in range(len(values) + 2):
        down.append(value)
        value = setting.step(value, -1)
    assert down == [*reversed(values), values[0], values[0]]


@each(
    ("setting", "value", "below", "above"),
    [
        (LEARNING_RATE, 0.15, 0.1, 0.3),
        (LEARNING_RATE, 0.0, 0.0, 0.00001),
        (NOISE, 12.5, 10, 15),
        (NOISE, 80.0, 50, 80),
        (TRAIN_SHARE, 5.0, 5, 10),
        (TRAIN_SHARE, 99.0, 90, 99),
        (BATCH_SIZE, 100, 30, 100),
    ],
)
def test_a_stepper_goes_on_from_a_value_that_it_has_not(setting, value, below, above):
    assert (setting.step(value, -1), setting.step(value, +1)) == (below, above)


@of_kind(Choice)
@each("direction", [+1, -1])
def test_a_choice_goes_round(setting, direction):
    names = list(setting.options)
    value, seen = names[0], []
    for _ in names:
        seen.append(value)
        value = setting.step(value, direction)
    assert value == names[0]
    assert seen == (names if direction > 0 else [names[0], *names[:0:-1]])


@of_kind(Flag)
def test_a_flag_turns_over(setting):
    assert setting.step(False, +1) is True
    assert setting.step(True, +1) is False
    assert setting.step(True, -1) is False


# Words


@every_setting
def test_a_setting_has_words(setting):
    assert setting.label
    assert setting.help
    assert setting.option == "--" + setting.name.replace("_", "-")


def test_names_of_links_are_those_of_one_setting():
    names = [setting.link_name for setting in SETTINGS.values() if setting.link_name]
    assert len(set(names)) == len(names)


@each(
    ("value", "shown"),
    [
        ("plain", "plain"),
        ("", "''"),
        (" x", "' x'"),
        ("two words", "'two words'"),
        ("a\nb", r"'a\nb'"),
        (None, "None"),
        (0.5, "0.5"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
    ],
)
def test_how_a_value_is_named_in_a_sentence(value, shown):
    assert shorten(value) == shown


# A number as a line of text: expected is what JavaScript's String(number) gives


@each(
    ("number", "text"),
    [
        (42, "42"),
        (-7, "-7"),
        (2**70, "1180591620717411303424"),
        (0.5, "0.5"),
        (0.59765, "0.59765"),
        (42.0, "42"),
        (-0.0, "0"),
        (1e-6, "0.000001"),
        (1.5e-7, "1.5e-7"),
        (1e-300, "1e-300"),
        (123456789012345680000.0, "123456789012345680000"),
        (1.5e21, "1.5e+21"),
        (np.int64(3), "3"),
        (np.float64(0.25), "0.25"),
    ],
)
def test_a_number_is_a_seed_as_the_web_page_writes_it(number, text):
    assert Experiment(seed=number).seed == text


@pytest.mark.parametrize("number", [math.nan, -math.inf, True, 10**2000, np.bool_(True)])
def test_what_is_no_finite_number_is_no_seed(number):
    with pytest.raises(SettingError, match=r"^Seed: "):
        Experiment(seed=number)
