"""Signed contexts, right and wrong ones, for statements straight at the database."""

from __future__ import annotations

import uuid
from typing import Any

NOBODY = str(uuid.UUID(int=0))
HERE = """
SELECT pg_backend_pid(), (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint,
  extract(epoch FROM clock_timestamp())::bigint
"""


def here(cursor: Any) -> tuple[int, int, int]:
    """The process, the transaction's start and the database's clock."""
    cursor.execute(HERE)
    process, started, now = cursor.fetchone()
    return process, started, now


def signed(
    place: tuple[int, int, int],
    tenant: Any = NOBODY,
    *,
    account: Any = NOBODY,
    role: str = "coordinator",
    presented: str = "",
    lasts_s: int = 30,
) -> str:
    """A context as `trust.scope` signs it, for one place and one tenant."""
    from samspil.trust.scope import sign

    process, started, now = place
    told = (tenant, account, role, "support", presented, process, started, now + lasts_s)
    message = "|".join(map(str, told))
    return f"{message}|{sign(message)}"


def forged(context: str, tenant: Any) -> str:
    """The same context with another tenant written in, and the signature left as it was."""
    return "|".join([str(tenant), *context.split("|")[1:]])


def put(cursor: Any, context: str) -> None:
    """Set the context as whoever can write SQL as the runtime role could."""
    cursor.execute("SELECT set_config('samspil.context', %s, true)", [context])
