"""Writing own codes: made, tried, replaced. Each is called by an action that is open."""

from __future__ import annotations

import hmac
import uuid

from django.db.models import F

from samspil.kernel.actor import Actor
from samspil.people.models.own_codes import OwnCode
from samspil.people.terms import MOST_TRIES, Tried
from samspil.trust import audit, fields, links


def make_code(*, by: Actor, person_id: uuid.UUID, is_known_to_one: bool = False) -> tuple[str, uuid.UUID]:
    """Replace a person's own code; the new one, which exists nowhere else, and the key of its row."""
    audit.hold(person_id)  # two taps make one code after the other
    OwnCode.objects.filter(person_id=person_id).delete()
    code = links.new_code()
    row = OwnCode.objects.create(
        tenant_id=by.tenant_id,
        person_id=person_id,
        code_hash=_hash(person_id, code),
        is_known_to_one=is_known_to_one,
    )
    return code, row.id


def try_code(*, by: Actor, person_id: uuid.UUID, typed: str) -> tuple[Tried, uuid.UUID | None]:
    """Whether a typed code is the person's; the key of its row when it fits.

    A try is counted before it is compared, in one statement, so that no two are counted as one.
    """
    rows = OwnCode.objects.filter(person_id=person_id)
    if not rows.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1):
        return Tried.CLOSED, None
    row = rows.get()
    if not hmac.compare_digest(row.code_hash, _hash(person_id, typed)):
        return (Tried.CLOSED if row.tries >= MOST_TRIES else Tried.WRONG), None
    rows.update(tries=0)
    return Tried.FITS, row.id


def _hash(person_id: uuid.UUID, code: str) -> str:
    """Bound to the person, so a row that is moved opens nothing."""
    return fields.keyed_hash("own_code", f"{person_id.hex}|{links.normal(code)}".encode())
