"""Laying papers beside one's own proposal and taking one away, until the office takes it into an agenda."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from samspil.delivery.rules.naming import must_name_nobody
from samspil.governance.actions.papers import NewPaper
from samspil.governance.models.papers import ProposalPaper
from samspil.governance.queries import groups, proposals
from samspil.governance.queries import papers as queries
from samspil.governance.rules import papers as rules
from samspil.governance.rules.groups import may_take_part
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refusal, Refused, refuse
from samspil.trust import audit, files


def add_own_paper(
    *, by: Actor, at: datetime, on: date, proposal_id: uuid.UUID, key: uuid.UUID, paper: NewPaper
) -> ProposalPaper:
    """Lay a file beside one's own organisation's proposal. What is sent twice with the same key lies there
    once. Raises Missing where the proposal is another's.
    """
    refuse(may_take_part(by))
    office_id = groups.office_of(by)
    names = groups.names_of_organisations().values()
    refuse(rules.must_be_titled(paper.title) or must_name_nobody(paper.title, "title", names))
    clean = rules.cleaned(paper.content)
    if isinstance(clean, Refusal):
        raise Refused(clean)
    refuse(rules.must_be_free_of_people(paper.is_free))
    with audit.acting("governance.add_own_paper", by=by, at=at) as act:
        audit.hold(key)
        known: ProposalPaper | None = ProposalPaper.objects.filter(id=key).first()
        if known is not None:
            act.about(known)
            return known
        proposal = proposals.own_proposal(proposal_id)
        if by.tenant_id not in groups.members(office_id, proposal.group_id):
            raise Missing
        refuse(rules.must_wait(proposals.is_placed(office_id, proposal.id)))
        refuse(rules.may_have_one_more(queries.count_of_proposal(proposal.id)))
        row = ProposalPaper(
            id=key,
            tenant_id=by.tenant_id,
            office_id=proposal.office_id,
            proposal=proposal,
            title=paper.title.strip(),
            media=clean.media,
            size=len(clean.content),
            digest=queries.digest_of(clean.content),
            confidential=paper.confidential,
            added_on=on,
        )
        files.seal_file(row, "content", clean.content)
        row.save(force_insert=True)
        act.about(row, reason=clean.media)
    return row


def remove_own_paper(*, by: Actor, at: datetime, paper_id: uuid.UUID) -> None:
    """Take one's own paper away: the file is gone. That it lay there, and who took it, stays in the log."""
    refuse(may_take_part(by))
    with audit.acting("governance.remove_own_paper", by=by, at=at) as act:
        row = queries.own_proposal_paper(paper_id)
        refuse(rules.must_wait(proposals.is_placed(row.office_id, row.proposal_id)))
        act.about(row, reason=row.media)
        ProposalPaper.objects.filter(id=row.id).delete()
