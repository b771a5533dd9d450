"""The one shape that everything that waits is read in, whatever table it stands in."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    DateField,
    F,
    QuerySet,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, Concat

from samspil.kernel.actor import Actor

SHOWN = 200
SOON = timedelta(days=7)
NEWS = timedelta(days=30)
"""How long a stop that nobody has seen stays on the list."""

GONE = timedelta(days=14)
"""How long it stays on the list that a second parent left: nobody ticks it off."""

BEFORE_18 = timedelta(days=183)
"""How long before the 18th year the change of help is to be planned (domain.md 2.1, step 6)."""

Rows = QuerySet[Any]
Source = Callable[[Actor, date], Rows]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: which kind, about what, since or until when. Nothing sealed."""

    kind: str
    thing_id: uuid.UUID
    course_id: uuid.UUID | None
    code: str
    on: date | None
    concept_id: uuid.UUID | None
    name: str
    more: tuple[str, ...]
    """What the kind's sentence needs beside that, as codes."""


APART = "\x1f"
"""What stands between the codes of one thing: the separator of units, which no field lets anybody type."""


def shaped(
    rows: Rows,
    kind: str,
    *,
    on: Any,
    thing: str = "id",
    course: Any = None,
    code: Any = None,
    concept: Any = None,
    name: Any = None,
    more: tuple[Any, ...] = (),
) -> Rows:
    """The rows of one source in the shape all share. `more` are columns whose codes the sentence needs."""

    def as_(value: Any, field: Any) -> Any:
        return Cast(F(value) if isinstance(value, str) else value, field)

    parts: list[Any] = [Value("")]
    for one in more:
        parts += [as_(one, TextField()), Value(APART)]
    told = Concat(*parts[:-1], output_field=TextField()) if len(parts) > 2 else as_(Value(""), TextField())
    return rows.order_by().values(
        w_kind=as_(Value(kind), TextField()),
        w_thing=F(thing),
        w_course=as_(course or Value(None), UUIDField()),
        w_code=as_(code or Value(""), TextField()),
        w_on=as_(on if on is not None else Value(None), DateField()),
        w_concept=as_(concept or Value(None), UUIDField()),
        w_name=as_(name or Value(""), TextField()),
        w_more=told,
    )
