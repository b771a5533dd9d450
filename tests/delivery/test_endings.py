"""Pauses and endings: what rests, what stands in the way of an end, what is asked later and of whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import ground

START = date(2014, 9, 1)


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def row(world: Any, made: ground.Made) -> Any:
    from samspil.delivery.models.courses import Course

    with world.as_("coordinator", made.slug):
        return Course.objects.get(id=made.course_id)


def equal(world: Any, on: date = ground.TODAY) -> bool:
    from samspil.delivery.queries.measurements import prove
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant("aaby"))
    with scope(by):
        return bool(prove(by, on=on).equal)


def paused(world: Any, made: ground.Made, *, cast: str = "mentor", **changed: Any) -> None:
    from samspil.delivery.actions import pauses

    given = {"from_on": ground.TODAY, "planned_on": ground.TODAY + timedelta(days=21), "reason": "away"}
    with world.as_(cast, made.slug) as by:
        pauses.pause(by=by, at=world.at, on=ground.TODAY, course_id=made.course_id, **given | changed)


def resumed(world: Any, made: ground.Made, *, cast: str = "mentor", on: date = ground.TODAY) -> None:
    from samspil.delivery.actions import pauses

    with world.as_(cast, made.slug) as by:
        pauses.resume(by=by, at=world.at, on=on, course_id=made.course_id)


def pauses_of(world: Any, made: ground.Made) -> list[tuple[Any, ...]]:
    from samspil.delivery.models.endings import CoursePause

    with world.as_("coordinator", made.slug):
        rows = CoursePause.objects.filter(course_id=made.course_id).order_by("id")
        return list(rows.values_list("from_on", "planned_on", "to_on", "reason"))


def refused(do: Any) -> str:
    """What the refusal says, and «404» where nothing is there for the one who tries."""
    from django.utils.translation import override

    from samspil.kernel.errors import Missing, Refused

    try:
        do()
    except Refused as refusal:
        with override("en"):
            return str(refusal.refusal.field or refusal.refusal)
    except Missing:
        return "404"
    return ""


# --- pauses


@pytest.mark.parametrize("cast", ["mentor", "coordinator"])
def test_a_course_rests_and_goes_on_and_what_is_owed_stays_owed(world, concept_id, cast):
    made = ground.course(world, "aaby", concept_id, on=START)

    paused(world, made, cast=cast)
    assert row(world, made).state == "paused"
    assert ground.states(world, made) == {"start": "open"}
    ground.log_session(world, made)
    assert equal(world, START)
    resumed(world, made, cast=cast)

    planned = ground.TODAY + timedelta(days=21)
    assert row(world, made).state == "active"
    assert pauses_of(world, made) == [(ground.TODAY, planned, ground.TODAY, "away")]


@pytest.mark.parametrize(
    ("cast", "changed", "why"),
    [
        ("other_mentor", {}, "404"),
        ("mentor", {"reason": "illness"}, "reason"),
        ("mentor", {"from_on": START - timedelta(days=1)}, "from_on"),
        ("mentor", {"from_on": ground.TODAY + timedelta(days=1)}, "from_on"),
        ("mentor", {"planned_on": ground.TODAY}, "planned_on"),
        ("mentor", {"planned_on": ground.TODAY + timedelta(days=367)}, "planned_on"),
        ("mentor", {}, ""),
    ],
)
def test_a_pause_has_a_reason_and_an_end_within_a_year(world, concept_id, cast, changed, why):
    made = ground.course(world, "aaby", concept_id, on=START)

    assert refused(lambda: paused(world, made, cast=cast, **changed)) == why
    assert row(world, made).state == ("active" if why else "paused")


def test_a_course_that_does_not_run_does_not_pause_and_one_that_runs_does_not_go_on(world, concept_id):
    matched = ground.course(world, "aaby", concept_id, to="matched")
    active = ground.course(world, "aaby", concept_id, on=START)

    assert "«Matchet»" in refused(lambda: paused(world, matched))
    assert refused(lambda: resumed(world, active)) == "The course is not paused."
    paused(world, active)
    assert "«På pause»" in refused(lambda: paused(world, active))


def test_a_pause_past_its_day_waits_for_the_coordinator(world, concept_id):
    from samspil.delivery.queries.waiting import waiting_for

    made = ground.course(world, "aaby", concept_id, on=START)
    paused(world, made)
    planned = ground.TODAY + timedelta(days=21)

    def waits(on: date) -> list[tuple[Any, Any]]:
        with world.as_("coordinator", "aaby") as by:
            return [(one.course_id, one.on) for one in waiting_for(by, on=on) if one.kind == "pause"]

    assert waits(planned - timedelta(days=1)) == []
    assert waits(planned) == [(made.course_id, planned)]
    resumed(world, made, on=planned)
    assert waits(planned) == []


def test_a_stop_ends_the_pause_and_the_database_knows_no_pause_of_a_course_that_runs(world, concept_id):
    from django.db import Error

    from samspil.delivery.actions import consents
    from samspil.delivery.models.courses import Course
    from samspil.trust import audit

    made = ground.course(world, "aaby", concept_id, on=START)
    paused(world, made)

    def move() -> None:
        with world.as_("coordinator", "aaby") as by, audit.acting("test.move", by=by, at=world.at) as act:
            Course.objects.filter(id=made.course_id).update(state="active")
            act.about(Course(id=made.course_id))

    with pytest.raises(Error, match="rests exactly while a pause is open"):
        move()
    with world.as_("coordinator", "aaby") as by:
        consents.stop(by=by, at=world.at, on=ground.TODAY, course_id=made.course_id)

    assert row(world, made).state == "ended_early"
    assert [one[2] for one in pauses_of(world, made)] == [ground.TODAY]


# --- closing


@pytest.mark.parametrize("cast", ["mentor", "coordinator"])
def test_closing_opens_the_last_measurement_and_ends_only_once_it_is_taken(world, concept_id, cast):
    from samspil.delivery.actions import endings

    made = ground.course(world, "aaby", concept_id, on=START)
    ground.answer(world, made, on=START)
    ground.begin_closing(world, made, cast=cast)

    def finish() -> None:
        said = ground.closing_words(world, made)
        with world.as_(cast, "aaby") as by:
            endings.finish_closing(by=by, at=world.at, on=ground.TODAY, course_id=made.course_id, said=said)

    assert (row(world, made).state, row(world, made).ended_on) == ("closing", ground.TODAY)
    assert ground.states(world, made) == {"start": "done", "closing": "open"}
    assert refused(finish) == "The final measurement is open: take it, or give a reason."
    assert row(world, made).state == "closing"

    ground.answer(world, made, key="closing")
    finish()

    assert row(world, made).state == "completed"
    assert equal(world)
    assert refused(finish) in ("404", "The course is not being closed.")


def test_a_reason_lets_a_course_end_without_its_last_measurement(world, concept_id):
    from samspil.delivery.actions import endings, measurements

    made = ground.course(world, "aaby", concept_id, on=START)
    ground.begin_closing(world, made)
    said = ground.closing_words(world, made, ending="ended_early", reason="lost_contact")
    with world.as_("coordinator", "aaby") as by:
        given = {"by": by, "at": world.at, "on": ground.TODAY}
        wanted = ground.measurement(world, made, "closing").id
        measurements.explain(**given, measurement_id=wanted, outcome="missed", reason="not_met")
        endings.finish_closing(**given, course_id=made.course_id, said=said)

    assert row(world, made).state == "ended_early"
    assert equal(world)


def test_the_last_day_closes_the_round_before_and_never_unmakes_one(world, concept_id):
    from samspil.delivery.actions import endings

    made = ground.course(world, "aaby", concept_id, on=date(2014, 8, 1))
    ground.tend(world, made, ground.TODAY)  # three months on 1 November, opened on 18 October
    link = ground.hand_out(world, made, key="month-3").link
    assert ground.states(world, made) == {"start": "missed", "month-3": "open"}

    def begin(day: date) -> None:
        with world.as_("mentor", "aaby") as by:
            endings.begin_closing(by=by, at=world.at, on=ground.TODAY, course_id=made.course_id, ended_on=day)

    for day in (date(2014, 7, 31), date(2014, 10, 17), date(2014, 10, 18), ground.TODAY + timedelta(days=1)):
        assert refused(lambda day=day: begin(day)) == "ended_on"
    assert equal(world)
    begin(date(2014, 10, 19))

    assert ground.states(world, made) == {"start": "missed", "month-3": "missed", "closing": "open"}
    assert ground.measurement(world, made, "month-3").late_until == date(2014, 10, 18)
    assert equal(world)
    from samspil.trust import links

    with world.as_("coordinator", "aaby"):
        assert links.is_live(link) is False


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"ending": ""}, "ending"),
        ({"ending": "transferred"}, "ending"),
        ({"reason": ""}, "reason"),
        ({"reason": "a reason nobody knows"}, "reason"),
        ({"goals": {}}, "goal_1"),
        ({"helped": "x" * 501}, "helped"),
        ({"helped": ""}, ""),
    ],
)
def test_an_end_says_how_why_and_how_each_goal_stands(world, concept_id, changed, why):
    made = ground.closing(world, "aaby", concept_id)

    assert refused(lambda: ground.finish(world, made, **changed)) == why
    assert row(world, made).state == ("closing" if why else "completed")


def test_what_was_said_so_far_is_kept_and_read_again(world, concept_id):
    from samspil.delivery.queries import endings

    made = ground.closing(world, "aaby", concept_id)
    with world.as_("mentor", "aaby") as by:
        told = endings.closing_of(by, row(world, made), at=world.at)

    assert (told.ending, told.reason, told.finished_on) == ("completed", "goals_reached", None)
    assert told.helped == made.words["helped"]
    assert [one.value for one in told.goals.values()] == ["reached"]


def test_a_goal_of_another_course_and_a_word_that_is_no_status_are_refused(world, concept_id):
    from samspil.delivery.actions import endings

    made, other = (ground.closing(world, "aaby", concept_id) for _each in range(2))
    foreign = ground.closing_words(world, other)
    unknown = ground.closing_words(world, made)
    for said in (foreign, endings.Said(goals=dict.fromkeys(unknown.goals, "improved"))):

        def write(said: Any = said) -> None:
            with world.as_("coordinator", "aaby") as by:
                endings.write_closing(by=by, at=world.at, course_id=made.course_id, said=said)

        assert refused(write) == "goals"


@pytest.mark.proves("G09")
def test_whoever_held_a_course_no_longer_sees_it_once_it_has_ended(world, concept_id):
    from samspil.delivery.models.courses import Assignment

    made = ground.closing(world, "aaby", concept_id)
    field = world.client("mentor", "aaby")
    pages = [f"/f/courses/{made.course_id}{rest}" for rest in ("", "/meeting", "/closing", "/pause", "/end")]
    assert [field.get(page).status_code for page in pages] == [200, 200, 200, 403, 403]

    ground.finish(world, made)

    assert [field.get(page).status_code for page in pages] == [404] * 5
    with world.as_("coordinator", "aaby"):
        held = Assignment.objects.filter(course_id=made.course_id).values_list("to_on", "left_because")
        assert list(held) == [(ground.TODAY, "course_ended")]
    assert world.client("coordinator", "aaby").get(f"/o/courses/{made.course_id}").status_code == 200


def test_the_database_itself_ends_no_course_with_an_open_measurement_or_without_its_ending(world, concept_id):
    from django.db import Error

    from samspil.delivery.models.courses import Course
    from samspil.delivery.models.measurements import Measurement
    from samspil.trust import audit

    made = ground.closing(world, "aaby", concept_id)

    def end() -> None:
        with world.as_("coordinator", "aaby") as by, audit.acting("test.end", by=by, at=world.at) as act:
            Course.objects.filter(id=made.course_id).update(state="completed")
            act.about(Course(id=made.course_id))

    with pytest.raises(Error, match="does not end with an open measurement"):
        end()
    with world.as_("coordinator", "aaby") as by, audit.acting("test.miss", by=by, at=world.at) as act:
        Measurement.objects.filter(course_id=made.course_id).update(state="missed")
        act.about(Course(id=made.course_id))
    with pytest.raises(Error, match="ends with its ending written"):
        end()


# --- quotations and the contact later


def quotations(world: Any, cast: str = "coordinator") -> list[str]:
    from samspil.delivery.queries import endings

    with world.as_(cast, "aaby") as by:
        return [one.helped for one in endings.quotations(by, at=world.at)]


def test_what_helped_leaves_a_course_only_with_a_yes_to_being_quoted(world, concept_id):
    from samspil.delivery.actions import consents

    courses = {yes: ground.closing(world, "aaby", concept_id) for yes in ((), ("quotation",))}
    assert quotations(world) == []
    for yes, made in courses.items():
        ground.finish(world, made, yeses=yes)

    made = courses["quotation",]
    assert quotations(world) == [made.words["helped"]]
    assert quotations(world, "mentor") == []
    with world.as_("coordinator", "aaby") as by:
        given = {"by": by, "at": world.at, "on": ground.TODAY, "course_id": made.course_id}
        consents.withdraw_consent(**given, purpose="quotation")
    assert quotations(world) == []


def test_the_mentor_writes_the_two_yeses_of_the_closing_talk_and_no_other(world, concept_id):
    from samspil.people.rules.people import may_record_consent
    from samspil.people.terms import ConsentPurpose

    actor = world.actor("mentor", "aaby")

    assert {one for one in ConsentPurpose if may_record_consent(actor, "oral", one) is None} == {
        "quotation",
        "follow_up",
    }
    assert may_record_consent(actor, "own_page", "follow_up") is not None
    assert may_record_consent(world.actor("role_model", "aaby"), "oral", "follow_up") is not None


def contact(world: Any, made: ground.Made, outcome: str, on: date = ground.TODAY, **changed: Any) -> None:
    from samspil.delivery.actions import endings

    with world.as_(changed.pop("cast", "coordinator"), made.slug) as by:
        given = {"contact_on": on, "outcome": outcome} | changed
        endings.note_follow_up(by=by, at=world.at, on=on, course_id=made.course_id, **given)


def follow_ups_waiting(world: Any) -> set[Any]:
    from samspil.delivery.queries.waiting import waiting_for

    with world.as_("coordinator", "aaby") as by:
        return {one.course_id for one in waiting_for(by, on=ground.TODAY) if one.kind == "follow_up"}


def test_without_a_yes_nothing_is_asked_owed_or_waiting_half_a_year_later(world, concept_id):
    from samspil.interfaces.cli import rounds

    yes, no = (ground.ended(world, "aaby", concept_id, follow_up=one) for one in (True, False))
    rounds.tend(at=world.at, on=ground.TODAY)

    assert ground.states(world, yes) == {"start": "missed", "closing": "done", "follow-up": "open"}
    assert ground.states(world, no) == {"start": "missed", "closing": "done"}
    assert follow_ups_waiting(world) == {yes.course_id}
    assert equal(world)
    assert refused(lambda: contact(world, no, "met")) == "Nobody is to be contacted here."
    office = world.client("coordinator", "aaby")
    assert office.get(f"/o/courses/{yes.course_id}/follow-up").status_code == 200
    assert office.get(f"/o/courses/{no.course_id}/follow-up").status_code == 403


def test_the_database_itself_knows_no_contact_without_a_yes_to_it(world, concept_id):
    from django.db import Error

    from samspil.delivery.models.endings import FollowUp
    from samspil.trust import audit

    def write(made: ground.Made) -> None:
        with world.as_("coordinator", "aaby") as by, audit.acting("test.contact", by=by, at=world.at) as act:
            made_ = {"course_id": made.course_id, "person_id": made.person_id}
            act.about(
                FollowUp.objects.create(
                    tenant_id=by.tenant_id, contact_on=ground.TODAY, outcome="met", **made_
                )
            )

    yes, no = (ground.ended(world, "aaby", concept_id, follow_up=one) for one in (True, False))

    write(yes)
    with pytest.raises(Error, match="without a yes"):
        write(no)


def test_an_earlier_yes_to_the_contact_ends_when_it_is_not_given_again_at_the_end(world, concept_id):
    from samspil.delivery.actions import consents
    from samspil.people.terms import Method

    made = ground.course(world, "aaby", concept_id, on=date(2014, 2, 10))
    with world.as_("coordinator", "aaby") as by:
        given = {"by": by, "at": world.at, "on": date(2014, 2, 10), "course_id": made.course_id}
        consents.record_consent(**given, purpose="follow_up", method=Method.ORAL)
    ground.begin_closing(world, made, on=ground.ENDED_ON)
    ground.finish(world, made, on=ground.ENDED_ON)

    assert follow_ups_waiting(world) == set()
    assert "follow-up" not in ground.states(world, made)
    assert equal(world)


@pytest.mark.parametrize(
    ("outcome", "answered", "why", "state"),
    [
        ("met", False, "The final measurement is open: take it, or give a reason.", "open"),
        ("met", True, "", "done"),
        ("not_met", False, "", "missed"),
        ("declined", False, "", "missed"),
        ("declined", True, "", "done"),
        ("phoned", False, "outcome", "open"),
    ],
)
def test_one_contact_ends_the_follow_up(world, concept_id, outcome, answered, why, state):
    made = ground.ended(world, "aaby", concept_id)
    if answered:
        ground.answer(world, made, cast="coordinator", key="follow-up")

    assert refused(lambda: contact(world, made, outcome)) == why

    assert row(world, made).state == ("completed" if why else "followed_up")
    assert ground.states(world, made)["follow-up"] == state
    assert follow_ups_waiting(world) == ({made.course_id} if why else set())
    assert equal(world)
    if not why:
        assert refused(lambda: contact(world, made, outcome)) == "Nobody is to be contacted here."


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"cast": "mentor"}, "404"),
        ({"contact_on": ground.TODAY + timedelta(days=1)}, "contact_on"),
        ({"contact_on": ground.ENDED_ON}, "contact_on"),
    ],
)
def test_the_contact_is_the_coordinators_and_after_the_end(world, concept_id, changed, why):
    made = ground.ended(world, "aaby", concept_id)

    assert refused(lambda: contact(world, made, "declined", **changed)) == why


@pytest.mark.parametrize("tended", [True, False])
def test_a_yes_taken_back_stops_the_follow_up_and_the_recount_agrees(world, concept_id, tended):
    from samspil.delivery.actions import consents

    made = ground.course(world, "aaby", concept_id, on=date(2014, 2, 10))
    ground.begin_closing(world, made, on=ground.ENDED_ON)
    ground.finish(world, made, on=ground.ENDED_ON, yeses=("follow_up",))
    opened = date(2014, 10, 11)
    if tended:
        ground.tend(world, made, opened, follow_up=True)

    def take_back(on: date) -> None:
        with world.as_("coordinator", "aaby") as by:
            given = {"by": by, "at": world.at, "on": on, "course_id": made.course_id}
            consents.withdraw_consent(**given, purpose="follow_up")

    take_back(opened)

    assert ground.states(world, made)["follow-up"] == "stopped"
    assert follow_ups_waiting(world) == set()
    assert refused(lambda: contact(world, made, "met")) == "Nobody is to be contacted here."
    assert equal(world)


def test_a_yes_taken_back_before_the_day_leaves_nothing(world, concept_id):
    from samspil.delivery.actions import consents

    made = ground.course(world, "aaby", concept_id, on=date(2014, 2, 10))
    ground.begin_closing(world, made, on=ground.ENDED_ON)
    ground.finish(world, made, on=ground.ENDED_ON, yeses=("follow_up",))
    day = date(2014, 10, 10)
    with world.as_("coordinator", "aaby") as by:
        given = {"by": by, "at": world.at, "on": day, "course_id": made.course_id}
        consents.withdraw_consent(**given, purpose="follow_up")
    ground.tend(world, made, ground.TODAY)

    assert "follow-up" not in ground.states(world, made)
    assert equal(world)
