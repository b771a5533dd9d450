"""How many tries a door allows, counted in PostgreSQL: across processes and after a restart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now

from samspil.trust import fields
from samspil.trust.models import Throttle, writing


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `tries` within `window`, per bucket."""

    tries: int
    window: timedelta


LIMITS = {
    "sign_in_account": Limit(5, timedelta(minutes=15)),
    "sign_in_address": Limit(30, timedelta(minutes=15)),
    "code_address": Limit(5, timedelta(minutes=15)),
    "paper_code": Limit(5, timedelta(minutes=15)),
    "own_code_address": Limit(10, timedelta(minutes=15)),
    "second_factor": Limit(5, timedelta(minutes=15)),
    "feed": Limit(60, timedelta(minutes=15)),
    "feed_address": Limit(30, timedelta(minutes=15)),
    "certificate_address": Limit(20, timedelta(minutes=15)),
    "visit_ask_address": Limit(10, timedelta(hours=1)),
    "visit_ask_mail": Limit(5, timedelta(days=1)),
    "visit_letter": Limit(5, timedelta(days=1)),
    "totp_used": Limit(1, timedelta(minutes=2)),
}
"""Every door with a limit. A link's code has ten characters and a bucket per address, so guessing is
idle; a TOTP code stays used for the two minutes in which it could still fit. A calendar's feed is counted by
itself, and what opens no feed by where it came from: calendars of many people ask from one address."""


def allowed(door: str, bucket: str) -> bool:
    """Count one try and say whether it may go on.

    The row stays locked to the end of the transaction, so no two tries are counted as one. The
    window starts anew when it has passed, by the database's clock.
    """
    limit = LIMITS[door]
    hashed = _bucket(door, bucket)
    rows = Throttle.objects.filter(door=door, bucket=hashed)
    passed = Q(since__lt=Now() - limit.window)
    with transaction.atomic(), writing():
        Throttle.objects.bulk_create([Throttle(door=door, bucket=hashed, since=Now())], ignore_conflicts=True)
        rows.update(
            count=Case(When(passed, then=Value(1)), default=F("count") + 1),
            since=Case(When(passed, then=Now()), default=F("since")),
        )
        count: int = rows.values_list("count", flat=True).get()
    return count <= limit.tries


def blocked(door: str, bucket: str) -> bool:
    """Whether the door is shut for this bucket now, without counting."""
    limit = LIMITS[door]
    return Throttle.objects.filter(
        door=door, bucket=_bucket(door, bucket), count__gte=limit.tries, since__gte=Now() - limit.window
    ).exists()


def give_back(door: str, bucket: str) -> None:
    """Take one try back after a success, so that one address may hold many who sign in rightly."""
    with transaction.atomic(), writing():
        rows = Throttle.objects.filter(door=door, bucket=_bucket(door, bucket), count__gt=0)
        rows.update(count=F("count") - 1)


def forget(door: str, bucket: str) -> None:
    """Start over after a success."""
    with transaction.atomic(), writing():
        Throttle.objects.filter(door=door, bucket=_bucket(door, bucket)).delete()


def _bucket(door: str, bucket: str) -> str:
    return fields.keyed_hash(f"throttle|{door}", bucket.strip().lower().encode())
