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
from samspil.governance.queries.agreements import in_force_by_programme
from samspil.governance.rules import agreements as agreeing
from samspil.governance.rules.milestones import agreed_on, may_see, slip_of, stands, taking_part
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
    """The timetable of every programme that has begun and is loaded. Four queries, one more a programme.

    When the agreements were signed the office counts from them, in one query more; everybody else is told
    it by the office's night, since an agreement is read by the two it is between.
    """
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
    counts = agreeing.may_make(actor) is None
    since = in_force_by_programme(actor, slugs, on) if counts else {}
    found = []
    for one in loaded:
        slug = one.concept.slug
        mine = [(kind, track, last) for each, kind, track, last in events if each == slug and last]
        told = _told(one.concept, mine)
        if counts:
            told["agreements"] = agreed_on(taking_part(one.concept), since[slug])
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


def to_tell(actor: Actor, *, on: date) -> tuple[tuple[str, str, date | None], ...]:
    """Programme, milestone and day where what was told last is not what the office's agreements say now.

    Two queries, for the office's own rows.
    """
    loaded = [one.concept for one in programme.programmes() if one.concept.period.from_ <= on]
    slugs = [one.slug for one in loaded]
    since, reached = in_force_by_programme(actor, slugs, on), _by_milestone(MilestoneReached.objects, slugs)
    news = []
    for concept in loaded:
        day = agreed_on(taking_part(concept), since[concept.slug])
        for one in concept.milestones:
            rows = reached.get((concept.slug, one.id))
            if told_by(concept, one.id) == "agreements" and day != (rows[-1].reached_on if rows else None):
                news.append((concept.slug, one.id, day))
    return tuple(news)


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
    last = written[-1] if written and by not in told else None
    day = told.get(by, last.reached_on if last else None)
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
        evidence=last.evidence if last and by == "nothing" else "",
        moves=tuple(Moved(one.from_on, one.to_on, PlanMoved(one.because), one.moved_on) for one in moved),
        state=stands(from_on, to_on, day, on),
        slip_days=slip_of(line.planned.to, to_on, day, on),
    )
