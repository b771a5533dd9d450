"""A worker that dies with a letter of steering: it goes once, or not at all if nobody can know."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from tests.delivery import ground
from tests.delivery.reminding import day
from tests.governance import steering
from tests.interfaces.cli.postbox import postbox
from tests.interfaces.cli.test_posting_killed import DEATHS, work

READERS = (
    ("municipal_lead", "aaby"),
    ("municipal_lead", "baekby"),
    ("evaluator", None),
    ("programme_office", None),
)
LETTERS = 5
"""One each to two leads and the evaluator, two to the office, where a member of the group sits too."""


def cancelled(world: Any) -> None:
    """A meeting to which everybody was invited, cancelled, with its letters queued."""
    from samspil.governance.actions import meetings
    from samspil.interfaces.cli import posting

    meeting = steering.planned(world, steering.found(world)["steering"])[1]
    at = ground.at_day(day(0))
    with world.as_("programme_office") as by:
        meetings.invite(by=by, at=at, on=day(0), meeting_id=meeting)
    posting.write_reminders(at=at, on=day(0))
    _moved(world, state="sent")
    with world.as_("programme_office") as by:
        meetings.cancel_meeting(by=by, at=at, on=day(0), meeting_id=meeting)
    posting.write_reminders(at=at, on=day(0))


def asked(world: Any) -> None:
    """A decision in writing that everybody is asked about, with its letters queued."""
    from samspil.interfaces.cli import posting

    steering.in_writing(world, steering.found(world)["steering"])
    posting.write_reminders(at=ground.at_day(day(0)), on=day(0))


def rows() -> Any:
    """The letters of the organisation whose scope is open, of both kinds."""
    from samspil.governance.models.letters import MeetingLetter, SteeringLetter

    return [MeetingLetter.objects.exclude(news="invitation"), SteeringLetter.objects.all()]


def states(world: Any) -> Counter[str]:
    found: Counter[str] = Counter()
    for cast, slug in READERS:
        with world.as_(cast, slug):
            found += Counter(state for each in rows() for state in each.values_list("state", flat=True))
    return found


def _moved(world: Any, *, state: str = "") -> None:
    """The invitations were sent; or, without a state, eleven minutes pass for what goes out."""
    from django.db.models import F
    from django.db.models.functions import Now

    from samspil.governance.models.letters import MeetingLetter
    from samspil.kernel.ids import uuid7
    from samspil.trust.audit import writing

    past = timedelta(minutes=11)
    for cast, slug in READERS:
        with world.as_(cast, slug), writing():
            if state:
                for one in MeetingLetter.objects.all():
                    mine = MeetingLetter.objects.filter(id=one.id)
                    mine.update(state=state, letter=uuid7(), sent_on=day(0), moved_at=Now())
                continue
            for each in rows():
                each.update(moved_at=F("moved_at") - past, ready_at=F("ready_at") - past)


@pytest.mark.parametrize("dies", DEATHS)
@pytest.mark.parametrize("queued", [cancelled, asked], ids=["cancelled", "asked"])
def test_a_worker_that_is_killed_never_sends_a_letter_of_steering_twice(
    own_database: str, server: Any, queued: Any, dies: str
) -> None:
    from tests.trust import committed
    from tests.world import built

    world = built()
    queued(world)
    assert states(world) == {"queued": LETTERS}
    before, after, at_death, at_last = DEATHS[dies]
    with postbox() as box:
        killed = work(own_database, box, dies)
        assert (killed.returncode, len(box.taken)) == (-9, before), killed.stderr
        assert states(world) == {"queued": LETTERS - 1, at_death: 1}
        _moved(world)
        later = [work(own_database, box) for _twice in range(2)]
        assert [one.returncode for one in later] == [0, 0], later[0].stderr
        assert len(box.taken) == after + LETTERS - 1
        assert states(world) == Counter([at_last] + ["sent"] * (LETTERS - 1))
        assert len(set(box.to)) == len(box.to) == len(set(box.ids))
    committed._forget_how_far_it_was_sealed()
