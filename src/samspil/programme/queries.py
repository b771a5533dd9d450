"""Reading programmes: the concept a course runs under, and the programme a municipality is in."""

from __future__ import annotations

import functools
import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import date

from samspil.kernel.errors import Missing, Refusal
from samspil.programme import rules
from samspil.programme.concept.comparing import Change, changes
from samspil.programme.concept.document import as_document, from_document
from samspil.programme.concept.model import Concept
from samspil.programme.concept.values import Text
from samspil.programme.models import ConceptVersion
from samspil.programme.terms import Loading


@dataclass(frozen=True, slots=True)
class Loaded:
    """A concept version as it is stored, with its key."""

    id: uuid.UUID
    concept: Concept


@dataclass(frozen=True, slots=True)
class Outlook:
    """What loading a file would do: the kind, the changes, and why not if it may not."""

    loading: Loading
    changes: tuple[Change, ...]
    latest: int | None
    refusal: Refusal | None


def concept(version_id: uuid.UUID) -> Concept:
    """The concept of a version. Versions never change, so each is read once per process."""
    return _concept(version_id)


def latest(slug: str) -> Loaded:
    """The newest version of a programme. Raises Missing when it was never loaded."""
    row = ConceptVersion.objects.filter(programme__slug=slug).order_by("-number").only("id").first()
    if row is None:
        raise Missing
    return Loaded(row.id, _concept(row.id))


def programmes() -> tuple[Loaded, ...]:
    """The newest version of every programme, by slug."""
    rows = ConceptVersion.objects.order_by("programme__slug", "-number").distinct("programme__slug")
    return tuple(Loaded(one, _concept(one)) for one in rows.values_list("id", flat=True))


def programme_of(municipality_code: str, *, on: date) -> Loaded:
    """The programme that a municipality takes part in on a day. Raises Missing when in none."""
    for one in programmes():
        period = one.concept.period
        takes_part = any(
            party.municipality_code == municipality_code and (party.left_on is None or on <= party.left_on)
            for party in one.concept.parties
        )
        if takes_part and period.from_ <= on <= period.to:
            return one
    raise Missing


def programme_near(municipality_code: str, *, on: date) -> Concept | None:
    """The programme a municipality is in on a day, else the one loaded last; None when none is loaded."""
    try:
        return programme_of(municipality_code, on=on).concept
    except Missing:
        row = ConceptVersion.objects.order_by("-loaded_at", "-id").only("id").first()
        return None if row is None else _concept(row.id)


def outlook(new: Concept) -> Outlook:
    """Compare a concept with the newest loaded version, without writing anything."""
    try:
        known = latest(new.slug).concept
    except Missing:
        return Outlook(Loading.NEW_PROGRAMME, (), None, None)
    same = digest(new) == digest(known)
    if same:
        return Outlook(Loading.UNCHANGED, (), known.version, None)
    refusal = rules.may_follow(new.version, known.version, same=False)
    kind = Loading.CLASH if refusal else Loading.NEW_VERSION
    return Outlook(kind, changes(known, new), known.version, refusal)


def digest(one: Concept) -> str:
    """sha256 of a concept's stored form, in hexadecimal."""
    return hashlib.sha256(
        json.dumps(as_document(one), sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()


def round_title(one: Concept, key: str) -> Text:
    """What a round's or a survey's key is called: `month-6` is the repeating round at six months."""
    months = key.removeprefix("month-")
    for survey in one.progression.schedule.surveys:
        if survey.slug.replace("_", "-") == key:
            return survey.title
    for each in one.progression.schedule.rounds:
        if key.startswith("month-") and each.every_months:
            return each.title.replaced("{months}", months)
        if each.slug.replace("_", "-") == key:
            return each.title
    return Text(da=key, en=key)


def round_order(key: str) -> int:
    """Where a round's key stands among the others: start, months rising, surveys, closing, follow-up."""
    if key.startswith("month-"):
        return int(key.removeprefix("month-"))
    return {"start": 0, "closing": 1000, "follow-up": 1001}.get(key, 999)


@functools.lru_cache(maxsize=64)
def _concept(version_id: uuid.UUID) -> Concept:
    row = ConceptVersion.objects.filter(id=version_id).first()
    if row is None:
        raise Missing
    return from_document(row.document)
