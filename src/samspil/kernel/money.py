"""Money: whole øre in one currency, exact at every step. There is no float in it and none gets in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

CURRENCY = "DKK"
OERE = Decimal("0.01")
MOST = Decimal("999999999999.99")
"""The most a column of money holds: twelve digits of kroner."""

SWAPPED = str.maketrans(",.", ".,")
_PLAIN = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,2})?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3}){1,3}(?:,[0-9]{1,2})?")


class NotMoney(ValueError):
    """What was given is not an amount of whole øre."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in whole øre. Amounts of two currencies are never added or compared."""

    amount: Decimal
    currency: str = CURRENCY

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise NotMoney(f"{self.amount!r} is not a Decimal.")
        if not self.amount.is_finite() or abs(self.amount) > MOST:
            raise NotMoney(f"{self.amount} is no amount.")
        whole = self.amount.quantize(OERE)
        if whole != self.amount:
            raise NotMoney(f"{self.amount} is not in whole øre.")
        object.__setattr__(self, "amount", whole + 0)  # -0.00 is 0.00

    @classmethod
    def zero(cls) -> Money:
        """Nothing."""
        return cls(Decimal(0))

    @classmethod
    def of_kroner(cls, kroner: int) -> Money:
        """Whole kroner."""
        return cls(Decimal(kroner))

    @classmethod
    def of_oere(cls, oere: int) -> Money:
        """Whole øre."""
        return cls(Decimal(oere).scaleb(-2))

    @classmethod
    def parse(cls, text: str) -> Money:
        """An amount as a Dane types it: 1.089.000,00, 1089000, 500,5 or 500.50, with or without kr.

        A dot before three digits groups thousands, so 1.500 is one thousand five hundred. Raises NotMoney.
        """
        told = re.sub(r"[\s\u00a0]+|kr\.?|DKK", "", text.replace("\u2212", "-"), flags=re.IGNORECASE)
        if _GROUPED.fullmatch(told):
            return cls(Decimal(told.replace(".", "").replace(",", ".")))
        if _PLAIN.fullmatch(told):
            return cls(Decimal(told.replace(",", ".")))
        raise NotMoney(text)

    @classmethod
    def sum(cls, amounts: Iterable[Money]) -> Money:
        """All together; nothing where there are none."""
        total = cls.zero()
        for one in amounts:
            total = total + one
        return total

    @property
    def oere(self) -> int:
        """In whole øre."""
        return int(self.amount.scaleb(2))

    @property
    def iso(self) -> str:
        """As files have it: 1089000.00."""
        return f"{self.amount:.2f}"

    @property
    def plain(self) -> str:
        """As a Danish page has it, without the currency: 1.089.000,00."""
        return f"{self.amount:,.2f}".translate(SWAPPED)

    @property
    def kroner(self) -> str:
        """As a Danish page has it: 1.089.000,00 kr."""
        return f"{self.plain} kr."

    def __str__(self) -> str:
        return self.kroner

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, times: int) -> Money:
        if not isinstance(times, int) or isinstance(times, bool):
            raise NotMoney(f"An amount is taken a whole number of times, not {times!r}.")
        return Money(self.amount * times, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def for_minutes(self, minutes: int) -> Money:
        """What so many minutes cost at this much an hour, rounded down to whole øre: never above the rate."""
        exact = self.amount * minutes / 60
        return Money(exact.quantize(OERE, rounding=ROUND_FLOOR), self.currency)

    def is_above_rate(self, per_hour: Money, minutes: int) -> bool:
        """Whether this amount for so many minutes is more than so much an hour. Exact: nothing is divided."""
        return self.amount * 60 > self._same(per_hour) * minutes

    def _same(self, other: Money) -> Decimal:
        if not isinstance(other, Money) or other.currency != self.currency:
            raise NotMoney(f"{other!r} is not in {self.currency}.")
        return other.amount
