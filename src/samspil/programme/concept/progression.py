"""What a concept file says about measuring progression: tools, rounds and reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from samspil.programme.concept.values import (
    Anchor,
    Count,
    InterventionCode,
    Named,
    Part,
    Positive,
    RemindedRole,
    RespondentCode,
    RoundConsent,
    Slug,
    Text,
    later,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Part):
    """A progression tool: who answers it, and in which intervention.

    With `impression` whoever holds the course writes apart how they see the same statements.
    """

    slug: Slug
    version: Positive
    respondent: RespondentCode
    intervention: InterventionCode
    impression: bool = later(False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round(Part):
    """When a measurement is owed, in months from the start or the end of a course.

    With `due_days` the window opens that many months after the anchor and is due so many days
    later. With `opens_days_before` it is due that many months after the anchor and opens so many
    days before. `every_months` repeats the round while the course runs.
    """

    slug: Slug
    title: Text
    anchor: Anchor
    months: Count
    due_days: Count | None = None
    opens_days_before: Count | None = None
    every_months: Positive | None = None
    needs_consent: RoundConsent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey(Part):
    """What the evaluator asks once, on a day of its own, with an instrument of its own.

    Owed by every course of the intervention that runs on the day it opens and whose person's yes to the
    evaluation holds then.
    """

    slug: Slug
    title: Text
    intervention: InterventionCode
    instrument: Slug
    version: Positive
    opens_on: date
    due_days: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderStep(Part):
    """When somebody is told that a measurement is due: so many days after the due date, or before it.

    `mentor` is whoever holds the course. With `needs_reason` the coordinator is asked for one.
    """

    slug: Slug
    days: int
    to: RemindedRole
    needs_reason: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(Part):
    """The rhythm of the measurements, and the reasons when one is not made.

    After `data_cut`, the day the final evaluation's figures are taken, no window opens any more.
    """

    grace_days: Count
    rounds: tuple[Round, ...]
    missed_reasons: tuple[Named, ...]
    excuse_reasons: tuple[Named, ...]
    reminders: tuple[ReminderStep, ...] = later(())
    data_cut: date | None = later(None)
    surveys: tuple[Survey, ...] = later(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Progression(Part):
    """What the document asks of the progression tools, and the instruments that answer it."""

    required: bool
    words: str
    purpose: str
    respondents: tuple[RespondentCode, ...]
    taught_in_training: bool
    taught_words: str
    across_words: str
    instruments: tuple[Instrument, ...]
    schedule: Schedule
