"""The words of people: roles, kinds of organisation, purposes, compartments, what staff bring."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from samspil.kernel.words import Words


class Role(StrEnum):
    """Every role there is. There is no police role and there will be none."""

    MENTEE = "mentee"
    PARENT = "parent"
    MENTOR = "mentor"
    PARENT_COACH = "parent_coach"
    ROLE_MODEL = "role_model"
    REQUESTER = "requester"
    COORDINATOR = "coordinator"
    MUNICIPAL_LEAD = "municipal_lead"
    LOG_CONTROLLER = "log_controller"
    TRAINING_PROVIDER = "training_provider"
    EVALUATOR = "evaluator"
    PROGRAMME_OFFICE = "programme_office"
    STEERING_MEMBER = "steering_member"
    AUDITOR = "auditor"
    DPO = "dpo"
    OPERATOR = "operator"
    LINK_HOLDER = "link_holder"
    HALF_AUTHENTICATED = "half_authenticated"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class RoleTerms:
    """What a role is called, what it may do in words, the door it starts at, and its purposes."""

    title: Words
    may: Words
    door: str
    purposes: tuple[str, ...]


SUPPORT, COORDINATION, CONTROL = "support", "coordination", "control"
PURPOSES = {
    SUPPORT: _("Support for the person"),
    COORDINATION: _("Coordination of the offer"),
    CONTROL: _("Control of look-ups"),
    "steering": _("Steering of the programme"),
    "evaluation": _("Evaluation"),
    "training": _("Training of staff"),
    "grant": _("Audit of the grant"),
    "operation": _("Operation"),
    "answer": _("Answering"),
    "own": _("One's own page"),
    "entrance": _("Signing in"),
}
OWN_PAGE_SHOWS = _("Sees own goals, plan, answers and who looked; shares, says yes, takes it back and stops.")
ROLES: dict[Role, RoleTerms] = {
    Role.MENTEE: RoleTerms(_("Mentee"), OWN_PAGE_SHOWS, "answer", ("own",)),
    Role.PARENT: RoleTerms(_("Parent"), OWN_PAGE_SHOWS, "answer", ("own",)),
    Role.MENTOR: RoleTerms(
        _("Mentor"), _("Sees own courses, logs sessions, hands out measurements."), "field", (SUPPORT,)
    ),
    Role.PARENT_COACH: RoleTerms(
        _("Parent coach"),
        _("Sees own parent courses, logs sessions, hands out measurements."),
        "field",
        (SUPPORT,),
    ),
    Role.ROLE_MODEL: RoleTerms(_("Role model"), _("Sees own visits."), "field", (SUPPORT,)),
    Role.REQUESTER: RoleTerms(
        _("Requester"), _("Asks for visits; sees nothing else."), "public", ("answer",)
    ),
    Role.COORDINATOR: RoleTerms(
        _("Coordinator"),
        _("Records offers, consents, matches and plans in the own municipality; sees what is due there."),
        "office",
        (COORDINATION, SUPPORT),
    ),
    Role.MUNICIPAL_LEAD: RoleTerms(
        _("Municipal lead"), _("Sees the own municipality's counts, never a person."), "office", ("steering",)
    ),
    Role.LOG_CONTROLLER: RoleTerms(
        _("Log controller"), _("Sees who looked at what and why, never the content."), "office", (CONTROL,)
    ),
    Role.TRAINING_PROVIDER: RoleTerms(
        _("Training provider"), _("Sees staff on own training events."), "office", ("training",)
    ),
    Role.EVALUATOR: RoleTerms(
        _("Evaluator"),
        _("Approves new instruments; sees the frozen totals of the programme, never a row."),
        "office",
        ("evaluation",),
    ),
    Role.PROGRAMME_OFFICE: RoleTerms(
        _("Programme office"),
        _("Sees the frozen totals of the programme, never a row; brings and approves instruments."),
        "office",
        ("steering",),
    ),
    Role.STEERING_MEMBER: RoleTerms(
        _("Steering group member"),
        _("Sees the frozen totals of the programme, never a row."),
        "office",
        ("steering",),
    ),
    Role.AUDITOR: RoleTerms(
        _("Auditor"), _("Reads accounts and released tables, no citizen."), "office", ("grant",)
    ),
    Role.DPO: RoleTerms(
        _("Data protection officer"),
        _("Reads the data inventory and the log's metadata."),
        "office",
        (CONTROL,),
    ),
    Role.OPERATOR: RoleTerms(_("Operator"), _("Runs the system; sees no content."), "office", ("operation",)),
    Role.LINK_HOLDER: RoleTerms(
        _("Holder of a link"), _("Answers one measurement, once."), "answer", ("answer",)
    ),
    Role.HALF_AUTHENTICATED: RoleTerms(
        _("Half signed in"), _("May give the second factor and nothing else."), "public", ("entrance",)
    ),
    Role.ANONYMOUS: RoleTerms(_("Not signed in"), _("Sees the public pages."), "public", ("entrance",)),
}
APPOINTABLE = tuple(
    role
    for role in Role
    if role
    not in (
        Role.LINK_HOLDER,
        Role.HALF_AUTHENTICATED,
        Role.ANONYMOUS,
        Role.MENTEE,
        Role.PARENT,
        Role.REQUESTER,
    )
)
INVITABLE = (Role.MENTOR, Role.PARENT_COACH, Role.ROLE_MODEL)
"""The roles a coordinator gives to people in the own municipality; the operator gives every other."""


class ImportKind(StrEnum):
    """What a municipality brings along in a spreadsheet."""

    STAFF = "staff"
    COURSES = "courses"
    ANSWERS = "answers"
    PLACES = "places"


DEPUTABLE = (Role.MENTOR, Role.PARENT_COACH, Role.ROLE_MODEL, Role.MUNICIPAL_LEAD)
"""Who of the staff may stand in for the coordinator."""

CONTROLLERS = (Role.LOG_CONTROLLER, Role.DPO)
"""Who watches over look-ups holds no role that looks at content (security.md P7)."""

MOST_DEPUTY_DAYS, MOST_LOAN_DAYS = 90, 366


class DeputyBecause(StrEnum):
    """Why somebody stands in for the coordinator."""

    HOLIDAY = "holiday"
    ILLNESS = "illness"
    OTHER = "other"


DEPUTY_BECAUSE = {
    DeputyBecause.HOLIDAY: _("Holiday"),
    DeputyBecause.ILLNESS: _("Illness"),
    DeputyBecause.OTHER: _("Something else"),
}


class OrganisationKind(StrEnum):
    """What an organisation is in the programme."""

    MUNICIPALITY = "municipality"
    PROGRAMME_OFFICE = "programme_office"
    EVALUATOR = "evaluator"
    TRAINING_PROVIDER = "training_provider"
    AUDITOR = "auditor"


class PersonKind(StrEnum):
    """Which compartment a person's data lies in. Youth and parent never share a key."""

    YOUTH = "youth"
    PARENT = "parent"


class Capacity(StrEnum):
    """In which capacity a consent was given."""

    SELF = "self"
    CUSTODY_HOLDER = "custody_holder"
    SECOND_CUSTODY_HOLDER = "second_custody_holder"


class Method(StrEnum):
    """How a consent was given."""

    SCREEN = "screen"
    PAPER = "paper"
    ORAL = "oral"
    OWN_PAGE = "own_page"


CAPACITIES = {
    Capacity.SELF: _("The person"),
    Capacity.CUSTODY_HOLDER: _("Custody holder"),
    Capacity.SECOND_CUSTODY_HOLDER: _("The other custody holder"),
}
METHODS = {
    Method.SCREEN: _("On screen"),
    Method.PAPER: _("On paper"),
    Method.ORAL: _("Orally"),
    Method.OWN_PAGE: _("On the own page"),
}
TAKEN_DOWN = (Method.SCREEN, Method.PAPER, Method.ORAL)
"""How a coordinator may have received a yes; the own page is the person's alone."""

LANGUAGES = {
    "da": _("Danish"),
    "en": _("English"),
    "ar": _("Arabic"),
    "so": _("Somali"),
    "tr": _("Turkish"),
}
"""The languages a person can be written to in, by ISO 639-1 code."""


class Strength(StrEnum):
    """What somebody may be good at or like to do together: activities, skills, ways of meeting.

    A closed list. It has no word for belief, origin or opinion, and will have none.
    """

    LISTENING = "listening"
    HARD_TALKS = "hard_talks"
    HUMOUR = "humour"
    CALM = "calm"
    STRUCTURE = "structure"
    SCHOOL_HELP = "school_help"
    JOB_SEARCH = "job_search"
    LETTERS = "letters"
    FAMILY_CONTACT = "family_contact"
    LEISURE_CLUBS = "leisure_clubs"
    SPORT = "sport"
    OUTDOORS = "outdoors"
    MUSIC = "music"
    COOKING = "cooking"
    MAKING_THINGS = "making_things"
    GAMING = "gaming"
    COMPUTERS = "computers"


STRENGTHS = {
    Strength.LISTENING: _("Listening"),
    Strength.HARD_TALKS: _("Difficult conversations"),
    Strength.HUMOUR: _("Humour"),
    Strength.CALM: _("Calm and patience"),
    Strength.STRUCTURE: _("Structure in everyday life"),
    Strength.SCHOOL_HELP: _("Help with school"),
    Strength.JOB_SEARCH: _("Looking for work"),
    Strength.LETTERS: _("Letters and appointments with authorities"),
    Strength.FAMILY_CONTACT: _("Contact with the family"),
    Strength.LEISURE_CLUBS: _("Clubs and free time"),
    Strength.SPORT: _("Sport"),
    Strength.OUTDOORS: _("Walks and nature"),
    Strength.MUSIC: _("Music"),
    Strength.COOKING: _("Cooking"),
    Strength.MAKING_THINGS: _("Making things by hand"),
    Strength.GAMING: _("Games"),
    Strength.COMPUTERS: _("Computers and phones"),
}
MOST_STRENGTHS, MOST_LEARNING = 5, 3


class PartOfWeek(StrEnum):
    """When somebody has time to meet."""

    DAYTIME = "daytime"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    WEEKEND = "weekend"


PARTS_OF_WEEK = {
    PartOfWeek.DAYTIME: _("Weekdays before 15"),
    PartOfWeek.AFTERNOON: _("Weekdays 15 to 18"),
    PartOfWeek.EVENING: _("Weekday evenings"),
    PartOfWeek.WEEKEND: _("Weekends"),
}
SPOKEN = {
    "da": _("Danish"),
    "dsl": _("Danish sign language"),
    "en": _("English"),
    "ar": _("Arabic"),
    "so": _("Somali"),
    "tr": _("Turkish"),
    "bs": _("Bosnian"),
    "de": _("German"),
    "es": _("Spanish"),
    "fa": _("Persian"),
    "fr": _("French"),
    "kl": _("Greenlandic"),
    "ku": _("Kurdish"),
    "pl": _("Polish"),
    "ro": _("Romanian"),
    "ti": _("Tigrinya"),
    "uk": _("Ukrainian"),
    "ur": _("Urdu"),
    "vi": _("Vietnamese"),
}
"""The languages a conversation may be held in, by ISO 639 code. What one speaks, never where one is from."""


class CertificateKind(StrEnum):
    """What whoever meets a person alone must have: børneattest, and the confidentiality module."""

    BOERNEATTEST = "boerneattest"
    CONFIDENTIALITY = "confidentiality"


CERTIFICATES = {
    CertificateKind.BOERNEATTEST: _("Certificate for work with minors"),
    CertificateKind.CONFIDENTIALITY: _("Confidentiality module"),
}
EXPIRES_SOON_DAYS = 60
WITH_PROFILE = (Role.MENTOR, Role.PARENT_COACH, Role.ROLE_MODEL)
"""The staff who meet people, and so have a profile and certificates."""


class ConsentPurpose(StrEnum):
    """What a yes may be about. One yes never covers another."""

    SUPPORT = "support"
    SHARING = "sharing"
    EVALUATION = "evaluation"
    INTERVIEW = "interview"
    QUOTATION = "quotation"
    FOLLOW_UP = "follow_up"
    CONTACT = "contact"
    JOINING = "joining"


class Tried(StrEnum):
    """What typing an own code came to."""

    FITS = "fits"
    WRONG = "wrong"
    CLOSED = "closed"


MOST_TRIES = 5
"""After so many wrong ones an own code opens nothing until it is replaced."""

BORN = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?:-(?P<month>0[1-9]|1[0-2]))?")
"""A year, or a year and a month. Never a day."""


def least_age(born: str, on: date) -> int | None:
    """The age a person has surely reached on a day; None where the year is not known.

    `born` is a year or a year and a month, so the answer is the youngest that fits:
    `least_age("1999-03", date(2014, 3, 31))` is 14, `least_age("1999", date(2014, 12, 1))` is 14.
    """
    found = BORN.fullmatch(born)
    if found is None:
        return None
    had_birthday = found["month"] is not None and int(found["month"]) < on.month
    return on.year - int(found["year"]) - (0 if had_birthday else 1)


def month_of_turning(born: str, age: int) -> date | None:
    """The first month in which a person has surely reached an age; None where the year is not known."""
    found = BORN.fullmatch(born)
    if found is None:
        return None
    year, month = int(found["year"]) + age, int(found["month"] or 12)
    return date(year + month // 12, month % 12 + 1, 1)
