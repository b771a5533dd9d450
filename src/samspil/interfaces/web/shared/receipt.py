"""A receipt for yeses: the information structure of ISO/IEC TS 27560:2023 as JSON-LD in DPV's terms.

Knows neither Django nor the database: facts go in, a document that JSON can hold comes out. The field
names are the standard's; the context says what each is in the Data Privacy Vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

SCHEMA = "ISO/IEC TS 27560:2023"
CONTEXT = {
    "@vocab": "https://w3id.org/dpv#",
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "schema_version": "dct:conformsTo",
    "record_id": "dct:identifier",
    "receipt_id": "dct:identifier",
    "pii_principal_id": "dpv:hasDataSubject",
    "privacy_notice": "dpv:hasNotice",
    "language": "dct:language",
    "purposes": "dpv:hasPurpose",
    "purpose": "dct:title",
    "purpose_type": {"@id": "@type", "@type": "@vocab"},
    "lawful_basis": {"@id": "dpv:hasLegalBasis", "@type": "@vocab"},
    "pii_controllers": "dpv:hasDataController",
    "recipient_third_parties": "dpv:hasRecipient",
    "retention_period": "dpv:hasDuration",
    "storage_locations": "dpv:hasLocation",
    "jurisdiction": "dpv:hasJurisdiction",
    "withdrawal_method": "dpv:hasWithdrawalMethod",
    "party_identification": "dpv:hasEntity",
    "party_name": "dct:title",
    "event_time": {"@id": "dpv:isIndicatedAtTime", "@type": "xsd:date"},
    "event_state": {"@id": "dpv:hasConsentStatus", "@type": "@vocab"},
    "consent_type": {"@id": "@type", "@type": "@vocab"},
}
PURPOSE_TYPES = {
    "support": "dpv:ServiceProvision",
    "sharing": "dpv:ServiceProvision",
    "evaluation": "dpv:ServiceOptimisation",
    "interview": "dpv:ServiceOptimisation",
    "quotation": "dpv:ServiceOptimisation",
    "follow_up": "dpv:ServiceOptimisation",
    "contact": "dpv:CommunicationManagement",
    "joining": "dpv:ServiceProvision",
}
"""The nearest purpose of DPV for each of ours."""
CONSENT, PUBLIC_TASK = "eu-gdpr:A6-1-a", "eu-gdpr:A6-1-e"
"""The yes to the support accepts it; what is written there rests on the municipality's task by law."""
GIVEN, WITHDRAWN = "dpv:ConsentGiven", "dpv:ConsentWithdrawn"
CONTROLLER, RECIPIENT = "controller", "recipient-{number}"


@dataclass(frozen=True, slots=True)
class Given:
    """One yes as the receipt tells it. Days only: no hour is kept of a yes."""

    key: str
    purpose: str
    title: str
    text: str
    version: int
    language: str
    capacity: str
    method: str
    given_on: date
    withdrawn_on: date | None = None
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What all the yeses on one receipt share."""

    principal: str
    """Stands for the person on receipts and nowhere else."""
    controller: str
    made_at: datetime
    language: str
    kept_months: int
    how_to_withdraw: str


def receipt(facts: Facts, yeses: Sequence[Given]) -> dict[str, Any]:
    """The receipt of one person: one consent record for each yes, ended ones too."""
    return {
        "@context": CONTEXT,
        "@type": "dpv:ConsentReceipt",
        "schema_version": SCHEMA,
        "receipt_id": f"{facts.principal}-{facts.made_at:%Y%m%dT%H%M%S}",
        "pii_principal_id": facts.principal,
        "dct:issued": facts.made_at.isoformat(),
        "consent_records": [_record(facts, one) for one in yeses],
    }


def _record(facts: Facts, one: Given) -> dict[str, Any]:
    to_whom = [RECIPIENT.format(number=1)] if one.recipient else []
    return {
        "@type": "dpv:ConsentRecord",
        "schema_version": SCHEMA,
        "record_id": one.key,
        "pii_principal_id": facts.principal,
        "pii_processing": {
            "privacy_notice": f"samspil:{one.purpose}:{one.version}",
            "language": one.language,
            "purposes": [
                {
                    "purpose": one.title,
                    "purpose_type": PURPOSE_TYPES[one.purpose],
                    "dct:description": one.text,
                    "lawful_basis": PUBLIC_TASK if one.purpose == "support" else CONSENT,
                    "pii_information": [
                        {
                            "pii_type": "what is written and answered in the course",
                            "pii_optional": one.purpose != "support",
                            "sensitive_pii_category": True,
                            "special_pii_category": False,
                        }
                    ],
                    "pii_controllers": [CONTROLLER],
                    "collection_method": [one.method],
                    "processing_method": ["collect", "store", "use"],
                    "storage_locations": ["DK"],
                    "retention_period": f"P{facts.kept_months}M",
                    "jurisdiction": "DK",
                    "recipient_third_parties": to_whom,
                    "withdrawal_method": facts.how_to_withdraw,
                    "privacy_rights": [f"eu-gdpr:A{article}" for article in ("7-3", "15", "16", "17", "77")],
                }
            ],
        },
        "party_identification": [
            {"party_id": CONTROLLER, "party_name": facts.controller, "party_role": "PII controller"},
            *({"party_id": key, "party_name": one.recipient, "party_role": "third party"} for key in to_whom),
        ],
        "consent_events": _events(facts, one),
    }


def _events(facts: Facts, one: Given) -> list[dict[str, Any]]:
    """What happened to the yes, in order. Who is the person, or a custody holder on their behalf."""
    entity = facts.principal if one.capacity == "self" else one.capacity
    days = [(GIVEN, one.given_on), (WITHDRAWN, one.withdrawn_on)]
    return [
        {
            "event_time": day.isoformat(),
            "event_state": state,
            "event_type": "explicit",
            "consent_type": "dpv:ExplicitlyExpressedConsent",
            "entity_id": entity,
        }
        for state, day in days
        if day is not None
    ]
