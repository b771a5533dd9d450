"""Sessions in the database that a reader of the database cannot use.

The key is stored as a hash and the content sealed; only the cookie holds the key. A session ends
after 15 idle minutes and at the latest 8 hours after signing in, both by the database's clock.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Least, Now

from samspil.interfaces.web.shared.standing import ENDED_KEY
from samspil.trust import fields, scope

BEGAN_KEY = "samspil_began"
BACKEND_BEFORE = "allauth.account.auth_backends.AuthenticationBackend"
"""What sessions of 0.1 say of how their account was signed in."""

STILL_FRESH = timedelta(seconds=60)
"""A session is written at most once in this time only to keep it awake."""


class SessionStore(DatabaseStore):
    """One session. `keep_awake` is called once per request that a person made."""

    is_stale = False
    clock: scope.Clock | None = None
    """What the database's clocks said where this session was read."""

    def begin(self) -> None:
        """A new key and a new eight hours, at signing in."""
        self.cycle_key()
        self[BEGAN_KEY] = self._moment_written()

    def keep_awake(self) -> None:
        """Let the idle time start over, if the last time was more than a minute ago."""
        if self.is_stale and self.session_key is not None:
            self.model.objects.filter(session_key=_hashed(self.session_key)).update(expire_date=self._end())
            self.is_stale = False

    def create(self) -> None:
        super().create()
        if BEGAN_KEY not in self:
            self[BEGAN_KEY] = self._moment_written()

    def exists(self, session_key: str) -> bool:
        return bool(super().exists(_hashed(session_key)))

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=_hashed(key)).delete()

    def end_all_of(self, account_id: Any) -> int:
        """End every living session of an account but this one; how many.

        Whose a session is can be read only by opening it. An ended one holds nothing but that it was
        ended, until its time is over: the next request with its cookie is told to forget everything.
        """
        ended = 0
        for row in self.model.objects.filter(expire_date__gt=Now()).exclude(
            session_key=_hashed(self.session_key or "")
        ):
            place = f"session|{row.session_key}"
            try:
                content = json.loads(fields.open_secret(place, row.session_data))
            except fields.Tampered:
                continue
            if content.get(SESSION_KEY) == str(account_id):
                row.session_data = fields.seal_secret(place, json.dumps({ENDED_KEY: True}))
                row.save(update_fields=["session_data"])
                ended += 1
        return ended

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        key = self._get_or_create_session_key()  # type: ignore[attr-defined]
        row = self.model(session_key=_hashed(key), expire_date=self._end())
        row.session_data = self.encode(data)
        return row

    def encode(self, session_dict: dict[str, Any]) -> str:
        return fields.seal_secret(self._place(), json.dumps(session_dict))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        try:
            content: dict[str, Any] = json.loads(fields.open_secret(self._place(), str(session_data)))
        except fields.Tampered:
            return {}
        if content.get(BACKEND_SESSION_KEY) == BACKEND_BEFORE:
            # else an update would end every session, and with it the drafts that wait on a phone
            content[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        return content

    def _get_session_from_db(self) -> Any:
        awake = settings.SAMSPIL_IDLE_S - int(STILL_FRESH.total_seconds())
        asked = _ALIVE.format(key=_hashed(self.session_key or ""), awake=awake, clock=scope.CLOCK)
        started, now, stale, sealed = connection.tell(asked.encode())  # type: ignore[attr-defined]
        self.clock = started, now
        if not stale:
            self._session_key = None
            return None
        self.is_stale = stale == "t"
        return Session(session_data=sealed)

    def _end(self) -> Any:
        """When the session ends unless it is kept awake: idle, or eight hours after it began."""
        idle = Now() + timedelta(seconds=settings.SAMSPIL_IDLE_S)
        began = getattr(self, "_session_cache", {}).get(BEGAN_KEY)
        if began is None:
            return idle
        last = datetime.fromtimestamp(began, UTC) + timedelta(seconds=settings.SAMSPIL_ABSOLUTE_S)
        return Least(idle, Value(last))

    def _moment_written(self) -> float:
        """Now by the database's clock, told by the row of this session."""
        rows = self.model.objects.filter(session_key=_hashed(self.session_key or ""))
        moment: datetime = rows.annotate(now=Now()).values_list("now", flat=True).get()
        return moment.timestamp()

    def _place(self) -> str:
        return f"session|{_hashed(self.session_key or '')}"

    @classmethod
    def clear_expired(cls) -> None:
        cls.get_model_class().objects.filter(expire_date__lt=Now()).delete()


_ALIVE = """
SELECT {clock}, s.stale, s.session_data FROM (SELECT 1) one LEFT JOIN (
  SELECT session_data, expire_date < statement_timestamp() + interval '{awake} s' AS stale
  FROM django_session WHERE session_key = '{key}' AND expire_date > statement_timestamp()) s ON true
"""
"""The session with this key if its time is not over, and whether it is to be kept awake. Written out, because
it opens the transaction of a request in one message with BEGIN; a key is a hash and an interval a number.
"""


def _hashed(key: str) -> str:
    """What the database holds instead of the key: as long as its column, 160 bits."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]
