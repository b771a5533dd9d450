"""What the tables of this room share: how long things are kept, keys within the organisation, codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from samspil.trust.privacy import Keep

NOTES = Keep("course end", 24, "security.md P14: mentor course notes")
AS_VOUCHER = Keep("end of the year", 60, "bogføringsloven § 12: accounts are kept five years")
ANSWERS = Keep("final evaluation", 6, "security.md P14: progression answers")


def one_of(name: str, column: str, terms: Iterable[Any]) -> models.CheckConstraint:
    """A column that holds one of the codes of `terms` and nothing else, kept so by the database."""
    return models.CheckConstraint(condition=Q(**{f"{column}__in": [one.value for one in terms]}), name=name)


def link(model: type[models.Model], **options: Any) -> models.ForeignKey:  # type: ignore[type-arg]
    """A key to a row of the same organisation; `Protect` makes it (tenant_id, x_id) in the database."""
    return models.ForeignKey(model, on_delete=models.PROTECT, db_constraint=False, **options)
