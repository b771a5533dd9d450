"""Every kind of answer is kept as it was given, goes along as it is, and counts as its own table says."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.delivery import away, every_kind, ground, opening
from tests.delivery.test_extract import rows

TOOL = every_kind.tool()
ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    "morning": st.integers(0, 10),
    "evening": st.integers(0, 10),
    "key": st.integers(1, 5),
    "filled_on": st.sampled_from(list(every_kind.CHOICES)),
    "round": st.integers(),
    "hours": st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    "code": st.text(min_size=1, max_size=every_kind.LONGEST).filter(str.strip),
}
SHEETS = st.fixed_dictionaries({code: st.none() | one for code, one in ANSWERS.items()})


@pytest.fixture
def concept_id(world: Any) -> Any:
    return every_kind.asked(world)


def sheet(world: Any, made: ground.Made) -> dict[str, Any]:
    from samspil.delivery.queries.courses import course_for
    from samspil.delivery.queries.measurements import shared_answers

    with world.as_("coordinator", made.slug) as by:
        (one,) = shared_answers(by, course_for(by, made.course_id), at=world.at)
    return one.values


def same(one: Any, other: Any) -> bool:
    """Equal, and of the same type: 1 is not 1.0 and not true."""
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, float) and isinstance(other, float):
        return one == other and math.copysign(1, one) == math.copysign(1, other)
    return type(one) is type(other) and bool(one == other)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=SHEETS)
def test_whatever_is_accepted_comes_back_the_same_from_draft_sheet_and_extract(
    world: Any, concept_id: Any, told: dict[str, Any]
) -> None:
    assert all(TOOL.accepts(code, value) for code, value in told.items())
    with transaction.atomic():  # a mentor has room for a few courses: each one is taken back
        half, whole, row = came_back(world, ground.course(world, "aaby", concept_id), told)
        transaction.set_rollback(True)

    assert same(half, told)
    assert same(whole, told)
    counted = TOOL.counted(told)
    assert same(dict(row["values"]), {code: counted[code] for code in sorted(told) if code != "code"})
    assert counted["code"] is None


def came_back(world: Any, made: ground.Made, told: dict[str, Any]) -> tuple[Any, Any, dict[str, Any]]:
    """The draft, what is shown of the sheet, and the row of the extract, once these were answered."""
    from samspil.delivery.actions import measurements
    from samspil.delivery.queries import measurements as queries
    from samspil.delivery.terms.courses import Recipient
    from samspil.trust.scope import scope

    holder = ground.opened(ground.hand_out(world, made).link)
    with scope(holder):
        common: dict[str, Any] = {"by": holder, "at": world.at, "on": ground.TODAY}
        for code, value in told.items():
            measurements.keep_answer(**common, code=code, value=value)
        half = queries.draft(holder, queries.for_link(holder), at=world.at)
        measurements.submit(**common)
        measurements.choose_sharing(**common, chosen=dict.fromkeys(Recipient, True))
    (row,) = rows(world)
    return half, sheet(world, made), row


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("morning", 11),
        ("key", 0),
        ("key", "4"),
        ("filled_on", "Derhjemme"),
        ("filled_on", 1),
        ("round", 1.5),
        ("round", "12"),
        ("hours", float("nan")),
        ("code", ""),
        ("code", "x" * 121),
        ("code", 3),
        ("nothing", 1),
    ],
)
def test_what_does_not_fit_is_kept_by_no_action(world: Any, concept_id: Any, code: str, value: Any) -> None:
    from samspil.delivery.actions import impressions, measurements, papers
    from samspil.kernel.errors import Refused
    from samspil.trust.scope import scope

    made = ground.course(world, "aaby", concept_id)
    assert made.measurement_id is not None
    told: dict[str, Any] = {"at": world.at, "on": ground.TODAY}
    with world.as_("mentor", "aaby") as by, pytest.raises(Refused) as refused:
        impressions.give(by=by, **told, measurement_id=made.measurement_id, values={code: value})
    assert refused.value.refusal.field == f"answer_{code}"
    link = ground.hand_out(world, made)
    paper = papers.Paper({**every_kind.GIVEN, code: value}, by_themselves=True)
    with world.as_("mentor", "aaby") as by, pytest.raises(Refused) as refused:
        papers.enter_paper(by=by, **told, code=link.code, paper=paper)
    assert refused.value.refusal.field == f"answer_{code}"
    holder = ground.opened(link.link)
    with scope(holder), pytest.raises(Refused):
        measurements.keep_answer(by=holder, **told, code=code, value=value)
    assert ground.measurement(world, made).state == "open"


# --- the extract


def test_the_extract_holds_what_counts_and_no_word_that_was_written(world: Any, concept_id: Any) -> None:
    made = ground.course(world, "aaby", concept_id)
    every_kind.impression(world, made)
    every_kind.answered(world, made)

    found = {row["series"]: row for row in rows(world)}

    assert dict(found["own"]["values"]) == {
        "evening": None,
        "filled_on": "unknown",  # a choice that counts as no number goes by its code
        "hours": 7.5,
        "key": 4,
        "morning": 7,
        "round": 12,
    }
    assert dict(found["impression"]["values"]) == {
        "evening": 5,
        "filled_on": 2,
        "hours": None,
        "key": 4,
        "morning": 3,
        "round": 2,
    }
    assert [row["kept_back"] for row in found.values()] == [("code",)] * 2
    # There is something to leak: both wrote a text, and it is kept.
    assert sheet_of_own_page(world, made)[-1] == "Vi fangede en gedde,\nog bagefter spiste vi den."
    text = json.dumps([*found.values()], default=str, ensure_ascii=False)
    assert [word for word in ("gedde", "roligt", "Derhjemme", "klubben") if word in text] == []


def sheet_of_own_page(world: Any, made: ground.Made) -> list[str]:
    from tests.interfaces.test_every_kind_asked import cells, html

    page = html(opening.at_own_page(world, made).get("/a/own/answers"))
    return cells(page, "Svarene, spørgsmål for spørgsmål")


def test_a_shipped_instrument_keeps_nothing_back(world: Any) -> None:
    made = ground.course(world, "aaby", ground.load(world))
    ground.answer(world, made, (7,))

    (row,) = rows(world)

    assert (row["kept_back"], len(row["values"])) == ((), 10)


# --- what goes along to another municipality


def test_answers_of_every_kind_go_along_and_are_read_there_as_they_were_given(
    world: Any, concept_id: Any
) -> None:
    made = ground.course(world, "aaby", concept_id)
    every_kind.answered(world, made, share=("coordinator",))

    there = away.accept(world, away.propose(world, made, "ceby"), "ceby")

    assert same(sheet(world, there), every_kind.GIVEN)
    assert sheet_of_own_page(world, made) == [
        "7",
        "–",
        "4",
        "Et andet sted",
        "12",
        "7,5",
        "Vi fangede en gedde,\nog bagefter spiste vi den.",
    ]
