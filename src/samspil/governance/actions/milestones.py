"""The programme office moves a plan, with a reason, and writes that a milestone is reached."""

from __future__ import annotations

from datetime import date, datetime

from samspil.governance.models.milestones import MilestoneMoved, MilestoneReached
from samspil.governance.queries import milestones as queries
from samspil.governance.rules import milestones as rules
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.queries import people
from samspil.trust import audit

TOLD = "counted from the agreements"
"""What stands as evidence in a row that the worker writes; pages say it in their own words."""


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


def tell_agreed(*, by: Actor, at: datetime, on: date) -> int:
    """Write since when the agreements of the office's programmes hold, as everybody else reads it; how many
    programmes had something new. A day and nothing of who signed: an agreement is read by its two parties.
    """
    refuse(rules.may_tell(by))
    if not queries.to_tell(by, on=on):
        return 0
    with audit.acting("governance.tell_agreed", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        news = queries.to_tell(by, on=on)
        for slug, milestone, day in news:
            MilestoneReached.objects.create(
                tenant_id=by.tenant_id,
                programme=slug,
                milestone=milestone,
                number=queries.last_number(MilestoneReached, slug, milestone) + 1,
                reached_on=day,
                evidence=TOLD,
                written_on=on,
            )
        act.about(people.organisation(by.tenant_id), reason="agreements")
    return len(news)
