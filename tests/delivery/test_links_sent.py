"""A link sent to the person: only with the yes, by the chosen way, and nothing that opens in the queue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.delivery import ground
from tests.delivery.reminding import day, owing, post
from tests.interfaces.cli.postbox import Postbox, postbox

ADDRESS = "ida@post.example"
ALL = ("mail", "sms")
NO_YES = "Personen har ikke sagt ja til at blive kontaktet, så der sendes intet."


@pytest.fixture
def made(world: Any) -> ground.Made:
    """A course whose person chose mail, and said yes to be written to."""
    return reachable(world, owing(world, "aaby", ground.load(world)))


def reachable(
    world: Any, made: ground.Made, *, channel: str = "email", contact: str = ADDRESS, language: str = "da"
) -> ground.Made:
    """The person chose a way, and said yes to be written to."""
    from samspil.delivery.actions import consents
    from samspil.people.models.people import Identity
    from samspil.people.terms import Method
    from samspil.trust import fields
    from samspil.trust.audit import writing

    with world.as_("coordinator", made.slug) as by:
        with writing():
            row = Identity.objects.get(person_id=made.person_id)
            fields.seal(row, contact=contact)
            row.channel, row.language = channel, language
            row.save()
        consents.record_consent(
            by=by,
            at=world.at,
            on=day(-10),
            course_id=made.course_id,
            purpose="contact",
            capacity="self",
            method=Method.PAPER,
        )
    return made


@pytest.fixture
def box(settings: Any) -> Iterator[Postbox]:
    with postbox() as one:
        settings.SAMSPIL_MAIL, settings.SAMSPIL_SMS = "smtp", "none"
        settings.SAMSPIL_MAIL_SERVER = {
            "host": "127.0.0.1",
            "port": one.port,
            "tls": "off",
            "sender": "besked@samspil.example",
            "timeout_s": 5,
        }
        settings.SAMSPIL_URL = "https://samspil.example"
        yield one


def ask(world: Any, made: ground.Made, *, cast: str = "mentor", ways: tuple[str, ...] = ALL) -> None:
    from samspil.delivery.actions.sending import send_link
    from samspil.delivery.terms.sending import Way

    with world.as_(cast, made.slug) as by:
        send_link(
            by=by,
            at=world.at,
            on=ground.TODAY,
            measurement_id=made.measurement_id,
            ways=[Way(one) for one in ways],
        )


def refused(world: Any, made: ground.Made, **how: Any) -> str:
    from samspil.kernel.errors import Refused

    with pytest.raises(Refused) as told:
        ask(world, made, **how)
    return str(told.value)


def state_of(world: Any, made: ground.Made) -> list[str]:
    from samspil.delivery.models.sending import LinkLetter

    with world.as_("coordinator", made.slug):
        rows = LinkLetter.objects.filter(measurement_id=made.measurement_id).order_by("asked_at", "id")
        return [one.state for one in rows]


def token_in(mail: Any) -> str:
    found = re.search(r"https://samspil\.example/a/#(\S+)", mail.get_content())
    assert found is not None
    return found[1]


# --- it goes


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", "Der ligger noget til dig her: "),
        ("en", "There is something for you here: "),
        ("ar", "هناك شيء لك هنا: "),
        ("so", "Wax baa kuu yaal halkan: "),
        ("tr", "Burada senin için bir şey var: "),
    ],
)
def test_the_link_goes_by_mail_in_the_person_s_language_and_opens_the_questions(
    world: Any, made: ground.Made, box: Postbox, language: str, words: str
) -> None:
    from django.test import Client

    reachable_in(world, made, language)
    ask(world, made)
    assert post(world, ground.TODAY) == 1

    (mail,) = box.taken
    assert box.to == [ADDRESS]
    assert mail.get_content().startswith(words)
    assert mail["Content-Language"] == language
    assert post(world, ground.TODAY) == 0
    door = Client()
    entered = door.post("/a/", {"token": token_in(mail)})
    assert (entered.status_code, entered.headers["Location"]) == (302, "/a/1")


def reachable_in(world: Any, made: ground.Made, language: str) -> None:
    from samspil.people.models.people import Identity
    from samspil.trust.audit import writing

    with world.as_("coordinator", made.slug), writing():
        Identity.objects.filter(person_id=made.person_id).update(language=language)


def test_nothing_that_opens_waits_in_the_queue_and_the_code_is_in_no_message(
    world: Any, made: ground.Made, box: Postbox
) -> None:
    from samspil.delivery.queries.open_links import open_links
    from samspil.trust.models import AuditEvent, Link

    shown = ground.hand_out(world, made)
    ask(world, made)
    with world.as_("coordinator", "aaby") as by:
        assert [one.id for one in open_links(by)[0]] == [shown.link.id], "the one on the screen still opens"

    post(world, ground.TODAY)

    with world.as_("coordinator", "aaby") as by:
        (listed,) = open_links(by)[0]
        link = Link.objects.get(id=listed.id)
        looks = AuditEvent.objects.filter(verb="read", reason="send_link", subject_id=made.person_id)
        assert (link.id != shown.link.id, link.code_hash) == (True, ""), "the sent one has taken its place"
        assert listed.made_by == world.member("mentor", "aaby").name
        assert [(one.role, one.kind) for one in looks] == [("operator", "people.identity")]
    (mail,) = box.taken
    assert shown.code not in mail.as_string()
    assert shown.token not in mail.as_string()


def test_by_text_message_the_console_shows_no_address_and_nothing_that_opens(
    world: Any, made: ground.Made, settings: Any, capsys: Any
) -> None:
    from samspil.people.models.people import Identity
    from samspil.trust import fields
    from samspil.trust.audit import writing

    settings.SAMSPIL_SMS, settings.SAMSPIL_URL = "console", "https://samspil.example"
    with world.as_("coordinator", "aaby"), writing():
        row = Identity.objects.get(person_id=made.person_id)
        row.channel = "text_message"
        fields.seal(row, contact="+45 12 34 56 78")
        row.save()
    ask(world, made)

    assert post(world, ground.TODAY) == 1

    assert capsys.readouterr().out == (
        "link_holder: Der ligger noget til dig her: https://samspil.example/a/#… Det virker i tre dage.\n"
    )
    assert state_of(world, made) == ["sent"]


# --- it does not


def test_without_a_yes_another_way_or_a_carrier_nothing_is_asked_for(world: Any) -> None:
    plain = owing(world, "aaby", ground.load(world))
    assert refused(world, plain).startswith(NO_YES)

    made = reachable(world, plain, channel="phone")
    assert refused(world, made) == (
        "Personen har ikke valgt mail eller sms. Lad personen scanne koden i stedet."
    )
    from samspil.people.models.people import Identity
    from samspil.trust.audit import writing

    with world.as_("coordinator", "aaby"), writing():
        Identity.objects.filter(person_id=made.person_id).update(channel="email")
    assert refused(world, made, ways=("sms",)).startswith("Den kan ikke sendes herfra på den måde,")
    ask(world, made)
    assert refused(world, made) == "Den er allerede på vej."
    assert state_of(world, made) == ["queued"]


def test_somebody_else_s_course_is_not_there(world: Any, made: ground.Made) -> None:
    from samspil.kernel.errors import Missing

    for cast in ("other_mentor", "municipal_lead"):
        with pytest.raises(Missing):
            ask(world, made, cast=cast)
    assert state_of(world, made) == []


def withdrawn(world: Any, made: ground.Made) -> None:
    from samspil.delivery.actions import consents

    with world.as_("coordinator", made.slug) as by:
        consents.withdraw_consent(
            by=by, at=world.at, on=ground.TODAY, course_id=made.course_id, purpose="contact"
        )


def stopped(world: Any, made: ground.Made) -> None:
    from samspil.delivery.actions import consents

    with world.as_("coordinator", made.slug) as by:
        consents.stop(by=by, at=world.at, on=ground.TODAY, course_id=made.course_id)


def handed_over(world: Any, made: ground.Made) -> None:
    from tests.delivery.matches import take_over

    take_over(world, made)


CHANGES = {
    "answered": lambda world, made: ground.answer(world, made),
    "the yes to contact is taken back": withdrawn,
    "stopped": stopped,
    "handed over": handed_over,
}


@pytest.mark.proves("G09")
@pytest.mark.parametrize("how", CHANGES)
def test_what_changed_before_the_queue_was_emptied_is_not_sent(
    world: Any, made: ground.Made, box: Postbox, how: str
) -> None:
    control = reachable(world, owing(world, "baekby", made.concept_id), contact="other@post.example")
    ask(world, made)
    ask(world, control)
    CHANGES[how](world, made)

    assert post(world, ground.TODAY) == 1

    assert box.to == ["other@post.example"]
    assert (state_of(world, made), state_of(world, control)) == (["dropped"], ["sent"])


@pytest.mark.proves("G09")
def test_a_yes_taken_back_while_the_carrier_is_reached_still_stops_it(
    world: Any, made: ground.Made, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from samspil.interfaces.sending.smtp import Smtp
    from samspil.trust.models import Link

    ask(world, made)
    real = Smtp._talk

    def meanwhile(self: Smtp, *given: Any) -> None:
        real(self, *given)
        withdrawn(world, made)

    monkeypatch.setattr(Smtp, "_talk", meanwhile)

    assert post(world, ground.TODAY) == 0

    assert box.taken == []
    with world.as_("coordinator", "aaby"):
        assert not Link.objects.filter(thing_id=made.measurement_id, revoked_at__isnull=True).exists()


@pytest.mark.parametrize(
    "contact", ["ikke en adresse", "a@b", "to@adresser.example, en@til.example", "", "x\ny@z.dk"]
)
def test_a_contact_that_is_no_address_fails_with_what_to_do(world: Any, box: Postbox, contact: str) -> None:
    made = reachable(world, owing(world, "aaby", ground.load(world)), contact=contact)
    ask(world, made)

    assert post(world, ground.TODAY) == 0

    assert (box.said, state_of(world, made)) == ([], ["failed"])
    page = world.client("mentor", "aaby").get(f"/f/measurements/{made.measurement_id}").content.decode()
    assert "Den blev ikke sendt eller nåede ikke frem." in page
    assert "spørg tovholderen, om kontakten er rigtig" in page
    ask(world, made)
    assert state_of(world, made) == ["failed", "queued"], "it can be asked for again"


def test_a_link_nobody_could_send_for_a_day_is_not_sent_the_day_after(
    world: Any, made: ground.Made, box: Postbox
) -> None:
    from datetime import timedelta

    from django.db.models import F

    from samspil.delivery.models.sending import LinkLetter
    from samspil.trust.audit import writing

    ask(world, made)
    with world.as_("coordinator", "aaby"), writing():
        LinkLetter.objects.update(asked_at=F("asked_at") - timedelta(hours=25))

    assert (post(world, ground.TODAY), box.taken, state_of(world, made)) == (0, [], ["dropped"])


# --- the page


def test_the_mentor_asks_on_the_page_and_reads_what_came_of_it(
    world: Any, made: ground.Made, box: Postbox
) -> None:
    mentor, path = world.client("mentor", "aaby"), f"/f/measurements/{made.measurement_id}"

    def page() -> str:
        return str(mentor.get(path).content.decode())

    assert 'name="send"' in page()
    assert 'name="send"' in mentor.post(path, {"make": "yes"}).content.decode(), (
        "beside the code on the screen"
    )
    asked = mentor.post(path, {"send": "yes"})
    assert (asked.status_code, asked.headers["Location"]) == (302, path)
    waits = page()
    assert ('data-sent="queued"' in waits, "Ikke sendt endnu. Den ligger i kø." in waits) == (True, True)
    assert 'name="send"' not in waits
    again = mentor.post(path, {"send": "yes"})
    assert (again.status_code, "Den er allerede på vej." in again.content.decode()) == (422, True)
    post(world, ground.TODAY)
    told = page()
    assert ('data-sent="sent"' in told, "Sendt. Med mail," in told, 'name="send"' in told) == (
        True,
        True,
        True,
    )
    assert ADDRESS not in waits + told + again.content.decode()


def test_without_a_yes_the_page_says_why_and_has_no_button(world: Any) -> None:
    made = owing(world, "aaby", ground.load(world))
    mentor, path = world.client("mentor", "aaby"), f"/f/measurements/{made.measurement_id}"

    page = mentor.get(path).content.decode()

    assert (NO_YES in page, 'name="send"' in page) == (True, False)
    assert mentor.post(path, {"send": "yes"}).status_code == 422
    assert state_of(world, made) == []


def test_the_coordinator_sends_the_last_measurement_after_the_end(world: Any, box: Postbox) -> None:
    from tests.delivery import ending

    made = ending.ended(world, "aaby", ground.load(world))
    office, path = world.client("coordinator", "aaby"), f"/o/courses/{made.course_id}/follow-up"
    without = office.get(path).content.decode()
    assert ('name="send"' in without, NO_YES in without) == (False, True)
    assert office.post(path, {"send": "yes"}).status_code == 422

    reachable(world, made)
    assert office.get(path).content.decode().count('name="send"') == 1
    asked = office.post(path, {"send": "yes"})
    assert (asked.status_code, asked["Location"]) == (302, path)
    assert 'data-sent="queued"' in office.get(path).content.decode()
    post(world, ground.TODAY)

    assert box.to == [ADDRESS]
    assert 'data-sent="sent"' in office.get(path).content.decode()
