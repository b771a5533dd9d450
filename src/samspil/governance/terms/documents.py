"""The words of descriptions by chapters: how one is anchored, and the plan that is kept ready."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samspil.people.terms import Role


class DescriptionKind(StrEnum):
    """What a description is about: one intervention's anchoring, or the municipality's plan."""

    ANCHORING = "anchoring"
    PLAN = "preparedness_plan"


class DescriptionState(StrEnum):
    """How far a version of a description has come."""

    DRAFT = "draft"
    HANDED_IN = "handed_in"
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"


DESCRIPTION_KINDS = {
    DescriptionKind.ANCHORING: _("Description of anchoring"),
    DescriptionKind.PLAN: _("Preparedness plan"),
}
DESCRIPTION_STATES = {
    DescriptionState.DRAFT: pgettext_lazy("description", "Draft"),
    DescriptionState.HANDED_IN: _("Handed in, waits for an answer"),
    DescriptionState.ACCEPTED: pgettext_lazy("description", "Accepted"),
    DescriptionState.SENT_BACK: _("Sent back"),
}
WRITTEN_BY = (Role.COORDINATOR, Role.MUNICIPAL_LEAD)
"""Who writes for a municipality."""

ANSWERED_BY = (Role.PROGRAMME_OFFICE,)
READ_BY = (*WRITTEN_BY, *ANSWERED_BY)
LONGEST = 4000
"""So many characters a chapter, a comment or a term may have."""
