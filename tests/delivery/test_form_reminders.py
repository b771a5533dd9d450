"""Who has not answered a form after a visit or a course is reminded once, whatever becomes of the worker."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override
from tests.delivery import asking_participants, asking_visits, ground, visiting
from tests.delivery.test_owed_forms import answers_of
from tests.interfaces.cli.postbox import Postbox, postbox
from tests.interfaces.cli.test_posting_killed import ROOT, WORKER
from tests.world import built

DAY = ground.TODAY - timedelta(days=40)
DUE = DAY + timedelta(days=3)
REMINDED = DUE + timedelta(days=1)
LAST = DUE + timedelta(days=4 + 28)
TEACHERS = DAY + timedelta(days=8)


@pytest.fixture
def box(settings: Any) -> Iterator[Postbox]:
    with postbox() as made, override("da"):
        settings.SAMSPIL_MAIL = "smtp"
        settings.SAMSPIL_MAIL_SERVER = {
            "host": "127.0.0.1",
            "port": made.port,
            "tls": "off",
            "sender": "besked@samspil.example",
            "timeout_s": 5,
        }
        settings.SAMSPIL_URL = "https://samspil.example"
        yield made


def post(on: date, hour: int = 10) -> int:
    """What the worker sends of forms on a day; how many messages were taken."""
    from samspil.interfaces.cli import posting

    return posting.post(at=ground.at_day(on).replace(hour=hour), on=on)


def visit(world: Any, concept_id: Any, position: int = 1, on: date = DAY, made: Any = None) -> Any:
    return visiting.held(world, made or visiting.series(world, "aaby", concept_id), position, on)


def reminders(world: Any, visit_id: Any) -> dict[str, set[str]]:
    """How far the reminders of a visit's forms are, by who is asked."""
    from samspil.delivery.models.forms import OwedForm

    found: dict[str, set[str]] = {}
    with world.as_("coordinator", "aaby"):
        for asked, state in OwedForm.objects.filter(thing_id=visit_id).values_list("asked", "reminder"):
            found.setdefault(asked, set()).add(state)
    return found


def answer(world: Any, one: Any, on: date) -> None:
    from samspil.delivery.actions.forms import answer_form

    with world.as_("role_model", "aaby") as by:
        told = answers_of("role_model")
        answer_form(by=by, at=ground.at_day(on), on=on, visit_id=one.id, answers=told)


def test_a_role_model_is_told_once_by_day_where_to_look_and_not_of_what(world: Any, box: Postbox) -> None:
    concept_id = ground.load(world)
    one = visit(world, concept_id)

    assert [post(DUE), post(REMINDED, hour=2)] == [0, 0]
    sent = post(REMINDED)
    assert [post(REMINDED + timedelta(days=days)) for days in (0, 1, 20)] == [0, 0, 0]
    partner = world.member("partner", "aaby").email
    assert (sent, sorted(box.to)) == (2, sorted([partner, "role_model@aaby.example"]))
    mail = box.taken[0]
    assert mail["Subject"] == "Der ligger noget til dig"
    assert mail.get_content() == "Der ligger noget til dig på din liste.\n\nhttps://samspil.example/\n"
    assert reminders(world, one.id) == {"pupils": {""}, "teacher": {""}, "role_model": {"sent"}}


def test_all_that_somebody_owes_goes_in_one_letter(world: Any, box: Postbox) -> None:
    made = visiting.series(world, "aaby", ground.load(world))
    for position in (1, 2):
        visit(world, None, position, DAY + timedelta(days=position), made)

    post(DAY + timedelta(days=10))

    assert box.to.count("role_model@aaby.example") == 1


def test_who_answered_has_left_or_can_answer_no_more_is_left_in_peace(world: Any, box: Postbox) -> None:
    from samspil.people.models.people import Appointment
    from samspil.trust.audit import writing

    one = visit(world, ground.load(world))
    with world.as_("coordinator", "aaby"), writing():
        partner = Appointment.objects.filter(id=world.member("partner", "aaby").appointment_id)
        partner.update(to_on=DAY + timedelta(days=2))
    answer(world, one, DUE)
    assert (post(REMINDED), box.to) == (0, [])

    other = visit(world, ground.load(world), on=DAY + timedelta(days=1))
    assert reminders(world, other.id)["role_model"] == {""}
    assert post(LAST + timedelta(days=2)) == 0
    assert post(LAST + timedelta(days=1)) >= 1
    assert box.to.count("role_model@aaby.example") == 1


def test_who_answers_while_the_letter_is_on_its_way_is_not_written_to(
    world: Any, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from samspil.interfaces.cli import carrying

    one = visit(world, ground.load(world))
    real = carrying.carried

    def answered_first(*given: Any) -> bool:
        if given[4].address == "role_model@aaby.example":
            answer(world, one, REMINDED)
        return real(*given)

    monkeypatch.setattr(carrying, "carried", answered_first)
    post(REMINDED)

    assert "role_model@aaby.example" not in box.to
    post(REMINDED + timedelta(days=1))
    assert "role_model@aaby.example" not in box.to


def test_who_came_to_a_course_is_told_once_and_who_was_counted_is_not(world: Any, box: Postbox) -> None:
    concept_id = ground.load(world)
    asking_participants.course(world, concept_id, {"aaby": ("mentor", "lent")})
    closed = asking_participants.CLOSED_ON
    asking_participants.night(closed)
    remind = closed + timedelta(days=4)

    assert [post(remind - timedelta(days=1)), post(remind), post(remind)] == [0, 2, 0]
    assert sorted(box.to) == ["lent@aaby.example", "mentor@aaby.example"]


def asked_for(world: Any, concept_id: Any, state: str = "planned") -> Any:
    """A visit of a series that a place asked for."""
    from samspil.delivery.models.visit_requests import VisitRequest
    from samspil.trust.audit import writing

    key = asking_visits.confirmed(world, who=asking_visits.contact(mail="laerer@skole.example"))
    made = visiting.series(world, "aaby", concept_id)
    asking_visits.into_a_series(world, "aaby", key, made.id)
    one = visit(world, concept_id, 1, DAY, made)
    if state != "planned":
        with world.as_("coordinator", "aaby"), writing():
            VisitRequest.objects.filter(id=key).update(state=state)
    return one


def test_a_teacher_is_written_to_once_where_the_address_was_confirmed_and_the_link_opens_the_form(
    world: Any, box: Postbox
) -> None:
    from django.test import Client

    from samspil.delivery.models.forms import OwedForm

    one = asked_for(world, ground.load(world))
    post(TEACHERS - timedelta(days=1))
    assert "laerer@skole.example" not in box.to
    box.to.clear()
    box.taken.clear()

    today = ground.TODAY
    assert [post(today), post(today)] == [1, 0]
    assert box.to == ["laerer@skole.example"]
    (mail,) = box.taken
    text = mail.get_content()
    found = re.fullmatch(r"Der ligger et kort skema til dig her: (https://\S+)#(\S+)\n", text)
    assert found is not None
    path = found[1].removeprefix("https://samspil.example")
    tokens = (found[2], "x" * len(found[2]))
    assert [Client().post(path, {"token": one}).status_code for one in tokens] == [200, 404]
    with world.as_("coordinator", "aaby"):
        row = OwedForm.objects.get(thing_id=one.id, asked="teacher")
    assert (row.reminder, row.reminder_link is not None) == ("sent", True)


@pytest.mark.parametrize("state", ["none", "cancelled"])
def test_a_teacher_without_a_confirmed_address_is_written_to_by_nobody(
    world: Any, box: Postbox, state: str
) -> None:
    concept_id = ground.load(world)
    one = visit(world, concept_id) if state == "none" else asked_for(world, concept_id, state)

    post(TEACHERS)

    assert all(address.endswith("@aaby.example") for address in box.to)
    assert reminders(world, one.id)["teacher"] == {""}


def test_what_the_carrier_could_not_take_is_tried_again_and_what_it_refuses_is_not(
    world: Any, box: Postbox
) -> None:
    from samspil.delivery.models.forms import OwedForm
    from samspil.trust.audit import writing

    one = visit(world, ground.load(world))
    box.answers["RCPT"] = "451 later"
    assert post(REMINDED) == 0
    assert reminders(world, one.id)["role_model"] == {""}
    box.answers["RCPT"] = "550 nobody"
    assert post(REMINDED) == 0, "it waits before it is tried again"
    with world.as_("coordinator", "aaby"), writing():
        OwedForm.objects.update(reminder_at=None)
    assert post(REMINDED) == 0
    assert reminders(world, one.id)["role_model"] == {"failed"}
    box.answers.clear()
    assert post(REMINDED) == 0


@pytest.mark.parametrize(("days", "told"), [(None, None), (0, DUE), (2, DUE + timedelta(days=2))])
def test_when_is_the_concept_files_to_say(world: Any, box: Postbox, days: Any, told: Any) -> None:
    concept = ground.the_concept()
    forms = tuple(replace(one, remind_days=days) for one in concept.forms)
    visit(world, ground.load(world, replace(concept, forms=forms)))

    first = next((on for n in range(12) if post(on := DAY + timedelta(days=n))), None)

    assert first == told


DEATHS = {
    "after the claim": (0, 1, "sending", "sent"),
    "before the text": (0, 0, "handing", "failed"),
    "after the text": (1, 1, "handing", "failed"),
}


@pytest.mark.parametrize("dies", DEATHS)
def test_a_worker_that_is_killed_never_reminds_twice(own_database: str, server: Any, dies: str) -> None:
    from samspil.delivery.models.forms import OwedForm
    from samspil.people.models.people import Appointment
    from samspil.trust.audit import writing

    world = built()
    one = visit(world, ground.load(world))
    with world.as_("coordinator", "aaby"), writing():
        partner = Appointment.objects.filter(id=world.member("partner", "aaby").appointment_id)
        partner.update(to_on=DAY)
    before, after, at_death, at_last = DEATHS[dies]

    def work(dies: str = "") -> int:
        done = subprocess.run(
            [sys.executable, "-c", WORKER, str(box.port), dies, ground.at_day(REMINDED).isoformat()],
            env={**os.environ, "SAMSPIL_DATABASE_NAME": own_database, "PYTHONPATH": str(ROOT / "src")},
            cwd=ROOT,
            capture_output=True,
            timeout=120,
            check=False,
        )
        return done.returncode

    with postbox() as box:
        assert (work(dies), len(box.taken)) == (-9, before)
        assert reminders(world, one.id)["role_model"] == {"", at_death}
        with world.as_("coordinator", "aaby"), writing():
            claimed = OwedForm.objects.exclude(reminder="")
            claimed.update(reminder_at=ground.at_day(date(2014, 1, 1)))
        assert [work(), work()] == [0, 0]
        assert (len(box.taken), reminders(world, one.id)["role_model"]) == (after, {"", at_last})
