"""How targets stand: frozen by month from days alone, withheld below five, the same whenever it is asked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from tests.delivery import ground, schooling, visiting
from tests.governance import aiming, promising
from tests.interfaces.test_query_counts import MOST, asked
from tests.trust import committed

from samspil.evaluation.rules import coverage_of, stands_to

PAGE = "/o/targets/"
SEPTEMBER, OCTOBER = date(2014, 9, 1), date(2014, 10, 1)
SLUG = ground.the_concept().slug


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def begun(world: Any, concept_id: Any, kind: str, number: int, on: date = date(2014, 9, 3)) -> None:
    for place in range(number):
        slug = ("aaby", "baekby")[place % 2]
        ground.course(world, slug, concept_id, intervention=kind, on=on + timedelta(days=place))


def frozen(world: Any, month: date = OCTOBER) -> dict[tuple[str, str], int | None]:
    """What was frozen for a month, as a municipality reads it."""
    from samspil.evaluation.models import MonthEndAim

    with world.as_("coordinator", "aaby"):
        rows = MonthEndAim.objects.presented().filter(month=month)
        return {(one.measure, one.part): one.value for one in rows}


def found(world: Any, cast: str = "municipal_lead", slug: Any = "aaby", on: date = ground.TODAY) -> Any:
    from samspil.evaluation import queries

    with world.as_(cast, slug) as by:
        (one,) = queries.attainment(by, on=on)
        return {each.indicator.slug: each for each in one.attained}


@pytest.mark.parametrize(
    ("mentored", "coached", "told"),
    [(4, 0, (None, None)), (5, 0, (5, None)), (6, 5, (6, 5)), (6, 4, (None, None))],
)
def test_courses_are_told_by_intervention_only_where_no_figure_gives_a_smaller_one_away(
    world, concept_id, mentored, coached, told
):
    begun(world, concept_id, "mentor", mentored)
    begun(world, concept_id, "parent", coached)
    committed.freeze(world, OCTOBER)

    values = frozen(world)
    assert (values["courses_begun", "mentor"], values["courses_begun", "parent"]) == told


def test_a_month_says_what_had_been_by_its_last_day_and_never_changes(world, concept_id):
    begun(world, concept_id, "mentor", 5, on=date(2014, 9, 27))  # the last on 1 October
    committed.freeze(world, SEPTEMBER)
    committed.freeze(world, OCTOBER)
    assert frozen(world, SEPTEMBER)["courses_begun", "mentor"] is None
    assert frozen(world)["courses_begun", "mentor"] == 5

    begun(world, concept_id, "mentor", 2, on=date(2014, 10, 5))
    committed.freeze(world, OCTOBER)
    assert frozen(world)["courses_begun", "mentor"] == 5


def test_coverage_is_of_the_rows_that_are_shown_and_obligations_of_what_was_told(world, concept_id):
    from samspil.evaluation import queries

    begun(world, concept_id, "mentor", 6)
    for slug in ("aaby", "baekby"):
        promising.night(world, slug)
    committed.freeze(world, OCTOBER)

    values = frozen(world)
    with world.as_("programme_office") as by:
        (month,) = queries.months(by)
    shown = [one.counts for one in month.rows if one.counts]
    owed, made = (
        sum(sum(one[key] for key in keys) for one in shown) for keys in (("owed",), ("done", "late"))
    )
    assert values["coverage", ""] == 100 * made // owed
    told = [state for states in promising.told(world).values() for state in states.values()]
    counted = [state for state in told if state != "withheld"]
    assert values["obligations_met", ""] == 100 * counted.count("met") // len(counted)
    assert values["network_meetings", ""] == 0


def test_certificates_are_counted_by_person_and_on_the_day_they_were_given(world, concept_id):
    for slug in ("aaby", "baekby"):
        schooling.trained(world, slug, concept_id, ["mentor", "other_mentor", "lent"], track="mentor")
        schooling.trained(world, slug, concept_id, ["parent_coach"], track="parent_coach")
    committed.freeze(world, date(2014, 8, 1))
    committed.freeze(world, SEPTEMBER)

    before, after = frozen(world, date(2014, 8, 1)), frozen(world, SEPTEMBER)
    assert (before["staff_certified", "mentor"], after["staff_certified", "mentor"]) == (None, 6)
    assert after["staff_certified", "parent_coach"] is None


def test_visits_are_counted_once_they_are_held_and_from_five(world, concept_id):
    for slug, number in (("aaby", 3), ("baekby", 2)):
        made = visiting.series(world, slug, concept_id)
        for position in range(1, number + 1):
            visiting.held(world, made, position, date(2014, 9, 28) + timedelta(days=7 * position), slug)
        assert visiting.visit(world, made, 3, slug).state == ("held" if number == 3 else "planned")
    committed.freeze(world, SEPTEMBER)
    committed.freeze(world, OCTOBER)

    assert frozen(world, SEPTEMBER)["visits_held", ""] is None
    assert frozen(world)["visits_held", ""] == 5


def refused_by_the_database(statement: str) -> str:
    with (
        pytest.raises(Error) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    return str(caught.value)


@pytest.mark.proves("G40")
def test_the_function_gives_nothing_to_anybody_but_the_programme_office_and_the_table_no_few(
    world, concept_id
):
    begun(world, concept_id, "mentor", 5)
    committed.freeze(world, OCTOBER)
    for cast, slug in (("coordinator", "aaby"), ("evaluator", None), ("training_provider", None)):
        with world.as_(cast, slug), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM samspil_month_aims(%s, %s)", [SLUG, date(2014, 10, 31)])
            assert cursor.fetchall() == []
    with world.as_("programme_office"):
        for change in (
            "UPDATE evaluation_monthendaim SET value = 5",
            "DELETE FROM evaluation_monthendaim",
        ):
            assert "permission denied" in refused_by_the_database(change)
        few = (
            "INSERT INTO evaluation_monthendaim (id, tenant_id, month_end_id, programme, month, measure,"
            " part, value) SELECT gen_random_uuid(), tenant_id, month_end_id, programme, month, measure,"
            " 'other', 4"
            " FROM evaluation_monthendaim WHERE measure = 'courses_begun' LIMIT 1"
        )
        assert "evaluation_aim_not_of_few" in refused_by_the_database(few)


def test_every_indicator_says_a_value_or_why_there_is_none_and_when(world, concept_id):
    aiming.signed(world, concept_id, on=aiming.EARLY)
    assert {str(one.state) for one in found(world).values()} == {"not_counted", "later"}
    begun(world, concept_id, "mentor", 5)
    committed.freeze(world, SEPTEMBER)
    committed.freeze(world, OCTOBER)

    mine = found(world)
    assert {key: str(one.state) for key, one in mine.items()} == {
        "trained_mentor": "withheld",
        "trained_role_model": "withheld",
        "trained_parent_coach": "withheld",
        "begun_mentor": "on_the_way",
        "begun_parent": "withheld",
        "visits": "withheld",
        "promises": "withheld",
        "network": "on_the_way",
        "coverage": "on_the_way",
        "own_change": "later",
        "lasting": "later",
    }
    assert [(one.half, one.month, one.value) for one in mine["begun_mentor"].trend] == [
        ("2014-2", OCTOBER, 5)
    ]
    assert found(world, on=date(2014, 10, 31))["begun_mentor"].last.month == SEPTEMBER
    for cast, slug in (("evaluator", None), ("steering_member", None), ("coordinator", "baekby")):
        assert found(world, cast, slug) == mine


def test_the_page_tells_it_in_words_and_a_picture_and_names_no_municipality(world, concept_id):
    aiming.signed(world, concept_id, on=aiming.EARLY)
    begun(world, concept_id, "mentor", 5)
    committed.freeze(world, OCTOBER)
    client = world.client("steering_member")

    page = re.sub(r"\s+", " ", unescape(client.get(PAGE).content.decode()))
    body = page.partition('<div class="column">')[2].partition("</main>")[0]
    row = body.partition('id="target-begun_mentor"')[2].partition("</tr>")[0]
    assert "<b>5</b>" in row
    assert "mindst 60" in row
    assert "Mentorforløb begyndt: 2. halvår 2014 5. Mål: mindst 60" in row
    assert row.count("<rect") == 1
    assert "Kommer, når evalueringen frigives: ultimo 2015" in body
    assert not {"Åby", "Bækby"} & set(re.findall(r"\w+", body))
    assert len(asked(client, PAGE)) <= MOST
    changed = ground.the_concept()
    other = tuple(replace(one, target=7 if one.target else None) for one in changed.aims.indicators)
    ground.load(world, replace(changed, version=99, aims=replace(changed.aims, indicators=other)))
    assert "mindst 60" in unescape(client.get(PAGE).content.decode())  # what was signed counts


# --- a reference that knows nothing of the software


def reference(measured: str, target: Any, by: Any, most: bool, value: Any, on: date, counted: bool) -> str:
    if measured in ("release", "follow_up"):
        return "later"
    if not counted:
        return "not_counted"
    if value is None:
        return "withheld"
    if target is None:
        return "followed"
    if most and value > target:
        return "missed"
    if most:
        return "reached" if by < on else "on_the_way"
    if value < target:
        return "missed" if by < on else "on_the_way"
    return "reached"


DAYS = st.dates(date(2013, 3, 1), date(2015, 12, 31))


@given(
    st.sampled_from(["coverage", "visits_held", "release", "follow_up"]),
    st.none() | st.tuples(st.integers(0, 60), DAYS),
    st.booleans(),
    st.none() | st.integers(0, 60),
    DAYS,
    st.booleans(),
)
def test_a_state_is_what_the_reference_says(measured, wanted, most, value, on, counted):
    target, by = wanted or (None, None)
    one = replace(
        ground.the_concept().aims.indicators[0],
        measured_by=measured,
        direction="at_most" if most else "at_least",
        target=target,
        by=by,
    )

    assert str(stands_to(one, value, on, is_counted=counted)) == reference(
        measured, target, by, most, value, on, counted
    )


@given(st.lists(st.tuples(st.integers(5, 400), st.integers(0, 200), st.integers(0, 200)), max_size=6))
def test_coverage_is_a_whole_share_of_what_was_owed(rows):
    rows = [(owed + done + late, done, late) for owed, done, late in rows]

    share = coverage_of(rows)

    if not rows:
        assert share is None
    else:
        owed, made = sum(one[0] for one in rows), sum(one[1] + one[2] for one in rows)
        assert share is not None
        assert share * owed <= 100 * made < (share + 1) * owed
