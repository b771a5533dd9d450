"""Coverage three ways, the list behind each figure, and the nightly recount: no owed one is out of sight."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError
from tests.delivery import ground, planning
from tests.trust import committed

BEGAN = date(2014, 3, 3)
STATES = ("owed", "done", "late", "excused", "open", "missed", "stopped")


@pytest.fixture
def courses(world: Any) -> list[ground.Made]:
    """Three courses of Åby over two half-years: answered, missed and open rounds, and one of parents."""
    concept_id = ground.load(world)
    made = [ground.course(world, "aaby", concept_id, on=BEGAN) for _each in range(2)]
    made.append(ground.course(world, "aaby", concept_id, on=date(2014, 10, 1), intervention="parent"))
    ground.answer(world, made[0], on=BEGAN)
    planning.impression(world, made[1], on=BEGAN)
    for one in made:
        ground.tend(world, one, ground.TODAY)
    return made


def rows(world: Any, made: list[ground.Made]) -> list[Any]:
    from samspil.delivery.models.measurements import Measurement

    with world.as_("coordinator", "aaby"):
        return list(Measurement.objects.filter(course_id__in=[one.course_id for one in made]))


def half(day: date) -> str:
    return f"{day.year}-{1 if day.month < 7 else 2}"


def counted(tallies: Any) -> dict[str, dict[str, int]]:
    return {one.key: {name: getattr(one, name) for name in STATES} for one in tallies}


def by_hand(found: list[Any], key: Any) -> dict[str, dict[str, int]]:
    """The same from the rows, one at a time."""
    told: dict[str, Counter[str]] = {}
    for one in found:
        told.setdefault(key(one), Counter()).update((one.state, "owed"))
    return {name: {state: counts[state] for state in STATES} for name, counts in told.items()}


def test_the_three_ways_count_the_same_rows_as_one_by_one(world, courses):
    from samspil.delivery.queries import coverage

    found = rows(world, courses)
    with world.as_("municipal_lead", "aaby") as by:
        told = coverage.of_municipality(by)

    assert len({one.state for one in found}) >= 3
    assert counted(told.rounds) == by_hand(found, lambda one: one.key)
    assert counted(told.instruments) == by_hand(found, lambda one: one.instrument)
    assert counted(told.halves) == by_hand(found, lambda one: half(one.due_on))
    assert len(told.halves) >= 2
    assert told.impressions == 1


def test_behind_every_figure_stand_exactly_its_measurements(world, courses):
    from samspil.delivery.queries import coverage
    from samspil.delivery.queries.coverage import Wanted

    found = rows(world, courses)
    asked = [Wanted(), Wanted("start", "mentee", half(BEGAN), "done"), Wanted(state="missed", half="2014-2")]
    asked += [Wanted(round=one.key) for one in found] + [Wanted(half=half(one.due_on)) for one in found]
    with world.as_("coordinator", "aaby") as by:
        for wanted in asked:
            listed, total = coverage.listed(by, wanted)
            expected = {
                one.id
                for one in found
                if wanted.round in ("", one.key)
                and wanted.instrument in ("", one.instrument)
                and wanted.half in ("", half(one.due_on))
                and wanted.state in ("", one.state)
            }
            assert ({one.id for one in listed}, total) == (expected, len(expected))
            assert list(listed) == sorted(listed, key=lambda one: one.due_on)


def test_what_is_past_its_day_or_missed_without_a_reason_is_told_as_it_stands(world, courses):
    from samspil.delivery.models.courses import Course
    from samspil.delivery.queries import measurements
    from samspil.people.models.staff import Appointment

    with world.as_("coordinator", "aaby") as by:
        told = measurements.overdue(by, on=ground.TODAY)
        of = {one.id: one for one in Course.objects.filter(id__in=[made.course_id for made in courses])}
        names = {one.id: one.account.name for one in Appointment.objects.select_related("account")}

    def is_wanted(one: Any) -> bool:
        return (one.state == "open" and one.due_on < ground.TODAY) or (
            one.state == "missed" and not one.reason
        )

    expected = {
        one.id: (
            one.course_id,
            of[one.course_id].code,
            of[one.course_id].concept_id,
            one.key,
            one.due_on,
            one.done_until,
            one.state,
            one.reason,
            names[of[one.course_id].mentor_id],
        )
        for one in rows(world, courses)
        if is_wanted(one)
    }
    assert {one.id: tuple(getattr(one, name) for name in one.__slots__[1:]) for one in told} == expected
    assert len(expected) >= 3
    assert any(one.due_on != one.done_until for one in told)
    assert list(told) == sorted(told, key=lambda one: (one.due_on, one.code))


def test_a_mentor_counts_and_lists_the_own_courses_alone(world, courses):
    from samspil.delivery.queries import coverage
    from samspil.delivery.queries.coverage import Wanted

    own = rows(world, courses[:2])
    for cast, expected in (("mentor", own), ("other_mentor", []), ("parent_coach", rows(world, courses[2:]))):
        with world.as_(cast, "aaby") as by:
            assert counted(coverage.of_own(by).rounds) == by_hand(expected, lambda one: one.key)
            assert {one.id for one in coverage.listed(by, Wanted())[0]} == {one.id for one in expected}
    with world.as_("coordinator", "baekby") as by:
        assert coverage.listed(by, Wanted()) == ((), 0)


def test_pages_of_the_list_come_one_after_the_other_and_keep_what_was_asked(world, courses, monkeypatch):
    from samspil.delivery.queries import coverage
    from samspil.interfaces.web.shared import coverage as views

    monkeypatch.setattr(coverage, "PAGE", 2)
    monkeypatch.setattr(views, "PAGE", 2)
    client, url, seen = world.client("coordinator", "aaby"), "/o/measurements/owed?instrument=mentee", []
    while url:
        html = unescape(client.get(url).content.decode())
        seen += re.findall(r'· <a href="/o/courses/([0-9a-f-]+)">', html)
        following = re.search(r'href="(\?[^"]*)">Næste side', html)
        assert following is None or "instrument=mentee" in following[1]
        url = f"/o/measurements/owed{following[1]}" if following else ""

    expected = Counter(str(one.course_id) for one in rows(world, courses) if one.instrument == "mentee")
    assert Counter(seen) == expected
    assert sum(expected.values()) > 2


@pytest.mark.parametrize(
    "query",
    [
        "half=2014-3",
        "half=0000-1",
        "half=9999-2",
        "half=%27;--",
        "state=ukendt",
        "round=%00",
        "instrument=" + "x" * 5000,
        "round=start&round=month-3&page=99999999999",
        "page=-1&half=١٢٣٤-1",
    ],
)
def test_whatever_stands_in_the_address_the_list_answers(world, courses, query):
    for cast, door in (("coordinator", "o"), ("mentor", "f")):
        answer = world.client(cast, "aaby").get(f"/{door}/measurements/owed?{query}")
        assert answer.status_code == 200


def test_the_board_prints_what_it_is_counted_of_and_the_lead_gets_no_list(world, courses):
    made = [one for one in rows(world, courses) if one.state in ("done", "late")]
    pages = {
        cast: unescape(world.client(cast, "aaby").get(f"/{door}/measurements/").content.decode())
        for cast, door in (("coordinator", "o"), ("municipal_lead", "o"), ("mentor", "f"))
    }

    of = f"{len(made)} af {len(rows(world, courses))}"
    assert [of in pages[cast] for cast in ("coordinator", "municipal_lead")] == [True, True]
    assert f"{len(made)} af {len(rows(world, courses[:2]))}" in pages["mentor"]
    assert ["/measurements/owed?" in one for one in pages.values()] == [True, False, True]


# --- the nightly recount


def board_says(world: Any) -> str:
    html = unescape(world.client("coordinator", "aaby").get("/o/measurements/").content.decode())
    said = re.search(r'<p class="note note-(good|late) small">', html)
    return said[1] if said else ""


def test_the_recount_stands_on_the_board_and_says_when_a_row_is_gone(world, courses):
    from samspil.delivery.models.measurements import Measurement
    from samspil.delivery.models.recounts import Recount
    from samspil.trust.audit import writing

    before = board_says(world)
    first = committed.recount(world, "aaby")
    good = board_says(world)
    with world.as_("coordinator", "aaby"), writing():
        Measurement.objects.filter(course_id=courses[1].course_id, key="month-6").delete()
    second = committed.recount(world, "aaby")

    assert (before, good, board_says(world)) == ("", "good", "late")
    assert (first.equal, second.equal) == (True, False)
    assert (second.owed, second.found) == (first.owed, first.found - 1)
    with world.as_("coordinator", "aaby"):
        assert Recount.objects.count() == 1  # a day is kept once, as it was counted last


def test_the_database_keeps_no_recount_that_calls_unlike_counts_equal(world, courses):
    from samspil.delivery.models.recounts import Recount
    from samspil.trust.audit import writing

    committed.recount(world, "aaby")
    with world.as_("coordinator", "aaby"), writing(), pytest.raises(IntegrityError, match="recount_equal"):
        Recount.objects.update(found=0)


def test_only_the_worker_recounts(world, courses):
    from samspil.delivery.actions.recounts import keep_recount
    from samspil.kernel.errors import Refused

    for cast in ("coordinator", "mentor", "municipal_lead"):
        with world.as_(cast, "aaby") as by, pytest.raises(Refused):
            keep_recount(by=by, at=world.at, on=ground.TODAY)


def test_the_round_of_the_night_recounts_every_municipality(world, courses):
    from samspil.delivery.models.recounts import Recount
    from samspil.interfaces.cli import rounds

    assert rounds.recount(at=world.at, on=ground.TODAY + timedelta(days=0)) is True
    for slug in ("aaby", "baekby"):
        with world.as_("coordinator", slug):
            assert [one.equal for one in Recount.objects.all()] == [True]
