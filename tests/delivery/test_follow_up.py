"""After the end: what helped leaves only with a yes, and the one contact later is made only with one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import ending, ground
from tests.delivery.test_endings import equal, refused, row


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def quotations(world: Any, cast: str = "coordinator") -> list[str]:
    from samspil.delivery.queries import endings

    with world.as_(cast, "aaby") as by:
        return [one.helped for one in endings.quotations(by, at=world.at)]


def test_what_helped_leaves_a_course_only_with_a_yes_to_being_quoted(world, concept_id):
    from samspil.delivery.actions import consents

    courses = {yes: ending.closing(world, "aaby", concept_id) for yes in ((), ("quotation",))}
    assert quotations(world) == []
    for yes, made in courses.items():
        ending.finish(world, made, yeses=yes)

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

    yes, no = (ending.ended(world, "aaby", concept_id, follow_up=one) for one in (True, False))
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

    yes, no = (ending.ended(world, "aaby", concept_id, follow_up=one) for one in (True, False))

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
    ending.begin_closing(world, made, on=ending.ENDED_ON)
    ending.finish(world, made, on=ending.ENDED_ON)

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
    made = ending.ended(world, "aaby", concept_id)
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
        ({"contact_on": ending.ENDED_ON}, "contact_on"),
    ],
)
def test_the_contact_is_the_coordinators_and_after_the_end(world, concept_id, changed, why):
    made = ending.ended(world, "aaby", concept_id)

    assert refused(lambda: contact(world, made, "declined", **changed)) == why


@pytest.mark.parametrize("tended", [True, False])
def test_a_yes_taken_back_stops_the_follow_up_and_the_recount_agrees(world, concept_id, tended):
    from samspil.delivery.actions import consents

    made = ground.course(world, "aaby", concept_id, on=date(2014, 2, 10))
    ending.begin_closing(world, made, on=ending.ENDED_ON)
    ending.finish(world, made, on=ending.ENDED_ON, yeses=("follow_up",))
    opened = date(2014, 10, 11)
    if tended:
        ground.tend(world, made, opened)

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
    ending.begin_closing(world, made, on=ending.ENDED_ON)
    ending.finish(world, made, on=ending.ENDED_ON, yeses=("follow_up",))
    day = date(2014, 10, 10)
    with world.as_("coordinator", "aaby") as by:
        given = {"by": by, "at": world.at, "on": day, "course_id": made.course_id}
        consents.withdraw_consent(**given, purpose="follow_up")
    ground.tend(world, made, ground.TODAY)

    assert "follow-up" not in ground.states(world, made)
    assert equal(world)


def closing_for_half_a_year(world: Any, concept_id: Any) -> ground.Made:
    """A course whose closing talk is still to be held when the contact after the end is to be made."""
    from samspil.delivery.actions import consents
    from samspil.people.terms import Method

    made = ground.course(world, "aaby", concept_id, on=date(2014, 2, 10))
    ending.begin_closing(world, made, on=ending.ENDED_ON)
    ground.answer(world, made, key="closing", on=ending.ENDED_ON)
    with world.as_("coordinator", "aaby") as by:
        given = {"by": by, "at": world.at, "on": ending.ENDED_ON, "course_id": made.course_id}
        consents.record_consent(**given, purpose="follow_up", method=Method.PAPER)
    return made


def test_a_yes_taken_back_while_closing_stops_what_had_opened(world, concept_id):
    from samspil.delivery.actions import consents

    made = closing_for_half_a_year(world, concept_id)
    ground.tend(world, made, ground.TODAY)
    assert (ground.states(world, made)["follow-up"], equal(world)) == ("open", True)

    with world.as_("coordinator", "aaby") as by:
        given = {"by": by, "at": world.at, "on": ground.TODAY, "course_id": made.course_id}
        consents.withdraw_consent(**given, purpose="follow_up")

    assert (ground.states(world, made)["follow-up"], equal(world)) == ("stopped", True)


def test_a_no_at_the_closing_talk_stops_what_had_opened_and_no_night_had_written(world, concept_id):
    made = closing_for_half_a_year(world, concept_id)

    ending.talk(world, made)

    assert (ground.states(world, made).get("follow-up"), equal(world)) == ("stopped", True)
