"""Reading for a match: who waits, what was wished for, who may be chosen and who is left out, and why."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Max, OuterRef, Subquery, Value

from samspil.delivery.matching.fitting import Candidate, Reasons, RuledOut, Seeker, ranked
from samspil.delivery.models.courses import Assignment, Course
from samspil.delivery.models.matching import Conflict, Wish
from samspil.delivery.queries import gates
from samspil.delivery.queries.courses import load_of_mentors, visible
from samspil.delivery.rules.matching import Wishes
from samspil.delivery.terms.courses import FIELD_ROLE, CourseState, Intervention
from samspil.delivery.terms.matching import LeftBecause
from samspil.delivery.terms.training import GateUse
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.queries.staff import StaffMember, staff
from samspil.trust import audit, fields

if TYPE_CHECKING:
    from samspil.delivery.matching.assignment import Proposal

TRAINING = "training"
"""The certificate of a training course, among those that somebody may lack."""

WAITING_BANDS = (7, 30, 90)
"""Days up to which a wait is told together."""

Pairs = dict[uuid.UUID, set[uuid.UUID]]
"""By course, the staff it has something with."""


@dataclass(frozen=True, slots=True)
class Waits:
    """A course that waits for a mentor or coach: since when, why, and what was wished for as codes."""

    course_id: uuid.UUID
    concept_id: uuid.UUID
    code: str
    intervention: str
    since: date
    days: int
    waits_for: str
    wishes: Wishes
    had_one: bool

    @property
    def band(self) -> int:
        """In which of the bands of waiting it lies, from 0."""
        return sum(self.days > most for most in WAITING_BANDS)


@dataclass(frozen=True, slots=True)
class Suggested:
    """The staff for one course: those who may be chosen, best first, and those left out, each with why."""

    fit: tuple[tuple[StaffMember, Reasons], ...]
    out: tuple[tuple[StaffMember, tuple[RuledOut, ...]], ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed for one course that waits."""

    waits: Waits
    proposal: Proposal
    member: StaffMember | None


def waiting_list(actor: Actor, *, on: date) -> tuple[Waits, ...]:
    """Every course of the municipality that waits for somebody, longest first. One query."""
    wish = Wish.objects.filter(course_id=OuterRef("id"))
    columns = ("interests", "language", "area", "times", "waits_for")
    last = Assignment.objects.filter(course_id=OuterRef("id")).order_by().values("course_id")
    rows = (
        visible(actor)
        .filter(state=CourseState.ACCEPTED)
        .annotate(
            left_on=Subquery(last.annotate(last=Max("to_on")).values("last")),
            **{f"wished_{one}": Subquery(wish.values(one)[:1]) for one in columns},
        )
    )
    return tuple(sorted((_waits(one, on) for one in rows), key=lambda one: (one.since, one.code)))


def suggestions(actor: Actor, course: Course, wishes: Wishes, *, on: date) -> Suggested:
    """Who may be chosen for one course and who may not; the same for the same rows, always in one order."""
    members, by_kind = _pool(actor, on, (course.concept_id,))
    candidates = by_kind[Intervention(course.intervention)]
    apart, again = _apart_and_again(course.id)
    seeker = _seeker(course.code, course.id, wishes, apart, again)
    fit, out = ranked(seeker, candidates)
    return Suggested(
        tuple((members[one.key], why) for one, why in fit if one.key != str(course.mentor_id)),
        tuple((members[one.key], why) for one, why in out if one.key != str(course.mentor_id)),
    )


def proposals(actor: Actor, *, on: date) -> tuple[Proposed, ...]:
    """Everyone who waits, matched together by kind of course; longest wait first. The queries are the same
    however many wait.
    """
    # Loads scipy: half a second that no other page and no command waits for.
    from samspil.delivery.matching.assignment import propose

    waiting = waiting_list(actor, on=on)
    apart, again = _apart_and_again()
    members, by_kind = _pool(actor, on, {one.concept_id for one in waiting})
    found: dict[uuid.UUID, Proposed] = {}
    for kind in Intervention:
        of_kind = [one for one in waiting if one.intervention == kind]
        if not of_kind:
            continue
        by_code = {one.code: one for one in of_kind}
        seekers = [_seeker(one.code, one.course_id, one.wishes, apart, again, one.days) for one in of_kind]
        for each in propose(seekers, by_kind[kind]):
            waits = by_code[each.seeker.key]
            member = members[each.candidate.key] if each.candidate else None
            found[waits.course_id] = Proposed(waits, each, member)
    return tuple(found[one.course_id] for one in waiting)


def candidates(actor: Actor, intervention: str, *, on: date) -> list[Candidate]:
    """The staff for one kind of course as the arithmetic knows them."""
    return _pool(actor, on)[1][Intervention(intervention)]


def wishes_of(actor: Actor, course: Course, *, at: datetime) -> Wishes:
    """What the person wishes for, the two sentences unsealed; the look is logged where there are any."""
    row = Wish.objects.filter(course_id=course.id).first()
    told = told_codes(row)
    if row is None or not (bytes(row.line) or bytes(row.about_them)):
        return told
    with audit.reading(by=actor, purpose=actor.purpose, subject=row.person_id, at=at, thing=row):
        return Wishes(
            told.interests,
            told.language,
            told.area,
            told.times,
            fields.unseal(row, "line"),
            fields.unseal(row, "about_them"),
            told.waits_for,
        )


def codes_of(actor: Actor, course: Course) -> Wishes:
    """What was wished for, as codes alone: nothing sealed is opened."""
    return told_codes(Wish.objects.filter(course_id=course.id).first())


def told_codes(row: Wish | None) -> Wishes:
    """The codes of a wish, without the sentences."""
    if row is None:
        return Wishes()
    return Wishes(tuple(row.interests), row.language, row.area, tuple(row.times), waits_for=row.waits_for)


def conflicts_of(actor: Actor, course: Course) -> tuple[Conflict, ...]:
    """Who may not be matched with a course, by name."""
    rows = Conflict.objects.filter(course_id=course.id).select_related("mentor__account")
    return tuple(rows.order_by("mentor__account__name", "id"))


def conflict_for(actor: Actor, course: Course, conflict_id: uuid.UUID) -> Conflict:
    """One of them. Raises Missing."""
    row = (
        Conflict.objects.filter(id=conflict_id, course_id=course.id).select_related("mentor__account").first()
    )
    if row is None:
        raise Missing
    return row  # type: ignore[no-any-return]


def _pool(
    actor: Actor, on: date, concept_ids: Iterable[uuid.UUID] = ()
) -> tuple[dict[str, StaffMember], dict[Intervention, list[Candidate]]]:
    """The staff, and how the arithmetic knows them, for each kind of course. Two queries, and one more
    where one of the concepts asks for a training certificate.
    """
    load = load_of_mentors(actor)
    untrained = gates.without(actor, GateUse.MATCH, concept_ids=concept_ids, on=on)
    members = {str(one.post.id): one for one in staff(actor, on=on, roles=tuple(FIELD_ROLE.values()))}
    return members, {
        kind: [
            Candidate(
                key,
                one.post.name,
                one.post.capacity,
                load.get(one.post.id, 0),
                frozenset(one.brings.strengths),
                frozenset(one.brings.languages),
                one.brings.area,
                frozenset(one.brings.times),
                one.missing(on) | ({TRAINING} if one.post.id in untrained else frozenset()),
            )
            for key, one in members.items()
            if one.post.role == role
        ]
        for kind, role in FIELD_ROLE.items()
    }


def _seeker(
    code: str, course_id: uuid.UUID, wishes: Wishes, apart: Pairs, again: Pairs, days: int = 0
) -> Seeker:
    return Seeker(
        code,
        interests=frozenset(wishes.interests),
        language=wishes.language,
        area=wishes.area,
        times=frozenset(wishes.times),
        waited_days=days,
        apart_from=frozenset(map(str, apart.get(course_id, ()))),
        not_again=frozenset(map(str, again.get(course_id, ()))),
    )


def _apart_and_again(course_id: uuid.UUID | None = None) -> tuple[Pairs, Pairs]:
    """By course, the staff with a conflict of interest, and those it did not work with. One query."""
    of = {} if course_id is None else {"course_id": course_id}
    columns = ("course_id", "mentor_id", "kind")
    apart = Conflict.objects.filter(**of).annotate(kind=Value("apart")).order_by().values_list(*columns)
    left = Assignment.objects.filter(left_because=LeftBecause.NO_CHEMISTRY, **of)
    again = left.annotate(kind=Value("again")).order_by().values_list(*columns)
    found: dict[str, Pairs] = {"apart": {}, "again": {}}
    for course, mentor, kind in apart.union(again):
        found[kind].setdefault(course, set()).add(mentor)
    return found["apart"], found["again"]


def _waits(row: Course, on: date) -> Waits:
    told = row.__dict__
    since: date = max(one for one in (row.accepted_on, told["left_on"]) if one is not None)
    return Waits(
        row.id,
        row.concept_id,
        row.code,
        row.intervention,
        since,
        max(0, (on - since).days),
        told["wished_waits_for"] or "",
        Wishes(
            tuple(told["wished_interests"] or ()),
            told["wished_language"] or "",
            told["wished_area"] or "",
            tuple(told["wished_times"] or ()),
        ),
        told["left_on"] is not None,
    )
