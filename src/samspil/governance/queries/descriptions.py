"""Reading descriptions by chapters: how far each is, what it says, and what was accepted on a day."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from samspil.governance.models.documents import (
    Description,
    DescriptionAnswer,
    DescriptionChapter,
    DescriptionComment,
    DescriptionVersion,
)
from samspil.governance.rules import documents as rules
from samspil.governance.terms.documents import WRITTEN_BY, DescriptionKind, DescriptionState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.programme import queries as programme
from samspil.programme.concept.describing import describing
from samspil.trust import audit, fields

SHOWN = 500


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of a description and how far it has come; nothing of what it says."""

    id: uuid.UUID
    description_id: uuid.UUID
    concept_id: uuid.UUID
    municipality_id: uuid.UUID
    office_id: uuid.UUID | None
    kind: DescriptionKind
    intervention: str
    number: int
    state: DescriptionState
    begun_on: date
    handed_in_on: date | None
    answered_on: date | None
    revise_by: date | None
    written: int
    """How many chapters are written."""


@dataclass(frozen=True, slots=True)
class Said:
    """A comment, and which side wrote it: its organisation."""

    organisation_id: uuid.UUID
    chapter: str
    words: str
    written_on: date


@dataclass(frozen=True, slots=True)
class Contents:
    """What a version says: words by chapter, the office's answer, and the comments, the earliest first."""

    chapters: dict[str, str]
    answer: str
    comments: tuple[Said, ...]


def latest(actor: Actor) -> tuple[VersionView, ...]:
    """The newest version of each description the actor may see. One query."""
    refuse(rules.may_read(actor))
    later = _visible(actor).filter(
        tenant_id=OuterRef("tenant_id"),
        description_id=OuterRef("description_id"),
        number__gt=OuterRef("number"),
    )
    rows = _told(_visible(actor).filter(~Exists(later))).order_by("tenant_id", "kind", "intervention")
    return tuple(_view(one) for one in rows[:SHOWN])


def version(actor: Actor, version_id: uuid.UUID) -> VersionView:
    """One version. Raises Missing."""
    refuse(rules.may_read(actor))
    row = _told(_visible(actor).filter(id=version_id)).first()
    if row is None:
        raise Missing
    return _view(row)


def of_description(actor: Actor, one: VersionView) -> tuple[VersionView, ...]:
    """All versions of the same description, the newest first."""
    refuse(rules.may_read(actor))
    rows = _visible(actor).filter(tenant_id=one.municipality_id, description_id=one.description_id)
    return tuple(_view(each) for each in _told(rows).order_by("-number"))


def contents(actor: Actor, one: VersionView, *, at: datetime) -> Contents:
    """What a version says; the look is logged. Three queries and the log's."""
    refuse(rules.may_read(actor))
    of_it = {"version_id": one.id}
    with audit.reading(by=actor, purpose=actor.purpose, subject=one.municipality_id, at=at):
        chapters = DescriptionChapter.objects.presented().filter(tenant_id=one.municipality_id, **of_it)
        words = {each.chapter: fields.unseal(each, "words") for each in chapters}
        told = DescriptionAnswer.objects.presented().filter(municipality_id=one.municipality_id, **of_it)
        answer = next((fields.unseal(each, "words") for each in told), "")
        both = DescriptionComment.objects.presented().filter(municipality_id=one.municipality_id, **of_it)
        comments = tuple(
            Said(each.tenant_id, each.chapter, fields.unseal(each, "words"), each.written_on)
            for each in both.order_by("written_on", "id")
        )
    return Contents(words, answer, comments)


def missing_chapters(one: VersionView, written: dict[str, str]) -> tuple[str, ...]:
    """The codes of the chapters that a version still lacks, in the file's order."""
    known = describing(programme.concept(one.concept_id)).chapters
    return tuple(str(each.slug) for each in known if not written.get(str(each.slug), "").strip())


def accepted(actor: Actor, organisation_id: uuid.UUID, on: date, *, slug: str) -> dict[str, date]:
    """The interventions of a programme whose anchoring description was accepted by a day, and since when.

    For the municipality itself and for the programme office; one query.
    """
    answers = DescriptionAnswer.objects.presented().filter(
        version_id=OuterRef("id"), municipality_id=organisation_id, accepted=True, answered_on__lte=on
    )
    rows = (
        DescriptionVersion.objects.presented()
        .filter(Q(office_id=actor.tenant_id) | Q(tenant_id=actor.tenant_id))
        .filter(tenant_id=organisation_id, kind=DescriptionKind.ANCHORING)
        .filter(concept__programme__slug=slug)
        .annotate(accepted_on=Subquery(answers.values("answered_on")[:1]))
        .filter(accepted_on__isnull=False)
        .order_by("-accepted_on", "-id")
    )
    return dict(rows.values_list("intervention", "accepted_on"))


def own_description(actor: Actor, slug: str, kind: DescriptionKind, intervention: str) -> Description | None:
    """The municipality's own row of what it describes, if it has begun to."""
    rows = Description.objects.filter(programme=slug, kind=kind, intervention=intervention)
    return rows.first()  # type: ignore[no-any-return]


def own_version(actor: Actor, version_id: uuid.UUID) -> DescriptionVersion:
    """The municipality's own row, held until the transaction ends. Raises Missing."""
    row: DescriptionVersion | None = (
        DescriptionVersion.objects.select_for_update().filter(id=version_id).first()
    )
    if row is None or actor.role not in WRITTEN_BY:
        raise Missing
    return row


def _visible(actor: Actor) -> QuerySet[DescriptionVersion]:
    if actor.role in WRITTEN_BY:
        return DescriptionVersion.objects.all()  # type: ignore[no-any-return]
    return DescriptionVersion.objects.presented().filter(office_id=actor.tenant_id)


def _told(rows: QuerySet[DescriptionVersion]) -> Any:
    answers = DescriptionAnswer.objects.presented().filter(
        tenant_id=OuterRef("office_id"), version_id=OuterRef("id")
    )
    chapters = DescriptionChapter.objects.presented().filter(
        tenant_id=OuterRef("tenant_id"), version_id=OuterRef("id")
    )
    each = chapters.order_by().values("version_id").annotate(n=Count("id")).values("n")
    return rows.annotate(
        answered_on=Subquery(answers.values("answered_on")[:1]),
        accepted=Subquery(answers.values("accepted")[:1]),
        written=Coalesce(Subquery(each), 0),
    )


def _view(row: Any) -> VersionView:
    state = DescriptionState(row.state)
    if row.accepted is not None:
        state = DescriptionState.ACCEPTED if row.accepted else DescriptionState.SENT_BACK
    return VersionView(
        id=row.id,
        description_id=row.description_id,
        concept_id=row.concept_id,
        municipality_id=row.tenant_id,
        office_id=row.office_id,
        kind=DescriptionKind(row.kind),
        intervention=row.intervention,
        number=row.number,
        state=state,
        begun_on=row.begun_on,
        handed_in_on=row.handed_in_on,
        answered_on=row.answered_on,
        revise_by=row.revise_by,
        written=row.written,
    )
