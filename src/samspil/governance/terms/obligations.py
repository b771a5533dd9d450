"""The words of obligations: where one stands, and what the evaluator asks a municipality for."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CONDITION = "condition"
"""Stands beside the obligations as a state of its own: the condition of taking part."""

REGISTERS = "registers"
"""The one obligation that is a share of measurements: told outside only from as many owed as may be told."""


class ObligationState(StrEnum):
    """Where an obligation stands on a day. `withheld` is only told to others: it would rest on too few."""

    MET = "met"
    ON_THE_WAY = "on_the_way"
    LATE = "late"
    NOT_MET = "not_met"
    WITHHELD = "withheld"


OBLIGATION_STATES = {
    ObligationState.MET: pgettext_lazy("obligation", "Met"),
    ObligationState.ON_THE_WAY: pgettext_lazy("obligation", "On the way"),
    ObligationState.LATE: pgettext_lazy("obligation", "Late"),
    ObligationState.NOT_MET: pgettext_lazy("obligation", "Not met"),
    ObligationState.WITHHELD: pgettext_lazy("obligation", "Not shown"),
}
WORST = (ObligationState.MET, ObligationState.ON_THE_WAY, ObligationState.LATE, ObligationState.NOT_MET)
"""From the best to the worst: of several parts the worst one is the state of the whole."""

BEHIND = (ObligationState.LATE, ObligationState.NOT_MET)


class Tool(StrEnum):
    """Which tools are registered in: both are owed."""

    PROGRESSION = "progression"
    EVALUATION = "evaluation"


TOOLS = {
    Tool.PROGRESSION: _("Progression tools"),
    Tool.EVALUATION: _("Evaluation tools"),
}


class MeetingKind(StrEnum):
    """The two groups that a municipality meets in."""

    STEERING = "steering"
    NETWORK = "network"


MEETING_KINDS = {
    MeetingKind.STEERING: _("Steering group"),
    MeetingKind.NETWORK: _("Network group"),
}


MOST_ASKED = 200
"""How many interviews one request may ask for: more is a slip of the hand."""


class EvaluationPhase(StrEnum):
    """The two evaluations that a municipality takes part in."""

    MIDTERM = "midterm"
    FINAL = "final"


EVALUATION_PHASES = {
    EvaluationPhase.MIDTERM: _("Mid-term evaluation"),
    EvaluationPhase.FINAL: _("Final evaluation"),
}


class InterviewKind(StrEnum):
    """What the evaluator asks a municipality to take part in: "interviews m.m."."""

    INTERVIEW = "interview"
    GROUP = "group"
    QUESTIONS = "questions"
    PAPERS = "papers"


INTERVIEW_KINDS = {
    InterviewKind.INTERVIEW: _("Interviews"),
    InterviewKind.GROUP: _("Group interviews"),
    InterviewKind.QUESTIONS: _("Questions in writing"),
    InterviewKind.PAPERS: _("Papers to read"),
}
