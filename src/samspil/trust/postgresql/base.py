"""Django's connection to PostgreSQL, sparing two questions whose answers are known without asking."""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql import base

CHECKED = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; "


class DatabaseWrapper(base.DatabaseWrapper):
    """`release_checked` lets the savepoint that is open end only with every deferred constraint kept."""

    _checked = False

    def release_checked(self) -> None:
        """Check every deferred constraint where the innermost block of `atomic` ends, in the same message."""
        self._checked = True

    def is_usable(self) -> bool:
        """Whether the server still holds this connection.

        One on this machine that ended it left something to read: nothing to read is answer enough.
        """
        if self.settings_dict["HOST"].startswith("/") and self._is_quiet():
            return True
        return bool(super().is_usable())

    def _is_quiet(self) -> bool:
        if self.connection.closed:
            return False
        asked = select.poll()
        asked.register(self.connection.fileno(), select.POLLIN)
        return not asked.poll(0)

    def _savepoint_commit(self, sid: str) -> Any:
        first, self._checked = CHECKED if self._checked else "", False
        with self.cursor() as cursor:
            cursor.execute(first + self.ops.savepoint_commit_sql(sid))
