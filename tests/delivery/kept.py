"""Answers that a municipality kept before: rows of a file, taken in and back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.delivery import bringing, ground

TODAY = ground.TODAY
BEGAN = date(2014, 3, 1)
VALUES = (7, None, 9, 2, 5, 0, 10, 1, None, 4)
ON = {"start": date(2014, 3, 10), "month-3": date(2014, 6, 30), "month-6": date(2014, 9, 2)}
"""A day on which each round of a course that began in March was answered: on time, late, on time."""


def tool(slug: str = "mentee") -> Any:
    from samspil.delivery.instruments.shipped import instrument

    return instrument(slug, 1)


def course(world: Any, concept_id: Any, slug: str = "aaby", **said: Any) -> ground.Made:
    """A course that began in March and whose rounds were tended until today: three were missed."""
    made = ground.course(world, slug, concept_id, on=BEGAN, **said)
    ground.tend(world, made, TODAY)
    return made


def code_of(world: Any, made: ground.Made) -> str:
    from samspil.delivery.models.courses import Course

    with world.as_("coordinator", made.slug):
        return str(Course.objects.get(id=made.course_id).code)


def row(
    code: str,
    key: str | date | None = "start",
    *,
    on: date | None = None,
    number: int = 2,
    values: tuple[int | None, ...] = VALUES,
    slug: str = "mentee",
) -> Any:
    from samspil.delivery.rules.history import EarlierAnswers

    items = tool(slug).items
    told = {item.code: values[at % len(values)] for at, item in enumerate(items)}
    return EarlierAnswers(number, code, key, on or ON[str(key)], told)


def draft(world: Any, slug: str, rows: int = 1, cast: str = "coordinator", of: str = "mentee-1") -> uuid.UUID:
    """A file of answers that was read and not taken in. What stands in it is not looked at by the actions."""
    from samspil.people.actions import imports
    from samspil.people.terms import ImportKind

    cells = [{"n": number + 2, "c": {"course": "Eg-000000"}} for number in range(rows)]
    with world.as_(cast, slug) as by:
        return imports.keep_draft(by=by, at=world.at, kind=ImportKind.ANSWERS, cells=cells, of=of).id


def take(
    world: Any,
    *rows: Any,
    slug: str = "aaby",
    cast: str = "coordinator",
    on: date = TODAY,
    draft_id: uuid.UUID | None = None,
    instrument: str = "mentee",
) -> uuid.UUID | None:
    """Take rows in as one file; the file's key."""
    from samspil.delivery.actions.history import import_answers
    from samspil.delivery.models.history import AnswerFile

    key = draft_id or draft(world, slug, len(rows), cast)
    with world.as_(cast, slug) as by:
        import_answers(
            by=by, at=ground.at_day(on), on=on, draft_id=key, tool=tool(instrument), rows=tuple(rows)
        )
        return AnswerFile.objects.filter(draft_id=key).values_list("id", flat=True).first()


def brought(world: Any, slug: str, concept_id: uuid.UUID, *, mentor: str = "mentor") -> uuid.UUID:
    """A course that came by a file, and a file of the answers it had before; the key of that file."""
    made = ground.Made(slug, bringing.imported(world, slug, concept_id, mentor=mentor))
    file = take(world, row(code_of(world, made)), slug=slug)
    assert file is not None
    return file


def answered(world: Any, slug: str, concept_id: uuid.UUID) -> uuid.UUID | None:
    """A course of which one missed round was answered by a file; the key of that file."""
    made = course(world, concept_id, slug, mentor="other_mentor")
    return take(world, row(code_of(world, made)), slug=slug)


def back(world: Any, file_id: Any, *, slug: str = "aaby", cast: str = "coordinator", on: date = TODAY) -> int:
    from samspil.delivery.actions.history import take_back

    with world.as_(cast, slug) as by:
        return take_back(by=by, at=ground.at_day(on), on=on, file_id=file_id)


def everything(world: Any, slug: str = "aaby") -> tuple[Any, ...]:
    """All that taking answers in may touch, row by row, as it stands."""
    from samspil.delivery.models.history import ImportedAnswer
    from samspil.delivery.models.measurements import AnswerSheet, Measurement
    from samspil.delivery.models.moves import EarlierAnswer

    with world.as_("coordinator", slug):
        return tuple(
            sorted(model.objects.values_list(*(one.attname for one in model._meta.fields)), key=str)
            for model in (Measurement, AnswerSheet, EarlierAnswer, ImportedAnswer)
        )


# --- for the tests of this


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def made(world: Any, concept_id: Any) -> ground.Made:
    return course(world, concept_id)


@pytest.fixture
def code(world: Any, made: ground.Made) -> str:
    return code_of(world, made)


def prove(world: Any, on: date = TODAY, slug: str = "aaby") -> Any:
    from samspil.delivery.queries import measurements
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant(slug))
    with scope(by):
        return measurements.prove(by, on=on)


def why_not(do: Callable[[], Any]) -> str:
    from django.utils.translation import override

    from samspil.kernel.errors import Refused

    with override("en"), pytest.raises(Refused) as told:
        do()
    with override("en"):
        return str(told.value)


def rounds(world: Any, made: ground.Made) -> dict[str, tuple[str, date | None]]:
    from samspil.delivery.models.measurements import Measurement

    with world.as_("coordinator", made.slug):
        rows = Measurement.objects.filter(course_id=made.course_id)
        return {one.key: (one.state, one.answered_on) for one in rows}
