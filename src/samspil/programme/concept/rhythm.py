"""Whether the rounds of a concept file can be followed: one window at a time, each due in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, floor
from typing import Any

from samspil.programme.concept.nodes import Tree

Say = Callable[[str, str, str], None]

_DAYS_PER_MONTH = 30.436875
_SLACK_DAYS = 4
_LAST_MONTH = 120


@dataclass(frozen=True, slots=True)
class _Span:
    """The earliest and latest day, after the anchor, of a window's opening and due date."""

    path: str
    opens: tuple[int, int]
    due: tuple[int, int]


def check_rounds(tree: Tree, say: Say) -> None:
    """Note every round that is not whole in itself, and rounds that get in each other's way."""
    progression = tree.get("progression")
    schedule = progression.get("schedule") if isinstance(progression, dict) else None
    found = schedule.get("rounds") if isinstance(schedule, dict) else None
    rounds: list[Tree] = found if isinstance(found, list) else []
    consents = [row.get("slug") for row in tree.get("consents") or []]
    whole = []
    for place, each in enumerate(rounds):
        path = f"progression.schedule.rounds[{place}]"
        if _is_whole(each, path, consents, say):
            whole.append((path, each))
    repeated = [path for path, each in whole if each.get("every_months")]
    for path in repeated[1:]:
        message = "Two rounds repeat themselves."
        say(f"{path}.every_months", message, "Let only one round have `every_months`.")
    for anchor in ("start", "end"):
        _check_succession([(path, each) for path, each in whole if each["anchor"] == anchor], say)
    _check_cut(schedule if isinstance(schedule, dict) else {}, tree.get("period"), say)


def _check_cut(schedule: Tree, period: Any, say: Say) -> None:
    """The data cut lies in the programme's period or after it: before it there is nothing to cut."""
    cut, first = schedule.get("data_cut"), period.get("from") if isinstance(period, dict) else None
    if isinstance(cut, date) and isinstance(first, date) and cut < first:
        message = f"The data cut ({cut}) is before the programme begins ({first})."
        hint = "Write a day in the programme's period or after it, or remove the line."
        say("progression.schedule.data_cut", message, hint)


def _is_whole(each: Tree, path: str, consents: list[Any], say: Say) -> bool:
    """Whether the round can be placed in time; problems of its own are noted on the way."""
    slug = str(each.get("slug", ""))
    if slug.replace("_", "-").startswith("month-"):
        message = f"The slug `{slug}` is kept for repeated rounds."
        say(f"{path}.slug", message, "Choose another slug.")
    needed = each.get("needs_consent")
    if consents and needed is not None and needed not in consents:
        message = f"There is no consent `{needed}` in this file."
        say(f"{path}.needs_consent", message, f"Add it to `consents`, or remove `{needed}` here.")
    if "anchor" not in each or "months" not in each:
        return False
    given = [key for key in ("due_days", "opens_days_before") if each.get(key) is not None]
    if len(given) != 1:
        message = "A round has either `due_days` or `opens_days_before`."
        say(path, message, "Write exactly one of the two.")
        return False
    if each.get("every_months"):
        if each["anchor"] == "end":
            message = "A round that repeats cannot be counted from the end."
            say(f"{path}.every_months", message, "Remove it, or write `anchor: start`.")
            return False
        _check_title(each.get("title"), path, say)
    return True


def _check_title(title: Any, path: str, say: Say) -> None:
    for language, words in title.items() if isinstance(title, dict) else ():
        if "{months}" not in words:
            message = "The title of a repeated round does not say which month."
            say(f"{path}.title.{language}", message, "Write {months} where the number belongs.")


def _check_succession(rounds: list[tuple[str, Tree]], say: Say) -> None:
    """No window opens before its anchor, or before the one ahead of it is due."""
    spans = sorted(
        (span for path, each in rounds for span in _spans(path, each)), key=lambda span: span.opens
    )
    noted: set[str] = set()
    for span in spans:
        if span.opens[0] < 0 and span.path not in noted:
            noted.add(span.path)
            message = "The window opens before the day it is counted from."
            say(span.path, message, "Write more months, or open it fewer days before.")
    for before, span in pairwise(spans):
        if span.opens[0] <= before.due[1] and not noted & {span.path, before.path}:
            noted.add(span.path)
            message = "The window may open before the one ahead of it is due."
            say(span.path, message, "Write more months between them, or shorter windows.")


def _spans(path: str, each: Tree) -> list[_Span]:
    spans = []
    step = each.get("every_months") or _LAST_MONTH
    last = max(each["months"], _LAST_MONTH if each.get("every_months") else 0)
    for months in range(each["months"], last + 1, step):
        low, high = _days(months)
        if each.get("due_days") is not None:
            due = each["due_days"]
            spans.append(_Span(path, (low, high), (low + due, high + due)))
        else:
            early = each["opens_days_before"]
            spans.append(_Span(path, (low - early, high - early), (low, high)))
    return spans


def _days(months: int) -> tuple[int, int]:
    """The fewest and the most days that so many months can have, a little generously."""
    if months == 0:
        return 0, 0
    days = months * _DAYS_PER_MONTH
    return floor(days) - _SLACK_DAYS, ceil(days) + _SLACK_DAYS
