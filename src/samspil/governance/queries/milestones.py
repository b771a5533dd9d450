"""Reading the timetable: the concept file's plan, the present one, and when each milestone was reached."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, OuterRef, Subquery

from samspil.delivery.models.training import TrainingDay, TrainingEvent
from samspil.delivery.terms.training import EventKind, EventState
from samspil.governance.models.milestones import MilestoneMoved, MilestoneReached
from samspil.governance.rules.milestones import may_see, slip_of, stands
from samspil.governance.terms.milestones import MilestoneState, PlanMoved
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.programme import queries as programme
from samspil.programme.concept.model import Concept
from samspil.programme.concept.timetable import order_of, told_by
from samspil.programme.concept.values import Interval
from samspil.trust import scope


@dataclass(frozen=True, slots=True)
class Moved:
    """One time a plan was moved, and why."""

    from_on: date
    to_on: date
    because: PlanMoved
    moved_on: date


@dataclass(frozen=True, slots=True)
class Milestone:
    """One milestone on a day. The baseline is the file's own; the plan may have moved since."""

    id: str
    title: str
    baseline: Interval
    from_on: date
    to_on: date
    owner: str
    after: tuple[str, ...]
    told_by: str
    reached_on: date | None
    is_month: bool
    """Whether only the month of `reached_on` is told: the programme's courses are somebody's."""
    evidence: str
    moves: tuple[Moved, ...]
    state: MilestoneState
    slip_days: int


@dataclass(frozen=True, slots=True)
class Timetable:
    """A programme's milestones in the order of its file."""

    concept: Concept
    concept_id: uuid.UUID
    milestones: tuple[Milestone, ...]


def timetables(actor: Actor, *, on: date) -> tuple[Timetable, ...]:
    """The timetable of every programme that has begun and is loaded. Four queries, one more a programme."""
    refuse(may_see(actor))
    loaded = [one for one in programme.programmes() if one.concept.period.from_ <= on]
    slugs = [one.concept.slug for one in loaded]
    moves = _by_milestone(MilestoneMoved.objects.presented(), slugs)
    reached = _by_milestone(MilestoneReached.objects.presented(), slugs)
    days = TrainingDay.objects.presented().filter(event_id=OuterRef("id"), tenant_id=OuterRef("tenant_id"))
    events = list(
        TrainingEvent.objects.presented()
        .filter(concept__programme__slug__in=slugs, state=EventState.CLOSED)
        .annotate(last=Subquery(days.order_by("-on").values("on")[:1]))
        .values_list("concept__programme__slug", "kind", "track", "last")
    )
    found = []
    for one in loaded:
        slug = one.concept.slug
        mine = [(kind, track, last) for each, kind, track, last in events if each == slug and last]
        told = _told(one.concept, mine)
        found.append(
            Timetable(
                one.concept,
                one.id,
                tuple(
                    _milestone(one.concept, each.id, moves, reached, told, on)
                    for each in one.concept.milestones
                ),
            )
        )
    return tuple(found)


def milestone_of(actor: Actor, milestone_id: str, *, on: date) -> tuple[Timetable, Milestone]:
    """One milestone of the programme that runs on a day. Raises Missing."""
    for one in timetables(actor, on=on):
        for each in one.milestones:
            if each.id == milestone_id and on <= one.concept.period.to:
                return one, each
    raise Missing


def last_number(model: Any, slug: str, milestone_id: str) -> int:
    """How many rows the own office has of a milestone."""
    rows = model.objects.filter(programme=slug, milestone=milestone_id)
    return rows.aggregate(n=Max("number"))["n"] or 0


def _by_milestone(rows: Any, slugs: list[str]) -> dict[tuple[str, str], list[Any]]:
    found: dict[tuple[str, str], list[Any]] = {}
    for row in rows.filter(programme__in=slugs).order_by("number"):
        found.setdefault((row.programme, row.milestone), []).append(row)
    return found


def _told(concept: Concept, events: list[tuple[str, str, date]]) -> dict[str, date | None]:
    """The days that rows tell: enough workshops, a course on every track, five courses with a person."""
    shops = sorted(last for kind, _track, last in events if kind == EventKind.WORKSHOP)
    least = concept.training.workshops.count_min
    firsts = [
        min(
            (last for kind, each, last in events if kind == EventKind.COURSE and each == track.role),
            default=None,
        )
        for track in concept.training.tracks
        if track.seats_max
    ]
    known = [one for one in firsts if one is not None]
    return {
        "workshops": shops[least - 1] if least and len(shops) >= least else None,
        "training": max(known) if known and len(known) == len(firsts) else None,
        "courses": scope.month_begun(concept.slug),
        "nothing": None,
    }


def _milestone(
    concept: Concept,
    key: str,
    moves: dict[tuple[str, str], list[Any]],
    reached: dict[tuple[str, str], list[Any]],
    told: dict[str, date | None],
    on: date,
) -> Milestone:
    line = next(one for one in concept.milestones if one.id == key)
    order, by = order_of(concept, key), told_by(concept, key)
    moved = [one for one in moves.get((concept.slug, key), []) if one.moved_on <= on]
    written = [one for one in reached.get((concept.slug, key), []) if one.written_on <= on]
    last = written[-1] if written and by == "nothing" else None
    day = told[by] if by != "nothing" else last.reached_on if last else None
    day = day if day is not None and day <= on else None
    from_on, to_on = (moved[-1].from_on, moved[-1].to_on) if moved else (line.planned.from_, line.planned.to)
    return Milestone(
        id=key,
        title=line.title,
        baseline=line.planned,
        from_on=from_on,
        to_on=to_on,
        owner=order.owner,
        after=order.after,
        told_by=by,
        reached_on=day,
        is_month=by == "courses",
        evidence=last.evidence if last else "",
        moves=tuple(Moved(one.from_on, one.to_on, PlanMoved(one.because), one.moved_on) for one in moved),
        state=stands(from_on, to_on, day, on),
        slip_days=slip_of(line.planned.to, to_on, day, on),
    )
