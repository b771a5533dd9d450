"""Writing seats: nominated, approved, shared out, filled, given up. Each organisation writes its own rows."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime

from samspil.delivery.actions.seat_turns import count_wish, save_nomination, turn_at
from samspil.delivery.models.seats import Nomination, SeatShare
from samspil.delivery.queries import seats as queries
from samspil.delivery.queries.training import Event
from samspil.delivery.rules import seats as rules
from samspil.delivery.rules.courses import must_be_one_of
from samspil.delivery.terms.training import WITH_SEATS, EventState, NominationState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.people import Appointment
from samspil.trust import audit


def nominate(
    *, by: Actor, at: datetime, on: date, event_id: uuid.UUID, who: Collection[uuid.UUID]
) -> tuple[Nomination, ...]:
    """Name one or more of the own staff for an event; their manager is asked."""
    refuse(rules.may_nominate(by))
    with audit.acting("delivery.nominate", by=by, at=at) as act:
        event = _turn(by, event_id)
        refuse(rules.may_still_be_named(event.state, event.answer_by, on))
        refuse(rules.must_be_staff(who, {one for one, _name in queries.to_nominate(by, event, on=on)}))
        posts = list(Appointment.objects.filter(id__in=list(who)).order_by("id"))
        rows = [
            Nomination(
                tenant_id=by.tenant_id,
                event_id=event.id,
                provider_id=event.provider_id,
                appointment=one,
                account_id=one.account_id,
                asked_on=on,
            )
            for one in posts
        ]
        Nomination.objects.bulk_create(rows)
        act.about(rows[0], reason=f"nominated_{len(rows)}")
    return tuple(rows)


def decide(*, by: Actor, at: datetime, on: date, nomination_id: uuid.UUID, says_yes: bool) -> Nomination:
    """The manager says yes or no. After a yes the seat is there at once, where one is free."""
    refuse(rules.may_decide(by))
    with audit.acting("delivery.decide_nomination", by=by, at=at) as act:
        row, event = _held(by, nomination_id)
        refuse(rules.must_be_under_way(event.state))
        refuse(rules.must_wait_for_a_yes(row))
        row.decided_on = on
        row.state = _after_a_yes(by, row.event_id) if says_yes else NominationState.DECLINED
        save_nomination(row)
        count_wish(by, row.event_id)
        act.about(row, reason=row.state)
    return row


def fill_seats(*, by: Actor, at: datetime, on: date, event_id: uuid.UUID, who: Collection[uuid.UUID]) -> None:
    """The municipality says who gets the seats it was given; the others approved wait."""
    refuse(rules.may_nominate(by))
    with audit.acting("delivery.fill_seats", by=by, at=at) as act:
        event = _turn(by, event_id)
        refuse(rules.must_be_open(event.state, event.first_on, on))
        without = (NominationState.APPROVED, NominationState.WAITING)
        rows = list(
            Nomination.objects.select_for_update().filter(event_id=event_id, state__in=without).order_by("id")
        )
        refuse(rules.must_be_staff(who, {one.id for one in rows}))
        refuse(rules.must_have_seats(len(set(who)), queries.free_seats(by, event_id) or 0))
        for one in rows:
            one.state = NominationState.SEAT if one.id in who else NominationState.WAITING
            save_nomination(one)
        count_wish(by, event_id)
        act.about(rows[0], reason=f"seats_{len(set(who))}")


def withdraw(
    *,
    by: Actor,
    at: datetime,
    on: date,
    nomination_id: uuid.UUID,
    because: str,
    instead: uuid.UUID | None = None,
) -> None:
    """Somebody does not come after all; one who waits may come instead, in the same step."""
    refuse(rules.may_nominate(by))
    refuse(rules.must_say_why_not(because))
    with audit.acting("delivery.withdraw_nomination", by=by, at=at) as act:
        row, event = _held(by, nomination_id)
        refuse(rules.may_withdraw(row, event.state))
        leaves_a_seat = row.state == NominationState.SEAT and event.state == EventState.PLANNED
        row.state, row.because = NominationState.WITHDRAWN, because
        save_nomination(row)
        if instead is not None:
            _instead(row.event_id, instead, may=leaves_a_seat)
        count_wish(by, row.event_id)
        act.about(row, reason=because)


def see_cannot_come(
    *, by: Actor, at: datetime, on: date, nomination_id: uuid.UUID, instead: uuid.UUID | None = None
) -> None:
    """The coordinator has seen that somebody said they cannot come; one who waits may come instead."""
    refuse(rules.may_nominate(by))
    with audit.acting("delivery.see_cannot_come", by=by, at=at) as act:
        row, event = _held(by, nomination_id)
        refuse(rules.must_be_said_and_not_seen(row))
        row.said_seen_on = on
        save_nomination(row)
        if instead is not None:
            refuse(rules.must_be_under_way(event.state))
            _instead(row.event_id, instead, may=(queries.free_seats(by, row.event_id) or 0) > 0)
        count_wish(by, row.event_id)
        act.about(row)


def share_out(*, by: Actor, at: datetime, on: date, event_id: uuid.UUID) -> tuple[SeatShare, ...]:
    """The programme office gives every municipality its seats, by the rule that is the same for all.

    Who gets them is the municipality's own. What is taken already is never taken back.
    """
    refuse(rules.may_share_out(by))
    with audit.acting("delivery.share_out_seats", by=by, at=at) as act:
        event = _turn(by, event_id)
        refuse(rules.must_be_open(event.state, event.days[-1], on))
        found = queries.proposal(by, event)
        refuse(rules.must_have_wishes(len(found)))
        known = queries.shares(by, event_id)
        rows = []
        # what becomes smaller comes first, so that there is never more given than there is
        for one in sorted(found, key=lambda each: each.share.given - _had(known, each.municipality_id)):
            row = known.get(one.municipality_id) or SeatShare(
                tenant_id=by.tenant_id,
                event_id=event_id,
                provider_id=event.provider_id,
                concept_id=event.concept_id,
                track=event.track,
                municipality_id=one.municipality_id,
            )
            row.asked, row.given, row.level = one.share.asked, one.share.given, one.share.level
            row.because, row.shared_on = one.share.because, on
            row.save()
            rows.append(row)
        act.about(rows[0], reason=f"given_{sum(one.given for one in rows)}")
    return tuple(rows)


def _had(known: dict[uuid.UUID, SeatShare], municipality_id: uuid.UUID) -> int:
    return known[municipality_id].given if municipality_id in known else 0


def _turn(by: Actor, event_id: uuid.UUID) -> Event:
    """An event with seats, in one's turn. Raises Missing for any other."""
    event = turn_at(by, event_id)
    if event.kind not in WITH_SEATS:
        raise Missing
    return event


def _instead(event_id: uuid.UUID, instead: uuid.UUID, *, may: bool) -> None:
    """One who waits takes a seat that became free."""
    waiting = Nomination.objects.select_for_update().filter(event_id=event_id, state=NominationState.WAITING)
    known = {one.id: one for one in waiting if may}
    refuse(must_be_one_of(instead, known, "instead"))
    known[instead].state = NominationState.SEAT
    save_nomination(known[instead])


def _after_a_yes(by: Actor, event_id: uuid.UUID) -> NominationState:
    free = queries.free_seats(by, event_id)
    if free is None:
        return NominationState.APPROVED
    return NominationState.SEAT if free > 0 else NominationState.WAITING


def _held(by: Actor, nomination_id: uuid.UUID) -> tuple[Nomination, Event]:
    """A nomination, held, and its event in one's turn."""
    event = _turn(by, queries.nomination_for(by, nomination_id).event_id)
    return queries.nomination_for(by, nomination_id, to_change=True), event
