"""An event is changed by its provider before its first day, and everyone who comes is told what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from tests.delivery import ground, schooling

from samspil.delivery.rules.training_changes import EventChanged
from samspil.delivery.terms.training import EventChange
from samspil.kernel.errors import Missing, Refused

BEFORE = schooling.DAYS[0] - timedelta(days=1)
AS_PLANNED = EventChanged("Samtalen", "Vejle", 24, schooling.DAYS[0], schooling.DAYS)
LATER = tuple(one + timedelta(days=70) for one in schooling.DAYS)


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    return ground.load(world)


def change(world, event_id, *, on=BEFORE, **new):
    from samspil.delivery.actions import training_changes

    with world.as_("training_provider") as by:
        return training_changes.change_event(
            by=by, at=ground.at_day(on), on=on, event_id=event_id, new=replace(AS_PLANNED, **new)
        )


def event(world, event_id, cast="coordinator", slug="aaby"):
    from samspil.delivery.queries.training import event_for

    with world.as_(*((cast, slug) if slug else (cast,))) as by:
        return event_for(by, event_id)


def test_every_role_reads_what_was_changed_and_when(world, concept_id):
    event_id = schooling.plan(world, concept_id)

    told = change(world, event_id, title=" Dialogen ", place="Fredericia", seats=25, days=LATER)

    assert told == (EventChange.TITLE, EventChange.PLACE, EventChange.DAYS, EventChange.SEATS)
    for cast, slug in (("coordinator", "baekby"), ("programme_office", None), ("training_provider", None)):
        found = event(world, event_id, cast, slug)
        assert (found.title, found.place, found.seats, found.days) == ("Dialogen", "Fredericia", 25, LATER)
        assert (found.changed_on, found.changed) == (BEFORE, told)


def test_what_stays_is_no_change_and_what_was_changed_before_is_still_told(world, concept_id):
    event_id = schooling.plan(world, concept_id)

    assert change(world, event_id) == ()
    assert event(world, event_id).changed_on is None
    first = BEFORE - timedelta(days=3)
    change(world, event_id, place="Fredericia", on=first)
    assert change(world, event_id, place="Fredericia", seats=20) == (EventChange.SEATS,)

    found = event(world, event_id)
    assert (found.changed_on, found.changed) == (BEFORE, (EventChange.PLACE, EventChange.SEATS))


def test_a_day_that_stays_keeps_its_row(world, concept_id):
    from samspil.delivery.queries.training import days_of

    event_id = schooling.plan(world, concept_id)
    with world.as_("training_provider") as by:
        before = {one.on: one.id for one in days_of(by, event_id)}
    new = (*schooling.DAYS[:3], date(2014, 9, 30))
    change(world, event_id, days=new)

    with world.as_("training_provider") as by:
        after = {one.on: one.id for one in days_of(by, event_id)}

    assert tuple(after) == new
    assert {one: after[one] for one in new[:3]} == {one: before[one] for one in new[:3]}


@pytest.mark.parametrize(
    ("new", "field"),
    [
        ({"title": " "}, "title"),
        ({"place": ""}, "place"),
        ({"days": ()}, "day_1"),
        ({"days": (schooling.DAYS[0],) * 2}, "day_1"),
        ({"days": (BEFORE - timedelta(days=1),)}, "day_1"),
        ({"answer_by": schooling.DAYS[1]}, "answer_by"),
        ({"answer_by": BEFORE - timedelta(days=1)}, "answer_by"),
        ({"seats": 0}, "seats"),
        ({"seats": 26}, "seats"),
    ],
)
def test_what_does_not_hold_together_is_refused_beside_its_field(world, concept_id, new, field):
    event_id = schooling.plan(world, concept_id)

    with pytest.raises(Refused) as refused:
        change(world, event_id, **new)

    assert refused.value.refusal.field == field
    assert event(world, event_id).changed_on is None
    assert change(world, event_id, seats=25) == (EventChange.SEATS,)


def test_the_answer_may_stay_although_its_day_has_passed(world, concept_id):
    from samspil.delivery.models.training import TrainingEvent
    from samspil.trust.audit import writing

    event_id, passed = schooling.plan(world, concept_id), date(2014, 7, 1)
    with world.as_("training_provider"), writing():
        TrainingEvent.objects.filter(id=event_id).update(answer_by=passed)

    assert change(world, event_id, answer_by=passed, place="Kolding") == (EventChange.PLACE,)


def test_seats_that_are_given_are_never_taken_back_whatever_the_code_does(world, concept_id):
    from samspil.delivery.models.training import TrainingEvent
    from samspil.trust.audit import writing

    event_id = schooling.plan(world, concept_id)
    named = schooling.nominate(world, "aaby", event_id, ["mentor", "other_mentor"])
    schooling.nominate(world, "baekby", event_id, ["mentor"])
    schooling.share_out(world, event_id)
    schooling.fill(world, "aaby", event_id, [named["mentor"]])
    assert event(world, event_id, "training_provider", None).given == 3

    with pytest.raises(Refused, match="skriv mindst 3"):
        change(world, event_id, seats=2)
    for seats in (2, 26):
        with (
            world.as_("training_provider"),
            writing(),
            pytest.raises(IntegrityError, match="are not taken back"),
            transaction.atomic(),
        ):
            TrainingEvent.objects.filter(id=event_id).update(seats=seats)
    assert change(world, event_id, seats=3) == (EventChange.SEATS,)


def test_a_share_is_told_to_nobody_but_whose_event_it_is(world, concept_id):
    from samspil.delivery.models.seats import SeatShare
    from samspil.trust.audit import writing

    event_id = schooling.plan(world, concept_id)
    schooling.nominate(world, "aaby", event_id, ["mentor"])
    schooling.share_out(world, event_id)

    with (
        world.as_("programme_office"),
        writing(),
        pytest.raises(IntegrityError, match="told to whose event it is"),
        transaction.atomic(),
    ):
        SeatShare.objects.filter(event_id=event_id).update(provider_id=world.tenant("baekby"))


def test_what_has_begun_is_over_or_is_anothers_stays(world, concept_id):
    from samspil.delivery.actions import training, training_changes

    event_id = schooling.plan(world, concept_id)
    with pytest.raises(Refused, match="Det er begyndt"):
        change(world, event_id, on=schooling.DAYS[0], place="Kolding")
    for cast, slug in (("coordinator", "aaby"), ("programme_office", "kontoret")):
        with world.as_(cast, slug) as by, pytest.raises(Refused):
            training_changes.change_event(
                by=by, at=world.at, on=BEFORE, event_id=event_id, new=replace(AS_PLANNED, place="Kolding")
            )
    with world.as_("training_provider") as by:
        training.cancel_event(by=by, at=world.at, on=BEFORE, event_id=event_id)
    with pytest.raises(Refused):
        change(world, event_id, place="Kolding")
    with pytest.raises(Missing):
        change(world, world.tenant("aaby"), place="Kolding")


def test_on_the_pages_the_provider_changes_and_the_coordinator_is_told(world, concept_id):
    days = tuple(ground.TODAY + timedelta(days=one) for one in (14, 15))
    event_id = schooling.plan(world, concept_id, days=days, on=ground.TODAY)
    provider, coordinator = world.client("training_provider"), world.client("coordinator", "aaby")
    path = f"/o/training/{event_id}/change"
    page = provider.get(path).content.decode()
    assert ('value="Vejle"' in page, f'value="{days[1]}"' in page, 'name="kind"' in page) == (
        True,
        True,
        False,
    )
    assert "Rettet, senest" not in coordinator.get(f"/o/training/{event_id}").content.decode()

    form = {"title": "Samtalen", "place": "Kolding", "seats": "24", "answer_by": str(days[0])}
    assert provider.post(path, {**form, "day_1": str(days[1])}).status_code == 302

    for client in (coordinator, world.client("municipal_lead", "aaby"), provider):
        seen = client.get(f"/o/training/{event_id}").content.decode()
        assert "Rettet, senest den 3. november 2014: stedet, dagene. Se, om det stadig passer." in seen
    assert provider.post(path, {**form, "seats": "40", "day_1": str(days[1])}).status_code == 422
