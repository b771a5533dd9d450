"""The timetable: planned and reached, counted where rows can tell, moved with a reason, the baseline kept."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from django.db import connection
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from tests.delivery import ground, schooling
from tests.governance import promising
from tests.interfaces.test_query_counts import MOST, asked

from samspil.governance.rules.milestones import slip_of
from samspil.kernel.errors import Missing, Refused

PAGE = "/o/milestones/"
TO = date(2014, 8, 31)


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    return ground.load(world)


def of(
    world: Any, key: str, *, on: date = ground.TODAY, cast: str = "programme_office", slug: Any = None
) -> Any:
    from samspil.governance.queries import milestones

    with world.as_(cast, slug) as by:
        (found,) = milestones.timetables(by, on=on)
    return next(one for one in found.milestones if one.id == key)


def move(
    world: Any, key: str, to_on: date, *, on: date = ground.TODAY, because: str = "agreed", **told: Any
) -> None:
    from samspil.governance.actions import milestones

    told = {"from_on": to_on, "to_on": to_on, **told}
    with world.as_("programme_office") as by:
        milestones.move_plan(by=by, at=world.at, on=on, milestone_id=key, because=because, **told)


def reach(world: Any, key: str, day: Any, *, evidence: str = "Rapporten ligger hos kontoret") -> None:
    from samspil.governance.actions import milestones

    with world.as_("programme_office") as by:
        milestones.write_reached(
            by=by, at=world.at, on=ground.TODAY, milestone_id=key, reached_on=day, evidence=evidence
        )


def test_a_plan_moves_with_a_reason_and_the_baseline_stays(world, concept_id):
    before = of(world, "midterm_evaluation")
    assert (before.state, before.slip_days) == ("overdue", (ground.TODAY - TO).days)

    move(world, "midterm_evaluation", TO + timedelta(days=90), because="supplier")
    move(world, "midterm_evaluation", TO + timedelta(days=100), because="waits_for")

    after = of(world, "midterm_evaluation", cast="coordinator", slug="aaby")
    assert (after.baseline, after.to_on) == (before.baseline, TO + timedelta(days=100))
    assert (after.state, after.slip_days) == ("coming", 100)
    assert [str(one.because) for one in after.moves] == ["supplier", "waits_for"]
    assert of(world, "midterm_evaluation", on=ground.TODAY - timedelta(days=1)).moves == ()


def test_what_rows_cannot_tell_is_written_and_taken_back_and_points_at_nobody(world, concept_id):
    reach(world, "midterm_evaluation", date(2014, 9, 10))
    found = of(world, "midterm_evaluation")
    assert (found.state, found.slip_days, found.evidence) == ("reached", 10, "Rapporten ligger hos kontoret")
    assert of(world, "midterm_evaluation", on=date(2014, 9, 9)).reached_on is None

    reach(world, "midterm_evaluation", None, evidence="Rapporten blev sendt retur")
    assert of(world, "midterm_evaluation").state == "overdue"
    for day, evidence, field in (
        (ground.TODAY + timedelta(days=1), "Rapporten", "reached_on"),
        (date(2013, 2, 28), "Rapporten", "reached_on"),
        (ground.TODAY, "  ", "evidence"),
        (ground.TODAY, "Rapporten ligger hos Ditte", "evidence"),
        (ground.TODAY, "ring 20 30 40 50", "evidence"),
    ):
        with pytest.raises(Refused) as refused:
            reach(world, "midterm_evaluation", day, evidence=evidence)
        assert refused.value.refusal.field == field
    with pytest.raises(Refused, match="tæller Samspil selv"):
        reach(world, "training_held", date(2014, 9, 10))
    with pytest.raises(Missing):
        reach(world, "nothing_like_it", date(2014, 9, 10))


def test_workshops_and_courses_on_every_track_are_counted(world, concept_id):
    promising.workshop(world, concept_id, ("aaby",), date(2013, 4, 8))
    assert of(world, "training_developed").reached_on is None
    promising.workshop(world, concept_id, ("aaby",), date(2013, 6, 10))
    developed = of(world, "training_developed")
    assert (developed.reached_on, developed.slip_days) == (date(2013, 6, 10), 10)

    for track, cast in (("mentor", "mentor"), ("parent_coach", "parent_coach")):
        schooling.trained(world, "aaby", concept_id, [cast], track=track)
    assert of(world, "training_held").reached_on is None
    days = (date(2014, 10, 6), date(2014, 10, 7))
    schooling.trained(world, "aaby", concept_id, ["role_model"], track="role_model", days=days)
    assert of(world, "training_held").reached_on == days[-1]


def test_of_the_courses_only_the_month_of_the_fifth_is_told(world, concept_id):
    days = [date(2014, 3, 5), date(2014, 3, 6), date(2014, 4, 8), date(2014, 5, 9)]
    for number, day in enumerate(days):
        ground.course(world, ("aaby", "baekby")[number % 2], concept_id, on=day)
    assert of(world, "start").reached_on is None
    ground.course(world, "aaby", concept_id, on=date(2014, 6, 17))

    for cast, slug in (("programme_office", None), ("coordinator", "baekby")):
        found = of(world, "start", cast=cast, slug=slug)
        assert (found.reached_on, found.is_month) == (date(2014, 6, 1), True)
    from samspil.trust.scope import nobody, scope

    with scope(nobody()), connection.cursor() as cursor:
        cursor.execute("SELECT samspil_month_begun(%s)", [ground.the_concept().slug])
        assert cursor.fetchone() == (None,)


def test_only_the_office_decides_and_plans_can_be_meant(world, concept_id):
    from samspil.governance.actions import milestones

    for cast, slug in (("coordinator", "aaby"), ("evaluator", None), ("steering_member", None)):
        with world.as_(cast, slug) as by, pytest.raises(Refused):
            milestones.move_plan(
                by=by,
                at=world.at,
                on=ground.TODAY,
                milestone_id="start",
                from_on=TO,
                to_on=TO,
                because="agreed",
            )
    for told, field in (
        ({"from_on": TO + timedelta(days=1)}, "to_on"),
        ({"at": date(2030, 1, 1)}, "to_on"),
        ({"from_on": date(1, 1, 1)}, "from_on"),
        ({"because": "because"}, "because"),
    ):
        with pytest.raises(Refused) as refused:
            move(world, "start", told.pop("at", TO), **told)
        assert refused.value.refusal.field == field


@given(st.integers(-400, 400), st.integers(-400, 400), st.none() | st.integers(-400, 400))
def test_a_slip_is_never_less_than_nothing_and_grows_by_a_day_each_day_it_is_late(plan, on, reached):
    def day(number: int) -> date:
        return TO + timedelta(days=number)

    done = None if reached is None else day(reached)
    found = slip_of(TO, day(plan), done, day(on))

    assert found >= 0
    if done is not None and reached <= on:
        assert found == max(0, reached)
    elif on > max(plan, 0):
        assert slip_of(TO, day(plan), done, day(on - 1)) == found - 1 or done is not None


def test_the_page_has_the_files_own_words_and_another_file_other_words(world, concept_id):
    client = world.client("programme_office")

    def told() -> list[tuple[str, ...]]:
        html = unescape(client.get(PAGE).content.decode())
        return re.findall(r'<th scope="row">(.*?) <span.*?</td>\s*<td[^>]*>([^<]*)', html, re.S)

    concept = ground.the_concept()
    assert told() == [(one.title, one.planned.words) for one in concept.milestones]
    changed = tuple(
        replace(one, title=f"{one.title} igen", planned=replace(one.planned, words="Engang"))
        for one in concept.milestones
    )
    ground.load(world, replace(concept, version=concept.version + 1, milestones=changed))
    assert told() == [(one.title, "Engang") for one in changed]


def test_the_forms_the_calendar_and_so_many_questions(world, concept_id):
    client, reader = world.client("programme_office"), world.client("steering_member")
    first = len(asked(client, PAGE))
    days = {"from_on": "2014-12-01", "to_on": "2014-12-31"}
    assert client.post(f"{PAGE}final_evaluation/move", days).status_code == 422
    done = client.post(f"{PAGE}final_evaluation/move", {**days, "because": "agreed"})
    assert done.headers["Location"] == PAGE
    shown = {"reached_on": "2014-10-01", "evidence": "Rapporten ligger hos kontoret"}
    assert client.post(f"{PAGE}midterm_evaluation/reached", shown).status_code == 302
    assert reader.get(f"{PAGE}midterm_evaluation/reached").status_code == 403
    assert client.get(f"{PAGE}nothing/move").status_code == 404

    page = unescape(reader.get(PAGE).content.decode())
    assert "Aftalt i styregruppen" in page
    assert "Rapporten ligger hos kontoret" in page
    assert "Flyt<" not in page
    assert len(asked(client, PAGE)) == first <= MOST
    found = Calendar.from_ical(reader.get(f"{PAGE}calendar").content)
    events = {str(one["uid"]).partition("@")[0]: one for one in found.walk("VEVENT")}
    moved = events[str(uuid5(NAMESPACE_URL, f"{ground.the_concept().slug}final_evaluation"))]
    assert (moved.decoded("dtstart"), moved.decoded("dtend")) == (date(2014, 12, 1), date(2015, 1, 1))
    assert len(events) == len(ground.the_concept().milestones)
