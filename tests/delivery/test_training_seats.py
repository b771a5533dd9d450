"""Seats on training events: nominated, approved, shared out, filled, waited for and given up."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from tests.delivery import ground, schooling

from samspil.delivery.terms.training import NominationState as State
from samspil.kernel.errors import Missing, Refused

OFFICE = "programme_office"
BOTH = ("aaby", "baekby")
MENTORS = ("mentor", "other_mentor", "lent")


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    return ground.load(world)


def states(world, slug, event_id):
    from samspil.delivery.queries import seats

    with world.as_("coordinator", slug) as by:
        return {one.name.split()[0].lower(): one.state for one in seats.nominations(by, event_id)}


def seen_by_provider(world, event_id):
    from samspil.delivery.queries import seats

    with world.as_("training_provider") as by:
        return {(one.name, one.municipality) for one in seats.participants(by, event_id)}


def test_from_a_nomination_to_a_seat_and_the_provider_sees_those_with_a_seat_alone(world, concept_id):
    event_id = schooling.plan(world, concept_id, seats=3)
    named = {slug: schooling.nominate(world, slug, event_id, MENTORS[:2]) for slug in BOTH}
    assert states(world, "aaby", event_id) == {"mentor": State.APPROVED, "other": State.APPROVED}
    assert seen_by_provider(world, event_id) == set()

    given = schooling.share_out(world, event_id)
    assert sorted(given.values()) == [1, 2]
    for slug in BOTH:
        schooling.fill(world, slug, event_id, list(named[slug].values())[: given[slug]])

    short = min(given, key=given.get)
    assert states(world, short, event_id) == {"mentor": State.SEAT, "other": State.WAITING}
    assert seen_by_provider(world, event_id) == {
        (f"{cast} {slug.title()}", {"aaby": "Åby", "baekby": "Bækby"}[slug])
        for slug in BOTH
        for cast in ("Mentor", "Other Mentor")
        if (slug, cast) != (short, "Other Mentor")
    }


def test_who_waits_takes_the_seat_of_who_withdraws_in_one_step(world, concept_id):
    from samspil.delivery.actions import seats

    event_id = schooling.plan(world, concept_id, seats=1)
    named = schooling.nominate(world, "aaby", event_id, MENTORS[:2])
    schooling.share_out(world, event_id)
    schooling.fill(world, "aaby", event_id, [named["mentor"]])

    with world.as_("coordinator", "aaby") as by:
        seats.withdraw(
            by=by,
            at=world.at,
            on=schooling.PLANNED_ON,
            nomination_id=named["mentor"],
            because="other_tasks",
            instead=named["other_mentor"],
        )

    assert states(world, "aaby", event_id) == {"mentor": State.WITHDRAWN, "other": State.SEAT}
    assert seen_by_provider(world, event_id) == {("Other Mentor Aaby", "Åby")}


def test_after_the_sharing_a_yes_gives_a_free_seat_at_once_and_else_a_place_on_the_waiting_list(
    world, concept_id
):
    event_id = schooling.plan(world, concept_id, seats=2)
    named = schooling.nominate(world, "aaby", event_id, MENTORS[:2])
    schooling.share_out(world, event_id)
    schooling.fill(world, "aaby", event_id, [named["mentor"]])
    assert states(world, "aaby", event_id)["other"] == State.WAITING

    schooling.nominate(world, "aaby", event_id, ["lent"])

    assert states(world, "aaby", event_id)["lent"] == State.SEAT


def test_the_manager_decides_once_and_the_coordinator_not_at_all(world, concept_id):
    from samspil.delivery.actions import seats

    event_id = schooling.plan(world, concept_id)
    named = schooling.nominate(world, "aaby", event_id, ["mentor"], says=False)
    assert states(world, "aaby", event_id) == {"mentor": State.DECLINED}
    told = {"at": world.at, "on": schooling.PLANNED_ON, "nomination_id": named["mentor"], "says_yes": True}

    with world.as_("municipal_lead", "aaby") as by, pytest.raises(Refused, match="allerede taget stilling"):
        seats.decide(by=by, **told)
    with world.as_("coordinator", "aaby") as by, pytest.raises(Refused, match="Kun lederen"):
        seats.decide(by=by, **told)
    with world.as_("municipal_lead", "baekby") as by, pytest.raises(Missing):
        seats.decide(by=by, **told)


def asked_for_two(world, concept_id):
    """An event whose seats are shared out, and two who wait for their manager's yes."""
    from samspil.delivery.actions import seats

    event_id = schooling.plan(world, concept_id, days=schooling.DAYS[:1], seats=3)
    schooling.nominate(world, "aaby", event_id, MENTORS[:1])
    schooling.share_out(world, event_id)
    posts = [world.member(cast, "aaby").appointment_id for cast in MENTORS[1:]]
    with world.as_("coordinator", "aaby") as by:
        rows = seats.nominate(by=by, at=world.at, on=schooling.PLANNED_ON, event_id=event_id, who=posts)
    return event_id, [one.id for one in rows]


@pytest.mark.parametrize("ended", ["closed", "cancelled"])
def test_nobody_is_decided_about_on_an_event_that_is_over(world, concept_id, ended):
    from samspil.delivery.actions import seats, training
    from samspil.delivery.queries.seats import to_decide

    event_id, (first, last) = asked_for_two(world, concept_id)

    def decide(one):
        with world.as_("municipal_lead", "aaby") as by:
            seats.decide(by=by, at=world.at, on=schooling.DAYS[0], nomination_id=one, says_yes=True)
            return to_decide(by)

    assert decide(first) == 1
    if ended == "closed":
        schooling.attend(world, event_id, on=schooling.DAYS[0])
        schooling.close(world, event_id, on=schooling.DAYS[0])
    else:
        with world.as_("training_provider") as by:
            training.cancel_event(by=by, at=world.at, on=schooling.DAYS[0], event_id=event_id)

    with pytest.raises(Refused, match="overstået"):
        decide(last)
    with world.as_("municipal_lead", "aaby") as by:
        assert to_decide(by) == 0
    assert states(world, "aaby", event_id)["lent"] == State.ASKED


def test_somebody_is_named_until_the_day_to_answer_by_and_seats_are_filled_until_the_first_day(
    world, concept_id
):
    from datetime import timedelta

    from samspil.delivery.actions import training
    from samspil.delivery.rules.training import EventDraft

    first = schooling.DAYS[0]
    last = first - timedelta(days=14)
    draft = EventDraft("course", "mentor", "Samtalen", "Vejle", 2, last, schooling.DAYS)
    told = {"at": world.at, "on": schooling.PLANNED_ON, "concept_id": concept_id}
    with world.as_("training_provider") as by:
        event_id = training.plan_event(by=by, draft=draft, **told).id

    named = schooling.nominate(world, "aaby", event_id, MENTORS[:1], on=last)
    with pytest.raises(Refused, match="Fristen for at indstille"):
        schooling.nominate(world, "aaby", event_id, MENTORS[1:2], on=last + timedelta(days=1))

    assert list(states(world, "aaby", event_id)) == ["mentor"]
    schooling.share_out(world, event_id, on=first)
    schooling.fill(world, "aaby", event_id, list(named.values()), on=first)
    assert states(world, "aaby", event_id) == {"mentor": State.SEAT}


def test_the_office_reads_numbers_and_no_nomination(world, concept_id):
    from samspil.delivery.models.seats import Nomination
    from samspil.delivery.queries import seats, training

    event_id = schooling.plan(world, concept_id, seats=3)
    schooling.nominate(world, "aaby", event_id, MENTORS)
    schooling.nominate(world, "baekby", event_id, MENTORS[:2])

    with world.as_(OFFICE) as by:
        event = training.event_for(by, event_id)
        assert (event.asked, event.given, event.taken) == (5, 0, 0)
        assert [(one.name, one.share.asked) for one in seats.proposal(by, event)] == [
            ("Bækby", 2),
            ("Åby", 3),
        ]
        assert list(Nomination.objects.presented().all()) == []


def test_the_programmes_range_is_held_by_the_database_and_seen_from_below(world, concept_id):
    from samspil.delivery.models.seats import SeatShare
    from samspil.delivery.queries import seats
    from samspil.trust.audit import writing

    first = schooling.plan(world, concept_id, seats=30)
    schooling.nominate(world, "aaby", first, MENTORS)
    schooling.share_out(world, first)
    with world.as_(OFFICE) as by:
        mentor = next(one for one in seats.ranges(by, concept_id) if one.track == "mentor")
        assert (mentor.given, mentor.least, mentor.most, mentor.is_below) == (3, 20, 25, True)
        row = SeatShare.objects.get()
        with (
            writing(),
            pytest.raises(IntegrityError, match="no more seats on this track"),
            transaction.atomic(),
        ):
            SeatShare.objects.filter(id=row.id).update(given=26)
        with writing():
            SeatShare.objects.filter(id=row.id).update(given=24)
    second = schooling.plan(world, concept_id, seats=10)
    schooling.nominate(world, "baekby", second, MENTORS)

    assert schooling.share_out(world, second) == {"baekby": 1}


def test_an_event_that_is_cancelled_gives_its_seats_back_to_the_range(world, concept_id):
    from samspil.delivery.actions import training
    from samspil.delivery.queries import seats

    event_id = schooling.plan(world, concept_id)
    schooling.nominate(world, "aaby", event_id, MENTORS)
    schooling.share_out(world, event_id)

    with world.as_("training_provider") as by:
        training.cancel_event(by=by, at=world.at, on=schooling.PLANNED_ON, event_id=event_id)

    with world.as_(OFFICE) as by:
        assert [one.given for one in seats.ranges(by, concept_id)] == [0, 0, 0]


def test_an_event_that_is_cancelled_names_nobody_to_the_provider_and_whoever_was_named_is_withdrawn(
    world, concept_id
):
    from samspil.delivery.actions import seats, training

    event_id = schooling.plan(world, concept_id, seats=1)
    named = schooling.nominate(world, "aaby", event_id, MENTORS[:2])
    schooling.share_out(world, event_id)
    schooling.fill(world, "aaby", event_id, [named["mentor"]])
    provider, coordinator = world.client("training_provider"), world.client("coordinator", "aaby")
    here, back = f"/o/training/{event_id}", f"/o/nominations/{named['mentor']}/back"
    told = {"at": world.at, "on": schooling.PLANNED_ON, "nomination_id": named["mentor"], "because": "leaves"}

    def seen():
        return "Mentor Aaby" in provider.get(here).content.decode()

    assert (seen(), seen_by_provider(world, event_id)) == (True, {("Mentor Aaby", "Åby")})
    with world.as_("training_provider") as by:
        training.cancel_event(by=by, at=world.at, on=schooling.PLANNED_ON, event_id=event_id)
    assert (seen(), seen_by_provider(world, event_id)) == (False, set())

    with world.as_("coordinator", "aaby") as by, pytest.raises(Refused):
        seats.withdraw(by=by, instead=named["other_mentor"], **told)
    assert (back in coordinator.get(here).content.decode(), coordinator.get(back).status_code) == (True, 200)
    assert coordinator.post(back, {"because": "leaves"}).status_code == 302
    assert states(world, "aaby", event_id) == {"mentor": State.WITHDRAWN, "other": State.WAITING}


def test_a_seat_that_was_not_given_cannot_be_taken_nor_a_taken_one_be_taken_back(world, concept_id):
    from samspil.delivery.models.seats import Nomination, SeatShare
    from samspil.trust.audit import writing

    event_id = schooling.plan(world, concept_id, seats=1)
    named = schooling.nominate(world, "aaby", event_id, MENTORS[:2])
    schooling.share_out(world, event_id)
    with world.as_("coordinator", "aaby"), pytest.raises(Refused, match="Der er 1 plads"):
        schooling.fill(world, "aaby", event_id, list(named.values()))
    schooling.fill(world, "aaby", event_id, [named["mentor"]])

    with world.as_("coordinator", "aaby") as by, writing():
        provider = world.tenant("kursus")
        with pytest.raises(IntegrityError, match="not given"), transaction.atomic():
            Nomination.objects.filter(id=named["other_mentor"]).update(state=State.SEAT, shown_to=provider)
        assert by.tenant_id == world.tenant("aaby")
    with (
        world.as_(OFFICE),
        writing(),
        pytest.raises(IntegrityError, match="not taken back"),
        transaction.atomic(),
    ):
        SeatShare.objects.update(given=0)


def test_sharing_out_again_keeps_what_is_taken_and_gives_what_became_free(world, concept_id):
    from samspil.delivery.actions import seats

    event_id = schooling.plan(world, concept_id, seats=3)
    aaby = schooling.nominate(world, "aaby", event_id, MENTORS)
    assert schooling.share_out(world, event_id) == {"aaby": 3}
    schooling.fill(world, "aaby", event_id, list(aaby.values()))
    schooling.nominate(world, "baekby", event_id, MENTORS[:1])
    assert schooling.share_out(world, event_id) == {"aaby": 3, "baekby": 0}

    with world.as_("coordinator", "aaby") as by:
        told = {"because": "cannot_come", "nomination_id": aaby["lent"]}
        seats.withdraw(by=by, at=world.at, on=schooling.PLANNED_ON, **told)

    assert schooling.share_out(world, event_id) == {"aaby": 2, "baekby": 1}


def test_an_event_of_another_programme_or_another_provider_looks_like_none(world, concept_id):
    import uuid

    from django.conf import settings

    from samspil.delivery.queries import training
    from samspil.kernel.actor import Actor
    from samspil.programme.concept.reading import read_bytes

    file = settings.SAMSPIL_PROGRAMMES / "samspil-2026-2029.yaml"
    elsewhere = schooling.plan(world, ground.load(world, read_bytes(file.read_bytes())))
    event_id = schooling.plan(world, concept_id)
    other_provider = Actor(tenant_id=uuid.uuid4(), role="training_provider", purpose="training")

    def seen(actor):
        from samspil.trust.scope import scope

        with scope(actor):
            found = {one.id for one in training.events(actor)}
            for one in {event_id, elsewhere, uuid.uuid4()} - found:
                with pytest.raises(Missing):
                    training.event_for(actor, one)
            return found

    assert seen(world.actor("coordinator", "aaby")) == {event_id}
    assert seen(world.actor("municipal_lead", "baekby")) == {event_id}
    assert seen(world.actor("training_provider")) == seen(world.actor(OFFICE)) == {event_id, elsewhere}
    assert seen(other_provider) == set()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"track": "coordinator"}, "track"),
        ({"kind": "party"}, "kind"),
        ({"seats": 0}, "seats"),
        ({"title": "  "}, "title"),
        ({"days": ()}, "day_1"),
        ({"days": (schooling.DAYS[0],) * 2}, "day_1"),
        ({"days": (schooling.PLANNED_ON.replace(month=5),)}, "day_1"),
        ({"days": (*schooling.DAYS, schooling.DAYS[0].replace(year=9999))}, "day_1"),
        ({"days": (schooling.PLANNED_ON.replace(year=2016, day=3),)}, "day_1"),
        ({"answer_by": schooling.DAYS[-1]}, "answer_by"),
    ],
)
def test_what_an_event_must_be(world, concept_id, changed, field):
    from dataclasses import replace

    from samspil.delivery.actions import training
    from samspil.delivery.rules.training import EventDraft

    right = EventDraft("course", "mentor", "Samtalen", "Vejle", 24, schooling.DAYS[0], schooling.DAYS)
    told = {"at": world.at, "on": schooling.PLANNED_ON, "concept_id": concept_id}
    with world.as_("training_provider") as by:
        with pytest.raises(Refused) as refused:
            training.plan_event(by=by, draft=replace(right, **changed), **told)
        assert training.plan_event(by=by, draft=right, **told).seats == 24
    assert refused.value.refusal.field == field
    with world.as_("coordinator", "aaby") as by, pytest.raises(Refused, match="Kun kursusleverandøren"):
        training.plan_event(by=by, draft=right, **told)
