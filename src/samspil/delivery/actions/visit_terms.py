"""Taking over the visits of a planned term: all that were chosen, or none."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from samspil.delivery.actions import series as actions
from samspil.delivery.models.series import Series, Visit
from samspil.delivery.planning import term as planning
from samspil.delivery.queries import series as queries
from samspil.delivery.queries import visit_terms
from samspil.delivery.queries.visit_terms import BEGINS, Slotted, part_of
from samspil.delivery.rules import visit_terms as rules
from samspil.delivery.rules.courses import may_coordinate
from samspil.delivery.rules.series import Slot
from samspil.delivery.rules.visit_terms import Asked
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.models.people import Appointment
from samspil.trust import audit


def take_over_term(
    *,
    by: Actor,
    at: datetime,
    on: date,
    concept_id: uuid.UUID,
    asked: Asked,
    visits: tuple[planning.Visit, ...],
    was: tuple[planning.Visit, ...] = (),
) -> int:
    """Give visits the days and pairs of a plan; how many. One that went stale changes nothing at all.

    `was` are those that had a day when the plan was made: it moves no other, nor one that got a day since.
    The series and the people are held first, so that what is checked is what is written.
    """
    refuse(may_coordinate(by))
    refuse(rules.must_be_a_term(asked, on))
    refuse(rules.must_hold_a_visit(len(visits)))
    with audit.acting("delivery.take_over_term", by=by, at=at) as act:
        keys = sorted({uuid.UUID(one.series) for one in visits})
        held = queries.series_of(by).select_for_update(of=("self",)).filter(id__in=keys).order_by("id")
        series = {one.id: one for one in held}
        team = {uuid.UUID(one) for visit in visits for one in visit.team}
        list(Appointment.objects.select_for_update(of=("self",)).filter(id__in=team).order_by("id"))
        now = visit_terms.ground(by, asked, concept_id=concept_id, on=on, loose=bool(was))
        mine = {(one.series, one.position) for one in visits}
        refuse(rules.must_be_open(mine, now.rows.keys()))
        refuse(rules.must_be_open(was, now.loose))
        had = {(one.series, one.position) for one in was}
        refuse(rules.must_have_no_day([(one.series, one.position) for one in now.loose], mine - had))
        refuse(rules.must_break_nothing(len(now.breaks(visits))))
        _write(by, on, visits, now.rows, series)
        act.about(series[keys[0]], reason=f"visits_{len(visits)}")
    return len(visits)


def _write(
    by: Actor,
    on: date,
    visits: tuple[planning.Visit, ...],
    rows: dict[tuple[str, int], Slotted],
    series: dict[uuid.UUID, Series],
) -> None:
    """Those that had a day lose it first, so that nobody is in two places on the way."""
    found = {one.id: one for one in Visit.objects.filter(id__in=[one.visit_id for one in rows.values()])}
    mine = [(one, rows[one.series, one.position]) for one in visits]
    moved = [found[row.visit_id] for _one, row in mine if not row.is_anew and found[row.visit_id].on]
    Visit.objects.filter(id__in=[one.id for one in moved]).update(on=None, at=None)
    for one, row in mine:
        visit = found[row.visit_id]
        owner = series[uuid.UUID(one.series)]
        if row.is_anew:
            visit = Visit.objects.create(
                tenant_id=by.tenant_id,
                series=owner,
                position=visit.position,
                theme=visit.theme,
                minutes=visit.minutes,
                instead_of=visit,
            )
        usual = row.at if row.at is not None and part_of(row.at) == one.part else BEGINS[one.part]
        slot = Slot(one.on, usual, visit.minutes, fixed=False)
        visit.series = owner
        actions.put(by=by, on=on, visit=visit, slot=slot, pair=tuple(uuid.UUID(who) for who in one.team))
