"""What the two programme files say, how they are shown, stored and compared."""

from __future__ import annotations

import copy
import json
from dataclasses import FrozenInstanceError, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from samspil.programme.concept.comparing import Change, changes
from samspil.programme.concept.document import as_document, from_document
from samspil.programme.concept.model import title_of
from samspil.programme.concept.reading import read, read_bytes
from samspil.programme.concept.showing import shown
from samspil.programme.concept.values import ROLE_CODES, Text

FOLDER = Path(__file__).parents[2] / "programmes"
TEXT = (FOLDER / "forebyggelseskonceptet-2013-2015.yaml").read_text(encoding="utf-8")
FIRST = read(TEXT)
SECOND = read_bytes((FOLDER / "samspil-2026-2029.yaml").read_bytes())
BOTH = pytest.mark.parametrize("concept", [FIRST, SECOND], ids=["first", "second"])


def test_the_document_s_own_numbers() -> None:
    summary = shown(FIRST)

    assert summary["grant"] == {
        "party": "koebenhavn",
        "lines": [
            {"slug": "mentor", "amounts": {"2013": 100000, "2014": 150000, "2015": 125000}},
            {"slug": "role_model", "amounts": {"2013": 138000, "2014": 138000, "2015": 138000}},
            {"slug": "parent", "amounts": {"2013": 100000, "2014": 100000, "2015": 100000}},
        ],
        "totals": {"2013": 338000, "2014": 388000, "2015": 363000},
    }
    assert FIRST.grant.totals.total == 1_089_000
    assert summary["rules"] == {"fee_max_dkk_per_hour": 500}
    assert summary["data_cut"] == "2015-11-30"
    assert summary["tracks"] == [
        {"role": "mentor", "seats_min": 20, "seats_max": 25},
        {"role": "role_model", "seats_min": 30, "seats_max": 35},
        {"role": "parent_coach", "seats_min": 20, "seats_max": 25},
    ]
    assert summary["period"] == {"from": "2013-03-01", "to": "2015-12-31"}
    assert summary["interventions"] == [
        {
            "slug": "mentor",
            "themes": [
                "radikalisering",
                "oppositionsidentitet",
                "mistrivsel",
                "generel risikoadfærd",
            ],
            "visits": None,
        },
        {
            "slug": "role_model",
            "themes": [
                "fællesskab",
                "identitet",
                "diskrimination",
                "intolerance",
                "venne/fjendebilleder",
            ],
            "visits": 3,
        },
        {
            "slug": "parent",
            "themes": [
                "konstruktiv dialog",
                "sætte grænser i det daglige",
                "netværk af forældre",
            ],
            "visits": None,
        },
    ]


def test_the_document_s_own_parties() -> None:
    assert shown(FIRST)["parties"] == [
        {
            "slug": slug,
            "name": name,
            "municipality_code": code,
            "status": status,
            "joined_on": None,
            "left_on": None,
        }
        for slug, name, code, status in [
            ("odense", "Odense Kommune", "461", "partner"),
            ("hoeje-taastrup", "Høje-Taastrup Kommune", "169", "partner"),
            ("aarhus", "Aarhus Kommune", "751", "partner"),
            ("koebenhavn", "Københavns Kommune", "101", "wished"),
        ]
    ]


def test_the_document_s_own_obligations_and_timetable() -> None:
    summary = shown(FIRST)

    assert [each["id"] for each in summary["obligations"]] == [
        "development",
        "staff",
        "delivery",
        "registers",
        "meetings",
        "interviews",
        "anchoring",
    ]
    assert summary["obligations"][3]["text"] == (
        "At registrere i de dertil udviklede progressions- og evalueringsværktøjer"
    )
    assert [(each["planned"]["words"], each["title"]) for each in summary["milestones"]] == [
        ("Marts 2013", "Samarbejdsaftaler og tilsagnsbreve udfyldes"),
        ("Forår 2013", "Uddannelsesforløbene udvikles i samarbejde med kommunerne"),
        ("Forår 2013", "Rekruttering af rollemodeller, forældrecoaches og mentorer"),
        ("Efterår 2013", "Rekruttering af mentees til mentorforløbet"),
        ("August 2013", "Uddannelsesforløb for mentor, rollemodeller og forældrecoaches"),
        ("Efterår 2013", "Opstart af indsatser"),
        ("August 2014", "Midtvejsevaluering"),
        ("Efterår 2015", "Forankring af indsatserne"),
        ("December 2015", "Slutevaluering"),
    ]
    assert summary["milestones"][3]["planned"] == {
        "from": "2013-09-01",
        "to": "2013-11-30",
        "words": "Efterår 2013",
    }


def test_the_summary_has_exactly_these_keys() -> None:
    assert list(shown(FIRST)) == [
        "slug",
        "version",
        "title",
        "period",
        "parties",
        "interventions",
        "tracks",
        "obligations",
        "milestones",
        "grant",
        "rules",
        "data_cut",
    ]


@BOTH
def test_the_summary_is_json(concept: Any) -> None:
    summary = shown(concept)

    assert json.loads(json.dumps(summary)) == summary


def test_another_file_says_other_things() -> None:
    summary = shown(SECOND)

    assert summary["interventions"][1]["visits"] == 4
    assert summary["rules"] == {"fee_max_dkk_per_hour": 620}
    assert summary["grant"]["totals"] == {
        "2026": 65000,
        "2027": 150000,
        "2028": 150000,
        "2029": 80000,
    }
    assert [each["status"] for each in summary["parties"]] == [
        "partner",
        "partner",
        "left",
        "wished",
    ]
    assert summary["parties"][2]["left_on"] == "2027-07-31"


def test_a_copy_with_other_numbers_shows_other_numbers() -> None:
    text = TEXT.replace("fee_max_dkk_per_hour: 500", "fee_max_dkk_per_hour: 501")
    text = text.replace("visits: 3", "visits: 4").replace("2013: 100000", "2013: 100001")
    other = read(text.replace("2013: 338000", "2013: 338002"))

    summary = shown(other)

    assert summary["rules"]["fee_max_dkk_per_hour"] == 501
    assert summary["interventions"][1]["visits"] == 4
    assert summary["grant"]["totals"]["2013"] == 338002


def test_what_the_document_does_not_say_is_marked() -> None:
    assert FIRST.source == "document"
    assert FIRST.grant.lines[0].source == "document"
    assert FIRST.period.start.source == "assumption"
    assert FIRST.progression.source == "document"
    assert {each.source for each in FIRST.progression.schedule.rounds} == {"assumption"}
    assert {each.source for each in FIRST.retention} == {"assumption"}
    assert FIRST.interventions[0].practice.methods[0].source == "assumption"
    assert FIRST.disclosure.source == "assumption"


def test_a_mapping_may_say_otherwise_than_the_one_above() -> None:
    old = "      - {slug: illness, title"
    text = TEXT.replace(old, "      - {source: document, slug: illness, title")

    reasons = read(text).progression.schedule.excuse_reasons

    assert [each.source for each in reasons] == ["document"] + ["assumption"] * 3


@BOTH
def test_every_role_has_a_title_in_both_languages(concept: Any) -> None:
    roles = concept.vocabulary.roles

    assert sorted(each.slug for each in roles) == sorted(ROLE_CODES)
    assert all(each.title.da and each.title.en for each in roles)


def test_words_that_people_meet_never_name_the_subject() -> None:
    met = [FIRST.vocabulary.programme_title]
    met += [each.text for each in FIRST.consents] + [each.title for each in FIRST.consents]
    met += [each.title for each in FIRST.progression.schedule.rounds]
    met += [each.text for each in FIRST.emergency_card]

    words = " ".join(f"{each.da} {each.en}" for each in met).lower()

    assert "samspil" in words
    assert [stem for stem in ("radikal", "radical", "ekstrem", "extrem") if stem in words] == []


@pytest.mark.parametrize(
    ("language", "expected"),
    [("da", "Møde"), ("en", "Meeting"), ("en-gb", "Meeting"), ("ar", "لقاء"), ("pl", "Møde")],
)
def test_a_title_comes_in_the_language_asked_for(language: str, expected: str) -> None:
    title = title_of(FIRST.vocabulary.session_kinds, "meeting")

    assert title.in_(language) == expected


def test_a_title_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"^'picnic'$"):
        title_of(FIRST.vocabulary.session_kinds, "picnic")


def test_an_intervention_is_found_by_its_code() -> None:
    assert FIRST.intervention("role_model").dosage.visits == 3
    with pytest.raises(KeyError, match=r"^'visits'$"):
        FIRST.intervention("visits")


def test_amounts_know_their_years() -> None:
    totals = FIRST.grant.totals

    assert (totals.years, totals.of(2014)) == ((2013, 2014, 2015), 388_000)
    with pytest.raises(KeyError, match=r"^2016$"):
        totals.of(2016)


def test_a_concept_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        FIRST.version = 2  # type: ignore[misc]
    assert isinstance(hash(FIRST), int)


@BOTH
def test_stored_and_fetched_is_the_same(concept: Any) -> None:
    stored = json.dumps(as_document(concept), ensure_ascii=False)

    assert from_document(json.loads(stored)) == concept


@BOTH
def test_stored_with_sorted_keys_is_the_same(concept: Any) -> None:
    stored = json.dumps(as_document(concept), sort_keys=True)

    assert from_document(json.loads(stored)) == concept


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("version",), "1", r"version cannot be '1'"),
        (("version",), True, r"version cannot be True"),
        (("period", "to"), "soon", r"period.to is not a date"),
        (("parties",), {}, r"parties is not a list"),
        (("parties", 0, "status"), "gone", r"parties\[0\].status cannot be 'gone'"),
        (("grant",), [], r"grant is not a mapping"),
        (("grant", "totals"), [], r"grant.totals cannot be \[\]"),
        (("grant", "totals", "x"), 1, r"grant.totals.x cannot be 1"),
        (("grant", "extra"), 1, r"grant.extra is not known"),
    ],
)
def test_a_stored_document_that_is_wrong_names_the_place(
    path: tuple[str | int, ...], value: object, message: str
) -> None:
    document = copy.deepcopy(as_document(FIRST))
    here: Any = document
    for key in path[:-1]:
        here = here[key]
    here[path[-1]] = value

    with pytest.raises(ValueError, match=f"^{message}$"):
        from_document(document)


def test_a_stored_document_that_lacks_something_names_it() -> None:
    document = as_document(FIRST)
    del document["grant"]["party"]

    with pytest.raises(ValueError, match=r"^grant.party is missing$"):
        from_document(document)


def test_the_same_concept_has_no_changes() -> None:
    assert changes(FIRST, read(TEXT)) == ()


def test_changes_name_place_before_and_after() -> None:
    text = TEXT.replace("fee_max_dkk_per_hour: 500", "fee_max_dkk_per_hour: 550")
    text = text.replace("{2013: 100000, 2014: 150000", "{2013: 110000, 2014: 150000")
    text = text.replace("{2013: 338000,", "{2013: 348000,")
    text = text.replace("    due_days: 28", "    due_days: 21")

    assert changes(FIRST, read(text)) == (
        Change("progression.schedule.rounds[start].due_days", 28, 21),
        Change("grant.lines[mentor].amounts.2013", 100000, 110000),
        Change("grant.totals.2013", 338000, 348000),
        Change("cost_rules.fee_max_dkk_per_hour", 500, 550),
    )


def test_items_that_share_a_slug_are_compared_as_a_whole() -> None:
    twice = replace(FIRST, obligations=FIRST.obligations[:1] * 2)

    stored = as_document(FIRST)["obligations"]
    assert changes(FIRST, twice) == (Change("obligations", stored, [stored[0]] * 2),)


def test_a_new_and_a_removed_item_are_one_change_each() -> None:
    newcomer = replace(FIRST.parties[0], slug="aalborg", joined_on=date(2013, 6, 1))
    other = replace(FIRST, parties=(*FIRST.parties[1:], newcomer))

    found = changes(FIRST, other)

    assert [each.path for each in found] == ["parties[odense]", "parties[aalborg]"]
    assert (found[0].after, found[1].before) == (None, None)
    assert found[1].after == as_document(other)["parties"][3]


def test_another_order_is_one_change() -> None:
    other = replace(FIRST, consents=FIRST.consents[::-1])

    slugs = [each.slug for each in FIRST.consents]
    assert changes(FIRST, other) == (Change("consents", slugs, slugs[::-1]),)


def test_a_list_of_plain_values_changes_as_a_whole() -> None:
    vocabulary = replace(FIRST.vocabulary, minutes_presets=(20, 40))

    assert changes(FIRST, replace(FIRST, vocabulary=vocabulary)) == (
        Change("vocabulary.minutes_presets", [15, 30, 60, 90], [20, 40]),
    )


def test_years_in_another_order_are_the_same_amounts() -> None:
    totals = "{2013: 338000, 2014: 388000, 2015: 363000}"
    text = TEXT.replace(totals, "{2015: 363000, 2014: 388000, 2013: 338000}")

    assert read(text) == FIRST


def test_a_changed_text_names_its_language() -> None:
    vocabulary = replace(FIRST.vocabulary, programme_title=Text("Ny titel", "Samspil 2013 to 2015"))

    assert changes(FIRST, replace(FIRST, vocabulary=vocabulary)) == (
        Change("vocabulary.programme_title.da", "Samspil 2013–2015", "Ny titel"),
    )
