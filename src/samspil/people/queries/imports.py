"""Reading what was brought in a file, and who is invited."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models.functions import Now

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.models.imports import ImportDraft
from samspil.people.models.people import Account, Appointment
from samspil.people.queries.people import staff_for
from samspil.people.rules import imports as rules
from samspil.people.rules.imports import NewStaff
from samspil.people.terms import INVITABLE, ImportKind, Role
from samspil.trust import fields
from samspil.trust.models import Link
from samspil.trust.terms import LinkKind

INVITATION = LinkKind.INVITATION


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that was read: its cells, row by row. `is_used` when it was taken in, and is empty then.

    `of` says whose template it follows, where a kind has several.
    """

    id: uuid.UUID
    kind: ImportKind
    of: str
    rows: int
    cells: list[dict[str, Any]]
    is_used: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one row cannot be taken in: the column it is about, if one, and the sentence."""

    number: int
    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Invited:
    """One appointment a coordinator may have invited to, and how far its holder has come."""

    appointment_id: uuid.UUID
    name: str
    email: str
    role: Role
    capacity: int
    from_on: date
    has_come: bool
    open_until: datetime | None
    """Until when an invitation holds that nobody has used."""


def place(draft_id: uuid.UUID) -> str:
    """What a draft's content is sealed to."""
    return f"import|{draft_id.hex}"


def own_drafts(actor: Actor):  # type: ignore[no-untyped-def]
    """The actor's own drafts whose time has not passed by the database's clock."""
    return ImportDraft.objects.filter(account_id=actor.account_id, expires_at__gt=Now())


def drafts_waiting(actor: Actor) -> list[tuple[uuid.UUID, ImportKind, int]]:
    """The actor's drafts that were not taken in, newest first: id, what they hold, and how many rows."""
    rows = own_drafts(actor).filter(used_at=None).order_by("-expires_at").values_list("id", "kind", "rows")
    return [(key, ImportKind(kind), count) for key, kind, count in rows]


def draft_for(actor: Actor, draft_id: uuid.UUID) -> Draft:
    """A draft its reader still has. Raises Missing for anybody else's, and after half an hour."""
    row = own_drafts(actor).filter(id=draft_id).first()
    if row is None:
        raise Missing
    cells = json.loads(fields.open_secret(place(row.id), row.content)) if row.content else []
    return Draft(row.id, ImportKind(row.kind), row.of, row.rows, cells, row.used_at is not None)


def foreseen(actor: Actor, rows: tuple[NewStaff, ...], *, on: date) -> tuple[Fault, ...]:
    """Every reason why one of these cannot get the role, by the rules that giving it asks. Writes nothing."""
    found: list[Fault] = []
    known = _known(actor, {one.email.lower() for one in rows})
    seen: set[tuple[str, str]] = set()
    for one in rows:
        key = (one.email.lower(), one.role)
        there, here, roles = known.get(key[0], (False, False, frozenset()))
        for refusal in (
            rules.may_invite(actor, one.role),
            rules.must_be_staff(one, on),
            rules.may_get_role(there, here, one.role in roles or key in seen),
        ):
            if refusal is not None:
                found.append(Fault(one.number, refusal.field or "", str(refusal)))
        seen.add(key)
    return tuple(found)


def may_get_role(actor: Actor, staff: NewStaff) -> Any:
    """The rule for one, from what is there now."""
    email = staff.email.lower()
    there, here, roles = _known(actor, {email}).get(email, (False, False, frozenset()))
    return rules.may_get_role(there, here, staff.role in roles)


def _known(actor: Actor, emails: set[str]) -> dict[str, tuple[bool, bool, frozenset[str]]]:
    """Of these addresses: there is an account, it serves here, in which roles that have not ended."""
    accounts = dict(Account.objects.filter(email__in=emails).values_list("id", "email"))
    served: dict[uuid.UUID, set[str]] = {}
    for account_id, role, to_on in Appointment.objects.filter(account_id__in=accounts).values_list(
        "account_id", "role", "to_on"
    ):
        served.setdefault(account_id, set()).update({role} if to_on is None else set())
    return {
        email: (True, account_id in served, frozenset(served.get(account_id, ())))
        for account_id, email in accounts.items()
    }


def invited(actor: Actor, *, on: date) -> tuple[Invited, ...]:
    """The staff a coordinator may invite, by name, with the invitations that are open. Few questions."""
    posts = [one for role in INVITABLE for one in staff_for(actor, role, on=on)]
    ids = [one.id for one in posts]
    rows = {one.id: one for one in Appointment.objects.filter(id__in=ids).select_related("account")}
    links = dict(
        Link.objects.filter(
            kind=INVITATION,
            thing_id__in=ids,
            used_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=Now(),
        ).values_list("thing_id", "expires_at")
    )
    found = [
        Invited(
            one.id,
            one.name,
            rows[one.id].account.email,
            one.role,
            one.capacity,
            rows[one.id].from_on,
            rules.may_set_first_password(rows[one.id].account) is not None,
            links.get(one.id),
        )
        for one in posts
    ]
    return tuple(sorted(found, key=lambda one: (one.name, one.role)))


def invited_one(actor: Actor, appointment_id: uuid.UUID, *, on: date) -> Invited:
    """One of them. Raises Missing."""
    for one in invited(actor, on=on):
        if one.appointment_id == appointment_id:
            return one
    raise Missing
