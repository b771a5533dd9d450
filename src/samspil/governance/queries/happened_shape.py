"""The one shape in which things with a day are read, whatever table they stand in."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, DateField, F, UUIDField, Value
from django.db.models.functions import Cast


def shaped(rows: Any, what: str, *, key: Any, from_on: Any, until: Any = None, thing: Any = "id") -> Any:
    """The rows with what they are, a key, the first and the last day, and the row behind."""

    def as_(value: Any, field: Any) -> Any:
        return Cast(F(value) if isinstance(value, str) else value, field)

    return rows.order_by().values(
        w_what=Cast(Value(what), CharField()),
        w_key=as_(key, CharField()),
        w_from=as_(from_on, DateField()),
        w_until=as_(until if until is not None else Value(None), DateField()),
        w_thing=as_(thing, UUIDField()),
    )
