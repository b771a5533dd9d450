"""The words of delivery: states of courses and measurements, and how one leads to another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from samspil.kernel.words import Words


class Intervention(StrEnum):
    """The two kinds of course with one person. Visits (role models) have no person and live apart."""

    MENTOR = "mentor"
    PARENT = "parent"


class CourseState(StrEnum):
    """Where a course is. `offered` and `declined` hold no identity."""

    OFFERED = "offered"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    AWAITING_CONSENT = "awaiting_consent"
    MATCHED = "matched"
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSING = "closing"
    COMPLETED = "completed"
    ENDED_EARLY = "ended_early"
    TRANSFERRED = "transferred"
    FOLLOWED_UP = "followed_up"


S = CourseState


@dataclass(frozen=True, slots=True)
class StateTerms:
    """What a state is called, whose move it is, and where it may lead."""

    title: Words
    owner: str
    leads_to: tuple[StrEnum, ...]


COURSE_STATES: dict[CourseState, StateTerms] = {
    S.OFFERED: StateTerms(_("Offered"), "coordinator", (S.DECLINED, S.ACCEPTED, S.AWAITING_CONSENT)),
    S.DECLINED: StateTerms(_("Declined"), "nobody", ()),
    S.ACCEPTED: StateTerms(_("Accepted"), "coordinator", (S.MATCHED,)),
    S.AWAITING_CONSENT: StateTerms(_("Awaiting consent"), "coordinator", (S.ACCEPTED,)),
    S.MATCHED: StateTerms(_("Matched"), "coordinator", (S.ACTIVE,)),
    S.ACTIVE: StateTerms(_("Running"), "mentor", (S.PAUSED, S.CLOSING)),
    S.PAUSED: StateTerms(_("Paused"), "coordinator", (S.ACTIVE, S.CLOSING)),
    S.CLOSING: StateTerms(_("Closing"), "mentor", (S.COMPLETED, S.ENDED_EARLY, S.TRANSFERRED)),
    S.COMPLETED: StateTerms(_("Completed"), "coordinator", (S.FOLLOWED_UP,)),
    S.ENDED_EARLY: StateTerms(_("Ended early"), "coordinator", (S.FOLLOWED_UP,)),
    S.TRANSFERRED: StateTerms(_("Transferred"), "nobody", ()),
    S.FOLLOWED_UP: StateTerms(_("Followed up"), "nobody", ()),
}

WITHOUT_PERSON = (S.OFFERED, S.DECLINED)
RUNNING = (S.ACTIVE, S.PAUSED, S.CLOSING)
ENDED = (S.COMPLETED, S.ENDED_EARLY, S.TRANSFERRED, S.FOLLOWED_UP)
STARTED = (*RUNNING, *ENDED)
STEPS = (
    (_("Offer"), (S.OFFERED,)),
    (_("Consent"), (S.AWAITING_CONSENT,)),
    (_("Match"), (S.ACCEPTED, S.MATCHED)),
    (_("Running"), (S.ACTIVE, S.PAUSED)),
    (_("Closing"), (S.CLOSING,)),
    (_("Follow-up"), (S.COMPLETED, S.ENDED_EARLY, S.TRANSFERRED, S.FOLLOWED_UP)),
)
"""The six steps shown on a course's page, with the states in which each is the present one."""


class MeasurementState(StrEnum):
    """An owed measurement is always in exactly one of these."""

    OPEN = "open"
    DONE = "done"
    LATE = "late"
    MISSED = "missed"
    EXCUSED = "excused"
    STOPPED = "stopped"


M = MeasurementState

MEASUREMENT_STATES: dict[MeasurementState, StateTerms] = {
    M.OPEN: StateTerms(_("Open"), "mentor", (M.DONE, M.LATE, M.MISSED, M.EXCUSED, M.STOPPED)),
    M.DONE: StateTerms(_("On time"), "nobody", ()),
    M.LATE: StateTerms(_("Late"), "nobody", ()),
    M.EXCUSED: StateTerms(_("Excused"), "nobody", ()),
    M.MISSED: StateTerms(_("Missed"), "coordinator", (M.EXCUSED,)),
    M.STOPPED: StateTerms(_("Stopped"), "nobody", ()),
}
BOARD_ORDER = (M.DONE, M.LATE, M.EXCUSED, M.OPEN, M.MISSED, M.STOPPED)


class Recipient(StrEnum):
    """Whom a respondent may show the answers, each chosen one by one."""

    MENTOR = "mentor"
    COORDINATOR = "coordinator"


CUSTODY = {
    "none": _("Not needed"),
    "given": _("Given"),
    "awaited": _("Not answered yet"),
}
