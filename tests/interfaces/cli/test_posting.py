"""What the worker sends: once, whatever dies, with words that say nothing, and nothing that is not wanted."""

from __future__ import annotations

import smtplib
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from tests.delivery import ground
from tests.delivery.reminding import day, owing, post, told, write
from tests.interfaces.cli.postbox import Postbox, postbox

FROM = "besked@samspil.example"


@pytest.fixture
def concept_id(world: Any) -> uuid.UUID:
    return ground.load(world)


@pytest.fixture
def box(settings: Any) -> Iterator[Postbox]:
    """A mail server that the settings lead to."""
    with postbox() as made:
        settings.SAMSPIL_MAIL = "smtp"
        settings.SAMSPIL_MAIL_SERVER = server_of(made)
        settings.SAMSPIL_URL = "https://samspil.example"
        yield made


def server_of(box: Postbox) -> dict[str, Any]:
    return {"host": "127.0.0.1", "port": box.port, "tls": "off", "sender": FROM, "timeout_s": 5}


# --- the server the rest stands on


def test_the_mail_server_of_the_tests_takes_what_the_library_s_client_sends() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = FROM, "a@b.example", "Æ", "<1@b.example>"
    mail.set_content("En linje\n.punktum forrest\nslut\n")
    with postbox() as box, smtplib.SMTP("127.0.0.1", box.port, timeout=5) as client:
        client.send_message(mail)
        assert ([one.get_content() for one in box.taken], box.to, box.ids) == (
            ["En linje\n.punktum forrest\nslut\n"],
            ["a@b.example"],
            ["<1@b.example>"],
        )
        box.answers["."] = "451 later"
        with pytest.raises(smtplib.SMTPDataError):
            client.send_message(mail)
        box.answers.clear()
        box.answers["RCPT"] = "550 nobody"
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.send_message(mail)
        assert len(box.taken) == 1


# --- one letter


def test_one_letter_says_nothing_and_goes_once(world: Any, concept_id: uuid.UUID, box: Postbox) -> None:
    made = owing(world, "aaby", concept_id)
    write(world, day(0))

    assert [post(world, day(0)) for _twice in range(2)] == [1, 0]

    (mail,) = box.taken
    assert box.to == ["mentor@aaby.example"]
    assert {key: mail[key] for key in ("From", "To", "Subject", "Auto-Submitted", "Content-Language")} == {
        "From": FROM,
        "To": "mentor@aaby.example",
        "Subject": "Der ligger noget til dig",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "da",
    }
    assert mail.get_content() == "Der ligger noget til dig på din liste.\n\nhttps://samspil.example/\n"
    assert told(world, made) == [("today", "mentor", "sent")]


def test_however_many_wait_for_somebody_they_get_one_letter(
    world: Any, concept_id: uuid.UUID, box: Postbox
) -> None:
    made = [owing(world, "aaby", concept_id) for _each in range(3)]
    assert write(world, day(14)) == 6

    assert post(world, day(14)) == 2

    assert sorted(box.to) == ["coordinator@aaby.example", "deputy@aaby.example"]
    for one in made:
        assert told(world, one) == [("reason", "coordinator", "sent"), ("reason", "deputy", "sent")]


def test_what_was_answered_after_the_claim_does_not_leave(
    world: Any, concept_id: uuid.UUID, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer comes while the carrier is being reached: between the claim and the last moment."""
    from samspil.interfaces.sending.smtp import Smtp

    made = owing(world, "aaby", concept_id)
    write(world, day(0))
    real = Smtp._talk

    def answered_meanwhile(self: Smtp, *given: Any) -> None:
        real(self, *given)
        assert told(world, made) == [("today", "mentor", "sending")]
        ground.answer(world, made, on=day(0))

    monkeypatch.setattr(Smtp, "_talk", answered_meanwhile)

    assert post(world, day(0)) == 0
    assert (box.taken, told(world, made)) == ([], [("today", "mentor", "dropped")])


def test_a_step_that_was_overtaken_in_the_queue_is_not_sent(
    world: Any, concept_id: uuid.UUID, box: Postbox, settings: Any
) -> None:
    """The mail server was away for a month: the newest step goes, not four at once."""
    made = owing(world, "aaby", concept_id)
    for days in (-7, 0, 7, 14):
        write(world, day(days))

    assert post(world, day(20)) == 2

    assert sorted(box.to) == ["coordinator@aaby.example", "deputy@aaby.example"]
    assert [one for one in told(world, made) if one[1] == "mentor"] == [
        (step, "mentor", "dropped") for step in ("after", "soon", "today")
    ]
    assert write(world, day(20)) == 0


@pytest.mark.proves("G09")
def test_queued_mail_of_somebody_whose_role_ended_does_not_leave(
    world: Any, concept_id: uuid.UUID, box: Postbox
) -> None:
    from samspil.people.models.people import Appointment
    from samspil.trust.audit import writing

    made, control = owing(world, "aaby", concept_id), owing(world, "baekby", concept_id)
    assert write(world, day(0)) == 2
    with world.as_("coordinator", "aaby"), writing():
        mentor = Appointment.objects.filter(id=world.member("mentor", "aaby").appointment_id)
        mentor.update(to_on=day(-1))

    assert post(world, day(0)) == 1

    assert box.to == ["mentor@baekby.example"]
    assert (told(world, made), told(world, control)) == (
        [("today", "mentor", "dropped")],
        [("today", "mentor", "sent")],
    )


@pytest.mark.parametrize(("hour", "sent"), [(6, 0), (7, 1), (18, 1), (19, 0), (23, 0)])
@pytest.mark.parametrize("on", [day(0), datetime(2014, 7, 1).date()])
def test_staff_are_not_written_to_at_night(
    world: Any, concept_id: uuid.UUID, box: Postbox, hour: int, sent: int, on: Any
) -> None:
    from zoneinfo import ZoneInfo

    from samspil.interfaces.cli import posting

    owing(world, "aaby", concept_id, due=on)
    write(world, on)
    at = datetime(on.year, on.month, on.day, hour, 30, tzinfo=ZoneInfo("Europe/Copenhagen"))

    assert posting.post(at=at, on=on) == sent


# --- when it does not go well


REFUSALS = {
    "out of reach": ({}, "queued"),
    "told to wait for somebody": ({"RCPT": "450 later"}, "queued"),
    "told to wait with the text": ({".": "451 later"}, "queued"),
    "the line breaks before the text": ({"DATA": "hang up"}, "queued"),
    "nobody there": ({"RCPT": "550 nobody"}, "failed"),
    "the text is refused": ({".": "554 no"}, "failed"),
    "the line breaks after the text": ({".": "hang up, having taken it"}, "failed"),
}


@pytest.mark.parametrize("how", REFUSALS)
def test_what_goes_wrong_is_tried_again_only_if_it_surely_did_not_arrive(
    world: Any, concept_id: uuid.UUID, box: Postbox, settings: Any, how: str, caplog: Any
) -> None:
    made = owing(world, "aaby", concept_id)
    write(world, day(0))
    answers, state = REFUSALS[how]
    box.answers.update(answers)
    if how == "out of reach":
        settings.SAMSPIL_MAIL_SERVER = {**server_of(box), "port": 1}

    assert post(world, day(0)) == 0
    assert told(world, made) == [("today", "mentor", state)]
    assert post(world, day(0)) == 0, "not again at once"
    assert "example" not in caplog.text, "no address in the log"

    box.answers.clear()
    settings.SAMSPIL_MAIL_SERVER = server_of(box)
    waited(world, minutes=11)
    again = post(world, day(0))
    assert (again, len(box.taken)) == ((1, 1) if state == "queued" else (0, "having taken" in str(answers)))


def waited(world: Any, minutes: int, slug: str = "aaby") -> None:
    """So many minutes pass for everything that goes out, by the database's clock."""
    from django.db.models import F

    from samspil.delivery.models.sending import LinkLetter, Reminder
    from samspil.trust.audit import writing

    past = timedelta(minutes=minutes)
    with world.as_("coordinator", slug), writing():
        for model in (Reminder, LinkLetter):
            model.objects.update(moved_at=F("moved_at") - past, ready_at=F("ready_at") - past)


def test_a_carrier_that_is_away_is_left_alone_after_three(
    world: Any, concept_id: uuid.UUID, box: Postbox
) -> None:
    from samspil.delivery.models.sending import Reminder

    for cast in ("mentor", "other_mentor"):
        owing(world, "aaby", concept_id, mentor=cast)
    owing(world, "aaby", concept_id, due=day(-14))
    owing(world, "aaby", concept_id, intervention="parent")
    write(world, day(0))
    box.answers["RCPT"] = "450 later"

    assert post(world, day(0)) == 0

    assert box.said.count("RCPT") == 3
    with world.as_("coordinator", "aaby"):
        assert {one.state for one in Reminder.objects.all()} == {"queued"}


def test_without_a_way_of_sending_the_queue_waits_and_the_console_shows_words_alone(
    world: Any, concept_id: uuid.UUID, settings: Any, capsys: Any
) -> None:
    made = owing(world, "aaby", concept_id)
    write(world, day(0))
    settings.SAMSPIL_MAIL = "none"
    assert (post(world, day(0)), told(world, made)) == (0, [("today", "mentor", "queued")])
    settings.SAMSPIL_MAIL = "console"
    settings.SAMSPIL_URL = "http://localhost:8000"

    assert post(world, day(0)) == 1

    assert capsys.readouterr().out == (
        "mentor: Der ligger noget til dig – Der ligger noget til dig på din liste. http://localhost:8000/\n"
    )
