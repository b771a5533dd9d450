"""What an evaluation is given: asked for anew each time, so whoever took the yes back is not in it."""

from __future__ import annotations

import re
import uuid
from dataclasses import asdict
from typing import Any

import pytest
from tests.delivery import ground, opening
from tests.delivery.owning import VALUES, words_in

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refused
from samspil.trust.scope import scope


def extracted(world: Any, name: str = "round-1", slug: str = "aaby") -> dict[str, Any]:
    """The rows of one extract, as the municipality's own job prepares them."""
    from samspil.delivery.queries.extract import rows_for_evaluation

    by = Actor.job(world.tenant(slug), "evaluation")
    with scope(by):
        return {row.pseudonym: asdict(row) for row in rows_for_evaluation(by, extract=name, at=world.at)}


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
    text = str(rows)

    assert [words_in(text, one) for one in two] == [set(), set()]
    assert re.findall(r"\d{4}-\d\d-\d\d|datetime", text) == []
    keys = [str(key) for one in two for key in (one.person_id, one.course_id, one.measurement_id)]
    assert [key for key in keys if key in text or key.replace("-", "") in text] == []
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
