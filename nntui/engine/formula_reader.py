"""Reads a formula in x1 and x2 as a person types it into its tree.

What is typed is parsed, never run: of Python's syntax tree only the nodes, names and functions that stand here are
taken.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nntui.engine.deferred import np
from nntui.engine.formula_tree import CONSTANTS, FUNCTIONS, Call, Negative, Node, Number, Operation, Variable
from nntui.errors import NntuiError
from nntui.language import _

if TYPE_CHECKING:
    import ast

LONGEST = 60
"""Characters of a formula in its canonical text."""
_SPELLINGS = {"·": "*", "×": "*", "−": "-", "÷": "/", "²": "**2", "³": "**3", "₁": "1", "₂": "2", "π": "pi", "^": "**"}
"""Characters that are understood besides Python's own, and `^`, which Python reads otherwise."""
_VARIABLES = {"x1": "x1", "x2": "x2", "x": "x1", "y": "x2"}
_STRANGE = re.compile(r"[^a-z0-9.+\-*/(), ]")
_NUMBER = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?")
_CALLED = "|".join(sorted(FUNCTIONS, key=len, reverse=True))
_VALUE = r"(?:x1|x2|x|y|pi|e)"
_TOUCHING = re.compile(
    rf"(?<![a-z\d.])(?>{_NUMBER.pattern})(?=\s*[a-z(])"
    rf"|\)(?=\s*[a-z\d.(])"
    rf"|(?<![a-z\d.]){_VALUE}(?=\s*\(|\s+\d|\s+(?:{_CALLED})\s*\()"
)
"""A number, a name or a parenthesis with another one right behind it, as in 2x1, (x1+1)(x2+1) and x1 x2."""
_NAMED = rf"(?:(?:{_CALLED})\s*)?{_VALUE}"
_JOINED = re.compile(rf"(?<![a-z\d.]){_NAMED}(?:\s*{_NAMED})*(?![a-z\d.(])")
"""Names with no sign between them, as x1x2 and sin x1; and any one of them."""
_PART = re.compile(rf"({_CALLED})?\s*({_VALUE})")
_LONGEST_TYPED = 200
_LONGEST_NAMED = 40


class FormulaError(NntuiError, ValueError):
    """A formula that cannot be used. The message is a sentence that names the part, its column and what is allowed."""

    title = "Formula"

    def __init__(self, sentence: str, short: str = "") -> None:
        super().__init__(sentence)
        self.short = short or sentence
        """The sentence without what is allowed, where that is seen besides."""


def parse(text: str) -> Node:
    """The tree of a formula; its values are not looked at.

    Raises:
        FormulaError: It cannot be read.
    """
    return _Reader(text).tree()


class _Reader:
    """Reads one text. Columns are counted from 1 in the text as it was typed."""

    def __init__(self, text: str) -> None:
        self._typed = text
        letters = [_SPELLINGS.get(letter, letter.lower()) for letter in text]
        self._text = "".join(letters)
        self._columns = [at for at, letter in enumerate(letters) for _each in letter] + [len(text)]

    def tree(self) -> Node:
        """What the text says."""
        import ast  # slow to import, and needed for one's own formula alone

        if not self._typed.strip():
            raise FormulaError(_("Formula: there is none; type one in x1 and x2, as x1*x2^2"))
        if len(self._typed) > _LONGEST_TYPED:
            raise FormulaError(too_long(len(self._typed)))
        strange = _STRANGE.search(self._text)
        if strange:
            raise self._refused(strange.start(), strange.end())
        self._check_joined()
        touching = _TOUCHING.search(self._text)
        if touching:
            sentence = _("Formula: behind {part} in column {column} a sign is missing; write {part}*")
            part = touching.group()
            raise FormulaError(sentence.format(part=part, column=self._column(touching.start())))
        self._check_parentheses()
        blanks = len(self._text) - len(self._text.lstrip())
        del self._columns[:blanks]
        self._text = self._text[blanks:]
        try:
            body = ast.parse(self._text, mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            at = (getattr(error, "offset", None) or 1) - 1
            sentence = _("Formula: {text} cannot be read at column {column}; write it as in {example}")
            column = self._column(min(at, len(self._text)))
            text = _named(self._typed.strip())
            raise FormulaError(sentence.format(text=text, column=column, example="x1*x2^2")) from None
        return self._node(body)

    def _check_joined(self) -> None:
        """Refuses names with no sign between them, and says how they are written."""
        for found in _JOINED.finditer(self._text):
            parts = _PART.findall(found.group())
            written = "*".join(f"{function}({value})" if function else value for function, value in parts)
            if found.group() not in (*_VARIABLES, *CONSTANTS, *FUNCTIONS):
                sentence = _("Formula: {part} in column {column} is not known; write {written}")
                part, column = _named(self._part(found.start(), found.end())), self._column(found.start())
                raise FormulaError(sentence.format(part=part, column=column, written=written))

    def _check_parentheses(self) -> None:
        """Refuses a parenthesis without the other one."""
        opened: list[int] = []
        for at, letter in enumerate(self._text):
            if letter == "(":
                opened.append(at)
            elif letter == ")" and not opened:
                sentence = _("Formula: a ( is missing for the ) in column {column}")
                raise FormulaError(sentence.format(column=self._column(at)))
            elif letter == ")":
                opened.pop()
        if opened:
            sentence = _("Formula: a ) is missing for the ( in column {column}")
            raise FormulaError(sentence.format(column=self._column(opened[-1])))
        bare = self._text.rstrip()
        if bare[-1:] in "+-*/,":
            sentence = _("Formula: behind the last {sign} something is missing, as x1 or a number")
            raise FormulaError(sentence.format(sign=self._typed.rstrip()[-1]))

    def _part(self, start: int, end: int) -> str:
        """What was typed, from one place of `_text` to another."""
        return self._typed[self._columns[start] : self._columns[end - 1] + 1]

    def _column(self, at: int) -> int:
        return self._columns[at] + 1

    def _refused(self, start: int, end: int, allowed: str = "") -> FormulaError:
        """The error about a part of the text, from one place of `_text` to another."""
        numbers = {"part": _named(self._part(start, end)), "column": self._column(start)}
        short = ""
        if not allowed:
            allowed = _("x1, x2, pi, e, numbers, + - * / ^, parentheses and {functions}")
            allowed = allowed.format(functions=", ".join(FUNCTIONS))
            short = _("Formula: {part} in column {column} is not allowed").format(**numbers)
        sentence = _("Formula: {part} in column {column} is not allowed; allowed is {allowed}")
        return FormulaError(sentence.format(**numbers, allowed=allowed), short)

    def _refused_node(self, node: ast.expr, allowed: str = "") -> FormulaError:
        return self._refused(node.col_offset, node.end_col_offset or node.col_offset + 1, allowed)

    def _node(self, node: ast.expr) -> Node:
        import ast

        match node:
            case ast.Name(id=name) if name in _VARIABLES:
                return Variable(_VARIABLES[name])
            case ast.Name(id=name) if name in CONSTANTS:
                return Number(CONSTANTS[name], name)
            case ast.Constant(value=int() | float()):
                return self._number(node)
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self._node(operand)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                inner = self._node(operand)
                return inner.operand if isinstance(inner, Negative) else Negative(inner)
            case ast.BinOp(left=left, op=operator, right=right):
                return self._operation(node, type(operator).__name__, left, right)
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self._call(node, name, arguments)
        raise self._refused_node(node)

    def _number(self, node: ast.expr) -> Number:
        digits = self._text[node.col_offset : node.end_col_offset]
        value = float(digits) if _NUMBER.fullmatch(digits) else np.inf
        if value == np.inf:
            raise self._refused_node(node)
        return Number(value)

    def _operation(self, node: ast.expr, name: str, left: ast.expr, right: ast.expr) -> Operation:
        signs = {"Add": "+", "Sub": "-", "Mult": "*", "Div": "/", "Pow": "^"}
        if name not in signs:
            raise self._refused_node(node)
        return Operation(signs[name], self._node(left), self._node(right))

    def _call(self, node: ast.expr, name: str, arguments: list[ast.expr]) -> Call:
        if name not in FUNCTIONS:
            raise self._refused(node.col_offset, node.col_offset + len(name))
        wanted = FUNCTIONS[name][0]
        if len(arguments) != wanted:
            raise self._refused_node(node, f"{name}(x1)" if wanted == 1 else f"{name}(x1,x2)")
        return Call(name, tuple(map(self._node, arguments)))


def too_long(count: int) -> str:
    """The sentence about a formula of so many characters."""
    sentence = _("Formula: {count} characters are too many; allowed is up to {most}")
    return sentence.format(count=count, most=LONGEST)


def _named(part: str) -> str:
    """A part of the text in a sentence: on one line, and not too long."""
    plain = part if part.isprintable() else repr(part)[1:-1]
    return plain if len(plain) <= _LONGEST_NAMED else plain[: _LONGEST_NAMED - 1] + "…"


def split_features(text: str) -> list[str]:
    """The parts of a list at its commas outside parentheses, without blanks around them: `x,max(x1,x2)` has two."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]
