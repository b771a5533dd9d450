"""Reading people: appointments, staff, identity, consents, the log's metadata."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.people import (
    Account,
    Appointment,
    Consent,
    Identity,
    LocalRule,
    Organisation,
    Person,
)
from samspil.people.queries.loans import still_holds
from samspil.people.rules import people as rules
from samspil.people.terms import Role
from samspil.trust import audit, fields
from samspil.trust.models import AuditEvent
from samspil.trust.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Post:
    """One appointment in force, as its holder sees it."""

    id: uuid.UUID
    tenant_id: uuid.UUID
    organisation: str
    role: Role
    account_id: uuid.UUID
    name: str
    capacity: int
    is_loan: bool = False
    to_on: date | None = None
    """Its last day, where one is set."""


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """Who a person is and how to reach them, unsealed after the look was logged."""

    name: str
    channel: str
    contact: str
    born: str


@dataclass(frozen=True, slots=True)
class ToldConsent:
    """One yes as it is shown, its named recipient unsealed."""

    id: uuid.UUID
    purpose: str
    capacity: str
    recipient: str
    text_version: int
    language: str
    method: str
    given_on: date
    withdrawn_on: date | None


LOG_PAGE = 100


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One event as the log controller sees it; `name` is the member of staff, empty for jobs and links."""

    recorded_at: datetime
    name: str
    role: str
    verb: str
    purpose: str
    reason: str
    subject: str
    thing: str


def posts_of(account_id: uuid.UUID, *, on: date) -> tuple[Post, ...]:
    """The appointments of one account that hold today, in any organisation. Needs its own scope."""
    rows = Appointment.objects.presented().filter(account_id=account_id).filter(_in_force(on))
    return _posts(rows)


def account(account_id: uuid.UUID) -> Account | None:
    """An account by its key, whoever asks: it belongs to no organisation."""
    found: Account | None = _ACCOUNT.first(account=account_id)
    return found


def posts_in(actor: Actor, account_id: uuid.UUID, *, on: date) -> tuple[Post, ...]:
    """The roles an account holds today in the actor's own organisation."""
    return _posts(Appointment.objects.filter(account_id=account_id).filter(_in_force(on)))


def posts_of_all(actor: Actor, *, on: date) -> tuple[Post, ...]:
    """Every appointment that holds today in the actor's own organisation, by name. One query."""
    found = _posts(Appointment.objects.filter(tenant_id=actor.tenant_id).filter(_in_force(on)))
    return tuple(sorted(found, key=lambda one: (one.name, one.role, one.id)))


def post(appointment_id: uuid.UUID, *, account_id: uuid.UUID, on: date) -> Post:
    """One appointment of the account, if it holds today. Raises Missing otherwise."""
    found = _as_posts(_POST(appointment=appointment_id, account=account_id, on=on))
    if not found:
        raise Missing
    return found[0][0]


def post_by_id(appointment_id: uuid.UUID, *, on: date) -> Post:
    """One appointment in the open scope's organisation, if it holds today. Raises Missing otherwise."""
    found = _posts(Appointment.objects.filter(id=appointment_id).filter(_in_force(on)))
    if not found:
        raise Missing
    return found[0]


def appointment(actor: Actor, appointment_id: uuid.UUID) -> Appointment:
    """One appointment of the actor's organisation. Raises Missing."""
    found = Appointment.objects.filter(id=appointment_id).first()
    if found is None:
        raise Missing
    return found  # type: ignore[no-any-return]


def staff_for(actor: Actor, role: Role, *, on: date) -> tuple[Post, ...]:
    """The own staff in one role in the actor's organisation, by name. Who is on loan holds one course."""
    return _posts(in_force((role,), on=on).filter(loan_until__isnull=True))


def own_names(actor: Actor) -> frozenset[str]:
    """The names of all who work or worked in the actor's organisation, to be kept out of what is shared."""
    return frozenset(Appointment.objects.values_list("account__name", flat=True))


def in_force(roles: Collection[Role], *, on: date, **only: uuid.UUID) -> QuerySet[Appointment]:
    """The appointments in some roles that hold on a day, to be read with what hangs on them."""
    rows: QuerySet[Appointment] = Appointment.objects.filter(role__in=list(roles), **only)
    return rows.filter(_in_force(on))


def posts_with_rows(rows: QuerySet[Appointment]) -> tuple[tuple[Post, Appointment], ...]:
    """Each appointment as its holder sees it, with its row, by name. One query."""
    return _as_posts(_with_names(rows))


def _with_names(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    name = Organisation.objects.filter(id=OuterRef("tenant_id")).values("name")[:1]
    return rows.select_related("account").annotate(organisation=Subquery(name))


def _as_posts(found: Iterable[Any]) -> tuple[tuple[Post, Appointment], ...]:
    posts = [
        (
            Post(
                one.id,
                one.tenant_id,
                one.organisation or "",
                Role(one.role),
                one.account_id,
                one.account.name,
                one.capacity,
                one.loan_until is not None,
                one.to_on,
            ),
            one,
        )
        for one in found
        if one.account.is_active
    ]
    return tuple(sorted(posts, key=lambda pair: (pair[0].name, pair[0].organisation, pair[0].role)))


def field_staff(actor: Actor, *, on: date) -> tuple[Post, ...]:
    """Everyone who can hold courses in the actor's organisation, those on loan among them, by name."""
    return _posts(Appointment.objects.filter(role__in=(Role.MENTOR, Role.PARENT_COACH)).filter(_in_force(on)))


def organisation(tenant_id: uuid.UUID) -> Organisation:
    """One organisation. Raises Missing when there is none."""
    found = Organisation.objects.filter(id=tenant_id).first()
    if found is None:
        raise Missing
    return found  # type: ignore[no-any-return]


def organisations() -> tuple[Organisation, ...]:
    """Every organisation, by slug."""
    return tuple(Organisation.objects.order_by("slug"))


def organisation_by_slug(slug: str) -> Organisation:
    """One organisation by its slug. Raises Missing."""
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise Missing
    return found  # type: ignore[no-any-return]


def seconds_now() -> int:
    """The database's clock in whole seconds, for what may be opened for a time."""
    row = Organisation.objects.annotate(now=Now()).values_list("now", flat=True).first()
    if row is None:
        raise Missing
    return int(row.timestamp())


def account_by_email(email: str) -> Account | None:
    """The account with this sign-in name, if any."""
    return Account.objects.filter(email__iexact=email).first()


def identity_for(actor: Actor, person_id: uuid.UUID, *, at: datetime) -> IdentityCard:
    """Who a person is. Logs the look with the actor's purpose first; raises Missing or Refused."""
    refuse(rules.may_read_identity(actor))
    row = Identity.objects.filter(person_id=person_id).first()
    if row is None:
        raise Missing
    with audit.reading(by=actor, purpose=actor.purpose, subject=person_id, at=at, thing=row):
        return IdentityCard(
            name=fields.unseal(row, "name"),
            channel=row.channel,
            contact=fields.unseal(row, "contact"),
            born=fields.unseal(row, "born"),
        )


def born_of(actor: Actor, person_id: uuid.UUID) -> str:
    """A person's year, or year and month, of birth. Inside `trust.audit.reading` for that person only."""
    row = Identity.objects.filter(person_id=person_id).first()
    return fields.unseal(row, "born") if row else ""


def consents_of(actor: Actor, person_id: uuid.UUID, *, ended: bool = False) -> tuple[Consent, ...]:
    """A person's consents that hold, one per purpose, capacity and recipient; with `ended` all ever given."""
    rows = Consent.objects.filter(person_id=person_id)
    if not ended:
        rows = rows.filter(withdrawn_on__isnull=True)
    return tuple(rows.order_by("purpose", "capacity", "recipient_number", "given_on", "id"))


def told_consents(actor: Actor, person_id: uuid.UUID, *, at: datetime) -> tuple[ToldConsent, ...]:
    """Every yes a person ever gave, held ones first, with named recipients unsealed; the look is logged."""
    rows = consents_of(actor, person_id, ended=True)
    with audit.reading(by=actor, purpose=actor.purpose, subject=person_id, at=at):
        told = tuple(
            ToldConsent(
                one.id,
                one.purpose,
                one.capacity,
                fields.unseal(one, "recipient"),
                one.text_version,
                one.language,
                one.method,
                one.given_on,
                one.withdrawn_on,
            )
            for one in rows
        )
    return tuple(sorted(told, key=lambda one: one.withdrawn_on is not None))


def consent_for(actor: Actor, person_id: uuid.UUID, consent_id: uuid.UUID) -> Consent:
    """One yes of this person that still holds. Raises Missing."""
    found = Consent.objects.filter(id=consent_id, person_id=person_id, withdrawn_on__isnull=True).first()
    if found is None:
        raise Missing
    return found  # type: ignore[no-any-return]


def language_of(actor: Actor, person_id: uuid.UUID) -> str:
    """The language a person wants to be written to in."""
    found: str | None = (
        Identity.objects.filter(person_id=person_id).values_list("language", flat=True).first()
    )
    return found or "da"


def own_yes_from(actor: Actor) -> int:
    """The age from which an own yes starts a section 30 course in the actor's municipality."""
    row = LocalRule.objects.first()
    return int(row.own_yes_from) if row else int(LocalRule._meta.get_field("own_yes_from").default)


def consenting(actor: Actor, purpose: str) -> frozenset[uuid.UUID]:
    """The persons in the actor's organisation whose own consent to a purpose holds."""
    rows = Consent.objects.filter(purpose=purpose, capacity="self", withdrawn_on__isnull=True)
    return frozenset(rows.values_list("person_id", flat=True))


Spans = list[tuple[date, date]]


def own_yeses(actor: Actor, purposes: tuple[str, ...]) -> dict[uuid.UUID, dict[str, Spans]]:
    """When the own consents of each person held: by purpose, each from its first to its last day, for ever
    while it does. Who never gave one is not there.
    """
    found: dict[uuid.UUID, dict[str, Spans]] = {}
    for person_id, purpose, given, ended in _SAID(purposes=purposes):
        found.setdefault(person_id, {}).setdefault(purpose, []).append((given, ended or date.max))
    return found


def own_yeses_of(person_id: uuid.UUID, purposes: tuple[str, ...]) -> dict[str, Spans]:
    """The same of one person."""
    found: dict[str, Spans] = {}
    rows = Consent.objects.filter(person_id=person_id, purpose__in=purposes, capacity="self")
    for purpose, given, ended in rows.values_list("purpose", "given_on", "withdrawn_on"):
        found.setdefault(purpose, []).append((given, ended or date.max))
    return found


def person_ids(actor: Actor) -> frozenset[uuid.UUID]:
    """The random keys of the organisation's persons, for sweeping the key store."""
    return frozenset(Person.objects.values_list("id", flat=True))


def log_for(actor: Actor, *, page: int = 1) -> tuple[tuple[LogEntry, ...], int]:
    """A page of the organisation's events, newest first, and how many in all: who, when, what kind,
    about whom and why. Persons and things are told apart by the end of their keys, never by name.
    """
    refuse(rules.may_read_log(actor))
    rows = AuditEvent.objects.order_by("-recorded_at", "-id")
    events = list(rows[(page - 1) * LOG_PAGE : page * LOG_PAGE])
    names = dict(Account.objects.filter(id__in={one.actor_id for one in events}).values_list("id", "name"))
    entries = tuple(
        LogEntry(
            recorded_at=one.recorded_at,
            name=names.get(one.actor_id, ""),
            role=one.role,
            verb=one.verb,
            purpose=one.purpose,
            reason=one.reason,
            subject=str(one.subject_id or "")[-6:],
            thing=str(one.thing_id or "")[-6:],
        )
        for one in events
    )
    return entries, rows.count()


def _in_force(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gte=on)) & still_holds()


def _own_post(appointment: uuid.UUID, account: uuid.UUID, on: date) -> QuerySet[Appointment]:
    return _with_names(Appointment.objects.filter(_in_force(on), id=appointment, account_id=account))


_SAID = Prepared(
    lambda purposes: Consent.objects.filter(purpose__in=purposes, capacity="self").values_list(
        "person_id", "purpose", "given_on", "withdrawn_on"
    ),
    shape=("purposes",),
)
_ACCOUNT = Prepared(lambda account: Account.objects.filter(id=account), account=uuid.UUID)
_POST = Prepared(_own_post, appointment=uuid.UUID, account=uuid.UUID, on=date)


def _posts(rows: QuerySet[Appointment]) -> tuple[Post, ...]:
    return tuple(post for post, _row in posts_with_rows(rows))
