"""Django's connection to PostgreSQL, sparing two questions whose answers are known without asking.

What opens a transaction for somebody is short and asked by every request, so it goes to libpq directly: a
cursor costs more than such a question does.
"""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg import OperationalError, errors, pq

CHECKED = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; "


class DatabaseWrapper(base.DatabaseWrapper):
    """`release_checked` lets the savepoint that is open end only with every deferred constraint kept."""

    _checked = False

    def release_checked(self) -> None:
        """Check every deferred constraint where the innermost block of `atomic` ends, in the same message."""
        self._checked = True

    def tell(self, sql: bytes, values: list[bytes] | None = None) -> list[str]:
        """The first row of a short statement, as texts; nothing where it has no rows.

        A transaction that has not begun yet begins in the same message, where no values are given. Raises
        what a cursor would. It stands in no query log: its values are of no use there.
        """
        self.ensure_connection()
        self.validate_no_broken_transaction()
        with self.wrap_database_errors:
            line = self.connection.pgconn
            is_new = line.transaction_status == pq.TransactionStatus.IDLE and not self.connection.autocommit
            sql = b"BEGIN; " + sql if is_new and values is None else sql
            result = line.exec_(sql) if values is None else line.exec_params(sql, values)
            if result.status not in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
                raise _error_of(result)
            return [(result.get_value(0, one) or b"").decode() for one in range(result.nfields)]

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

    def _savepoint(self, sid: str) -> None:
        self.tell(self.ops.savepoint_create_sql(sid).encode())

    def _savepoint_commit(self, sid: str) -> Any:
        first, self._checked = CHECKED if self._checked else "", False
        return self.tell((first + self.ops.savepoint_commit_sql(sid)).encode())


def _error_of(result: Any) -> Exception:
    """What psycopg would raise for a message that failed."""
    code = result.error_field(pq.DiagnosticField.SQLSTATE)
    kind = errors.lookup(code.decode()) if code else OperationalError
    return kind(result.error_message.decode(errors="replace").strip(), info=result)
