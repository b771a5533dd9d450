"""Who draws up, signs and reads a statement of accounts, and how its forecast is worked out."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspil.economy.rules.budget import SEES, WRITES
from samspil.economy.terms.statements import MOST_ACCOUNT, WHOLE, StatementState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.kernel.money import Money
from samspil.people.terms import Role

READS = (*SEES, Role.PROGRAMME_OFFICE)
ACCOUNT = re.compile(r"[0-9A-Za-z][0-9A-Za-z ./-]*")


def may_see(actor: Actor) -> Refusal | None:
    """The municipality's coordinator, lead and auditor; and the programme office what was signed."""
    return None if actor.role in READS else Refusal(_("Your role does not give access here."))


def may_draw(actor: Actor) -> Refusal | None:
    """The coordinator or the lead draws up a statement."""
    return None if actor.role in WRITES else Refusal(_("Your role does not give access here."))


def may_sign(actor: Actor, state: str, drawn_by: Any) -> Refusal | None:
    """The lead signs: never what the same person drew up."""
    if actor.role != Role.MUNICIPAL_LEAD:
        return Refusal(_("Only the municipality's lead can do this."))
    if state != StatementState.DRAFT:
        return Refusal(_("This statement is signed and stays as it is."))
    if actor.account_id in (None, drawn_by):
        return Refusal(_("Nobody signs a statement that they drew up. Another lead has to."))
    return None


def must_be_a_period(year: int, years: Collection[int], on: date) -> Refusal | None:
    """A year of the grant that has begun, or the whole grant."""
    if year != WHOLE and year not in years:
        return Refusal(_("Choose a year of the grant, or the whole grant."), "year")
    if year > on.year or (year == WHOLE and min(years) > on.year):
        return Refusal(_("That year has not begun yet."), "year")
    return None


def must_have_a_budget(has_one: bool) -> Refusal | None:
    """A statement follows the lines of the budget that counts."""
    return None if has_one else Refusal(_("No budget counts yet, so there is nothing to account for."))


def must_be_needed(latest: StatementState | None, is_same: bool) -> Refusal | None:
    """One draft at a time; and a new version only where one was sent back or the books say something else."""
    if latest is None or latest == StatementState.SENT_BACK:
        return None
    if latest == StatementState.DRAFT:
        return Refusal(_("There is a draft for this period already."), "year")
    if is_same:
        return Refusal(
            _("The books say the same as the statement that is signed. No new version is needed."), "year"
        )
    return None


def must_be_a_draft(state: str) -> Refusal | None:
    """What is signed is never thrown away."""
    if state == StatementState.DRAFT:
        return None
    return Refusal(_("This statement is signed and stays as it is."))


def must_have_the_list(has_list: bool) -> Refusal | None:
    """Nobody but the municipality and its auditor reads the list, since it is a row of its own."""
    if has_list:
        return None
    return Refusal(
        _(
            "The list of vouchers stays with the municipality and its auditor. Ask about one line in one"
            " year on the page of the statement."
        )
    )


def must_be_signed(is_signed: bool) -> Refusal | None:
    """A sample is drawn from what is frozen: of a draft there would be another one tomorrow."""
    return None if is_signed else Refusal(_("A sample is drawn from a statement that is signed."))


def must_be_accounts(accounts: Mapping[Any, str]) -> Refusal | None:
    """An account begins with a letter or a digit and has no other signs than dots, dashes and strokes."""
    for told in accounts.values():
        if told and (len(told) > MOST_ACCOUNT or not ACCOUNT.fullmatch(told)):
            return Refusal(
                _(
                    "An account has letters, digits, dots, dashes and strokes, begins with a letter or a"
                    " digit, and has at most forty of them."
                )
            )
    return None


def changed(seen: Mapping[Any, str], told: Mapping[Any, str]) -> list[Any]:
    """Where something else was written than was seen."""
    return [key for key, one in told.items() if one != seen.get(key, "")]


def overtaken(stands: Mapping[Any, str], seen: Mapping[Any, str], told: Mapping[Any, str]) -> list[Any]:
    """Where something was written, and a colleague wrote something else meanwhile."""
    return [key for key in changed(seen, told) if stands.get(key, "") not in (seen.get(key, ""), told[key])]


def must_stand_as_seen(
    stands: Mapping[Any, str], seen: Mapping[Any, str], told: Mapping[Any, str]
) -> Refusal | None:
    """Nobody writes over an account that they have not seen."""
    if not overtaken(stands, seen, told):
        return None
    return Refusal(
        _(
            "Somebody changed this meanwhile. You see above what stands now, and below what you wrote."
            " Save once more if yours is to stand."
        )
    )


def must_have_accounts(missing: Collection[str]) -> Refusal | None:
    """Every kind of cost that was paid has an account, or nothing is exported."""
    if not missing:
        return None
    sentence = _("No account is written for: %(what)s. Write it under Accounts, and take the file then.")
    return Refusal(sentence % {"what": "; ".join(missing)})


# --- the forecast


def months_of(year: int, from_on: date, to_on: date) -> int:
    """How many calendar months of a year lie in the grant's period, a begun one among them."""
    first = max(from_on, date(year, 1, 1))
    last = min(to_on, date(year, 12, 31))
    return max(0, (last.year - first.year) * 12 + last.month - first.month + 1)


def months_over(year: int, from_on: date, to_on: date, on: date) -> int:
    """How many of them are over on a day."""
    if on.year < year:
        return 0
    whole = months_of(year, from_on, to_on)
    if on.year > year:
        return whole
    first = max(from_on, date(year, 1, 1))
    return min(whole, max(0, on.month - first.month))


def forecast(known: Money, over: int, months: int) -> Money | None:
    """What a year comes to when the months to come are as those that are over: rounded down to whole øre.

    `known` is what is spent, waits, or is proposed by approved hours. None before the first month is over.
    """
    if over <= 0:
        return None
    if over >= months:
        return known
    return Money.of_oere(known.oere * months // over)
