"""Reads and changes that many requests make: built by the ORM once, and only filled in afterwards.

Most of what a small statement costs is Django's building of it over and over. Here it is built with marks
where its values go, and kept. The organisation is filled in from the open scope, so it can be forgotten
here as little as with a manager. `tests/trust/test_prepared.py` compares every one with what the ORM
builds from the values themselves.
"""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import Lookup, QuerySet
from django.db.models.sql import UpdateQuery

from samspil.trust import scope

MOST_SHAPES = 50
"""So many shapes of one read are kept, the newest: a page's number is one, and anybody can ask for any."""

TENANT = uuid.UUID(int=(0xA << 124) + 1)
_MARKS: dict[type, Callable[[int], Any]] = {
    uuid.UUID: lambda number: uuid.UUID(int=(0xB << 124) + number),
    date: lambda number: date(1, 1, 1 + number),
    datetime: lambda number: datetime(1, 1, 1 + number, tzinfo=UTC),
    timedelta: lambda number: timedelta(days=10_000 + number),
    str: lambda number: f"\x01{number}\x01",
    list: lambda number: [uuid.UUID(int=(0xC << 124) + number)],
}


@models.UUIDField.register_lookup
class OneOf(Lookup):
    """`id__one_of=[…]`: one value however many keys, so that the statement stays the same."""

    lookup_name = "one_of"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, Any]:
        """The list as it is: psycopg sends it as an array."""
        return "%s", (value,)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """`column = ANY(array)`."""
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", (*left_values, *right_values)


@dataclass(frozen=True, slots=True)
class _Built:
    """A statement, where each value goes, and the queryset that makes rows of the answer."""

    rows: QuerySet[Any]
    compiler: Any
    sql: str
    values: tuple[Any, ...]
    slots: tuple[str | None, ...]


class _Filled:
    """A compiler that has its statement already; mixed into Django's own."""

    told: tuple[str, tuple[Any, ...]]

    def as_sql(self, *_args: Any, **_kwargs: Any) -> tuple[str, tuple[Any, ...]]:
        return self.told


class Prepared:
    """One read. `build` makes the queryset from the named values; `shape` names those it branches on.

    The others are declared by their type: a UUID, a date, a span of time, a text or a list of UUIDs. Each is
    used at least once: raises LookupError at the first reading where one is not.
    """

    every: ClassVar[list[Prepared]] = []

    def __init__(
        self, build: Callable[..., QuerySet[Any]], *, shape: tuple[str, ...] = (), **values: type
    ) -> None:
        self.build, self.shape = build, shape
        self.marks = {name: _MARKS[kind](number) for number, (name, kind) in enumerate(values.items())}
        self._built: dict[tuple[Any, ...], _Built] = {}
        self.every.append(self)

    def __call__(self, **given: Any) -> list[Any]:
        """The rows. Raises OutsideScope where no scope is open and the read is an organisation's."""
        built = self._for(tuple(given[name] for name in self.shape))
        compiler = copy.copy(built.compiler)
        compiler.connection = connections[built.rows.db]
        compiler.told = built.sql, _filled(built, given)
        query = copy.copy(built.rows.query)
        query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
        rows = type(built.rows)(model=built.rows.model, query=query, using=built.rows.db)
        rows._iterable_class = built.rows._iterable_class
        rows._fields = built.rows._fields  # type: ignore[attr-defined]
        return list(rows)

    def first(self, **given: Any) -> Any:
        """The first row, or None where there is none."""
        return next(iter(self(**given)), None)

    def _for(self, shape: tuple[Any, ...]) -> _Built:
        built = self._built.get(shape)
        if built is None:
            built = self._make(shape)
            if len(self._built) >= MOST_SHAPES:
                self._built.pop(next(iter(self._built)), None)
            self._built[shape] = built
        return built

    def _rows(self, shape: tuple[Any, ...]) -> QuerySet[Any]:
        return self.build(**dict(zip(self.shape, shape, strict=True)), **self.marks)

    def _compiler(self, rows: QuerySet[Any]) -> Any:
        return rows.query.get_compiler(using=rows.db)

    def _make(self, shape: tuple[Any, ...]) -> _Built:
        with scope.as_if(TENANT), connections["default"].execute_wrapper(_nothing_is_read):
            rows = self._rows(shape)
        compiler = self._compiler(rows)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            raise LookupError("A prepared statement that can never find a row is a mistake.") from None
        compiler.connection = None  # each call sets its thread's own
        names = {_key(mark): name for name, mark in {**self.marks, "tenant": TENANT}.items()}
        slots = tuple(names.get(_key(value)) for value in values)
        missing = set(self.marks) - set(slots)
        if missing:
            raise LookupError(f"A prepared statement does not use {', '.join(sorted(missing))}.")
        compiler.__class__ = type("Filled", (_Filled, type(compiler)), {})
        return _Built(rows, compiler, sql, tuple(values), slots)


class PreparedChange(Prepared):
    """One change of rows in an open action. `into` says what is written, by column: a value or an expression.

    A text in `into` that is the name of a declared value is filled in with it.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]], into: dict[str, Any], **values: type) -> None:
        super().__init__(build, shape=(), **values)
        self.into = into

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What is written, by column."""
        return {
            column: given.get(one, one) if isinstance(one, str) else one for column, one in self.into.items()
        }

    def change(self, **given: Any) -> int:
        """How many rows were changed. Raises WrittenOutside where no action is open."""
        built = self.ready()
        with connections[built.rows.db].cursor() as cursor:
            cursor.execute(built.sql, _filled(built, given))
            return int(cursor.rowcount)

    def ready(self) -> _Built:
        """The statement, in an open action. Raises WrittenOutside where none is open."""
        built = self._for(())
        built.rows.must_be_writing()  # type: ignore[attr-defined]
        return built

    def _rows(self, shape: tuple[Any, ...]) -> QuerySet[Any]:
        written = {one for one in self.into.values() if isinstance(one, str)}
        return self.build(**{name: mark for name, mark in self.marks.items() if name not in written})

    def _compiler(self, rows: QuerySet[Any]) -> Any:
        query = rows.query.chain(UpdateQuery)
        query.add_update_values(self.values(self.marks))  # type: ignore[attr-defined]
        return query.get_compiler(using=rows.db)


class PreparedChanges:
    """Several changes of an open action in one statement: all of them, each counting its own rows.

    None sees what another writes, so each is of a table of its own; and what should happen only where another
    found its row is told by the counts afterwards, for the action to refuse and so undo. Rows are taken in
    the order in which the changes stand.
    """

    def __init__(self, *changes: PreparedChange) -> None:
        self.changes = changes

    def change(self, *also: tuple[str, tuple[Any, ...]], **given: Any) -> tuple[int, ...]:
        """How many rows each changed; `also` holds statements with their values that stand beside them.

        Raises WrittenOutside where no action is open.
        """
        built = [one.ready() for one in self.changes]
        if len({one.rows.model for one in built}) != len(built):
            raise LookupError("Two changes in one statement are of the same table.")
        parts = [(f"{one.sql} RETURNING 1", _filled(one, given)) for one in built]
        named = ", ".join(f"p{place} AS ({sql})" for place, (sql, _values) in enumerate((*parts, *also)))
        counts = ", ".join(f"(SELECT count(*) FROM p{place})" for place in range(len(built)))  # noqa: S608
        values = [value for _sql, values in (*parts, *also) for value in values]
        with connections[built[0].rows.db].cursor() as cursor:
            cursor.execute(f"WITH {named} SELECT {counts}", values)
            return tuple(cursor.fetchone())


def _nothing_is_read(*_statement: Any) -> Any:
    """What was read while a statement is built would stand in it for everybody, as long as it is kept."""
    raise LookupError("A prepared statement reads nothing while it is built.")


def _filled(built: _Built, given: dict[str, Any]) -> tuple[Any, ...]:
    """The values of one call, in the statement's order; the organisation is the open scope's."""
    if "tenant" in built.slots:
        given = {**given, "tenant": scope.current().actor.tenant_id}
    pairs = zip(built.slots, built.values, strict=True)
    return tuple(value if name is None else given[name] for name, value in pairs)


def _key(value: Any) -> tuple[type, Any]:
    return type(value), tuple(value) if isinstance(value, list) else value
