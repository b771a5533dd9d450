"""Who writes and decides about a budget, what a version must be, and when a change is material."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.screening import marks
from samspil.delivery.terms.forms import WordsMark
from samspil.economy.terms.budget import MOST_KRONER, MOST_LINES, MOST_TITLE, BudgetKind, Material
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.kernel.money import Money
from samspil.people.terms import Role

Cell = tuple[uuid.UUID, int]
Amounts = Mapping[Cell, Money]
SEES = (Role.COORDINATOR, Role.MUNICIPAL_LEAD, Role.AUDITOR)
WRITES = (Role.COORDINATOR, Role.MUNICIPAL_LEAD)
MOST = Money.of_kroner(MOST_KRONER)
TOO_MUCH = _("That is too much.")
OPEN_ALREADY = _("The grant is open already.")
ABOUT_SOMEBODY = re.compile(r"@|[0-9](?:[ .\-]?[0-9]){4,}")


# --- who


def may_see(actor: Actor) -> Refusal | None:
    """The municipality's coordinator and lead see the grant, and the auditor reads it."""
    return None if actor.role in SEES else Refusal(_("Your role does not give access here."))


def may_write(actor: Actor) -> Refusal | None:
    """The coordinator and the lead write drafts of the budget."""
    return None if actor.role in WRITES else Refusal(_("Your role does not give access here."))


def may_send(actor: Actor) -> Refusal | None:
    """Only the lead opens the grant, sends a version, and writes what was received."""
    return (
        None if actor.role == Role.MUNICIPAL_LEAD else Refusal(_("Only the municipality's lead can do this."))
    )


def may_decide(actor: Actor) -> Refusal | None:
    """Only the programme office decides about what it is asked."""
    if actor.role == Role.PROGRAMME_OFFICE:
        return None
    return Refusal(_("Only the programme office can do this."))


# --- a version


def must_be_a_kind(kind: str, is_first: bool) -> Refusal | None:
    """The first version is the first budget, and no later one is."""
    if (kind == BudgetKind.INITIAL) == is_first:
        return None
    return Refusal(_("Choose what kind of change it is."), "kind")


def must_have_no_other(is_waiting: bool) -> Refusal | None:
    """One version at a time waits for the programme office."""
    if not is_waiting:
        return None
    return Refusal(
        _("A change waits for the programme office. Wait for its answer before you write a new one.")
    )


def must_be_a_draft(is_draft: bool) -> Refusal | None:
    """What was sent is never edited."""
    return None if is_draft else Refusal(_("This version was sent and stays as it is."))


def must_build_on(number: int, current: int) -> Refusal | None:
    """A version that was written before another one counted is written anew."""
    if number == current:
        return None
    return Refusal(_("Another version has come to count since this was written. Write the change anew."))


def must_be_amounts(amounts: Amounts, years: Collection[int], lines: Collection[uuid.UUID]) -> Refusal | None:
    """Each amount lies on a line of the grant in a year of its period, and none is negative."""
    if any(year not in years or line not in lines for line, year in amounts):
        return Refusal(_("Only lines and years of the grant can have an amount."))
    if any(amount < Money.zero() for amount in amounts.values()):
        return Refusal(_("An amount cannot be below zero."))
    if any(amount > MOST for amount in amounts.values()):
        return Refusal(TOO_MUCH)
    return None


def must_be_a_title(title: str, known: Collection[str]) -> Refusal | None:
    """A new line has a title of its own, about nobody."""
    told = " ".join(title.split())
    if not told or len(told) > MOST_TITLE:
        return Refusal(_("Write what the new line is for."), "new_title")
    if told.casefold() in {one.casefold() for one in known}:
        return Refusal(_("There is a line of that name already."), "new_title")
    if ABOUT_SOMEBODY.search(told) or {WordsMark.NAME, WordsMark.ADDRESS} & set(marks(told)):
        return Refusal(_("A line is named by what it pays for, never by a person or a number."), "new_title")
    if len(known) >= MOST_LINES:
        return Refusal(_("There are no more lines than twenty."), "new_title")
    return None


def must_say_why(kind: str, reason: str) -> Refusal | None:
    """Every change says why; the first budget need not."""
    if kind == BudgetKind.INITIAL or reason.strip():
        return None
    return Refusal(_("Write why the budget is changed."), "reason")


def must_say_something(new: Amounts, current: Amounts) -> Refusal | None:
    """A version has amounts, and other ones than those that count."""
    if not any(new.values()):
        return Refusal(_("Fill in the amounts before you send the budget."))
    if dict(new) == dict(current):
        return Refusal(_("Nothing is changed in the budget."))
    return None


def must_cover(used: Amounts, new: Amounts) -> Refusal | None:
    """No line may come to hold less in a year than is spent on it or waits there."""
    if all(amount <= new.get(cell, Money.zero()) for cell, amount in used.items()):
        return None
    return Refusal(_("A line would go below what is spent on it and what waits. Leave at least that amount."))


def material(
    kind: str, new: Amounts, settled: Amounts, known: Collection[uuid.UUID], percent: int
) -> tuple[Material, ...]:
    """Why a version needs the programme office's decision; nothing where the lead's own will do.

    It is measured against what the office settled last, not against the version before: many small transfers
    come to the same as one large one.
    """
    found = []
    if kind != BudgetKind.TRANSFER:
        found.append(Material.NOT_A_TRANSFER)
    if any(line not in known for line, _year in new):
        found.append(Material.NEW_LINE)
    if any(_is_above(new.get(cell), settled.get(cell), percent) for cell in {*new, *settled}):
        found.append(Material.ABOVE_THRESHOLD)
    if _by_year(new) != _by_year(settled):
        found.append(Material.OTHER_TOTAL)
    return tuple(found)


def _is_above(new: Money | None, settled: Money | None, percent: int) -> bool:
    is_now, was = new or Money.zero(), settled or Money.zero()
    moved = is_now - was if is_now > was else was - is_now
    return moved * 100 > was * percent


def _by_year(amounts: Amounts) -> dict[int, Money]:
    years = {year for _line, year in amounts}
    sums = {each: Money.sum(one for (_l, year), one in amounts.items() if year == each) for each in years}
    return {year: amount for year, amount in sums.items() if amount}


# --- the decision, and money in and back


def must_be_waiting(is_waiting: bool) -> Refusal | None:
    """A thing is decided once."""
    return None if is_waiting else Refusal(_("This has been answered already."))


def must_say_why_not(approved: bool, words: str) -> Refusal | None:
    """Who refuses says why."""
    return None if approved or words.strip() else Refusal(_("Write why it is refused."), "words")


def must_be_a_payment(amount: Money, paid_on: date, on: date) -> Refusal | None:
    """Money that came or went: an amount, on a day that has been."""
    if amount <= Money.zero():
        return Refusal(_("Write an amount above zero."), "amount")
    if amount > MOST:
        return Refusal(TOO_MUCH, "amount")
    return Refusal(_("The day has not come yet."), "paid_on") if paid_on > on else None


def must_be_numbers(cvr: str, ean: str, office_cvr: str) -> Refusal | None:
    """A CVR number has eight digits, an EAN thirteen; each may be left out."""
    for field, told, digits in (("cvr", cvr, 8), ("ean", ean, 13), ("office_cvr", office_cvr, 8)):
        if told and not re.fullmatch(rf"[0-9]{{{digits}}}", told):
            said = (
                _("A CVR number has eight digits.")
                if digits == 8
                else _("An EAN number has thirteen digits.")
            )
            return Refusal(said, field)
    return None
