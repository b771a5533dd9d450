"""What was said by mistake when an event was closed is said anew, and the certificates follow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from tests.delivery import ground, schooling

from samspil.kernel.errors import Missing, Refused

LATER = schooling.CLOSED_ON + timedelta(days=1)


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    return ground.load(world)


def closed(world: Any, concept_id: Any, **event: Any) -> tuple[Any, dict[str, Any]]:
    """A course of six days: the mentor completed it, the other mentor came on four of the days."""
    event_id = schooling.plan(world, concept_id, **event)
    on = event.get("on", schooling.PLANNED_ON)
    named = schooling.nominate(world, "aaby", event_id, ["mentor", "other_mentor"], on=on)
    schooling.share_out(world, event_id, on=on)
    schooling.fill(world, "aaby", event_id, list(named.values()), on=on)
    last = max(event.get("days", schooling.DAYS))
    schooling.attend(world, event_id, {named["other_mentor"]: 2}, on=last)
    schooling.close(world, event_id, on=last)
    return event_id, named


def anew(world: Any, event_id: Any, nomination_id: Any, **said: Any) -> bool:
    from samspil.delivery.actions import putting_right

    told = {"on": LATER, "attended": 6, "exercise": True, "because": "days_wrong", **said}
    with world.as_("training_provider") as by:
        return putting_right.put_completion_right(
            by=by, at=world.at, event_id=event_id, nomination_id=nomination_id, **told
        )


def by_the_worker(world: Any, on: date = LATER) -> int:
    from samspil.interfaces.cli import rounds

    return rounds.issue_certificates(at=world.at, on=on)


def held(world: Any, cast: str, on: date = LATER) -> list[tuple[str, str, date]]:
    """How each certificate stands, the newest first, why it ended, and until when it was to hold."""
    from samspil.delivery.queries.training_certificates import certificates_of

    with world.as_("coordinator", "aaby") as by:
        rows = certificates_of(by, world.member(cast, "aaby").account_id, on=on)
    return [(str(one.standing), one.because, one.valid_until) for one in rows]


def test_who_completed_after_all_gets_the_certificate(world, concept_id):
    event_id, named = closed(world, concept_id)
    assert (by_the_worker(world), held(world, "other_mentor")) == (1, [])

    assert anew(world, event_id, named["other_mentor"], attended=5) is True

    assert (by_the_worker(world), by_the_worker(world)) == (1, 0)
    assert held(world, "other_mentor") == [("valid", "", date(2016, 9, 3))]


def test_who_did_not_complete_loses_it_and_may_have_it_again(world, concept_id):
    event_id, named = closed(world, concept_id)
    by_the_worker(world)

    assert anew(world, event_id, named["mentor"], exercise=False, because="exercise_wrong") is False
    assert by_the_worker(world) == 0
    assert held(world, "mentor") == [("withdrawn", "mistake", date(2016, 9, 2))]

    assert anew(world, event_id, named["mentor"], because="another_meant") is True
    assert by_the_worker(world) == 1
    assert [one[:2] for one in held(world, "mentor")] == [("valid", ""), ("withdrawn", "mistake")]


def test_a_certificate_stands_where_it_is_completed_all_the_same(world, concept_id):
    event_id, named = closed(world, concept_id)
    by_the_worker(world)

    anew(world, event_id, named["mentor"], attended=5)

    assert (by_the_worker(world), held(world, "mentor")) == (0, [("valid", "", date(2016, 9, 2))])


def test_the_certificate_that_a_wrong_one_replaced_is_issued_anew(world, concept_id):
    schooling.trained(world, "aaby", concept_id, ["mentor"])
    day = date(2015, 6, 1)
    event_id, named = closed(world, concept_id, kind="refresher", days=(day,), on=date(2015, 5, 1))
    by_the_worker(world, day)
    assert held(world, "mentor", day) == [
        ("valid", "", date(2017, 6, 1)),
        ("withdrawn", "replaced", date(2016, 9, 2)),
    ]

    anew(world, event_id, named["mentor"], attended=0, on=day)
    by_the_worker(world, day)

    assert ("valid", "", date(2016, 9, 2)) in held(world, "mentor", day)
    assert [one[0] for one in held(world, "mentor", day)].count("valid") == 1


def test_the_number_of_days_something_else_and_a_reason_after_the_closing(world, concept_id):
    event_id, named = closed(world, concept_id)
    wrong = [
        ("attended", {"attended": 7}),
        ("attended", {"attended": -1}),
        ("attended", {"attended": 6}),
        ("because", {"attended": 5, "because": "we know them"}),
        ("who", {"nomination_id": named["mentor"].__class__(int=7)}),
    ]
    for field, said in wrong:
        with pytest.raises(Refused) as refused:
            anew(world, event_id, **{"nomination_id": named["mentor"], **said})
        assert refused.value.refusal.field == field

    open_one = schooling.plan(world, concept_id)
    with pytest.raises(Refused, match="ikke lukket"):
        anew(world, open_one, named["mentor"])


def test_it_is_its_providers_alone(world, concept_id):
    from samspil.delivery.actions import putting_right

    event_id, named = closed(world, concept_id)
    told = {"attended": 5, "exercise": True, "because": "days_wrong", "nomination_id": named["mentor"]}
    day = {"at": world.at, "on": LATER, "event_id": event_id}
    for cast, slug in (("coordinator", "aaby"), ("programme_office", None)):
        with world.as_(cast, slug) as by, pytest.raises(Refused, match="Kun"):
            putting_right.put_completion_right(by=by, **day, **told)
    with world.as_("training_provider") as by, pytest.raises(Missing):
        putting_right.put_completion_right(by=by, **{**day, "event_id": named["mentor"]}, **told)


def test_a_word_follows_the_one_before_whatever_the_code_does(world, concept_id):
    from samspil.delivery.models.attendance import Completion
    from samspil.trust.audit import writing

    event_id, named = closed(world, concept_id)
    anew(world, event_id, named["mentor"], attended=5)
    with world.as_("training_provider") as by, writing():
        first = Completion.objects.get(nomination_id=named["mentor"], number=1)
        told = {
            "tenant_id": by.tenant_id,
            "event_id": event_id,
            "nomination_id": named["mentor"],
            "municipality_id": first.municipality_id,
            "days": first.days,
            "attended": 0,
            "exercise": False,
            "completed": False,
            "closed_on": LATER,
        }
        for number, because in ((4, "days_wrong"), (2, "days_wrong"), (3, ""), (1, "")):
            with pytest.raises(IntegrityError), transaction.atomic():
                Completion.objects.create(**told, number=number, because=because)
        Completion.objects.create(**told, number=3, because="days_wrong")


def test_who_took_part_in_a_workshop_is_said_anew(world, concept_id):
    from samspil.delivery.actions import putting_right
    from samspil.delivery.queries.training import present_at

    event_id = schooling.workshop(world, concept_id, ["aaby", "baekby"])
    aaby, baekby, ceby = (world.tenant(one) for one in ("aaby", "baekby", "ceby"))
    with world.as_("training_provider") as by:
        told = {"by": by, "at": world.at, "on": LATER, "event_id": event_id}
        putting_right.put_workshop_right(**told, municipalities=[aaby, ceby])
        assert present_at(by, event_id) == {aaby, ceby}
        with pytest.raises(Refused):
            putting_right.put_workshop_right(**told, municipalities=[by.tenant_id])
    with world.as_("coordinator", "baekby") as by:
        assert present_at(by, event_id) == frozenset()
    assert baekby != ceby


def test_on_the_pages_of_the_provider_and_the_municipality(world, concept_id):
    event_id, named = closed(world, concept_id)
    provider, address = world.client("training_provider"), f"/o/training/{event_id}"
    assert f"{address}/right" in provider.get(address).content.decode()
    told = {"who": str(named["other_mentor"]), "attended": "6", "exercise": "yes", "because": "days_wrong"}

    assert provider.post(f"{address}/right", {**told, "attended": "9"}).status_code == 422
    assert provider.post(f"{address}/right", told).status_code == 302

    for client in (provider, world.client("coordinator", "aaby")):
        page = client.get(address).content.decode()
        assert (page.count("Rettet den"), page.count("Ikke gennemført")) == (1, 0)
