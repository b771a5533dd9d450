"""The words of delivery: states of courses and measurements, and how one leads to another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from samspil.kernel.words import Words
from samspil.people.terms import Role


class Intervention(StrEnum):
    """The two kinds of course with one person. Visits (role models) have no person and live apart."""

    MENTOR = "mentor"
    PARENT = "parent"


FIELD_ROLE = {Intervention.MENTOR: Role.MENTOR, Intervention.PARENT: Role.PARENT_COACH}
"""Who holds which kind of course."""


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
    S.ACCEPTED: StateTerms(_("Accepted"), "coordinator", (S.AWAITING_CONSENT, S.MATCHED, S.ENDED_EARLY)),
    S.AWAITING_CONSENT: StateTerms(_("Awaiting consent"), "coordinator", (S.ACCEPTED, S.ENDED_EARLY)),
    S.MATCHED: StateTerms(_("Matched"), "coordinator", (S.ACCEPTED, S.ACTIVE, S.ENDED_EARLY)),
    S.ACTIVE: StateTerms(_("Running"), "mentor", (S.PAUSED, S.CLOSING, S.ENDED_EARLY, S.TRANSFERRED)),
    S.PAUSED: StateTerms(_("Paused"), "coordinator", (S.ACTIVE, S.CLOSING, S.ENDED_EARLY, S.TRANSFERRED)),
    S.CLOSING: StateTerms(_("Closing"), "mentor", (S.COMPLETED, S.ENDED_EARLY)),
    S.COMPLETED: StateTerms(_("Completed"), "coordinator", (S.FOLLOWED_UP,)),
    S.ENDED_EARLY: StateTerms(_("Ended early"), "coordinator", (S.FOLLOWED_UP,)),
    S.TRANSFERRED: StateTerms(_("Transferred"), "nobody", ()),
    S.FOLLOWED_UP: StateTerms(_("Followed up"), "nobody", ()),
}
WITHOUT_PERSON = (S.OFFERED, S.DECLINED)
UNDER_WAY = (S.ACCEPTED, S.AWAITING_CONSENT, S.MATCHED, S.ACTIVE, S.PAUSED, S.CLOSING)
"""From the yes until the end: a person is behind the course, and may stop it."""


RUNNING = (S.ACTIVE, S.PAUSED, S.CLOSING)
HELD = (S.MATCHED, *RUNNING)
"""Somebody holds the course, and sees it. Once it has ended, nobody but the coordinator does."""


AFTER_THE_END = (S.COMPLETED, S.ENDED_EARLY)
"""Ended here, and the one contact after the end may still come."""


ENDED = (S.COMPLETED, S.ENDED_EARLY, S.TRANSFERRED, S.FOLLOWED_UP)
MOVABLE = (S.ACTIVE, S.PAUSED)
"""From where a course may go on in another municipality."""


MAY_GO_ON_ELSEWHERE = (*MOVABLE, S.TRANSFERRED, S.ENDED_EARLY, S.FOLLOWED_UP)
"""Where a course may stand whose rounds go on elsewhere: about to move, moved, or stopped meanwhile."""


STARTED = (*RUNNING, *ENDED)
"""Running or ended. A course that was stopped before it began has ended without a start."""


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
    M.DONE: StateTerms(_("On time"), "nobody", (M.OPEN, M.MISSED, M.STOPPED)),
    M.LATE: StateTerms(_("Late"), "nobody", (M.OPEN, M.MISSED, M.STOPPED)),
    M.EXCUSED: StateTerms(_("Excused"), "nobody", ()),
    M.MISSED: StateTerms(_("Missed"), "coordinator", (M.EXCUSED, M.DONE, M.LATE)),
    M.STOPPED: StateTerms(_("Stopped"), "nobody", ()),
}
"""Out of missed into done or late, and back, leads only a file of earlier answers, taken in or back."""


BOARD_ORDER = (M.DONE, M.LATE, M.EXCUSED, M.OPEN, M.MISSED, M.STOPPED)


class CameBy(StrEnum):
    """How the answers to a measurement came in."""

    LINK = "link"
    PAPER = "paper"
    IMPORT = "import"


class Recipient(StrEnum):
    """Whom a respondent may show the answers, each chosen one by one."""

    MENTOR = "mentor"
    COORDINATOR = "coordinator"


class Custody(StrEnum):
    """Where the yes of one custody holder stands when the young person says yes."""

    NONE = "none"
    GIVEN = "given"
    AWAITED = "awaited"


CUSTODY = {
    Custody.NONE: _("Not needed"),
    Custody.GIVEN: _("Given"),
    Custody.AWAITED: _("Not answered yet"),
}


class CustodyNeed(StrEnum):
    """When a legal basis asks for the custody holders' yes."""

    NEVER = "never"
    LOCAL = "local"  # below the age the municipality has set for an own yes
    UNDER_18 = "under_18"


@dataclass(frozen=True, slots=True)
class Demands:
    """What a legal basis demands before a course may begin, beside purpose and expected duration."""

    custody: CustodyNeed = CustodyNeed.NEVER
    decision: bool = False
    childs_view: bool = False


BASES: dict[str, Demands] = {
    "barnets_lov_30": Demands(CustodyNeed.LOCAL),
    "barnets_lov_32": Demands(CustodyNeed.UNDER_18, decision=True, childs_view=True),
    "serviceloven_12b": Demands(),
    "none": Demands(),
}
"""What the law asks for (barnets lov §§ 5, 30, 32; serviceloven § 12 b), by the concept file's codes.

A basis the table does not know is treated as section 32, the strictest.
"""


STRICTEST = BASES["barnets_lov_32"]
OF_AGE, OWN_SAY = 18, 15
"""Of age; and the age at which a young person is asked anew for an own yes."""


DECIDERS = {
    "coordinator": _("The coordinator"),
    "caseworker": _("A caseworker"),
    "group": _("A cross-disciplinary group"),
    "person": _("The person, by asking for it"),
}
"""Who decided to offer the course."""
