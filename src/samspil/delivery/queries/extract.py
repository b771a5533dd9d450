"""The one query that gives an evaluation anything about a person: without a name, a day or a word."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from samspil.delivery.models.measurements import AnswerSheet
from samspil.delivery.rules.extract import may_extract
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
    values: tuple[tuple[str, int | None], ...]


def rows_for_evaluation(actor: Actor, *, extract: str, at: datetime) -> tuple[EvaluationRow, ...]:
    """The rows of one extract, by pseudonym and round; each person's look is logged.

    Only people whose own yes to the evaluation holds now and whose course was not stopped: it is asked
    for here each time and copied nowhere, so whoever took it back is not in the next extract.
    """
    refuse(may_extract(actor))
    sheets = AnswerSheet.objects.filter(
        submitted_at__isnull=False,
        person_id__in=people.consenting(actor, "evaluation"),
        measurement__course__stopped_on__isnull=True,
        measurement__answered_on__isnull=False,
        measurement__course__started_on__isnull=False,
    ).select_related("measurement__course")
    found = []
    for one in sheets.order_by("id"):
        asked = one.measurement
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
                values=tuple(sorted(values.items())),
            )
        )
    return tuple(sorted(found, key=lambda row: (row.pseudonym, row.answered, row.round)))


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"
