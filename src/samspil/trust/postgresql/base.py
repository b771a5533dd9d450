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
    _put_off = b""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._what_was_put_off_first)

    def release_checked(self) -> None:
        """Check every deferred constraint where the innermost block of `atomic` ends, in the same message."""
        self._checked = True

    def tell(self, sql: bytes) -> list[str]:
        """The first row of a short statement, as texts; nothing where it has none.

        A transaction that has not begun yet begins in the same message. Raises what a cursor would. It stands
        in no query log: its values are of no use there.
        """
        self.ensure_connection()
        self.validate_no_broken_transaction()
        with self.wrap_database_errors:
            line = self.connection.pgconn
            is_new = line.transaction_status == pq.TransactionStatus.IDLE and not self.connection.autocommit
            first, self._put_off = b"BEGIN; " if is_new else self._put_off, b""
            result = line.exec_(first + sql)
            if result.status not in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
                raise _error_of(result)
            columns = range(result.nfields if result.ntuples else 0)
            return [(result.get_value(0, one) or b"").decode() for one in columns]

    def put_off(self, sql: bytes) -> None:
        """Ask something in this transaction before anything else is asked, in the same message as that."""
        self._put_off += sql + b"; "

    def _what_was_put_off_first(
        self, execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if self._put_off:
            self.tell(b"SELECT 1")
        return execute(sql, params, many, context)

    def _commit(self) -> Any:
        self._put_off = b""
        return super()._commit()  # type: ignore[misc]

    def _rollback(self) -> Any:
        self._put_off = b""
        return super()._rollback()  # type: ignore[misc]

    def _close(self) -> Any:
        self._put_off = b""
        return super()._close()  # type: ignore[misc]

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
