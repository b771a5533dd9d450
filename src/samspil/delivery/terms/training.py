"""The words of training: events and seats, attendance, certificates, what is not done without one."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from samspil.delivery.planning.seats import ShareReason
from samspil.people.terms import Role


class EventKind(StrEnum):
    """What the training provider holds: a course, one that renews, or a workshop of the municipalities."""

    COURSE = "course"
    REFRESHER = "refresher"
    WORKSHOP = "workshop"


EVENT_KINDS = {
    EventKind.COURSE: _("Training course"),
    EventKind.REFRESHER: _("Course that renews the certificate"),
    EventKind.WORKSHOP: _("Development workshop"),
}
WITH_SEATS = (EventKind.COURSE, EventKind.REFRESHER)


class EventState(StrEnum):
    """Where an event is."""

    PLANNED = "planned"
    CLOSED = "closed"
    CANCELLED = "cancelled"


EVENT_STATES = {
    EventState.PLANNED: _("Planned"),
    EventState.CLOSED: _("Held and closed"),
    EventState.CANCELLED: _("Cancelled"),
}


class EventChange(StrEnum):
    """What the provider changed of an event before its first day."""

    TITLE = "title"
    PLACE = "place"
    DAYS = "days"
    SEATS = "seats"
    ANSWER_BY = "answer_by"


EVENT_CHANGES = {
    EventChange.TITLE: _("what it is called"),
    EventChange.PLACE: _("the place"),
    EventChange.DAYS: _("the days"),
    EventChange.SEATS: _("the number of seats"),
    EventChange.ANSWER_BY: _("the day to answer by"),
}
TRACKS = (Role.MENTOR, Role.ROLE_MODEL, Role.PARENT_COACH)
MOST_DAYS = 12
MOST_SEATS = 200


class NominationState(StrEnum):
    """How far one member of staff has come towards a seat."""

    ASKED = "asked"
    DECLINED = "declined"
    APPROVED = "approved"
    SEAT = "seat"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"


NOMINATION_STATES = {
    NominationState.ASKED: _("Waits for the manager"),
    NominationState.DECLINED: _("The manager said no"),
    NominationState.APPROVED: _("Approved, seats not shared out yet"),
    NominationState.SEAT: _("Has a seat"),
    NominationState.WAITING: _("On the waiting list"),
    NominationState.WITHDRAWN: _("Withdrawn"),
}
OWN_NOMINATION = {
    NominationState.ASKED: _("Your municipality has asked for you. Your manager decides."),
    NominationState.DECLINED: _("Not this time."),
    NominationState.APPROVED: _("Your manager has said yes. The seats are not shared out yet."),
    NominationState.SEAT: _("You have a seat."),
    NominationState.WAITING: _("You are on the waiting list."),
    NominationState.WITHDRAWN: _("Not this time."),
}
"""What the one who was named is told of it."""

WANTS = (NominationState.APPROVED, NominationState.SEAT, NominationState.WAITING)
"""What a municipality asks seats for: whom its manager has said yes to."""

LIVE = (NominationState.ASKED, *WANTS)


class SeatGivenUp(StrEnum):
    """Why somebody does not come after all. Never about anybody's health."""

    CANNOT_COME = "cannot_come"
    OTHER_TASKS = "other_tasks"
    LEAVES = "leaves"


SEAT_GIVEN_UP = {
    SeatGivenUp.CANNOT_COME: _("Cannot come on those days"),
    SeatGivenUp.OTHER_TASKS: _("Has other tasks now"),
    SeatGivenUp.LEAVES: _("Stops working here"),
}
SHARE_REASONS = {
    ShareReason.NOTHING_ASKED: _("Asked for none."),
    ShareReason.ALL_ASKED: _("Got all that was asked for."),
    ShareReason.EQUAL: _(
        "There are fewer seats than wishes. Everyone who asked for that many got %(level)d."
    ),
    ShareReason.ONE_MORE_FEWEST_BEFORE: _(
        "Everyone who asked for that many got %(level)d. The seats left over went first to those who have had"
        " fewest on this track."
    ),
    ShareReason.ONE_MORE_BY_LOT: _(
        "Everyone who asked for that many got %(level)d. The seats left over were drawn by lot among equals."
    ),
    ShareReason.KEPT: _("Keeps the seats that are taken already."),
}


class CompletionFix(StrEnum):
    """Why the provider puts right what it said of a participant when the event was closed."""

    DAYS_WRONG = "days_wrong"
    EXERCISE_WRONG = "exercise_wrong"
    ANOTHER_MEANT = "another_meant"


COMPLETION_FIXES = {
    CompletionFix.DAYS_WRONG: _("The days were written wrongly"),
    CompletionFix.EXERCISE_WRONG: _("The exercise was written wrongly"),
    CompletionFix.ANOTHER_MEANT: _("Another participant was meant"),
}


class CertificateEnd(StrEnum):
    """Why a training certificate holds no more before its day."""

    REPLACED = "replaced"
    MISTAKE = "mistake"
    NO_LONGER = "no_longer"


CERTIFICATE_ENDS = {
    CertificateEnd.REPLACED: _("A new one was issued instead"),
    CertificateEnd.MISTAKE: _("It was issued by mistake"),
    CertificateEnd.NO_LONGER: _("The municipality no longer stands by it"),
}
WITHDRAWN_BY_HAND = (CertificateEnd.MISTAKE, CertificateEnd.NO_LONGER)


class CertificateStanding(StrEnum):
    """What anybody may learn of a certificate, and all they may."""

    VALID = "valid"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class GateUse(StrEnum):
    """What a concept file may ask a certificate for."""

    MATCH = "match"
    INSTRUMENT = "instrument"
    NETWORK = "network"
    VISIT = "visit"


GATE_USES = {
    GateUse.MATCH: _("Hold a course"),
    GateUse.INSTRUMENT: _("Hand out a measurement"),
    GateUse.NETWORK: _("Lead a network"),
    GateUse.VISIT: _("Visit a class"),
}
NOT_WITHOUT = {
    GateUse.MATCH: _(
        "A training certificate is missing, so this one cannot hold a course yet. The page of the member of"
        " staff shows what can be done."
    ),
    GateUse.INSTRUMENT: _(
        "Your training certificate is missing or has ended, so you cannot hand this out yet. Ask your"
        " coordinator."
    ),
    GateUse.NETWORK: _(
        "A training certificate is missing, so this one cannot lead a network yet. The page of the member of"
        " staff shows what can be done."
    ),
    GateUse.VISIT: _(
        "A training certificate is missing, so this one cannot visit a class yet. The page of the member of"
        " staff shows what can be done."
    ),
}
"""What is said at each gate; the coordinator finds the way past it on the page of the member of staff."""


class PassReason(StrEnum):
    """Why somebody may do something without the certificate for a while."""

    TRAINED_ELSEWHERE = "trained_elsewhere"
    HAS_A_SEAT = "has_a_seat"
    RENEWAL_BOOKED = "renewal_booked"
    NOBODY_ELSE = "nobody_else"


PASS_REASONS = {
    PassReason.TRAINED_ELSEWHERE: _("Was trained elsewhere, and has shown it"),
    PassReason.HAS_A_SEAT: _("Has a seat on the next course"),
    PassReason.RENEWAL_BOOKED: _("The certificate has ended, and its renewal is booked"),
    PassReason.NOBODY_ELSE: _("Nobody else can do it, and somebody certified goes along"),
}
MOST_PASS_DAYS = 183


class SupervisionKind(StrEnum):
    """How those who meet people are supported in their work."""

    INDIVIDUAL = "individual"
    GROUP = "group"
    NETWORK_DAY = "network_day"


SUPERVISION_KINDS = {
    SupervisionKind.INDIVIDUAL: _("Supervision of one"),
    SupervisionKind.GROUP: _("Supervision in a group"),
    SupervisionKind.NETWORK_DAY: _("Network day"),
}


class SupervisionTheme(StrEnum):
    """What supervision was about. A list, so that nobody is written about."""

    ROLE = "role"
    HARD_TALKS = "hard_talks"
    COOPERATION = "cooperation"
    CONFIDENTIALITY = "confidentiality"
    ENDINGS = "endings"
    OWN_WELLBEING = "own_wellbeing"
    TOOLS = "tools"
    METHODS = "methods"


SUPERVISION_THEMES = {
    SupervisionTheme.ROLE: _("The role and its limits"),
    SupervisionTheme.HARD_TALKS: _("Difficult conversations"),
    SupervisionTheme.COOPERATION: _("Working with others"),
    SupervisionTheme.CONFIDENTIALITY: _("Confidentiality and the duty to notify"),
    SupervisionTheme.ENDINGS: _("Beginning and ending a course"),
    SupervisionTheme.OWN_WELLBEING: _("Looking after oneself"),
    SupervisionTheme.TOOLS: _("Using the measurements"),
    SupervisionTheme.METHODS: _("Methods"),
}


class SupervisionStruck(StrEnum):
    """Why supervision that was written counts no more."""

    WRONG = "wrong"
    TWICE = "twice"
    NOT_HELD = "not_held"


SUPERVISION_STRUCK = {
    SupervisionStruck.WRONG: _("Something in it is wrong; it is written anew"),
    SupervisionStruck.TWICE: _("It was written twice"),
    SupervisionStruck.NOT_HELD: _("It did not take place"),
}
ACTIVE_DAYS = 365
"""Who has used the training within so many days counts as active."""


class CorpsUse(StrEnum):
    """What somebody certified has used the training for."""

    ACTIVE = "active"
    ONLY_ADVICE = "only_advice"
    EARLIER = "earlier"
    NEVER = "never"
    LEFT = "left"


CORPS_USES = {
    CorpsUse.ACTIVE: _("Active within 12 months"),
    CorpsUse.ONLY_ADVICE: _("Only sparring within 12 months"),
    CorpsUse.EARLIER: _("Active earlier"),
    CorpsUse.NEVER: _("Has not used it yet"),
    CorpsUse.LEFT: _("No longer works here"),
}
