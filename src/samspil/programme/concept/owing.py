"""The forms that are owed after a visit or a training course: when each is due, and what a file may say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from samspil.programme.concept.nodes import Tree, part, rows
from samspil.programme.concept.values import OwedAfter

if TYPE_CHECKING:
    from samspil.programme.concept.model import Concept

Say = Callable[[str, str, str], None]
ASKED_AFTER = {
    "visit": ("pupils", "teacher", "role_model"),
    "training": ("participant",),
    "training_day": ("participant",),
}
"""Who is there to be asked after what."""

GROUP = "pupils"
"""A group that was visited is asked on the spot, and nobody knows who they are: nobody can be reminded."""

LONGEST = 40
"""The characters that an instrument's name may have, as a row of what is owed holds it."""


@dataclass(frozen=True, slots=True)
class FormWindow:
    """One form that is owed after a day: after what, who is asked what, and the days that count."""

    after: str
    asked: str
    instrument: str
    version: int
    opens_on: date
    due_on: date
    done_until: date
    late_until: date
    remind_on: date | None = None


def form_windows(concept: Concept, after: OwedAfter, day: date) -> tuple[FormWindow, ...]:
    """The forms that a day asks for, by the concept file alone; none after the final data cut."""
    cut = concept.progression.schedule.data_cut
    if cut is not None and day > cut:
        return ()
    found = []
    for one in concept.forms:
        if one.after == after:
            due = day + timedelta(days=one.due_days)
            until = due + timedelta(days=one.grace_days)
            late = until + timedelta(days=one.late_days)
            reminds = one.remind_days is not None and one.asked != GROUP
            remind_on = due + timedelta(days=one.remind_days or 0) if reminds else None
            found.append(
                FormWindow(after, one.asked, one.instrument, one.version, day, due, until, late, remind_on)
            )
    return tuple(found)


def check_forms(tree: Tree, say: Say) -> None:
    """Note forms asked of somebody who is not there, asked twice, or with an instrument of the rounds."""
    asked_in_rounds = [str(one.get("slug")) for one in rows(part(tree, "progression"), "instruments")]
    seen: set[tuple[object, object]] = set()
    for place, each in enumerate(rows(tree, "forms")):
        path, after, asked = f"forms[{place}]", each.get("after"), each.get("asked")
        known = ASKED_AFTER.get(str(after))
        if known and asked is not None and asked not in known:
            say(f"{path}.asked", f"Nobody is `{asked}` at a {after}.", f"Write one of: {', '.join(known)}.")
        if asked is not None and (after, asked) in seen:
            say(path, f"`{asked}` has two forms after a {after}.", "Keep one of them.")
        seen.add((after, asked))
        instrument = str(each.get("instrument", ""))
        if instrument in asked_in_rounds:
            message = f"The instrument `{instrument}` is asked at the rounds already."
            say(f"{path}.instrument", message, "Give the form an instrument of its own.")
        _check_reminder(path, each, say)
        if len(instrument) > LONGEST:
            message = f"The name `{instrument}` has more than {LONGEST} characters."
            say(f"{path}.instrument", message, "Choose an instrument with a shorter one.")


def _check_reminder(path: str, each: Tree, say: Say) -> None:
    """Note a reminder of a group, and one that comes when nobody can answer any more."""
    days = each.get("remind_days")
    if days is None:
        return
    if each.get("asked") == GROUP:
        say(f"{path}.remind_days", "A group is not reminded.", "Remove `remind_days`.")
    last = each.get("grace_days", 0) + each.get("late_days", 0)
    if days > last:
        message = f"Nobody can answer any more {days} days after the due day."
        say(f"{path}.remind_days", message, f"Write a whole number from 0 to {last}.")
