"""Who makes a status pack, who reads it, and for which meeting."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspil.governance.rules.groups import NOT_YOURS
from samspil.governance.rules.meetings import must_be_open
from samspil.governance.terms.groups import SPEAK_FOR, GroupKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal

READ_PACKS = SPEAK_FOR[GroupKind.STEERING]


def may_read_packs(actor: Actor) -> Refusal | None:
    """A pack is for whoever speaks in the steering group; the database asks for the seat itself."""
    return None if actor.role in READ_PACKS else Refusal(NOT_YOURS)


def may_make_pack(kind: str, state: str) -> Refusal | None:
    """A pack is made for a meeting of the steering group whose minutes are open."""
    if kind != GroupKind.STEERING:
        return Refusal(_("A status pack is for the steering group."))
    return must_be_open(state)
