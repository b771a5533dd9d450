"""The wall between organisations: a signed context per transaction, checked by the database.

The context is set once per transaction and bound to the server process and the transaction's
own start, so a copied value opens nothing anywhere else. The runtime role cannot read the key
that signs it. Without a valid context every policy answers with no rows.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from samspil.kernel.actor import NOBODY, Actor

LIFETIME_S = 30
"""How long a context holds, by the database clock."""

CLOCK = (
    "(extract(epoch FROM transaction_timestamp()) * 1000000)::bigint,"
    " extract(epoch FROM clock_timestamp())::bigint"
)
"""The two columns that a context is bound to: when the transaction began, and now."""

Clock = tuple[str, str]
_WHOLE = re.compile(r"[0-9A-Za-z_:|-]*")
_BLOCK = 64  # bytes of a sha256 block (RFC 2104)
_open_scope: ContextVar[Scope | None] = ContextVar("samspil_scope", default=None)


class OutsideScope(Exception):
    """A tenant table was asked for before anyone said on whose behalf."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is open now: who acts, and the hash a link's holder presented, if any."""

    actor: Actor
    presented: str = ""
    lifetime_s: int = LIFETIME_S


def current() -> Scope:
    """The open scope. Raises OutsideScope where none is open."""
    scope = _open_scope.get()
    if scope is None:
        raise OutsideScope("Open a scope first: who acts, and for which organisation?")
    return scope


def must_be_of(actor: Actor) -> None:
    """Raises OutsideScope unless the open scope is of the organisation that `actor` acts for."""
    if current().actor.tenant_id != actor.tenant_id:
        raise OutsideScope("Somebody asks for another organisation than the open scope says.")


@contextmanager
def scope(
    actor: Actor,
    *,
    presented: str = "",
    lifetime_s: int = LIFETIME_S,
    begun: bool = False,
    clock: Clock | None = None,
) -> Iterator[Scope]:
    """Open a transaction (or a savepoint) in which `actor` may touch its organisation's rows.

    A nested scope hands back to the outer one when it closes. With `begun` the transaction is open already
    and whoever opened it ends it; `clock` is what CLOCK said in it, if somebody asked.
    """
    opened = Scope(actor, presented, lifetime_s)
    before = _open_scope.get()
    with nullcontext() if begun else transaction.atomic():
        _tell_the_database(opened, clock)
        token = _open_scope.set(opened)
        try:
            yield opened
            if before is not None:
                _tell_the_database(before)
        finally:
            _open_scope.reset(token)


@contextmanager
def as_if(tenant_id: uuid.UUID) -> Iterator[None]:
    """While a statement is built with a mark for the organisation. The database is told nothing."""
    token = _open_scope.set(Scope(Actor(tenant_id=tenant_id, role="", purpose="")))
    try:
        yield
    finally:
        _open_scope.reset(token)


def _tell_the_database(opened: Scope, clock: Clock | None = None) -> None:
    """The one place in the code that calls set_config. It goes with whatever is asked next."""
    started, now = clock or connection.tell(f"SELECT {CLOCK}".encode())  # type: ignore[attr-defined]
    actor = opened.actor
    message = "|".join(
        (
            str(actor.tenant_id),
            str(actor.account_id or NOBODY),
            actor.role,
            actor.purpose,
            opened.presented,
            str(connection.connection.info.backend_pid),
            started,
            str(int(now) + opened.lifetime_s),
        )
    )
    if not _WHOLE.fullmatch(message):
        raise ValueError("What an actor is said to be would not stay whole in a statement.")
    told = f"SELECT set_config('samspil.context', '{message}|{sign(message)}', true)"
    connection.put_off(told.encode())  # type: ignore[attr-defined]


def sign(message: str) -> str:
    """HMAC-SHA-256 of a context message, in hexadecimal (RFC 2104)."""
    return hmac.new(_key(), message.encode(), hashlib.sha256).hexdigest()


def padded_keys() -> tuple[bytes, bytes]:
    """The inner and outer padded key, which the database needs to check a signature."""
    key = _key().ljust(_BLOCK, b"\0")
    return bytes(one ^ 0x36 for one in key), bytes(one ^ 0x5C for one in key)


def install_key(alias: str = "owner") -> None:
    """Give the database the padded keys, as the owner. Run after every migration.

    In one transaction: whoever asks meanwhile still finds the key there.
    """
    from django.db import connections

    inner, outer = padded_keys()
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute("DELETE FROM trust_contextkey")
        cursor.execute("INSERT INTO trust_contextkey (inner_pad, outer_pad) VALUES (%s, %s)", [inner, outer])


def month_totals(programme: str, last: date) -> list[tuple[Any, ...]]:
    """The one sum across organisations: (round key, owed, done … stopped), None where fewer than five.

    Gives rows only to a programme office's scope; the database function checks that itself.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM samspil_month_totals(%s, %s)", [programme, last])
        return list(cursor.fetchall())


def month_bands(programme: str, last: date) -> list[tuple[Any, ...]]:
    """Each municipality's (organisation, band of its coverage), withheld where fewer than ten were owed.

    Gives rows only to a programme office's scope, as `month_totals` does; no count leaves the function.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM samspil_month_bands(%s, %s)", [programme, last])
        return list(cursor.fetchall())


def month_burden(first: date) -> list[tuple[Any, ...]]:
    """(role, kind, median seconds) of a month; None for fewer than ten, or of one municipality alone.

    Gives rows only to a programme office's scope, as `month_totals` does.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM samspil_month_burden(%s)", [first])
        return list(cursor.fetchall())


def month_aims(programme: str, last: date) -> list[tuple[Any, ...]]:
    """(measure, part, value) of what was begun, held and certified by a day; None where it is withheld.

    Gives rows only to a programme office's scope, as `month_totals` does.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM samspil_month_aims(%s, %s)", [programme, last])
        return list(cursor.fetchall())


def month_begun(programme: str) -> date | None:
    """The month in which the fifth course of a programme began, over all municipalities; None before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT samspil_month_begun(%s)", [programme])
        row = cursor.fetchone()
        return row[0] if row else None


def month_measured(programme: str) -> date | None:
    """The month in which the fifth course of a programme was first to be measured; None before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT samspil_month_measured(%s)", [programme])
        row = cursor.fetchone()
        return row[0] if row else None


def corps_totals(on: date) -> list[tuple[Any, ...]]:
    """(role, active, trained, certified) of staff on a day, over all municipalities; None for fewer than 5,
    or of one municipality alone. Gives rows only to a programme office's scope.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM samspil_corps_totals(%s)", [on])
        return list(cursor.fetchall())


def _key() -> bytes:
    return bytes.fromhex(settings.SAMSPIL_CONTEXT_KEY)


def nobody() -> Actor:
    """An actor of no organisation: sees only what a policy grants to whoever presents a hash."""
    return Actor(tenant_id=NOBODY, role="anonymous", purpose="entrance")


def account_only(account_id: uuid.UUID) -> Actor:
    """Signed in, no role chosen yet: sees only its own appointments."""
    return Actor(tenant_id=NOBODY, role="half_authenticated", purpose="entrance", account_id=account_id)


FUNCTIONS_SQL = """
CREATE TABLE trust_contextkey (inner_pad bytea NOT NULL, outer_pad bytea NOT NULL);
REVOKE ALL ON trust_contextkey FROM PUBLIC;

CREATE FUNCTION samspil_context() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  raw text := nullif(current_setting('samspil.context', true), '');
  parts text[];
  inner_key bytea;
  outer_key bytea;
  message bytea;
BEGIN
  IF raw IS NULL THEN RETURN NULL; END IF;
  parts := string_to_array(raw, '|');
  IF cardinality(parts) <> 9 THEN RETURN NULL; END IF;
  SELECT inner_pad, outer_pad INTO inner_key, outer_key FROM public.trust_contextkey;
  message := convert_to(array_to_string(parts[1:8], '|'), 'UTF8');
  IF inner_key IS NULL
     OR encode(sha256(outer_key || sha256(inner_key || message)), 'hex') <> parts[9]
     OR parts[6] <> pg_backend_pid()::text
     OR parts[7] <> ((extract(epoch FROM transaction_timestamp()) * 1000000)::bigint)::text
     OR parts[8]::bigint < extract(epoch FROM clock_timestamp())
  THEN RETURN NULL; END IF;
  RETURN parts;
END $$;

CREATE FUNCTION samspil_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp AS
$$ SELECT nullif((public.samspil_context())[1], '00000000-0000-0000-0000-000000000000')::uuid $$;

CREATE FUNCTION samspil_account() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp AS
$$ SELECT nullif((public.samspil_context())[2], '00000000-0000-0000-0000-000000000000')::uuid $$;

CREATE FUNCTION samspil_presented() RETURNS text LANGUAGE sql STABLE PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp AS
$$ SELECT nullif((public.samspil_context())[5], '') $$;

CREATE FUNCTION da_sort(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT translate(replace(lower(normalize(t, NFC)), 'aa', 'å'),
   'æäøöåüéèêëáàóòíñç', '{{||}yeeeeaaooinc') COLLATE "C" $$;
"""

DROP_FUNCTIONS_SQL = """
DROP FUNCTION da_sort(text); DROP FUNCTION samspil_presented(); DROP FUNCTION samspil_account();
DROP FUNCTION samspil_tenant(); DROP FUNCTION samspil_context(); DROP TABLE trust_contextkey;
"""
