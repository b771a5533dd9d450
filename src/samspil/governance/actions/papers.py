"""Laying papers on an agenda as files, and taking one away. By the office, until the minutes are approved."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from samspil.delivery.rules.naming import must_name_nobody
from samspil.governance.actions.agendas import hold_item
from samspil.governance.models.papers import AgendaPaper
from samspil.governance.queries import groups
from samspil.governance.queries import papers as queries
from samspil.governance.rules import papers as rules
from samspil.governance.rules.groups import may_steer
from samspil.governance.rules.meetings import must_be_open
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal, Refused, refuse
from samspil.trust import audit, files


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A file that is brought, what it is called here, and whether it is left out for others."""

    title: str
    content: bytes
    confidential: bool = False
    is_free: bool = False
    """Whether whoever brings it has said that nobody can be recognised in it."""


def add_paper(
    *, by: Actor, at: datetime, on: date, item_id: uuid.UUID, key: uuid.UUID, paper: NewPaper
) -> AgendaPaper:
    """Lay a file on an item of an agenda. What is sent a second time with the same key lies there once."""
    refuse(may_steer(by))
    names = groups.names_of_organisations().values()
    refuse(rules.must_be_titled(paper.title) or must_name_nobody(paper.title, "title", names))
    clean = rules.cleaned(paper.content)
    if isinstance(clean, Refusal):
        raise Refused(clean)
    refuse(rules.must_be_free_of_people(paper.is_free))
    with audit.acting("governance.add_paper", by=by, at=at) as act:
        audit.hold(key)
        known: AgendaPaper | None = AgendaPaper.objects.filter(id=key).first()
        if known is not None:
            act.about(known)
            return known
        item, meeting = hold_item(by, item_id)
        refuse(must_be_open(meeting.state))
        refuse(rules.may_have_one_more(queries.count_of(item.id)))
        row = AgendaPaper(
            id=key,
            tenant_id=by.tenant_id,
            item=item,
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


def remove_paper(*, by: Actor, at: datetime, paper_id: uuid.UUID) -> None:
    """Take a paper away: the file is gone. That it lay there, and who took it, stays in the log."""
    refuse(may_steer(by))
    with audit.acting("governance.remove_paper", by=by, at=at) as act:
        row = queries.own_paper(paper_id)
        _item, meeting = hold_item(by, row.item_id)
        refuse(must_be_open(meeting.state))
        act.about(row, reason=row.media)
        AgendaPaper.objects.filter(id=row.id).delete()
