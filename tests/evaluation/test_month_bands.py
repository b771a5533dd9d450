"""Coverage outside the municipality: three bands, from ten owed, no number anywhere, as it was frozen."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from tests.delivery import ground
from tests.trust import committed

from samspil.trust.audit import writing

BEGAN, MONTH, LAST = date(2014, 10, 6), date(2014, 10, 1), date(2014, 10, 31)
SLUG = "forebyggelseskonceptet-2013-2015"


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def owing(world: Any, concept_id: Any, slug: str, owed: int, made: int) -> None:
    """A municipality with so many owed measurements, of which so many were made."""
    from samspil.delivery.models.measurements import Measurement

    course = ground.course(world, slug, concept_id, on=BEGAN)
    with world.as_("coordinator", slug) as by, writing():
        Measurement.objects.all().delete()
        Measurement.objects.bulk_create(
            Measurement(
                tenant_id=by.tenant_id,
                course_id=course.course_id,
                person_id=course.person_id,
                key=f"x-{number}",
                instrument="mentee",
                instrument_version=1,
                opens_on=BEGAN,
                due_on=BEGAN,
                done_until=BEGAN + timedelta(days=14),
                state="open" if number >= made else "done" if number % 2 else "late",
                answered_on=None if number >= made else BEGAN + timedelta(days=0 if number % 2 else 20),
            )
            for number in range(owed)
        )


def bands(world: Any, cast: str = "programme_office") -> dict[str, str]:
    from samspil.evaluation import queries

    with world.as_(cast) as by:
        (month,) = queries.months(by)
        return {name: str(band.value) for name, band in month.bands}


@pytest.mark.proves("G40")
@pytest.mark.parametrize(
    ("owed", "made", "band"),
    [
        (9, 9, "withheld"),
        (10, 10, "high"),
        (10, 8, "high"),
        (10, 7, "middle"),
        (10, 5, "middle"),
        (10, 4, "low"),
        (10, 0, "low"),
        (11, 6, "middle"),
        (11, 5, "low"),
        (14, 11, "middle"),
    ],
)
def test_a_band_begins_where_it_says_and_only_from_ten_owed(world, concept_id, owed, made, band):
    owing(world, concept_id, "aaby", owed, made)

    committed.freeze(world, MONTH)

    assert bands(world) == {"Åby": band}
    assert bands(world, "steering_member") == bands(world)


@pytest.mark.proves("G40")
def test_no_count_of_a_municipality_leaves_the_function_or_stands_in_the_table(world, concept_id):
    from samspil.evaluation.models import MonthEndBand

    owing(world, concept_id, "aaby", 17, 13)
    committed.freeze(world, MONTH)

    with world.as_("programme_office"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM samspil_month_bands(%s, %s)", [SLUG, LAST])
            assert cursor.fetchall() == [(world.tenant("aaby"), "middle")]
        row = MonthEndBand.objects.values().get()
    assert [name for name, value in row.items() if isinstance(value, int)] == []


@pytest.mark.proves("G40")
def test_the_function_gives_a_municipality_nothing_of_another(world, concept_id):
    owing(world, concept_id, "aaby", 12, 12)

    for cast, slug in (("coordinator", "aaby"), ("coordinator", "baekby"), ("municipal_lead", "aaby")):
        with world.as_(cast, slug), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM samspil_month_bands(%s, %s)", [SLUG, LAST])
            assert cursor.fetchall() == []


def test_a_frozen_band_stays_when_the_data_change(world, concept_id):
    owing(world, concept_id, "aaby", 10, 10)
    committed.freeze(world, MONTH)
    owing(world, concept_id, "aaby", 20, 0)
    committed.freeze(world, MONTH)

    assert bands(world) == {"Åby": "high"}


@pytest.mark.parametrize("cast", ["programme_office", "steering_member"])
def test_the_page_names_municipalities_by_name_and_says_the_band_in_words(world, concept_id, cast):
    for slug, owed, made in (("baekby", 12, 12), ("aaby", 12, 2)):
        owing(world, concept_id, slug, owed, made)
    committed.freeze(world, MONTH)

    html = unescape(world.client(cast, "kontoret").get("/o/totals/").content.decode())
    table = html.partition('id="bands-1"')[2].partition("</table>")[0]

    told = re.findall(r'<th scope="row">(.*?)</th><td[^>]*>(.*?)</td>', table)
    assert told == [("Bækby", "Fire ud af fem eller flere"), ("Åby", "Under halvdelen")]
    assert re.search(r"\d", re.sub(r"<[^>]+>", "", table.partition("<tbody>")[2])) is None
