"""When a question is asked and which answers fit: a small language of comparisons that is read, never run.

    comparison   ${name} or .   = != < <= > >=   ${name}, . , a number or a 'text'
    choice       selected(${name}, 'code')
    joined       and, or, not(…), ( … )

There is no reckoning in it: no sum, count or calculation can be written down. What an expression says of
answers is what XPath 1.0 says of the same one: an answer not given is an empty text, which is no number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from samspil.delivery.instruments.shape import Given
from samspil.delivery.instruments.xlsform.problems import Reason

LONGEST, DEEPEST = 500, 20
NAME = r"[A-Za-z_][A-Za-z0-9_.\-]*"
TOKEN = re.compile(
    rf"""\s*(?:(?P<field>\$\{{\s*{NAME}\s*\}})|(?P<number>-?\d+(?:\.\d+)?(?![\w.]))|(?P<text>'[^']*'|"[^"]*")
    |(?P<mark><=|>=|!=|=|<|>)|(?P<bracket>[(),])|(?P<call>[A-Za-z_][\w.:\-]*\s*(?=\())|(?P<word>[A-Za-z_][\w.\-]*)
    |(?P<own>\.(?![\w.]))|(?P<reckoning>[+*\-]))""",
    re.VERBOSE,
)
RECKONING = frozenset(
    ("sum", "count", "count-selected", "count-non-empty", "round", "int", "number", "min", "max", "avg",
     "mean", "pow", "abs", "weighted-checklist", "checklist", "position", "once", "sqrt", "log", "exp")
)  # fmt: skip


class Unsupported(Exception):
    """An expression that is not in the language, with the reason and the sentence."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason, self.sentence = reason, sentence


@dataclass(frozen=True, slots=True)
class Field:
    """The answer to another question."""

    name: str

    def __str__(self) -> str:
        return "${" + self.name + "}"


@dataclass(frozen=True, slots=True)
class Own:
    """The answer that is being given."""

    def __str__(self) -> str:
        return "."


@dataclass(frozen=True, slots=True)
class Number:
    """A number, as it was written."""

    written: str

    def __str__(self) -> str:
        return self.written


@dataclass(frozen=True, slots=True)
class Text:
    """A text in quotation marks; it cannot hold the marks it stands in."""

    text: str

    def __str__(self) -> str:
        return f'"{self.text}"' if "'" in self.text else f"'{self.text}'"


Answer = Field | Own
Operand = Field | Own | Number | Text


@dataclass(frozen=True, slots=True)
class Compare:
    """Two operands, at least one of them an answer, and how they compare."""

    left: Operand
    mark: str
    right: Operand

    def __str__(self) -> str:
        return f"{self.left} {self.mark} {self.right}"


@dataclass(frozen=True, slots=True)
class Selected:
    """Whether a choice was made."""

    answer: Answer
    code: Text

    def __str__(self) -> str:
        return f"selected({self.answer}, {self.code})"


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    inner: Expression

    def __str__(self) -> str:
        return f"not({self.inner})"


@dataclass(frozen=True, slots=True)
class Joined:
    """Several, of which all (`and`) or one (`or`) must hold."""

    word: str
    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        return f" {self.word} ".join(
            f"({one})" if isinstance(one, Joined) else str(one) for one in self.parts
        )


Expression = Compare | Selected | Not | Joined


def atoms(expression: Expression) -> Iterator[Compare | Selected]:
    """Every comparison and choice in an expression."""
    if isinstance(expression, Joined):
        for one in expression.parts:
            yield from atoms(one)
    elif isinstance(expression, Not):
        yield from atoms(expression.inner)
    else:
        yield expression


def operands(atom: Compare | Selected) -> tuple[Operand, ...]:
    """What a comparison or a choice is made of."""
    return (atom.left, atom.right) if isinstance(atom, Compare) else (atom.answer, atom.code)


# --- reading


def read(written: str) -> Expression:
    """The expression a text says. Raises Unsupported with the first thing that is not in the language."""
    if len(written) > LONGEST:
        raise Unsupported(
            Reason.EXPRESSION, f"The expression is longer than {LONGEST} characters. Make it shorter."
        )
    reader = _Reader(list(_tokens(written)))
    found = reader.joined("or", lambda: reader.joined("and", reader.single))
    if reader.rest:
        raise _odd(reader.rest[0][1])
    return found


def _tokens(written: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(written.rstrip())
    while at < end:
        match = TOKEN.match(written, at)
        if match is None:
            raise _odd(written[at:].strip()[:12])
        kind = str(match.lastgroup)
        if kind == "reckoning" or match.group(kind) in ("div", "mod"):
            raise _reckons(match.group(kind))
        yield kind, match.group(kind).strip()
        at = match.end()


def _odd(what: str) -> Unsupported:
    return Unsupported(
        Reason.EXPRESSION,
        f"«{what}» is not understood here. Write comparisons such as ${{name}} = 'code'.",
    )


def _reckons(what: str) -> Unsupported:
    return Unsupported(
        Reason.SCORE, f"«{what}» reckons with answers. Answers are compared, never added up: take it out."
    )


class _Reader:
    """Reads tokens from the left, by descent; how deep brackets may stand is bounded."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.rest, self.depth = tokens, 0

    def take(self, *wanted: str) -> tuple[str, str]:
        """The next token, of one of the wanted kinds or exactly this text."""
        if not self.rest:
            raise Unsupported(Reason.EXPRESSION, "The expression ends too early. Write it to its end.")
        kind, text = self.rest[0]
        if wanted and kind not in wanted and text not in wanted:
            raise _odd(text)
        self.rest = self.rest[1:]
        return kind, text

    def next_is(self, text: str) -> bool:
        """Whether exactly this comes next, outside quotation marks."""
        return bool(self.rest) and self.rest[0][1] == text and self.rest[0][0] != "text"

    def joined(self, word: str, inner: Callable[[], Expression]) -> Expression:
        """One or several parts with `and` or `or` between them."""
        parts = [inner()]
        while self.next_is(word):
            self.take()
            parts.append(inner())
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))

    def bracketed(self) -> Expression:
        """What stands in brackets."""
        self.take("(")
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unsupported(
                Reason.EXPRESSION, "There are too many brackets in each other. Write it more simply."
            )
        found = self.joined("or", lambda: self.joined("and", self.single))
        self.take(")")
        self.depth -= 1
        return found

    def single(self) -> Expression:
        """A comparison, a choice, an opposite or something in brackets."""
        if self.next_is("("):
            return self.bracketed()
        if self.rest and self.rest[0][0] == "call":
            return self.called(self.take()[1])
        left = self.operand()
        mark = self.take("mark")[1]
        right = self.operand()
        if not isinstance(left, Answer) and not isinstance(right, Answer):
            raise Unsupported(
                Reason.EXPRESSION, "The comparison holds no answer. Name one as ${name}, or write a dot."
            )
        return Compare(left, mark, right)

    def called(self, name: str) -> Expression:
        """`not(…)` and `selected(…)`; every other call is refused."""
        if name == "not":
            return Not(self.bracketed())
        if name == "selected":
            self.take("(")
            answer = self.operand()
            self.take(",")
            code = self.operand()
            self.take(")")
            if isinstance(answer, Answer) and isinstance(code, Text):
                return Selected(answer, code)
            raise _odd("selected")
        if name.lower() in RECKONING:
            raise _reckons(f"{name}()")
        raise Unsupported(
            Reason.EXPRESSION, f"«{name}()» is not supported. Use comparisons, selected() and not()."
        )

    def operand(self) -> Operand:
        """An answer, a number or a text."""
        if self.rest and self.rest[0][0] == "call":
            self.called(self.take()[1])
            raise _odd("a call in a comparison")
        kind, text = self.take("field", "own", "number", "text")
        if kind == "field":
            return Field(text[2:-1].strip())
        if kind == "own":
            return Own()
        return Number(text) if kind == "number" else Text(text[1:-1])


# --- what it says of answers


def holds(expression: Expression, answers: Mapping[str, Given | None], own: Given | None = None) -> bool:
    """Whether an expression holds for answers by code, and for the one being given."""
    if isinstance(expression, Joined):
        each = (holds(one, answers, own) for one in expression.parts)
        return all(each) if expression.word == "and" else any(each)
    if isinstance(expression, Not):
        return not holds(expression.inner, answers, own)
    if isinstance(expression, Selected):
        return expression.code.text in _text(expression.answer, answers, own).split()
    left, right = expression.left, expression.right
    texts = _text(left, answers, own), _text(right, answers, own)
    if expression.mark in ("=", "!=") and not isinstance(left, Number) and not isinstance(right, Number):
        return (texts[0] == texts[1]) is (expression.mark == "=")
    return _compared(_number(texts[0]), expression.mark, _number(texts[1]))


def _text(one: Operand, answers: Mapping[str, Given | None], own: Given | None) -> str:
    if isinstance(one, Text):
        return one.text
    if isinstance(one, Number):
        return one.written
    given = own if isinstance(one, Own) else answers.get(one.name)
    if given is None:
        return ""
    return f"{given:.12f}".rstrip("0").rstrip(".") if isinstance(given, float) else str(given)


def _number(text: str) -> float:
    plain = text.strip(" \t\r\n")
    return float(plain) if re.fullmatch(r"-?(\d+(\.\d*)?|\.\d+)", plain, re.ASCII) else math.nan


def _compared(left: float, mark: str, right: float) -> bool:
    return {
        "=": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[mark]
