"""Making an agreement from a template, sending it, amending it, and signing it."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime

from samspil.delivery.rules.courses import must_be_one_of
from samspil.governance.models.agreements import Agreement, AgreementVersion, Signature, SignedCopy
from samspil.governance.queries import agreements as queries
from samspil.governance.rules import agreements as rules
from samspil.governance.rules.composing import Filling, Granted, compose
from samspil.governance.terms.agreements import AgreementKind, AgreementState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.queries import people
from samspil.people.terms import OrganisationKind
from samspil.programme import queries as programme
from samspil.programme.concept.model import Concept
from samspil.trust import audit, fields, files

MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
"""An agreement is written in Danish, whoever makes it."""


@dataclass(frozen=True, slots=True)
class Details:
    """What the office types for an agreement: numbers of the parties, who answers for it, what is added."""

    office_cvr: str
    office_ean: str
    office_title: str
    municipality_cvr: str
    municipality_ean: str
    municipality_title: str
    reference: str
    begins_on: date
    terms: str = ""


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signed, as what and when, and the signed paper if there is one."""

    name: str
    title: str
    signed_on: date
    copy: bytes | None = None


def make_agreement(
    *,
    by: Actor,
    at: datetime,
    on: date,
    concept_id: uuid.UUID,
    municipality_id: uuid.UUID,
    kind: str,
    details: Details,
    granted: Granted | None = None,
) -> AgreementVersion:
    """Put an agreement with a municipality together as a draft. `granted` is the budget in force, which a
    grant letter's amounts are.
    """
    refuse(rules.may_make(by))
    concept = programme.concept(concept_id)
    known = [one.id for one in people.organisations() if one.kind == OrganisationKind.MUNICIPALITY]
    refuse(must_be_one_of(municipality_id, known, "municipality"))
    refuse(must_be_one_of(kind, [one.value for one in AgreementKind], "kind"))
    _check(details, concept)
    with audit.acting("governance.make_agreement", by=by, at=at) as act:
        audit.hold(municipality_id)
        refuse(rules.must_be_new(queries.is_known(concept.slug, municipality_id, kind)))
        agreement = Agreement.objects.create(
            tenant_id=by.tenant_id,
            concept_id=concept_id,
            programme=concept.slug,
            municipality_id=municipality_id,
            kind=kind,
        )
        row = _new(by, agreement, concept_id, 1, on)
        _fill(row, concept, details, "", granted)
        row.save(force_insert=True)
        act.about(row, reason=kind)
    return row


def change_draft(
    *,
    by: Actor,
    at: datetime,
    version_id: uuid.UUID,
    details: Details,
    changes: str = "",
    granted: Granted | None = None,
) -> AgreementVersion:
    """Put a draft together anew."""
    refuse(rules.may_make(by))
    with audit.acting("governance.change_agreement", by=by, at=at) as act:
        row = queries.own_version(by, version_id)
        refuse(rules.must_be_draft(AgreementState(row.state)))
        concept = programme.concept(row.concept_id)
        _check(details, concept, changes)
        if row.number > 1:
            refuse(rules.may_amend(AgreementState.SENT, changes))
        _fill(row, concept, details, changes, granted)
        row.save(update_fields=["details", "text", "begins_on"])
        act.about(row)
    return row


def send_agreement(*, by: Actor, at: datetime, on: date, version_id: uuid.UUID) -> AgreementVersion:
    """Send a draft to the municipality. From then on nobody changes it."""
    refuse(rules.may_make(by))
    with audit.acting("governance.send_agreement", by=by, at=at) as act:
        row = queries.own_version(by, version_id)
        refuse(rules.must_be_draft(AgreementState(row.state)))
        row.state, row.sent_on, row.shown_to = AgreementState.SENT, on, row.municipality_id
        row.save(update_fields=["state", "sent_on", "shown_to"])
        act.about(row)
    return row


def amend_agreement(
    *,
    by: Actor,
    at: datetime,
    on: date,
    version_id: uuid.UUID,
    details: Details,
    changes: str,
    granted: Granted | None = None,
) -> AgreementVersion:
    """Make a new version of what was sent, under the concept file as it is now, and say what it changes."""
    refuse(rules.may_make(by))
    with audit.acting("governance.amend_agreement", by=by, at=at) as act:
        before = queries.own_version(by, version_id)
        newest = queries.of_agreement(by, version_id)[0]
        refuse(rules.must_be_newest(newest.id == before.id))
        refuse(rules.may_amend(AgreementState(before.state), changes))
        latest = programme.latest(before.agreement.programme)
        _check(details, latest.concept, changes)
        row = _new(by, before.agreement, latest.id, before.number + 1, on)
        _fill(row, latest.concept, details, changes, granted)
        row.save(force_insert=True)
        act.about(row)
    return row


def sign_agreement(
    *, by: Actor, at: datetime, on: date, version_id: uuid.UUID, signing: Signing
) -> Signature:
    """Write down that one's own side has signed a version, with the signed paper."""
    refuse(rules.may_sign(by))
    refuse(rules.must_name_a_signer(signing.name, signing.title))
    if signing.copy is not None:
        refuse(files.must_be_a_plain_pdf(signing.copy))
    with audit.acting("governance.sign_agreement", by=by, at=at) as act:
        audit.hold(version_id)
        every = queries.of_agreement(by, version_id)
        one = next(each for each in every if each.id == version_id)
        refuse(
            rules.must_be_newest(
                one.number >= max((each.number for each in every if each.sent_on), default=0)
            )
        )
        side = rules.side_of(by)
        refuse(rules.must_be_signable(one.state, side in one.signed))
        refuse(rules.must_be_signed_in_time(signing.signed_on, one.made_on, on))
        parties = {"office_id": one.office_id, "municipality_id": one.municipality_id}
        row = Signature(
            tenant_id=by.tenant_id,
            version_id=one.id,
            side=side,
            signed_on=signing.signed_on,
            written_on=on,
            **parties,
        )
        fields.seal(row, name=signing.name.strip(), title=signing.title.strip())
        row.save(force_insert=True)
        if signing.copy is not None:
            copy = SignedCopy(tenant_id=by.tenant_id, signature=row, size=len(signing.copy), **parties)
            files.seal_file(copy, "content", signing.copy)
            copy.save(force_insert=True)
        act.about(row, reason=side)
    return row


def _check(details: Details, concept: Concept, changes: str = "") -> None:
    refuse(rules.must_be_cvr(details.office_cvr, "office_cvr"))
    refuse(rules.must_be_ean(details.office_ean, "office_ean"))
    refuse(rules.must_be_cvr(details.municipality_cvr, "municipality_cvr"))
    refuse(rules.must_be_ean(details.municipality_ean, "municipality_ean"))
    refuse(rules.must_be_begun_in(details.begins_on, concept.period.from_, concept.period.to))
    refuse(rules.must_be_free_of_people(details.terms, changes))


def _new(by: Actor, agreement: Agreement, concept_id: uuid.UUID, number: int, on: date) -> AgreementVersion:
    return AgreementVersion(
        tenant_id=by.tenant_id,
        agreement=agreement,
        concept_id=concept_id,
        kind=agreement.kind,
        municipality_id=agreement.municipality_id,
        number=number,
        made_on=on,
    )


def _fill(
    row: AgreementVersion, concept: Concept, details: Details, changes: str, granted: Granted | None
) -> None:
    office = people.organisation(row.tenant_id)
    municipality = people.organisation(row.municipality_id)
    filling = Filling(
        slots={
            "office": office.name,
            "municipality": municipality.name,
            "programme": concept.title,
            "begins_on": _day(details.begins_on),
            "reference": details.reference,
            "budget_number": str(granted.number) if granted else "",
            "budget_since": granted.since if granted else "",
        },
        parties=(
            (office.name, details.office_cvr, details.office_ean, details.office_title),
            (
                municipality.name,
                details.municipality_cvr,
                details.municipality_ean,
                details.municipality_title,
            ),
        ),
        terms=details.terms,
        changes=changes,
        municipality_code=municipality.municipality_code,
        granted=granted,
    )
    parts = compose(queries.template(AgreementKind(row.kind)), concept, filling)
    told = {**asdict(details), "begins_on": details.begins_on.isoformat(), "changes": changes}
    row.begins_on = details.begins_on
    fields.seal(
        row,
        details=json.dumps(told, ensure_ascii=False),
        text=json.dumps({"parts": parts, "budget": granted.number if granted else 0}, ensure_ascii=False),
    )


def _day(on: date) -> str:
    return f"{on.day}. {MONTHS[on.month - 1]} {on.year}"
