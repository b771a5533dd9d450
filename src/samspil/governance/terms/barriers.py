"""The words of barriers and of decisions in writing."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RaisedBy(StrEnum):
    """On whose behalf a barrier was raised."""

    MUNICIPALITY = "municipality"
    NETWORK = "network"
    OFFICE = "office"


RAISED_BY = {
    RaisedBy.MUNICIPALITY: _("The municipality"),
    RaisedBy.NETWORK: _("The network group"),
    RaisedBy.OFFICE: _("The programme office"),
}


class BarrierState(StrEnum):
    """How far a barrier has come: each step follows the one before."""

    RAISED = "raised"
    ASSIGNED = "assigned"
    DECIDED = "decided"
    INSTRUCTED = "instructed"
    DONE = "done"


BARRIER_STATES = {
    BarrierState.RAISED: _("Raised, has no owner yet"),
    BarrierState.ASSIGNED: _("Has an owner, waits for a decision"),
    BarrierState.DECIDED: _("Decided, no instruction yet"),
    BarrierState.INSTRUCTED: _("Instruction given, waits for the municipalities"),
    BarrierState.DONE: _("Done everywhere"),
}
OPEN_BARRIERS = tuple(one for one in BarrierState if one != BarrierState.DONE)


class Acts(StrEnum):
    """How a municipality acts on an instruction."""

    AS_INSTRUCTED = "as_instructed"
    OTHERWISE = "otherwise"


ACTS = {
    Acts.AS_INSTRUCTED: _("Done as the instruction says"),
    Acts.OTHERWISE: _("Done in another way"),
}


class Answer(StrEnum):
    """What a member answers to a proposal in writing. Silence is none of them."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


ANSWERS = {
    Answer.FOR: pgettext_lazy("vote", "In favour"),
    Answer.AGAINST: pgettext_lazy("vote", "Against"),
    Answer.ABSTAIN: pgettext_lazy("vote", "Abstains"),
}


class BallotState(StrEnum):
    """What a proposal in writing has come to."""

    OPEN = "open"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    TOO_FEW = "too_few"


BALLOT_STATES = {
    BallotState.OPEN: _("Waits for answers"),
    BallotState.ADOPTED: _("Adopted"),
    BallotState.REJECTED: _("Not adopted"),
    BallotState.TOO_FEW: _("Not adopted: too few answered"),
}
