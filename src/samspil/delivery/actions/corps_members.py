"""Writing the corps: which organisation a role model belongs to, and the themes they take."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from samspil.delivery.models.corps_members import CorpsMember
from samspil.delivery.queries import corps_members as queries
from samspil.delivery.rules.courses import may_coordinate, must_be_one_of, must_fit_in
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.programme import queries as programme
from samspil.trust import audit


def write_corps_member(
    *,
    by: Actor,
    at: datetime,
    on: date,
    concept_id: uuid.UUID,
    appointment_id: uuid.UUID,
    host: str,
    themes: tuple[str, ...],
) -> CorpsMember:
    """Write the host organisation and the themes of one role model."""
    refuse(may_coordinate(by))
    refuse(must_fit_in(host, 100, "host"))
    known = programme.concept(concept_id).intervention("role_model").themes
    for theme in themes:
        refuse(must_be_one_of(theme, known, "themes"))
    with audit.acting("delivery.write_corps_member", by=by, at=at) as act:
        member = queries.in_corps(by, appointment_id, on=on).member
        audit.hold(member.post.id)
        row = CorpsMember.objects.filter(appointment_id=member.post.id).first()
        row = row or CorpsMember(tenant_id=by.tenant_id, appointment_id=member.post.id)
        row.host, row.themes = host, list(dict.fromkeys(themes))
        row.save()
        act.about(row)
    return row
