"""Every kind of mistake in a concept file is told with its line, its path and what to do."""

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
    "unknown key, near": (
        "language: da",
        "langage: da\nlanguage: da",
        "langage",
        "langage",
        "The key `langage` is not known here.",
        "Did you mean `language`?",
    ),
    "unknown key, nothing near": (
        "edition: PIXI-VERSION",
        "edition: PIXI-VERSION\n  xyz: 1",
        "xyz: 1",
        "document.xyz",
        "The key `xyz` is not known here.",
        "Known keys: source, title, issued_by, purpose, edition.",
    ),
    "missing key": (
        "  funding: finansieret på satspuljen 2012\n",
        "",
        "from: 2013-03-01\n  to: 2015-12-31",
        "period.funding",
        "The key `funding` is missing.",
        "Add `funding:` to this mapping.",
    ),
    "a text where a number belongs": (
        "fee_max_dkk_per_hour: 500",
        "fee_max_dkk_per_hour: 500 kr.",
        "fee_max_dkk_per_hour",
        "cost_rules.fee_max_dkk_per_hour",
        "`500 kr.` is not a whole number.",
        "Write digits only: no dots, no unit, no leading zero.",
    ),
    "a leading zero": (
        "fee_max_dkk_per_hour: 500",
        "fee_max_dkk_per_hour: 0500",
        "fee_max_dkk_per_hour",
        "cost_rules.fee_max_dkk_per_hour",
        "`0500` is not a whole number.",
        "Write digits only: no dots, no unit, no leading zero.",
    ),
    "too small": (
        "minimum_programme: 5",
        "minimum_programme: 4",
        "minimum_programme",
        "disclosure.minimum_programme",
        "4 is too small.",
        "Write 5 or more.",
    ),
    "a number where a text belongs": (
        'municipality_code: "461"',
        "municipality_code: 461",
        "municipality_code: 461",
        "parties[0].municipality_code",
        "`461` is not read as text.",
        'Put it in quotes: "461".',
    ),
    "a code of the wrong form": (
        'municipality_code: "461"',
        'municipality_code: "46"',
        'municipality_code: "46"',
        "parties[0].municipality_code",
        "`46` does not have the right form.",
        'Write three digits in quotes, like "461".',
    ),
    "a slug of the wrong form": (
        "id: registers",
        "id: Registers",
        "id: Registers",
        "obligations[3].id",
        "`Registers` does not have the right form.",
        "Write small letters a-z, digits, - and _, starting with a letter, at most 60 characters.",
    ),
    "an empty text": (
        "name: Aarhus Kommune",
        'name: " "',
        'name: " "',
        "parties[2].name",
        "The text is empty.",
        "Write a text between the quotes.",
    ),
    "nothing after the colon": (
        "name: Aarhus Kommune",
        "name:",
        "    name:\n",
        "parties[2].name",
        "The value is empty.",
        "Write a value after the colon.",
    ),
    "neither true nor false": (
        "free: true",
        "free: ja",
        "free: ja",
        "training.free",
        "`ja` is not true or false.",
        "Write true or false.",
    ),
    "no date": (
        "from: 2013-03-01\n  to: 2015-12-31",
        "from: marts\n  to: 2015-12-31",
        "from: marts",
        "period.from",
        "`marts` is not a date.",
        "Write it like 2013-03-01.",
    ),
    "a day that is not in the calendar": (
        "from: 2013-03-01\n  to: 2015-12-31",
        "from: 2013-02-29\n  to: 2015-12-31",
        "from: 2013-02-29",
        "period.from",
        "2013-02-29 is not in the calendar.",
        "Check the day and the month.",
    ),
    "an unknown code, near": (
        "status: wished",
        "status: wishd",
        "status: wishd",
        "parties[3].status",
        "The code `wishd` is not known here.",
        "Did you mean `wished`?",
    ),
    "an unknown code, nothing near": (
        "status: wished",
        "status: xyz",
        "status: xyz",
        "parties[3].status",
        "The code `xyz` is not known here.",
        "Write one of: partner, wished, left.",
    ),
    "an unknown role": (
        "role: role_model, seats_min",
        "role: rolemodel, seats_min",
        "role: rolemodel, seats_min",
        "training.tracks[1].role",
        "The code `rolemodel` is not known here.",
        "Did you mean `role_model`?",
    ),
    "a list where a value belongs": (
        "language: da",
        "language: [da]",
        "language: [da]",
        "language",
        "Here a code is needed.",
        "Write one value.",
    ),
    "a value where a list belongs": (
        "respondents: [mentee, parent]",
        "respondents: mentee",
        "respondents: mentee",
        "progression.respondents",
        "Here a list is needed.",
        "Start each line with `- `.",
    ),
    "an empty list": (
        "respondents: [mentee, parent]",
        "respondents: []",
        "respondents: []",
        "progression.respondents",
        "The list is empty.",
        "Add at least one line.",
    ),
    "a value where a mapping belongs": (
        "title: {da: Start, en: Start, ar: البداية, so: Bilowga, tr: Başlangıç}",
        "title: Start",
        "title: Start",
        f"{ROUNDS}[0].title",
        "Here a mapping is needed.",
        "Its keys: da, en, ar, so, tr.",
    ),
    "a translation left out": (
        "title: {da: Start, en: Start, ar: البداية, so: Bilowga, tr: Başlangıç}",
        "title: {da: Start}",
        "title: {da: Start}",
        f"{ROUNDS}[0].title.en",
        "The key `en` is missing.",
        "Add `en:` to this mapping.",
    ),
    "no amounts": (
        "totals: {2013: 338000, 2014: 388000, 2015: 363000}",
        "totals: 1089000",
        "totals: 1089000",
        "grant.totals",
        "Here amounts by year are needed.",
        "Write {2013: 100000, 2014: 150000}.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_one_mistake_is_told_once_with_line_path_and_hint(name: str) -> None:
    old, new, marker, path, message, hint = CASES[name]
    text = edited(old, new)

    found = problems(text)

    assert found == (Problem(line_of(text, marker), path, message, hint),)
