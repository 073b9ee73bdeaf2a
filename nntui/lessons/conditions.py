"""The conditions of a lesson, as `test_loss < 0.05 and epoch <= 60`: a small language that is safe to read from a file.

A condition is parsed by Python's parser and built from an allow-list of its nodes: comparisons, `and`, `or`, `not`,
`in`, the four operations, numbers, names in quotes, sets of them, and the vocabulary. There are no calls, attributes,
subscripts or powers. The kind of every part is known, so a misspelt name or a comparison of a number with a text is
refused when it is read. A part that is no number (NaN, or divided by 0) is unknown, and what is unknown does not hold.
"""

import ast
import math
import operator
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nntui.errors import NntuiError
from nntui.experiment.shown_text import shorten
from nntui.language import N_, _
from nntui.lessons.condition_words import Phrase, phrases
from nntui.lessons.nearest import nearest
from nntui.lessons.parts import Part
from nntui.lessons.state import State
from nntui.lessons.vocabulary import VOCABULARY, Kind, Names, Style

LONGEST = 500
"""Characters that a condition may have."""
_DEEPEST = 20
"""How far parts may stand in parts."""
_ALLOWED = N_("comparisons, and, or, not, in, + - * /, numbers, names in quotes, sets of them, and the vocabulary")
_KINDS: dict[Kind, str] = {
    "number": N_("a number"),
    "text": N_("a text"),
    "truth": N_("a condition"),
    "set": N_("a set"),
}
_ORDERS: dict[type[ast.cmpop], tuple[str, Callable[[Any, Any], bool]]] = {
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
}
_EQUALITIES: dict[type[ast.cmpop], tuple[str, Callable[[Any, Any], bool]]] = {
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
}
_MEMBERSHIPS: dict[type[ast.cmpop], tuple[str, Callable[[Any, Any], bool]]] = {
    ast.In: ("in", lambda member, members: member in members),
    ast.NotIn: ("not in", lambda member, members: member not in members),
}
_ARITHMETIC: dict[type[ast.operator], tuple[str, Callable[[Any, Any], float]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("−", operator.sub),
    ast.Mult: ("×", operator.mul),
    ast.Div: ("/", lambda dividend, divisor: dividend / divisor if divisor else math.nan),
}


class ConditionError(NntuiError, ValueError):
    """A condition is not understood, or makes no sense.

    Attributes:
        column: Where, from 1.
    """

    title = "Condition"

    def __init__(self, sentence: str, column: int) -> None:
        super().__init__(sentence)
        self.column = column


@dataclass(frozen=True)
class Check:
    """A line of a checklist.

    Attributes:
        words: What is asked, as "test loss under 0.05".
        value: What it is now, as "0.061"; "" where there is nothing to say.
        holds: Whether it holds.
        is_lost: Whether it cannot hold any more without a new start.
    """

    words: str
    value: str
    holds: bool
    is_lost: bool = False

    @property
    def text(self) -> str:
        """The words and the value."""
        return f"{self.words}: {self.value}" if self.value else self.words


@dataclass(frozen=True)
class Condition:
    """A condition that has been read.

    Attributes:
        source: As it is written, without the words behind `#`.
        words: The author's own words for it; "" for those that are made from it.
        names: The names that it asks for.
    """

    source: str
    words: str
    names: frozenset[str]
    _root: Part
    _phrases: tuple[Phrase, ...]

    def holds(self, state: State) -> bool:
        """Whether it holds; not where a part of it is unknown on which it depends."""
        return self._root.ask(state) is True

    def is_unknown(self, state: State) -> bool:
        """Whether it neither holds nor fails: a number in it is not there, or was divided by zero."""
        return self._root.ask(state) is None

    def checks(self, state: State, words: str = "") -> tuple[Check, ...]:
        """What the checklist shows of it: a line, or several where parts of it must all hold.

        Args:
            state: The moment.
            words: Other words for it, as a translation has them.
        """
        own = words or self.words
        if own:
            holds = self.holds(state)
            is_lost = not holds and any(_is_lost(phrase.part, state) for phrase in self._phrases)
            return (Check(own, _check(self._phrases[0], state).value, holds, is_lost),)
        return tuple(_check(phrase, state) for phrase in self._phrases)


def _check(phrase: Phrase, state: State) -> Check:
    holds = phrase.part.ask(state) is True
    is_said = holds and phrase.part.sign == "=="  # "data set is Circle" says what it is
    return Check(phrase.words(state), "" if is_said else phrase.value(state), holds, _is_lost(phrase.part, state))


def _is_lost(part: Part, state: State) -> bool:
    """Whether something does not hold and will not by more training: an epoch has gone by, or it has diverged."""
    if part.ask(state) is not False:
        return False
    if part.form == "negation":
        entry = part.parts[0].entry
        return entry is not None and entry.name == "diverged"
    if part.form != "comparison" or part.sign not in _TURNED:
        return False
    (left, right), sign = part.parts, part.sign
    if left.is_fixed:
        left, right, sign = right, left, _TURNED[sign]
    if left.entry is None or left.entry.name not in _GROWING or not right.is_fixed:
        return False
    return sign in ("<", "<=") or (sign == "==" and left.ask(state) > right.ask(state))


_GROWING = ("epoch", "iterations")
"""What only grows until a new start."""
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}


@dataclass(frozen=True)
class Expression:
    """A number that is computed from a state, to be kept.

    Attributes:
        source: As it is written.
        style: How it is shown.
    """

    source: str
    style: Style
    _root: Part

    def value(self, state: State) -> float:
        """The number; NaN where it is unknown."""
        return float(self._root.ask(state))


def read_condition(text: str, names: Names = VOCABULARY) -> Condition:
    """Reads a condition; what stands behind `#` is other words for it.

    Args:
        text: A line.
        names: What it can ask for.

    Raises:
        ConditionError: It is not allowed.
    """
    source, _hash, words = text.partition("#")
    reader = _Reader(source, names)
    root = reader.read()
    if root.kind != "truth":
        sentence = _("this is {kind}; {allowed}").format(kind=_(_KINDS[root.kind]), allowed=_allowed_whole())
        raise ConditionError(sentence, 1)
    if not reader.names:
        raise ConditionError(_("this asks for nothing; {allowed}").format(allowed=_allowed_whole()), 1)
    return Condition(source.strip(), words.strip(), frozenset(reader.names), root, phrases(root))


def read_expression(text: str, names: Names = VOCABULARY) -> Expression:
    """Reads an expression whose value is a number, as `test_loss - train_loss`.

    Args:
        text: A line.
        names: What it can ask for.

    Raises:
        ConditionError: It is not allowed.
    """
    root = _Reader(text, names).read()
    if root.kind != "number":
        allowed = _("allowed is a number, as in test_loss")
        raise ConditionError(_("this is {kind}; {allowed}").format(kind=_(_KINDS[root.kind]), allowed=allowed), 1)
    return Expression(text.strip(), root.style, root)


def _allowed_whole() -> str:
    return _("allowed is a condition, as in test_loss < 0.05")


class _Reader:
    """Builds the parts of one line.

    Args:
        line: The line.
        names: What it can ask for.

    Attributes:
        names: The names that it does ask for, once it has been read.
    """

    def __init__(self, line: str, names: Names) -> None:
        self._source = line.strip()
        self._indent = len(line) - len(line.lstrip())
        self._known = names
        self.names: set[str] = set()
        self._inner: tuple[tuple[type[ast.expr], Callable[[Any, int], Part]], ...] = (
            (ast.Set, self._set),
            (ast.UnaryOp, self._unary),
            (ast.BinOp, self._arithmetic),
            (ast.BoolOp, self._junction),
            (ast.Compare, self._comparisons),
        )

    def read(self) -> Part:
        """The whole line as one part."""
        source = self._source
        if not source:
            raise self._refusal(_("there is nothing"), _(_ALLOWED))
        if len(source) > LONGEST:
            most = _("at most {count} characters").format(count=LONGEST)
            raise self._refusal(_("a condition of {count} characters").format(count=len(source)), most)
        if not source.isprintable():
            raise self._refusal(_("a character that cannot be seen"), _(_ALLOWED))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # as of `1or 2`, which is refused or understood all the same
                tree = ast.parse(source, mode="eval")
        except SyntaxError as error:
            # Python counts to the end of the line as 0.
            column = min(error.offset or len(source) + 1, len(source) + 1) + self._indent
            sentence = _("{what}; allowed is {allowed}").format(what=_("this cannot be read"), allowed=_(_ALLOWED))
            raise ConditionError(sentence, column) from None
        except (ValueError, RecursionError, MemoryError):
            raise self._refusal(_("this cannot be read"), _(_ALLOWED)) from None
        return self._part(tree.body, 0)

    def _refusal(self, what: str, allowed: str, node: ast.expr | None = None) -> ConditionError:
        column = 1
        if node is not None:
            column += len(self._source.encode()[: node.col_offset].decode(errors="ignore"))
        sentence = _("{what}; allowed is {allowed}").format(what=what, allowed=allowed)
        return ConditionError(sentence, column + self._indent)

    def _part(self, node: ast.expr, depth: int) -> Part:
        if depth > _DEEPEST:
            most = _("a depth of {count}").format(count=_DEEPEST)
            raise self._refusal(_("parts stand in parts too deeply"), most, node)
        if isinstance(node, ast.Constant):
            return self._constant(node)
        if isinstance(node, ast.Name):
            return self._name(node)
        for kind, method in self._inner:
            if isinstance(node, kind):
                return method(node, depth)
        raise self._refusal(_("{what} is not allowed").format(what=_(_WHAT.get(type(node), _THIS))), _(_ALLOWED), node)

    def _constant(self, node: ast.Constant) -> Part:
        value = node.value
        if isinstance(value, str):
            return Part.constant("text", value)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            what = _("{value} is neither a number nor a name in quotes").format(value=shorten(repr(value)))
            raise self._refusal(what, _(_ALLOWED), node)
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise self._refusal(_("so large a number"), _("a number up to {limit}").format(limit="1e308"), node)
        return Part.constant("number", number)

    def _name(self, node: ast.Name) -> Part:
        entry = self._known.get(node.id)
        if entry is None:
            near = nearest(node.id, self._known)
            allowed = _("{name}, for example").format(name=near) if near else _("a name of the vocabulary")
            raise self._refusal(_("{name} is no name").format(name=shorten(node.id)), allowed, node)
        if not entry.in_checks:
            raise self._refusal(_("{name} is for texts alone").format(name=node.id), _("a name for conditions"), node)
        self.names.add(node.id)
        return Part.of_entry(entry)

    def _set(self, node: ast.Set, depth: int) -> Part:
        members = [self._part(each, depth + 1) for each in node.elts]
        for each, member in zip(node.elts, members, strict=True):
            if member.kind != "text" or member.entry is not None:
                raise self._refusal(_("a set holds names in quotes"), '{"x", "y"}', each)
        return Part.constant("set", frozenset(str(member.value) for member in members))

    def _expect(self, part: Part, kind: Kind, node: ast.expr) -> None:
        if part.kind != kind:
            what = _("{name} is {kind}").format(name=shorten(self._named(part, node)), kind=_(_KINDS[part.kind]))
            raise self._refusal(what, _("{kind} here").format(kind=_(_KINDS[kind])), node)

    def _named(self, part: Part, node: ast.expr) -> str:
        return part.entry.name if part.entry else ast.get_source_segment(self._source, node) or "this"

    def _unary(self, node: ast.UnaryOp, depth: int) -> Part:
        inner = self._part(node.operand, depth + 1)
        if isinstance(node.op, ast.Not):
            self._expect(inner, "truth", node.operand)
            return Part.negation(inner)
        if isinstance(node.op, ast.Invert):
            raise self._refusal(_("{what} is not allowed").format(what="~"), _(_ALLOWED), node)
        self._expect(inner, "number", node.operand)
        if isinstance(node.op, ast.UAdd):
            return inner
        if isinstance(inner.value, float):
            return Part.constant("number", -inner.value)
        return Part.arithmetic("−", operator.sub, Part.constant("number", 0.0), inner)

    def _arithmetic(self, node: ast.BinOp, depth: int) -> Part:
        if type(node.op) not in _ARITHMETIC:
            raise self._refusal(_("this operation is not allowed"), "+ - * /", node)
        left, right = self._part(node.left, depth + 1), self._part(node.right, depth + 1)
        self._expect(left, "number", node.left)
        self._expect(right, "number", node.right)
        return Part.arithmetic(*_ARITHMETIC[type(node.op)], left, right)

    def _junction(self, node: ast.BoolOp, depth: int) -> Part:
        parts = tuple(self._part(each, depth + 1) for each in node.values)
        for each, part in zip(node.values, parts, strict=True):
            self._expect(part, "truth", each)
        return Part.conjunction(parts) if isinstance(node.op, ast.And) else Part.disjunction(parts)

    def _comparisons(self, node: ast.Compare, depth: int) -> Part:
        sides = [node.left, *node.comparators]
        parts = [self._part(each, depth + 1) for each in sides]
        pairs = tuple(
            self._comparison(sign, parts[place], parts[place + 1], sides[place : place + 2])
            for place, sign in enumerate(node.ops)
        )
        return pairs[0] if len(pairs) == 1 else Part.conjunction(pairs)

    def _comparison(self, sign: ast.cmpop, left: Part, right: Part, nodes: list[ast.expr]) -> Part:
        table: dict[type[ast.cmpop], tuple[str, Callable[[Any, Any], bool]]]
        if type(sign) in _ORDERS:
            table = _ORDERS
            self._expect(left, "number", nodes[0])
            self._expect(right, "number", nodes[1])
        elif type(sign) in _EQUALITIES:
            table = _EQUALITIES
            self._expect(right, left.kind, nodes[1])
        elif type(sign) in _MEMBERSHIPS:
            table = _MEMBERSHIPS
            self._expect(left, "text", nodes[0])
            self._expect(right, "set", nodes[1])
        else:
            raise self._refusal(_("{what} is not allowed").format(what='"is"'), "==, !=", nodes[0])
        self._check_share(left, right, nodes[1])
        self._check_share(right, left, nodes[0])
        self._check_spelling(left, right, nodes[1])
        self._check_spelling(right, left, nodes[0])
        return Part.comparison(*table[type(sign)], left, right)

    def _check_share(self, asked: Part, given: Part, node: ast.expr) -> None:
        """Refuses a number that a share can never be, as per cent."""
        if asked.entry is None or asked.style != "share" or not isinstance(given.value, float):
            return
        if not 0 <= given.value <= 1:
            what = _("{name} is a share and never {value}").format(name=asked.entry.name, value=f"{given.value:g}")
            raise self._refusal(what, _("a number from {low} to {high}").format(low=0, high=1), node)

    def _check_spelling(self, asked: Part, given: Part, node: ast.expr) -> None:
        """Refuses a text that the name it is compared with can never be."""
        if asked.entry is None or asked.entry.labels is None or given.entry is not None:
            return
        options = asked.entry.labels()
        given_texts = given.value if isinstance(given.value, frozenset) else {given.value}
        for text in sorted(str(each) for each in given_texts):
            if text not in options:
                near = nearest(text, options)
                allowed = _("{name}, for example").format(name=f'"{near}"') if near else ", ".join(options)
                what = _("{name} is never {value}").format(name=asked.entry.name, value=f'"{shorten(text)}"')
                raise self._refusal(what, allowed, node)


_THIS = N_("this")
_WHAT: dict[type[ast.expr], str] = {
    ast.Call: N_("a call"),
    ast.Attribute: N_("a part of a name, after a point,"),
    ast.Subscript: N_("a part in brackets"),
    ast.Lambda: N_("a function"),
    ast.IfExp: N_("if and else"),
    ast.Dict: N_("a dictionary"),
    ast.List: N_("a list"),
    ast.Tuple: N_("a tuple"),
    ast.JoinedStr: N_("a formatted text"),
    ast.NamedExpr: N_("an assignment"),
    ast.ListComp: N_("a comprehension"),
    ast.SetComp: N_("a comprehension"),
    ast.DictComp: N_("a comprehension"),
    ast.GeneratorExp: N_("a comprehension"),
    ast.Starred: N_("a star"),
}
