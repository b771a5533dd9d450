"""The frozen month: whole at five, withheld at four, never before its end, by the worker only."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import pytest
from django.db import Error, connection, transaction
from tests.delivery import ground
from tests.trust import committed

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refused

BEGAN, MONTH = date(2014, 10, 6), date(2014, 10, 1)
PLACES = (("aaby", "mentor"), ("aaby", "other_mentor"), ("baekby", "mentor"), ("baekby", "other_mentor"))
SLUG = "forebyggelseskonceptet-2013-2015"


@pytest.fixture
def concept_id(world):
    return ground.load(world)


def courses(world: Any, concept_id: Any, number: int, on: date = BEGAN) -> list[ground.Made]:
    """So many courses, spread over both municipalities."""
    return [
        ground.course(world, slug, concept_id, on=on, mentor=mentor)
        for slug, mentor in itertools.islice(itertools.cycle(PLACES), number)
    ]


def months(world: Any, cast: str = "programme_office") -> dict[date, list[tuple[str, dict[str, int] | None]]]:
    """What the programme office reads."""
    from samspil.evaluation import queries

    with world.as_(cast) as by:
        return {one.month: [(row.key, row.counts) for row in one.rows] for one in queries.months(by)}


def whole(**counts: int) -> dict[str, int]:
    names = ("owed", "done", "late", "excused", "open", "missed", "stopped")
    return {name: counts.get(name, 0) for name in names}


@pytest.mark.proves("G40")
@pytest.mark.parametrize(
    ("number", "row"), [(4, None), (5, whole(owed=5, done=1, open=4)), (6, whole(owed=6, done=1, open=5))]
)
def test_a_round_is_withheld_whole_at_four_and_shown_whole_at_five(world, concept_id, number, row):
    made = courses(world, concept_id, number)
    ground.answer(world, made[0], on=BEGAN)

    committed.freeze(world, MONTH)

    assert months(world) == {MONTH: [("start", row)]}


@pytest.mark.proves("G40")
def test_a_withheld_row_holds_no_number_in_the_database_either(world, concept_id):
    from samspil.evaluation.models import MonthEndRow

    courses(world, concept_id, 4)
    committed.freeze(world, MONTH)

    with world.as_("programme_office"):
        row = MonthEndRow.objects.values().get()
    assert (
        row["withheld"],
        {name for name, value in row.items() if isinstance(value, int) and value is not True},
    ) == (True, set())


@pytest.mark.proves("G40")
def test_a_frozen_month_stays_as_it_was_when_the_data_change(world, concept_id):
    made = courses(world, concept_id, 5)
    assert committed.freeze(world, MONTH) is not None
    before = months(world)

    ground.answer(world, made[0])
    courses(world, concept_id, 1)

    assert committed.freeze(world, MONTH) is None
    assert months(world) == before == {MONTH: [("start", whole(owed=5, open=5))]}


@pytest.mark.parametrize(
    ("month", "on", "fits"),
    [
        (date(2014, 10, 1), date(2014, 10, 31), False),
        (date(2014, 10, 1), date(2014, 11, 1), True),
        (date(2014, 10, 17), date(2014, 11, 1), True),
        (date(2014, 11, 1), date(2014, 11, 3), False),
        (date(2014, 12, 1), date(2014, 11, 3), False),
        (date(2013, 12, 1), date(2014, 1, 1), True),
        (date(2014, 1, 1), date(2013, 12, 31), False),
    ],
)
def test_a_month_is_frozen_from_the_day_after_its_last(world, concept_id, month, on, fits):
    from samspil.evaluation.actions import freeze_month
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant("kontoret"))
    with scope(by):
        try:
            end = freeze_month(by=by, at=world.at, on=on, programme=SLUG, month=month)
            assert end.month == month.replace(day=1)
            frozen = True
        except Refused:
            frozen = False
    assert frozen is fits


def test_a_window_that_opens_after_the_month_is_not_in_it(world, concept_id):
    courses(world, concept_id, 5)
    courses(world, concept_id, 5, on=ground.TODAY)

    committed.freeze(world, MONTH)

    assert months(world) == {MONTH: [("start", whole(owed=5, open=5))]}


@pytest.mark.parametrize("cast", ["programme_office", "steering_member", "coordinator", "evaluator"])
def test_nobody_but_the_worker_freezes(world, concept_id, cast):
    from samspil.evaluation.actions import freeze_month

    slug = "aaby" if cast == "coordinator" else None
    with world.as_(cast, slug) as by, pytest.raises(Refused):
        freeze_month(by=by, at=world.at, on=world.at.date(), programme=SLUG, month=MONTH)


@pytest.mark.proves("G40")
@pytest.mark.parametrize(
    "cast", ["coordinator", "mentor", "municipal_lead", "dpo", "log_controller", "auditor"]
)
def test_who_belongs_to_a_municipality_does_not_read_the_totals(world, concept_id, cast):
    from samspil.evaluation import queries

    with world.as_(cast, "aaby") as by, pytest.raises(Refused):
        queries.months(by)


@pytest.mark.proves("G40")
def test_the_evaluator_reads_the_same_frozen_months_and_no_other_organisation_does(world, concept_id):
    from samspil.evaluation import queries
    from samspil.evaluation.models import MonthEnd, MonthEndBand, MonthEndBurden, MonthEndRow

    courses(world, concept_id, 7)
    committed.freeze(world, MONTH)
    read, rows = {}, {}
    for cast in ("programme_office", "evaluator"):
        with world.as_(cast) as by:
            read[cast] = queries.months(by)
    for cast, slug in (("evaluator", None), ("training_provider", None), ("coordinator", "aaby")):
        with world.as_(cast, slug):
            tables = (MonthEnd, MonthEndRow, MonthEndBand, MonthEndBurden)
            rows[cast] = [one.objects.presented().count() for one in tables]

    assert read["evaluator"] == read["programme_office"]
    assert [(one.month, len(one.rows), len(one.bands)) for one in read["evaluator"]] == [(MONTH, 1, 2)]
    assert rows["evaluator"][:3] == [1, 1, 2]
    assert rows["training_provider"] == rows["coordinator"] == [0, 0, 0, 0]


@pytest.mark.proves("G40")
def test_the_programme_office_finds_no_row_of_a_municipality(world, concept_id):
    from samspil.delivery.models.courses import Course
    from samspil.delivery.models.measurements import Measurement
    from samspil.people.models.people import Person

    courses(world, concept_id, 5)
    counts = {}
    for cast, slug in (("coordinator", "aaby"), ("programme_office", None)):
        with world.as_(cast, slug):
            counts[cast] = [model.objects.presented().count() for model in (Course, Measurement, Person)]

    assert counts == {"coordinator": [3, 3, 3], "programme_office": [0, 0, 0]}


@pytest.mark.proves("G40")
@pytest.mark.parametrize(
    "values",
    [
        "true, 4, 4, 0, 0, 0, 0, 0",
        "false, 4, 4, 0, 0, 0, 0, 0",
        "false, 5, 4, 0, 0, 0, 0, 0",
        "true, NULL, 1, NULL, NULL, NULL, NULL, NULL",
        "false, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
        "false, 5, 5, NULL, NULL, NULL, NULL, NULL",
    ],
)
def test_the_database_itself_refuses_a_small_or_half_row(world, concept_id, values):
    courses(world, concept_id, 5)
    end = committed.freeze(world, MONTH)
    insert = (
        "INSERT INTO evaluation_monthendrow (id, tenant_id, month_end_id, key, withheld, owed, done, late,"
        f" excused, open, missed, stopped) VALUES (gen_random_uuid(), %s, %s, %s, {values})"
    )

    with world.as_("operator"), connection.cursor() as cursor:
        with pytest.raises(Error) as refused, transaction.atomic():
            cursor.execute(insert, [end.tenant_id, end.id, "planted"])
        cursor.execute(
            insert.replace(values, "false, 5, 5, 0, 0, 0, 0, 0"), [end.tenant_id, end.id, "planted"]
        )
    assert refused.value.__cause__.sqlstate == "23514"
