"""What may still be changed on an agenda, and when.

Until the invitation has gone out everything; after it the wording stands, since the members prepare by it.
The order may be changed until the meeting is held, and an item may leave for another meeting until it is
written what it came to. Nothing is changed once the minutes are approved.
"""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from samspil.governance.rules.meetings import must_be_open
from samspil.governance.terms.meetings import MeetingState, Way
from samspil.kernel.errors import Refusal


def may_reword(state: str, is_decision: bool) -> Refusal | None:
    """An item is worded anew until its meeting is invited to; a decision in writing never."""
    if is_decision:
        return Refusal(_("A decision in writing stands as it was decided."))
    if state == MeetingState.INVITED:
        return Refusal(_("The invitation has gone out: the members prepare by what stands here."))
    return must_be_open(state)


def may_reorder(state: str, was_held: bool) -> Refusal | None:
    """The order is changed until the meeting is held."""
    return must_be_open(state) or (Refusal(_("The meeting has been held.")) if was_held else None)


def may_leave(state: str, has_outcome: bool) -> Refusal | None:
    """An item leaves an agenda until it is written what it came to."""
    if has_outcome:
        return Refusal(_("It is written what it came to: it stays in these minutes."))
    return must_be_open(state)


def may_wait(is_decision: bool, has_pack: bool) -> Refusal | None:
    """What the minutes must hold, and what was sent to the group, goes to another meeting or stays."""
    if is_decision:
        return Refusal(
            _("A decision in writing must stand in the minutes. Move it to another meeting."), "to"
        )
    return Refusal(_("The status pack was sent. Move it to another meeting."), "to") if has_pack else None


def may_take_a_pack(is_pack: bool, there: uuid.UUID | None, field: str) -> Refusal | None:
    """A meeting has one status pack; what is sent anew is its next version."""
    if not is_pack or there is None:
        return None
    return Refusal(_("That meeting has a status pack already."), field)


def may_be_struck(is_own: bool, hangs_on_it: bool) -> Refusal | None:
    """Only what the office wrote itself is struck for good, and only while nothing hangs on it."""
    if is_own and not hangs_on_it:
        return None
    return Refusal(_("Others wait for this. It can wait for a coming meeting, or go to another one."), "to")


def must_be_where_it_was(seen: object, stands: object) -> Refusal | None:
    """The agenda is as it was seen."""
    if seen == stands:
        return None
    return Refusal(_("Somebody changed the agenda meanwhile. Look at it once more."))


def must_go_somewhere(way: str, position: int, count: int) -> Refusal | None:
    """One step up or down, where there is a step."""
    if way not in list(Way):
        return Refusal(_("Choose one of these."), "way")
    to = step(way, position)
    return None if 1 <= to <= count else Refusal(_("It is there already."))


def step(way: str, position: int) -> int:
    """The place after one step."""
    return position - 1 if way == Way.UP else position + 1


def must_be_another(from_id: uuid.UUID, to_id: uuid.UUID, is_of_the_group: bool) -> Refusal | None:
    """Another meeting of the same group."""
    if is_of_the_group and from_id != to_id:
        return None
    return Refusal(_("Choose another meeting of the group."), "to")
