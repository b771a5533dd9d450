"""Reading agreements: how far each is, what it says, who has signed, and what is in force on a day."""

from __future__ import annotations

import functools
import json
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from samspil.governance.models.agreements import Agreement, AgreementVersion, Signature, SignedCopy
from samspil.governance.rules import agreements as rules
from samspil.governance.rules.composing import Template, read
from samspil.governance.terms.agreements import AgreementKind, AgreementState, Side
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.people import Organisation
from samspil.trust import audit, fields, files

FOLDER = Path(__file__).parents[1] / "documents"
SHOWN = 1000


@dataclass(frozen=True, slots=True)
class AgreementView:
    """One version of an agreement and how far it has come; nothing of what it says."""

    id: uuid.UUID
    agreement_id: uuid.UUID
    concept_id: uuid.UUID
    office_id: uuid.UUID
    municipality_id: uuid.UUID
    kind: AgreementKind
    number: int
    state: AgreementState
    begins_on: date
    made_on: date
    sent_on: date | None
    signed: dict[Side, date]
    """The day by side; who is not here has not signed."""

    @property
    def in_force_on(self) -> date | None:
        """The day of the later signature, once both sides have signed."""
        return max(self.signed.values()) if len(self.signed) == len(Side) else None


@dataclass(frozen=True, slots=True)
class Signed:
    """One side's signature, with who signed."""

    id: uuid.UUID
    side: Side
    organisation_id: uuid.UUID
    name: str
    title: str
    signed_on: date
    has_copy: bool


@dataclass(frozen=True, slots=True)
class AgreementText:
    """What a version says, as it was put together, and who has signed it.

    `budget` is the version of the budget that its amounts are; 0 where none was in force.
    """

    parts: list[dict[str, Any]]
    signatures: tuple[Signed, ...]
    budget: int = 0


@functools.cache
def template(kind: AgreementKind) -> Template:
    """The template of a kind, which lies in the repository."""
    return read((FOLDER / f"{kind}.txt").read_text(encoding="utf-8"))


def versions(actor: Actor) -> tuple[AgreementView, ...]:
    """Every version the actor may see, the newest of an agreement first. Two queries."""
    refuse(rules.may_read(actor))
    return _every(actor)


def version(actor: Actor, version_id: uuid.UUID) -> AgreementView:
    """One version. Raises Missing."""
    return next(one for one in of_agreement(actor, version_id) if one.id == version_id)


def of_agreement(actor: Actor, version_id: uuid.UUID) -> tuple[AgreementView, ...]:
    """All versions of the agreement that one belongs to, the newest first. Raises Missing."""
    refuse(rules.may_read(actor))
    of_one = _visible(actor).filter(id=version_id).values("agreement_id")[:1]
    rows = _visible(actor).filter(agreement_id=Subquery(of_one)).defer("details", "text")
    found = _views(actor, list(rows.order_by("-number")))
    if not found:
        raise Missing
    return found


def text_of(actor: Actor, one: AgreementView, *, at: datetime) -> AgreementText:
    """What a version says and who has signed it; the look is logged. Raises Missing."""
    refuse(rules.may_read(actor))
    row = _visible(actor).filter(id=one.id).first()
    if row is None:
        raise Missing
    copies = SignedCopy.objects.presented().filter(
        municipality_id=one.municipality_id, signature_id=OuterRef("id")
    )
    signed = _signatures(actor).filter(version_id=one.id).annotate(copy=Subquery(copies.values("id")[:1]))
    with audit.reading(by=actor, purpose=actor.purpose, subject=one.municipality_id, at=at, thing=row):
        signatures = tuple(
            Signed(
                each.id,
                Side(each.side),
                each.tenant_id,
                fields.unseal(each, "name"),
                fields.unseal(each, "title"),
                each.signed_on,
                each.copy is not None,
            )
            for each in signed.order_by("side")
        )
        said = json.loads(fields.unseal(row, "text"))
        return AgreementText(said["parts"], signatures, said.get("budget", 0))


def details_of(actor: Actor, one: AgreementView, *, at: datetime) -> dict[str, str]:
    """What was typed for a version; the look is logged. For the office that made it. Raises Missing."""
    refuse(rules.may_make(actor))
    row = _visible(actor).filter(id=one.id).first()
    if row is None:
        raise Missing
    with audit.reading(by=actor, purpose=actor.purpose, subject=one.municipality_id, at=at, thing=row):
        told: dict[str, str] = json.loads(fields.unseal(row, "details"))
        return told


def signed_copy(actor: Actor, signature_id: uuid.UUID, *, at: datetime) -> bytes:
    """The signed paper that one side brought; the look is logged. Raises Missing."""
    refuse(rules.may_read(actor))
    signature = _signatures(actor).filter(id=signature_id).first()
    rows = SignedCopy.objects.presented().filter(signature_id=signature_id)
    row = rows.first() if signature is not None else None
    if signature is None or row is None:
        raise Missing
    with audit.reading(by=actor, purpose=actor.purpose, subject=row.municipality_id, at=at, thing=row):
        return files.unseal_file(row, "content")


def in_force(actor: Actor, on: date) -> dict[uuid.UUID, date]:
    """The municipalities that both agreements hold for on a day, and since when. Two queries.

    Cooperation agreement and grant letter, each signed by both sides: the day of the last signature. Whoever
    asks gets what the own organisation is party to.
    """
    return rules.held_since(
        (one.municipality_id, one.kind, one.in_force_on)
        for one in _every(actor)
        if one.in_force_on is not None and one.in_force_on <= on
    )


def in_force_by_programme(actor: Actor, slugs: Collection[str], on: date) -> dict[str, dict[str, date]]:
    """The same of several programmes at once, by municipality code. One query, for the office's own rows."""
    signed = Signature.objects.presented().filter(office_id=actor.tenant_id, version_id=OuterRef("id"))
    municipality = Organisation.objects.filter(id=OuterRef("municipality_id"))
    days = {f"{one.value}_on": Subquery(signed.filter(side=one).values("signed_on")[:1]) for one in Side}
    rows = (
        AgreementVersion.objects.filter(agreement__programme__in=slugs)
        .annotate(code=Subquery(municipality.values("municipality_code")[:1]), **days)
        .filter(**{f"{one}__lte": on for one in days})
    )
    found: dict[str, list[tuple[str, AgreementKind, date]]] = {slug: [] for slug in slugs}
    for slug, code, kind, *both in rows.values_list("agreement__programme", "code", "kind", *days):
        found[slug].append((code, AgreementKind(kind), max(both)))
    return {slug: rules.held_since(each) for slug, each in found.items()}


def is_known(concept_slug: str, municipality_id: uuid.UUID, kind: str) -> bool:
    """Whether the office has an agreement of a kind with a municipality."""
    rows = Agreement.objects.filter(programme=concept_slug, municipality_id=municipality_id, kind=kind)
    return bool(rows.exists())


def own_version(actor: Actor, version_id: uuid.UUID) -> AgreementVersion:
    """The office's own row, held until the transaction ends. Raises Missing."""
    row: AgreementVersion | None = AgreementVersion.objects.select_for_update().filter(id=version_id).first()
    if row is None:
        raise Missing
    return row


def _every(actor: Actor) -> tuple[AgreementView, ...]:
    rows = _visible(actor).defer("details", "text").order_by("municipality_id", "kind", "-number")
    return _views(actor, list(rows[:SHOWN]))


def _visible(actor: Actor) -> QuerySet[AgreementVersion]:
    own = Q(tenant_id=actor.tenant_id) | Q(shown_to=actor.tenant_id)
    return AgreementVersion.objects.presented().filter(own)


def _signatures(actor: Actor) -> Any:
    own = Q(office_id=actor.tenant_id) | Q(municipality_id=actor.tenant_id)
    return Signature.objects.presented().filter(own)


def _views(actor: Actor, rows: list[Any]) -> tuple[AgreementView, ...]:
    """Rows of whole agreements, the newest of each first, with how they stand."""
    signed: dict[uuid.UUID, dict[Side, date]] = defaultdict(dict)
    told = _signatures(actor).filter(version_id__in=[one.id for one in rows])
    for key, side, day in told.values_list("version_id", "side", "signed_on"):
        signed[key][Side(side)] = day
    found, replaced = [], set()
    for row in rows:
        sides = dict(signed.get(row.id, {}))
        state = AgreementState(row.state)
        if row.agreement_id in replaced:
            state = AgreementState.REPLACED
        elif len(sides) == len(Side):
            state = AgreementState.IN_FORCE
            replaced.add(row.agreement_id)
        found.append(
            AgreementView(
                row.id,
                row.agreement_id,
                row.concept_id,
                row.tenant_id,
                row.municipality_id,
                AgreementKind(row.kind),
                row.number,
                state,
                row.begins_on,
                row.made_on,
                row.sent_on,
                sides,
            )
        )
    return tuple(found)
