"""Sharing in the network group: something new, an answer, a correction, and what is withdrawn."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from samspil.governance.models.knowledge import (
    Contribution,
    ContributionFile,
    ContributionVersion,
    ContributionWithdrawn,
)
from samspil.governance.queries import groups
from samspil.governance.queries import knowledge as queries
from samspil.governance.queries.groups import GroupView
from samspil.governance.rules import knowledge as rules
from samspil.governance.terms.knowledge import KnowledgeKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.programme import queries as programme
from samspil.programme.concept.model import Concept
from samspil.trust import audit, files


@dataclass(frozen=True, slots=True)
class Sharing:
    """What is shared: its words and its tags, and one file where there is one."""

    words: str
    title: str = ""
    interventions: Sequence[str] = ()
    methods: Sequence[str] = ()
    file: bytes | None = None
    is_free: bool = False
    """Whether whoever brings the file has said that nobody can be recognised in it."""


def share(
    *,
    by: Actor,
    at: datetime,
    on: date,
    key: uuid.UUID,
    kind: str,
    sharing: Sharing,
    answers_id: uuid.UUID | None = None,
) -> Contribution:
    """Share something with the network group, or answer a question; sent twice with one key, shared once."""
    network = queries.network_of(by)
    concept = programme.concept(network.concept_id)
    refuse(rules.must_be_a_kind(kind, answers=answers_id is not None))
    if answers_id is not None:
        question = queries.contribution(by, network, answers_id)
        if question.kind != KnowledgeKind.QUESTION:
            raise Missing
    _check(by, concept, sharing, has_title=answers_id is None)
    with audit.acting("governance.share", by=by, at=at) as act:
        audit.hold(key)
        known: Contribution | None = Contribution.objects.filter(id=key).first()
        if known is not None:
            act.about(known)
            return known
        if answers_id is not None:
            audit.hold(answers_id)
            refuse(rules.must_still_stand(queries.stands(network, answers_id)))
        row = Contribution.objects.create(
            id=key,
            tenant_id=by.tenant_id,
            office_id=network.office_id,
            programme=concept.slug,
            kind=kind,
            answers_id=answers_id,
            shared_on=on,
        )
        _write(by, row, sharing, 1, on)
        if sharing.file is not None:
            _keep(by, network, row, sharing.file)
        act.about(row, reason=kind)
    return row  # type: ignore[no-any-return]


def correct(
    *, by: Actor, at: datetime, on: date, contribution_id: uuid.UUID, sharing: Sharing
) -> ContributionVersion:
    """Put right what the own organisation shared: a new version, beside which the others stay."""
    network = queries.network_of(by)
    there = queries.contribution(by, network, contribution_id)
    row = queries.own_contribution(by, contribution_id)
    _check(by, programme.concept(network.concept_id), sharing, has_title=there.answers_id is None)
    with audit.acting("governance.correct_shared", by=by, at=at) as act:
        audit.hold(row.id)
        refuse(rules.must_still_stand(queries.stands(network, row.id)))
        number = queries.contribution(by, network, contribution_id).number + 1
        made = _write(by, row, sharing, number, on)
        act.about(row, reason=f"version {number}")
    return made


def withdraw(
    *, by: Actor, at: datetime, on: date, contribution_id: uuid.UUID, because: str
) -> ContributionWithdrawn:
    """Withdraw something: by the organisation that shared it, or by the office. Nobody finds it any more."""
    network = queries.network_of(by)
    there = queries.contribution(by, network, contribution_id)
    if not rules.may_withdraw(by, there.author_id):
        raise Missing
    refuse(rules.must_be_a_reason(because))
    with audit.acting("governance.withdraw_shared", by=by, at=at) as act:
        audit.hold(there.id)
        refuse(rules.must_still_stand(queries.stands(network, there.id)))
        row = ContributionWithdrawn.objects.create(
            tenant_id=by.tenant_id,
            office_id=network.office_id,
            contribution_id=there.id,
            because=because,
            withdrawn_on=on,
        )
        act.about(row, reason=because)
    return row  # type: ignore[no-any-return]


def _check(by: Actor, concept: Concept, sharing: Sharing, *, has_title: bool) -> None:
    methods = {one.slug: one.title for each in concept.interventions for one in each.practice.methods}
    titles = [one.title for one in concept.interventions] + list(methods.values())
    known = [
        *groups.names_of_organisations().values(),
        *(one.da for one in titles),
        *(one.en for one in titles),
    ]
    staff = queries.names_of_staff(by)
    refuse(rules.must_be_told(sharing.title, sharing.words, known, staff, has_title=has_title))
    slugs = [one.slug for one in concept.interventions]
    refuse(rules.must_be_tags(sharing.interventions, slugs, "interventions"))
    refuse(rules.must_be_tags(sharing.methods, list(methods), "methods"))
    if sharing.file is not None:
        refuse(files.must_be_a_plain_pdf(sharing.file))
    refuse(rules.must_be_free_of_people(sharing.file is not None, sharing.is_free))


def _write(by: Actor, row: Contribution, sharing: Sharing, number: int, on: date) -> ContributionVersion:
    made: ContributionVersion = ContributionVersion.objects.create(
        tenant_id=by.tenant_id,
        contribution=row,
        office_id=row.office_id,
        number=number,
        title="" if row.answers_id else sharing.title.strip(),
        words=sharing.words.strip(),
        interventions=list(sharing.interventions),
        methods=list(sharing.methods),
        written_on=on,
    )
    return made


def _keep(by: Actor, network: GroupView, row: Contribution, content: bytes) -> None:
    kept = ContributionFile(
        tenant_id=by.tenant_id, contribution=row, office_id=network.office_id, size=len(content)
    )
    files.seal_file(kept, "content", content)
    kept.save(force_insert=True)
