"""A form as it was read: questions, notes and groups in their order, in as many languages as it has.

A form says more than an instrument: what is asked when, which answers fit, what stands between questions.
`making.py` turns it into an instrument, whose answers are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from samspil.delivery.instruments.shape import Kind
from samspil.delivery.instruments.xlsform.expressions import Expression

PLAIN = "default"
"""The language of a column that names none."""
Texts = Mapping[str, str]
"""By language as the columns write it, such as «Dansk (da)»."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `row` is where it stands in the sheet; it is no part of what the question says."""

    name: str
    kind: Kind
    label: Texts
    hint: Texts = field(default_factory=dict)
    required: bool = False
    relevant: Expression | None = None
    constraint: Expression | None = None
    constraint_message: Texts = field(default_factory=dict)
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Note:
    """A text between questions; nothing is answered."""

    name: str
    label: Texts
    hint: Texts = field(default_factory=dict)
    relevant: Expression | None = None
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that belong together. Where `relevant` does not hold, none of them is asked."""

    name: str
    label: Texts
    parts: tuple[Part, ...]
    relevant: Expression | None = None
    row: int = field(default=0, compare=False)


Part = Question | Note | Group


@dataclass(frozen=True, slots=True)
class About:
    """What a form cannot say and an instrument must: whose wording it is, a title and short names.

    It stands on a sheet of its own, which other programs leave alone. Short names are by question.
    """

    source: str = ""
    licence: str = ""
    reviewed: str = ""
    title: Texts = field(default_factory=dict)
    short: Mapping[str, Texts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form."""

    form_id: str
    title: str
    version: str
    default_language: str
    parts: tuple[Part, ...]
    about: About = field(default_factory=About)

    def every(self) -> Iterator[Part]:
        """Every part, a group before what is in it."""
        return _every(self.parts)

    def questions(self) -> tuple[Question, ...]:
        """Every question in the order it is asked."""
        return tuple(one for one in self.every() if isinstance(one, Question))


def _every(parts: tuple[Part, ...]) -> Iterator[Part]:
    for one in parts:
        yield one
        if isinstance(one, Group):
            yield from _every(one.parts)


def language_code(written: str) -> str:
    """The code of a language as columns write it: «Dansk (da)» is da. Without one, what was written."""
    inner = written.rpartition("(")[2]
    return inner[:-1].strip().lower() if written.endswith(")") and inner[:-1].strip() else written.strip()
