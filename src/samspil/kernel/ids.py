"""Random keys that sort by the moment they were made (RFC 9562, version 7)."""

from __future__ import annotations

import os
import time
import uuid
from datetime import UTC, datetime

_last = 0


def uuid7() -> uuid.UUID:
    """A new version 7 uuid: 48 bits of milliseconds, 12 bits of order, 62 random bits.

    Keys made by one process in the same millisecond still sort in the order they were made.
    """
    global _last
    stamp = time.time_ns() * 4096 // 1_000_000  # milliseconds with twelve bits of fraction
    stamp = max(stamp, _last + 1)
    _last = stamp
    milliseconds, order = stamp >> 12, stamp & 0xFFF
    tail = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    return uuid.UUID(int=(milliseconds << 80) | (7 << 76) | (order << 64) | (2 << 62) | tail)


def made_at(key: uuid.UUID) -> datetime | None:
    """The moment a version 7 key was made, to the millisecond; None for any other key."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC) if key.version == 7 else None
