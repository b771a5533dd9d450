"""Signing an instrument off: propose, approve, ask for a change, withdraw. The database counts the people."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime

from samspil.delivery.instruments.document import as_document, digest
from samspil.delivery.instruments.shape import Instrument
from samspil.delivery.models.instruments import InstrumentDecision, InstrumentInUse, ProposedInstrument
from samspil.delivery.queries import instruments as queries
from samspil.delivery.rules import instruments as rules
from samspil.delivery.terms.instruments import CHECKLIST_EDITION, Decision
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit


def propose_instrument(*, by: Actor, at: datetime, on: date, tool: Instrument) -> None:
    """Propose a version. It can be asked of nobody before two people have approved it."""
    refuse(rules.may_sign_off(by))
    refuse(rules.may_be_proposed(tool))
    assert by.account_id is not None
    with audit.acting("delivery.propose_instrument", by=by, at=at) as act:
        audit.hold(_of(tool.slug))
        refuse(rules.may_follow(tool, queries.versions_of(tool.slug)))
        proposed = ProposedInstrument.objects.create(
            slug=tool.slug,
            version=tool.version,
            document=as_document(tool),
            digest=digest(tool),
            account_id=by.account_id,
            role=by.role,
            proposed_on=on,
            proposed_at=at,
        )
        act.about(proposed)


def approve_instrument(
    *, by: Actor, at: datetime, on: date, slug: str, version: int, ticked: Collection[str]
) -> None:
    """Approve a version after every line of the checklist. The second of two, with the evaluator among
    them, brings it into use.
    """
    with audit.acting("delivery.approve_instrument", by=by, at=at) as act:
        found = _open(by, slug, version, Decision.APPROVED)
        refuse(rules.must_be_ticked(ticked))
        _decide(by, at, on, found, Decision.APPROVED, checklist=CHECKLIST_EDITION)
        act.about(_row(found))
        if queries.known(slug, version).is_signed_off:
            assert found.id is not None
            InstrumentInUse.objects.create(
                instrument_id=found.id, slug=slug, version=version, digest=found.digest, since=on
            )
            act.about(_row(found), reason="in_use")


def send_instrument_back(*, by: Actor, at: datetime, on: date, slug: str, version: int, words: str) -> None:
    """Ask for a change, with words. It ends this version's way: the changed file is the next version."""
    with audit.acting("delivery.send_instrument_back", by=by, at=at) as act:
        found = _open(by, slug, version, Decision.SENT_BACK)
        refuse(rules.must_say_what(words))
        _decide(by, at, on, found, Decision.SENT_BACK, words=words.strip())
        act.about(_row(found))


def withdraw_instrument(*, by: Actor, at: datetime, on: date, slug: str, version: int) -> None:
    """Withdraw one's own proposal before it is in use."""
    with audit.acting("delivery.withdraw_instrument", by=by, at=at) as act:
        found = _open(by, slug, version, Decision.WITHDRAWN)
        refuse(rules.may_withdraw(by, found.proposer_id))
        _decide(by, at, on, found, Decision.WITHDRAWN)
        act.about(_row(found))


def _open(by: Actor, slug: str, version: int, decision: Decision) -> queries.Known:
    """The version, held so that two who decide come one after the other. Raises Missing and Refused."""
    refuse(rules.may_sign_off(by))
    audit.hold(_of(slug))
    found = queries.known(slug, version)
    if found.id is None:
        raise Missing
    refuse(rules.may_decide(found.standing))
    mine = [one.decision for one in found.decisions if one.account_id == by.account_id]
    refuse(rules.once(mine, decision))
    return found


def _decide(
    by: Actor,
    at: datetime,
    on: date,
    found: queries.Known,
    decision: Decision,
    *,
    words: str = "",
    checklist: int = 0,
) -> None:
    assert found.id is not None
    assert by.account_id is not None
    InstrumentDecision.objects.create(
        instrument_id=found.id,
        digest=found.digest,
        account_id=by.account_id,
        role=by.role,
        decision=decision,
        words=words,
        checklist=checklist,
        decided_on=on,
        decided_at=at,
    )


def _row(found: queries.Known) -> ProposedInstrument:
    return ProposedInstrument(id=found.id)


def _of(slug: str) -> uuid.UUID:
    """One key for all versions of an instrument, to hold while one of them is written."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"samspil:instrument:{slug}")
