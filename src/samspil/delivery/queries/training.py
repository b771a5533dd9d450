"""Reading training events: what is offered, with the numbers each role may see of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from samspil.delivery.models.seats import Nomination, SeatShare, SeatWish
from samspil.delivery.models.training import TrainingDay, TrainingEvent, WorkshopPresence
from samspil.delivery.rules.training import may_see_events
from samspil.delivery.terms.training import EventChange, EventKind, EventState, NominationState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.people import Organisation
from samspil.people.queries import people
from samspil.people.terms import OrganisationKind, Role
from samspil.programme import queries as programme

SHOWN = 100
STAYS = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Event:
    """One event as a role sees it: `asked` and `given` of the own municipality, or of all for the office.

    The provider is told what is `given` in all and who has a seat, never what was asked for.
    """

    id: uuid.UUID
    provider_id: uuid.UUID
    concept_id: uuid.UUID
    kind: EventKind
    track: str
    title: str
    place: str
    seats: int
    answer_by: date
    state: EventState
    days: tuple[date, ...]
    asked: int
    given: int
    taken: int
    changed_on: date | None
    changed: tuple[EventChange, ...]
    taught: tuple[str, ...]

    @property
    def first_on(self) -> date:
        """The day it begins."""
        return self.days[0]


def events(actor: Actor) -> tuple[Event, ...]:
    """The events a role sees, the newest first day first. One query beside the programme's."""
    refuse(may_see_events(actor))
    rows = _with_numbers(actor, _visible(actor))
    found = [_event(one) for one in rows.order_by("-id")[:SHOWN]]
    return tuple(sorted(found, key=lambda one: (one.first_on, one.id), reverse=True))


def event_for(actor: Actor, event_id: uuid.UUID) -> Event:
    """One of them. Raises Missing: for an event of another programme or provider as for none."""
    refuse(may_see_events(actor))
    row = _with_numbers(actor, _visible(actor).filter(id=event_id)).first()
    if row is None:
        raise Missing
    return _event(row)


@dataclass(frozen=True, slots=True)
class OwnCourse:
    """An event for which whoever asks was named: how far that is, and whether they said they cannot come."""

    nomination_id: uuid.UUID
    state: NominationState
    said_on: date | None
    event: Event


def own_courses(actor: Actor, *, on: date) -> tuple[OwnCourse, ...]:
    """The events for which whoever asks was named, the next first; of what is over, those they came to stay
    for a while. Two queries.
    """
    mine = Nomination.objects.filter(account_id=actor.account_id)
    planned, lately = Q(state=EventState.PLANNED), Q(ended_on__gte=on - STAYS)
    rows = TrainingEvent.objects.presented().filter(
        Q(planned, id__in=mine.values("event_id"))
        | Q(lately, id__in=mine.filter(state=NominationState.SEAT).values("event_id"))
    )
    events = {one.id: _event(one) for one in _with_numbers(actor, rows).order_by("-id")[:SHOWN]}
    last: dict[uuid.UUID, Nomination] = {}
    for one in mine.filter(event_id__in=events).order_by("id"):
        last[one.event_id] = one
    found = [
        OwnCourse(one.id, NominationState(one.state), one.said_on, events[key]) for key, one in last.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.event.first_on, one.event.id)))


def own_nomination(
    actor: Actor, nomination_id: uuid.UUID, *, to_change: bool = False
) -> tuple[Nomination, Event]:
    """One's own nomination with its event; held until the transaction ends if it is to change. Raises
    Missing.
    """
    rows = Nomination.objects.filter(id=nomination_id, account_id=actor.account_id)
    row = (rows.select_for_update() if to_change else rows).first()
    events = TrainingEvent.objects.presented()
    event = _with_numbers(actor, events.filter(id=row.event_id)).first() if row is not None else None
    if event is None:
        raise Missing
    return row, _event(event)


def own_event(actor: Actor, event_id: uuid.UUID) -> TrainingEvent:
    """The provider's own row, held until the transaction ends. Raises Missing."""
    row = TrainingEvent.objects.select_for_update().filter(id=event_id).first()
    if row is None or actor.role != Role.TRAINING_PROVIDER:
        raise Missing
    return row  # type: ignore[no-any-return]


def days_of(actor: Actor, event_id: uuid.UUID) -> tuple[TrainingDay, ...]:
    """The days of one of the provider's own events."""
    return tuple(TrainingDay.objects.filter(event_id=event_id).order_by("on"))


def most_seats(event: TrainingEvent) -> int | None:
    """How many seats the programme has on an event's track; None where the event takes none of them."""
    if event.kind != EventKind.COURSE:
        return None
    tracks = programme.concept(event.concept_id).training.tracks
    return next(one.seats_max for one in tracks if one.role == event.track)


def office() -> uuid.UUID:
    """The programme office, which shares seats out. Raises Missing where there is none."""
    row = Organisation.objects.filter(kind=OrganisationKind.PROGRAMME_OFFICE).order_by("slug").first()
    if row is None:
        raise Missing
    return row.id  # type: ignore[no-any-return]


def municipalities_in(concept_id: uuid.UUID) -> tuple[Organisation, ...]:
    """The municipalities that take part in a programme, by name."""
    codes = [one.municipality_code for one in programme.concept(concept_id).parties]
    rows = Organisation.objects.filter(kind=OrganisationKind.MUNICIPALITY, municipality_code__in=codes)
    return tuple(rows.order_by("name"))


def present_at(actor: Actor, event_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The municipalities that took part in a workshop, as far as the reader is told."""
    rows = WorkshopPresence.objects.presented().filter(
        Q(tenant_id=actor.tenant_id) | Q(municipality_id=actor.tenant_id) | Q(office_id=actor.tenant_id),
        event_id=event_id,
    )
    return frozenset(rows.values_list("municipality_id", flat=True))


def _visible(actor: Actor) -> QuerySet[TrainingEvent]:
    """Own events of a provider, every one for the office, those of the own programme for a municipality."""
    if actor.role == Role.TRAINING_PROVIDER:
        rows: QuerySet[TrainingEvent] = TrainingEvent.objects.all()
        return rows
    rows = TrainingEvent.objects.presented()
    if actor.role == Role.PROGRAMME_OFFICE:
        return rows
    code = people.organisation(actor.tenant_id).municipality_code
    slugs = [
        one.concept.slug
        for one in programme.programmes()
        if any(party.municipality_code == code for party in one.concept.parties)
    ]
    return rows.filter(concept__programme__slug__in=slugs)


def _with_numbers(actor: Actor, rows: QuerySet[TrainingEvent]) -> Any:
    of_it = {"event_id": OuterRef("id")}
    days = TrainingDay.objects.presented().filter(tenant_id=OuterRef("tenant_id"), **of_it)
    wishes, shares = SeatWish.objects.all(), SeatShare.objects.presented()
    if actor.role == Role.PROGRAMME_OFFICE:
        wishes = SeatWish.objects.presented().filter(office_id=actor.tenant_id)
        shares = SeatShare.objects.all()
    elif actor.role == Role.TRAINING_PROVIDER:
        shares = shares.filter(provider_id=actor.tenant_id)
    else:
        shares = shares.filter(municipality_id=actor.tenant_id)
    taken = wishes.filter(**of_it).values("event_id").annotate(n=Sum("taken"))
    if actor.role == Role.TRAINING_PROVIDER:
        seated = Nomination.objects.presented().filter(shown_to=actor.tenant_id, **of_it)
        taken = seated.values("event_id").annotate(n=Count("id"))
    return rows.annotate(
        on_days=ArraySubquery(days.order_by("on").values("on")),
        n_asked=_number(wishes.filter(**of_it).values("event_id").annotate(n=Sum("asked"))),
        n_given=_number(shares.filter(**of_it).values("event_id").annotate(n=Sum("given"))),
        n_taken=_number(taken),
    )


def _number(counted: Any) -> Any:
    return Coalesce(Subquery(counted.values("n")[:1], output_field=IntegerField()), 0)


def _event(row: Any) -> Event:
    return Event(
        id=row.id,
        provider_id=row.tenant_id,
        concept_id=row.concept_id,
        kind=EventKind(row.kind),
        track=row.track,
        title=row.title,
        place=row.place,
        seats=row.seats,
        answer_by=row.answer_by,
        state=EventState(row.state),
        days=tuple(row.on_days),
        asked=row.n_asked,
        given=row.n_given,
        taken=row.n_taken,
        changed_on=row.changed_on,
        changed=tuple(one for one in EventChange if one in row.changed),
        taught=tuple(row.taught),
    )
