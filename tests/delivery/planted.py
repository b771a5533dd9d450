"""Faults for the walk over courses to find: where, what is put in its place, and the rules that lie near."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.db.models.functions import Now

PLANTED: dict[str, tuple[str, str, Any, tuple[str, ...]]] = {
    "a withdrawal that forgets the links": (
        "consents.links",
        "revoke",
        lambda *, by, thing_id, kind=None: 0,
        ("go_on", "advance", "withdraw", "hand_out", "stop", "take_over"),
    ),
    "a loan that its home cannot end": (
        "loans",
        "live_offers",
        lambda: Q(until_at__gt=Now()),
        ("go_on", "advance", "lend", "take_loan", "end_loan"),
    ),
    "a stop that leaves the move open": (
        "consents",
        "end_move_without_yes",
        lambda **_told: None,
        ("go_on", "advance", "propose", "stop", "withdraw"),
    ),
}
