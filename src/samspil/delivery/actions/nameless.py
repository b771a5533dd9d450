"""Counting without a name. The log says that somebody counted, and holds nothing about who was helped."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime

from samspil.delivery.actions.parents import without_moment
from samspil.delivery.actions.supervision import count_advice
from samspil.delivery.models.nameless import Consultation, Counselling
from samspil.delivery.rules import courses as rules
from samspil.delivery.rules import parents as needs
from samspil.delivery.terms.families import Asker
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.programme import queries as programme
from samspil.programme.concept.model import Vocabulary
from samspil.trust import audit


@dataclass(frozen=True, slots=True)
class Talk:
    """What may be said of a talk: the day, what it was about in general, and how long it took."""

    day: date
    topic: str
    minutes: int


def count_counselling(
    *,
    by: Actor,
    at: datetime,
    on: date,
    concept_id: uuid.UUID,
    talk: Talk,
    channel: str,
    asker: str,
    key: uuid.UUID | None = None,
) -> Counselling:
    """Count one talk with somebody who gave no name.

    The same `key` again, because an answer was lost on the way, counts nothing more.
    """
    vocabulary = programme.concept(concept_id).vocabulary
    refuse(rules.must_be_one_of(channel, [one.slug for one in vocabulary.contact_channels], "channel"))
    refuse(rules.must_be_one_of(asker, list(Asker), "asker"))
    row_id = _held(by, on, vocabulary, talk, key)
    known: Counselling | None = Counselling.objects.filter(id=row_id).first()
    if known is not None:
        return known
    with audit.acting("delivery.count_counselling", by=by, at=at) as act:
        row: Counselling = Counselling.objects.create(
            id=row_id, tenant_id=by.tenant_id, channel=channel, asker=asker, **asdict(talk)
        )
        act.about(row)
    return row


def count_consultation(
    *,
    by: Actor,
    at: datetime,
    on: date,
    concept_id: uuid.UUID,
    talk: Talk,
    profession: str,
    key: uuid.UUID | None = None,
) -> Consultation:
    """Count one talk with another professional about the work, never about anybody in particular."""
    vocabulary = programme.concept(concept_id).vocabulary
    refuse(rules.must_be_one_of(profession, [one.slug for one in vocabulary.professions], "profession"))
    row_id = _held(by, on, vocabulary, talk, key)
    known: Consultation | None = Consultation.objects.filter(id=row_id).first()
    if known is not None:
        return known
    with audit.acting("delivery.count_consultation", by=by, at=at) as act:
        row: Consultation = Consultation.objects.create(
            id=row_id, tenant_id=by.tenant_id, profession=profession, **asdict(talk)
        )
        count_advice(by=by, month=talk.day.replace(day=1))
        act.about(row)
    return row


def _held(by: Actor, on: date, vocabulary: Vocabulary, talk: Talk, key: uuid.UUID | None) -> uuid.UUID:
    """The id under which a talk is counted once, held until the counting is done; or why it may not be."""
    refuse(needs.may_count_without_a_name(by))
    refuse(rules.must_be_one_of(talk.topic, [one.slug for one in vocabulary.topic_groups], "topic"))
    refuse(needs.must_be_a_talk(talk.day, talk.minutes, on))
    row_id = without_moment(key)
    audit.hold(row_id)
    return row_id
