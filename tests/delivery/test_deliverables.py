"""What the programme office asks of the provider, what is delivered, and in which order."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from tests.delivery import ground, schooling
from tests.interfaces.test_query_counts import MOST, asked

from samspil.delivery.terms.deliverables import DeliverableState as State
from samspil.kernel.errors import Missing, Refused


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    return ground.load(world)


def state(world, key, cast="programme_office"):
    from samspil.delivery.queries import deliverables

    with world.as_(cast) as by:
        return deliverables.asked_thing(by, key).state, deliverables.waiting_for(by)


def withdraw(world, key):
    from samspil.delivery.actions import deliverables

    with world.as_("programme_office") as by:
        deliverables.withdraw_asking(by=by, at=world.at, on=ground.TODAY, deliverable_id=key)


def test_it_goes_to_and_fro_until_it_is_accepted_and_both_read_the_same(world, concept_id):
    from samspil.delivery.queries import deliverables

    key, seen = schooling.ask(world, concept_id, schooling.plan(world, concept_id)), []
    for step in (
        lambda: None,
        lambda: schooling.deliver(world, key, "Første udgave"),
        lambda: schooling.answer(world, key, accepted=False, words="Antallet mangler"),
        lambda: schooling.deliver(world, key, "Anden udgave"),
        lambda: schooling.answer(world, key, accepted=True),
    ):
        step()
        seen.append((state(world, key), state(world, key, "training_provider")))

    assert seen == [
        ((State.AWAITED, 0), (State.AWAITED, 1)),
        ((State.DELIVERED, 1), (State.DELIVERED, 0)),
        ((State.SENT_BACK, 0), (State.SENT_BACK, 1)),
        ((State.DELIVERED, 1), (State.DELIVERED, 0)),
        ((State.ACCEPTED, 0), (State.ACCEPTED, 0)),
    ]
    for cast in ("programme_office", "training_provider"):
        with world.as_(cast) as by:
            told = [(one.words, one.accepted, one.answer) for one in deliverables.rounds(by, key)]
        assert told == [("Anden udgave", True, ""), ("Første udgave", False, "Antallet mangler")]


def test_out_of_turn_is_refused_and_so_is_sending_back_without_a_word(world, concept_id):
    key = schooling.ask(world, concept_id)
    with pytest.raises(Refused, match="venter på svar"):
        schooling.answer(world, key, accepted=True)
    with pytest.raises(Refused) as empty:
        schooling.deliver(world, key, "  ")
    schooling.deliver(world, key)
    with pytest.raises(Refused, match="skal ikke afleveres"):
        schooling.deliver(world, key)
    with pytest.raises(Refused) as wordless:
        schooling.answer(world, key, accepted=False)
    assert (empty.value.refusal.field, wordless.value.refusal.field) == ("words", "words")
    schooling.answer(world, key, accepted=True)
    with pytest.raises(Refused):
        withdraw(world, key)


def test_what_is_no_longer_asked_for_is_delivered_by_nobody(world, concept_id):
    key = schooling.ask(world, concept_id)
    withdraw(world, key)

    assert state(world, key) == (State.WITHDRAWN, 0)
    with pytest.raises(Refused):
        schooling.deliver(world, key)
    with pytest.raises(Refused):
        withdraw(world, key)


def test_the_database_keeps_the_turns_whatever_the_code_does(world, concept_id):
    from samspil.delivery.models.deliverables import Deliverable, Delivered, DeliveryAnswer
    from samspil.trust.audit import writing

    key = schooling.ask(world, concept_id)
    first = schooling.deliver(world, key)
    on, office, provider = schooling.PLANNED_ON, world.tenant("kontoret"), world.tenant("kursus")

    def delivered(number):
        told = {"deliverable_id": key, "office_id": office, "words": "Igen", "delivered_on": on}
        return lambda: Delivered.objects.create(tenant_id=provider, number=number, **told)

    def answered(delivered_id):
        told = {"deliverable_id": key, "provider_id": provider, "accepted": True, "answered_on": on}
        return lambda: DeliveryAnswer.objects.create(tenant_id=office, delivered_id=delivered_id, **told)

    def moved():
        Deliverable.objects.filter(id=key).update(what="materials")

    for cast, write in (
        ("training_provider", delivered(2)),
        ("training_provider", delivered(3)),
        ("programme_office", answered(uuid.uuid4())),
        ("programme_office", moved),
    ):
        with world.as_(cast), writing(), pytest.raises(IntegrityError), transaction.atomic():
            write()
    with world.as_("programme_office"), writing():
        assert answered(first.id)().accepted


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"what": "flag"}, "what"),
        ({"due_on": ground.TODAY.replace(year=2013)}, "due_on"),
        ({"due_on": ground.TODAY.replace(year=9999)}, "due_on"),
        ({"provider_id": uuid.uuid4()}, "provider"),
    ],
)
def test_what_is_asked_for_is_on_the_list_and_to_come(world, concept_id, told, field):
    with pytest.raises(Refused) as refused:
        schooling.ask(world, concept_id, **told)

    assert refused.value.refusal.field == field


def test_it_is_between_the_office_and_the_provider(world, concept_id):
    from samspil.delivery.queries import deliverables

    key = schooling.ask(world, concept_id)
    for cast, slug in (("coordinator", "aaby"), ("municipal_lead", "aaby"), ("evaluator", None)):
        with world.as_(cast, slug) as by, pytest.raises(Refused):
            deliverables.asked_thing(by, key)
    with world.as_("training_provider") as by, pytest.raises(Missing):
        deliverables.asked_thing(by, uuid.uuid4())


def test_on_the_pages_with_what_waits_and_the_same_number_of_questions(world, concept_id):
    office, provider = world.client("programme_office"), world.client("training_provider")
    event_id = schooling.plan(world, concept_id)
    form = {"what": "programme", "event": str(event_id), "due_on": "2014-12-01"}
    assert office.post("/o/training/deliverables/new", form).status_code == 302
    assert "1 leverance skal leveres." in provider.get("/o/training/").content.decode()
    assert "Program for kurset" in provider.get("/o/training/deliverables/").content.decode()
    counts = [len(asked(one, "/o/training/deliverables/")) for one in (office, provider)]
    keys = [schooling.ask(world, concept_id, event_id, on=ground.TODAY) for _number in range(2)]
    schooling.deliver(world, keys[0], on=ground.TODAY)

    for path in ("/o/totals/", "/o/training/"):
        assert "1 aflevering venter på dit svar." in office.get(path).content.decode()
    for one in (office, provider):
        assert len(asked(one, "/o/training/")) <= MOST
        assert len(asked(one, f"/o/training/deliverables/{keys[0]}")) <= MOST
    assert [len(asked(one, "/o/training/deliverables/")) for one in (office, provider)] == counts
    assert max(counts) <= MOST
    answer = {"answer": "back", "words": ""}
    assert office.post(f"/o/training/deliverables/{keys[0]}/answer", answer).status_code == 422
    assert office.post(f"/o/training/deliverables/{keys[1]}/back").status_code == 302


def test_what_is_sent_twice_is_asked_once(world, concept_id):
    from samspil.delivery.models.deliverables import Deliverable

    office = world.client("programme_office")
    form = {"what": "programme", "event": "", "due_on": "2014-12-01", "key": str(uuid.uuid4())}
    for _tap in range(2):
        assert office.post("/o/training/deliverables/new", form).status_code == 302
    with world.as_("programme_office"):
        assert Deliverable.objects.count() == 1


def test_a_provider_is_asked_about_its_own_events_and_no_others(world, concept_id):
    from samspil.kernel.actor import Actor
    from samspil.people.actions import people
    from samspil.people.terms import OrganisationKind
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant("kursus"))
    with scope(by):
        other = people.found_organisation(
            by=by, at=world.at, slug="andre", name="De andre", kind=OrganisationKind.TRAINING_PROVIDER
        )
    event_id = schooling.plan(world, concept_id)

    with pytest.raises(Refused) as caught:
        schooling.ask(world, concept_id, event_id, provider_id=other.id)

    assert caught.value.refusal.field == "event"
    assert schooling.ask(world, concept_id, provider_id=other.id)
    assert schooling.ask(world, concept_id, event_id)
