"""What must hold before answers given earlier are put to a round, and before a file of them is taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from samspil.delivery.instruments.shape import Given, Instrument
from samspil.delivery.models.courses import Course
from samspil.delivery.terms.courses import MeasurementState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

M = MeasurementState
DECLINED = "declined"
"""The reason of a missed round whose person said no to it: what a file says cannot be theirs."""


@dataclass(frozen=True, slots=True)
class EarlierAnswers:
    """The answers one person gave to one round, as row `number` of a file says.

    `round` is the round's key or a day within it; without one, the day of the answers says which it is.
    """

    number: int
    code: str
    round: str | date | None
    answered_on: date
    values: Mapping[str, Given | None]


@dataclass(frozen=True, slots=True)
class Slot:
    """A round of one course that has opened: where answers may be put, and what stands there."""

    key: str
    opens_on: date
    due_on: date
    done_until: date
    late_until: date | None
    version: int
    is_owed: bool = True
    """Whether it is owed here. One from before the course was taken in is not, and only keeps its answers."""
    state: str = M.OPEN
    reason: str = ""
    is_answered: bool = False
    has_begun: bool = False
    """Somebody is answering it by a link."""

    def holds(self, day: date) -> bool:
        """Whether answers given on this day belong to it."""
        return self.opens_on <= day and (self.late_until is None or day <= self.late_until)

    def becomes(self, day: date) -> MeasurementState:
        """On time or late: the day on which the answers were given says it, not the one they were brought."""
        return M.DONE if day <= self.done_until else M.LATE


# --- who


def may_bring_answers(actor: Actor) -> Refusal | None:
    """The coordinator brings the answers that the municipality kept before, and takes them back."""
    return None if actor.role == Role.COORDINATOR else Refusal(_("Only the coordinator can do this."))


# --- the course


def must_be_here(course: Course | None) -> Refusal | None:
    """A course of the own municipality with somebody behind it; any other code is simply unknown."""
    if course is not None:
        return None
    return Refusal(_("There is no course with this code here."), "course")


def must_ask_this(asks: bool) -> Refusal | None:
    """The course's own instrument is the one whose template the file follows."""
    return None if asks else Refusal(_("This course is asked other questions. Use their template."), "course")


def may_be_added_to(course: Course, supports: bool, is_kept: bool) -> Refusal | None:
    """Nothing is written about somebody who stopped or took the yes back, or of whom nothing is kept."""
    if course.started_on is None:
        return Refusal(_("The course has not started, so no round has opened."), "course")
    if course.stopped_on is not None or not supports:
        return Refusal(_("The yes was taken back. Nothing more is written about the person."), "course")
    if course.series_until is not None:
        return Refusal(_("The course goes on in another municipality, and its rounds with it."), "course")
    if not is_kept:
        return Refusal(_("Nothing is kept about the person any more."), "course")
    return None


# --- the round


def must_be_a_round(slot: Slot | None, field: str) -> Refusal | None:
    """There is such a round, and it has opened."""
    return None if slot is not None else Refusal(_("The course has no such round that has opened."), field)


def must_lie_within(slot: Slot, day: date) -> Refusal | None:
    """The answers were given while the round lasted."""
    if slot.holds(day):
        return None
    if slot.late_until is None:
        words = _("The round opened on %(first)s. The day lies before it.")
        return Refusal(words % {"first": date_format(slot.opens_on, "j. F Y")}, "answered_on")
    words = _("The round ran from %(first)s to %(last)s. The day lies outside.")
    days = {
        "first": date_format(slot.opens_on, "j. F Y"),
        "last": date_format(slot.late_until, "j. F Y"),
    }
    return Refusal(words % days, "answered_on")


def must_be_this_version(slot: Slot, version: int) -> Refusal | None:
    """A round keeps the version of the questions it was opened with; one that is not owed here, its own."""
    if slot.version == version or not slot.is_owed:
        return None
    words = _("The round was opened with version %(version)d of the questions. Use its template.")
    return Refusal(words % {"version": slot.version}, "round")


def must_want_answers(slot: Slot) -> Refusal | None:
    """Nothing that stands is overwritten: neither answers, nor a reason why there are none."""
    if slot.is_answered or slot.state in (M.DONE, M.LATE):
        return Refusal(_("The round is answered already. What is here stays."), "round")
    if slot.state == M.EXCUSED:
        return Refusal(_("The round is excused. What is here stays."), "round")
    if slot.state == M.STOPPED:
        return Refusal(_("The round was stopped, because the yes was taken back."), "round")
    if slot.reason == DECLINED:
        return Refusal(_("It stands here that the person said no to this round."), "round")
    if slot.has_begun:
        return Refusal(_("Somebody is answering this round by a link. Let them finish."), "round")
    return None


def must_stand_once(before: int | None) -> Refusal | None:
    """Two rows of a file are not about the same round."""
    if before is None:
        return None
    return Refusal(_("Row %(number)d is about the same round.") % {"number": before}, "round")


def must_say_something(values: Mapping[str, Given | None]) -> Refusal | None:
    """A row without a single answer is no measurement."""
    if any(value is not None for value in values.values()):
        return None
    return Refusal(_("There is no answer in this row. Delete it."))


def must_fit(tool: Instrument, values: Mapping[str, Given | None]) -> Refusal | None:
    """Each answer is of its item's kind, however it was read."""
    if all(tool.accepts(code, value) for code, value in values.items()):
        return None
    return Refusal(_("An answer in this row does not fit its question."))


def reasons_against(
    row: EarlierAnswers, slot: Slot | None, *, tool: Instrument, before: int | None
) -> Iterator[Refusal]:
    """Every reason why a row cannot be put to the round it names."""
    field = "answered_on" if row.round is None else "round"
    answers = [must_say_something(row.values), must_fit(tool, row.values), must_be_a_round(slot, field)]
    if slot is not None:
        answers += [
            must_lie_within(slot, row.answered_on),
            must_be_this_version(slot, tool.version),
            must_want_answers(slot),
            must_stand_once(before),
        ]
    return (one for one in answers if one is not None)


def slot_of(row: EarlierAnswers, slots: Mapping[str, Slot]) -> Slot | None:
    """The round that a row names by its key or a day within it, or by the day of the answers."""
    if isinstance(row.round, str):
        return slots.get(row.round)
    day = row.round or row.answered_on
    return next((one for one in slots.values() if one.holds(day)), None)


# --- taking a file back


def may_take_back(is_back: bool, is_used: bool) -> Refusal | None:
    """A file is taken back once, and only while nothing was built upon it."""
    if is_back:
        return Refusal(_("The file was taken back already."))
    if is_used:
        return Refusal(
            _(
                "These answers have been used since: shared, stood beside an impression, or a course has"
                " gone on or ended since. So they stay."
            )
        )
    return None


def state_again(
    before: str, *, stands: bool, late_until: date | None, stopped_on: date | None, on: date
) -> str:
    """What a measurement is once its answers are taken back: what it would be, had they never come.

    Empty where that cannot be said, because the round no longer `stands` as it did.
    """
    if before != M.OPEN:
        return before
    if stopped_on is not None:
        return M.MISSED if late_until is not None and late_until < stopped_on else M.STOPPED
    if not stands:
        return ""
    return M.MISSED if late_until is not None and late_until < on else M.OPEN
