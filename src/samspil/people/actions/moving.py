"""Writing a person who comes from another municipality: a new key, so a new pseudonym."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.actions.people import register_person
from samspil.people.models.people import Consent, Person
from samspil.people.rules import people as rules
from samspil.people.terms import ConsentPurpose, PersonKind

CARRIED = tuple(one for one in ConsentPurpose if one not in (ConsentPurpose.SHARING, ConsentPurpose.JOINING))
"""Yeses that go along with a person. Named recipients and the other helper of a family stay behind."""


def receive_person(
    *, by: Actor, at: Any, kind: PersonKind, who: dict[str, str], consents: Sequence[dict[str, Any]]
) -> Person:
    """Register somebody who comes from elsewhere, with the yeses that go along, each as it was given.

    Called by an action that is open.
    """
    refuse(rules.may_register_person(by))
    person = register_person(
        by=by,
        at=at,
        kind=kind,
        name=who["name"],
        channel=who["channel"],
        contact=who["contact"],
        born=who["born"],
        language=who["language"],
    )
    Consent.objects.bulk_create(
        Consent(
            tenant_id=by.tenant_id,
            person=person,
            purpose=one["purpose"],
            capacity=one["capacity"],
            text_version=one["text_version"],
            language=one["language"],
            method=one["method"],
            given_on=date.fromisoformat(one["given_on"]),
        )
        for one in consents
        if one["purpose"] in CARRIED
    )
    return person
