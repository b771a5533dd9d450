"""Whether the evaluator's surveys in a concept file can be asked: of whom, with what and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from samspil.programme.concept.nodes import Tree, part, rows
from samspil.programme.concept.rounds import SURVEYED_UNDER

Say = Callable[[str, str, str], None]
LONGEST = 20
"""The characters that the name of what is owed may have."""


def check_surveys(tree: Tree, say: Say) -> None:
    """Note surveys that clash with a round, ask nobody, or fall on a day on which nothing is asked."""
    schedule = part(part(tree, "progression"), "schedule")
    for place, each in enumerate(rows(schedule, "surveys")):
        path = f"progression.schedule.surveys[{place}]"
        _check_name(each, path, schedule, say)
        _check_whom(each, path, tree, say)
        _check_day(each, path, schedule, part(tree, "period"), say)


def _check_name(each: Tree, path: str, schedule: Tree, say: Say) -> None:
    slug = str(each.get("slug", ""))
    rounds = [str(one.get("slug")) for one in rows(schedule, "rounds")]
    if slug in rounds or slug.replace("_", "-").startswith("month-"):
        message = f"The slug `{slug}` is that of a round."
        say(f"{path}.slug", message, "Choose another slug.")
    if len(slug) > LONGEST:
        message = f"The slug `{slug}` has more than {LONGEST} characters."
        say(f"{path}.slug", message, "Choose a shorter one.")


def _check_whom(each: Tree, path: str, tree: Tree, say: Say) -> None:
    present = [str(one.get("slug")) for one in rows(tree, "interventions")]
    wanted = each.get("intervention")
    if present and wanted is not None and wanted not in present:
        message = f"The programme has no intervention `{wanted}`."
        say(f"{path}.intervention", message, "Write one of: " + ", ".join(present) + ".")
    asked = [str(one.get("slug")) for one in rows(part(tree, "progression"), "instruments")]
    if each.get("instrument") in asked:
        message = f"The instrument `{each['instrument']}` is asked at the rounds already."
        say(f"{path}.instrument", message, "Give the survey an instrument of its own.")
    consents = [one.get("slug") for one in rows(tree, "consents")]
    if consents and SURVEYED_UNDER not in consents:
        message = f"There is no consent `{SURVEYED_UNDER}` in this file, and a survey is asked under it."
        say(path, message, f"Add `{SURVEYED_UNDER}` to `consents`, or remove the survey.")


def _check_day(each: Tree, path: str, schedule: Tree, period: Tree, say: Say) -> None:
    day, cut = each.get("opens_on"), schedule.get("data_cut")
    first, last = period.get("from"), cut if isinstance(cut, date) else period.get("to")
    if not isinstance(day, date) or not isinstance(first, date) or not isinstance(last, date):
        return
    if not first <= day <= last:
        message = f"The survey opens on {day}, when nothing is asked."
        say(f"{path}.opens_on", message, f"Write a day from {first} to {last}.")
