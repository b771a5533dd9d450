"""Counting guide cards: one more, or one taken back, in the year and nowhere else."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from samspil.delivery.models.cards import ThemeCount
from samspil.delivery.queries.cards import cards_of
from samspil.delivery.rules import cards as rules
from samspil.delivery.rules.courses import must_be_one_of
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.queries import people
from samspil.trust import audit


def count_card(
    *, by: Actor, at: datetime, on: date, appointment_id: uuid.UUID, theme: str, taken_back: bool = False
) -> None:
    """Count one use of a card in the actor's own year, or take the last one back.

    The event in the log is about the appointment and names no theme, because an event has a day.
    """
    refuse(rules.may_count(by))
    refuse(must_be_one_of(theme, [one.code for one in cards_of(by, on=on)], "card"))
    mentor = people.post(appointment_id, account_id=_account(by), on=on)
    with audit.acting("delivery.count_card", by=by, at=at) as act:
        audit.hold(mentor.id)
        row = ThemeCount.objects.filter(mentor_id=mentor.id, year=on.year, theme=theme).first()
        row = row or ThemeCount(tenant_id=by.tenant_id, mentor_id=mentor.id, year=on.year, theme=theme)
        row.count = max(0, row.count - 1) if taken_back else row.count + 1
        row.save()
        act.about(people.appointment(by, mentor.id))


def _account(by: Actor) -> uuid.UUID:
    assert by.account_id is not None
    return by.account_id
