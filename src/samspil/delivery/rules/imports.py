"""What a row of a municipality's own spreadsheet must say before it becomes a running course."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.courses import Course
from samspil.delivery.rules import consents as needs
from samspil.delivery.rules import courses as rules
from samspil.delivery.rules.plans import OwnGoal, PlanWords, must_be_whole
from samspil.delivery.terms.courses import Custody
from samspil.kernel.errors import Refusal
from samspil.people.terms import Method, least_age


@dataclass(frozen=True, slots=True)
class GivenYes:
    """A yes to one more purpose, with its own day and way."""

    purpose: str
    given_on: date
    method: Method


@dataclass(frozen=True, slots=True)
class RunningCourse:
    """One course that runs already, as row `number` of the file says. Texts may be empty."""

    number: int
    reference: str
    intervention: str
    source: str
    offered_month: date
    name: str
    born: str
    language: str
    channel: str
    contact: str
    need: str
    decided_by: str
    basis: str
    decision: str
    childs_view: str
    childs_view_on: date | None
    custody: str
    custody_2: str
    accepted_on: date
    method: Method
    yeses: tuple[GivenYes, ...]
    mentor: str
    started_on: date
    purpose: str
    tasks: str
    expected_months: int
    agreed_minutes: int
    goals: tuple[str, ...]


def reasons_against(row: RunningCourse, *, on: date, own_yes_from: int) -> Iterator[Refusal]:
    """Every reason why a row cannot become a course, by the rules that the pages ask.

    Who holds it and whether it is there already are asked elsewhere: they need the other rows.
    """
    needed = needs.needs_custody(
        row.basis, row.intervention, least_age(row.born, row.accepted_on), own_yes_from
    )
    answers = [
        needs.must_ask_custody(needed, row.custody, row.custody_2),
        must_be_answered(row.custody, "custody"),
        must_be_answered(row.custody_2, "custody_2"),
        must_be_offered_first(row.offered_month, row.accepted_on),
        rules.may_start(row.started_on, row.accepted_on, on),
        must_have_been(row.accepted_on, on, "accepted_on"),
        must_be_born(row.born, on),
        must_say_how(row.channel, row.contact),
        needs.must_have_a_day(row.childs_view, row.childs_view_on, on),
        must_be_whole(plan_of(row)),
        _basis(row),
        *(must_have_been(one.given_on, on, f"yes_{one.purpose}") for one in row.yeses),
    ]
    return (one for one in answers if one is not None)


def plan_of(row: RunningCourse) -> PlanWords:
    """The plan that a row says: its words, and up to three goals without a number on them."""
    return PlanWords(
        purpose=row.purpose,
        tasks=row.tasks,
        expected_months=row.expected_months,
        agreed_minutes=row.agreed_minutes,
        goals=tuple(OwnGoal(words) for words in row.goals),
    )


def _basis(row: RunningCourse) -> Refusal | None:
    """What the basis asks for, asked of a course that is only thought of."""
    course = Course(
        legal_basis=row.basis,
        decision=b"given" if row.decision else b"",
        childs_view_on=row.childs_view_on,
    )
    refusal = needs.must_have_what_the_basis_asks(course)
    return refusal and Refusal(refusal.sentence, "basis")


def must_be_answered(custody: str, field: str) -> Refusal | None:
    """A course that runs already waits for nobody's yes."""
    if custody != Custody.AWAITED:
        return None
    return Refusal(
        _("A course that runs already cannot wait for a yes. Record it on the pages instead."), field
    )


def must_be_offered_first(offered_month: date, accepted_on: date) -> Refusal | None:
    """The offer lies in the month of the yes or earlier."""
    if offered_month <= accepted_on:
        return None
    return Refusal(_("The offer cannot come after the yes."), "offered_month")


def must_have_been(day: date, on: date, field: str) -> Refusal | None:
    """What is brought along has happened."""
    return None if day <= on else Refusal(_("Choose today or an earlier day."), field)


def must_be_born(born: str, on: date) -> Refusal | None:
    """A year of birth has come."""
    return Refusal(_("That year has not come yet."), "born") if born[:4] > str(on.year) else None


def must_say_how(channel: str, contact: str) -> Refusal | None:
    """A way to reach somebody has its number or address; meeting has none."""
    if contact or channel == "in_person":
        return None
    return Refusal(_("Write how to reach the person that way, or choose to meet."), "contact")


def must_be_new(known: bool, field: str = "reference") -> Refusal | None:
    """A row is taken in once."""
    return (
        Refusal(_("This reference is here already. The row was taken in before."), field) if known else None
    )


def must_stand_once(again: bool) -> Refusal | None:
    """Two rows of a file do not share a reference."""
    if not again:
        return None
    return Refusal(_("Another row has the same reference. Give each course its own."), "reference")


def must_hold_it(found: bool) -> Refusal | None:
    """Somebody here has the role the course needs, by the address in the row."""
    if found:
        return None
    return Refusal(
        _("Nobody here has this address and the role that the course needs. Bring the staff first."),
        "mentor",
    )


def may_take_in(has_place: bool) -> Refusal | None:
    """The courses of a file fit into the places there are, together with those that are here."""
    return None if has_place else Refusal(_("There are more courses than places for this person."), "mentor")
