"""What the evaluator asks on a day of its own is owed as a round is: asked, counted, stopped, given."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from tests.delivery import ending, ground
from tests.delivery.surveying import survey, with_surveys
from tests.delivery.test_endings import equal, refused
from tests.delivery.test_extract import rows

DAY = ground.TODAY
STARTED = DAY - timedelta(days=10)
SIX = (1, 2, 3, 4, 5, 6)


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world, with_surveys(ground.the_concept(), survey(DAY)))


def took_back(world: Any, made: ground.Made, on: date, purpose: str = "evaluation") -> None:
    from samspil.delivery.actions import consents

    with world.as_("coordinator", made.slug) as by:
        consents.withdraw_consent(by=by, at=world.at, on=on, course_id=made.course_id, purpose=purpose)


def said_yes(world: Any, made: ground.Made, on: date) -> None:
    from samspil.delivery.actions import consents
    from samspil.people.terms import Method

    with world.as_("coordinator", made.slug) as by:
        given = {"by": by, "at": world.at, "on": on, "course_id": made.course_id}
        consents.record_consent(**given, purpose="evaluation", method=Method.PAPER)


def test_it_is_owed_from_its_day_by_those_who_said_yes_and_by_nobody_else(world, concept_id):
    yes, no, late = (ground.course(world, "aaby", concept_id, on=STARTED) for _each in range(3))
    parent = ground.course(world, "aaby", concept_id, on=STARTED, intervention="parent")
    for one in (no, late):
        took_back(world, one, DAY - timedelta(days=1))
    for one in (yes, no, late, parent):
        ground.tend(world, one, DAY - timedelta(days=1))
    assert equal(world, DAY - timedelta(days=1))
    assert [list(ground.states(world, one)) for one in (yes, no, late, parent)] == [["start"]] * 4

    for one in (yes, no, late, parent):
        ground.tend(world, one, DAY)
    said_yes(world, late, DAY + timedelta(days=1))
    ground.tend(world, late, DAY + timedelta(days=1))

    states = [ground.states(world, one).get("midway") for one in (yes, no, late, parent)]
    assert (states, equal(world, DAY + timedelta(days=1))) == (["open", None, None, None], True)
    found = ground.measurement(world, yes, "midway")
    assert (found.instrument, found.instrument_version, found.due_on) == ("parent", 1, date(2014, 11, 24))


def test_taking_the_yes_back_stops_the_survey_and_its_link_and_leaves_the_round(world, concept_id):
    from samspil.kernel.errors import Missing

    made, other = (ground.course(world, "aaby", concept_id, on=STARTED) for _each in range(2))
    for one in (made, other):
        ground.tend(world, one, DAY)
    round_, asked = (ground.hand_out(world, made, key=key).link for key in ("start", "midway"))

    took_back(world, made, DAY)

    assert ground.states(world, made) == {"start": "open", "midway": "stopped"}
    assert ground.states(world, other) == {"start": "open", "midway": "open"}
    assert equal(world)
    ground.opened(round_)
    with pytest.raises(Missing):
        ground.opened(asked)


def test_taken_back_before_any_night_had_written_it_is_stopped_all_the_same(world, concept_id):
    made = ground.course(world, "aaby", concept_id, on=STARTED)
    assert "midway" not in ground.states(world, made)

    took_back(world, made, DAY)

    assert (ground.states(world, made)["midway"], equal(world)) == ("stopped", True)


def test_another_yes_taken_back_leaves_it(world, concept_id):
    made = ground.course(world, "aaby", concept_id, on=STARTED)
    ground.tend(world, made, DAY)

    took_back(world, made, DAY, "interview")

    assert (ground.states(world, made)["midway"], equal(world)) == ("open", True)


def test_a_course_closes_with_it_answered_or_with_a_reason(world, concept_id):
    from samspil.delivery.actions import measurements

    made = ground.course(world, "aaby", concept_id, on=STARTED)
    ground.tend(world, made, DAY)
    ground.answer(world, made)
    ended = DAY + timedelta(days=8)
    ending.begin_closing(world, made, on=ended)
    assert ground.states(world, made) == {"start": "done", "midway": "missed", "closing": "open"}
    with world.as_("coordinator", "aaby") as by:
        given = {"by": by, "at": world.at, "on": ended}
        its = ground.measurement(world, made, "midway").id
        measurements.explain(**given, measurement_id=its, outcome="missed", reason="not_met")
    ending.finish(world, made, on=ended)

    assert ground.states(world, made) == {"start": "done", "midway": "missed", "closing": "done"}
    assert equal(world, ended)


def test_it_passes_with_its_grace_and_is_missed(world, concept_id):
    made = ground.course(world, "aaby", concept_id, on=STARTED)
    ground.tend(world, made, DAY)
    last = ground.measurement(world, made, "midway").late_until
    assert last == date(2014, 12, 8)

    ground.tend(world, made, last)
    assert ground.states(world, made)["midway"] == "open"
    ground.tend(world, made, last + timedelta(days=1))

    assert (ground.states(world, made)["midway"], equal(world, last + timedelta(days=1))) == ("missed", True)


def test_its_answers_reach_the_evaluator_apart_from_the_rounds_and_nobody_else(world, concept_id):
    from samspil.delivery.queries import measurements
    from samspil.delivery.queries.courses import course_for

    made = ground.course(world, "aaby", concept_id, on=STARTED)
    ground.tend(world, made, DAY)
    ground.answer(world, made, key="start", share=("mentor",))
    ground.answer(world, made, SIX, key="midway")

    found = {row["round"]: row for row in rows(world)}
    assert {key: row["instrument"] for key, row in found.items()} == {"start": "mentee", "midway": "parent"}
    assert sorted(value for _code, value in found["midway"]["values"]) == list(SIX)
    with world.as_("mentor", "aaby") as by:
        shown = measurements.shared_answers(by, course_for(by, made.course_id), at=world.at)
        assert [one.key for one in shown] == ["start"]


def test_whoever_holds_the_course_is_not_asked_how_they_see_it(world, concept_id):
    from samspil.delivery.queries.impressions import is_asked

    made = ground.course(world, "aaby", concept_id, on=STARTED)
    ground.tend(world, made, DAY)

    with world.as_("mentor", "aaby"):
        asked = [is_asked(ground.measurement(world, made, key)) for key in ("start", "midway")]
    assert asked == [True, False]


def test_the_boards_and_the_course_name_it(world, concept_id):
    made = ground.course(world, "aaby", concept_id, on=STARTED)
    ground.tend(world, made, DAY)

    page, board = (
        unescape(world.client(cast, "aaby").get(url).content.decode())
        for cast, url in (("mentor", f"/f/courses/{made.course_id}"), ("coordinator", "/o/measurements/"))
    )

    assert len(re.findall(r">\s*Midtvejs\s*<", page)) == 1
    assert len(re.findall(r"round=midway[^>]*>\s*Midtvejs\s*<", board)) == 1


def test_an_instrument_of_the_evaluators_own_is_called_by_its_title(world, monkeypatch):
    from samspil.delivery.instruments import shipped
    from samspil.interfaces.web.shared.coverage import instrument_title

    title = {"da": "Evaluators spørgsmål", "en": "The evaluator's questions"}
    own = replace(shipped.instrument("parent", 1), slug="own_form", title=title)
    monkeypatch.setitem(shipped.SHIPPED, ("own_form", 1), own)
    concept = with_surveys(ground.the_concept(), survey(DAY, instrument="own_form"))

    assert instrument_title("own_form", concept) == "Evaluators spørgsmål"
    assert instrument_title("mentee", concept) == "Den unges ti udsagn"
    assert instrument_title("never_heard_of", concept) == "never_heard_of"


def test_a_file_of_earlier_answers_brings_none_to_it(world, concept_id):
    from samspil.delivery.instruments.shipped import instrument
    from samspil.delivery.queries import history
    from samspil.delivery.rules.history import EarlierAnswers

    made = ground.course(world, "aaby", concept_id, on=STARTED)
    ground.tend(world, made, DAY)
    told = dict.fromkeys((one.code for one in instrument("mentee", 1).items), 5)

    with world.as_("coordinator", "aaby") as by:
        code = ground.measurement(world, made, "midway").course.code
        tried = [EarlierAnswers(1, code, key, DAY, told) for key in ("start", "midway")]
        found = history.fitted(by, tuple(tried), instrument("mentee", 1), on=DAY)
    assert [one.slot.key for one in found.fits] == ["start"]
    assert [one.field for one in found.faults] == ["round"]


def test_an_ended_course_is_asked_nothing(world, concept_id):
    made = ground.course(world, "aaby", concept_id, on=STARTED)
    ground.answer(world, made, on=STARTED)
    ending.begin_closing(world, made, on=DAY - timedelta(days=1))
    ending.finish(world, made, on=DAY - timedelta(days=1))

    ground.tend(world, made, DAY)

    assert (ground.states(world, made), equal(world)) == ({"start": "done", "closing": "done"}, True)
    assert refused(lambda: ground.hand_out(world, made, key="closing"))
