"""The same form sent again: to another municipality, or put right; and mails that nobody can read any more."""

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
