"""Writing people: organisations, accounts, appointments, persons and consents."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest, Now

from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.models.people import (
    Account,
    Appointment,
    Consent,
    Identity,
    LocalRule,
    Organisation,
    Person,
)
from samspil.people.queries import people as queries
from samspil.people.rules import people as rules
from samspil.people.terms import Capacity, ConsentPurpose, Method, OrganisationKind, PersonKind
from samspil.trust import audit, fields, links, scope
from samspil.trust.terms import LinkKind


def found_organisation(
    *,
    by: Actor,
    at: datetime,
    slug: str,
    name: str,
    kind: OrganisationKind,
    municipality_code: str = "",
    organisation_id: uuid.UUID | None = None,
) -> Organisation:
    """Add an organisation; its first event stands in its own log."""
    refuse(rules.may_found_organisation(by))
    with audit.acting("people.found_organisation", by=by, at=at) as act:
        extra = {} if organisation_id is None else {"id": organisation_id}
        made = Organisation.objects.create(
            slug=slug, name=name, kind=kind, municipality_code=municipality_code, **extra
        )
        act.about(made)
    return made


def open_account(
    *, by: Actor, at: datetime, email: str, name: str, password: str | None = None, language: str = "da"
) -> Account:
    """Open an account for a member of staff. Without a password it can only use a link or passkey."""
    refuse(rules.may_found_organisation(by))
    with audit.acting("people.open_account", by=by, at=at) as act:
        account = Account.objects.create(
            email=email.strip().lower(), name=name, password=make_password(password), language=language
        )
        act.about(account)
    return account


def appoint(
    *,
    by: Actor,
    at: datetime,
    account: Account,
    role: str,
    from_on: date,
    to_on: date | None = None,
    capacity: int = 4,
) -> Appointment:
    """Give an account a role in the actor's organisation."""
    refuse(rules.may_appoint(by, role))
    with audit.acting("people.appoint", by=by, at=at) as act:
        made = Appointment.objects.create(
            tenant_id=by.tenant_id,
            account=account,
            role=role,
            from_on=from_on,
            to_on=to_on,
            capacity=capacity,
        )
        act.about(made, reason=role)
    return made  # type: ignore[no-any-return]


def end_appointment(*, by: Actor, at: datetime, appointment: Appointment, to_on: date) -> None:
    """Let an appointment end on a day; it opens nothing from the next request after that day."""
    refuse(rules.may_appoint(by, appointment.role))
    with audit.acting("people.end_appointment", by=by, at=at) as act:
        Appointment.objects.filter(id=appointment.id).update(to_on=to_on)
        act.about(appointment)
    if to_on <= at.date():
        erase_drafts_of_who_left(appointment.account_id, on=at.date(), ended=(appointment.id,))


def erase_drafts_of_who_left(account_id: uuid.UUID, *, on: date, ended: Collection[uuid.UUID] = ()) -> None:
    """Erase the keys of an account's drafts, unless it holds another post than those `ended`, in whatever
    organisation: the keys are the account's, and what it writes in that post would be lost unread. They are
    gone after three days in any case.
    """
    with scope.scope(scope.account_only(account_id)):
        held = {one.id for one in queries.posts_of(account_id, on=on)}
    if held <= set(ended):
        fields.erase_draft_keys(account_id)


def rename_organisation(*, by: Actor, name: str) -> None:
    """The own organisation is called something else from now on. Called by an action that is open."""
    Organisation.objects.filter(id=by.tenant_id).update(name=name)


def let_go_all_but(
    *, by: Actor, on: date, staying: Collection[uuid.UUID], never: uuid.UUID
) -> tuple[uuid.UUID, ...]:
    """End every appointment of the organisation at once, and its open links, but the actor's own and those
    `staying`; those of the account `never` end whatever is said. Whose they were. Called by an open action.
    """
    kept = Q(account_id=by.account_id) | Q(id__in=list(staying))
    rows = list(
        Appointment.objects.filter(tenant_id=by.tenant_id, ended_at__isnull=True)
        .filter(~kept | Q(account_id=never))
        .order_by("id")
    )
    found = Appointment.objects.filter(id__in=[one.id for one in rows])
    found.filter(to_on__isnull=True).update(to_on=Greatest(F("from_on"), Value(on)))
    found.update(ended_at=Now())
    for one in rows:
        links.revoke(by=by, thing_id=one.id)
    return tuple(dict.fromkeys(one.account_id for one in rows))


def make_sign_in_link(*, by: Actor, at: datetime, appointment: Appointment) -> links.Made:
    """A one-time sign-in link for one appointment. Demo mode only; the door checks that again."""
    refuse(rules.may_appoint(by, appointment.role))
    with audit.acting("people.make_sign_in_link", by=by, at=at) as act:
        made = links.make(by=by, kind=LinkKind.SIGN_IN, thing_id=appointment.id)
        act.about(made.link)
    return made


def use_sign_in_link(*, by: Actor, at: datetime, link_id: uuid.UUID) -> bool:
    """Consume a sign-in link; True for exactly one caller."""
    with audit.acting("people.use_sign_in_link", by=by, at=at) as act:
        link = links.live(link_id)
        act.about(link)
        return links.use(link_id)


def note_entrance(*, by: Actor, at: datetime, verb: str, appointment_id: uuid.UUID, reason: str = "") -> None:
    """Leave one event about signing in or out, a role chosen, or a factor added or taken away.

    `verb` is one of `rules.ENTRANCE_VERBS`; `reason` is a code, never what was typed.
    """
    refuse(rules.may_note_entrance(verb))
    with audit.acting(f"entrance.{verb}", by=by, at=at) as act:
        act.about(Appointment(id=appointment_id), reason=reason)


def register_person(
    *,
    by: Actor,
    at: datetime,
    kind: PersonKind,
    name: str,
    channel: str,
    contact: str,
    born: str,
    language: str = "da",
) -> Person:
    """A new person behind a random key, with the identity sealed. Called by an action that is open.

    `born` is a year, or year and month, or empty: never a full date.
    """
    refuse(rules.may_register_person(by))
    person = Person.objects.create(tenant_id=by.tenant_id, kind=kind)
    card = Identity(tenant_id=by.tenant_id, person=person, channel=channel, language=language)
    fields.seal(card, name=name, contact=contact, born=born)
    card.save(force_insert=True)
    return person  # type: ignore[no-any-return]


def give_consent(
    *,
    by: Actor,
    person_id: uuid.UUID,
    purpose: str,
    text_version: int,
    capacity: Capacity,
    method: Method,
    given_on: date,
    language: str = "da",
    recipient: str = "",
) -> Consent:
    """Write one yes. Called by an action that is open. A yes that holds already is given back as it is.

    `recipient` names with whom something is shared, for that purpose only.
    """
    refuse(rules.may_record_consent(by, method, purpose))
    number = 0
    if purpose == ConsentPurpose.SHARING:
        number = 1 + Consent.objects.filter(person_id=person_id, purpose=purpose).count()
    else:
        open_ = Consent.objects.filter(
            person_id=person_id, purpose=purpose, capacity=capacity, withdrawn_on__isnull=True
        ).first()
        if open_ is not None:
            return open_  # type: ignore[no-any-return]
    consent = Consent(
        tenant_id=by.tenant_id,
        person_id=person_id,
        purpose=purpose,
        recipient_number=number,
        text_version=text_version,
        language=language,
        capacity=capacity,
        method=method,
        given_on=given_on,
    )
    fields.seal(consent, recipient=recipient if number else "")
    consent.save(force_insert=True)
    return consent


def withdraw_consents(
    *,
    by: Actor,
    person_id: uuid.UUID,
    on: date,
    purpose: str | None = None,
    capacity: Capacity | None = None,
    recipient_number: int | None = None,
) -> int:
    """End the yeses that match, all of them without a purpose; how many ended. Called by an open action.

    It needs no reason, and what follows from it is the caller's to do in the same transaction.
    """
    open_ = Consent.objects.filter(person_id=person_id, withdrawn_on__isnull=True)
    if purpose is not None:
        open_ = open_.filter(purpose=purpose)
    if capacity is not None:
        open_ = open_.filter(capacity=capacity)
    if recipient_number is not None:
        open_ = open_.filter(recipient_number=recipient_number)
    return int(open_.update(withdrawn_on=Greatest("given_on", Value(on))))


def set_local_rule(*, by: Actor, at: datetime, own_yes_from: int) -> None:
    """The municipality decides from which age an own yes starts a course under section 30."""
    refuse(rules.may_set_local_rule(by))
    refuse(rules.must_be_an_age(own_yes_from))
    with audit.acting("people.set_local_rule", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        rule = LocalRule.objects.first() or LocalRule(tenant_id=by.tenant_id)
        rule.own_yes_from = own_yes_from
        rule.save()
        act.about(rule, reason=f"own_yes_from_{own_yes_from}")
