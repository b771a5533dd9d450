"""The words of the groups: the steering group, the network group, and who takes part in them."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from samspil.people.terms import Role


class GroupKind(StrEnum):
    """Which of the programme's two groups."""

    STEERING = "steering"
    NETWORK = "network"


GROUPS = {GroupKind.STEERING: _("Steering group"), GroupKind.NETWORK: _("Network group")}
MEETINGS = {
    GroupKind.STEERING: _("Meeting of the steering group"),
    GroupKind.NETWORK: _("Meeting of the network group"),
}
EXTRA_MEETINGS = {
    GroupKind.STEERING: _("Extraordinary meeting of the steering group"),
    GroupKind.NETWORK: _("Extraordinary meeting of the network group"),
}

TAKE_PART = (
    Role.PROGRAMME_OFFICE,
    Role.STEERING_MEMBER,
    Role.MUNICIPAL_LEAD,
    Role.COORDINATOR,
    Role.EVALUATOR,
    Role.TRAINING_PROVIDER,
)
"""Who reads about the groups that their organisation sits in."""

SPEAK_FOR = {
    GroupKind.STEERING: tuple(one for one in TAKE_PART if one != Role.COORDINATOR),
    GroupKind.NETWORK: TAKE_PART,
}
"""Who answers for their organisation, and is invited: in the steering group not the coordinator."""
