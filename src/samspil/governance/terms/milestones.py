"""The words of milestones: where one stands, and why a plan moves."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MilestoneState(StrEnum):
    """Where a milestone stands on a day."""

    REACHED = "reached"
    COMING = "coming"
    NOW = "now"
    OVERDUE = "overdue"


MILESTONE_STATES = {
    MilestoneState.REACHED: pgettext_lazy("milestone", "Reached"),
    MilestoneState.COMING: pgettext_lazy("milestone", "Coming"),
    MilestoneState.NOW: pgettext_lazy("milestone", "Now"),
    MilestoneState.OVERDUE: pgettext_lazy("milestone", "Late"),
}


class PlanMoved(StrEnum):
    """Why a plan was moved. A code, so that nobody is written about."""

    AGREED = "agreed"
    WAITS_FOR = "waits_for"
    SUPPLIER = "supplier"
    STAFF = "staff"
    FUNDING = "funding"
    OTHER = "other"


PLAN_MOVED = {
    PlanMoved.AGREED: _("Agreed in the steering group"),
    PlanMoved.WAITS_FOR: _("What comes before it was late"),
    PlanMoved.SUPPLIER: _("A supplier was late"),
    PlanMoved.STAFF: _("There were too few staff"),
    PlanMoved.FUNDING: _("The money came later"),
    PlanMoved.OTHER: _("Something else"),
}
