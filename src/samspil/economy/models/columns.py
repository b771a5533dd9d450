"""What the tables of this room share: a column of money, whoever did it, and how long accounts are kept."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

from samspil.kernel.money import Money
from samspil.people.models.people import Account
from samspil.trust.privacy import Keep

ACCOUNTS = Keep("end of the programme", 60, "bogføringsloven § 12: accounts are kept five years")


if TYPE_CHECKING:
    _Decimal = models.DecimalField[Any, Any]
else:
    _Decimal = models.DecimalField


class MoneyField(_Decimal):
    """Kroner and øre, `numeric(14,2)`; in Python always `Money`, never a number of another kind."""

    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "max_digits": 14, "decimal_places": 2})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs

    def from_db_value(self, value: Decimal | None, _expression: Any, _connection: Any) -> Money | None:
        return None if value is None else Money(value)

    def to_python(self, value: Any) -> Any:
        return value.amount if isinstance(value, Money) else super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value.amount if isinstance(value, Money) else value)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(value.amount if isinstance(value, Money) else value, connection)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        plain = value.amount if isinstance(value, Money) else value
        return super().get_db_prep_value(plain, connection, prepared)


def whoever(**options: Any) -> models.ForeignKey:  # type: ignore[type-arg]
    """An account that did something here. Four eyes are two accounts, whatever roles they have."""
    return models.ForeignKey(
        Account, on_delete=models.PROTECT, db_constraint=False, related_name="+", **options
    )
