"""Writing what comes with getting in: drafts of files, invitations, the first password."""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refusal, Refused, refuse
from samspil.people.models.imports import ImportDraft
from samspil.people.models.people import Account, Appointment
from samspil.people.queries import imports as queries
from samspil.people.queries.imports import INVITATION, place
from samspil.people.rules import imports as rules
from samspil.people.rules.imports import NewStaff
from samspil.people.terms import ImportKind
from samspil.trust import audit, fields, links

LIFETIME = timedelta(minutes=30)


def keep_draft(
    *, by: Actor, at: datetime, kind: ImportKind, cells: list[dict[str, Any]], of: str = ""
) -> ImportDraft:
    """Keep a file's cells, sealed, for half an hour; what the same person read before is dropped.

    Nothing of the file is taken in by this.
    """
    refuse(rules.may_import(by))
    assert by.account_id is not None
    with audit.acting("people.keep_draft", by=by, at=at) as act:
        mine = Q(account_id=by.account_id, used_at__isnull=True)
        ImportDraft.objects.filter(mine | Q(expires_at__lte=Now())).delete()
        draft = ImportDraft(
            tenant_id=by.tenant_id,
            account_id=by.account_id,
            kind=kind,
            of=of,
            rows=len(cells),
            expires_at=Now() + LIFETIME,
        )
        draft.content = fields.seal_secret(place(draft.id), json.dumps(cells, ensure_ascii=False))
        draft.save(force_insert=True)
        act.about(draft, reason=kind)
    return draft


def drop_expired(*, by: Actor, at: datetime) -> int:
    """Remove what nobody took in in time; how many files. Leaves an event only when there were any."""
    refuse(rules.may_sweep(by))
    expired = ImportDraft.objects.filter(expires_at__lte=Now())
    first = expired.first()
    if first is None:
        return 0
    with audit.acting("people.drop_expired", by=by, at=at) as act:
        act.about(first)
        return int(expired.delete()[0])


def held(*, by: Actor, draft_id: uuid.UUID, kind: ImportKind) -> ImportDraft:
    """The own draft, held until the transaction ends, so that two taps take it in one after the other.

    Raises Missing.
    """
    refuse(rules.may_import(by))
    draft = queries.own_drafts(by).select_for_update().filter(id=draft_id, kind=kind).first()
    if draft is None:
        raise Missing
    return draft  # type: ignore[no-any-return]


def use(draft: ImportDraft) -> None:
    """The file was taken in: what it held is gone. Called by an action that is open."""
    ImportDraft.objects.filter(id=draft.id).update(used_at=Now(), content="")


def refuse_faults(found: tuple[queries.Fault, ...]) -> None:
    """Raise Refused with the first fault and its row when there is any."""
    if found:
        raise in_row(found[0].number, found[0].sentence)


def in_row(number: int, sentence: object) -> Refused:
    """A refusal that says in which row of the file its cause stands."""
    return Refused(Refusal(_("Row %(number)d: %(sentence)s") % {"number": number, "sentence": sentence}))


# --- staff


def import_staff(
    *, by: Actor, at: datetime, on: date, draft_id: uuid.UUID, rows: tuple[NewStaff, ...]
) -> int:
    """Take in all of a file's staff or nobody; how many. The same file again takes in nobody.

    Nobody can sign in by this: each gets an invitation when the coordinator makes one.
    """
    draft = held(by=by, draft_id=draft_id, kind=ImportKind.STAFF)
    if draft.used_at is not None:
        return 0
    with audit.acting("people.import_staff", by=by, at=at) as act:
        refuse_faults(queries.foreseen(by, rows, on=on))
        for one in rows:
            _give_role(by, one)
        use(draft)
        act.about(draft, reason=f"rows_{len(rows)}")
    return len(rows)


def invite_staff(*, by: Actor, at: datetime, on: date, staff: NewStaff) -> tuple[Appointment, links.Made]:
    """Give somebody a role here and make their invitation: a first door, open for three days, used once."""
    refuse(rules.may_invite(by, staff.role))
    refuse(rules.must_be_staff(staff, on))
    with audit.acting("people.invite_staff", by=by, at=at) as act:
        refuse(queries.may_get_role(by, staff))
        post = _give_role(by, staff)
        made = links.make(by=by, kind=INVITATION, thing_id=post.id)
        act.about(post, reason=staff.role)
    return post, made


def invite_again(*, by: Actor, at: datetime, appointment_id: uuid.UUID) -> links.Made:
    """A new invitation for somebody who has not come in yet; the earlier one stops working at once."""
    with audit.acting("people.invite_again", by=by, at=at) as act:
        post = _invitable(by, appointment_id)
        refuse(rules.may_set_first_password(post.account))
        made = links.make(by=by, kind=INVITATION, thing_id=post.id)
        act.about(post)
    return made


def take_invitation_back(*, by: Actor, at: datetime, appointment_id: uuid.UUID) -> None:
    """Close an invitation that nobody has used. The role stays until it is ended."""
    with audit.acting("people.take_invitation_back", by=by, at=at) as act:
        post = _invitable(by, appointment_id)
        links.revoke(by=by, thing_id=post.id)
        act.about(post)


def accept_invitation(*, by: Actor, at: datetime, link_id: uuid.UUID, password: str) -> str:
    """Set the first password of an account that was never used; gives its sign-in name.

    The invitation is consumed by exactly one caller. What it opens is the way to a second factor.
    """
    with audit.acting("people.accept_invitation", by=by, at=at) as act:
        link = links.live(link_id)
        post = Appointment.objects.filter(id=link.thing_id, to_on__isnull=True).first()
        if link.kind != INVITATION or post is None:
            raise Missing
        account = Account.objects.select_for_update().get(id=post.account_id)
        refuse(rules.may_set_first_password(account))
        if not links.use(link_id):
            raise Missing
        account.password = make_password(password)
        account.save(update_fields=["password"])
        act.about(post)
    return account.email


def _invitable(by: Actor, appointment_id: uuid.UUID) -> Appointment:
    post = Appointment.objects.select_related("account").filter(id=appointment_id).first()
    if post is None:
        raise Missing
    refuse(rules.may_invite(by, post.role))
    return post  # type: ignore[no-any-return]


def _give_role(by: Actor, staff: NewStaff) -> Appointment:
    """An account that cannot sign in yet, unless there is one here already, and its role from a day."""
    email = staff.email.strip().lower()
    account = Account.objects.filter(email=email).first() or Account.objects.create(
        email=email, name=staff.name.strip(), password=make_password(None)
    )
    return Appointment.objects.create(  # type: ignore[no-any-return]
        tenant_id=by.tenant_id,
        account=account,
        role=staff.role,
        capacity=staff.capacity,
        from_on=staff.from_on,
    )
