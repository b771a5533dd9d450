"""The one query that gives an evaluation anything about a person: without a name, a day or a word."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from samspil.delivery.models.measurements import AnswerSheet
from samspil.delivery.models.moves import EarlierAnswer
from samspil.delivery.rules.extract import may_extract
from samspil.delivery.terms.courses import CameBy
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.queries import people
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """The answers of one person to one round, under a pseudonym that only this extract uses."""

    pseudonym: str
    intervention: str
    began: str
    """The quarter in which the course started: 2014-Q4."""
    round: str
    answered: str
    """The month in which the answers were sent: 2014-11."""
    instrument: str
    version: int
    came_by: str
    """By the person's own link, from paper, or with a file of answers kept before: `import`."""
    values: tuple[tuple[str, int | None], ...]


def rows_for_evaluation(actor: Actor, *, extract: str, at: datetime) -> tuple[EvaluationRow, ...]:
    """The rows of one extract, by pseudonym and round; each person's look is logged.

    Only people whose own yes to the evaluation holds now and whose course was not stopped: it is asked
    for here each time and copied nowhere, so whoever took it back is not in the next extract. With them are
    the answers that a municipality kept before the course was here, which are owed nowhere.
    """
    refuse(may_extract(actor))
    consenting = people.consenting(actor, "evaluation")
    found = []
    for one, asked, came_by in (*_given(consenting), *_kept_before(consenting)):
        with audit.reading(by=actor, purpose=actor.purpose, subject=one.person_id, at=at, thing=asked):
            values: dict[str, int | None] = json.loads(fields.unseal(one, "answers"))
        found.append(
            EvaluationRow(
                pseudonym=fields.keyed_hash(f"extract|{extract}", one.person_id.bytes)[:20],
                intervention=asked.course.intervention,
                began=_quarter(asked.course.started_on),
                round=asked.key,
                answered=f"{asked.answered_on:%Y-%m}",
                instrument=asked.instrument,
                version=asked.instrument_version,
                came_by=came_by,
                values=tuple(sorted(values.items())),
            )
        )
    return tuple(sorted(found, key=lambda row: (row.pseudonym, row.answered, row.round)))


def _given(consenting: frozenset[uuid.UUID]) -> Iterator[tuple[Any, Any, str]]:
    """What was answered here: each sheet, the measurement it answers, and how it came."""
    sheets = AnswerSheet.objects.filter(
        submitted_at__isnull=False,
        person_id__in=consenting,
        measurement__course__stopped_on__isnull=True,
        measurement__answered_on__isnull=False,
        measurement__course__started_on__isnull=False,
    )
    for one in sheets.select_related("measurement__course").order_by("id"):
        yield one, one.measurement, one.came_by


def _kept_before(consenting: frozenset[uuid.UUID]) -> Iterator[tuple[Any, Any, str]]:
    """What the municipality had measured before the course was taken in here.

    Answers taken along from another municipality are in that one's extract.
    """
    rows = EarlierAnswer.objects.filter(
        importedanswer__isnull=False,
        person_id__in=consenting,
        course__stopped_on__isnull=True,
        course__started_on__isnull=False,
    )
    for one in rows.select_related("course").order_by("id"):
        yield one, one, CameBy.IMPORT.value


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"
