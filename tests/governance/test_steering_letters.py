"""Letters about decisions in writing and barriers: to whoever answers or sees to it, once, quiet after."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.delivery import ground
from tests.governance import steering
from tests.governance.test_meeting_letters import ALL, LEADS, box, round_on  # noqa: F401
from tests.interfaces.cli.postbox import Postbox

DAY = timedelta(days=1)
OFFICE = ["programme_office@kontoret.example"]
OF_BAEKBY = ["coordinator@baekby.example", "deputy@baekby.example", "municipal_lead@baekby.example"]


@pytest.fixture
def groups(world: Any) -> dict[str, Any]:
    return steering.found(world)


def test_whoever_votes_is_asked_once_reminded_once_and_left_in_peace_when_it_is_done(
    world: Any,
    box: Postbox,  # noqa: F811
    groups: dict[str, Any],
) -> None:
    key = steering.in_writing(world, groups["steering"], days=10)
    days = [ground.TODAY, ground.TODAY, ground.TODAY + 7 * DAY]
    seen = [round_on(box, day) for day in days]
    steering.voted(world, key, "aaby")
    left = [one for one in ALL if not one.endswith("@aaby.example")]
    seen += [round_on(box, ground.TODAY + days * DAY) for days in (8, 9, 10, 11)]

    assert seen == [ALL, [], [], left, [], [], []]


def test_it_says_a_day_and_nothing_of_what_is_proposed(
    world: Any,
    box: Postbox,  # noqa: F811
    groups: dict[str, Any],
) -> None:
    key = steering.in_writing(world, groups["steering"], days=10)
    round_on(box, ground.TODAY)
    first = box.taken[0]
    round_on(box, ground.TODAY + 8 * DAY)
    last = box.taken[-1]

    url = f"https://samspil.example/o/steering/decisions/{key}"
    assert (first["Subject"], last["Subject"]) == (
        "Et svar senest 13. november",
        "Husk: et svar senest 13. november",
    )
    assert first.get_content() == (
        f"Din organisation bliver bedt om et svar senest den 13. november. Det ligger her:\n\n{url}\n"
    )
    assert last.get_content() == (
        f"Din organisation har ikke svaret endnu. Sidste dag er den 13. november. Det ligger her:\n\n{url}\n"
    )


def test_a_barrier_is_told_to_its_owner_and_past_its_day_to_owner_and_office(
    world: Any,
    box: Postbox,  # noqa: F811
    groups: dict[str, Any],
) -> None:
    barrier = steering.raised(world).id
    assert round_on(box, ground.TODAY) == []
    steering.assigned(world, barrier, "baekby")
    seen = [round_on(box, ground.TODAY + days * DAY) for days in (0, 0, 14, 15, 15, 20)]

    assert seen == [OF_BAEKBY, [], [], sorted(OF_BAEKBY + OFFICE), [], []]
    url = f"https://samspil.example/o/steering/barriers/{barrier}"
    subjects = [one["Subject"] for one in box.taken]
    assert sorted(set(subjects)) == ["Fristen er gået: 17. november", "Tag jer af det senest 17. november"]
    assert {one.get_content().split("\n\n")[1].strip() for one in box.taken} == {url}


def test_a_barrier_that_is_decided_or_has_another_owner_is_told_of_no_more(
    world: Any,
    box: Postbox,  # noqa: F811
    groups: dict[str, Any],
) -> None:
    barrier = steering.raised(world).id
    steering.assigned(world, barrier, "baekby")
    steering.assigned(world, barrier, "aaby")
    told = ["coordinator@aaby.example", "municipal_lead@aaby.example"]
    assert set(round_on(box, ground.TODAY)) >= set(told)
    assert not any(one.endswith("@baekby.example") for one in box.to)
    steering.decided(world, groups["steering"], barrier)
    assert round_on(box, ground.TODAY + 15 * DAY) == []


def test_what_may_have_gone_is_not_sent_again_and_what_surely_did_not_is(
    world: Any,
    box: Postbox,  # noqa: F811
    groups: dict[str, Any],
) -> None:
    from django.db.models.functions import Now

    from samspil.governance.models.letters import SteeringLetter
    from samspil.trust.audit import writing

    def states() -> set[str]:
        with world.as_("municipal_lead", "aaby"):
            return set(SteeringLetter.objects.values_list("state", flat=True))

    steering.in_writing(world, groups["steering"])
    box.answers["RCPT"] = "450 later"
    assert (round_on(box, ground.TODAY), states()) == ([], {"queued"})
    box.answers.clear()
    box.answers["."] = "hang up"
    with world.as_("municipal_lead", "aaby"), writing():
        SteeringLetter.objects.update(ready_at=Now())
    round_on(box, ground.TODAY)
    assert states() == {"failed"}
    box.answers.clear()
    with world.as_("municipal_lead", "aaby"), writing():
        SteeringLetter.objects.update(ready_at=Now())
    assert LEADS[0] not in round_on(box, ground.TODAY)


def test_a_worker_that_died_with_a_letter_sends_it_once(
    world: Any,
    box: Postbox,  # noqa: F811
    groups: dict[str, Any],
) -> None:
    from django.db.models.functions import Now

    from samspil.governance.actions import steering_letters as actions
    from samspil.governance.models.letters import SteeringLetter
    from samspil.governance.queries import steering_letters as queries
    from samspil.interfaces.cli import posting
    from samspil.kernel.actor import Actor
    from samspil.trust.audit import writing
    from samspil.trust.scope import scope

    steering.in_writing(world, groups["steering"])
    at, job = ground.at_day(ground.TODAY).replace(hour=10), Actor.job(world.tenant("aaby"))
    posting.write_reminders(at=at, on=ground.TODAY)
    with scope(job):
        wanted = queries.next_letter(job)
        assert wanted is not None
        actions.claim(by=job, at=at, on=ground.TODAY, letter_id=wanted)
    assert LEADS[0] not in round_on(box, ground.TODAY)  # another worker has it
    with scope(job), writing():
        SteeringLetter.objects.update(moved_at=Now() - timedelta(minutes=11))
    assert round_on(box, ground.TODAY) == [LEADS[0]]
    assert round_on(box, ground.TODAY) == []
