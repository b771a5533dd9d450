"""Reading before earlier answers are taken in or back: the round each row is about, and what stands there."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from samspil.delivery.instruments.shape import Instrument
from samspil.delivery.models.courses import Course
from samspil.delivery.models.history import AnswerFile, ImportedAnswer
from samspil.delivery.models.imports import ImportedCourse
from samspil.delivery.models.impressions import Impression
from samspil.delivery.models.measurements import AnswerSheet, Measurement, Sharing
from samspil.delivery.models.moves import EarlierAnswer
from samspil.delivery.queries.measurements import ASKED_UNDER, owed_windows
from samspil.delivery.rules import history as rules
from samspil.delivery.rules.history import EarlierAnswers, Slot
from samspil.delivery.rules.imports import must_have_been
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refusal, refuse
from samspil.people.queries import people
from samspil.people.queries.imports import Fault
from samspil.people.terms import ConsentPurpose
from samspil.programme import queries as programme
from samspil.programme.concept.rounds import Held, Window, windows
from samspil.trust import fields

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Fit:
    """One row of a file, the course it is about, and the round its answers are put to."""

    row: EarlierAnswers
    course: Course
    person_id: uuid.UUID
    slot: Slot
    measurement_id: uuid.UUID | None
    """None where the round is not owed here, or nobody has written its measurement yet."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a whole file comes to: what can be taken in, and every reason why the rest cannot."""

    fits: tuple[Fit, ...]
    faults: tuple[Fault, ...]

    @property
    def counts(self) -> Counter[str]:
        """How many become done or late, and how many are kept without being owed here (`kept`)."""
        return Counter(
            one.slot.becomes(one.row.answered_on).value if one.slot.is_owed else "kept" for one in self.fits
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """What is there, read by as many questions for any file: courses by code, and what hangs on them."""

    courses: Mapping[str, Course]
    measurements: Mapping[uuid.UUID, list[Measurement]]
    sheets: Mapping[uuid.UUID, bool]
    """By measurement: whether the answers were handed in, or only begun."""
    earlier: frozenset[tuple[uuid.UUID, str]]
    came_by_file: frozenset[uuid.UUID]
    supporting: frozenset[uuid.UUID]
    yeses: Mapping[uuid.UUID, Held]
    kept: frozenset[uuid.UUID]
    ids: dict[tuple[uuid.UUID, str], uuid.UUID] = field(default_factory=dict)


def fitted(
    actor: Actor, rows: tuple[EarlierAnswers, ...], tool: Instrument, *, on: date, held: bool = False
) -> Fitted:
    """Put each row to its round, by the rules that taking it in asks. Writes nothing.

    With `held`, courses and measurements are kept from others until the transaction ends.
    """
    known = _known(actor, {one.code for one in rows}, tool, held=held)
    slots: dict[uuid.UUID, dict[str, Slot]] = {}
    seen: dict[tuple[uuid.UUID, str], int] = {}
    fits: list[Fit] = []
    faults: list[Fault] = []
    for row in rows:
        course = known.courses.get(row.code)
        against = _against_course(course, tool, known) or must_have_been(row.answered_on, on, "answered_on")
        if against is not None or course is None:
            assert against is not None
            faults.append(_fault(row, against))
            continue
        assert course.person_id is not None
        if course.id not in slots:
            slots[course.id] = _slots(course, tool, known, on)
        slot = rules.slot_of(row, slots[course.id])
        key = (course.id, slot.key if slot else "")
        reasons = tuple(rules.reasons_against(row, slot, tool=tool, before=seen.get(key) if slot else None))
        if slot is not None:
            seen.setdefault(key, row.number)
        faults += [_fault(row, one) for one in reasons]
        if not reasons and slot is not None:
            fits.append(Fit(row, course, course.person_id, slot, known.ids.get(key)))
    return Fitted(tuple(fits), tuple(faults))


def _fault(row: EarlierAnswers, refusal: Refusal) -> Fault:
    return Fault(row.number, refusal.field or "", str(refusal))


def _known(actor: Actor, codes: set[str], tool: Instrument, *, held: bool) -> _Known:
    courses = Course.objects.filter(tenant_id=actor.tenant_id, code__in=codes, person_id__isnull=False)
    rows = Measurement.objects.filter(instrument=tool.slug)
    if held:
        courses = courses.select_for_update(of=("self",)).order_by("id")
        rows = rows.select_for_update(of=("self",)).order_by("id")
    found = {one.code: one for one in courses}
    ids = [one.id for one in found.values()]
    measurements: dict[uuid.UUID, list[Measurement]] = {}
    for row in rows.filter(course_id__in=ids):
        measurements.setdefault(row.course_id, []).append(row)
    sheets = AnswerSheet.objects.filter(measurement__course_id__in=ids)
    earlier = EarlierAnswer.objects.filter(course_id__in=ids, instrument=tool.slug)
    files = ImportedCourse.objects.filter(course_id__in=ids)
    return _Known(
        courses=found,
        measurements=measurements,
        sheets={key: sent is not None for key, sent in sheets.values_list("measurement_id", "submitted_at")},
        earlier=frozenset(earlier.values_list("course_id", "key")),
        came_by_file=frozenset(files.values_list("course_id", flat=True)),
        supporting=people.consenting(actor, ConsentPurpose.SUPPORT),
        yeses=people.own_yeses(actor, ASKED_UNDER),
        kept=frozenset(fields.holders()),
    )


def _against_course(course: Course | None, tool: Instrument, known: _Known) -> Refusal | None:
    if course is None:
        return rules.must_be_here(course)
    return rules.must_ask_this(_asked(course)[0] == tool.slug) or rules.may_be_added_to(
        course, course.person_id in known.supporting, course.person_id in known.kept
    )


def _asked(course: Course) -> tuple[str, int]:
    """What a course of this kind is asked, and the version a round would be opened with today."""
    tools = programme.concept(course.concept_id).progression.instruments
    return next(
        ((one.slug, one.version) for one in tools if one.intervention == course.intervention), ("", 0)
    )


def _slots(course: Course, tool: Instrument, known: _Known, on: date) -> dict[str, Slot]:
    """The rounds of a course that have opened: as written, as owed, and those from before it came here."""
    found: dict[str, Slot] = {}
    version = _asked(course)[1]
    for one in known.measurements.get(course.id, ()):
        known.ids[course.id, one.key] = one.id
        sent = known.sheets.get(one.id)
        found[one.key] = Slot(
            one.key,
            one.opens_on,
            one.due_on,
            one.done_until,
            one.late_until,
            one.instrument_version,
            state=one.state,
            reason=one.reason,
            is_answered=sent is True,
            has_begun=sent is False and one.state == rules.M.OPEN,
        )
    assert course.person_id is not None
    for window in owed_windows(course, held=known.yeses.get(course.person_id, {}), until=on):
        if window.instrument == tool.slug:
            found.setdefault(window.key, _slot(window, version, is_owed=True))
    if course.id in known.came_by_file:
        for window in windows_before(course, on):
            there = (course.id, window.key) in known.earlier
            found.setdefault(window.key, _slot(window, version, is_owed=False, is_answered=there))
    return found


def _slot(window: Window, version: int, *, is_owed: bool, is_answered: bool = False) -> Slot:
    return Slot(
        window.key,
        window.opens_on,
        window.due_on,
        window.done_until,
        window.late_until,
        version,
        is_owed=is_owed,
        is_answered=is_answered,
    )


def windows_before(course: Course, on: date) -> tuple[Window, ...]:
    """The rounds of a course that opened before it was taken in here: owed to nobody, perhaps measured."""
    if course.series_from is None or course.series_on is None:
        return ()
    concept = programme.concept(course.concept_id)
    found = windows(concept, course.intervention, course.series_from, course.ended_on, {}, on)
    owed = {one.key for one in owed_windows(course, held={}, until=on)}
    return tuple(one for one in found if one.opens_on < course.series_on and one.key not in owed)


# --- what was taken in


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was taken in, when it was taken back if so, and why it cannot be, where that was asked."""

    id: uuid.UUID
    instrument: str
    rows: int
    taken_in_on: date
    taken_back_on: date | None
    why_not: Refusal | None = None

    @classmethod
    def of(cls, file: AnswerFile, why_not: Refusal | None = None) -> Taken:
        return cls(file.id, file.instrument, file.rows, file.taken_in_on, file.taken_back_on, why_not)


@dataclass(frozen=True, slots=True)
class Undoing:
    """What taking a file back comes to: its measurements by the state and reason each gets again."""

    refusal: Refusal | None
    again: Mapping[tuple[str, str], list[uuid.UUID]]


def files(actor: Actor) -> tuple[Taken, ...]:
    """The newest files of earlier answers that were taken in, those taken back among them."""
    refuse(rules.may_bring_answers(actor))
    rows = AnswerFile.objects.filter(tenant_id=actor.tenant_id).order_by("-id")
    return tuple(Taken.of(one) for one in rows[:SHOWN])


def file_of_draft(actor: Actor, draft_id: uuid.UUID) -> Taken:
    """What a draft became. Raises Missing."""
    return Taken.of(_one(actor, draft_id=draft_id))


def file_for(actor: Actor, file_id: uuid.UUID, *, on: date) -> Taken:
    """One file that was taken in, with whether it can be taken back today. Raises Missing."""
    file = _one(actor, id=file_id)
    return Taken.of(file, undoing(actor, file, on=on).refusal)


def _one(actor: Actor, **wanted: uuid.UUID) -> AnswerFile:
    refuse(rules.may_bring_answers(actor))
    found: AnswerFile | None = AnswerFile.objects.filter(tenant_id=actor.tenant_id, **wanted).first()
    if found is None:
        raise Missing
    return found


def undoing(actor: Actor, file: AnswerFile, *, on: date) -> Undoing:
    """Whether a file may be taken back, and what each of its measurements would be then."""
    if file.taken_back_on is not None:
        return Undoing(rules.may_take_back(True, False), {})
    rows = ImportedAnswer.objects.filter(file_id=file.id)
    yeses = people.own_yeses(actor, ASKED_UNDER)
    again: dict[tuple[str, str], list[uuid.UUID]] = {}
    is_used = _is_built_upon(file)
    owed: dict[uuid.UUID, dict[str, Window]] = {}
    for one in rows.filter(measurement__isnull=False).select_related("measurement", "course"):
        if one.course_id not in owed:
            found = owed_windows(one.course, held=_that_hold(yeses.get(one.person_id, {})), until=on)
            owed[one.course_id] = {window.key: window for window in found}
        state = rules.state_again(
            one.state_before,
            stands=_stands(one.measurement, owed[one.course_id].get(one.measurement.key)),
            late_until=one.measurement.late_until,
            stopped_on=one.course.stopped_on,
            on=on,
        )
        is_used = is_used or not state
        again.setdefault((state, one.reason_before), []).append(one.measurement_id)
    return Undoing(rules.may_take_back(False, is_used), again)


def _that_hold(held: Held) -> Held:
    """The yeses that nobody has taken back."""
    return {purpose: [one for one in spans if one[1] == date.max] for purpose, spans in held.items()}


def _is_built_upon(file: AnswerFile) -> bool:
    """Shared with somebody, beside an impression that was written since, or on its way elsewhere."""
    rows = ImportedAnswer.objects.filter(file_id=file.id)
    asked = rows.filter(measurement__isnull=False).values("measurement_id")
    return bool(
        Sharing.objects.filter(measurement_id__in=asked).exists()
        or Impression.objects.filter(measurement_id__in=asked, given_on__gte=file.taken_in_on).exists()
        or rows.filter(Q(earlier__for_mentor=True) | Q(earlier__for_coordinator=True)).exists()
        or rows.filter(course__series_until__isnull=False).exists()
    )


def _stands(measurement: Measurement, window: Window | None) -> bool:
    """Whether a round still has the days it had: a course that is closed meanwhile ends those before."""
    if window is None:
        return False
    return (measurement.due_on, measurement.done_until, measurement.late_until) == (
        window.due_on,
        window.done_until,
        window.late_until,
    )
