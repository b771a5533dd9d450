"""Writing what a visit cost, once for each of its pair; approving it or returning it; handing it on."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db.models.functions import Now

from samspil.delivery.models.visit_hours import VisitHours
from samspil.delivery.queries import visit_costs as costs
from samspil.delivery.queries import visit_hours as queries
from samspil.delivery.rules import visit_hours as rules
from samspil.delivery.rules.visit_hours import Claim
from samspil.delivery.terms.visit_hours import HoursState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.people import Organisation
from samspil.programme.concept.paying import of_time
from samspil.trust import audit


def write_visit_hours(
    *,
    by: Actor,
    at: datetime,
    on: date,
    visit_id: uuid.UUID,
    claim: Claim,
    appointment_id: uuid.UUID | None = None,
    based_on: str = "",
) -> VisitHours:
    """Write the hours and kilometres of one of the pair for a held visit, or write them anew.

    The rates are those of the newest version of the programme, and are kept with what was written: a later
    change of rates rewrites nothing. `based_on` is the stamp of what stood when the page was opened.
    """
    with audit.acting("delivery.write_visit_hours", by=by, at=at) as act:
        audit.hold(visit_id)
        list(VisitHours.objects.select_for_update(of=("self",)).filter(visit_id=visit_id))
        found = queries.to_write(by, visit_id, appointment_id)
        refuse(rules.must_be_held(found.visit))
        refuse(rules.may_change(found.row))
        refuse(rules.must_build_on(queries.stamp_of(found.row), based_on))
        rates, year = found.rates, found.on.year
        fee = claim.fee if rates.per_hour is None else of_time(claim.minutes, rates.per_hour)
        refuse(rules.must_be_a_claim(Claim(claim.minutes, fee, claim.kilometres), rates, year))
        row = found.row or VisitHours(
            tenant_id=by.tenant_id,
            visit_id=visit_id,
            appointment_id=found.place.appointment_id,
            visited_on=found.on,
            institution_id=found.visit.series.institution_id,
        )
        row.minutes, row.fee, row.kilometres = claim.minutes, fee, claim.kilometres
        row.per_hour, row.per_km, row.ceiling = rates.per_hour, rates.per_km or 0, rates.ceiling
        row.concept_id, row.state, row.reason = found.concept_id, HoursState.CLAIMED, ""
        row.written_by, row.written_at = queries.post_of(by, on=on), Now()
        row.decided_by, row.decided_on = None, None
        row.save()
        act.about(row, reason="again" if found.row else "")
    return row


def decide_visit_hours(
    *,
    by: Actor,
    at: datetime,
    on: date,
    hours_id: uuid.UUID,
    outcome: str,
    reason: str = "",
    based_on: str = "",
) -> None:
    """Approve what was claimed for a visit, or return it with a reason. What is approved stays as it is."""
    refuse(rules.must_say_why(outcome, reason))
    with audit.acting("delivery.decide_visit_hours", by=by, at=at) as act:
        rows = VisitHours.objects.select_for_update(of=("self",)).filter(id=hours_id)
        row = rows.select_related("appointment", "written_by").first()
        if row is None:
            raise Missing
        refuse(rules.may_decide(by, row))
        refuse(rules.must_build_on(queries.stamp_of(row), based_on))
        row.state, row.reason = outcome, reason if outcome == HoursState.RETURNED else ""
        row.decided_by, row.decided_on = queries.post_of(by, on=on), on
        row.save(update_fields=["state", "reason", "decided_by", "decided_on"])
        act.about(row, reason=row.reason or outcome)


def hand_on_costs(*, by: Actor, at: datetime, span: tuple[date, date]) -> costs.Costs:
    """What the visits of a span cost, for a file that leaves. That it left is an event of its own."""
    with audit.acting("delivery.hand_on_visit_costs", by=by, at=at) as act:
        found = costs.visit_costs(by, span)
        act.about(Organisation(id=by.tenant_id), reason=f"{span[0]}_{span[1]}_{len(found.rows)}")
    return found
