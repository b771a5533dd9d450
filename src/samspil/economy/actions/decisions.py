"""The programme office answers what municipalities ask about their grants: yes, or no and why."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from samspil.economy.models.decisions import GrantDecision
from samspil.economy.queries import budget
from samspil.economy.queries import decisions as queries
from samspil.economy.rules import budget as rules
from samspil.economy.rules.words import must_be_about_money
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.kernel.ids import uuid7
from samspil.trust import audit, fields


def decide(
    *, by: Actor, at: datetime, on: date, thing_id: uuid.UUID, approved: bool, words: str = ""
) -> GrantDecision:
    """Say yes or no to a version of a budget or to a cost, or receive signed accounts or send them back.
    It counts from now on and is never taken back.
    """
    refuse(rules.may_decide(by))
    refuse(rules.must_say_why_not(approved, words))
    refuse(must_be_about_money(words, "words", budget.names()))
    with audit.acting("economy.decide", by=by, at=at) as act:
        audit.hold(thing_id)
        audit.hold(queries.asked_thing(by, thing_id).grant_id)
        found = queries.asked_thing(by, thing_id)  # as it is now that nobody takes it back
        refuse(rules.must_be_waiting(found.decided_on is None))
        row = GrantDecision(
            id=uuid7(),
            tenant_id=by.tenant_id,
            municipality_id=found.municipality_id,
            about=found.about,
            thing_id=thing_id,
            approved=approved,
            decided_on=on,
            decided_by_id=budget.me(by),
        )
        fields.seal(row, words=words.strip())
        row.save(force_insert=True)
        act.about(row, reason="approved" if approved else "refused")
    return row
