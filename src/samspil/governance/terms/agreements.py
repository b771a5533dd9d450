"""The words of agreements between the programme office and a municipality."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samspil.people.terms import Role


class AgreementKind(StrEnum):
    """What is agreed: to work together, or what is paid for it."""

    COOPERATION = "cooperation"
    GRANT_LETTER = "grant_letter"


class AgreementState(StrEnum):
    """How far a version of an agreement has come."""

    DRAFT = "draft"
    SENT = "sent"
    IN_FORCE = "in_force"
    REPLACED = "replaced"


class Side(StrEnum):
    """Who signs."""

    OFFICE = "office"
    MUNICIPALITY = "municipality"


AGREEMENT_KINDS = {
    AgreementKind.COOPERATION: _("Cooperation agreement"),
    AgreementKind.GRANT_LETTER: _("Grant letter"),
}
AGREEMENT_STATES = {
    AgreementState.DRAFT: pgettext_lazy("agreement", "Draft"),
    AgreementState.SENT: _("Waits for signatures"),
    AgreementState.IN_FORCE: _("In force"),
    AgreementState.REPLACED: _("Replaced by a later version"),
}
MADE_BY = (Role.PROGRAMME_OFFICE,)
SIGNED_BY = {Role.PROGRAMME_OFFICE: Side.OFFICE, Role.MUNICIPAL_LEAD: Side.MUNICIPALITY}
READ_BY = tuple(SIGNED_BY)
