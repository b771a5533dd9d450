"""The words of people: roles, kinds of organisation, purposes, compartments."""

from __future__ import annotations

from dataclasses import dataclass
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
    "entrance": _("Signing in"),
}

ROLES: dict[Role, RoleTerms] = {
    Role.MENTEE: RoleTerms(
        _("Mentee"), _("Answers through a link; sees and shares own answers."), "answer", ("answer",)
    ),
    Role.PARENT: RoleTerms(
        _("Parent"), _("Answers through a link; sees and shares own answers."), "answer", ("answer",)
    ),
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
    Role.REQUESTER: RoleTerms(_("Requester"), _("Asks for visits; sees nothing else."), "public", ()),
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
        _("Evaluator"), _("Will see released tables and pseudonymous extracts."), "office", ("evaluation",)
    ),
    Role.PROGRAMME_OFFICE: RoleTerms(
        _("Programme office"),
        _("Sees the frozen totals of the programme, never a row."),
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


class Method(StrEnum):
    """How a consent was given."""

    SCREEN = "screen"
    PAPER = "paper"
    ORAL = "oral"


METHODS = {
    Method.SCREEN: _("On screen"),
    Method.PAPER: _("On paper"),
    Method.ORAL: _("Orally"),
}
