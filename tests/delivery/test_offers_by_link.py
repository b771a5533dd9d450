"""A place that is offered visits answers by the link of its mail, once, and whoever was first holds."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from tests.delivery import ground, offering, place_sets
from tests.interfaces.weighing import BUDGET, LEAST, weight_of


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def offer_of(world: Any, message: Any) -> Any:
    """The offer that a mail is about, by the place's address."""
    name = f"Klubben {message.address[1:].split('@')[0]}"
    return next(one for one in offering.rows(world) if one.place_in_set.institution.name == name)


@pytest.mark.proves("S8")
def test_all_of_a_set_get_the_same_mail_in_the_order_drawn_by_lot(world, concept_id):
    mails = offering.offered(world)

    order = [one.place_in_set.institution.name for one in offering.rows(world)]
    assert [f"Klubben {one.address[1:].split('@')[0]}" for one in mails] == order
    plain = {re.sub(r"#\S+|[0-9A-Z]{5}-[0-9A-Z]{5}", "", one.text) for one in mails}
    assert len(plain) == 1
    (text,) = plain
    assert {one.subject for one in mails} == {"Et tilbud fra kommunen"}
    assert "17. november 2014" in text
    for word in ("besøg", "Klubben", "visit", "young", "unge"):
        assert word not in text.replace("/visits/", "")
    with world.as_("coordinator", "aaby"):
        from samspil.delivery.models.offer_letters import OfferLetter

        found = list(OfferLetter.objects.values_list("state", "ready_at", "sent_on"))
    assert {(state, on) for state, _ready, on in found} == {("sent", ground.TODAY)}
    assert len({ready for _state, ready, _on in found}) == 1


def test_the_link_opens_the_offer_and_looking_consumes_nothing(world, concept_id):
    (first, *_rest) = offering.offered(world)
    token, code = offering.token_of(first), re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", first.text)
    assert code is not None
    for given in ({"token": token}, {"code": code[0]}, {"token": token}):
        client = Client()
        assert client.post("/visits/", given).headers["Location"] == "/visits/offer"
        page = client.get("/visits/offer").content.decode()
        assert client.get("/visits/offer").status_code == 200
    assert LEAST < weight_of(client.get("/visits/offer")) <= BUDGET
    assert "Klubben" in page
    assert "17. november 2014" in page
    assert offer_of(world, first).state == "offered"


def test_yes_is_noted_once_and_leads_to_a_request_that_has_the_place(world, concept_id):
    first, second, *_rest = offering.offered(world)
    school = offering.opened(first)
    answer = school.post("/visits/offer", {"said": "yes"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/visits/ask")
    row = offer_of(world, first)
    assert (row.state, row.answered_on, row.by_themselves) == ("yes", ground.TODAY, True)
    assert offer_of(world, second).state == "offered"
    ask = school.get("/visits/ask").content.decode()
    assert f'value="{row.place_in_set.institution.name}"' in ask
    assert f'<option value="{world.tenant("aaby")}" selected>' in ask
    assert 'value="Klubben' not in Client().get("/visits/ask").content.decode()
    assert school.post("/visits/offer", {"said": "no"}).status_code == 404
    assert Client().post("/visits/", {"token": offering.token_of(first)}).status_code == 404

    from tests.delivery import asking_visits

    place = row.place_in_set.institution.name
    assert asking_visits.sent(world, school, place=place).headers["Location"] == "/visits/thanks"
    assert asking_visits.requests(world) == 1
    assert 'value="Klubben' not in school.get("/visits/ask").content.decode()


def test_a_yes_waits_until_a_series_is_made_or_the_place_asks(world, concept_id):
    from tests.delivery import asking_visits, visiting

    from samspil.delivery.queries.waiting import waiting_for

    first, second, third, _last = offering.offered(world)

    def waits() -> list[tuple[str, Any]]:
        with world.as_("coordinator", "aaby") as by:
            found = waiting_for(by, on=ground.TODAY)
        return sorted((one.more[0], one.on) for one in found if one.kind == "offer_yes")

    assert waits() == []
    offering.opened(third).post("/visits/offer", {"said": "no"})
    schools = [offering.opened(one) for one in (first, second)]
    for one in schools:
        one.post("/visits/offer", {"said": "yes"})
    places = [offer_of(world, one).place_in_set.institution for one in (first, second)]
    assert waits() == sorted((one.name, ground.TODAY) for one in places)
    home = world.client("coordinator", "aaby").get("/o/").content.decode()
    assert sorted(re.findall(r"/o/visits/new\?place=([0-9a-f-]{36})", home)) == sorted(
        str(one.id) for one in places
    )

    asking_visits.sent(world, schools[0], place=places[0].name)
    assert waits() == [(places[1].name, ground.TODAY)]
    visiting.series(world, "aaby", concept_id, place=places[1].id)
    assert waits() == []


def test_no_is_all_that_is_needed(world, concept_id):
    (first, *_rest) = offering.offered(world)
    school = offering.opened(first)
    answer = school.post("/visits/offer", {"said": "no"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/visits/offer/no")
    assert school.get("/visits/offer/no").status_code == 200
    row = offer_of(world, first)
    assert (row.state, row.by_themselves) == ("no", True)
    office = world.client("coordinator", "aaby").get("/o/visits/offers/").content.decode()
    assert office.count("De svarede med linket i mailen.") == 1


def test_what_is_neither_yes_nor_no_is_refused_and_consumes_nothing(world, concept_id):
    (first, *_rest) = offering.offered(world)
    school = offering.opened(first)
    for said in ("", "offered", "maybe"):
        assert school.post("/visits/offer", {"said": said}).status_code == 422
    assert school.post("/visits/offer", {"said": "no"}).status_code == 302


def bare(answer: Any) -> bytes:
    """An answer without the token against forgery, which is another on every page."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", answer.content)


def test_used_expired_withdrawn_and_unknown_look_the_same_byte_for_byte(world, concept_id):
    used, expired, withdrawn, _other = (offering.token_of(one) for one in offering.offered(world))
    taken = Client()
    taken.post("/visits/", {"token": used})
    assert taken.post("/visits/offer", {"said": "no"}).status_code == 302
    from django.db.models.functions import Now

    from samspil.trust import fields
    from samspil.trust.audit import writing
    from samspil.trust.models import Link

    with world.as_("coordinator", "aaby"), writing():
        hashed = fields.keyed_hash("link", expired.encode())
        gone = Now() - timedelta(seconds=1)
        assert Link.objects.filter(token_hash=hashed).update(expires_at=gone) == 1
        link = Link.objects.get(token_hash=fields.keyed_hash("link", withdrawn.encode()))
    office = world.client("coordinator", "aaby")
    assert "Klubben" in office.get("/o/links/").content.decode()
    assert office.post(f"/o/links/{link.id}/close", {"save": "yes"}).status_code == 302

    answers = [Client().post("/visits/", {"token": token}) for token in (used, expired, withdrawn, "x" * 43)]
    assert {one.status_code for one in answers} == {404}
    assert len({bare(one) for one in answers}) == 1
    assert len({tuple(sorted(one.headers.items())) for one in answers}) == 1


def test_who_stands_on_a_request_sees_no_offer_and_the_other_way_round(world, concept_id):
    from tests.delivery import asking_visits

    (first, *_rest) = offering.offered(world)
    token, _code = asking_visits.linked(world, asking_visits.ask(world))
    asker = Client()
    assert asker.post("/visits/", {"token": token}).headers["Location"] == "/visits/mine"
    assert asker.get("/visits/offer").status_code == 404
    place = offering.opened(first)
    assert place.get("/visits/mine").status_code == 404
    assert Client().get("/visits/offer").status_code == 404


def test_what_the_office_noted_first_holds_and_the_place_is_told(world, concept_id):
    (first, *_rest) = offering.offered(world)
    school, office = offering.opened(first), world.client("coordinator", "aaby")
    here = f"/o/visits/offers/{offer_of(world, first).id}"
    assert office.post(here, {"state": "no"}).status_code == 302

    told = "Kommunen har allerede noteret jeres svar: Nej. Ring til dem, hvis det er et andet."
    answer = school.post("/visits/offer", {"said": "yes"})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    again = offering.opened(first).get("/visits/offer").content.decode()
    assert told in again
    assert 'name="said"' not in again
    assert (offer_of(world, first).state, offer_of(world, first).by_themselves) == ("no", False)
    assert office.post(here, {"state": "yes"}).status_code == 302  # its own note is put right


def test_what_the_place_said_first_holds_and_the_office_is_told(world, concept_id):
    (first, *_rest) = offering.offered(world)
    assert offering.opened(first).post("/visits/offer", {"said": "yes"}).status_code == 302
    office = world.client("coordinator", "aaby")
    answer = office.post(f"/o/visits/offers/{offer_of(world, first).id}", {"state": "no"})

    assert answer.status_code == 422
    assert "Stedet har svaret med sit eget link: Ja. Det gælder." in answer.content.decode()
    assert offer_of(world, first).state == "yes"


@pytest.mark.parametrize("sql", ["state = 'no'", "by_themselves = false", "answered_on = '2014-01-01'"])
def test_the_database_writes_nothing_over_what_a_place_said(world, concept_id, sql):
    (first, *_rest) = offering.offered(world)
    assert offering.opened(first).post("/visits/offer", {"said": "yes"}).status_code == 302
    key = offer_of(world, first).id
    with (
        world.as_("coordinator", "aaby"),
        pytest.raises(IntegrityError, match="own link holds"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE delivery_placeoffer SET {sql} WHERE id = %s", [key])


def letters(world: Any) -> list[str]:
    from samspil.delivery.models.offer_letters import OfferLetter

    with world.as_("coordinator", "aaby"):
        return sorted(OfferLetter.objects.values_list("state", flat=True))


def test_a_mail_that_is_not_wanted_any_more_is_not_sent(world, concept_id):
    from samspil.delivery.actions import institutions
    from samspil.delivery.actions import place_sets as actions
    from samspil.delivery.queries.institutions import institution_for, place_of

    place_sets.wish(world, offering.places(world, "aaby", 4)[0])
    one, two, *_rest = offering.rows(world)
    with world.as_("coordinator", "aaby") as by:
        actions.answer_offer(by=by, at=world.at, on=ground.TODAY, offer_id=one.id, state="yes")
        away = institution_for(by, two.place_in_set.institution_id)
        institutions.write_institution(
            by=by,
            at=world.at,
            on=ground.TODAY,
            place=place_of(away),
            put_away=True,
            institution_id=away.id,
        )
    assert len(offering.post(world)) == 2
    assert letters(world) == ["dropped", "dropped", "sent", "sent"]


def test_after_the_last_day_nothing_goes(world, concept_id):
    place_sets.wish(world, offering.places(world, "aaby", 4)[0])
    assert offering.post(world, on=place_sets.BY + timedelta(days=1)) == []
    assert letters(world) == ["dropped"] * 4


def test_a_mail_that_could_not_leave_waits_and_the_others_go(world, concept_id):
    place_sets.wish(world, offering.places(world, "aaby", 4)[0])
    later = offering.Carrier(later=frozenset({"k2@klub.example"}))
    assert len(offering.post(world, carrier=later)) == 3
    assert letters(world) == ["queued", "sent", "sent", "sent"]
    assert offering.post(world) == []  # not before ten minutes have passed

    from samspil.delivery.models.offer_letters import OfferLetter
    from samspil.trust.audit import writing

    with world.as_("coordinator", "aaby"), writing():
        OfferLetter.objects.filter(state="queued").update(ready_at=world.at - timedelta(days=4000))
    assert [one.address for one in offering.post(world)] == ["k2@klub.example"]


def test_places_without_an_address_are_offered_all_the_same(world, concept_id):
    place_sets.wish(world, place_sets.places(world, "aaby", 4)[0])
    assert letters(world) == []
    page = world.client("coordinator", "aaby").get("/o/visits/offers/").content.decode()
    assert page.count("Ingen mailadresse: Ring til dem.") == 4


# --- the address


def test_a_coordinator_writes_reads_changes_and_takes_away_an_address(world, concept_id):
    from samspil.delivery.models.place_contacts import PlaceContact

    office = world.client("coordinator", "aaby")
    (place,) = offering.places(world, "aaby", 1)
    here = f"/o/places/{place}"
    given = {"name": "Klubben 0", "kind": "club", "postcode": "5000", "number": "", "size_band": "large"}
    assert 'value="k0@klub.example"' in office.get(here).content.decode()
    assert office.post(here, {**given, "mail": "ikke en adresse"}).status_code == 422
    assert office.post(here, {**given, "mail": "kontor@klub.example"}).status_code == 302
    assert 'value="kontor@klub.example"' in office.get(here).content.decode()
    assert office.post(here, {**given, "mail": ""}).status_code == 302
    with world.as_("coordinator", "aaby"):
        assert PlaceContact.objects.count() == 0


def test_a_place_put_away_has_no_address_any_more(world, concept_id):
    from samspil.delivery.models.place_contacts import PlaceContact

    office = world.client("coordinator", "aaby")
    (place,) = offering.places(world, "aaby", 1)
    given = {"name": "Klubben 0", "kind": "club", "mail": "k0@klub.example", "put_away": "on"}
    assert office.post(f"/o/places/{place}", given).status_code == 302
    with world.as_("coordinator", "aaby"):
        assert PlaceContact.objects.count() == 0
