"""What may be done with a meeting, and in which order."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.governance.rules.words import MOST_HEADING
from samspil.governance.terms.meetings import OPEN_MEETINGS, MeetingState, OutcomeKind
from samspil.kernel.errors import Refusal

MOST_DAYS_AHEAD = 3 * 366
OVER = _("This is over.")


def must_be_open(state: str) -> Refusal | None:
    """Nothing is written into approved minutes or a meeting that is cancelled."""
    return None if state in OPEN_MEETINGS else Refusal(OVER)


def may_invite(state: str, on: date, today: date) -> Refusal | None:
    """A meeting is invited to once, while it is still to come."""
    if state != MeetingState.PLANNED:
        return Refusal(_("The invitation has gone out."))
    return Refusal(_("The day has passed.")) if on < today else None


def must_be_either(waits: bool, heading: str, words: str) -> Refusal | None:
    """What waits comes with its own heading and paper: nothing that was typed beside it is lost unseen."""
    for field, typed in (("heading", heading), ("words", words)):
        if waits and typed.strip():
            return Refusal(_("Choose what waits, or write something new."), field)
    return None


def may_cancel(state: str, was_held: bool) -> Refusal | None:
    """A meeting that took place is not cancelled: what it came to would stand in the minutes of another."""
    return must_be_open(state) or (Refusal(_("The meeting has been held.")) if was_held else None)


def must_be_because(because: str) -> Refusal | None:
    """Why a group meets outside its series, in one line."""
    if not because.strip():
        return Refusal(_("Write in one line why the group meets."), "because")
    return Refusal(_("Write it shorter."), "because") if len(because) > MOST_HEADING else None


def must_be_free(meets: bool, on: date, last: date) -> Refusal | None:
    """A group meets once a day, and within its programme."""
    if meets:
        return Refusal(_("The group meets on that day already."), "on")
    return Refusal(_("The programme has ended by then."), "on") if on > last else None


def must_be_as_seen(seen: int, stands: int) -> Refusal | None:
    """A meeting is moved from where it was seen."""
    if seen == stands:
        return None
    return Refusal(_("Somebody moved the meeting meanwhile. Look at it once more."))


def must_have_begun(on: date, today: date) -> Refusal | None:
    """Who came is written when the day has come."""
    return Refusal(_("The meeting has not been held yet.")) if on > today else None


def may_approve(state: str, on: date, today: date, present: int) -> Refusal | None:
    """Minutes are approved of a meeting that was invited to and held, and of which is written who came."""
    if state != MeetingState.INVITED:
        return Refusal(OVER) if state != MeetingState.PLANNED else Refusal(_("Invite to the meeting first."))
    if on > today:
        return Refusal(_("The meeting has not been held yet."))
    return None if present else Refusal(_("Write who came first."))


def must_be_an_outcome(kind: str, has_owner: bool, due_on: date | None, on: date) -> Refusal | None:
    """One of three kinds; a task has an owner and a day to come."""
    if kind not in list(OutcomeKind):
        return Refusal(_("Choose one of these."), "kind")
    if kind != OutcomeKind.TASK:
        return None
    if not has_owner:
        return Refusal(_("Choose who does it."), "owner")
    if due_on is None or due_on < on:
        return Refusal(_("Choose today or a later day."), "due_on")
    return Refusal(_("Choose a day within the next three years."), "due_on") if _far(due_on, on) else None


def must_be_ahead(due_on: date, on: date, field: str = "due_on") -> Refusal | None:
    """Today or a later day that somebody can mean."""
    if due_on < on:
        return Refusal(_("Choose today or a later day."), field)
    return Refusal(_("Choose a day within the next three years."), field) if _far(due_on, on) else None


def _far(due_on: date, on: date) -> bool:
    return (due_on - on).days > MOST_DAYS_AHEAD
