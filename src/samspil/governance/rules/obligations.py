"""Who sees which states, what is agreed with one municipality, and what others are told of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.governance.rules.standing import Agreed, Happened, share_of
from samspil.governance.terms.obligations import CONDITION, REGISTERS, ObligationState, Tool
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role
from samspil.programme.concept.model import Concept, Party
from samspil.programme.concept.promising import due_of, promise_rules
from samspil.programme.concept.rounds import months_after

OWN = (Role.COORDINATOR, Role.MUNICIPAL_LEAD)
OTHERS = (Role.PROGRAMME_OFFICE, Role.STEERING_MEMBER)
WITH_A_DAY = ("development", "staff", "delivery", "anchoring")
"""The obligations that are due on a day of the programme's."""


# --- who


def may_see_own(actor: Actor) -> Refusal | None:
    """A municipality's coordinators and leads see its own states, and the rows behind them."""
    return None if actor.role in OWN else Refusal(_("Your role does not give access here."))


def may_see_told(actor: Actor) -> Refusal | None:
    """The programme office and the steering group see states by half-year, and nothing behind them."""
    return None if actor.role in OTHERS else Refusal(_("Your role does not give access here."))


def may_keep(actor: Actor) -> Refusal | None:
    """Only the worker writes states down: nobody ticks a box that data can tick."""
    return None if actor.role == Role.OPERATOR else Refusal(_("Only the worker writes states down."))


def may_count(actor: Actor) -> Refusal | None:
    """Only the worker counts what was told, when it freezes a month."""
    return None if actor.role == Role.OPERATOR else Refusal(_("Only the worker freezes a month."))


# --- what is agreed


def agreed_with(concept: Concept, party: Party) -> Agreed:
    """What a programme agrees with one of its parties, with the party's own dates.

    Whoever joins after the programme began has some months from that day where that is later.
    """
    rules, begins = promise_rules(concept), party.joined_on or concept.period.from_
    due: dict[str, date | None] = {}
    for one in WITH_A_DAY:
        day = due_of(concept, one)
        if party.joined_on is not None and party.joined_on > concept.period.from_:
            own = months_after(party.joined_on, rules.join_months)
            day = own if day is None else max(day, own)
        due[one] = day
    return Agreed(
        rules=rules,
        begins=begins,
        ends=party.left_on or concept.period.to,
        is_bound=party.status != "wished",
        due=due,
        workshops=concept.training.workshops.count_min,
        tracks=tuple(one.role for one in concept.training.tracks if one.seats_max),
        interventions=tuple(one.slug for one in concept.interventions),
        needs_all=concept.condition.all_interventions,
    )


def followed(concept: Concept) -> tuple[str, ...]:
    """The obligations of a programme in its own order, and last the condition where it makes one."""
    ids = tuple(one.id for one in concept.obligations)
    return (*ids, CONDITION) if concept.condition.all_interventions else ids


def words_of(concept: Concept, obligation: str) -> str:
    """The file's own words, whatever the language: they are what was agreed."""
    if obligation == CONDITION:
        return concept.condition.words
    return next((one.text for one in concept.obligations if one.id == obligation), obligation)


# --- what others are told


def told(
    obligation: str, state: ObligationState, happened: Happened, on: date, least: int
) -> ObligationState:
    """The state as others read it: a share of fewer than may be told of one municipality is withheld."""
    if obligation != REGISTERS:
        return state
    owed = sum(share_of(happened, tool, on).owed for tool in Tool)
    return state if owed >= least else ObligationState.WITHHELD


def half_of(on: date) -> str:
    """The half-year of a day: `2014-2` is July to December 2014."""
    return f"{on.year:04}-{1 if on.month <= 6 else 2}"


def last_of(half: str) -> date:
    """The last day of a half-year."""
    year, number = int(half[:4]), half[5]
    return date(year, 6, 30) if number == "1" else date(year, 12, 31)


def halves(first: date, last: date) -> Iterator[str]:
    """The half-years from one day to another, oldest first."""
    day = first
    while half_of(day) <= half_of(last):
        yield half_of(day)
        day = date(day.year, 7, 1) if day.month <= 6 else date(day.year + 1, 1, 1)
