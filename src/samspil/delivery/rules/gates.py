"""What is not done without a certificate, who may let somebody pass meanwhile, and who withdraws one."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.training_certificates import TrainingCertificate
from samspil.delivery.rules.courses import must_be_one_of
from samspil.delivery.terms.training import (
    MOST_PASS_DAYS,
    NOT_WITHOUT,
    WITHDRAWN_BY_HAND,
    GateUse,
    PassReason,
)
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

# --- who


def may_tend_the_corps(actor: Actor) -> Refusal | None:
    """Certificates, passes and supervision of the own staff are the coordinator's."""
    return None if actor.role == Role.COORDINATOR else Refusal(_("Only the coordinator can do this."))


def may_issue(actor: Actor) -> Refusal | None:
    """The coordinator issues what the provider has confirmed; the worker does it by itself."""
    if actor.role in (Role.COORDINATOR, Role.OPERATOR):
        return None
    return Refusal(_("Only the coordinator can do this."))


# --- in which state


def must_be_certified(is_missing: bool, use: GateUse, field: str | None = None) -> Refusal | None:
    """The gate itself, the same wherever it stands."""
    return Refusal(NOT_WITHOUT[use], field) if is_missing else None


def must_hold(certificate: TrainingCertificate, on: date) -> Refusal | None:
    """Only what has not ended can be withdrawn or issued anew."""
    if certificate.ended_on is None and certificate.valid_until >= on:
        return None
    return Refusal(_("This certificate holds no more."))


def must_be_the_first_pass(is_known: bool) -> Refusal | None:
    """One pass for one thing at a time."""
    return Refusal(_("There is a pass for that already. End it first."), "use") if is_known else None


# --- what it must be


def must_be_a_pass(use: str, because: str, until_on: date, on: date) -> Refusal | None:
    """One thing, one reason, and at most half a year."""
    refusal = must_be_one_of(use, list(GateUse), "use") or must_be_one_of(
        because, list(PassReason), "because"
    )
    if refusal is not None:
        return refusal
    if not on <= until_on <= on + timedelta(days=MOST_PASS_DAYS):
        return Refusal(_("Choose a day from today to half a year from now."), "until_on")
    return None


def must_withdraw_with_reason(because: str) -> Refusal | None:
    """A certificate is withdrawn for one of the reasons."""
    return must_be_one_of(because, list(WITHDRAWN_BY_HAND), "because")
