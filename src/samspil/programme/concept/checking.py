"""What must hold between the parts of a concept file.

The checks run on what could be read, so that a misspelt key in one place does not hide a wrong sum
in another. A part that could not be read is simply not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from samspil.programme.concept.aiming import check_aims
from samspil.programme.concept.auditing import check_audit
from samspil.programme.concept.certifying import check_certificates
from samspil.programme.concept.deciding import check_decisions
from samspil.programme.concept.describing import check_descriptions
from samspil.programme.concept.nodes import Tree, Walker, part, rows
from samspil.programme.concept.owing import check_forms
from samspil.programme.concept.paying import check_rates
from samspil.programme.concept.promising import check_promises
from samspil.programme.concept.reminding import check_reminders
from samspil.programme.concept.rhythm import check_rounds
from samspil.programme.concept.spacing import check_spacing
from samspil.programme.concept.surveying import check_surveys
from samspil.programme.concept.teaching import check_modules
from samspil.programme.concept.timetable import check_timetable
from samspil.programme.concept.values import ROLE_CODES, Problem
from samspil.programme.concept.visiting import check_visits

_NAMES = ("slug", "id", "role")
_NEEDED_CONSENTS = ("support", "evaluation")


class Ledger:
    """Notes problems by path, on the line where the path stands in the file."""

    def __init__(self, walker: Walker) -> None:
        self._walker = walker

    def say(self, path: str, message: str, hint: str) -> None:
        """Note a problem; a path without a line of its own gets its parent's."""
        lines = self._walker.lines
        place = path
        while place not in lines and place:
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        self._walker.problems.append(Problem(lines.get(place, 1), path, message, hint))


def check(tree: Tree, walker: Walker) -> None:
    """Note everything in the tree that does not fit together."""
    ledger = Ledger(walker)
    for path, each in _mappings(tree, ""):
        _check_order(each, path, ledger)
    for path, items in _named_lists(tree, ""):
        _check_unique(items, path, ledger)
    _check_period(tree, ledger)
    _check_parties(tree, ledger)
    _check_interventions(tree, ledger)
    _check_instruments(tree, ledger)
    check_visits(tree, ledger.say)
    check_spacing(tree, ledger.say)
    check_rounds(tree, ledger.say)
    check_reminders(tree, ledger.say)
    check_surveys(tree, ledger.say)
    check_forms(tree, ledger.say)
    check_certificates(tree, ledger.say)
    check_decisions(tree, ledger.say)
    check_descriptions(tree, ledger.say)
    check_rates(tree, ledger.say)
    check_audit(tree, ledger.say)
    check_modules(tree, ledger.say)
    check_promises(tree, ledger.say)
    check_timetable(tree, ledger.say)
    check_aims(tree, ledger.say)
    _check_grant(tree, ledger)
    _check_vocabulary(tree, ledger)
    _check_consents(tree, ledger)
    _check_retention(tree, ledger)


def _slugs(items: list[Tree]) -> list[str]:
    return [str(item["slug"]) for item in items if "slug" in item]


def _mappings(value: Any, path: str) -> Iterator[tuple[str, Tree]]:
    if isinstance(value, dict):
        yield path, value
        for key, below in value.items():
            yield from _mappings(below, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _mappings(item, f"{path}[{place}]")


def _named_lists(tree: Tree, path: str) -> Iterator[tuple[str, list[Any]]]:
    for here, found in _mappings(tree, path):
        for key, value in found.items():
            if isinstance(value, list):
                yield f"{here}.{key}".lstrip("."), value


def _check_order(found: Tree, path: str, ledger: Ledger) -> None:
    """Intervals run forwards, and no minimum is above its maximum."""
    pairs = [("from", "to"), ("joined_on", "left_on")]
    pairs += [(key, key[:-4] + "_max") for key in found if str(key).endswith("_min")]
    for low, high in pairs:
        first, last = found.get(low), found.get(high)
        if first is not None and last is not None and first > last:
            ledger.say(
                f"{path}.{low}".lstrip("."),
                f"`{low}` ({first}) is after `{high}` ({last})."
                if isinstance(first, date)
                else f"`{low}` ({first}) is more than `{high}` ({last}).",
                "Swap the two or correct one of them.",
            )


def _check_unique(items: list[Any], path: str, ledger: Ledger) -> None:
    """No two items of a list have the same slug, id or role, or are the same value."""
    seen: set[object] = set()
    for place, item in enumerate(items):
        key = ""
        name = item
        if isinstance(item, dict):
            key = next((each for each in _NAMES if each in item), "")
            name = item.get(key)
        if name is not None and name in seen:
            here = f"{path}[{place}].{key}" if key else f"{path}[{place}]"
            ledger.say(here, f"`{name}` stands twice in this list.", "Rename or remove one of them.")
        seen.add(name)


def _check_period(tree: Tree, ledger: Ledger) -> None:
    period = part(tree, "period")
    start = part(period, "start")
    first, low, high = period.get("from"), start.get("from"), start.get("to")
    if first and low and high and low <= high and not low <= first <= high:
        ledger.say(
            "period.from",
            f"The period starts on {first}, outside its own `start` ({low} to {high}).",
            "Correct the date or the interval.",
        )


def _check_parties(tree: Tree, ledger: Ledger) -> None:
    for place, party in enumerate(rows(tree, "parties")):
        left = party.get("status") == "left"
        if left and "left_on" in party and party["left_on"] is None:
            hint = "Write the date on which the party left."
            ledger.say(f"parties[{place}].left_on", "A party that has left needs a date.", hint)
        if party.get("left_on") and party.get("status") in ("partner", "wished"):
            hint = "Change the status to `left`, or remove the date."
            message = "Only a party that has left has a date of leaving."
            ledger.say(f"parties[{place}].left_on", message, hint)


def _check_interventions(tree: Tree, ledger: Ledger) -> None:
    groups = _slugs(rows(tree, "target_groups"))
    for place, each in enumerate(rows(tree, "interventions")):
        path = f"interventions[{place}]"
        group = each.get("target_group")
        if groups and group is not None and group not in groups:
            message = f"There is no target group `{group}`."
            ledger.say(f"{path}.target_group", message, "Write one of: " + ", ".join(groups) + ".")
        dosage = part(each, "dosage")
        if each.get("slug") == "role_model" and dosage.get("words") and "visits" not in dosage:
            message = "The number of visits in a series is missing."
            ledger.say(f"{path}.dosage.visits", message, "Add `visits:` with a whole number.")


def _check_instruments(tree: Tree, ledger: Ledger) -> None:
    present = _slugs(rows(tree, "interventions"))
    taken: set[str] = set()
    for place, each in enumerate(rows(tree, "progression", "instruments")):
        path = f"progression.instruments[{place}].intervention"
        wanted = each.get("intervention")
        if wanted is None:
            continue
        if present and wanted not in present:
            message = f"The programme has no intervention `{wanted}`."
            ledger.say(path, message, "Write one of: " + ", ".join(present) + ".")
        if wanted in taken:
            message = f"The intervention `{wanted}` has two instruments."
            ledger.say(path, message, "Keep one instrument for each intervention.")
        taken.add(wanted)


def _check_grant(tree: Tree, ledger: Ledger) -> None:
    """The party is known, every line has the totals' years, and the columns add up."""
    grant = part(tree, "grant")
    parties = _slugs(rows(tree, "parties"))
    party = grant.get("party")
    if parties and party is not None and party not in parties:
        hint = "Write one of: " + ", ".join(parties) + "."
        ledger.say("grant.party", f"There is no party `{party}`.", hint)
    totals = grant.get("totals")
    lines = rows(grant, "lines")
    if not isinstance(totals, dict):
        return
    _check_years(tree, totals, ledger)
    for place, line in enumerate(lines):
        amounts = line.get("amounts")
        path = f"grant.lines[{place}].amounts"
        if isinstance(amounts, dict) and set(amounts) != set(totals):
            years = ", ".join(str(year) for year in totals)
            message = "The line does not have the same years as the totals."
            ledger.say(path, message, f"Write the years {years}.")
    for year, total in totals.items():
        found = [line.get("amounts", {}).get(year) for line in lines]
        whole = [amount for amount in found if amount is not None]
        if total is not None and whole and len(whole) == len(found) and sum(whole) != total:
            message = f"The lines of {year} sum to {sum(whole)}, but the total says {total}."
            ledger.say(f"grant.totals.{year}", message, "Correct the total or one of the amounts.")


def _check_years(tree: Tree, totals: Tree, ledger: Ledger) -> None:
    period = part(tree, "period")
    first, last = period.get("from"), period.get("to")
    if first and last and first <= last:
        for year in totals:
            if not first.year <= int(year) <= last.year:
                message = f"The year {year} is outside the period."
                ledger.say(f"grant.totals.{year}", message, "Correct the year or the period.")


def _check_vocabulary(tree: Tree, ledger: Ledger) -> None:
    found = part(tree, "vocabulary")
    named = rows(found, "roles")
    if named:
        missing = [code for code in ROLE_CODES if code not in _slugs(named)]
        if missing:
            message = "These roles have no title: " + ", ".join(missing) + "."
            ledger.say("vocabulary.roles", message, "Add a line for each of them.")
    presets = [each for each in found.get("minutes_presets", []) if each is not None]
    if presets != sorted(presets):
        hint = "Write the shortest first."
        ledger.say("vocabulary.minutes_presets", "The minutes are not in rising order.", hint)


def _check_consents(tree: Tree, ledger: Ledger) -> None:
    slugs = _slugs(rows(tree, "consents"))
    if slugs:
        for code in _NEEDED_CONSENTS:
            if code not in slugs:
                hint = f"Add a line with `slug: {code}`."
                ledger.say("consents", f"The consent `{code}` has no text.", hint)


def _check_retention(tree: Tree, ledger: Ledger) -> None:
    for place, row in enumerate(rows(tree, "retention")):
        given = [key for key in ("months", "days") if row.get(key) is not None]
        if row and len(given) != 1:
            message = "A retention row has either months or days."
            ledger.say(f"retention[{place}]", message, "Write exactly one of the two.")
