"""What must hold between the parts of a concept file, and where it is told when it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from samspil.programme.concept.reading import ConceptErrors, Problem, read

FILE = Path(__file__).parents[2] / "programmes" / "forebyggelseskonceptet-2013-2015.yaml"
TEXT = FILE.read_text(encoding="utf-8")
ROUNDS = "progression.schedule.rounds"


def edited(old: str, new: str, text: str = TEXT) -> str:
    assert text.count(old) == 1, f"{text.count(old)} times: {old}"
    return text.replace(old, new)


def line_of(text: str, marker: str) -> int:
    assert text.count(marker) == 1, f"{text.count(marker)} times: {marker}"
    return text[: text.index(marker)].count("\n") + 1


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConceptErrors) as caught:
        read(text)
    return caught.value.errors


# what is changed, what it becomes, a text on the line that is told, path, message, hint
CASES = {
    "a sum that does not match": (
        "{2013: 338000,",
        "{2013: 339000,",
        "totals:",
        "grant.totals.2013",
        "The lines of 2013 sum to 338000, but the total says 339000.",
        "Correct the total or one of the amounts.",
    ),
    "a line without a year": (
        "{2013: 138000, 2014: 138000, 2015: 138000}",
        "{2013: 138000, 2014: 138000}",
        "{2013: 138000, 2014: 138000}",
        "grant.lines[1].amounts",
        "The line does not have the same years as the totals.",
        "Write the years 2013, 2014, 2015.",
    ),
    "a grant to nobody": (
        "party: koebenhavn",
        "party: malmoe",
        "party: malmoe",
        "grant.party",
        "There is no party `malmoe`.",
        "Write one of: odense, hoeje-taastrup, aarhus, koebenhavn.",
    ),
    "a milestone that ends before it begins": (
        "from: 2014-08-01, to: 2014-08-31",
        "from: 2014-09-01, to: 2014-08-31",
        "from: 2014-09-01",
        "milestones[6].planned.from",
        "`from` (2014-09-01) is after `to` (2014-08-31).",
        "Swap the two or correct one of them.",
    ),
    "more seats at least than at most": (
        "seats_min: 30, seats_max: 35",
        "seats_min: 36, seats_max: 35",
        "seats_min: 36",
        "training.tracks[1].seats_min",
        "`seats_min` (36) is more than `seats_max` (35).",
        "Swap the two or correct one of them.",
    ),
    "a period outside its start": (
        "from: 2013-03-01\n  to: 2015-12-31",
        "from: 2013-04-01\n  to: 2015-12-31",
        "from: 2013-04-01",
        "period.from",
        "The period starts on 2013-04-01, outside its own `start` (2013-03-01 to 2013-03-31).",
        "Correct the date or the interval.",
    ),
    "a value twice": (
        "minutes_presets: [15, 30, 60, 90]",
        "minutes_presets: [15, 30, 30, 90]",
        "minutes_presets:",
        "vocabulary.minutes_presets[2]",
        "`30` stands twice in this list.",
        "Rename or remove one of them.",
    ),
    "presets out of order": (
        "minutes_presets: [15, 30, 60, 90]",
        "minutes_presets: [15, 60, 30, 90]",
        "minutes_presets:",
        "vocabulary.minutes_presets",
        "The minutes are not in rising order.",
        "Write the shortest first.",
    ),
    "a target group that is not there": (
        "target_group: schools_and_clubs",
        "target_group: schools",
        "target_group: schools",
        "interventions[1].target_group",
        "There is no target group `schools`.",
        "Write one of: young_people, parents, schools_and_clubs.",
    ),
    "two instruments for one intervention": (
        "respondent: parent, intervention: parent",
        "respondent: parent, intervention: mentor",
        "respondent: parent, intervention: mentor",
        "progression.instruments[1].intervention",
        "The intervention `mentor` has two instruments.",
        "Keep one instrument for each intervention.",
    ),
    "a round due in two ways": (
        "due_days: 28",
        "due_days: 28\n        opens_days_before: 7",
        "- slug: start",
        f"{ROUNDS}[0]",
        "A round has either `due_days` or `opens_days_before`.",
        "Write exactly one of the two.",
    ),
    "a round that repeats after the end": (
        "        months: 0\n        due_days: 14",
        "        months: 0\n        every_months: 2\n        due_days: 14",
        "every_months: 2",
        f"{ROUNDS}[2].every_months",
        "A round that repeats cannot be counted from the end.",
        "Remove it, or write `anchor: start`.",
    ),
    "a repeated round without its month": (
        'da: "{months} måneder"',
        'da: "Kvartal"',
        'da: "Kvartal"',
        f"{ROUNDS}[1].title.da",
        "The title of a repeated round does not say which month.",
        "Write {months} where the number belongs.",
    ),
    "a slug kept for repeated rounds": (
        "slug: closing",
        "slug: month_3",
        "slug: month_3",
        f"{ROUNDS}[2].slug",
        "The slug `month_3` is kept for repeated rounds.",
        "Choose another slug.",
    ),
    "a window before its anchor": (
        "opens_days_before: 14\n      # Opens on the day the course ends",
        "opens_days_before: 88\n      # Opens on the day the course ends",
        "- slug: quarter",
        f"{ROUNDS}[1]",
        "The window opens before the day it is counted from.",
        "Write more months, or open it fewer days before.",
    ),
    "a window that opens too soon": (
        "due_days: 28",
        "due_days: 80",
        "- slug: quarter",
        f"{ROUNDS}[1]",
        "The window may open before the one ahead of it is due.",
        "Write more months between them, or shorter windows.",
    ),
    "a role without a title": (
        "    - {slug: auditor, title: {da: Revisor, en: Auditor}}\n",
        "",
        "roles:\n",
        "vocabulary.roles",
        "These roles have no title: auditor.",
        "Add a line for each of them.",
    ),
    "kept for months and for days": (
        "    months: 120",
        "    months: 120\n    days: 1",
        "- slug: audit_heads",
        "retention[10]",
        "A retention row has either months or days.",
        "Write exactly one of the two.",
    ),
    "a date of leaving without leaving": (
        "inkludere Københavns Kommune.\n    joined_on: null\n    left_on: null",
        "inkludere Københavns Kommune.\n    joined_on: null\n    left_on: 2014-01-01",
        "left_on: 2014-01-01",
        "parties[3].left_on",
        "Only a party that has left has a date of leaving.",
        "Change the status to `left`, or remove the date.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_one_mistake_is_told_once_with_line_path_and_hint(name: str) -> None:
    old, new, marker, path, message, hint = CASES[name]
    text = edited(old, new)

    found = problems(text)

    assert found == (Problem(line_of(text, marker), path, message, hint),)


def pairs(text: str) -> list[tuple[int, str, str]]:
    return [(each.line, each.path, each.message) for each in problems(text)]


@pytest.mark.parametrize(
    ("old", "new", "name", "marker", "path"),
    [
        ("id: registers", "id: staff", "staff", "text: At registrere", "obligations[3].id"),
        (
            "slug: hoeje-taastrup",
            "slug: odense",
            "odense",
            "name: Høje-Taastrup Kommune",
            "parties[1].slug",
        ),
        (
            "slug: closing",
            "slug: start",
            "start",
            "title: {da: Afslutning, en: Closing, ar: النهاية, so: Dhammaad, tr: Bitiş}",
            f"{ROUNDS}[2].slug",
        ),
    ],
)
def test_a_slug_twice_is_told_where_it_stands_again(
    old: str, new: str, name: str, marker: str, path: str
) -> None:
    text = edited(old, new)

    line = line_of(text, marker) - 1
    assert pairs(text) == [(line, path, f"`{name}` stands twice in this list.")]


def test_a_second_repeated_round_is_told() -> None:
    text = edited(
        "title: {da: Start, en: Start, ar: البداية, so: Bilowga, tr: Başlangıç}\n        anchor: start\n"
        "        months: 0",
        'title: {da: "{months}", en: "{months}"}\n        anchor: start\n        months: 0\n'
        "        every_months: 7",
    )

    at = line_of(text, "        every_months: 3")
    assert (at, f"{ROUNDS}[1].every_months", "Two rounds repeat themselves.") in pairs(text)


def test_a_consent_that_a_round_needs_must_be_there() -> None:
    text = edited("- slug: follow_up\n    version: 2", "- slug: contact\n    version: 2")

    assert pairs(text) == [
        (
            line_of(text, "needs_consent: follow_up"),
            f"{ROUNDS}[3].needs_consent",
            "There is no consent `follow_up` in this file.",
        ),
        (
            line_of(text, "title: {da: Kontakt, en: Contact, ") - 3,
            "consents[5].slug",
            "`contact` stands twice in this list.",
        ),
    ]


def test_the_consents_every_course_needs_must_be_there() -> None:
    start = TEXT.index("  - slug: support\n")
    text = TEXT[:start] + TEXT[TEXT.index("  - slug: evaluation\n    version") :]

    line = line_of(text, "consents:\n")
    assert pairs(text) == [(line, "consents", "The consent `support` has no text.")]


def test_an_instrument_needs_an_intervention_of_the_programme() -> None:
    start = TEXT.index("  - slug: parent\n    title: {da: Forældreindsatsen")
    text = TEXT[:start] + TEXT[TEXT.index("joining_up:") :]

    assert pairs(text) == [
        (
            line_of(text, "respondent: parent, intervention: parent"),
            "progression.instruments[1].intervention",
            "The programme has no intervention `parent`.",
        ),
        (
            line_of(text, "intervention: parent\n      target"),
            "aims.indicators[4].intervention",
            "The programme has no `parent` to count here.",
        ),
    ]


def test_role_model_visits_need_a_number() -> None:
    text = edited("      visits: 3\n", "")

    line = line_of(text, "    dosage:\n      words: >-\n        Indsatsen forventes")
    message = "The number of visits in a series is missing."
    assert pairs(text) == [(line, "interventions[1].dosage.visits", message)]


def test_a_party_that_left_needs_a_date() -> None:
    text = edited("    status: wished", "    status: left")

    line = line_of(text, "words: Der er også et stort ønske") + 2
    assert pairs(text) == [(line, "parties[3].left_on", "A party that has left needs a date.")]


def test_a_year_of_the_grant_lies_in_the_period() -> None:
    text = TEXT.replace("2015: ", "2016: ")

    path, message = "grant.totals.2016", "The year 2016 is outside the period."
    assert pairs(text) == [(line_of(text, "totals:"), path, message)]


def test_a_period_cannot_end_before_it_begins() -> None:
    text = edited("  to: 2015-12-31\n  words: Projekt", "  to: 2012-12-31\n  words: Projekt")

    line = line_of(text, "  from: 2013-03-01\n  to: 2012-12-31")
    message = "`from` (2013-03-01) is after `to` (2012-12-31)."
    assert pairs(text) == [(line, "period.from", message)]
