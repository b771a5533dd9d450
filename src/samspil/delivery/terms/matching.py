"""The words of matching and handing over: who may hold a course, who may not, and where it may go."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from samspil.delivery.matching.fitting import RuledOut


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
