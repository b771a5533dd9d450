"""Who writes the steps towards an evaluator, in which order, and by when each is planned."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.courses import must_be_one_of
from samspil.delivery.rules.screening import marks
from samspil.governance.terms.procurement import ContractState, EvaluatorStepKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

MOST_TENDERS = 99
ORDER = tuple(EvaluatorStepKind)
NOT_AWARDED = Refusal(_("Write first whom the work was given to."))
"""A contract is with somebody."""


def planned_of(step: EvaluatorStepKind, first: date, last: date) -> date:
    """The day by which a step is planned: the call on the first day that the file gives for choosing an
    evaluator, the evaluator in on the last, and the others in even steps between.
    """
    return first + timedelta(days=(last - first).days * ORDER.index(step) // (len(ORDER) - 1))


def must_be_in_order(
    step: EvaluatorStepKind, done_on: date, done: Mapping[EvaluatorStepKind, date], first: date, on: date
) -> Refusal | None:
    """After the step before, not after the one that follows, and by today; a call may go out before the
    programme begins, by a year at most.
    """
    if not first - timedelta(days=366) <= done_on <= on:
        return Refusal(_("Choose a day from a year before the programme until today."), "done_on")
    place = ORDER.index(step)
    if place and ORDER[place - 1] not in done:
        return Refusal(_("Write the step before this one first."))
    if place and done_on < done[ORDER[place - 1]]:
        return Refusal(_("Choose a day that is not before the step before."), "done_on")
    following = ORDER[place + 1] if place + 1 < len(ORDER) else None
    if following is not None and following in done and done_on > done[following]:
        return Refusal(_("Choose a day that is not after the step that follows."), "done_on")
    return None


def must_say_its_own(
    step: EvaluatorStepKind,
    tenders: int | None,
    organisation_id: uuid.UUID | None,
    evidence: str,
    evaluators: Collection[uuid.UUID],
) -> Refusal | None:
    """How many tenders, which organisation, where the contract is: each with its own step, about nobody."""
    if step == EvaluatorStepKind.TENDERS and (tenders is None or not 0 <= tenders <= MOST_TENDERS):
        return Refusal(_("Write a number from 0 to 99."), "tenders")
    if step == EvaluatorStepKind.AWARDED:
        return must_be_one_of(organisation_id, evaluators, "organisation_id")
    if step == EvaluatorStepKind.CONTRACT:
        if not evidence.strip():
            return Refusal(_("Write something here."), "evidence")
        if marks(evidence, ()):
            return Refusal(
                _("Write it without names, numbers and addresses: what shows it, and where."), "evidence"
            )
    return None


def may_read_contract(actor: Actor) -> Refusal | None:
    """The contract is for the two it is between: the programme office and the evaluator."""
    if actor.role in (Role.PROGRAMME_OFFICE, Role.EVALUATOR):
        return None
    return Refusal(_("Your role does not give access here."))


def must_be_another(digest: str, last: str) -> Refusal | None:
    """A new version is another file than the last one."""
    return Refusal(_("This file lies here already."), "file") if digest == last else None


def contract_state(*, is_theirs: bool, is_last: bool) -> ContractState:
    """A version holds while the work is awarded to whom it is with, and no later one with them came."""
    if not is_theirs:
        return ContractState.GIVEN_AWAY
    return ContractState.HOLDS if is_last else ContractState.REPLACED
