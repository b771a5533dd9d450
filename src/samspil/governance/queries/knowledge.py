"""Reading what is shared in the network group: searched, one by one, with its answers, versions and file."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import Count, Exists, F, OuterRef, Subquery, TextField, Value

from samspil.governance.models.groups import Seat
from samspil.governance.models.knowledge import (
    Contribution,
    ContributionFile,
    ContributionVersion,
    ContributionWithdrawn,
)
from samspil.governance.queries.groups import GroupView, group, names_of_organisations, of_members
from samspil.governance.rules.knowledge import may_share
from samspil.governance.terms.groups import GroupKind
from samspil.governance.terms.knowledge import KnowledgeKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.queries.people import own_names
from samspil.trust import audit, files

SHOWN = 20
BEGINS, ENDS = "\ue000", "\ue001"
"""Around what a search hit, in a snippet: characters that nobody types, so that no text becomes markup."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words, and a kind, an intervention or a method where one is chosen."""

    words: str = ""
    kind: str = ""
    intervention: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """One contribution as its last version says it."""

    id: uuid.UUID
    author_id: uuid.UUID
    author: str
    kind: KnowledgeKind
    answers_id: uuid.UUID | None
    title: str
    words: str
    snippet: str
    """A part of the words; around what was hit stand BEGINS and ENDS."""
    interventions: tuple[str, ...]
    methods: tuple[str, ...]
    shared_on: date
    written_on: date
    number: int
    has_file: bool
    answers: int


def network_of(actor: Actor) -> GroupView:
    """The network group that the actor's organisation has a seat in. Raises Missing. Two queries."""
    refuse(may_share(actor))
    rows = Seat.objects.presented().filter(
        organisation_id=actor.tenant_id, ended_at__isnull=True, group__kind=GroupKind.NETWORK
    )
    found = rows.order_by("from_on", "tenant_id").values_list("tenant_id", "group_id").first()
    if found is None:
        raise Missing
    return group(actor, *found)


def shared(
    actor: Actor, network: GroupView, wanted: Wanted, *, page: int = 1
) -> tuple[tuple[Shared, ...], int]:
    """What is shared and fits, the best hit first, else the newest; and how much there is.

    A question is found by its answers' words too. Three queries.
    """
    rows = _latest(network.office_id).filter(contribution__answers_id__isnull=True)
    if wanted.kind:
        rows = rows.filter(contribution__kind=wanted.kind)
    if wanted.intervention:
        rows = rows.filter(interventions__contains=[wanted.intervention])
    if wanted.method:
        rows = rows.filter(methods__contains=[wanted.method])
    if wanted.words:
        query = SearchQuery(wanted.words, config="danish", search_type="websearch")
        answered = _latest(network.office_id).filter(
            contribution__answers_id=OuterRef("contribution_id"), told=query
        )
        rows = rows.annotate(is_answered=Exists(answered))
        rows = rows.filter(told=query) | rows.filter(is_answered=True)
        rows = rows.annotate(
            rank=SearchRank(F("told"), query),
            snippet=SearchHeadline(
                "words", query, config="danish", start_sel=BEGINS, stop_sel=ENDS, max_words=30, min_words=12
            ),
        ).order_by("-rank", "-contribution__shared_on", "-id")
    else:
        rows = rows.annotate(snippet=Value("", output_field=TextField()))
        rows = rows.order_by("-contribution__shared_on", "-id")
    names = names_of_organisations()
    found = rows[(page - 1) * SHOWN : page * SHOWN]
    return tuple(_shared(one, names) for one in found), rows.count()


def contribution(actor: Actor, network: GroupView, contribution_id: uuid.UUID) -> Shared:
    """One of them, an answer among them. Raises Missing for what was withdrawn as for what never was."""
    rows = _latest(network.office_id).annotate(snippet=Value("", output_field=TextField()))
    row = rows.filter(contribution_id=contribution_id).first()
    if row is None:
        raise Missing
    return _shared(row, names_of_organisations())


def stands(network: GroupView, contribution_id: uuid.UUID) -> bool:
    """Whether something is shared and not withdrawn, now that whoever changes it waits for its turn."""
    return bool(_latest(network.office_id).filter(contribution_id=contribution_id).exists())


def answers(actor: Actor, network: GroupView, question_id: uuid.UUID) -> tuple[Shared, ...]:
    """The answers to a question, the earliest first."""
    rows = _latest(network.office_id).annotate(snippet=Value("", output_field=TextField()))
    found = rows.filter(contribution__answers_id=question_id).order_by("contribution__shared_on", "id")
    names = names_of_organisations()
    return tuple(_shared(one, names) for one in found)


def versions(actor: Actor, network: GroupView, one: Shared) -> tuple[ContributionVersion, ...]:
    """Every version of a contribution, the newest first."""
    rows = of_members(ContributionVersion, network.office_id).filter(contribution_id=one.id)
    return tuple(rows.order_by("-number"))


def file_of(actor: Actor, network: GroupView, contribution_id: uuid.UUID, *, at: datetime) -> bytes:
    """The file of a contribution; the look is logged. Raises Missing."""
    one = contribution(actor, network, contribution_id)
    row = of_members(ContributionFile, network.office_id).filter(contribution_id=one.id).first()
    if row is None:
        raise Missing
    with audit.reading(by=actor, purpose=actor.purpose, subject=network.office_id, at=at, thing=row):
        return files.unseal_file(row, "content")


def own_contribution(actor: Actor, contribution_id: uuid.UUID) -> Contribution:
    """The own organisation's row. Raises Missing."""
    row: Contribution | None = Contribution.objects.filter(id=contribution_id).first()
    if row is None:
        raise Missing
    return row


def names_of_staff(actor: Actor) -> frozenset[str]:
    """The names of those who work in the own organisation, which nobody shares."""
    return own_names(actor)


def _latest(office_id: uuid.UUID) -> Any:
    """The last version of what is shared and not withdrawn."""
    later = of_members(ContributionVersion, office_id).filter(
        contribution_id=OuterRef("contribution_id"),
        tenant_id=OuterRef("tenant_id"),
        number__gt=OuterRef("number"),
    )
    gone = of_members(ContributionWithdrawn, office_id).filter(contribution_id=OuterRef("contribution_id"))
    file = of_members(ContributionFile, office_id).filter(contribution_id=OuterRef("contribution_id"))
    withdrawn = of_members(ContributionWithdrawn, office_id).filter(contribution_id=OuterRef("id"))
    answered = of_members(Contribution, office_id).filter(
        ~Exists(withdrawn), answers_id=OuterRef("contribution_id")
    )
    counted = answered.order_by().values("answers_id").annotate(n=Count("id")).values("n")
    rows = of_members(ContributionVersion, office_id).filter(~Exists(later), ~Exists(gone))
    return rows.select_related("contribution").annotate(has_file=Exists(file), answered=Subquery(counted))


def _shared(row: Any, names: dict[uuid.UUID, str]) -> Shared:
    about = row.contribution
    return Shared(
        about.id,
        row.tenant_id,
        names.get(row.tenant_id, ""),
        KnowledgeKind(about.kind),
        about.answers_id,
        row.title,
        row.words,
        row.snippet,
        tuple(row.interventions),
        tuple(row.methods),
        about.shared_on,
        row.written_on,
        row.number,
        row.has_file,
        row.answered or 0,
    )
