"""Holders of certificates are told once, in good time, that they end; their coordinators see it listed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override
from tests.delivery import ground, schooling
from tests.interfaces.cli.postbox import Postbox, postbox

FROM = "besked@samspil.example"
ENDS = date(2016, 9, 2)
FIRST_DAY = ENDS - timedelta(days=60)


@pytest.fixture
def box(settings: Any) -> Iterator[Postbox]:
    with postbox() as made, override("da"):
        settings.SAMSPIL_MAIL = "smtp"
        settings.SAMSPIL_MAIL_SERVER = {
            "host": "127.0.0.1",
            "port": made.port,
            "tls": "off",
            "sender": FROM,
            "timeout_s": 5,
        }
        settings.SAMSPIL_URL = "https://samspil.example"
        yield made


def post(on: date, hour: int = 10) -> int:
    from samspil.interfaces.cli import posting

    return posting.post(at=ground.at_day(on).replace(hour=hour), on=on)


def test_the_holder_is_told_once_two_months_before_and_by_day(world: Any, box: Postbox) -> None:
    schooling.trained(world, "aaby", ground.load(world), ["mentor"])

    days = (FIRST_DAY - timedelta(days=1), FIRST_DAY, FIRST_DAY + timedelta(days=1), ENDS)
    assert post(FIRST_DAY, hour=2) == 0
    assert [post(day) for day in days] == [0, 1, 0, 0]

    (mail,) = box.taken
    assert (box.to, mail["Subject"]) == (["mentor@aaby.example"], "Der ligger noget til dig")
    assert (
        mail.get_content() == "Der ligger noget til dig på din side.\n\nhttps://samspil.example/f/training/\n"
    )


def test_nobody_is_told_of_what_was_renewed_withdrawn_or_left(world: Any, box: Postbox) -> None:
    from samspil.delivery.actions import training_certificates as actions
    from samspil.people.models.people import Appointment
    from samspil.trust.audit import writing

    concept_id = ground.load(world)
    made = schooling.trained(world, "aaby", concept_id, ["mentor", "other_mentor", "lent"])
    day = date(2016, 5, 2)
    schooling.trained(world, "aaby", concept_id, ["lent"], kind="refresher", days=(day,), on=day)
    with world.as_("coordinator", "aaby") as by:
        told = {"at": world.at, "on": day, "certificate_id": made["other_mentor"]}
        actions.withdraw_certificate(by=by, because="no_longer", **told)
        with writing():
            mentor = Appointment.objects.filter(id=world.member("mentor", "aaby").appointment_id)
            mentor.update(to_on=FIRST_DAY - timedelta(days=1))
            assert post_quietly(box) == []
            mentor.update(to_on=None)

    assert (post(FIRST_DAY), box.to) == (1, ["mentor@aaby.example"])


def post_quietly(box: Postbox) -> list[str]:
    post(FIRST_DAY)
    return list(box.to)


def test_what_the_carrier_could_not_take_just_now_is_tried_again(world: Any, box: Postbox) -> None:
    schooling.trained(world, "aaby", ground.load(world), ["mentor"])
    box.answers["RCPT"] = "451 later"
    assert post(FIRST_DAY) == 0
    box.answers.clear()

    assert [post(FIRST_DAY) for _twice in range(2)] == [1, 0]


def test_what_the_carrier_refuses_is_not_tried_again(world: Any, box: Postbox) -> None:
    schooling.trained(world, "aaby", ground.load(world), ["mentor"])
    box.answers["RCPT"] = "550 nobody"
    assert post(FIRST_DAY) == 0
    box.answers.clear()

    assert post(FIRST_DAY) == 0


def test_the_coordinator_has_it_on_the_list_from_the_same_day(world: Any) -> None:
    from samspil.delivery.queries.waiting_training import training_certificates

    schooling.trained(world, "aaby", ground.load(world), ["mentor"])
    with world.as_("coordinator", "aaby") as by:
        found = [training_certificates(by, FIRST_DAY + timedelta(days=days)).count() for days in (-1, 0, 61)]

    assert found == [0, 1, 1]


def test_the_own_page_says_that_it_ends_soon(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from samspil.interfaces import clock

    schooling.trained(world, "aaby", ground.load(world), ["mentor"])
    said = {}
    with override("da"):
        for days in (-1, 0, 61):
            day = FIRST_DAY + timedelta(days=days)
            monkeypatch.setattr(clock, "today", lambda day=day: day)
            page = world.client("mentor", "aaby").get("/f/training/").content.decode()
            said[days] = [word for word in ("Gyldigt", "Udløber snart", "Udløbet") if word in page]

    assert said == {-1: ["Gyldigt"], 0: ["Udløber snart"], 61: ["Udløbet"]}
