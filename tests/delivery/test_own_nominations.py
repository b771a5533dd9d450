"""Who was named for a course reads how far it is, and says themselves that they cannot come."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from tests.delivery import ground, schooling
from tests.delivery.test_moves_raced import at_once
from tests.interfaces.test_query_counts import MOST, asked
from tests.world import built

from samspil.delivery.terms.training import NominationState as State
from samspil.kernel.errors import Missing, Refused

PAGE = "/f/training/"
DAYS = (date(2014, 11, 17), date(2014, 11, 18))
ON = ground.TODAY
MENTORS = ("mentor", "other_mentor")


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    return ground.load(world)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def plan(world, concept_id, seats=1):
    return schooling.plan(world, concept_id, seats=seats, days=DAYS, on=ON)


def name(world, event_id, cast="mentor"):
    from samspil.delivery.actions import seats

    with world.as_("coordinator", "aaby") as by:
        who = (world.member(cast, "aaby").appointment_id,)
        return seats.nominate(by=by, at=world.at, on=ON, event_id=event_id, who=who)[0].id


def decide(world, key, says=True):
    from samspil.delivery.actions import seats

    with world.as_("municipal_lead", "aaby") as by:
        seats.decide(by=by, at=world.at, on=ON, nomination_id=key, says_yes=says)


def standing(world, cast="mentor", on=ON):
    """How far each is, as the one who was named reads it."""
    from samspil.delivery.queries import training

    with world.as_(cast, "aaby") as by:
        return [(one.state, one.event.days) for one in training.own_courses(by, on=on)]


def test_from_asked_to_a_seat_the_one_who_was_named_reads_how_far_it_is(world, concept_id):
    client, event_id = world.client("mentor", "aaby"), plan(world, concept_id)
    assert "Samtalen" not in words(client.get(PAGE))

    def told(sentence):
        page = words(client.get(PAGE))
        return (sentence in page, "mandag den 17. november" in page.lower(), "Vejle" in page)

    key = name(world, event_id)
    assert told("Din kommune har foreslået dig. Din leder tager stilling.") == (True, True, True)
    decide(world, key)
    assert told("Din leder har sagt ja. Pladserne er ikke fordelt endnu.") == (True, True, True)
    other = name(world, event_id, "other_mentor")
    decide(world, other)
    schooling.share_out(world, event_id, on=ON)
    schooling.fill(world, "aaby", event_id, [other], on=ON)
    assert told("Du står på venteliste.") == (True, True, True)
    assert standing(world, "other_mentor") == [(State.SEAT, DAYS)]
    assert "Du har fået en plads." in words(world.client("other_mentor", "aaby").get(PAGE))
    for cast in ("parent_coach", "lent"):
        assert standing(world, cast) == []


def test_a_no_and_a_withdrawal_read_the_same_and_go_away_with_the_event(world, concept_id):
    from samspil.delivery.actions import seats, training

    event_id = plan(world, concept_id)
    decide(world, name(world, event_id), says=False)
    other = name(world, event_id, "other_mentor")
    with world.as_("coordinator", "aaby") as by:
        seats.withdraw(by=by, at=world.at, on=ON, nomination_id=other, because="leaves")

    pages = [words(world.client(cast, "aaby").get(PAGE)) for cast in MENTORS]
    assert ["Ikke denne gang." in page for page in pages] == [True, True]
    assert not any("Stopper" in page for page in pages)

    with world.as_("training_provider") as by:
        training.cancel_event(by=by, at=world.at, on=ON, event_id=event_id)
    assert [standing(world, cast) for cast in MENTORS] == [[], []]


def test_what_the_provider_writes_to_those_with_a_seat_is_not_read_by_those_who_wait(world, concept_id):
    event_id = plan(world, concept_id)
    keys = {cast: name(world, event_id, cast) for cast in MENTORS}
    for key in keys.values():
        decide(world, key)
    schooling.share_out(world, event_id, on=ON)
    schooling.fill(world, "aaby", event_id, [keys["mentor"]], on=ON)
    schooling.tell(world, event_id, "Mødested: porten", on=ON)

    assert ["Mødested" in words(world.client(cast, "aaby").get(PAGE)) for cast in MENTORS] == [True, False]


def test_whoever_cannot_come_says_so_and_the_coordinator_gives_the_seat_to_who_waits(world, concept_id):
    from samspil.delivery.queries import seats

    event_id = plan(world, concept_id)
    keys = {cast: name(world, event_id, cast) for cast in MENTORS}
    for key in keys.values():
        decide(world, key)
    schooling.share_out(world, event_id, on=ON)
    schooling.fill(world, "aaby", event_id, [keys["mentor"]], on=ON)
    client, coordinator = world.client("mentor", "aaby"), world.client("coordinator", "aaby")
    provider, path = world.client("training_provider"), f"{PAGE}{keys['mentor']}/cannot-come"
    here, waits = f"/o/training/{event_id}", "Mentor A. kan ikke komme til Samtalen"
    assert path in client.get(PAGE).content.decode()
    assert "Mentor Aaby" in words(provider.get(here))
    assert waits not in words(coordinator.get("/o/"))

    assert "Du behøver ikke sige hvorfor" in words(client.get(path))
    assert client.post(path).status_code == 302

    page = client.get(PAGE)
    assert "Du sagde den 3. november, at du ikke kan komme." in words(page)
    assert path not in page.content.decode()
    assert client.post(path).status_code == 403
    assert "Mentor Aaby" not in words(provider.get(here))
    assert waits in words(coordinator.get("/o/"))
    seen = f"/o/nominations/{keys['mentor']}/said"
    assert seen in coordinator.get(here).content.decode()
    assert coordinator.post(seen, {"instead": str(keys["other_mentor"])}).status_code == 302
    assert waits not in words(coordinator.get("/o/"))
    assert coordinator.get(seen).status_code == 403
    with world.as_("coordinator", "aaby") as by:
        found = {
            one.id: (one.state, one.said_on, one.said_seen_on) for one in seats.nominations(by, event_id)
        }
    assert found == {
        keys["mentor"]: (State.WITHDRAWN, ON, ON),
        keys["other_mentor"]: (State.SEAT, None, None),
    }
    assert "Other Mentor Aaby" in words(provider.get(here))


@pytest.mark.parametrize("state", ["asked", "approved"])
def test_before_there_is_a_seat_it_is_said_too_and_is_asked_for_no_more(world, concept_id, state):
    from samspil.delivery.models.seats import SeatWish
    from samspil.trust.models import AuditEvent

    key = name(world, event_id := plan(world, concept_id))
    if state == "approved":
        decide(world, key)
    schooling.cannot_come(world, "aaby", key, on=ON)

    with world.as_("coordinator", "aaby"):
        assert SeatWish.objects.get(event_id=event_id).asked == 0
    with world.as_("log_controller", "aaby"):
        verbs = list(AuditEvent.objects.filter(thing_id=key).order_by("id").values_list("verb", "actor_id"))
    assert verbs[-1] == ("delivery.say_cannot_come", world.member("mentor", "aaby").account_id)
    assert name(world, event_id) != key
    assert standing(world)[0][0] == State.ASKED


def test_nobody_says_it_for_another_nor_after_the_course_began(world, concept_id):
    event_id = plan(world, concept_id)
    key = name(world, event_id)
    for cast, slug in (("other_mentor", "aaby"), ("mentor", "baekby"), ("coordinator", "aaby")):
        with pytest.raises(Missing):
            schooling.cannot_come(world, slug, key, cast, on=ON)
    with pytest.raises(Missing):
        schooling.cannot_come(world, "aaby", uuid.uuid4(), on=ON)

    with pytest.raises(Refused, match="Kurset er begyndt"):
        schooling.cannot_come(world, "aaby", key, on=DAYS[0] + timedelta(days=1))
    schooling.cannot_come(world, "aaby", key, on=DAYS[0])
    assert standing(world) == [(State.WITHDRAWN, DAYS)]


def test_nobody_takes_instead_where_nothing_became_free(world, concept_id):
    from samspil.delivery.actions import seats

    event_id = plan(world, concept_id)
    keys = {cast: name(world, event_id, cast) for cast in (*MENTORS, "lent")}
    for key in keys.values():
        decide(world, key)
    schooling.share_out(world, event_id, on=ON)
    schooling.fill(world, "aaby", event_id, [keys["mentor"]], on=ON)
    schooling.cannot_come(world, "aaby", keys["other_mentor"], "other_mentor", on=ON)

    told = {"at": world.at, "on": ON, "nomination_id": keys["other_mentor"]}
    with world.as_("coordinator", "aaby") as by, pytest.raises(Refused):
        seats.see_cannot_come(by=by, instead=keys["lent"], **told)
    with world.as_("coordinator", "aaby") as by:
        seats.see_cannot_come(by=by, **told)
    with world.as_("coordinator", "aaby") as by, pytest.raises(Refused, match="allerede set"):
        seats.see_cannot_come(by=by, **told)


@pytest.mark.parametrize(
    "change", [{"said_on": ON}, {"said_seen_on": ON}, {"said_on": ON, "said_seen_on": ON}]
)
def test_what_was_not_said_stands_nowhere(world, concept_id, change):
    from samspil.delivery.models.seats import Nomination
    from samspil.trust.audit import writing

    key = name(world, plan(world, concept_id))
    with (
        world.as_("coordinator", "aaby"),
        writing(),
        pytest.raises(IntegrityError, match="delivery_nomination_said"),
        transaction.atomic(),
    ):
        Nomination.objects.filter(id=key).update(**change)


@pytest.mark.usefixtures("own_database")
def test_said_while_the_coordinator_withdraws_it_ends_one_way(server):
    from samspil.delivery.actions import seats
    from samspil.delivery.models.seats import Nomination

    world = built()
    key = name(world, plan(world, ground.load(world)))

    def withdraw():
        with world.as_("coordinator", "aaby") as by:
            seats.withdraw(by=by, at=world.at, on=ON, nomination_id=key, because="other_tasks")

    came = at_once(withdraw, lambda: schooling.cannot_come(world, "aaby", key, on=ON))

    assert sorted(came) == ["Refused", "done"]
    with world.as_("coordinator", "aaby"):
        row = Nomination.objects.get(id=key)
    assert (row.because, row.said_on) == (("other_tasks", None) if came[0] == "done" else ("cannot_come", ON))


def test_so_many_questions_however_many_courses(world, concept_id):
    client, counts = world.client("mentor", "aaby"), []
    for _each in range(2):
        name(world, plan(world, concept_id))
        counts.append(len(asked(client, PAGE)))
    assert counts[0] == counts[1] <= MOST
