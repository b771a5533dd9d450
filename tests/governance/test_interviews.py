"""What the evaluator asks municipalities to take part in: a number and a day, told to those it is about."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from tests.delivery import ground
from tests.governance import promising

from samspil.kernel.errors import Missing, Refused

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    return ground.load(world)


def seen(world, cast, slug=None):
    from samspil.governance.queries import interviews

    with world.as_(cast, slug) as by:
        return [(one.municipality, one.held, one.number, one.lacks) for one in interviews.asked_for(by)]


def test_both_evaluations_are_met_when_all_that_was_asked_is_held(world, concept_id):
    on, due = ground.TODAY, ground.TODAY + 10 * DAY
    stands = []

    def say(day):
        stands.append(promising.states(world, on=day)["interviews"])

    say(on)
    first = promising.ask(world, concept_id, due_on=due)
    say(on)
    say(due + DAY)
    say(due + 31 * DAY)
    promising.held(world, first, 2)
    say(due + DAY)
    promising.held(world, first, 1, held_on=due + 2 * DAY)
    say(due + DAY)
    say(due + 2 * DAY)
    promising.held(world, promising.ask(world, concept_id, phase="final"))
    say(due + 2 * DAY)

    assert stands == [
        *("on_the_way", "on_the_way", "late", "not_met"),
        *("late", "late", "on_the_way", "met"),
    ]


def test_a_list_that_is_full_of_what_was_held_lacks_nothing_that_is_open(world, concept_id, monkeypatch):
    from samspil.governance.queries import interviews

    monkeypatch.setattr(interviews, "SHOWN", 1)
    promising.held(world, promising.ask(world, concept_id, due_on=promising.BY - timedelta(days=9)))
    key = promising.ask(world, concept_id)
    with world.as_("evaluator") as by:
        assert [one.id for one in interviews.asked_for(by)] == [key]


def test_the_municipality_that_is_asked_and_the_office_see_it_and_no_other(world, concept_id):
    from samspil.governance.queries import interviews

    key = promising.ask(world, concept_id)
    promising.held(world, key, 1)
    row = [("Åby", 1, 3, 2)]

    assert seen(world, "evaluator") == seen(world, "programme_office") == row
    assert seen(world, "coordinator", "aaby") == seen(world, "municipal_lead", "aaby") == row
    assert seen(world, "coordinator", "baekby") == []
    for one in (key, uuid.uuid4()):
        with world.as_("coordinator", "baekby") as by, pytest.raises(Missing):
            interviews.request(by, one)
    for cast, slug in (("steering_member", None), ("mentor", "aaby"), ("dpo", "aaby")):
        with world.as_(cast, slug) as by, pytest.raises(Refused):
            interviews.asked_for(by)


def test_what_is_asked_twice_with_one_key_is_asked_once_and_withdrawn_once(world, concept_id):
    key = uuid.uuid4()
    assert {promising.ask(world, concept_id, key=key) for _number in range(2)} == {key}
    assert len(seen(world, "evaluator")) == 1

    promising.withdraw(world, key)

    assert seen(world, "coordinator", "aaby") == [("Åby", 0, 3, 0)]
    assert promising.states(world, on=promising.BY + 90 * DAY)["interviews"] == "on_the_way"
    for again in (promising.withdraw, promising.held):
        with pytest.raises(Refused):
            again(world, key)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"phase": "third"}, "phase"),
        ({"kind": "gossip"}, "kind"),
        ({"number": 0}, "number"),
        ({"number": 201}, "number"),
        ({"due_on": ground.TODAY - DAY}, "due_on"),
        ({"due_on": ground.TODAY.replace(year=9999)}, "due_on"),
        ({"slug": "kontoret"}, "municipality"),
    ],
)
def test_what_is_asked_for_can_be_meant(world, concept_id, told, field):
    with pytest.raises(Refused) as refused:
        promising.ask(world, concept_id, **told)

    assert refused.value.refusal.field == field


@pytest.mark.parametrize(
    ("number", "days", "field"), [(0, 0, "number"), (4, 0, "number"), (1, 1, "held_on"), (1, -1, "held_on")]
)
def test_what_was_held_fits_what_was_asked(world, concept_id, number, days, field):
    key = promising.ask(world, concept_id)
    with pytest.raises(Refused) as refused:
        promising.held(world, key, number, held_on=ground.TODAY + days * DAY, on=ground.TODAY)
    assert refused.value.refusal.field == field

    promising.held(world, key, 1)
    with pytest.raises(Refused) as twice:
        promising.held(world, key, 1)
    assert twice.value.refusal.field == "held_on"


def test_the_database_keeps_a_request_as_it_was_and_what_was_held_with_it(world, concept_id):
    from samspil.governance.models.obligations import InterviewRequest, InterviewsHeld
    from samspil.trust.audit import writing

    key, other = promising.ask(world, concept_id), promising.ask(world, concept_id, "baekby")
    promising.withdraw(world, other)
    aaby, baekby, office = world.tenant("aaby"), world.tenant("baekby"), world.tenant("kontoret")

    def held(request_id, municipality_id, on=ground.TODAY):
        with world.as_("evaluator") as by, writing(), transaction.atomic():
            InterviewsHeld.objects.create(
                tenant_id=by.tenant_id,
                request_id=request_id,
                municipality_id=municipality_id,
                office_id=office,
                on=on,
                number=1,
            )

    for wrong in ((key, baekby), (other, baekby), (uuid.uuid4(), aaby), (key, aaby, ground.TODAY - DAY)):
        with pytest.raises(IntegrityError):
            held(*wrong)
    held(key, aaby)
    with world.as_("evaluator"), writing():
        for change in ({"number": 1}, {"due_on": ground.TODAY}, {"phase": "final"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                InterviewRequest.objects.filter(id=key).update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            InterviewRequest.objects.filter(id=other).update(withdrawn_on=None)


def test_the_pages_ask_say_what_is_held_and_withdraw(world, concept_id):
    client = world.client("evaluator")
    asked = {
        "municipality": str(world.tenant("aaby")),
        "phase": "midterm",
        "kind": "group",
        "number": "4",
        "due_on": promising.BY.isoformat(),
    }
    assert client.post("/o/interviews/new", {**asked, "number": "0"}).status_code == 422
    assert client.post("/o/interviews/new", asked).headers["Location"] == "/o/interviews/"
    page = client.get("/o/interviews/").content.decode()
    assert "Midtvejsevaluering, gruppeinterview" in page
    assert "0 af 4 afholdt" in page
    held = page.partition('href="/o/interviews/')[2]
    key = held.split("/o/interviews/")[-2 if "back" in held else -1][:36]
    assert uuid.UUID(key)
    today = {"held_on": ground.TODAY.isoformat(), "number": "4"}
    assert client.post(f"/o/interviews/{key}/held", today).status_code == 302
    assert "4 af 4 afholdt" in world.client("coordinator", "aaby").get("/o/interviews/").content.decode()
    assert client.post(f"/o/interviews/{key}/back").status_code == 422
