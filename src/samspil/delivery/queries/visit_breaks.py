"""What a visit that was planned by hand breaks: by the very rules the planner of a term goes by."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from samspil.delivery.models.series import Visit
from samspil.delivery.planning import term as planning
from samspil.delivery.planning.breaking import At, Break, Broken
from samspil.delivery.planning.term import RoleModel
from samspil.delivery.queries.series import Seat
from samspil.delivery.queries.visit_terms import Ground, ground, part_of
from samspil.delivery.rules.visit_terms import Asked
from samspil.delivery.terms.visits import VisitState
from samspil.kernel.actor import Actor

OF_A_TERM = {
    Break.UNKNOWN_SERIES,
    Break.OUTSIDE_TERM,
    Break.TERM_FULL,
    Break.FIXED_MOVED,
    Break.MISSING,
    Break.TWICE,
}
"""What only a whole term can break, or nobody by hand."""


@dataclass(frozen=True, slots=True)
class Broke:
    """What a visit breaks, and what it was asked on."""

    at: At
    found: tuple[Broken, ...]
    ground: Ground
    teacher_was_absent: bool
    """At the visit that was held before it."""

    def __bool__(self) -> bool:
        return bool(self.found) or self.teacher_was_absent


def as_of(visit: Visit, today: date) -> date:
    """The day before a visit, for a plan begins the day after it is made; today where it has no day."""
    return today if visit.on is None else visit.on - timedelta(days=1)


def breaks_of(actor: Actor, visit: Visit, pair: Collection[Seat]) -> Broke | None:
    """What a planned visit breaks among all others as they are now; None where it has no day to ask about.

    Nothing is said against anybody for what they have not told: times of the week, or themes.
    """
    if visit.on is None or visit.at is None or visit.state != VisitState.PLANNED:
        return None
    day = visit.on
    seen = ground(
        actor, Asked(day, day), concept_id=visit.series.concept_id, on=as_of(visit, day), partnered=False
    )
    team = tuple(sorted(str(one.appointment_id) for one in pair))
    mine = planning.Visit(str(visit.series_id), visit.position, visit.theme, day, part_of(visit.at), team)
    staff = {one.key: one for one in seen.term.role_models}
    found = tuple(_said(seen.breaks((mine,)), [staff[one] for one in team if one in staff]))
    return Broke(
        (mine.series, mine.position), found, seen, (mine.series, visit.position - 1) in seen.unattended
    )


def _said(found: Collection[Broken], team: Collection[RoleModel]) -> Iterator[Broken]:
    silent = {one.key for one in team if not one.times}
    for one in found:
        if one.code in OF_A_TERM:
            continue
        if one.code == Break.NO_THEME and not any(who.themes for who in team):
            continue
        if one.code == Break.AWAY:
            who = tuple(key for key in one.role_models if key not in silent)
            if who:
                yield replace(one, role_models=who)
            continue
        yield one
