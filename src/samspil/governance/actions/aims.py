"""Putting goals and indicators forward, and signing them: the office and the evaluator, each for itself."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from samspil.governance.models.aims import AimSet, AimSignature
from samspil.governance.queries import aims as queries
from samspil.governance.rules import aims as rules
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit


def put_aims_forward(
    *, by: Actor, at: datetime, on: date, concept_id: uuid.UUID, because: str = ""
) -> AimSet:
    """Put a concept version's goals and indicators forward, whole, to be signed. What was signed before stays
    signed; the newest version is the one that is signed from now on. Raises Missing.
    """
    refuse(rules.may_put_forward(by))
    with audit.acting("governance.put_aims_forward", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        found = next((one for one in queries.aimed(by, on=on) if one.loaded.id == concept_id), None)
        if found is None:
            raise Missing
        aims = found.loaded.concept.aims
        refuse(rules.must_have_aims(aims is not None))
        assert aims is not None
        document = queries.document_of(aims)
        number = found.sets[0].number + 1 if found.sets else 1
        refuse(rules.must_be_other(not found.has_changed))
        refuse(rules.must_say_why(because, number))
        row = AimSet.objects.create(
            tenant_id=by.tenant_id,
            concept_id=concept_id,
            programme=found.loaded.concept.slug,
            number=number,
            document=document,
            digest=queries.digest(document),
            because=because,
            put_on=on,
        )
        act.about(row, reason=because)
    return row  # type: ignore[no-any-return]


def sign_aims(*, by: Actor, at: datetime, on: date, set_id: uuid.UUID) -> AimSignature:
    """Sign a version for one's own side. The database says for good whether measuring had begun.

    Raises Missing for a version that is not there.
    """
    refuse(rules.may_sign_aims(by))
    with audit.acting("governance.sign_aims", by=by, at=at) as act:
        audit.hold(set_id)
        found, one = queries.set_of(by, set_id, on=on)
        refuse(rules.must_be_the_last(one.id == found.sets[0].id))
        side = rules.side_of(by)
        refuse(rules.must_be_the_evaluator(side, by.tenant_id, one.evaluator_id))
        refuse(rules.must_be_unsigned(any(each.side == side for each in one.signed)))
        refuse(rules.must_be_another(any(each.account_id == by.account_id for each in one.signed)))
        row = AimSignature.objects.create(
            tenant_id=by.tenant_id,
            set_id=one.id,
            office_id=one.office_id,
            side=side,
            role=by.role,
            account_id=by.account_id,
            digest=one.digest,
            signed_on=on,
        )
        act.about(row, reason=side)
    return row  # type: ignore[no-any-return]
