"""The words of goals and indicators: how a set of them stands, who signs, why it changed, and how in time."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samspil.people.terms import Role


class SetState(StrEnum):
    """How far a set of goals and indicators is. It is read off the signatures, never written."""

    PUT_FORWARD = "put_forward"
    SIGNED = "signed"
    REPLACED = "replaced"


SET_STATES = {
    SetState.PUT_FORWARD: pgettext_lazy("goals", "Waits to be signed"),
    SetState.SIGNED: pgettext_lazy("goals", "Signed"),
    SetState.REPLACED: pgettext_lazy("goals", "Replaced"),
}


class SetSide(StrEnum):
    """The two that sign: whoever runs the programme, and whoever measures it."""

    OFFICE = "office"
    EVALUATOR = "evaluator"


SET_SIGNED_BY = {Role.PROGRAMME_OFFICE: SetSide.OFFICE, Role.EVALUATOR: SetSide.EVALUATOR}
SIDE_ROLES = {side: role for role, side in SET_SIGNED_BY.items()}


class SetChanged(StrEnum):
    """Why goals or indicators changed. A code, so that nobody is written about."""

    AGREED = "agreed"
    CLEARER = "clearer"
    NOT_COUNTABLE = "not_countable"
    TARGET = "target"
    PROGRAMME = "programme"
    OTHER = "other"


SETS_CHANGED = {
    SetChanged.AGREED: _("Agreed in the steering group"),
    SetChanged.CLEARER: _("A definition was not clear enough"),
    SetChanged.NOT_COUNTABLE: _("Something could not be counted"),
    SetChanged.TARGET: _("A target was too high or too low"),
    SetChanged.PROGRAMME: _("The programme itself changed"),
    SetChanged.OTHER: _("Something else"),
}


class InTime(StrEnum):
    """Whether something was signed before the first measurement, by months alone."""

    BEFORE = "before"
    SAME_MONTH = "same_month"
    AFTER = "after"


IN_TIME = {
    InTime.BEFORE: _("Before the first measurement"),
    InTime.SAME_MONTH: _("In the month of the first measurement"),
    InTime.AFTER: _("After the first measurement"),
}
