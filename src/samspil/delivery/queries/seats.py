"""Reading seats: whom a municipality sends, who comes to an event, and what the office shares out."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery, Sum

from samspil.delivery.models.attendance import Completion
from samspil.delivery.models.seats import Nomination, SeatShare, SeatWish
from samspil.delivery.models.training import TrainingEvent
from samspil.delivery.planning.seats import Asking, Share, shared
from samspil.delivery.queries.training import Event, municipalities_in
from samspil.delivery.terms.training import LIVE, EventKind, EventState, NominationState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.models.people import Organisation
from samspil.people.queries import people
from samspil.people.terms import Role
from samspil.programme import queries as programme
from samspil.trust.scope import corps_totals


@dataclass(frozen=True, slots=True)
class Nominated:
    """One nomination as the own municipality sees it, with what the provider said at the end."""

    id: uuid.UUID
    appointment_id: uuid.UUID
    name: str
    state: NominationState
    asked_on: date
    completed: bool | None
    attended: int | None
    said_anew_on: date | None
    said_on: date | None
    said_seen_on: date | None


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody with a seat, as the provider sees them: who, and from where."""

    id: uuid.UUID
    municipality_id: uuid.UUID
    account_id: uuid.UUID
    name: str
    municipality: str


@dataclass(frozen=True, slots=True)
class Given:
    """What one municipality asked for, got, and why so many."""

    municipality_id: uuid.UUID
    name: str
    share: Share[uuid.UUID]
    taken: int


@dataclass(frozen=True, slots=True)
class Range:
    """How many seats of a track are given over all municipalities, beside the concept file's range."""

    track: str
    given: int
    least: int
    most: int

    @property
    def is_below(self) -> bool:
        """Whether the programme trains fewer than it said."""
        return self.given < self.least


def nominations(actor: Actor, event_id: uuid.UUID) -> tuple[Nominated, ...]:
    """Whom the own municipality has named for an event, by name; what was withdrawn comes last."""
    told = (
        Completion.objects.presented()
        .filter(
            nomination_id=OuterRef("id"), municipality_id=actor.tenant_id, tenant_id=OuterRef("provider_id")
        )
        .order_by("-number")
    )
    rows = (
        Nomination.objects.filter(event_id=event_id)
        .select_related("account")
        .annotate(
            completed=Subquery(told.values("completed")[:1]),
            attended=Subquery(told.values("attended")[:1]),
            said_anew=Subquery(told.values("closed_on").exclude(because="")[:1]),
        )
    )
    found = [
        Nominated(
            one.id,
            one.appointment_id,
            one.account.name,
            NominationState(one.state),
            one.asked_on,
            one.completed,
            one.attended,
            one.said_anew,
            one.said_on,
            one.said_seen_on,
        )
        for one in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.state not in LIVE, one.name, one.id)))


def to_decide(actor: Actor) -> int:
    """How many of the own staff wait for the manager's yes to an event that is still to be held."""
    events = TrainingEvent.objects.presented().filter(state=EventState.PLANNED)
    rows = Nomination.objects.filter(state=NominationState.ASKED, event_id__in=events.values("id"))
    return int(rows.count())


def nomination_for(actor: Actor, nomination_id: uuid.UUID, *, to_change: bool = False) -> Nomination:
    """One of the own municipality's; held until the transaction ends if it is to change. Raises Missing."""
    rows = Nomination.objects.select_related("account").filter(id=nomination_id)
    row = (rows.select_for_update(of=("self",)) if to_change else rows).first()
    if row is None or actor.role not in (Role.COORDINATOR, Role.MUNICIPAL_LEAD):
        raise Missing
    return row  # type: ignore[no-any-return]


def to_nominate(actor: Actor, event: Event, *, on: date) -> tuple[tuple[uuid.UUID, str], ...]:
    """The own staff in the role of an event's track who are not named for it yet, by name."""
    rows = Nomination.objects.filter(event_id=event.id, state__in=list(LIVE))
    named = set(rows.values_list("appointment_id", flat=True))
    staff = people.staff_for(actor, Role(event.track), on=on) if event.track else ()
    return tuple((one.id, one.name) for one in staff if one.id not in named)


def free_seats(actor: Actor, event_id: uuid.UUID) -> int | None:
    """How many of its seats a municipality has not filled; None before the seats were shared out."""
    rows = SeatShare.objects.presented().filter(event_id=event_id, municipality_id=actor.tenant_id)
    given = rows.values_list("given", flat=True).first()
    if given is None:
        return None
    taken = Nomination.objects.filter(event_id=event_id, state=NominationState.SEAT).count()
    return int(given) - int(taken)


def participants(actor: Actor, event_id: uuid.UUID) -> tuple[Participant, ...]:
    """Who has a seat at a provider's own event, by name; nobody once it was cancelled."""
    events = TrainingEvent.objects.filter(id=event_id).exclude(state=EventState.CANCELLED)
    municipality = Organisation.objects.filter(id=OuterRef("tenant_id")).values("name")[:1]
    rows = (
        Nomination.objects.presented()
        .filter(shown_to=actor.tenant_id, event_id__in=events.values("id"))
        .select_related("account")
        .annotate(municipality=Subquery(municipality))
    )
    found = [
        Participant(one.id, one.tenant_id, one.account_id, one.account.name, one.municipality or "")
        for one in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.name, one.municipality, one.id)))


def completions(actor: Actor, event_id: uuid.UUID) -> dict[uuid.UUID, Completion]:
    """By nomination, the provider's last word on each participant of its own event."""
    rows = Completion.objects.filter(event_id=event_id).order_by("number")
    return {one.nomination_id: one for one in rows}


def proposal(actor: Actor, event: Event) -> tuple[Given, ...]:
    """How the seats of an event would be shared out now, by the name of the municipality."""
    wishes = SeatWish.objects.presented().filter(office_id=actor.tenant_id, event_id=event.id)
    asked: dict[uuid.UUID, tuple[int, int]] = {
        tenant: (wanted, taken) for tenant, wanted, taken in wishes.values_list("tenant_id", "asked", "taken")
    }
    before = _got_before(actor, event)
    known = {one.id: one for one in municipalities_in(event.concept_id)}
    askers = [
        Asking(key, known[key].municipality_code, wanted, held, before.get(key, 0))
        for key, (wanted, held) in asked.items()
        if key in known
    ]
    found = [
        Given(one.key, known[one.key].name, one, asked[one.key][1])
        for one in shared(_to_give(actor, event), askers, draw=str(event.id))
    ]
    return tuple(sorted(found, key=lambda one: one.name))


def shares(actor: Actor, event_id: uuid.UUID) -> dict[uuid.UUID, SeatShare]:
    """What the programme office has given of an event, by municipality."""
    return {one.municipality_id: one for one in SeatShare.objects.filter(event_id=event_id)}


def share_of(actor: Actor, event_id: uuid.UUID) -> SeatShare | None:
    """What the own municipality was given of an event."""
    rows = SeatShare.objects.presented().filter(event_id=event_id, municipality_id=actor.tenant_id)
    return rows.first()


def ranges(actor: Actor, concept_id: uuid.UUID) -> tuple[Range, ...]:
    """Each track of a programme: how many seats are given, and the range the concept file sets."""
    concept = programme.concept(concept_id)
    rows = SeatShare.objects.filter(
        concept__programme__slug=concept.slug, event_id__in=_counting().values("id")
    )
    given = dict(rows.values_list("track").annotate(n=Sum("given")))
    return tuple(
        Range(one.role, given.get(one.role, 0), one.seats_min, one.seats_max)
        for one in concept.training.tracks
    )


def staff_totals(actor: Actor, on: date) -> dict[str, tuple[int | None, int | None, int | None]]:
    """Over all municipalities and by role: how many are at work, are trained, hold a certificate that counts.

    For the programme office, nothing for others; None where fewer than five or one municipality's alone.
    """
    return {role: (active, trained, certified) for role, active, trained, certified in corps_totals(on)}


def _to_give(actor: Actor, event: Event) -> int:
    """The seats of an event that the programme's range leaves room for."""
    if event.kind != EventKind.COURSE:
        return event.seats
    track = next(one for one in ranges(actor, event.concept_id) if one.track == event.track)
    own = SeatShare.objects.filter(event_id=event.id).aggregate(n=Sum("given"))["n"] or 0
    return min(event.seats, max(track.most - track.given + own, 0))


def _got_before(actor: Actor, event: Event) -> dict[uuid.UUID, int]:
    rows = SeatShare.objects.filter(track=event.track, event_id__in=_counting().values("id"))
    got = rows.exclude(event_id=event.id).values_list("municipality_id").annotate(n=Sum("given"))
    return dict(got)


def _counting() -> Any:
    """The events whose seats count towards the programme's range."""
    return TrainingEvent.objects.presented().filter(kind=EventKind.COURSE).exclude(state=EventState.CANCELLED)
