"""When a course is to be reviewed, when it has gone quiet, what was agreed in hours, and who writes it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.courses import Course
from samspil.delivery.rules.courses import is_own
from samspil.delivery.rules.plans import LONG, TOP
from samspil.delivery.terms.courses import RUNNING
from samspil.delivery.terms.work import Present
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role


@dataclass(frozen=True, slots=True)
class Held:
    """One review as it was held. `ratings` are the person's own numbers, by the goal's key as text."""

    held_on: date
    next_on: date
    present: tuple[str, ...]
    agreed: str = ""
    ratings: Mapping[str, int] | None = None


def due_day(started_on: date, held: Iterable[tuple[date, date]], planned: date | None, weeks: int) -> date:
    """The day by which the next review is held.

    `held` are (day, next day agreed) of the reviews so far, `planned` is the current plan's day. Only
    holding a review moves the limit: it is `weeks` after the latest one, or after the start. A day that was
    agreed can make it earlier, never later.
    """
    last, agreed = max(held, default=(started_on, None))
    days = [last + timedelta(weeks=weeks)]
    days += [one for one in (agreed, planned) if one is not None and one > last]
    return min(days)


def here_since(started_on: date, series_on: date | None) -> date:
    """The day from which a course could be written about here: its start, or the day it was taken in."""
    return max(started_on, series_on or started_on)


def full_weeks(started_on: date, until: date) -> int:
    """The whole weeks that have passed since a course started."""
    return max(0, (until - started_on).days // 7)


def agreed_minutes(
    per_week: int | None, started_on: date, until: date, rested: timedelta = timedelta(0)
) -> int:
    """What was agreed so far: minutes a week for every whole week that has passed without a rest."""
    return (per_week or 0) * full_weeks(started_on, until - rested)


def may_review(actor: Actor, course: Course) -> Refusal | None:
    """Reviews are written by the own mentor or the coordinator while the course runs."""
    if actor.role != Role.COORDINATOR and not is_own(actor, course):
        return Refusal(_("This is written by the course's own mentor and the coordinator."))
    if course.state not in RUNNING:
        return Refusal(_("Reviews are held while the course runs."))
    return None


def must_be_a_review(held: Held, started_on: date, on: date, weeks: int) -> Refusal | None:
    """A review lies between the start and today, has somebody in it, and the next one comes in time."""
    if not started_on <= held.held_on <= on:
        return Refusal(_("Choose a day between the course's start and today."), "held_on")
    latest = held.held_on + timedelta(weeks=weeks)
    if not held.held_on < held.next_on <= latest:
        return Refusal(
            _("The next review comes after this one and within %(weeks)d weeks.") % {"weeks": weeks},
            "next_on",
        )
    if not held.present:
        return Refusal(_("Say who was there."), "present")
    if any(one not in list(Present) for one in held.present):
        return Refusal(_("Choose one from the list."), "present")
    if len(held.agreed) > LONG:
        return Refusal(_("Write at most %(most)d characters.") % {"most": LONG}, "agreed")
    return None


def must_be_own_numbers(held: Held, goals: Collection[str]) -> Refusal | None:
    """Numbers are the person's own, so the person was there; each is for one of the goals, from 0 to 10."""
    given = held.ratings or {}
    if given and Present.PERSON not in held.present:
        return Refusal(_("Only the person gives these numbers. Say that the person was there."), "present")
    for goal, value in given.items():
        if goal not in goals:
            return Refusal(_("Choose one from the list."))
        if not 0 <= value <= TOP:
            return Refusal(_("Choose a number from 0 to 10."), f"rating_{goal}")
    return None


def must_have_a_day_of_its_own(held_on: date, others: Collection[date]) -> Refusal | None:
    """There is one review on a day."""
    if held_on in others:
        return Refusal(_("A review on that day has been written already."), "held_on")
    return None


def must_keep_its_place(held_on: date, before: date | None, after: date | None) -> Refusal | None:
    """A corrected review stays between the one before and the one after it."""
    if (before is None or before < held_on) and (after is None or held_on < after):
        return None
    return Refusal(_("Choose a day between the review before and the one after this."), "held_on")


def must_come_later(review_on: date | None, after: date, weeks: int) -> Refusal | None:
    """A plan's review day comes after it is written, and within the weeks of the concept file."""
    if review_on is None or after < review_on <= after + timedelta(weeks=weeks):
        return None
    return Refusal(
        _("Choose a later day, within %(weeks)d weeks.") % {"weeks": weeks},
        "review_on",
    )
