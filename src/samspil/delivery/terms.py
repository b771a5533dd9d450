"""The words of delivery: states of courses and measurements, and how one leads to another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from samspil.delivery.matching.fitting import RuledOut
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
NOT_STARTED = (S.OFFERED, S.DECLINED, S.ACCEPTED, S.AWAITING_CONSENT, S.MATCHED)
UNDER_WAY = (S.ACCEPTED, S.AWAITING_CONSENT, S.MATCHED, S.ACTIVE, S.PAUSED, S.CLOSING)
"""From the yes until the end: a person is behind the course, and may stop it."""

RUNNING = (S.ACTIVE, S.PAUSED, S.CLOSING)
HELD = (S.MATCHED, *RUNNING)
"""Somebody holds the course, and sees it. Once it has ended, nobody but the coordinator does."""

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


class LeftBecause(StrEnum):
    """Why a mentor or coach no longer holds a course."""

    NO_CHEMISTRY = "no_chemistry"
    HANDED_OVER = "handed_over"
    LOAN_ENDED = "loan_ended"
    COURSE_ENDED = "course_ended"
    MOVED = "moved"


LEFT_BECAUSE = {
    LeftBecause.NO_CHEMISTRY: _("They did not find together"),
    LeftBecause.HANDED_OVER: _("Somebody else took over"),
    LeftBecause.LOAN_ENDED: _("The loan ended"),
    LeftBecause.COURSE_ENDED: _("The course ended"),
    LeftBecause.MOVED: _("The course moved to another municipality"),
}


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


class AgeBand(StrEnum):
    """How old the young one of a parent is, as far as the parent wants to say. There is no name."""

    NOT_SAID = "not_said"
    UNDER_12 = "under_12"
    FROM_12 = "12_14"
    FROM_15 = "15_17"
    OF_AGE = "18_plus"


AGE_BANDS = {
    AgeBand.NOT_SAID: _("Not said"),
    AgeBand.UNDER_12: _("Below 12"),
    AgeBand.FROM_12: _("12 to 14"),
    AgeBand.FROM_15: _("15 to 17"),
    AgeBand.OF_AGE: _("18 and over"),
}
INTERPRETERS = {
    "ar": _("Arabic"),
    "bs": _("Bosnian"),
    "dsl": _("Danish Sign Language"),
    "en": _("English"),
    "fa": _("Persian"),
    "ku": _("Kurdish"),
    "pl": _("Polish"),
    "ps": _("Pashto"),
    "ro": _("Romanian"),
    "so": _("Somali"),
    "ti": _("Tigrinya"),
    "tr": _("Turkish"),
    "uk": _("Ukrainian"),
    "ur": _("Urdu"),
}
"""Languages an interpreter may be needed for, by ISO 639 code. Nothing else is read out of them."""


class WithWhom(StrEnum):
    """With whom a session was, in a course that two parents share."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"


WITH_WHOM = {
    WithWhom.FIRST: _("The first parent"),
    WithWhom.SECOND: _("The other parent"),
    WithWhom.BOTH: _("Both"),
}


class Occasion(StrEnum):
    """Why support was offered to parents. None of them points at a course."""

    PARENT_OF_OFFERED = "parent_of_offered"
    FRIEND_OF_MENTEE = "friend_of_mentee"
    ASKED_THEMSELVES = "asked_themselves"


OCCASIONS = {
    Occasion.PARENT_OF_OFFERED: _("Parents of somebody who was offered a mentor"),
    Occasion.FRIEND_OF_MENTEE: _("Parents of a friend"),
    Occasion.ASKED_THEMSELVES: _("They asked themselves"),
}


class OfferAnswer(StrEnum):
    """Where an offer of support to parents stands."""

    OFFERED = "offered"
    YES = "yes"
    NO = "no"
    NO_ANSWER = "no_answer"


OFFER_ANSWERS = {
    OfferAnswer.OFFERED: _("No answer yet"),
    OfferAnswer.YES: _("They said yes"),
    OfferAnswer.NO: _("They said no"),
    OfferAnswer.NO_ANSWER: _("No answer came"),
}


class MeetingState(StrEnum):
    """Whether a network's meeting is planned, was held or was called off."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


MEETING_STATES = {
    MeetingState.PLANNED: _("Planned"),
    MeetingState.HELD: _("Held"),
    MeetingState.CANCELLED: _("Called off"),
}
NETWORK_PLACES = {
    "library": _("Library"),
    "culture_house": _("Culture house"),
    "school": _("School"),
    "office": _("The municipality"),
    "outdoors": _("Outdoors"),
    "online": _("On video"),
    "other": _("Somewhere else"),
}
"""The type of place a network meets in, never where it is."""

NETWORK_RULES = {
    "stays_here": _("What is said here stays here"),
    "no_names": _("We name nobody who is not here"),
    "own_story": _("Everybody speaks about themselves"),
    "may_be_silent": _("Everybody may be silent"),
    "no_advice": _("We ask before we give advice"),
    "no_pictures": _("No pictures and no recording"),
    "on_time": _("We begin and end on time"),
}
"""Rules a network may agree on, to choose from; one more may be written."""


class Asker(StrEnum):
    """Who was counselled without a name."""

    YOUNG = "young"
    PARENT = "parent"
    RELATIVE = "relative"
    OTHER = "other"


ASKERS = {
    Asker.YOUNG: _("A young person"),
    Asker.PARENT: _("A parent"),
    Asker.RELATIVE: _("Another relative"),
    Asker.OTHER: _("Somebody else"),
}
NAMELESS_MINUTES = (5, 15, 25, 45, 60)
"""How long a talk without a name took, to choose from."""


class JoiningStep(StrEnum):
    """How far a course is with joining up, for the figure."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    ONE_YES = "one_yes"
    BOTH_YES = "both_yes"


JOINING_STEPS = {
    JoiningStep.NOT_ASKED: _("Not asked"),
    JoiningStep.ASKED: _("Asked, no yes"),
    JoiningStep.ONE_YES: _("One yes"),
    JoiningStep.BOTH_YES: _("Both yes"),
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


class HandOverBecause(StrEnum):
    """Why a whole caseload is handed over. Written in the log alone."""

    LEAVES = "leaves"
    LEAVE = "leave"
    ILLNESS = "illness"
    WORKLOAD = "workload"


HAND_OVER_BECAUSE = {
    HandOverBecause.LEAVES: _("Stops working here"),
    HandOverBecause.LEAVE: _("Is on leave"),
    HandOverBecause.ILLNESS: _("Illness"),
    HandOverBecause.WORKLOAD: _("Too many courses"),
}


class MoveState(StrEnum):
    """Where a move to another municipality is, on the sender's side."""

    PROPOSED = "proposed"
    FINISHED = "finished"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    EXPIRED = "expired"


MOVE_STATES = {
    MoveState.PROPOSED: _("Proposed"),
    MoveState.FINISHED: _("Moved"),
    MoveState.DECLINED: _("Declined there"),
    MoveState.TAKEN_BACK: _("Taken back"),
    MoveState.EXPIRED: _("Not answered in time"),
}


class MoveDeclined(StrEnum):
    """Why a municipality does not take a course over."""

    NO_PLACE = "no_place"
    OTHER_HELP = "other_help"
    NOT_WANTED = "not_wanted"


MOVE_DECLINED = {
    MoveDeclined.NO_PLACE: _("No mentor or coach has a place"),
    MoveDeclined.OTHER_HELP: _("The person gets other help here"),
    MoveDeclined.NOT_WANTED: _("The person no longer wants it"),
}
RULED_OUT = {
    RuledOut.CONFLICT: _("conflict of interest"),
    RuledOut.NOT_AGAIN: _("it did not work between them before"),
    RuledOut.LANGUAGE: _("does not speak the language that was wished for"),
    RuledOut.CERTIFICATE: _("a certificate is missing"),
    RuledOut.NO_PLACE: _("no place left"),
}


class ConflictReason(StrEnum):
    """Why a member of staff may not be matched with a course."""

    KNOWS_FAMILY = "knows_family"
    WORKS_AT_SCHOOL = "works_at_school"
    OTHER = "other"


CONFLICT_REASONS = {
    ConflictReason.KNOWS_FAMILY: _("Knows the family"),
    ConflictReason.WORKS_AT_SCHOOL: _("Works at the school"),
    ConflictReason.OTHER: _("Something else"),
}


class WaitsFor(StrEnum):
    """Why somebody who said yes has nobody yet."""

    NO_PLACE = "no_place"
    LANGUAGE = "language"
    CERTIFICATE = "certificate"
    WISHES = "wishes"
    OTHER = "other"


WAITS_FOR = {
    WaitsFor.NO_PLACE: _("Nobody has a place left"),
    WaitsFor.LANGUAGE: _("Nobody speaks the language"),
    WaitsFor.CERTIFICATE: _("A certificate is on its way"),
    WaitsFor.WISHES: _("The wishes are being talked over"),
    WaitsFor.OTHER: _("Something else"),
}


class WithoutCertificate(StrEnum):
    """Why somebody is matched although a certificate does not hold. The choice is logged."""

    APPLIED_FOR = "applied_for"
    SHOWN_ELSEWHERE = "shown_elsewhere"
    PERSON_OF_AGE = "person_of_age"


WITHOUT_CERTIFICATE = {
    WithoutCertificate.APPLIED_FOR: _("It is applied for, and they do not meet before it is there"),
    WithoutCertificate.SHOWN_ELSEWHERE: _("It was shown to another municipality or employer"),
    WithoutCertificate.PERSON_OF_AGE: _(
        "The person is of age, so the certificate for work with minors is not asked for"
    ),
}
RE_MATCH = (LeftBecause.NO_CHEMISTRY, LeftBecause.HANDED_OVER)
"""Why somebody else may take over while the course goes on."""

MOST_INTERESTS = 5
