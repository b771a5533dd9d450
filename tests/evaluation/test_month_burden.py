"""How long registering takes: monthly sums of nobody, and a median only of ten from two municipalities."""

from __future__ import annotations

import statistics
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.delivery import ground, planning
from tests.trust import committed

from samspil.delivery.rules.efforts import step_of
from samspil.delivery.terms.efforts import STEPS
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refused
from samspil.kernel.ids import made_at, uuid7
from samspil.trust.scope import scope

MONTH = date(2014, 10, 1)


def burden(world: Any, cast: str = "programme_office") -> list[tuple[str, str, int | None]]:
    from samspil.evaluation import queries

    with world.as_(cast) as by:
        (month,) = queries.months(by)
        return list(month.burden)


def session(*counts: tuple[int, int]) -> tuple[tuple[str, str, int, int], ...]:
    return tuple(("mentor", "session", seconds, number) for seconds, number in counts)


@given(st.floats(-10, 4000, allow_nan=False))
def test_seconds_lie_in_the_first_step_that_holds_them(seconds):
    step = step_of(seconds)

    if not 1 <= seconds <= 1800:
        assert step is None
    else:
        assert step is not None
        assert seconds <= step
        assert [one for one in STEPS if seconds <= one < step] == []


@pytest.mark.parametrize(
    ("aaby", "baekby", "median"),
    [
        (session((5, 5)), session((10, 5)), 5),
        (session((5, 4)), session((10, 6)), 10),
        (session((5, 1), (300, 9)), session((15, 1)), 300),
        (session((30, 10)), session((45, 1), (60, 10)), 45),
        (session((5, 5)), session((10, 4)), None),
        (session((5, 50)), (), None),
    ],
)
def test_the_median_is_of_all_together_and_withheld_for_few_or_for_one_alone(world, aaby, baekby, median):
    ground.load(world)
    for slug, counts in (("aaby", aaby), ("baekby", baekby)):
        if counts:
            committed.effort(world, slug, counts)
    whole = sorted(seconds for _role, _kind, seconds, number in (*aaby, *baekby) for _each in range(number))
    if median is not None:
        assert statistics.median_low(whole) == median

    committed.freeze(world, MONTH)

    assert burden(world) == [("mentor", "session", median)]
    assert burden(world, "steering_member") == burden(world)


def test_a_municipality_gets_nothing_out_of_the_function(world):
    for slug in ("aaby", "baekby"):
        committed.effort(world, slug, session((5, 20)))

    for cast, slug in (("coordinator", "aaby"), ("municipal_lead", "baekby")):
        with world.as_(cast, slug), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM samspil_month_burden(%s)", [MONTH])
            assert cursor.fetchall() == []


def count(world: Any, slug: str, month: date = date(2014, 11, 1)) -> int:
    from samspil.delivery.actions.efforts import count_efforts

    by = Actor.job(world.tenant(slug))
    with scope(by):
        return count_efforts(by=by, at=world.at, month=month)


def kept(world: Any, slug: str) -> dict[tuple[str, str], int]:
    from samspil.delivery.models.efforts import Effort

    with world.as_("coordinator", slug):
        rows = Effort.objects.values_list("role", "kind", "seconds", "count")
        assert all(seconds <= 60 for _role, _kind, seconds, _count in rows)
        found: dict[tuple[str, str], int] = {}
        for role, kind, _seconds, number in rows:
            found[role, kind] = found.get((role, kind), 0) + number
        return found


def earlier(seconds: int) -> Any:
    """A key as a page would have got it so many seconds ago."""
    import uuid

    now = uuid7()
    return uuid.UUID(int=now.int - ((seconds * 1000) << 80))


def test_what_was_written_in_a_month_is_counted_once_and_of_nobody(world):
    from samspil.delivery.actions import impressions
    from samspil.delivery.models.efforts import Effort

    made = ground.course(world, "aaby", ground.load(world))
    ground.log_session(world, made, key=earlier(20))
    ground.log_session(world, made, minutes=30, key=earlier(25))
    ground.log_session(world, made, minutes=45)  # no page: written by another way
    ground.log_session(world, made, minutes=15, key=earlier(4000))  # left lying
    asked = planning.impression(world, made)
    with world.as_("mentor", "aaby") as by:
        impressions.give(
            by=by, at=world.at, on=ground.TODAY, measurement_id=asked, values={"talk": 4}, key=earlier(30)
        )

    assert count(world, "aaby", MONTH) == 0
    assert count(world, "aaby") == 2
    assert kept(world, "aaby") == {("mentor", "session"): 2}
    assert count(world, "aaby") == 0
    assert {one.name for one in Effort._meta.fields} == {
        "id", "tenant_id", "month", "role", "kind", "seconds", "count"
    }  # fmt: skip


def test_an_impression_and_answers_are_counted_by_who_wrote_them(world):
    from samspil.delivery.actions import impressions
    from samspil.trust.audit import writing
    from samspil.trust.models import Link

    made = ground.course(world, "aaby", ground.load(world))
    with world.as_("mentor", "aaby") as by:
        asked = ground.measurement(world, made)
        impressions.give(
            by=by, at=world.at, on=ground.TODAY, measurement_id=asked.id, values={"talk": 4}, key=earlier(30)
        )
    ground.answer(world, made)
    with world.as_("coordinator", "aaby"), writing():
        for one in Link.objects.filter(thing_id=asked.id):
            Link.objects.filter(id=one.id).update(opened_at=one.used_at - timedelta(seconds=40))

    assert count(world, "aaby") == 2
    assert kept(world, "aaby") == {("mentor", "impression"): 1, ("link_holder", "answers"): 1}


def test_what_was_typed_in_from_paper_tells_nothing_of_how_long_the_person_took(world):
    from samspil.trust.audit import writing
    from samspil.trust.models import Link

    concept_id = ground.load(world)
    for on_paper in (False, True):
        made = ground.course(world, "aaby", concept_id)
        ground.answer(world, made)
        with world.as_("coordinator", "aaby"), writing():
            (link,) = Link.objects.filter(person_id=made.person_id, used_at__isnull=False)
            opened = link.used_at - timedelta(seconds=40)
            closed = link.used_at if on_paper else None  # by paper a link is used and closed at once
            Link.objects.filter(id=link.id).update(opened_at=opened, revoked_at=closed)

    assert count(world, "aaby") == 1


def test_only_the_worker_counts(world):
    from samspil.delivery.actions.efforts import count_efforts

    for cast in ("coordinator", "mentor", "municipal_lead"):
        with world.as_(cast, "aaby") as by, pytest.raises(Refused):
            count_efforts(by=by, at=world.at, month=MONTH)


def test_a_key_tells_when_it_was_made_and_another_kind_tells_nothing():
    import time
    import uuid

    before = time.time()
    made = made_at(uuid7())

    assert made is not None
    assert abs(made.timestamp() - before) < 5
    assert made_at(uuid.uuid4()) is None


def test_the_page_says_it_in_words(world):
    ground.load(world)
    committed.effort(world, "aaby", (*session((45, 9)), ("link_holder", "answers", 90, 3)))
    committed.effort(world, "baekby", session((60, 8)))
    committed.freeze(world, MONTH)

    html = unescape(world.client("steering_member", "kontoret").get("/o/totals/").content.decode())
    table = html.partition("Så lang tid tager det at registrere</h3>")[2].partition("</table>")[0]

    assert "At skrive et møde" in table
    assert table.count("højst 45 sekunder") == 1
    assert table.count("Vises ikke: færre end 10, eller kun fra én kommune") == 1
