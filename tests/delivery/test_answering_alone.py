"""Nobody who also knows the link reads along, and the same form sent twice is written once."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from tests.delivery import ground

from samspil.kernel.errors import Missing, Refused
from samspil.trust.scope import scope


@pytest.fixture
def made(world: Any, concept_id: uuid.UUID) -> Any:
    return ground.course(world, "aaby", concept_id)


@pytest.fixture
def concept_id(world: Any) -> uuid.UUID:
    return ground.load(world)


def submitted(world: Any) -> int:
    """How many events tell of answers that were handed in."""
    from samspil.trust.models import AuditEvent

    with world.as_("coordinator", "aaby"):
        return int(AuditEvent.objects.filter(verb="delivery.submit").count())


@pytest.mark.proves("S3", "G22")
def test_whoever_opens_the_link_anew_sees_no_half_filled_answer(world: Any, made: Any) -> None:
    from samspil.delivery.actions import measurements
    from samspil.delivery.queries import measurements as queries

    link = ground.hand_out(world, made).link
    mentee = ground.opened(link)
    with scope(mentee):
        measurements.keep_answer(by=mentee, at=world.at, on=ground.TODAY, code="talk", value=3)
        kept = queries.draft(mentee, queries.for_link(mentee), at=world.at)
    assert kept == {"talk": 3}

    mentor = ground.opened(link)

    with scope(mentor):
        assert queries.draft(mentor, queries.for_link(mentor), at=world.at) == {}
    with scope(mentee), pytest.raises(Missing):
        queries.for_link(mentee)


@pytest.mark.proves("S3", "G22")
def test_an_earlier_opening_neither_sees_nor_shares_what_a_later_one_sent(world: Any, made: Any) -> None:
    from samspil.delivery.actions import measurements
    from samspil.delivery.queries import measurements as queries
    from samspil.delivery.terms.courses import Recipient

    link = ground.hand_out(world, made).link
    mentor, mentee = ground.opened(link), ground.opened(link)
    with scope(mentee):
        measurements.keep_answer(by=mentee, at=world.at, on=ground.TODAY, code="talk", value=3)
        measurements.submit(by=mentee, at=world.at, on=ground.TODAY)
        assert queries.just_answered(mentee).id == made.measurement_id

    with scope(mentor), pytest.raises(Missing):
        queries.just_answered(mentor)
    with scope(mentor), pytest.raises(Missing):
        measurements.choose_sharing(by=mentor, at=world.at, on=ground.TODAY, chosen={Recipient.MENTOR: True})


def test_the_same_browser_goes_on_where_it_was(world: Any, made: Any) -> None:
    from samspil.delivery.actions import measurements
    from samspil.delivery.queries import measurements as queries

    link = ground.hand_out(world, made).link
    mentee = ground.opened(link)
    with scope(mentee):
        measurements.keep_answer(by=mentee, at=world.at, on=ground.TODAY, code="talk", value=3)

        again = measurements.open_link(by=mentee, at=world.at, kept=mentee.opening)

        assert again == mentee.opening
        assert queries.draft(mentee, queries.for_link(mentee), at=world.at) == {"talk": 3}


def test_nothing_is_handed_in_without_an_answer_or_a_skip(world: Any, made: Any) -> None:
    from samspil.delivery.actions import measurements

    mentee = ground.opened(ground.hand_out(world, made).link)

    with scope(mentee), pytest.raises(Refused):
        measurements.submit(by=mentee, at=world.at, on=ground.TODAY)

    assert ground.states(world, made) == {"start": "open"}
    assert submitted(world) == 0
    with scope(mentee):  # the link was not used up
        measurements.keep_answer(by=mentee, at=world.at, on=ground.TODAY, code="talk", value=3)
        measurements.submit(by=mentee, at=world.at, on=ground.TODAY)
    assert ground.states(world, made) == {"start": "done"}
    assert submitted(world) == 1


@pytest.mark.parametrize("how", ["a second tap", "an earlier opening", "never opened", "expired"])
def test_whose_link_holds_no_more_hands_in_nothing_and_hears_only_that(
    world: Any, made: Any, how: str
) -> None:
    from django.db.models.functions import Now

    from samspil.delivery.actions import measurements
    from samspil.trust import links
    from samspil.trust.models import Link, writing

    link = ground.hand_out(world, made).link
    mentee = ground.opened(link)
    with scope(mentee):
        measurements.keep_answer(by=mentee, at=world.at, on=ground.TODAY, code="talk", value=3)
        if how == "a second tap":
            measurements.submit(by=mentee, at=world.at, on=ground.TODAY)
        elif how == "expired":
            with writing():
                Link.objects.filter(id=link.id).update(expires_at=Now())
    others = {"an earlier opening": links.holder(link, "earlier"), "never opened": links.holder(link)}
    by, before = others.get(how, mentee), (ground.states(world, made), submitted(world))

    with scope(by), pytest.raises(Missing):
        measurements.submit(by=by, at=world.at, on=ground.TODAY)

    assert (ground.states(world, made), submitted(world)) == before


@pytest.mark.proves("G54")
def test_the_same_form_sent_twice_is_written_once(world: Any, made: Any) -> None:
    """G54 in part: the answer was lost on the way and the phone sends again."""
    client, page = world.client("mentor", "aaby"), f"/f/courses/{made.course_id}/meeting"
    form = {"kind": "walk", "minutes": "60", "held_on": "2014-11-03", "key": str(uuid.uuid4())}

    first, second = client.post(page, form), client.post(page, form)

    assert (first.status_code, second.status_code) == (302, 302)
    with world.as_("mentor", "aaby") as by:
        from samspil.delivery.queries.courses import course_for, plan_of

        _plan, contacts = plan_of(by, course_for(by, made.course_id), at=world.at)
    assert len(contacts) == 1
    assert client.post(page, {**form, "key": str(uuid.uuid4())}).status_code == 302
    with world.as_("mentor", "aaby") as by:
        assert len(plan_of(by, course_for(by, made.course_id), at=world.at)[1]) == 2


def test_an_offer_sent_twice_is_one_offer(world: Any, concept_id: uuid.UUID) -> None:
    from samspil.delivery.actions.courses import record_offer

    key = uuid.uuid4()
    with world.as_("coordinator", "aaby") as by:
        made = [
            record_offer(
                by=by,
                at=world.at,
                on=ground.TODAY,
                concept_id=concept_id,
                intervention="mentor",
                source="school",
                key=key,
            ).id
            for _each in range(2)
        ]

    assert made == [key, key]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("purpose", "  "),
        ("tasks", ""),
        ("expected_months", 0),
        ("expected_months", 37),
        ("agreed_minutes", 14),
        ("goals", ()),
        ("goals", ("a", "b", "c", "d")),
    ],
)
def test_the_action_itself_refuses_a_plan_that_is_not_whole(
    world: Any, concept_id: uuid.UUID, field: str, value: Any
) -> None:
    from dataclasses import replace

    from samspil.delivery.actions.courses import start_course
    from samspil.delivery.rules.plans import OwnGoal, PlanWords

    made = ground.course(world, "aaby", concept_id, to="matched")
    plan = PlanWords("p", "t", 6, 60, (OwnGoal("g"),))
    if field == "goals":
        value = tuple(OwnGoal(one) for one in value)
    with world.as_("coordinator", "aaby") as by, pytest.raises(Refused):
        start_course(
            by=by,
            at=world.at,
            on=ground.TODAY,
            course_id=made.course_id,
            started_on=ground.TODAY,
            plan=replace(plan, **{field: value}),
        )
