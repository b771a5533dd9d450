"""The one query that gives an evaluation anything about a person: without a name, a day or a word."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from samspil.delivery.instruments.shape import FreeText, Given
from samspil.delivery.models.impressions import Impression
from samspil.delivery.models.measurements import AnswerSheet
from samspil.delivery.models.moves import EarlierAnswer
from samspil.delivery.queries.instruments import instrument
from samspil.delivery.rules.extract import may_extract
from samspil.delivery.terms.courses import CameBy
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.queries import people
from samspil.programme import queries as programme
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """One series of one person in one round, under a pseudonym that only this extract uses."""

    pseudonym: str
    intervention: str
    began: str
    """The quarter in which the course started: 2014-Q4."""
    round: str
    answered: str
    """The month in which it was sent or written: 2014-11."""
    series: str
    """`own`: the person's answers. `impression`: how the one who held the course saw the same statements."""
    instrument: str
    version: int
    came_by: str
    """By the person's own link, from paper, or with a file of answers kept before: `import`; of an
    impression nothing.
    """
    values: tuple[tuple[str, Given | None], ...]
    """What each answer counts as by itself: a number, or the code of a choice that has none; None where it
    was skipped. A free text is never in it.
    """
    kept_back: tuple[str, ...] = ()
    """The items of the instrument that are answered in free text, which leaves in no extract."""
    knew_answers: bool | None = None
    """Of an impression: whether its writer had been shown the answers by then."""


def rows_for_evaluation(actor: Actor, *, extract: str, at: datetime) -> tuple[EvaluationRow, ...]:
    """The rows of one extract, by pseudonym, month, round and series; each person's look is logged.

    Only people whose own yes to the evaluation holds now and whose course was not stopped: it is asked
    for here each time and copied nowhere, so whoever took it back is not in the next extract. With them are
    the answers that a municipality kept before the course was here, which are owed nowhere. Nothing that
    came after the concept's final data cut is in any. An impression is a row of its own, and is there only
    beside the person's own answers: without them it would stand in their place.
    """
    refuse(may_extract(actor))
    consenting = people.consenting(actor, "evaluation")
    found, asked = [], {}
    for one, whose, came_by in (*_given(consenting), *_kept_before(consenting)):
        if not _is_before_cut(whose, whose.answered_on):
            continue
        asked[whose.id] = whose
        with _look(actor, whose, at):
            values = fields.unseal(one, "answers")
        found.append(_row(extract, whose, "own", whose.answered_on, values, came_by))
    for one in Impression.objects.filter(measurement_id__in=asked).order_by("id"):
        whose = asked[one.measurement_id]
        if not _is_before_cut(whose, one.given_on):
            continue
        with _look(actor, whose, at):
            values = fields.unseal(one, "values")
        row = _row(extract, whose, "impression", one.given_on, values, "")
        found.append(replace(row, knew_answers=one.knew_answers))
    return tuple(sorted(found, key=lambda row: (row.pseudonym, row.answered, row.round, row.series)))


def _look(actor: Actor, asked: Any, at: datetime) -> Any:
    return audit.reading(by=actor, purpose=actor.purpose, subject=asked.person_id, at=at, thing=asked)


def _is_before_cut(asked: Any, on: date) -> bool:
    cut = programme.concept(asked.course.concept_id).progression.schedule.data_cut
    return cut is None or on <= cut


def _row(extract: str, asked: Any, series: str, on: date, values: str, came_by: str) -> EvaluationRow:
    told: dict[str, Given | None] = json.loads(values)
    tool = instrument(asked.instrument, asked.instrument_version)
    counted = tool.counted(told)
    kept_back = tuple(item.code for item in tool.items if isinstance(tool.kind(item), FreeText))
    return EvaluationRow(
        pseudonym=fields.keyed_hash(f"extract|{extract}", asked.person_id.bytes)[:20],
        intervention=asked.course.intervention,
        began=_quarter(asked.course.started_on),
        round=asked.key,
        answered=f"{on:%Y-%m}",
        series=series,
        instrument=asked.instrument,
        version=asked.instrument_version,
        came_by=came_by,
        values=tuple(sorted((code, counted[code]) for code in told if code not in kept_back)),
        kept_back=kept_back,
    )


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
