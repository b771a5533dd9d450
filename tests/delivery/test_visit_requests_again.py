"""The same form sent again, to another municipality or put right; and mails whose request lost its key."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.delivery import asking_visits as asking
from tests.delivery import ground
from tests.delivery.reminding import post
from tests.interfaces.cli.postbox import Postbox, postbox


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


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


def letters(world: Any, key: uuid.UUID, slug: str = "aaby") -> list[tuple[str, str]]:
    """Every mail about a request: what for, and how it stands."""
    from samspil.delivery.models.visit_requests import VisitLetter

    with world.as_("coordinator", slug):
        rows = VisitLetter.objects.filter(request_id=key).order_by("id")
        return [(one.news, one.state) for one in rows]


# --- sent to two municipalities


def test_one_form_sent_to_two_municipalities_is_two_requests_with_a_key_each(world, concept_id):
    """What becomes of the one, and of its key, is nothing to the other."""
    from django.db.models.functions import Now

    from samspil.delivery.models.visit_requests import VisitRequest
    from samspil.delivery.terms.visit_requests import UNCONFIRMED
    from samspil.interfaces.cli import rounds
    from samspil.trust.audit import writing

    form = uuid.uuid4()
    first, second = asking.ask(world, "aaby", key=form), asking.ask(world, "baekby", key=form)
    assert len({form, first, second}) == 3
    asking.confirm(world, second, "baekby")
    with world.as_("coordinator", "aaby"), writing():
        VisitRequest.objects.filter(id=first).update(asked_at=Now() - UNCONFIRMED * 1.01)

    assert rounds.drop_unconfirmed(at=world.at) == 1
    assert (asking.state(world, first), asking.state(world, second, "baekby")) == (None, "confirmed")
    shown = world.client("coordinator", "baekby").get(f"/o/visits/asked/{second}")
    assert (shown.status_code, re.findall("Lone Lærer", shown.content.decode())) == (200, ["Lone Lærer"])


def test_a_mail_whose_request_lost_its_key_is_dropped_and_holds_up_nobody(world, concept_id, box):
    from samspil.trust import fields

    lost, whole, elsewhere = asking.ask(world), asking.ask(world), asking.ask(world, "baekby")
    fields.erase(lost)

    assert post(world, ground.TODAY) == 2
    assert letters(world, lost) == [("confirm", "dropped")]
    assert letters(world, whole) == [("confirm", "sent")]
    assert letters(world, elsewhere, "baekby") == [("confirm", "sent")]
    assert post(world, ground.TODAY) == 0


# --- put right


def told(world: Any, key: uuid.UUID) -> tuple[str, ...]:
    """What the coordinator reads of a confirmed request."""
    from samspil.delivery.queries import visit_requests as queries

    with world.as_("coordinator", "aaby") as by:
        found = queries.request_for(by, key)
        said = queries.told(by, found, at=world.at)
    return (found.place, found.group, found.language, said.name, said.mail, said.phone, said.wishes)


def link_in(box: Postbox) -> str:
    """The token of the newest mail."""
    (found,) = re.findall(r"/visits/#(\S+)", box.taken[-1].get_content())
    return str(found)


def test_a_form_put_right_before_it_is_confirmed_is_taken_over_and_written_to_anew(world, concept_id, box):
    form = uuid.uuid4()
    stamp = asking.stamped(60, form)
    asking.sent(world, stamp=stamp, mail="lone@engskoln.example")
    assert (post(world, ground.TODAY), box.to) == (1, ["lone@engskoln.example"])
    wrong = link_in(box)
    stranger = Client()
    assert stranger.post("/visits/", {"token": wrong}).status_code == 302

    right = asking.sent(world, stamp=stamp, path="/visits/ask?lang=en", place="Engskolen Syd", phone="")
    assert right.headers["Location"] == "/visits/thanks?lang=en"
    assert asking.requests(world) == 1
    assert Client().post("/visits/", {"token": wrong}).status_code == 404
    assert stranger.post("/visits/mine", {"confirm": "yes"}).status_code == 404
    assert (post(world, ground.TODAY), box.to) == (1, ["lone@engskoln.example", asking.MAIL])
    school = Client()
    assert school.post("/visits/", {"token": link_in(box)}).status_code == 302
    assert school.post("/visits/mine", {"confirm": "yes"}).status_code == 302

    from samspil.delivery.actions.visit_requests import id_of

    key = id_of(form, world.tenant("aaby"))
    wishes = "Gerne <b>om formiddagen</b>"
    assert told(world, key) == ("Engskolen Syd", "8.B", "en", "Lone Lærer", asking.MAIL, "", wishes)
    assert letters(world, key) == [("confirm", "sent")] * 2


def test_what_was_confirmed_is_not_written_over_by_its_form(world):
    form = uuid.uuid4()
    key = asking.ask(world, key=form)
    asking.confirm(world, key)
    before = told(world, key)
    asking.ask(world, key=form, place="Elsewhere", who=asking.contact(mail="other@skole.example"))
    assert (told(world, key), asking.state(world, key)) == (before, "confirmed")
    assert letters(world, key) == [("confirm", "queued")]


def test_put_right_before_the_mail_went_out_one_mail_goes_to_the_right_address(world, concept_id, box):
    form = uuid.uuid4()
    asking.ask(world, key=form, who=asking.contact(mail="lone@engskoln.example"))
    key = asking.ask(world, key=form)
    assert letters(world, key) == [("confirm", "queued")]
    assert (post(world, ground.TODAY), box.to) == (1, [asking.MAIL])


# --- how often an address is written to


def due_again(world: Any) -> None:
    """As if ten minutes had gone by."""
    from django.db.models.functions import Now

    from samspil.delivery.models.visit_requests import VisitLetter
    from samspil.trust.audit import writing

    with world.as_("coordinator", "aaby"), writing():
        VisitLetter.objects.update(ready_at=Now())


@pytest.mark.parametrize("step", ["RCPT", "."])
def test_a_mail_that_did_not_leave_is_no_mail_to_the_address(world, concept_id, box, step):
    """A mail server that is away for an hour keeps nobody from being written to when it is back."""
    key = asking.ask(world)
    box.answers[step] = "451 later"
    for _each in range(7):
        assert post(world, ground.TODAY) == 0
        due_again(world)
    box.answers.clear()

    assert (post(world, ground.TODAY), box.to) == (1, [asking.MAIL])
    assert letters(world, key) == [("confirm", "sent")]


def test_a_mail_whose_worker_died_before_it_left_is_no_mail_to_the_address(world, concept_id, box):
    from samspil.delivery.actions import visit_letters as actions
    from samspil.delivery.queries import visit_requests as queries
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    key, by = asking.ask(world), Actor.job(world.tenant("aaby"))
    for _each in range(7):
        with scope(by):
            waits = queries.next_letter(by)
            claimed = actions.claim(by=by, at=world.at, on=ground.TODAY, letter_id=waits)
            assert actions.LETTERS.look_after(by=by, at=world.at, letter=claimed.letter) is True

    assert (post(world, ground.TODAY), box.to) == (1, [asking.MAIL])
    assert letters(world, key) == [("confirm", "sent")]
