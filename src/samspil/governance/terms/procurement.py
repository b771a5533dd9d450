"""The words of finding the evaluator: five steps, from the call to the day on which the evaluator is in."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class EvaluatorStepKind(StrEnum):
    """What is done on the way to an evaluator, in its order."""

    CALL = "call"
    TENDERS = "tenders"
    AWARDED = "awarded"
    CONTRACT = "contract"
    IN_PLACE = "in_place"


class ContractState(StrEnum):
    """What a version of the contract with the evaluator is now."""

    HOLDS = "holds"
    REPLACED = "replaced"
    GIVEN_AWAY = "given_away"


CONTRACT_STATES = {
    ContractState.HOLDS: _("Holds"),
    ContractState.REPLACED: _("Replaced by a later version"),
    ContractState.GIVEN_AWAY: _("The work was given to another organisation"),
}

EVALUATOR_STEPS = {
    EvaluatorStepKind.CALL: _("The call is out"),
    EvaluatorStepKind.TENDERS: _("Tenders are in"),
    EvaluatorStepKind.AWARDED: _("Awarded"),
    EvaluatorStepKind.CONTRACT: _("The contract is signed"),
    EvaluatorStepKind.IN_PLACE: _("The evaluator is in"),
}
