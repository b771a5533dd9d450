"""Taking in answers that a municipality kept before: all of a file or none, and taking them back as one."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from samspil.delivery.actions.measurements import state_on
from samspil.delivery.instruments.shape import Instrument
from samspil.delivery.models.courses import Course
from samspil.delivery.models.history import AnswerFile, ImportedAnswer
from samspil.delivery.models.measurements import AnswerSheet, Measurement
from samspil.delivery.models.moves import EarlierAnswer
from samspil.delivery.queries import history as queries
from samspil.delivery.queries.history import Fit
from samspil.delivery.rules import history as rules
from samspil.delivery.rules.history import EarlierAnswers
from samspil.delivery.terms.courses import CameBy
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.actions import imports as people
from samspil.people.terms import ImportKind
from samspil.trust import audit, fields, links

AT_A_TIME = 500
"""So many rows are written by one statement, and told as one step."""


def import_answers(
    *,
    by: Actor,
    at: datetime,
    on: date,
    draft_id: uuid.UUID,
    tool: Instrument,
    rows: tuple[EarlierAnswers, ...],
) -> int:
    """Take in every row of a file of earlier answers or none; how many. The same file again takes in none.

    Each is put to its round as if it had been given on its day: on time or late, shared with nobody. One
    that was not owed here is kept, and owed as little as before. Raises Refused with the row it is about.
    """
    return max(taking_in(by=by, at=at, on=on, draft_id=draft_id, tool=tool, rows=rows), default=0)


def taking_in(
    *,
    by: Actor,
    at: datetime,
    on: date,
    draft_id: uuid.UUID,
    tool: Instrument,
    rows: tuple[EarlierAnswers, ...],
) -> Iterator[int]:
    """The same, telling after each step how many there are, for a page that shows how far it has come.

    Nothing holds before the last one is told: who stops listening takes everything back.
    """
    refuse(rules.may_bring_answers(by))
    draft = people.held(by=by, draft_id=draft_id, kind=ImportKind.ANSWERS)
    if draft.used_at is not None:
        return
    with audit.acting("delivery.import_answers", by=by, at=at) as act:
        found = queries.fitted(by, rows, tool, on=on, held=True)
        people.refuse_faults(found.faults)
        file = AnswerFile.objects.create(
            tenant_id=by.tenant_id,
            draft_id=draft.id,
            instrument=tool.slug,
            instrument_version=tool.version,
            rows=len(rows),
            taken_in_on=on,
        )
        asked = _asked(found.fits, tool, on)
        _make_room(by, asked)
        for first in range(0, len(found.fits), AT_A_TIME):
            _write(by, at, file, tool, found.fits[first : first + AT_A_TIME], asked)
            yield min(first + AT_A_TIME, len(found.fits))
        _answer(file)
        people.use(draft)
        act.about(file, reason=f"rows_{len(rows)}")


def _asked(fits: tuple[Fit, ...], tool: Instrument, on: date) -> dict[int, Measurement]:
    """The owed measurement of each row, by its number; those nobody has written yet are written now."""
    new = {
        one.row.number: Measurement(
            tenant_id=one.course.tenant_id,
            course_id=one.course.id,
            person_id=one.person_id,
            key=one.slot.key,
            instrument=tool.slug,
            instrument_version=tool.version,
            opens_on=one.slot.opens_on,
            due_on=one.slot.due_on,
            done_until=one.slot.done_until,
            late_until=one.slot.late_until,
            state=state_on(one.slot.late_until, on, one.course),
        )
        for one in fits
        if one.slot.is_owed and one.measurement_id is None
    }
    Measurement.objects.bulk_create(new.values())
    there = {
        one.row.number: Measurement(id=one.measurement_id, state=one.slot.state, reason=one.slot.reason)
        for one in fits
        if one.measurement_id is not None
    }
    return {**there, **new}


def _make_room(by: Actor, asked: dict[int, Measurement]) -> None:
    """What was half filled in before a round was missed gives way; no link opens these rounds any more."""
    ids = [one.id for one in asked.values()]
    AnswerSheet.objects.filter(measurement_id__in=ids, submitted_at__isnull=True).delete()
    links.revoke_all(by=by, thing_ids=ids)


def _write(
    by: Actor,
    at: datetime,
    file: AnswerFile,
    tool: Instrument,
    some: tuple[Fit, ...],
    asked: dict[int, Measurement],
) -> None:
    """The answers of some rows, sealed, each with where it came from."""
    sheets: list[AnswerSheet] = []
    earlier: list[EarlierAnswer] = []
    origins: list[ImportedAnswer] = []
    for one in some:
        told = json.dumps(dict(one.row.values))
        origin = ImportedAnswer(
            tenant_id=by.tenant_id,
            file_id=file.id,
            course_id=one.course.id,
            person_id=one.person_id,
            answered_on=one.row.answered_on,
        )
        if one.slot.is_owed:
            measurement = asked[one.row.number]
            sheet = AnswerSheet(
                tenant_id=by.tenant_id,
                measurement_id=measurement.id,
                person_id=one.person_id,
                came_by=CameBy.IMPORT,
                submitted_at=at,
            )
            fields.seal(sheet, answers=told)
            sheets.append(sheet)
            origin.measurement_id = measurement.id
            origin.state_before, origin.reason_before = measurement.state, measurement.reason
            origin.state = one.slot.becomes(one.row.answered_on)
        else:
            kept = _kept(by, one, tool)
            fields.seal(kept, answers=told)
            earlier.append(kept)
            origin.earlier_id = kept.id
        origins.append(origin)
    AnswerSheet.objects.bulk_create(sheets)
    EarlierAnswer.objects.bulk_create(earlier)
    ImportedAnswer.objects.bulk_create(origins)


def _kept(by: Actor, one: Fit, tool: Instrument) -> EarlierAnswer:
    """What was measured before the course was here: the person's, owed to nobody and shown to nobody."""
    return EarlierAnswer(
        tenant_id=by.tenant_id,
        course_id=one.course.id,
        person_id=one.person_id,
        key=one.slot.key,
        instrument=tool.slug,
        instrument_version=tool.version,
        answered_on=one.row.answered_on,
        for_mentor=False,
        for_coordinator=False,
    )


def _answer(file: AnswerFile) -> None:
    """Let every measurement of a file be done or late as of its day, in one statement."""
    origin = ImportedAnswer.objects.filter(file_id=file.id, measurement_id=OuterRef("id"))
    Measurement.objects.filter(
        id__in=ImportedAnswer.objects.filter(file_id=file.id, measurement__isnull=False).values(
            "measurement_id"
        )
    ).update(
        state=Subquery(origin.values("state")[:1]),
        answered_on=Subquery(origin.values("answered_on")[:1]),
        reason="",
    )


def _hold(rows: Any) -> None:
    """Keep others from the courses and rounds of these rows: nobody shares an answer while it goes."""
    for model, column in ((Course, "course_id"), (Measurement, "measurement_id")):
        held = model.objects.select_for_update(of=("self",)).filter(id__in=rows.values(column))
        list(held.order_by("id").values_list("id"))


def take_back(*, by: Actor, at: datetime, on: date, file_id: uuid.UUID) -> int:
    """Take a file of earlier answers back as one; how many answers went.

    The sheets go, and each measurement is again what it would be without them. Refused once anything was
    built upon one of them. The person's key stays: it seals more than these.
    """
    refuse(rules.may_bring_answers(by))
    with audit.acting("delivery.take_back_answers", by=by, at=at) as act:
        file = AnswerFile.objects.select_for_update().filter(id=file_id).first()
        if file is None:
            raise Missing
        rows = ImportedAnswer.objects.filter(file_id=file.id)
        _hold(rows)
        found = queries.undoing(by, file, on=on)
        refuse(found.refusal)
        asked = [one for ids in found.again.values() for one in ids]
        earlier = [*rows.filter(earlier__isnull=False).values_list("earlier_id", flat=True)]
        rows.delete()
        AnswerSheet.objects.filter(measurement_id__in=asked, came_by=CameBy.IMPORT).delete()
        EarlierAnswer.objects.filter(id__in=earlier).delete()
        for (state, reason), ids in found.again.items():
            Measurement.objects.filter(id__in=ids).update(state=state, reason=reason, answered_on=None)
        AnswerFile.objects.filter(id=file.id).update(taken_back_on=on)
        act.about(file, reason=f"rows_{file.rows}")
    return len(asked) + len(earlier)
