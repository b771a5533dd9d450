"""Who may plan, answer and write visits, in which state, and what a series and a visit must be."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.series import Series, Visit, VisitPlace
from samspil.delivery.rules.courses import must_be_one_of, must_fit_in
from samspil.delivery.rules.networks import POINTS_AT_SOMEBODY
from samspil.delivery.terms.visits import (
    ADAPT_REASONS,
    LEAST_MINUTES,
    LIVE_PLACES,
    MOST_MINUTES,
    MOST_PEOPLE,
    PLACE_STATES,
    SERIES_STATES,
    TEAM,
    VISIT_STATES,
    GroupLevel,
    PlaceState,
    SeriesState,
    VisitState,
)
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

MOST_DAYS_AHEAD = 400
MOST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Slot:
    """When a visit is: none, or a day with a time of day; and whether it is agreed and stays."""

    on: date | None
    at: time | None
    minutes: int
    fixed: bool = False

    def overlaps(self, other: Slot) -> bool:
        """Whether somebody who is at the one cannot be at the other."""
        if self.on is None or self.at is None or other.at is None or self.on != other.on:
            return False
        begins = datetime.combine(self.on, self.at)
        others = datetime.combine(self.on, other.at)
        return begins < others + timedelta(minutes=other.minutes) and others < begins + timedelta(
            minutes=self.minutes
        )


@dataclass(frozen=True, slots=True)
class Written:
    """How a visit went, as the pair or the coordinator writes it. No pupil's name and no pupil's words."""

    steps_done: tuple[str, ...]
    teacher_present: bool
    covered: str
    remains: str
    handover_note: str
    adapted_because: str = ""
    adaptation: str = ""


# --- who


def may_write_visit(actor: Actor, places: Collection[VisitPlace]) -> Refusal | None:
    """How a visit went is written by whoever was in its pair, or by the coordinator."""
    if actor.role == Role.COORDINATOR or own_place(actor, places) is not None:
        return None
    return Refusal(_("Only those who were there can write how it went."))


def own_place(actor: Actor, places: Collection[VisitPlace]) -> VisitPlace | None:
    """The actor's own place in a pair, if it is a live one."""
    if actor.role != Role.ROLE_MODEL:
        return None
    mine = (one for one in places if one.appointment.account_id == actor.account_id)
    return next((one for one in mine if one.state in LIVE_PLACES), None)


# --- the pair


def may_be_put_on(is_role_model: bool, is_free: bool, field: str) -> Refusal | None:
    """Who may be put on a visit: somebody who is a role model here on that day, and is nowhere else then.

    Every way onto a visit asks this, so that whatever else is demanded of a role model is asked here too.
    """
    if not is_role_model:
        return Refusal(_("Choose one from the list."), field)
    if not is_free:
        return Refusal(_("They are on another visit at that time. Choose somebody else."), field)
    return None


def must_be_a_pair(chosen: Sequence[object]) -> Refusal | None:
    """Two different people at most."""
    if len(set(chosen)) != len(chosen):
        return Refusal(_("Choose two different people."), "second")
    return None if len(chosen) <= TEAM else Refusal(_("Choose at most two."), "second")


def may_answer_place(place: VisitPlace, to: PlaceState, visit: Visit) -> Refusal | None:
    """A role model says yes to a visit that is planned, or asks to be swapped."""
    if visit.state != VisitState.PLANNED:
        return Refusal(_("This visit is not planned any more."))
    if visit.on is None:
        return Refusal(_("This visit has no day yet."))
    if to not in PLACE_STATES[PlaceState(place.state)].leads_to:
        return Refusal(_("This has been done already."))
    return None


# --- in which state


def may_change_series(series: Series) -> Refusal | None:
    """A series is changed and its visits are planned while it is under way."""
    if series.state == SeriesState.OPEN:
        return None
    return Refusal(_("The series has ended."))


def may_move_series(series: Series, to: SeriesState, held: int) -> Refusal | None:
    """A series ends incomplete after one visit or more, and is called off when none was held."""
    if to not in SERIES_STATES[SeriesState(series.state)].leads_to:
        return Refusal(_("The series has ended."))
    if to == SeriesState.INCOMPLETE and held == 0:
        return Refusal(_("No visit was held. Call the series off instead."))
    if to == SeriesState.CALLED_OFF and held:
        return Refusal(_("A visit was held. End the series as incomplete instead."))
    return None


def may_move_visit(visit: Visit, to: VisitState) -> Refusal | None:
    """A planned visit is held or cancelled, once."""
    if to in VISIT_STATES[VisitState(visit.state)].leads_to:
        return None
    return Refusal(_("This visit is not planned any more."))


def may_plan_visit(visit: Visit) -> Refusal | None:
    """Day, time and pair are chosen for a visit that is planned."""
    return None if visit.state == VisitState.PLANNED else Refusal(_("This visit is not planned any more."))


def may_be_rebooked(visit: Visit, has_another: bool) -> Refusal | None:
    """A cancelled visit is booked anew once."""
    if visit.state != VisitState.CANCELLED:
        return Refusal(_("Only a cancelled visit is booked anew."))
    return Refusal(_("It has been booked anew already.")) if has_another else None


def may_be_cancelled(visit: Visit) -> Refusal | None:
    """A visit that has a day can be cancelled; one without a day is simply not planned yet."""
    if visit.state == VisitState.PLANNED and visit.on is None:
        return Refusal(_("This visit has no day yet."))
    return may_move_visit(visit, VisitState.CANCELLED)


def may_be_written(visit: Visit, series: Series, pair: int, on: date) -> Refusal | None:
    """How a visit went is written from its day on; what was written may be put right."""
    if visit.state == VisitState.CANCELLED:
        return Refusal(_("This visit was cancelled."))
    if visit.on is None:
        return Refusal(_("This visit has no day yet."))
    if visit.on > on:
        return Refusal(_("This can be written from the day of the visit on."))
    if visit.state == VisitState.PLANNED and series.state != SeriesState.OPEN:
        return Refusal(_("The series has ended."))
    return None if pair else Refusal(_("Nobody is on this visit. Choose who was there first."))


def must_build_on(stands: str, based_on: str) -> Refusal | None:
    """What is written builds on what stands, so that nobody writes over what they have not seen."""
    if stands == based_on:
        return None
    return Refusal(
        _("The visit was written somewhere else meanwhile. See what stands, and save what is to stand."),
        "based_on",
    )


# --- what it must be


def must_be_a_group(group: str, level: str, about_how_many: int) -> Refusal | None:
    """What a group is called, its level, and about how many: no name, no address, no number of anyone."""
    if not group:
        return Refusal(_("Write what the group is called, for example 8.B."), "group")
    if POINTS_AT_SOMEBODY.search(group):
        return Refusal(_("No numbers and no addresses here. This text is about nobody."), "group")
    if not 1 <= about_how_many <= MOST_PEOPLE:
        return Refusal(_("Write about how many: 1 to 500."), "about_how_many")
    return must_fit_in(group, 40, "group") or must_be_one_of(level, list(GroupLevel), "level")


def must_be_themes(themes: Sequence[str], known: Sequence[str], number: int) -> Refusal | None:
    """A theme of the concept file for each visit, each once while there are enough of them."""
    if len(themes) != number:
        return Refusal(_("Choose a theme for each visit."), "theme_1")
    for place, theme in enumerate(themes, start=1):
        if theme not in known:
            return Refusal(_("Choose one from the list."), f"theme_{place}")
        if theme in themes[: place - 1] and len(known) >= number:
            return Refusal(_("This theme has another visit already. Choose another."), f"theme_{place}")
    return None


def must_be_a_slot(slot: Slot, on: date, known: date | None = None) -> Refusal | None:
    """A day from today on with a time of day, or neither; some minutes; only what has a day is fixed.

    A day that is `known` already may have passed: the pair of that day can still be put right.
    """
    if slot.on is None:
        if slot.fixed:
            return Refusal(_("Only a visit with a day can be fixed."), "fixed")
        return must_last(slot.minutes) if slot.at is None else Refusal(_("Choose the day as well."), "on")
    if slot.at is None:
        return Refusal(_("Write the time as well."), "at")
    if slot.on < on and slot.on != known:
        return Refusal(_("Choose today or a later day."), "on")
    if (slot.on - on).days > MOST_DAYS_AHEAD:
        return Refusal(_("Choose a day within a year."), "on")
    return must_last(slot.minutes)


def must_last(minutes: int) -> Refusal | None:
    """A visit lasts a quarter of an hour to eight hours."""
    if LEAST_MINUTES <= minutes <= MOST_MINUTES:
        return None
    return Refusal(_("Write between 15 and 480 minutes."), "minutes")


def may_be_moved(visit: Visit, slot: Slot) -> Refusal | None:
    """A fixed visit keeps its day and time until somebody says that it is fixed no more."""
    if visit.fixed and slot.fixed and (visit.on, visit.at) != (slot.on, slot.at):
        return Refusal(_("This visit is fixed. Keep its day, or say that it is not fixed any more."), "on")
    return None


def must_be_written(said: Written, steps: Collection[str]) -> Refusal | None:
    """What was covered is said, in words or by the run sheet; texts fit; an adaptation has its reason."""
    for step in said.steps_done:
        if step not in steps:
            return Refusal(_("Choose one from the list."), "steps_done")
    if not said.covered and not said.steps_done:
        return Refusal(_("Say what you covered: tick the steps, or write it."), "covered")
    for field in ("covered", "remains", "handover_note"):
        refusal = must_fit_in(getattr(said, field), MOST_WORDS, field)
        if refusal is not None:
            return refusal
    return must_be_adapted_for_a_reason(said.adapted_because, said.adaptation)


def must_be_adapted_for_a_reason(because: str, adaptation: str) -> Refusal | None:
    """What was adapted says why, and why says what."""
    if because and because not in ADAPT_REASONS:
        return Refusal(_("Choose one from the list."), "adapted_because")
    if adaptation and not because:
        return Refusal(_("Choose why it was adapted."), "adapted_because")
    if because and not adaptation:
        return Refusal(_("Write what was adapted."), "adaptation")
    return must_fit_in(adaptation, MOST_WORDS, "adaptation")
