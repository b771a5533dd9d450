"""The programme comes to another authority: proposed by one, taken over by the other."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime

from samspil.governance.models.authority import AuthorityChange
from samspil.governance.queries.packs import Document, digest_of, written
from samspil.governance.rules import authority as rules
from samspil.governance.terms.authority import AuthorityState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.actions.people import erase_drafts_of_who_left, let_go_all_but, rename_organisation
from samspil.people.queries import people
from samspil.trust import audit, fields


def propose_authority(
    *,
    by: Actor,
    at: datetime,
    on: date,
    name: str,
    cvr: str,
    because: str,
    from_on: date,
    protocol: Document,
) -> AuthorityChange:
    """Propose that another authority takes over from a day; the protocol of what is open is kept as it is."""
    refuse(rules.may_move(by))
    if by.account_id is None:
        raise Missing
    text = written(protocol)
    with audit.acting("governance.propose_authority", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        former = people.organisation(by.tenant_id).name
        refuse(rules.must_be_an_authority(name, former, cvr, because, from_on, on))
        proposed = AuthorityChange.objects.filter(state=AuthorityState.PROPOSED)
        refuse(rules.must_be_alone(proposed.count()))
        row = AuthorityChange(
            tenant_id=by.tenant_id,
            former=former,
            name=name,
            cvr=cvr,
            because=because,
            from_on=from_on,
            proposed_by=by.account_id,
            proposed_on=on,
            digest=digest_of(text),
        )
        fields.seal(row, content=text)
        row.save(force_insert=True)
        act.about(row, reason=because)
    return row


def withdraw_authority(*, by: Actor, at: datetime, change_id: uuid.UUID) -> None:
    """Withdraw a proposal that nobody has taken over."""
    refuse(rules.may_move(by))
    with audit.acting("governance.withdraw_authority", by=by, at=at) as act:
        row = _held(change_id)
        refuse(rules.must_be_proposed(row.state))
        AuthorityChange.objects.filter(id=row.id).update(state=AuthorityState.WITHDRAWN)
        act.about(row)


def take_over(
    *, by: Actor, at: datetime, on: date, change_id: uuid.UUID, staying: Collection[uuid.UUID]
) -> int:
    """Take the programme over: the office has its new name, and every appointment in it that is not the own
    one or among `staying` ends at once, by the database's clock; how many people that let go. Drafts of
    whoever keeps a post, here or elsewhere, stay readable.
    """
    refuse(rules.may_move(by))
    with audit.acting("governance.take_over", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        row = _held(change_id)
        refuse(rules.must_be_proposed(row.state))
        refuse(rules.may_take_over(by.account_id, row.proposed_by))
        refuse(rules.must_be_the_day(row.from_on, on))
        AuthorityChange.objects.filter(id=row.id).update(
            state=AuthorityState.ACCEPTED, accepted_by=by.account_id, accepted_on=on
        )
        rename_organisation(by=by, name=row.name)
        gone = let_go_all_but(by=by, on=on, staying=staying, never=row.proposed_by)
        act.about(row, reason=f"{len(gone)} ended")
    for account_id in gone:
        erase_drafts_of_who_left(account_id, on=on)
    return len(gone)


def _held(change_id: uuid.UUID) -> AuthorityChange:
    row: AuthorityChange | None = (
        AuthorityChange.objects.select_for_update().filter(id=change_id).defer("content").first()
    )
    if row is None:
        raise Missing
    return row
