"""Those who go on a visit and whoever asked for it are reminded: in good time, once, of the day it is now."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override
from tests.delivery import asking_visits as asking
from tests.delivery import ground, visiting
from tests.interfaces.cli.postbox import Postbox, postbox
from tests.interfaces.cli.test_posting import server_of

ON = ground.TODAY + timedelta(days=30)


@pytest.fixture
def box(settings: Any) -> Iterator[Postbox]:
    with postbox() as made, override("da"):
        settings.SAMSPIL_MAIL = "smtp"
        settings.SAMSPIL_MAIL_SERVER = server_of(made)
        settings.SAMSPIL_URL = "https://samspil.example"
        yield made


def pair_of(world: Any) -> list[str]:
    return sorted(world.member(cast, "aaby").email for cast in ("role_model", "partner"))


@pytest.fixture
def visit(world: Any) -> Any:
    made = visiting.series(world, "aaby", ground.load(world))
    return visiting.planned(world, made, 1, ON)


def round_on(box: Postbox, day: date, hour: int = 10) -> list[str]:
    """One hourly round and one of the post on a day; who was reminded in it."""
    from samspil.interfaces.cli import posting

    before = len(box.taken)
    at = ground.at_day(day).replace(hour=hour)
    posting.write_reminders(at=at, on=day)
    posting.post(at=at, on=day)
    new = list(zip(box.to, box.taken, strict=True))[before:]
    return sorted(address for address, mail in new if mail["Subject"].startswith("Husk"))


def move(world: Any, visit: Any, to: date) -> None:
    from samspil.delivery.actions import series as actions

    plan = visiting.plan(to, visiting.pair(world))
    with world.as_("coordinator", "aaby") as by:
        actions.plan_visit(by=by, at=world.at, on=ground.TODAY, visit_id=visit.id, plan=plan)


def states(world: Any, visit: Any) -> list[tuple[int, bool, str]]:
    from samspil.delivery.models.visit_reminders import VisitReminder

    with world.as_("coordinator", "aaby"):
        rows = VisitReminder.objects.filter(visit_id=visit.id).order_by("id")
        return list(rows.values_list("days_before", "overtaken", "state"))


def test_the_pair_is_told_seven_days_and_one_before_and_never_twice(
    world: Any, box: Postbox, visit: Any
) -> None:
    days = (8, 7, 7, 6, 2, 1, 1, 0)
    told = [round_on(box, ON - timedelta(days=before)) for before in days]

    assert told == [[], pair_of(world), [], [], [], pair_of(world), [], []]


def test_it_says_when_and_nothing_of_what_with_whom_or_about_whom(
    world: Any, box: Postbox, visit: Any
) -> None:
    round_on(box, ON - timedelta(days=7))

    (mail, _other) = box.taken
    assert mail["Subject"] == "Husk: 3. december"
    assert mail.get_content() == (
        "Du skal ud onsdag den 3. december kl. 10.00. Alt om det står på din side.\n\n"
        "https://samspil.example/f/\n"
    )


def test_nobody_is_woken_and_whoever_slept_through_one_is_told_of_the_next(
    world: Any, box: Postbox, visit: Any
) -> None:
    assert round_on(box, ON - timedelta(days=7), hour=5) == []
    assert round_on(box, ON - timedelta(days=1)) == pair_of(world)
    assert sorted(states(world, visit)) == sorted(2 * [(7, False, "dropped"), (1, False, "sent")])


def test_a_cancelled_visit_is_told_of_no_more(world: Any, box: Postbox, visit: Any) -> None:
    from samspil.delivery.actions import series as actions
    from samspil.interfaces.cli import posting

    day = ON - timedelta(days=7)
    posting.write_reminders(at=ground.at_day(day), on=day)
    with world.as_("coordinator", "aaby") as by:
        actions.cancel_visit(by=by, at=world.at, visit_id=visit.id, because="illness")

    assert states(world, visit) == 2 * [(7, True, "dropped")]
    assert [round_on(box, day + timedelta(days=one)) for one in (0, 6)] == [[], []]


def test_a_moved_visit_is_told_of_anew_and_moved_back_once_more(world: Any, box: Postbox, visit: Any) -> None:
    day, later = ON - timedelta(days=7), ON + timedelta(days=1)
    assert round_on(box, day) == pair_of(world)
    move(world, visit, later)
    assert [round_on(box, one) for one in (day, day + timedelta(days=1))] == [[], pair_of(world)]
    move(world, visit, ON)

    assert round_on(box, day + timedelta(days=1)) == pair_of(world)
    assert [mail["Subject"] for mail in box.taken[::2]] == [
        "Husk: 3. december",
        "Husk: 4. december",
        "Husk: 3. december",
    ]


def test_who_was_swapped_out_or_has_left_is_not_told(world: Any, box: Postbox, visit: Any) -> None:
    from samspil.interfaces.cli import posting
    from samspil.people.models.people import Appointment
    from samspil.trust.audit import writing

    day = ON - timedelta(days=7)
    posting.write_reminders(at=ground.at_day(day), on=day)
    mine, partner = visiting.pair(world)
    with world.as_("coordinator", "aaby"), writing():
        Appointment.objects.filter(id=partner).update(to_on=day - timedelta(days=1))
    from samspil.delivery.actions import series as actions

    assert round_on(box, day) == [world.member("role_model", "aaby").email]
    with world.as_("coordinator", "aaby"), writing():
        Appointment.objects.filter(id=partner).update(to_on=None)
    with world.as_("coordinator", "aaby") as by:
        plan = visiting.plan(ON, (partner,))
        actions.plan_visit(by=by, at=world.at, on=ground.TODAY, visit_id=visit.id, plan=plan)

    assert mine != partner
    assert round_on(box, ON - timedelta(days=1)) == [world.member("partner", "aaby").email]


def test_whoever_asked_and_confirmed_is_told_as_well(world: Any, box: Postbox) -> None:
    key, made = asking.planned(world, ground.load(world))
    visiting.planned(world, made, 1, ON)

    assert round_on(box, ON - timedelta(days=7)) == sorted([asking.MAIL, *pair_of(world)])
    (mail,) = [
        one
        for to, one in zip(box.to, box.taken, strict=True)
        if to == asking.MAIL and "Husk" in one["Subject"]
    ]
    assert mail.get_content() == (
        "Som aftalt kommer vi onsdag den 3. december kl. 10.00.\n\n"
        "Er der kommet noget i vejen, så sig det til dem, I har aftalt det med.\n"
    )
    asking_other_days(world, key)
    assert round_on(box, ON - timedelta(days=1)) == pair_of(world)


def asking_other_days(world: Any, key: uuid.UUID) -> None:
    asking.wish(world, asking.standing(world, key), ON + timedelta(days=7))


def test_a_contact_whose_mail_nobody_confirmed_is_not_told(world: Any, box: Postbox) -> None:
    from samspil.delivery.models.series import Series
    from samspil.trust.audit import writing

    concept_id = ground.load(world)
    made, key = visiting.series(world, "aaby", concept_id), asking.ask(world)
    with world.as_("coordinator", "aaby"), writing():
        Series.objects.filter(id=made.id).update(request_id=key)
    visiting.planned(world, made, 1, ON)
    assert asking.state(world, key) == "asked"

    assert round_on(box, ON - timedelta(days=7)) == pair_of(world)


def test_a_contact_who_cancelled_is_not_told_even_of_what_waited(world: Any, box: Postbox) -> None:
    from samspil.delivery.actions import visit_requests as actions
    from samspil.interfaces.cli import posting
    from samspil.trust.scope import scope

    key, made = asking.planned(world, ground.load(world))
    visit, day = visiting.planned(world, made, 1, ON), ON - timedelta(days=7)
    posting.write_reminders(at=ground.at_day(day), on=day)
    by = asking.standing(world, key)
    with scope(by):
        actions.cancel_request(by=by, at=world.at, on=ground.TODAY)

    assert round_on(box, day) == pair_of(world)
    assert sorted(one[2] for one in states(world, visit)) == ["dropped", "sent", "sent"]


def test_another_concept_file_has_other_days(world: Any, box: Postbox) -> None:
    concept = ground.the_concept()
    concept_id = ground.load(
        world, dataclasses.replace(concept, visit_reminders=(14,), version=concept.version + 1)
    )
    visiting.planned(world, visiting.series(world, "aaby", concept_id), 1, ON)

    told = [round_on(box, ON - timedelta(days=days)) for days in (14, 7, 1)]
    assert told == [pair_of(world), [], []]


def test_what_the_carrier_cannot_take_is_tried_again_and_what_it_refuses_is_not(
    world: Any, box: Postbox, visit: Any
) -> None:
    from samspil.delivery.models.visit_reminders import VisitReminder
    from samspil.trust.audit import writing

    day = ON - timedelta(days=7)
    box.answers["RCPT"] = "451 later"
    assert round_on(box, day) == []
    with world.as_("coordinator", "aaby"), writing():
        VisitReminder.objects.update(ready_at=world.at - timedelta(days=999))
    box.answers["RCPT"] = "550 nobody"
    assert (round_on(box, day), round_on(box, day)) == ([], [])
    box.answers.clear()

    assert states(world, visit) == 2 * [(7, False, "failed")]
    assert round_on(box, day) == []


@pytest.mark.parametrize("ahead", range(-2, 12))
def test_the_step_is_the_newest_whose_day_has_come(ahead: int) -> None:
    from samspil.delivery.queries.visit_reminders import step_of

    said = {True: 1} if ahead == 1 else {True: 7} if 2 <= ahead <= 7 else {}
    assert step_of((7, 1), ahead) == said.get(True)
