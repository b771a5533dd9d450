"""Sealed columns: text that only the person's own key opens, and only while a look is logged.

A sealed value is bound to its table, column, row and person, so a swapped or copied value does
not open. `unseal` works only inside `trust.audit.reading`, for the person that was named there.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models

from samspil.trust import keys
from samspil.trust.keys import DRAFT_LIFE_S, DraftKey, KeyGone, Tampered

__all__ = [
    "DRAFT_LIFE_S",
    "DraftKey",
    "KeyGone",
    "NotLogged",
    "SealedField",
    "Tampered",
    "anchor",
    "draft_keys",
    "erase",
    "erase_draft_keys",
    "erase_old_draft_keys",
    "holders",
    "keyed_hash",
    "open_secret",
    "opened_for",
    "seal",
    "seal_secret",
    "set_anchor",
    "unseal",
]

_readable: ContextVar[frozenset[uuid.UUID]] = ContextVar("samspil_readable", default=frozenset())

anchor, set_anchor = keys.anchor, keys.set_anchor
erase, holders, keyed_hash = keys.erase, keys.holders, keys.keyed_hash
seal_secret, open_secret = keys.seal_secret, keys.open_secret
draft_keys, erase_draft_keys, erase_old_draft_keys = (
    keys.draft_keys,
    keys.erase_draft_keys,
    keys.erase_old_draft_keys,
)


class NotLogged(Exception):
    """Sealed text was asked for outside `trust.audit.reading`."""


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """A column holding sealed text. `compartment` decides which of the person's keys seals it.

    Identity and content are separate compartments, because they are erased at different times.
    """

    def __init__(self, *args: Any, compartment: str = "content", **kwargs: Any) -> None:
        self.compartment = compartment
        kwargs.setdefault("default", b"")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["compartment"] = self.compartment
        return name, path, args, kwargs


def seal(row: models.Model, **texts: str) -> None:
    """Put sealed text into columns of `row`, which must already have its id and person.

    An empty text is stored as nothing at all.
    """
    for name, text in texts.items():
        setattr(row, name, _sealed(row, name, text) if text else b"")


def unseal(row: models.Model, name: str) -> str:
    """The text in a sealed column, or "" when there is none.

    Raises NotLogged outside `reading` for this person, KeyGone after erasure, Tampered when the
    value does not belong in this row.
    """
    stored = bytes(getattr(row, name) or b"")
    person_id = _person(row)
    if person_id not in _readable.get():
        raise NotLogged(f"{row._meta.label}.{name} was read without a logged purpose.")
    if not stored:
        return ""
    return keys.open_(
        stored, person_id=person_id, compartment=_compartment(row, name), place=_place(row, name)
    ).decode()


@contextmanager
def opened_for(person_ids: frozenset[uuid.UUID]) -> Iterator[None]:
    """Allow `unseal` for these persons. Only `trust.audit` calls this, after logging the look."""
    token = _readable.set(_readable.get() | person_ids)
    try:
        yield
    finally:
        _readable.reset(token)


def _sealed(row: models.Model, name: str, text: str) -> bytes:
    return keys.seal(
        text.encode(), person_id=_person(row), compartment=_compartment(row, name), place=_place(row, name)
    )


def _person(row: models.Model) -> uuid.UUID:
    subject = row.Privacy.subject  # type: ignore[attr-defined]
    person_id: uuid.UUID = getattr(row, subject)
    return person_id


def _compartment(row: models.Model, name: str) -> str:
    field = row._meta.get_field(name)
    assert isinstance(field, SealedField), f"{name} is not a sealed column"
    return field.compartment


def _place(row: models.Model, name: str) -> str:
    return f"{row._meta.db_table}|{name}|{row.pk.hex}"
