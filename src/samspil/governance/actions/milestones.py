"""The programme office moves a plan, with a reason, and writes that a milestone is reached."""

from __future__ import annotations

from datetime import date, datetime

from samspil.governance.models.milestones import MilestoneMoved, MilestoneReached
from samspil.governance.queries import milestones as queries
from samspil.governance.rules import milestones as rules
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.trust import audit


def move_plan(
    *, by: Actor, at: datetime, on: date, milestone_id: str, from_on: date, to_on: date, because: str
) -> MilestoneMoved:
    """Give a milestone other days from today on. The file's own days stay beside them."""
    refuse(rules.may_decide(by))
    with audit.acting("governance.move_plan", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        timetable, found = queries.milestone_of(by, milestone_id, on=on)
        refuse(rules.must_be_a_plan(from_on, to_on, because, found.baseline.to))
        slug = timetable.concept.slug
        row = MilestoneMoved.objects.create(
            tenant_id=by.tenant_id,
            programme=slug,
            milestone=milestone_id,
            number=queries.last_number(MilestoneMoved, slug, milestone_id) + 1,
            from_on=from_on,
            to_on=to_on,
            because=because,
            moved_on=on,
        )
        act.about(row, reason=because)
    return row  # type: ignore[no-any-return]


def write_reached(
    *, by: Actor, at: datetime, on: date, milestone_id: str, reached_on: date | None, evidence: str
) -> MilestoneReached:
    """Write when a milestone that no rows tell of was reached, or that it was not after all."""
    refuse(rules.may_decide(by))
    with audit.acting("governance.write_reached", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        timetable, found = queries.milestone_of(by, milestone_id, on=on)
        first = timetable.concept.period.from_
        refuse(rules.must_be_reachable(found.told_by, reached_on, evidence, first, on, ()))
        slug = timetable.concept.slug
        row = MilestoneReached.objects.create(
            tenant_id=by.tenant_id,
            programme=slug,
            milestone=milestone_id,
            number=queries.last_number(MilestoneReached, slug, milestone_id) + 1,
            reached_on=reached_on,
            evidence=evidence.strip(),
            written_on=on,
        )
        act.about(row, reason=milestone_id)
    return row  # type: ignore[no-any-return]
