"""Everything that is done or looked at leaves one event, in the same transaction.

An action opens `acting` and must say what it was about; a page that shows identity or notes
opens `reading`. If the event cannot be written, nothing was done and nothing is shown.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.trust import fields, scope
from samspil.trust.models import AuditEvent, AuditSeal, must_be_writing, writing
from samspil.trust.prepared import PreparedChanges

OLDEST_UNSEALED_S = 60
"""`verify` fails when an event has waited longer than this for its seal."""


_looking: ContextVar[frozenset[tuple[object, ...]]] = ContextVar("samspil_looking", default=frozenset())


class WhatAbout(Exception):
    """An action ended without saying what it was about: a fault in the action."""


@dataclass(slots=True)
class Act:
    """An open action. `about` must be called once before it ends."""

    verb: str
    by: Actor
    at: datetime
    kind: str = ""
    thing_id: uuid.UUID | None = None
    subject_id: uuid.UUID | None = None
    reason: str = ""
    is_written: bool = False

    def about(self, thing: models.Model, *, subject_id: uuid.UUID | None = None, reason: str = "") -> None:
        """Say which row this was about, whose data it is, and a reason code if there is one."""
        self.kind, self.thing_id = thing._meta.label_lower, thing.pk
        self.subject_id, self.reason = subject_id, reason

    def change(self, changes: PreparedChanges, **given: Any) -> tuple[int, ...]:
        """Change rows and write this action's event in one statement, last of all and after `about`.

        Gives how many rows each change found.
        """
        if self.thing_id is None or self.is_written:
            raise WhatAbout(self.verb)
        self.is_written = True
        return changes.change((_EVENT, _told_of(self, self.by.purpose)), **given)


@contextmanager
def acting(verb: str, *, by: Actor, at: datetime) -> Iterator[Act]:
    """One transaction, one audit event, and every deferred constraint checked before it ends.

    Must run in a scope of the same actor, so that the event and the rows share one organisation.
    """
    act = Act(verb, by, at)
    if scope.current().actor != by:
        raise scope.OutsideScope(f"{verb} is done by someone else than the open scope says.")
    with transaction.atomic(), writing():
        yield act
        if act.thing_id is None:
            raise WhatAbout(verb)
        if not act.is_written:
            _write(act)
        connection.release_checked()  # type: ignore[attr-defined]


def hold(key: uuid.UUID) -> None:
    """Let one transaction at a time write the row with this key, so that a repeated request can see
    whether it was written already instead of writing it twice.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 11))", [str(key)])


def try_hold(name: str) -> bool:
    """Whether this transaction is the only one in the house that does something now; it never waits.

    For what takes a processor for seconds: a second one is told to come back, and pages go on being served.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 13))", [name])
        return bool(cursor.fetchone()[0])


@contextmanager
def reading(
    *,
    by: Actor,
    purpose: str,
    subject: uuid.UUID,
    at: datetime,
    thing: models.Model | None = None,
    reason: str = "",
) -> Iterator[None]:
    """Log a look at one person's identity or notes, then allow unsealing them inside.

    Must run in a scope of the same actor, as `acting` must.

    The event is written first: if that fails, nothing is shown. The very same look inside itself is one look.
    """
    if scope.current().actor != by:
        raise scope.OutsideScope("Someone else looks than the open scope says.")
    act = Act("read", by, at, subject_id=subject, reason=reason)
    if thing is not None:
        act.kind, act.thing_id = thing._meta.label_lower, thing.pk
    look = (by, purpose, subject, act.kind, act.thing_id, reason)
    if look not in _looking.get():
        with writing():
            _write(act, purpose)
    token = _looking.set(_looking.get() | {look})
    try:
        with fields.opened_for(frozenset({subject})):
            yield
    finally:
        _looking.reset(token)


def denied(verb: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Log a refusal in a transaction of its own, after the refused one was rolled back."""
    with scope.scope(by), writing():
        _write(Act(f"denied:{verb}"[:60], by, at, reason=reason[:60]))


def _write(act: Act, purpose: str = "") -> None:
    """One statement written out: every action and every look writes an event, and Django's building of the
    same insert costs more than the insert.
    """
    must_be_writing(AuditEvent)
    with connection.cursor() as cursor:
        cursor.execute(_EVENT, _told_of(act, purpose or act.by.purpose))


def _told_of(act: Act, purpose: str) -> tuple[Any, ...]:
    """The values of an event, in the order of its columns."""
    by = act.by
    who = (uuid7(), by.tenant_id, act.at, by.account_id or by.link_id, by.role, purpose)
    return *who, act.verb, act.kind, act.thing_id, act.subject_id, act.reason


_EVENT = """
INSERT INTO trust_auditevent
  (id, tenant_id, at, actor_id, role, purpose, verb, kind, thing_id, subject_id, reason)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""

_SEALED = """
SELECT e.id, e.at, e.recorded_at, e.actor_id, e.role, e.purpose, e.verb, e.kind,
  e.thing_id, e.subject_id, e.reason
FROM trust_auditevent e LEFT JOIN trust_auditseal s ON s.tenant_id = e.tenant_id AND s.event_id = e.id
WHERE e.tenant_id = %s AND s.id IS NULL
  AND e.written_in < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
ORDER BY e.written_in, e.id LIMIT %s
"""


def seal_new(*, by: Actor, most: int = 1000) -> int:
    """Seal this organisation's finished events in order; how many were sealed.

    Only events of transactions that no running one can still precede, so none is skipped. The
    lock keeps two sealers of the same organisation apart.
    """
    with scope.scope(by), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [str(by.tenant_id)])
        last = AuditSeal.objects.order_by("-sequence").first()
        sequence, digest = (last.sequence, last.digest) if last else (0, "")
        if not _reaches_the_anchor(by.tenant_id):
            return 0
        cursor.execute(_SEALED, [by.tenant_id, most])
        seals = []
        for row in cursor.fetchall():
            sequence, digest = sequence + 1, _digest(row, digest)
            seals.append(AuditSeal(tenant_id=by.tenant_id, event_id=row[0], sequence=sequence, digest=digest))
        with writing():
            AuditSeal.objects.bulk_create(seals)
    if seals:
        fields.set_anchor(by.tenant_id, sequence, digest)
    return len(seals)


def _reaches_the_anchor(tenant_id: uuid.UUID) -> bool:
    """Whether the log still holds the seal that is remembered outside the database.

    Where it does not, something was cut off or rewritten: sealing on top would hide it, so nothing
    is sealed until somebody has looked, and `verify` says so.
    """
    known = fields.anchor(tenant_id)
    return known is None or AuditSeal.objects.filter(sequence=known[0], digest=known[1]).exists()


def _digest(row: tuple[object, ...], before: str) -> str:
    """The seal of one event on top of the one before; keyed, so the database alone cannot forge it."""
    told = json.dumps([before, *(_told(value) for value in row)], ensure_ascii=False)
    return fields.keyed_hash("audit", told.encode())


def _told(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying one organisation's log, or all, came to."""

    ok: bool
    events: int
    sealed: int
    unsealed: int
    oldest_unsealed_s: int
    first_bad: str | None


_CHAIN = """
SELECT s.sequence, s.digest, e.id, e.at, e.recorded_at, e.actor_id, e.role, e.purpose, e.verb, e.kind,
       e.thing_id, e.subject_id, e.reason, s.event_id
FROM trust_auditseal s LEFT JOIN trust_auditevent e ON e.tenant_id = s.tenant_id AND e.id = s.event_id
WHERE s.tenant_id = %s ORDER BY s.sequence
"""

_WAITING = """
SELECT count(*), coalesce(max(extract(epoch FROM clock_timestamp() - e.recorded_at)), 0)::bigint
FROM trust_auditevent e LEFT JOIN trust_auditseal s ON s.tenant_id = e.tenant_id AND s.event_id = e.id
WHERE e.tenant_id = %s AND s.id IS NULL
"""


def verify(*, by: Actor) -> Verdict:
    """Recount and recompute one organisation's log against its seals and the outside anchor."""
    known = fields.anchor(by.tenant_id)  # before the chain: the worker may seal more meanwhile, never less
    with scope.scope(by, lifetime_s=600), connection.cursor() as cursor:
        cursor.execute(_CHAIN, [by.tenant_id])
        sealed, digest, bad = 0, "", None
        for sequence, stated, *row, event_id in cursor:
            sealed += 1
            digest_now = _digest(tuple(row), digest)
            wrong = sequence != sealed or row[0] is None or digest_now != stated
            wrong = wrong or (known is not None and sequence == known[0] and stated != known[1])
            if bad is None and wrong:
                bad = str(event_id)
            digest = stated
        cursor.execute(_WAITING, [by.tenant_id])
        unsealed, oldest = cursor.fetchone()
    if bad is None and known is not None and sealed < known[0]:
        bad = f"end of the log: {known[0]} were sealed, {sealed} are left"
    return Verdict(
        bad is None and oldest <= OLDEST_UNSEALED_S, sealed + unsealed, sealed, unsealed, int(oldest), bad
    )


def together(verdicts: list[Verdict]) -> Verdict:
    """The verdict on several logs as one."""
    return Verdict(
        ok=all(one.ok for one in verdicts),
        events=sum(one.events for one in verdicts),
        sealed=sum(one.sealed for one in verdicts),
        unsealed=sum(one.unsealed for one in verdicts),
        oldest_unsealed_s=max((one.oldest_unsealed_s for one in verdicts), default=0),
        first_bad=next((one.first_bad for one in verdicts if one.first_bad), None),
    )
