"""The words of meetings: how far one is, what an item came to, and what is sent about it."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingState(StrEnum):
    """How far a meeting of a group has come. Approved minutes are never changed."""

    PLANNED = "planned"
    INVITED = "invited"
    APPROVED = "approved"
    CANCELLED = "cancelled"


MEETING_STATES = {
    MeetingState.PLANNED: pgettext_lazy("meeting", "Planned"),
    MeetingState.INVITED: _("Invited"),
    MeetingState.APPROVED: _("Minutes approved"),
    MeetingState.CANCELLED: pgettext_lazy("meeting", "Cancelled"),
}
OPEN_MEETINGS = (MeetingState.PLANNED, MeetingState.INVITED)


class OutcomeKind(StrEnum):
    """What an item on the agenda came to."""

    INFORMATION = "information"
    DECISION = "decision"
    TASK = "task"


OUTCOMES = {
    OutcomeKind.INFORMATION: _("Information"),
    OutcomeKind.DECISION: _("Decision"),
    OutcomeKind.TASK: pgettext_lazy("meeting", "Task"),
}


class MeetingNews(StrEnum):
    """What a letter about a meeting tells."""

    INVITATION = "invitation"
    MOVED = "moved"
    REMINDER = "reminder"
    CANCELLED = "cancelled"


class Way(StrEnum):
    """Which way an item goes on an agenda."""

    UP = "up"
    DOWN = "down"


WAYS = {Way.UP: _("One place up"), Way.DOWN: _("One place down")}
