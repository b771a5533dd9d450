"""An account's devices: keys for drafts without a connection, signing out here and everywhere."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.models.people import Appointment
from samspil.people.queries import people as queries
from samspil.people.rules import people as rules
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class DraftKeys:
    """What a device needs to write drafts and to open those it has: who owns them, and the keys."""

    owner: str
    keys: tuple[fields.DraftKey, ...]
    now: int

    def left_s(self, key: fields.DraftKey) -> int:
        """How many seconds this key will still be handed out."""
        return max(0, key.made_at + fields.DRAFT_LIFE_S - self.now)


def hand_draft_keys(*, by: Actor, at: datetime, appointment_id: uuid.UUID, device: uuid.UUID) -> DraftKeys:
    """Hand the living draft keys of one device to the account that is signed in on it.

    Their time is counted by the database's clock; a key whose time has passed is erased, not handed out.
    """
    refuse(rules.may_keep_drafts(by))
    account_id = _account(by)
    with audit.acting("people.hand_draft_keys", by=by, at=at) as act:
        now = queries.seconds_now()
        keys = fields.draft_keys(account_id, device, now=now)
        act.about(Appointment(id=appointment_id))
    owner = fields.keyed_hash("draft-owner", account_id.bytes)[:32]
    return DraftKeys(owner, tuple(keys), now)


def sign_out(*, by: Actor, at: datetime, appointment_id: uuid.UUID, device: uuid.UUID | None) -> None:
    """Leave one event about signing out, and erase the keys of this device's drafts."""
    with audit.acting("entrance.signed_out", by=by, at=at) as act:
        act.about(Appointment(id=appointment_id))
    if device is not None:
        fields.erase_draft_keys(_account(by), device)


def sign_out_everywhere(*, by: Actor, at: datetime, appointment_id: uuid.UUID) -> None:
    """Leave one event, and erase the keys of the drafts on every device of the account.

    The door ends the account's sessions with it.
    """
    with audit.acting("entrance.signed_out_everywhere", by=by, at=at) as act:
        act.about(Appointment(id=appointment_id))
    fields.erase_draft_keys(_account(by))


def _account(by: Actor) -> uuid.UUID:
    assert by.account_id is not None
    return by.account_id
