"""Owed measurements: done, late or missed by the day, shared one by one, and counted from dates alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import ground

BEGAN = date(2014, 6, 2)
DONE_UNTIL = date(2014, 7, 14)  # 28 days to the due day, and 14 days of grace
NEXT_OPENS = date(2014, 8, 19)  # three months after the start, opened 14 days before
LAST_DAY = NEXT_OPENS - timedelta(days=1)


@pytest.fixture
def concept_id(world):
    return ground.load(world)


@pytest.fixture
def made(world, concept_id):
    return ground.course(world, "aaby", concept_id, on=BEGAN)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (BEGAN, "done"),
        (DONE_UNTIL - timedelta(days=1), "done"),
        (DONE_UNTIL, "done"),
        (DONE_UNTIL + timedelta(days=1), "late"),
        (LAST_DAY - timedelta(days=1), "late"),
        (LAST_DAY, "late"),
    ],
)
def test_an_answer_is_done_to_the_last_day_of_grace_and_late_after_it(world, made, on, state):
    ground.answer(world, made, on=on)

    assert ground.states(world, made) == {"start": state}


def test_an_answer_after_the_last_day_is_refused(world, made):
    from samspil.kernel.errors import Refused

    with pytest.raises(Refused):
        ground.answer(world, made, on=NEXT_OPENS)
    assert ground.states(world, made) == {"start": "open"}


@pytest.mark.parametrize(
    ("on", "states"),
    [
        (DONE_UNTIL + timedelta(days=1), {"start": "open"}),
        (LAST_DAY, {"start": "open"}),
        (NEXT_OPENS, {"start": "missed", "month-3": "open"}),
        (NEXT_OPENS + timedelta(days=1), {"start": "missed", "month-3": "open"}),
    ],
)
def test_an_open_one_is_missed_on_the_day_the_next_one_opens(world, made, on, states):
    ground.tend(world, made, on)
    ground.tend(world, made, on)

    assert ground.states(world, made) == states


def test_a_measurement_is_not_there_before_its_window_opens(world, made):
    from samspil.delivery.queries.measurements import prove

    for on, keys in ((LAST_DAY, ["start"]), (NEXT_OPENS, ["month-3", "start"])):
        ground.tend(world, made, on)
        assert sorted(ground.states(world, made)) == keys
        with world.as_("coordinator", "aaby") as by:
            found = prove(by, on=on)
        assert (found.equal, found.owed) == (True, len(keys))


@pytest.mark.parametrize(
    ("outcome", "reason", "fits"),
    [
        ("missed", "declined", True),
        ("excused", "illness", True),
        ("missed", "illness", False),
        ("excused", "declined", False),
        ("done", "declined", False),
        ("stopped", "ended", False),
    ],
)
def test_a_reason_goes_with_what_happened(world, made, outcome, reason, fits):
    from samspil.delivery.actions.measurements import explain
    from samspil.kernel.errors import Refused

    link = ground.hand_out(world, made, on=BEGAN)
    try:
        with world.as_("coordinator", "aaby") as by:
            explain(
                by=by,
                at=world.at,
                on=BEGAN,
                measurement_id=made.measurement_id,
                outcome=outcome,
                reason=reason,
            )
        done = True
    except Refused:
        done = False

    assert done is fits
    assert ground.states(world, made) == {"start": outcome if fits else "open"}
    assert _is_live(world, link) is not fits


def _is_live(world: Any, made: Any) -> bool:
    from samspil.trust import links

    with world.as_("mentor", "aaby"):
        return links.is_live(made.link)


@pytest.mark.parametrize("share", [(), ("mentor",), ("coordinator",), ("mentor", "coordinator")])
def test_each_recipient_is_chosen_by_itself_and_can_be_taken_back(world, made, share):
    from samspil.delivery.actions.measurements import choose_sharing
    from samspil.delivery.terms.courses import Recipient
    from samspil.trust.scope import scope

    holder = ground.answer(world, made, (1, 2, 3), on=BEGAN, share=share)
    assert {cast: _sees(world, made, cast) for cast in ("mentor", "coordinator")} == {
        cast: cast in share for cast in ("mentor", "coordinator")
    }
    assert _sees(world, made, "deputy") is ("coordinator" in share)
    with pytest.raises(AssertionError):
        assert _sees(world, made, "other_mentor")

    with scope(holder):
        choose_sharing(by=holder, at=world.at, on=BEGAN, chosen=dict.fromkeys(Recipient, False))
    assert [_sees(world, made, cast) for cast in ("mentor", "coordinator")] == [False, False]


def _sees(world: Any, made: ground.Made, cast: str) -> bool:
    from samspil.delivery.queries import courses, measurements
    from samspil.kernel.errors import Missing

    with world.as_(cast, "aaby") as by:
        try:
            found = courses.course_for(by, made.course_id)
        except Missing:
            return False
        return bool(measurements.shared_answers(by, found, at=world.at))


def test_answers_that_were_not_handed_in_are_shown_to_nobody(world, made):
    ground.answer(world, made, (1, 2, 3), on=BEGAN, submit=False)

    assert [_sees(world, made, cast) for cast in ("mentor", "coordinator")] == [False, False]
    assert ground.states(world, made) == {"start": "open"}


PLANTED = {
    "DELETE FROM delivery_measurement WHERE key = 'month-3'": False,
    "INSERT INTO delivery_measurement SELECT m.*": False,
    "UPDATE delivery_measurement SET key = 'month-9' WHERE key = 'month-3'": False,
    "UPDATE delivery_course SET started_on = started_on - 100": False,
    "UPDATE delivery_course SET started_on = started_on + 200": False,
    "SELECT 1": True,
}
EXTRA = (
    "INSERT INTO delivery_measurement (id, tenant_id, course_id, person_id, key, instrument, instrument_version,"  # noqa: E501
    " opens_on, due_on, done_until, late_until, state, reason) SELECT gen_random_uuid(), tenant_id, course_id,"  # noqa: E501
    " person_id, 'month-6', instrument, instrument_version, opens_on, due_on, done_until, late_until, 'open', ''"  # noqa: E501
    " FROM delivery_measurement WHERE key = 'start'"
)


@pytest.mark.parametrize("statement", PLANTED, ids=lambda text: text[:44])
def test_the_recount_from_dates_finds_a_row_too_few_too_many_or_elsewhere(own_database, server, statement):
    from tests.world import built

    from samspil.delivery.queries.measurements import prove
    from samspil.interfaces.cli import launcher

    world = built()
    made = ground.course(world, "aaby", ground.load(world), on=BEGAN)
    ground.answer(world, made, on=BEGAN)
    ground.tend(world, made, NEXT_OPENS)
    with world.as_("coordinator", "aaby") as by:
        assert prove(by, on=NEXT_OPENS).equal is True

    with launcher.connect(server.home, own_database) as link:
        link.execute(
            "SET session_replication_role = replica"
        )  # the database itself would refuse some of them
        link.execute(EXTRA if statement.startswith("INSERT") else statement)

    with world.as_("coordinator", "aaby") as by:
        found = prove(by, on=NEXT_OPENS)
    assert found.equal is PLANTED[statement]
    if PLANTED[statement]:
        assert (found.owed, found.done, found.open) == (2, 1, 1)


def changed(**of_schedule: Any) -> Any:
    """The concept under another name, with other numbers in its schedule."""
    concept = ground.the_concept()
    schedule = replace(concept.progression.schedule, **of_schedule)
    return replace(
        concept, slug="another-concept", progression=replace(concept.progression, schedule=schedule)
    )


def test_other_days_in_the_concept_file_change_what_is_due_and_late(world):
    rounds = ground.the_concept().progression.schedule.rounds
    first = replace(rounds[0], due_days=7)
    concept_id = ground.load(world, changed(grace_days=2, rounds=(first, *rounds[1:])))

    outcomes = {}
    for days in (7, 9, 10):
        made = ground.course(world, "aaby", concept_id, on=BEGAN)
        ground.answer(world, made, on=BEGAN + timedelta(days=days))
        outcomes[days] = ground.states(world, made)["start"]
    assert outcomes == {7: "done", 9: "done", 10: "late"}


def test_other_rounds_in_the_concept_file_change_which_are_owed(world):
    rounds = ground.the_concept().progression.schedule.rounds
    monthly = replace(rounds[1], months=2, every_months=2)
    known = ground.load(world)
    another = ground.load(world, changed(rounds=(rounds[0], monthly, *rounds[2:])))

    found = {}
    for name, concept_id in (("known", known), ("another", another)):
        made = ground.course(world, "aaby", concept_id, on=BEGAN)
        ground.tend(world, made, ground.TODAY)
        found[name] = sorted(ground.states(world, made))
    assert found == {"known": ["month-3", "start"], "another": ["month-2", "month-4", "start"]}


def test_other_kinds_of_contact_in_the_concept_file_change_what_can_be_logged(world):
    from samspil.kernel.errors import Refused

    concept = changed()
    kinds = tuple(one for one in concept.vocabulary.session_kinds if one.slug != "meeting")
    concept = replace(concept, vocabulary=replace(concept.vocabulary, session_kinds=kinds))
    made = ground.course(world, "aaby", ground.load(world, concept))

    with pytest.raises(Refused) as refused:
        ground.log_session(world, made, kind="meeting")
    assert refused.value.refusal.field == "kind"
    ground.log_session(world, made, kind="walk")
