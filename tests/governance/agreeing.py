"""Agreements made through the actions: put together, sent, signed by both sides."""

from __future__ import annotations

import io
import uuid
from datetime import date
from typing import Any

import pikepdf
from tests.delivery import ground

SIDES = {"office": ("programme_office", None), "municipality": ("municipal_lead", "aaby")}


def details(**other: Any) -> Any:
    """What the office types; every number with a check digit that fits."""
    from samspil.governance.actions.agreements import Details

    told = {
        "office_cvr": "12345674",
        "office_ean": "5790000000029",
        "office_title": "Kontorchef",
        "municipality_cvr": "22222228",
        "municipality_ean": "5790000000036",
        "municipality_title": "Direktør",
        "reference": "2014-117",
        "begins_on": date(2014, 11, 3),
        "terms": "",
    }
    return Details(**told | other)


def make(
    world: Any,
    concept_id: uuid.UUID,
    slug: str = "aaby",
    *,
    kind: str = "cooperation",
    on: date = ground.TODAY,
    granted: Any = None,
    **told: Any,
) -> uuid.UUID:
    """The key of a draft."""
    from samspil.governance.actions import agreements

    with world.as_("programme_office") as by:
        made = agreements.make_agreement(
            by=by,
            at=ground.at_day(on),
            on=on,
            concept_id=concept_id,
            municipality_id=world.tenant(slug),
            kind=kind,
            details=details(**told),
            granted=granted,
        )
        return made.id


def send(world: Any, key: uuid.UUID, *, on: date = ground.TODAY) -> uuid.UUID:
    """Send a draft."""
    from samspil.governance.actions import agreements

    with world.as_("programme_office") as by:
        agreements.send_agreement(by=by, at=ground.at_day(on), on=on, version_id=key)
    return key


def sign(
    world: Any,
    key: uuid.UUID,
    side: str = "office",
    slug: str | None = None,
    *,
    on: date = ground.TODAY,
    copy: bytes | None = None,
    **told: Any,
) -> Any:
    """One side signs."""
    from samspil.governance.actions import agreements
    from samspil.governance.actions.agreements import Signing

    cast, own = SIDES[side]
    said = {"name": "Kanarie Navnesen", "title": "Kanarietitel", "signed_on": on, "copy": copy} | told
    with world.as_(cast, slug or own) as by:
        return agreements.sign_agreement(
            by=by, at=ground.at_day(on), on=on, version_id=key, signing=Signing(**said)
        )


def amend(
    world: Any,
    key: uuid.UUID,
    changes: str,
    *,
    on: date = ground.TODAY,
    granted: Any = None,
    **told: Any,
) -> uuid.UUID:
    """The key of a new version."""
    from samspil.governance.actions import agreements

    with world.as_("programme_office") as by:
        made = agreements.amend_agreement(
            by=by,
            at=ground.at_day(on),
            on=on,
            version_id=key,
            details=details(**told),
            granted=granted,
            changes=changes,
        )
        return made.id


def signed(
    world: Any, concept_id: uuid.UUID, slug: str = "aaby", *, on: date = ground.TODAY, **told: Any
) -> uuid.UUID:
    """An agreement that both sides have signed, the municipality with its copy."""
    key = send(world, make(world, concept_id, slug, on=on, **told), on=on)
    sign(world, key, on=on)
    sign(world, key, "municipality", slug, on=on, copy=pdf())
    return key


def seen(world: Any, key: uuid.UUID, cast: str = "programme_office", slug: str | None = None) -> Any:
    """A version with what it says, as one of the cast reads it."""
    from samspil.governance.queries import agreements

    with world.as_(cast, slug) as by:
        one = agreements.version(by, key)
        return one, agreements.text_of(by, one, at=world.at)


def in_force(
    world: Any, cast: str = "programme_office", slug: str | None = None, on: date = ground.TODAY
) -> Any:
    """Which agreements are in force, as one of the cast sees it."""
    from samspil.governance.queries import agreements

    with world.as_(cast, slug) as by:
        return agreements.in_force(by, on)


def pdf(change: Any = None, **saved: Any) -> bytes:
    """A small PDF; `change` does something to it first."""
    made = pikepdf.new()
    made.add_blank_page()
    if change is not None:
        change(made)
    body = io.BytesIO()
    made.save(body, **saved)
    return body.getvalue()


def kept(world: Any, slug: str, concept_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """A row of every table of agreements that is told to this municipality or its own, by its model.

    The next version each time it is asked for.
    """
    from samspil.governance.models import agreements

    with world.as_("municipal_lead", slug):
        sent = agreements.AgreementVersion.objects.presented().order_by("-number").first()
    made = amend(world, sent.id, "Et vilkår til.") if sent else make(world, concept_id, slug)
    key = send(world, made)
    who = {"name": "{Kanarie}", "title": "{Kanarietitel}", "copy": pdf()}
    sign(world, key, **who)
    own = sign(world, key, "municipality", slug, **who)
    with world.as_("municipal_lead", slug):
        row = agreements.AgreementVersion.objects.presented().get(id=key)
        copy = agreements.SignedCopy.objects.get(signature_id=own.id)
    return {
        "Agreement": row.agreement_id,
        "AgreementVersion": key,
        "Signature": own.id,
        "SignedCopy": copy.id,
    }


def rows_of(world: Any, slug: str, concept_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """What the addresses of agreements ask for: a draft, one that was sent, and a signed paper."""
    sent = send(world, make(world, concept_id, slug))
    other = signed(world, concept_id, slug, kind="grant_letter")
    with world.as_("municipal_lead", slug):
        from samspil.governance.models.agreements import Signature

        signature = Signature.objects.get(version_id=other).id
    return {
        "agreement sent": sent,
        "signature": signature,
        "agreement draft": amend(world, other, "Et vilkår til."),
    }
