"""The words of the work itself: plans, reviews, meetings, pauses, endings, the journal and own hours."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from samspil.delivery.terms.courses import COURSE_STATES, S, StateTerms


class TimeKind(StrEnum):
    """What is added to a month beside own meetings: four kinds of minutes, two of kilometres."""

    PREPARATION = "preparation"
    COORDINATION = "coordination"
    SUPERVISION = "supervision"
    TRANSPORT = "transport"
    KM_MEETINGS = "km_meetings"
    KM_OTHER = "km_other"


TIME_KINDS = {
    TimeKind.PREPARATION: _("Preparation"),
    TimeKind.COORDINATION: _("Meetings with the coordinator"),
    TimeKind.SUPERVISION: _("Supervision"),
    TimeKind.TRANSPORT: _("Transport"),
    TimeKind.KM_MEETINGS: _("Kilometres to own meetings"),
    TimeKind.KM_OTHER: _("Kilometres to training and supervision"),
}
IN_MINUTES = (TimeKind.PREPARATION, TimeKind.COORDINATION, TimeKind.SUPERVISION, TimeKind.TRANSPORT)
IN_KILOMETRES = (TimeKind.KM_MEETINGS, TimeKind.KM_OTHER)


class MonthState(StrEnum):
    """How far a month's hours have come."""

    OPEN = "open"
    HANDED_IN = "handed_in"
    APPROVED = "approved"
    RETURNED = "returned"


MONTH_STATES: dict[MonthState, StateTerms] = {
    MonthState.OPEN: StateTerms(_("Not handed in"), "mentor", (MonthState.HANDED_IN,)),
    MonthState.HANDED_IN: StateTerms(
        _("Handed in"), "coordinator", (MonthState.APPROVED, MonthState.RETURNED)
    ),
    MonthState.APPROVED: StateTerms(_("Approved"), "nobody", ()),
    MonthState.RETURNED: StateTerms(_("Returned"), "mentor", (MonthState.HANDED_IN,)),
}
STILL_WRITTEN = (MonthState.OPEN, MonthState.RETURNED)


class ReturnReason(StrEnum):
    """Why a month's hours go back to the one who handed them in."""

    MORE_WRITTEN = "more_written"
    TOO_MUCH = "too_much"
    TOO_LITTLE = "too_little"
    TALK = "talk"


RETURN_REASONS = {
    ReturnReason.MORE_WRITTEN: _("Meetings were written afterwards"),
    ReturnReason.TOO_MUCH: _("There is more than was agreed"),
    ReturnReason.TOO_LITTLE: _("Something seems to be missing"),
    ReturnReason.TALK: _("Let us talk about it"),
}


class PauseReason(StrEnum):
    """Why a course pauses. Never about anybody's health."""

    OWN_WISH = "own_wish"
    AWAY = "away"
    BUSY = "busy"
    MENTOR_AWAY = "mentor_away"


PAUSE_REASONS = {
    PauseReason.OWN_WISH: _("Own wish"),
    PauseReason.AWAY: _("Away for a while"),
    PauseReason.BUSY: _("Little time at present"),
    PauseReason.MENTOR_AWAY: _("The mentor or coach is away"),
}


class GoalStatus(StrEnum):
    """How one goal stands at the end, by the person's own word."""

    REACHED = "reached"
    PARTLY = "partly"
    NOT_REACHED = "not_reached"
    CHANGED = "changed"
    NOT_ASKED = "not_asked"


GOAL_STATUS = {
    GoalStatus.REACHED: _("Reached"),
    GoalStatus.PARTLY: _("Partly"),
    GoalStatus.NOT_REACHED: _("Not reached"),
    GoalStatus.CHANGED: _("It became another"),
    GoalStatus.NOT_ASKED: _("Not asked"),
}
ENDINGS = {
    S.COMPLETED: COURSE_STATES[S.COMPLETED].title,
    S.ENDED_EARLY: COURSE_STATES[S.ENDED_EARLY].title,
}
"""How a course may end that was closed, and not stopped."""


class ContactOutcome(StrEnum):
    """What came of the one contact some months after the end."""

    MET = "met"
    NOT_MET = "not_met"
    DECLINED = "declined"


CONTACT_OUTCOMES = {
    ContactOutcome.MET: _("We talked"),
    ContactOutcome.NOT_MET: _("Could not be reached"),
    ContactOutcome.DECLINED: _("Said no, thank you"),
}
FOLLOW_UP_MISSED = {ContactOutcome.NOT_MET: "not_met", ContactOutcome.DECLINED: "declined"}
"""Which of the concept file's reasons an open follow-up measurement gets with such an outcome."""


class ExportForm(StrEnum):
    """The form in which the journal leaves."""

    PDF = "pdf"
    JSON = "json"


class ExportPart(StrEnum):
    """How much of the journal leaves: what has not gone out before, or all of it."""

    NEW = "new"
    ALL = "all"


LATE_DAYS, EXPORT_DAYS = 7, 7
"""An entry of the journal is late when it was written more days after the meeting, where the concept file
says no other number; and it is to go out within so many days of being written.
"""


class StruckBecause(StrEnum):
    """Why a session that was written by mistake no longer counts."""

    WRITTEN_TWICE = "written_twice"
    OTHER_COURSE = "other_course"
    NOT_HELD = "not_held"


STRUCK_BECAUSE = {
    StruckBecause.WRITTEN_TWICE: _("It was written twice"),
    StruckBecause.OTHER_COURSE: _("It belongs to another course"),
    StruckBecause.NOT_HELD: _("It did not take place"),
}
ATTEMPT = "attempt"
"""The kind of session in which nobody was reached: it is no contact and no delivered time."""


MOST_GOALS, MOST_STEPS = 3, 6
ACCEPT_WITHIN_DAYS = 14
"""How long a plan may stand without the yes of those it is made with, before the coordinator sees it."""


class LifeArea(StrEnum):
    """What a conversation about everyday life may go through (domain.md 2.5). No area is about belief."""

    EVERYDAY = "everyday"
    SCHOOL = "school"
    FRIENDS = "friends"
    FAMILY = "family"
    LEISURE = "leisure"
    WELLBEING = "wellbeing"
    DIGITAL = "digital"
    BEING_MET = "being_met"
    WISHES = "wishes"


LIFE_AREAS = {
    LifeArea.EVERYDAY: _("Everyday life and home"),
    LifeArea.SCHOOL: _("School, education or job"),
    LifeArea.FRIENDS: _("Friends and communities"),
    LifeArea.FAMILY: _("Family"),
    LifeArea.LEISURE: _("Leisure"),
    LifeArea.WELLBEING: _("How I am"),
    LifeArea.DIGITAL: _("Life online"),
    LifeArea.BEING_MET: _("Being met, or kept out"),
    LifeArea.WISHES: _("Wishes"),
}
"""The areas stand here and not in the concept file: they are a form of ours, the same in every programme."""


class Present(StrEnum):
    """Who took part in a review, as a role and never by name."""

    PERSON = "person"
    CUSTODY_HOLDER = "custody_holder"
    MENTOR = "mentor"
    COORDINATOR = "coordinator"
    CASEWORKER = "caseworker"
    OTHER = "other"


PRESENT = {
    Present.PERSON: _("The person"),
    Present.CUSTODY_HOLDER: _("Custody holder"),
    Present.MENTOR: _("Mentor or coach"),
    Present.COORDINATOR: _("Coordinator"),
    Present.CASEWORKER: _("A caseworker"),
    Present.OTHER: _("Somebody else"),
}
