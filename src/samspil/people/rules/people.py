"""Who may do what with people: a sentence when not, None when yes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import APPOINTABLE, ROLES, ConsentPurpose, Method, Role

# --- who


def may_found_organisation(actor: Actor) -> Refusal | None:
    """Only the operator adds organisations."""
    return None if actor.role == Role.OPERATOR else Refusal(_("Only the operator can add an organisation."))


def may_appoint(actor: Actor, role: str) -> Refusal | None:
    """The operator appoints; nobody is appointed to a role that only a link or a door gives."""
    if actor.role != Role.OPERATOR:
        return Refusal(_("Only the operator can give a role."))
    if role not in APPOINTABLE:
        return Refusal(_("That role cannot be given to an account."), "role")
    return None


def may_register_person(actor: Actor) -> Refusal | None:
    """Only a coordinator registers a person, and only after a yes."""
    return None if actor.role == Role.COORDINATOR else Refusal(_("Only a coordinator can register a person."))


AT_THE_END = (ConsentPurpose.QUOTATION, ConsentPurpose.FOLLOW_UP)
"""What a mentor or coach asks for at the closing talk, and may write down from there."""


def may_record_consent(actor: Actor, method: str, purpose: str = "") -> Refusal | None:
    """A coordinator writes down a yes that was given; on the own page it is given by the person alone.

    A mentor or coach writes down the two yeses of the closing talk, and no other.
    """
    if actor.role == Role.COORDINATOR and method != Method.OWN_PAGE:
        return None
    if (
        actor.role in (Role.MENTOR, Role.PARENT_COACH)
        and method != Method.OWN_PAGE
        and (purpose in AT_THE_END)
    ):
        return None
    if actor.role in (Role.MENTEE, Role.PARENT) and method == Method.OWN_PAGE:
        return None
    return Refusal(_("Only a coordinator can record a consent."))


def may_set_local_rule(actor: Actor) -> Refusal | None:
    """The municipality's own rules are set by its lead or its coordinator."""
    if actor.role in (Role.COORDINATOR, Role.MUNICIPAL_LEAD):
        return None
    return Refusal(_("Only the municipality's own people can set this."))


def may_read_identity(actor: Actor) -> Refusal | None:
    """Identity is for the coordinator of the person's municipality, with a purpose."""
    if actor.role == Role.COORDINATOR:
        return None
    return Refusal(_("Your role does not see names."))


def may_read_contact(actor: Actor) -> Refusal | None:
    """What somebody is reached by is read by the worker alone, when something goes out."""
    return (
        None
        if actor.role == Role.OPERATOR and actor.account_id is None
        else Refusal(_("Only the worker does this."))
    )


def may_read_log(actor: Actor) -> Refusal | None:
    """The log's metadata is for the log controller and the data protection officer."""
    if actor.role in (Role.LOG_CONTROLLER, Role.DPO):
        return None
    return Refusal(_("Only the log controller sees the log."))


def may_read_own_log(actor: Actor, person_id: object) -> Refusal | None:
    """Who looked at a person's data is told to that person, on the own page."""
    if actor.role in (Role.MENTEE, Role.PARENT) and actor.person_id == person_id:
        return None
    return Refusal(_("Only the log controller sees the log."))


def may_act_as(role: str, purpose: str) -> Refusal | None:
    """One active role has one purpose at a time, one of those that belong to it."""
    if purpose in ROLES[Role(role)].purposes:
        return None
    return Refusal(_("Choose one of the purposes that belong to the role."), "purpose")


def may_keep_drafts(actor: Actor) -> Refusal | None:
    """Drafts on the device are for those who write where there may be no connection."""
    if actor.role in (Role.MENTOR, Role.PARENT_COACH):
        return None
    return Refusal(_("Your role keeps no drafts on the phone."))


ENTRANCE_VERBS = (
    "signed_in",
    "signed_out",
    "signed_out_everywhere",
    "sign_in_failed",
    "locked_out",
    "role_chosen",
    "factor_added",
    "factor_removed",
)
"""What happens at the entrance and is logged."""


def may_note_entrance(verb: str) -> Refusal | None:
    """Anyone at the entrance leaves an event, but only one of those that are known."""
    return (
        None if verb in ENTRANCE_VERBS else Refusal(_("That is not something that happens at the entrance."))
    )


# --- in which state


def must_be_an_age(own_yes_from: int) -> Refusal | None:
    """The age of an own yes lies between 12 and 18."""
    return None if 12 <= own_yes_from <= 18 else Refusal(_("Choose an age from 12 to 18."), "own_yes_from")
