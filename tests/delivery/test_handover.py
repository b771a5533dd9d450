"""A whole caseload goes to others, at once or not at all; who had it sees nothing from then on."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import ground

TODAY = ground.TODAY


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def post(world: Any, cast: str, slug: str = "aaby") -> uuid.UUID:
    return world.member(cast, slug).appointment_id


def places(world: Any, cast: str, number: int) -> None:
    """How many courses somebody has room for."""
    from samspil.people.models.people import Appointment
    from samspil.trust.audit import writing

    with world.as_("coordinator", "aaby"), writing():
        Appointment.objects.filter(id=post(world, cast)).update(capacity=number)


def caseload(world: Any, concept_id: Any, number: int) -> list[ground.Made]:
    """So many running courses of Åby's mentor."""
    places(world, "mentor", max(number, 4))
    return [ground.course(world, "aaby", concept_id) for _each in range(number)]


def hand_over(world: Any, takers: dict[uuid.UUID, Any], **changed: Any) -> None:
    from samspil.delivery.actions.handover import hand_over as action

    with world.as_("coordinator", "aaby") as by:
        action(
            **{
                "by": by,
                "at": world.at,
                "on": TODAY,
                "appointment_id": post(world, "mentor"),
                "takers": takers,
                "because": "leaves",
                **changed,
            }
        )


def holders(world: Any, made: list[ground.Made]) -> list[uuid.UUID]:
    from samspil.delivery.models.courses import Course

    with world.as_("coordinator", "aaby"):
        found = dict(Course.objects.values_list("id", "mentor_id"))
    return [found[one.course_id] for one in made]


def history(world: Any, made: ground.Made) -> list[tuple[Any, ...]]:
    from samspil.delivery.models.courses import Assignment

    with world.as_("coordinator", "aaby"):
        rows = Assignment.objects.filter(course_id=made.course_id).order_by("id")
        return list(rows.values_list("mentor_id", "from_on", "to_on", "left_because"))


def events(world: Any, verb: str) -> list[tuple[str, Any]]:
    from samspil.trust.models import AuditEvent

    with world.as_("coordinator", "aaby"):
        return list(AuditEvent.objects.filter(verb=verb).values_list("reason", "thing_id"))


@pytest.mark.parametrize("number", [1, 3, 25])
def test_a_whole_caseload_goes_over_in_one_event(world, concept_id, number):
    made = caseload(world, concept_id, number)
    places(world, "other_mentor", number)

    hand_over(world, dict.fromkeys((one.course_id for one in made), post(world, "other_mentor")))

    assert holders(world, made) == [post(world, "other_mentor")] * number
    assert history(world, made[0]) == [
        (post(world, "mentor"), TODAY, TODAY, "handed_over"),
        (post(world, "other_mentor"), TODAY, None, ""),
    ]
    assert events(world, "delivery.hand_over") == [("leaves", post(world, "mentor"))]


def test_each_course_may_go_to_another_and_one_may_stay(world, concept_id):
    made = caseload(world, concept_id, 3)
    others = [post(world, "other_mentor"), post(world, "lent"), None]

    hand_over(world, dict(zip((one.course_id for one in made), others, strict=True)), because="workload")

    assert holders(world, made) == [*others[:2], post(world, "mentor")]


def test_when_one_does_not_fit_none_goes_and_the_sentence_stands_beside_it(world, concept_id):
    from samspil.kernel.errors import Refused

    made = caseload(world, concept_id, 3)
    places(world, "other_mentor", 2)

    with pytest.raises(Refused) as refused:
        hand_over(world, dict.fromkeys((one.course_id for one in made), post(world, "other_mentor")))

    assert refused.value.refusal.field == f"taker-{made[2].course_id}"
    assert holders(world, made) == [post(world, "mentor")] * 3
    assert events(world, "delivery.hand_over") == []
    hand_over(
        world,
        dict(
            zip(
                (one.course_id for one in made),
                [post(world, "other_mentor")] * 2 + [post(world, "lent")],
                strict=True,
            )
        ),
    )


WRONG = {
    "a coach": ("parent_coach", "aaby"),
    "the same": ("mentor", "aaby"),
    "gone": ("departed", "aaby"),
    "elsewhere": ("mentor", "baekby"),
    "nobody": None,
}


@pytest.mark.parametrize("case", WRONG)
def test_only_a_colleague_in_the_same_role_takes_over(world, concept_id, case):
    from samspil.kernel.errors import Refused

    (made,) = caseload(world, concept_id, 1)
    taker = post(world, *WRONG[case]) if WRONG[case] else uuid.uuid4()

    with pytest.raises(Refused) as refused:
        hand_over(world, {made.course_id: taker})

    assert refused.value.refusal.field == f"taker-{made.course_id}"
    assert holders(world, [made]) == [post(world, "mentor")]


def test_the_appointment_may_end_in_the_same_step_and_then_nothing_stays(world, concept_id):
    from samspil.kernel.errors import Refused
    from samspil.people.models.people import Appointment

    made = caseload(world, concept_id, 2)
    last = TODAY + timedelta(days=10)
    takers: dict[uuid.UUID, Any] = {made[0].course_id: post(world, "other_mentor"), made[1].course_id: None}
    with pytest.raises(Refused) as refused:
        hand_over(world, takers, ends_on=last)
    assert refused.value.refusal.field == f"taker-{made[1].course_id}"
    takers[made[1].course_id] = post(world, "other_mentor")
    with pytest.raises(Refused) as refused:
        hand_over(world, takers, ends_on=TODAY - timedelta(days=1))
    assert refused.value.refusal.field == "ends_on"

    hand_over(world, takers, ends_on=last)

    with world.as_("coordinator", "aaby"):
        assert Appointment.objects.get(id=post(world, "mentor")).to_on == last


REFUSED: dict[str, dict[str, Any]] = {
    "no reason": {"because": ""},
    "an unknown reason": {"because": "fired"},
    "an unknown course": {"takers": {uuid.uuid4(): uuid.uuid4()}},
    "nothing": {"takers": {}},
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_a_hand_over_is_refused(world, concept_id, case):
    from samspil.kernel.errors import Refused

    (made,) = caseload(world, concept_id, 1)
    with pytest.raises(Refused):
        hand_over(world, **{"takers": {made.course_id: post(world, "other_mentor")}, **REFUSED[case]})
    assert holders(world, [made]) == [post(world, "mentor")]


@pytest.mark.parametrize("cast", ["mentor", "municipal_lead", "log_controller"])
def test_only_the_coordinator_hands_over(world, concept_id, cast):
    from samspil.delivery.actions.handover import hand_over as action
    from samspil.kernel.errors import Refused

    (made,) = caseload(world, concept_id, 1)
    with world.as_(cast, "aaby") as by, pytest.raises(Refused):
        action(
            by=by,
            at=world.at,
            on=TODAY,
            appointment_id=post(world, "mentor"),
            takers={made.course_id: post(world, "other_mentor")},
            because="leaves",
        )


@pytest.mark.proves("G09")
def test_from_the_next_request_on_every_path_is_closed_to_who_had_it_and_open_to_who_has_it(
    world, concept_id
):
    from django.test import Client

    (made,) = caseload(world, concept_id, 1)
    link = ground.hand_out(world, made)
    youth = Client()
    assert youth.post("/a/", {"token": link.token})["Location"] == "/a/1"
    before, after = world.client("mentor", "aaby"), world.client("other_mentor", "aaby")
    gets = (
        f"/f/courses/{made.course_id}",
        f"/f/courses/{made.course_id}/meeting",
        f"/f/measurements/{made.measurement_id}",
        f"/f/measurements/{made.measurement_id}/status",
    )
    posts = (gets[1], gets[2])
    meeting = {"kind": "meeting", "minutes": "60", "held_on": "2014-11-03"}

    def seen(client: Any) -> tuple[list[int], bool]:
        listed = str(made.course_id) in client.get("/f/").content.decode()
        return [client.get(one).status_code for one in gets], listed

    assert (seen(before), seen(after)) == (([200] * 4, True), ([404] * 4, False))

    hand_over(world, {made.course_id: post(world, "other_mentor")})

    assert (seen(before), seen(after)) == (([404] * 4, False), ([200] * 4, True))
    assert [before.post(one, meeting).status_code for one in posts] == [404, 404]
    assert youth.get("/a/1").status_code == 404
    refused = youth.post("/a/1", {"value": "7", "step": "next"})
    assert (refused.status_code, refused["Location"]) == (302, "/a/")
    assert [Client().post("/a/", {name: getattr(link, name)}).status_code for name in ("token", "code")] == [
        404,
        404,
    ]


def page_of(world: Any, cast: str = "mentor") -> str:
    return f"/o/hand-overs/{post(world, cast)}"


def test_the_page_hands_over_and_shows_the_refusal_beside_its_course(world, concept_id):
    made = caseload(world, concept_id, 2)
    places(world, "other_mentor", 1)
    client = world.client("coordinator", "aaby")
    other = str(post(world, "other_mentor"))
    data = {f"taker-{one.course_id}": other for one in made} | {"because": "leave"}
    assert client.get(page_of(world)).status_code == 200

    refused = client.post(page_of(world), data)
    places(world, "other_mentor", 2)
    done = client.post(page_of(world), data)

    assert refused.status_code == 422
    codes = {str(one.course_id): field_block(refused.content.decode(), one) for one in made}
    assert sorted("field-error" in block for block in codes.values()) == [False, True]
    assert (done.status_code, done["Location"]) == (302, "/o/hand-overs/")
    assert holders(world, made) == [post(world, "other_mentor")] * 2


def field_block(page: str, made: ground.Made) -> str:
    start = page.index(f'id="id_taker-{made.course_id}"')
    return page[start : page.index("</fieldset>", start)]


def test_one_for_all_needs_one_choice(world, concept_id):
    made = caseload(world, concept_id, 3)
    places(world, "other_mentor", 3)
    client = world.client("coordinator", "aaby")

    done = client.post(page_of(world), {"everything": str(post(world, "other_mentor")), "because": "illness"})

    assert done.status_code == 302
    assert holders(world, made) == [post(world, "other_mentor")] * 3


def test_a_course_whose_mentor_has_gone_waits_for_the_coordinator(world, concept_id):
    from samspil.delivery.queries import waiting
    from samspil.people.actions import people
    from samspil.people.queries import people as staff

    (made,) = caseload(world, concept_id, 1)

    def waits(on: date) -> list[Any]:
        with world.as_("coordinator", "aaby") as by:
            return [one.course_id for one in waiting.waiting_for(by, on=on) if one.kind == "without_anybody"]

    assert waits(TODAY) == []
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    job = Actor.job(world.tenant("aaby"))
    with scope(job):
        people.end_appointment(
            by=job, at=world.at, appointment=staff.appointment(job, post(world, "mentor")), to_on=TODAY
        )

    assert (waits(TODAY), waits(TODAY + timedelta(days=1))) == ([], [made.course_id])


@pytest.mark.parametrize("number", [1, 3, 25])
def test_the_page_asks_at_most_twelve_times_however_many_courses(world, concept_id, number):
    from tests.interfaces.test_query_counts import MOST, asked

    caseload(world, concept_id, number)
    client = world.client("coordinator", "aaby")

    assert len(asked(client, page_of(world))) <= MOST
    assert len(asked(client, "/o/hand-overs/")) <= MOST


def test_each_further_course_costs_the_same_few_questions(world, concept_id):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    places(world, "other_mentor", 100)
    costs = {}
    for number in (1, 3, 5):
        made = caseload(world, concept_id, number)
        with CaptureQueriesContext(connection) as captured:
            hand_over(world, dict.fromkeys((one.course_id for one in made), post(world, "other_mentor")))
        costs[number] = len(captured)

    assert costs[5] - costs[3] == costs[3] - costs[1] <= 2 * 16
