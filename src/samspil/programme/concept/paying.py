"""What a concept file says about paying for visits: a fee by the hour, and kilometres by the year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samspil.programme.concept.nodes import Tree, part, rows
from samspil.programme.concept.values import Amounts, Part, Positive, TrackRole

if TYPE_CHECKING:
    from samspil.programme.concept.model import Concept

Say = Callable[[str, str, str], None]
MOST_OERE_PER_KM = 1_000
"""A kilometre that costs more than ten kroner is a slip of the key."""

MOST_REMINDERS, MOST_DAYS_BEFORE = 3, 60

STATE_LOW_RATE = Amounts(((2013, 213), (2014, 210), (2015, 205), (2025, 223), (2026, 228)))
"""The State's low mileage rate in øre for each calendar year that we know, whatever the programme. A year is
added when the State has said it, and one that stands here is never changed.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRates(Part):
    """What a role is paid: kroner an hour where the programme has one fee for all, øre a kilometre by year.

    Without a fee each claim says its own, up to the grant's most. Without kilometres the State's low rate
    holds.
    """

    role: TrackRole
    fee_dkk_per_hour: Positive | None = None
    oere_per_km: Amounts | None = None


@dataclass(frozen=True, slots=True)
class Rates:
    """What holds for a role in a year, in øre: the most an hour, the fee an hour if any, a kilometre.

    `ceiling_words` is the rule of the most as the document has it.
    """

    ceiling: int
    ceiling_words: str
    per_hour: int | None
    per_km: int | None


def rates(concept: Concept, role: str, year: int) -> Rates:
    """What a role is paid in a calendar year. A year whose kilometres nobody has said has none."""
    rules = concept.cost_rules
    own = next((one for one in rules.rates if one.role == role), None)
    fee = own.fee_dkk_per_hour if own else None
    table = own.oere_per_km if own and own.oere_per_km else STATE_LOW_RATE
    return Rates(
        rules.fee_max_dkk_per_hour * 100,
        rules.fee_words.strip(),
        None if fee is None else fee * 100,
        dict(table.by_year).get(year),
    )


def check_rates(tree: Tree, say: Say) -> None:
    """Note a fee above the grant's most, kilometres that cannot be meant, and reminders out of order."""
    rules = part(tree, "cost_rules")
    most = rules.get("fee_max_dkk_per_hour")
    for place, each in enumerate(rows(rules, "rates")):
        path, fee = f"cost_rules.rates[{place}]", each.get("fee_dkk_per_hour")
        if isinstance(fee, int) and isinstance(most, int) and fee > most:
            rule = str(rules.get("fee_words", "")).strip()
            message = (
                f"A fee of {fee} kr. an hour is more than the {most} kr. that `fee_max_dkk_per_hour` allows."
            )
            hint = f"Write at most {most}." + (f" The rule: {rule}" if rule else "")
            say(f"{path}.fee_dkk_per_hour", message, hint)
        table = each.get("oere_per_km")
        for year, oere in (table if isinstance(table, dict) else {}).items():
            if isinstance(oere, int) and oere > MOST_OERE_PER_KM:
                message = f"{oere} øre for a kilometre are too many."
                say(f"{path}.oere_per_km.{year}", message, f"Write øre, at most {MOST_OERE_PER_KM}.")
    _check_reminders(tree, say)


def _check_reminders(tree: Tree, say: Say) -> None:
    found = tree.get("visit_reminders")
    days = [one for one in found if isinstance(one, int)] if isinstance(found, list) else []
    if len(days) > MOST_REMINDERS or any(one > MOST_DAYS_BEFORE for one in days):
        message = "These are too many reminders, or days too long before a visit."
        hint = f"Write at most {MOST_REMINDERS} numbers up to {MOST_DAYS_BEFORE}."
        say("visit_reminders", message, hint)
    if days != sorted(days, reverse=True):
        say(
            "visit_reminders",
            "The days before a visit are not in falling order.",
            "Write the most days first.",
        )


def of_time(minutes: int, per_hour: int) -> int:
    """What minutes come to at so many øre an hour: whole øre, and never above the exact amount."""
    return minutes * per_hour // 60
