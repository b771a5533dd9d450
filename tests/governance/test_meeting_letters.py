"""Invitations and reminders: to whoever speaks for a member, once each, with the day and nothing more."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override
from tests.delivery import ground
from tests.governance import steering
from tests.interfaces.cli.postbox import Postbox, postbox
from tests.interfaces.cli.test_posting import server_of

MEETS_ON = date(2014, 11, 19)
LEADS = ["municipal_lead@aaby.example", "municipal_lead@baekby.example"]
ALL = sorted(
    [
        *LEADS,
        "evaluator@evaluering.example",
        "programme_office@kontoret.example",
        "steering_member@kontoret.example",
    ]
)


@pytest.fixture
def box(settings: Any) -> Iterator[Postbox]:
    with postbox() as found, override("da"):
        settings.SAMSPIL_MAIL = "smtp"
        settings.SAMSPIL_MAIL_SERVER = server_of(found)
        settings.SAMSPIL_URL = "https://samspil.example"
        yield found


def round_on(box: Postbox, day: date, hour: int = 10) -> list[str]:
    """To whom something went in one round of the worker."""
    from samspil.interfaces.cli import posting

    before, at = len(box.to), ground.at_day(day).replace(hour=hour)
    posting.write_reminders(at=at, on=day)
    posting.post_meetings(at=at, on=day)
    return sorted(box.to[before:])


@pytest.fixture
def meeting(world: Any) -> Any:
    made = steering.found(world)
    return steering.planned(world, made["steering"])[1]


def invite(world: Any, meeting: Any, on: date = ground.TODAY) -> None:
    from samspil.governance.actions import meetings

    with world.as_("programme_office") as by:
        meetings.invite(by=by, at=world.at, on=on, meeting_id=meeting)


def test_each_who_speaks_for_a_member_is_invited_once_and_reminded_once(
    world: Any, box: Postbox, meeting: Any
) -> None:
    assert round_on(box, ground.TODAY) == []
    invite(world, meeting)
    days = [ground.TODAY, ground.TODAY, *(MEETS_ON - timedelta(days=one) for one in (8, 7, 6, 1, 0))]

    assert [round_on(box, day) for day in days] == [ALL, [], [], ALL, [], [], []]


def test_who_is_invited_shortly_before_gets_the_invitation_alone(
    world: Any, box: Postbox, meeting: Any
) -> None:
    day = MEETS_ON - timedelta(days=3)
    invite(world, meeting, day)

    assert [round_on(box, day + timedelta(days=one)) for one in range(3)] == [ALL, [], []]


def test_it_says_the_day_and_nothing_of_what_it_is_about(world: Any, box: Postbox, meeting: Any) -> None:
    steering.placed(world, meeting, heading="Noget fra dagsordenen", words="Et bilag")
    invite(world, meeting)
    round_on(box, ground.TODAY)
    round_on(box, MEETS_ON - timedelta(days=7))

    first, last = box.taken[0], box.taken[-1]
    assert (first["Subject"], last["Subject"]) == ("Indkaldelse: 19. november", "Husk: 19. november")
    url = f"https://samspil.example/o/steering/meetings/{meeting}"
    assert (
        first.get_content() == f"Du er indkaldt til et møde den 19. november. Dagsordenen er her:\n\n{url}\n"
    )
    assert last.get_content() == f"Der er møde den 19. november. Dagsordenen er her:\n\n{url}\n"


def test_nobody_is_woken_and_a_cancelled_meeting_is_told_of_no_more(
    world: Any, box: Postbox, meeting: Any
) -> None:
    from samspil.governance.actions import meetings

    invite(world, meeting)
    assert round_on(box, ground.TODAY, hour=5) == []
    with world.as_("programme_office") as by:
        meetings.cancel_meeting(by=by, at=world.at, on=ground.TODAY, meeting_id=meeting)
    assert round_on(box, ground.TODAY) == []


def cancel(world: Any, meeting: Any, on: date = ground.TODAY) -> None:
    from samspil.governance.actions import meetings

    with world.as_("programme_office") as by:
        meetings.cancel_meeting(by=by, at=world.at, on=on, meeting_id=meeting)


def test_whoever_was_invited_is_told_once_that_it_is_cancelled_and_nothing_else(
    world: Any, box: Postbox, meeting: Any
) -> None:
    steering.placed(world, meeting, heading="Noget fra dagsordenen", words="Et bilag")
    invite(world, meeting)
    assert round_on(box, ground.TODAY) == ALL
    cancel(world, meeting)

    assert [round_on(box, day) for day in (ground.TODAY, ground.TODAY, MEETS_ON)] == [ALL, [], []]
    last = box.taken[-1]
    url = f"https://samspil.example/o/steering/meetings/{meeting}"
    assert last["Subject"] == "Aflyst: 19. november"
    assert last.get_content() == f"Mødet den 19. november er aflyst. Det ligger her:\n\n{url}\n"


def test_who_was_never_reached_is_told_of_nothing_and_a_meeting_planned_only_is_cancelled_in_silence(
    world: Any, box: Postbox, meeting: Any
) -> None:
    from samspil.governance.models.letters import MeetingLetter
    from samspil.trust.audit import writing

    invite(world, meeting)
    assert round_on(box, ground.TODAY) == ALL
    with world.as_("municipal_lead", "aaby"), writing():
        MeetingLetter.objects.filter(meeting_id=meeting).delete()
    cancel(world, meeting)
    assert round_on(box, ground.TODAY) == [one for one in ALL if not one.endswith("@aaby.example")]


def test_it_is_told_before_the_day_alone_and_not_to_whoever_is_gone(
    world: Any, box: Postbox, meeting: Any
) -> None:
    from samspil.people.models.people import Account
    from samspil.trust.audit import writing

    invite(world, meeting)
    assert round_on(box, ground.TODAY) == ALL
    cancel(world, meeting)
    with world.as_("municipal_lead", "aaby"), writing():
        Account.objects.filter(email=LEADS[0]).update(is_active=False)
    assert round_on(box, MEETS_ON + timedelta(days=1)) == []
    assert round_on(box, MEETS_ON) == [one for one in ALL if one != LEADS[0]]


def test_what_was_surely_not_taken_waits_and_what_may_have_gone_is_not_sent_again(
    world: Any, box: Postbox, meeting: Any
) -> None:
    from samspil.governance.models.letters import MeetingLetter

    invite(world, meeting)
    box.answers["RCPT"] = "450 later"
    assert round_on(box, ground.TODAY) == []

    def states(cast: str, slug: str | None) -> set[str]:
        with world.as_(cast, slug):
            return set(MeetingLetter.objects.values_list("state", flat=True))

    assert states("municipal_lead", "aaby") == {"queued"}
    box.answers.clear()
    box.answers["."] = "hang up"
    from django.db.models.functions import Now

    from samspil.trust.audit import writing

    with world.as_("municipal_lead", "aaby"), writing():
        MeetingLetter.objects.update(ready_at=Now())
    round_on(box, ground.TODAY)
    assert states("municipal_lead", "aaby") == {"failed"}


def test_the_worker_closes_a_proposal_when_its_time_is_over(world: Any) -> None:
    from samspil.governance.queries import ballots
    from samspil.interfaces.cli import posting

    made = steering.found(world)
    key = steering.in_writing(world, made["steering"])
    for slug in steering.MEMBERS:
        steering.voted(world, key, slug)
    last = ground.TODAY + timedelta(days=10)

    def closed_on() -> Any:
        with world.as_("programme_office") as by:
            return ballots.ballot(by, by.tenant_id, key, on=ground.TODAY).closed_on

    seen = []
    for day in (last, last + timedelta(days=1), last + timedelta(days=2)):
        posting.hourly(at=ground.at_day(day), on=day)
        seen.append(closed_on())
    assert seen == [None, last + timedelta(days=1), last + timedelta(days=1)]
    assert dataclasses.astuple(steering_count(world, key)) == (4, 3, 0, 0)


def steering_count(world: Any, key: Any) -> Any:
    from samspil.governance.queries import ballots

    with world.as_("evaluator") as by:
        return ballots.ballot(by, world.tenant("kontoret"), key, on=ground.TODAY).counted
