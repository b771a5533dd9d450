"""What an evaluation is given: asked for anew each time, so whoever took the yes back is not in it."""

from __future__ import annotations

import re
import uuid
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest
from tests.delivery import ground, opening, planning
from tests.delivery.owning import VALUES, words_in

from samspil.delivery.instruments.shipped import instrument
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refused
from samspil.trust.scope import scope

SEEN = (4, None, 9, 6, 5, 5, 6, 1, 8, 4)


def rows(world: Any, name: str = "round-1", slug: str = "aaby") -> list[dict[str, Any]]:
    """The rows of one extract, as the municipality's own job prepares them."""
    from samspil.delivery.queries.extract import rows_for_evaluation

    by = Actor.job(world.tenant(slug), "evaluation")
    with scope(by):
        return [asdict(row) for row in rows_for_evaluation(by, extract=name, at=world.at)]


def extracted(world: Any, name: str = "round-1", series: str = "own") -> dict[str, Any]:
    """The rows of one series, by pseudonym."""
    return {row["pseudonym"]: row for row in rows(world, name) if row["series"] == series}


@pytest.fixture
def two(world: Any) -> list[ground.Made]:
    concept_id = ground.load(world)
    made = [ground.course(world, "aaby", concept_id) for _each in range(2)]
    for one, values in zip(made, (VALUES, VALUES[::-1]), strict=True):
        ground.answer(world, one, values)
    ground.answer(world, ground.course(world, "baekby", concept_id), VALUES)
    return made


@pytest.mark.proves("S7", "G43")
@pytest.mark.parametrize("how", ["took the yes back", "stopped"])
def test_whoever_takes_it_back_is_not_in_the_next_extract_and_nobody_else_changes(
    world: Any, two: list[ground.Made], how: str
) -> None:
    mine, other = two
    before = extracted(world)
    values = {key: [value for _code, value in row["values"]] for key, row in before.items()}
    assert sorted(map(sorted, values.values())) == [sorted(VALUES)] * 2  # both are there to leak
    hers = next(key for key, row in before.items() if dict(row["values"])["talk"] == VALUES[0])

    client = opening.at_own_page(world, mine)
    if how == "stopped":
        answer = client.post("/a/own/stop")
    else:
        answer = client.post("/a/own/yes", {"back": str(ground.consent(world, mine, "evaluation"))})
    assert answer.status_code == 302

    assert extracted(world) == {key: row for key, row in before.items() if key != hers}
    assert len(extracted(world)) == 1
    assert other.person_id != mine.person_id


def test_without_a_yes_from_the_start_there_is_no_row(world: Any, two: list[ground.Made]) -> None:
    concept_id = two[0].concept_id
    assert concept_id is not None
    none = ground.course(world, "aaby", concept_id)
    ground.answer(world, none, VALUES)
    with_it = set(extracted(world))
    opening.at_own_page(world, none).post(
        "/a/own/yes", {"back": str(ground.consent(world, none, "evaluation"))}
    )

    assert len(with_it) == 3
    assert len(extracted(world)) == 2


@pytest.mark.proves("G41")
def test_a_row_holds_no_word_no_day_and_no_key_of_ours(world: Any, two: list[ground.Made]) -> None:
    """G41 in part: no name, no free text, no exact day, and no link from one extract to the next."""
    rows = extracted(world)
    for one in two:
        planning.impression(world, one, SEEN)
    text = str([*rows.values(), *extracted(world, series="impression").values()])

    assert [words_in(text, one) for one in two] == [set(), set()]
    assert re.findall(r"\d{4}-\d\d-\d\d|datetime", text) == []
    keys = [str(key) for one in two for key in (one.person_id, one.course_id, one.measurement_id)]
    assert [key for key in keys if key in text or key.replace("-", "") in text] == []
    assert len(extracted(world, series="impression")) == 2
    assert {(row["began"], row["answered"], row["round"]) for row in rows.values()} == {
        ("2014-Q4", "2014-11", "start")
    }
    assert set(extracted(world, "round-2")) & set(rows) == set()
    assert extracted(world) == rows


def test_only_the_municipalitys_own_job_prepares_it(world: Any, two: list[ground.Made]) -> None:
    from samspil.delivery.queries.extract import rows_for_evaluation

    for by in (
        world.actor("coordinator", "aaby"),
        world.actor("evaluator"),
        world.actor("mentor", "aaby"),
        Actor.job(world.tenant("aaby")),
    ):
        with scope(by), pytest.raises(Refused):
            rows_for_evaluation(by, extract="round-1", at=world.at)
    with scope(Actor.job(world.tenant("evaluering"), "evaluation")) as opened:
        assert rows_for_evaluation(opened.actor, extract="round-1", at=world.at) == ()


def test_each_person_can_see_that_it_was_done(world: Any, two: list[ground.Made]) -> None:
    client = opening.at_own_page(world, two[0])
    words = "For at finde ud af, om hjælpen virker"
    assert words not in client.get("/a/own/looks").content.decode()

    extracted(world)

    assert words in client.get("/a/own/looks").content.decode()


def test_a_half_filled_sheet_is_no_row(world: Any, two: list[ground.Made]) -> None:
    assert two[0].concept_id is not None
    half = ground.course(world, "aaby", two[0].concept_id)
    ground.answer(world, half, VALUES, submit=False)

    assert len(extracted(world)) == 2
    assert isinstance(half.person_id, uuid.UUID)


def test_each_row_says_how_its_answers_came_and_what_was_kept_before_is_among_them(world: Any) -> None:
    from datetime import date

    from tests.delivery import bringing, kept

    concept_id = ground.load(world)
    made = kept.course(world, concept_id)
    ground.answer(world, made, VALUES, key="month-6")
    imported = ground.Made("aaby", bringing.imported(world, "aaby", concept_id, mentor="other_mentor"))
    consenting(world, imported)
    kept.take(world, kept.row(kept.code_of(world, made)), kept.row(kept.code_of(world, imported), number=3))

    by = Actor.job(world.tenant("aaby"), "evaluation")
    with scope(by):
        from samspil.delivery.queries.extract import rows_for_evaluation

        rows = rows_for_evaluation(by, extract="round-1", at=world.at)
    assert sorted((row.round, row.answered, row.came_by) for row in rows) == [
        ("month-6", f"{ground.TODAY:%Y-%m}", "link"),
        ("start", f"{kept.ON['start']:%Y-%m}", "import"),
        ("start", f"{kept.ON['start']:%Y-%m}", "import"),
    ]
    assert len({row.pseudonym for row in rows}) == 2
    assert kept.ON["start"] == date(2014, 3, 10)


def consenting(world: Any, made: ground.Made) -> None:
    """The person's yes to the evaluation, which a course from a spreadsheet has only if its row said so."""
    from samspil.delivery.actions import consents
    from samspil.people.terms import Method

    with world.as_("coordinator", made.slug) as by:
        consents.record_consent(
            by=by,
            at=world.at,
            on=ground.TODAY,
            course_id=made.course_id,
            purpose="evaluation",
            method=Method.PAPER,
        )


# --- the mentor's impression


def told(row: dict[str, Any]) -> list[int | None]:
    """The values of a row in the order of the statements."""
    values = dict(row["values"])
    return [values[item.code] for item in instrument("mentee", 1).items]


def test_an_impression_is_a_series_of_its_own_and_changes_no_answer(
    world: Any, two: list[ground.Made]
) -> None:
    mine, _other = two
    before = rows(world)
    planning.impression(world, mine, SEEN)

    after = rows(world)
    (seen,) = extracted(world, series="impression").values()
    own = extracted(world)[seen["pseudonym"]]

    assert [row for row in after if row["series"] == "own"] == before
    assert (told(own), told(seen)) == (list(VALUES), list(SEEN))
    assert (own["knew_answers"], seen["knew_answers"]) == (None, False)
    assert {key: seen[key] for key in ("round", "began", "answered", "instrument", "version")} == {
        key: own[key] for key in ("round", "began", "answered", "instrument", "version")
    }


@pytest.mark.proves("S7", "G43")
@pytest.mark.parametrize("how", ["took the yes back", "stopped"])
def test_a_taken_back_yes_takes_the_impression_out_too(world: Any, two: list[ground.Made], how: str) -> None:
    for one, seen in zip(two, (SEEN, SEEN[::-1]), strict=True):
        planning.impression(world, one, seen)
    assert sorted(map(str, map(told, extracted(world, series="impression").values()))) == sorted(
        map(str, (list(SEEN), list(SEEN[::-1])))
    )  # both are there to leak

    client = opening.at_own_page(world, two[0])
    if how == "stopped":
        client.post("/a/own/stop")
    else:
        client.post("/a/own/yes", {"back": str(ground.consent(world, two[0], "evaluation"))})

    assert [told(row) for row in extracted(world, series="impression").values()] == [list(SEEN[::-1])]
    assert [told(row) for row in extracted(world).values()] == [list(VALUES[::-1])]


def test_an_impression_without_the_own_answers_stays_out(world: Any, two: list[ground.Made]) -> None:
    """It never stands in the place of answers that were not given."""
    assert two[0].concept_id is not None
    silent = ground.course(world, "aaby", two[0].concept_id)
    planning.impression(world, silent, SEEN)
    assert rows(world) == [row for row in rows(world) if row["series"] == "own"]

    ground.answer(world, silent, VALUES)

    assert [told(row) for row in extracted(world, series="impression").values()] == [list(SEEN)]


# --- the data cut


@pytest.mark.parametrize(("days", "is_there"), [(0, True), (-1, False)])
def test_what_came_after_the_data_cut_is_in_no_extract(world: Any, days: int, is_there: bool) -> None:
    """It was owed and is answered; the figures of the final evaluation were taken before."""
    concept = ground.the_concept()
    cut = ground.TODAY + timedelta(days=days)
    schedule = replace(concept.progression.schedule, data_cut=cut)
    progression = replace(concept.progression, schedule=schedule)
    concept_id = ground.load(world, replace(concept, slug="cut", progression=progression))
    made = ground.course(world, "aaby", concept_id, on=cut - timedelta(days=3))
    ground.answer(world, made, VALUES)
    planning.impression(world, made, SEEN)

    assert ground.states(world, made) == {"start": "done"}
    assert [row["series"] for row in rows(world)] == (["impression", "own"] if is_there else [])
