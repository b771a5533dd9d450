"""Reading requests for visits: what the coordinator sees, and what the one who asked does."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from samspil.delivery.models.series import Series, Visit
from samspil.delivery.models.visit_requests import VisitLetter, VisitRequest
from samspil.delivery.rules import visit_requests as rules
from samspil.delivery.rules.courses import may_coordinate
from samspil.delivery.rules.sending import may_send
from samspil.delivery.terms.sending import LetterState
from samspil.delivery.terms.visit_requests import SEEN, UNCONFIRMED, WAITS, RequestState
from samspil.delivery.terms.visits import SeriesState, VisitState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.queries import people
from samspil.people.terms import OrganisationKind
from samspil.programme import queries as programme
from samspil.trust import audit, fields, links
from samspil.trust.models import GuardedQuerySet
from samspil.trust.terms import LinkKind

PAGE = 25


@dataclass(frozen=True, slots=True)
class Listed:
    """One request in the list."""

    id: uuid.UUID
    place: str
    group: str
    days: tuple[date, ...]
    state: RequestState
    changed_on: date


@dataclass(frozen=True, slots=True)
class Told:
    """What was written: whom to answer, and what they wish."""

    name: str
    mail: str
    phone: str
    wishes: str


@dataclass(frozen=True, slots=True)
class Dated:
    """One visit as the place is told: which, when, how it stands. No theme, no name."""

    position: int
    on: date | None
    at: time | None
    minutes: int
    state: VisitState


def askable(*, on: date) -> tuple[tuple[uuid.UUID, str], ...]:
    """The municipalities where one can ask for visits on a day, by name: those of a running programme."""
    codes = {
        party.municipality_code
        for one in programme.programmes()
        if one.concept.period.from_ <= on <= one.concept.period.to
        for party in one.concept.parties
        if party.left_on is None or on <= party.left_on
    }
    found = (
        (one.id, one.name)
        for one in people.organisations()
        if one.kind == OrganisationKind.MUNICIPALITY and one.municipality_code in codes
    )
    return tuple(sorted(found, key=lambda one: one[1]))


# --- the coordinator


def listed(actor: Actor, *, ended: bool = False, page: int = 1) -> tuple[tuple[Listed, ...], int]:
    """A page of the requests that wait or were said yes to, or of the others; and how many."""
    refuse(may_coordinate(actor))
    over = (RequestState.CANCELLED, RequestState.DECLINED)
    rows = VisitRequest.objects.filter(state__in=over if ended else (*WAITS, RequestState.PLANNED))
    order = ("-changed_on", "-asked_at", "-id") if ended else ("changed_on", "asked_at", "id")
    found = tuple(
        Listed(one.id, one.place, one.group, tuple(one.days), RequestState(one.state), one.changed_on)
        for one in rows.order_by(*order)[(page - 1) * PAGE : page * PAGE]
    )
    return found, rows.count()


def request_for(actor: Actor, request_id: uuid.UUID) -> VisitRequest:
    """One confirmed request of the own municipality, with its place. Raises Missing."""
    refuse(may_coordinate(actor))
    rows = VisitRequest.objects.select_related("institution").filter(state__in=SEEN)
    found = rows.filter(id=request_id).first()
    if found is None:
        raise Missing
    return found  # type: ignore[no-any-return]


def told(actor: Actor, request: VisitRequest, *, at: datetime) -> Told:
    """Whom to answer and what they wish. The look is logged."""
    with audit.reading(by=actor, purpose=actor.purpose, subject=request.id, at=at, thing=request):
        said = (fields.unseal(request, name) for name in ("name", "mail", "phone", "wishes"))
        return Told(*said)


def series_of(request: VisitRequest) -> Series | None:
    """The series that was made out of a request, the newest that was not called off."""
    rows = Series.objects.filter(request_id=request.id).exclude(state=SeriesState.CALLED_OFF)
    found: Series | None = rows.order_by("-id").first()
    return found


def has_series(request: VisitRequest) -> bool:
    """Whether a series was made out of a request and not called off."""
    return series_of(request) is not None


# --- the one who asked


def of_link(actor: Actor) -> VisitRequest:
    """The request that the link opens on which somebody stands. Raises Missing."""
    link = links.mine(actor)
    found = VisitRequest.objects.filter(id=link.thing_id).first() if is_of_request(link.kind) else None
    if found is None:
        raise Missing
    return found  # type: ignore[no-any-return]


def is_of_request(kind: str) -> bool:
    """Whether a link is one to a request."""
    return kind == LinkKind.VISIT_REQUEST


def dated(request: VisitRequest) -> tuple[Dated, ...]:
    """The visits of a request's series in order, the newest in each place."""
    newest = {
        one.position: one
        for one in Visit.objects.filter(series__request_id=request.id)
        .exclude(series__state=SeriesState.CALLED_OFF)
        .order_by("id")
    }
    return tuple(
        Dated(one.position, one.on, one.at, one.minutes, VisitState(one.state))
        for _position, one in sorted(newest.items())
    )


# --- the worker


def next_letter(actor: Actor) -> uuid.UUID | None:
    """A mail that waits and may be tried now, oldest first."""
    refuse(may_send(actor))
    rows = VisitLetter.objects.filter(state=LetterState.QUEUED, ready_at__lte=Now())
    found: uuid.UUID | None = rows.order_by("ready_at", "id").values_list("id", flat=True).first()
    return found


def stranded(actor: Actor, after: timedelta) -> tuple[uuid.UUID, ...]:
    """Mails whose worker seems to have died: claimed a while ago, and not marked since."""
    refuse(may_send(actor))
    rows = VisitLetter.objects.filter(state__in=(LetterState.SENDING, LetterState.HANDING))
    return tuple(rows.filter(moved_at__lt=Now() - after).order_by("id").values_list("letter", flat=True))


def unconfirmed(actor: Actor) -> GuardedQuerySet:
    """Requests that nobody confirmed in time, by the database's clock; none with a mail in the carrier's
    hands.
    """
    refuse(rules.may_sweep(actor))
    going = VisitLetter.objects.filter(
        request_id=OuterRef("id"), state__in=(LetterState.SENDING, LetterState.HANDING)
    )
    rows: GuardedQuerySet = VisitRequest.objects.filter(
        ~Exists(going), state=RequestState.ASKED, asked_at__lt=Now() - UNCONFIRMED
    )
    return rows


def request_ids(actor: Actor) -> set[uuid.UUID]:
    """Every request of the organisation: what the keys of requests hang on."""
    return set(VisitRequest.objects.values_list("id", flat=True))
