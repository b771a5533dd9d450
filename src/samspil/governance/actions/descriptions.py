"""Writing a description by chapters, handing it in, commenting on it and answering it."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.utils.translation import get_language

from samspil.delivery.rules.courses import must_be_one_of
from samspil.governance.models.documents import (
    Description,
    DescriptionAnswer,
    DescriptionChapter,
    DescriptionComment,
    DescriptionVersion,
)
from samspil.governance.queries import descriptions as queries
from samspil.governance.queries import organisations
from samspil.governance.rules import documents as rules
from samspil.governance.rules.seen import must_be_seen, sum_of
from samspil.governance.terms.documents import DescriptionKind, DescriptionState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.kernel.ids import uuid7
from samspil.programme import queries as programme
from samspil.programme.concept.describing import describing
from samspil.programme.concept.model import Concept, title_of
from samspil.trust import audit, fields


def begin_description(
    *, by: Actor, at: datetime, on: date, concept_id: uuid.UUID, kind: str, intervention: str = ""
) -> DescriptionVersion:
    """Begin a description, or a new version of one that was answered; it begins with the last one's words."""
    refuse(rules.may_write(by))
    concept = programme.concept(concept_id)
    refuse(rules.must_be_of(kind, intervention, [str(one.slug) for one in concept.interventions]))
    with audit.acting("governance.begin_description", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        told = {"kind": DescriptionKind(kind), "intervention": intervention}
        row = queries.own_description(by, concept.slug, told["kind"], intervention)  # type: ignore[arg-type]
        if row is None:
            row = Description.objects.create(
                tenant_id=by.tenant_id, concept_id=concept_id, programme=concept.slug, **told
            )
        last = next((one for one in queries.latest(by) if one.description_id == row.id), None)
        refuse(rules.may_begin(last.state if last else None))
        made = DescriptionVersion.objects.create(
            tenant_id=by.tenant_id,
            description=row,
            concept_id=concept_id,
            number=last.number + 1 if last else 1,
            begun_on=on,
            **told,
        )
        if last is not None:
            for chapter, words in queries.contents(by, last, at=at).chapters.items():
                _put(by, made.id, chapter, words)
        act.about(made)
    return made  # type: ignore[no-any-return]


def write_chapter(
    *, by: Actor, at: datetime, version_id: uuid.UUID, chapter: str, words: str, seen: str | None = None
) -> DescriptionChapter:
    """Write one chapter of a draft, or write it anew. `seen` is the sum of the words it builds on: what
    somebody else wrote meanwhile is not written over.
    """
    refuse(rules.may_write(by))
    with audit.acting("governance.write_chapter", by=by, at=at) as act:
        row = queries.own_version(by, version_id)
        known = [str(one.slug) for one in describing(programme.concept(row.concept_id)).chapters]
        refuse(must_be_one_of(chapter, known, "chapter"))
        refuse(rules.must_be_draft(DescriptionState(row.state)))
        refuse(rules.must_say_nothing_of_people(words, organisations.names().values()))
        if seen is not None:
            there = queries.contents(by, queries.version(by, version_id), at=at).chapters
            refuse(must_be_seen(seen, sum_of(there.get(chapter, ""))))
        made = _put(by, row.id, chapter, words)
        act.about(row, reason=chapter)
    return made


def hand_in(*, by: Actor, at: datetime, on: date, version_id: uuid.UUID) -> DescriptionVersion:
    """Hand a draft in to the programme office. From then on nobody changes it."""
    refuse(rules.may_write(by))
    with audit.acting("governance.hand_in", by=by, at=at) as act:
        row = queries.own_version(by, version_id)
        refuse(rules.must_be_draft(DescriptionState(row.state)))
        concept = programme.concept(row.concept_id)
        view = queries.version(by, version_id)
        missing = queries.missing_chapters(view, queries.contents(by, view, at=at).chapters)
        refuse(rules.must_be_whole(_titles(concept, missing)))
        office_id = organisations.programme_office()
        DescriptionChapter.objects.filter(version_id=row.id).update(office_id=office_id)
        row.state, row.office_id, row.handed_in_on = DescriptionState.HANDED_IN, office_id, on
        if row.kind == DescriptionKind.PLAN:
            row.revise_by = rules.revise_by(on, describing(concept).revise_years)
        row.save(update_fields=["state", "office_id", "handed_in_on", "revise_by"])
        act.about(row)
    return row


def answer_description(
    *, by: Actor, at: datetime, on: date, version_id: uuid.UUID, accepted: bool, words: str = ""
) -> DescriptionAnswer:
    """Accept what a municipality handed in, or send it back and say what is missing."""
    refuse(rules.may_answer(by))
    with audit.acting("governance.answer_description", by=by, at=at) as act:
        audit.hold(version_id)
        one = queries.version(by, version_id)
        refuse(rules.must_wait_for_an_answer(one.state, accepted, words))
        if words.strip():
            refuse(rules.must_say_nothing_of_people(words, organisations.names().values()))
        row = DescriptionAnswer(
            tenant_id=by.tenant_id,
            version_id=one.id,
            municipality_id=one.municipality_id,
            accepted=accepted,
            answered_on=on,
        )
        fields.seal(row, words=words.strip())
        row.save(force_insert=True)
        act.about(row, reason=DescriptionState.ACCEPTED if accepted else DescriptionState.SENT_BACK)
    return row


def comment(
    *,
    by: Actor,
    at: datetime,
    on: date,
    version_id: uuid.UUID,
    words: str,
    chapter: str = "",
    key: uuid.UUID | None = None,
) -> DescriptionComment:
    """Comment on what was handed in, as a whole or on one chapter; the other side reads it. What is sent
    twice with the same `key` is written once.
    """
    refuse(rules.may_read(by))
    with audit.acting("governance.comment", by=by, at=at) as act:
        one = queries.version(by, version_id)
        known = [str(each.slug) for each in describing(programme.concept(one.concept_id)).chapters]
        refuse(must_be_one_of(chapter, ["", *known], "chapter"))
        refuse(rules.may_comment(one.state))
        assert one.office_id is not None  # what was handed in has its reader
        refuse(rules.must_say_nothing_of_people(words, organisations.names().values()))
        key = key or uuid7()
        audit.hold(key)
        sent: DescriptionComment | None = DescriptionComment.objects.filter(id=key).first()
        if sent is not None:
            act.about(sent)
            return sent
        row = DescriptionComment(
            id=key,
            tenant_id=by.tenant_id,
            version_id=one.id,
            municipality_id=one.municipality_id,
            office_id=one.office_id,
            chapter=chapter,
            written_on=on,
        )
        fields.seal(row, words=words.strip())
        row.save(force_insert=True)
        act.about(row)
    return row


def _put(by: Actor, version_id: uuid.UUID, chapter: str, words: str) -> DescriptionChapter:
    row: DescriptionChapter | None = DescriptionChapter.objects.filter(
        version_id=version_id, chapter=chapter
    ).first()
    is_new = row is None
    row = row or DescriptionChapter(tenant_id=by.tenant_id, version_id=version_id, chapter=chapter)
    fields.seal(row, words=words.strip())
    row.save(force_insert=is_new)
    return row


def _titles(concept: Concept, slugs: tuple[str, ...]) -> list[str]:
    chapters = describing(concept).chapters
    return [title_of(chapters, one).in_(get_language() or "da") for one in slugs]
