"""Another authority takes over: one proposes, another takes over, and the old staff come in no more."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.translation import override
from docx import Document
from tests.delivery import ground
from tests.governance import handing, steering
from tests.governance.handing import CVR, NEW, PROTOCOL
from tests.interfaces import paper

from samspil.governance.actions import authority as actions
from samspil.governance.models.authority import AuthorityChange
from samspil.governance.queries import authority as queries
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refused
from samspil.people.models.people import Appointment, Organisation
from samspil.trust import audit, fields
from samspil.trust.models import AuditEvent
from samspil.trust.scope import scope

PHONE = uuid.UUID(int=7)
LATER = ground.TODAY + timedelta(days=30)
FORM = {"name": NEW, "cvr": CVR, "because": "portfolio", "from_on": ground.TODAY.isoformat()}


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def office(world):
    ground.load(world)
    return world.client("programme_office")


def name_of(world):
    return Organisation.objects.get(id=world.tenant("kontoret")).name


def working(world):
    """Who holds an appointment in the office that has not ended."""
    with world.as_("programme_office") as by:
        rows = Appointment.objects.filter(tenant_id=by.tenant_id, ended_at__isnull=True)
        return {one.account_id for one in rows}


def test_the_programme_goes_over_and_the_old_staff_come_in_no_more(world, office):
    before, old = name_of(world), world.member("programme_office")
    change = handing.proposed(world)
    fresh = handing.newcomer(world)
    clerk = handing.newcomer(world, "Else Ek")
    clerks = world.client("else", "kontoret")
    assert (office.get("/o/inbox/").status_code, clerks.get("/o/inbox/").status_code) == (200, 200)

    let_go = handing.taken(world, change, staying=[clerk.appointment_id, old.appointment_id])

    assert let_go >= 1
    assert (before == NEW, name_of(world)) == (False, NEW)
    assert working(world) == {fresh.account_id, clerk.account_id}
    assert clerks.get("/o/inbox/").status_code == 200
    answer = office.get("/o/inbox/")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/e/sign-in/")
    with world.as_("ny", "kontoret"):
        (event,) = AuditEvent.objects.filter(verb="governance.take_over")
    assert (event.actor_id, event.reason) == (fresh.account_id, f"{let_go} ended")


def keys_of(account_id):
    """The draft keys of an account's phone, by their ids; the first look makes one."""
    return [one.id for one in fields.draft_keys(account_id, PHONE, now=1_415_000_000)]


def test_drafts_of_whoever_keeps_a_post_stay_readable_and_the_others_are_gone(world, office):
    """Red before: one of two posts ended, and what was written on the phone in the other was lost."""
    change, old = handing.proposed(world), world.member("programme_office")
    handing.newcomer(world)
    two_posts, one_post = handing.newcomer(world, "Else Ek"), handing.newcomer(world, "Bo Birk")
    elsewhere = handing.newcomer(world, "Ida Ibsen")
    handing.appointed(world, two_posts.account_id, "steering_member", "kontoret")
    handing.appointed(world, elsewhere.account_id, "mentor", "aaby")
    everyone = {one.account_id for one in (old, two_posts, one_post, elsewhere)}
    before = {one: keys_of(one) for one in everyone}

    handing.taken(world, change, staying=[two_posts.appointment_id])

    assert {one for one in everyone if keys_of(one) == before[one]} == {
        two_posts.account_id,
        elsewhere.account_id,
    }


def test_an_appointment_that_ends_leaves_the_drafts_of_another(world, office):
    """Red before, as above; with the last post the keys go."""
    from samspil.people.actions import people

    one = handing.newcomer(world, "Else Ek")
    post = handing.appointed(world, one.account_id, "mentor", "aaby")
    before, by = keys_of(one.account_id), Actor.job(world.tenant("kontoret"))
    with scope(by):
        first = Appointment.objects.get(id=one.appointment_id)
        people.end_appointment(by=by, at=world.at, appointment=first, to_on=world.at.date())
    assert keys_of(one.account_id) == before
    tomorrow, by = world.at + timedelta(days=1), Actor.job(world.tenant("aaby"))
    with scope(by):
        people.end_appointment(by=by, at=tomorrow, appointment=post, to_on=tomorrow.date())
    assert keys_of(one.account_id) != before


def test_it_is_taken_over_on_its_page_with_those_who_are_chosen(world, office):
    change, old = handing.proposed(world), world.member("programme_office")
    fresh, clerk = handing.newcomer(world), handing.newcomer(world, "Else Ek")
    client, url = world.client("ny", "kontoret"), f"/o/authority/{change}"
    page = client.get(f"{url}/take").content.decode()
    assert (clerk.name in page, old.name in page, fresh.name in page.split("<main")[1]) == (
        True,
        False,
        False,
    )

    foreign = client.post(f"{url}/take", {"staying": [str(old.appointment_id)]})
    assert (foreign.status_code, working(world) >= {old.account_id}) == (422, True)
    taken = client.post(f"{url}/take", {"staying": [str(clerk.appointment_id)]})
    assert (taken.status_code, taken.headers["Location"]) == (302, url)
    assert working(world) == {fresh.account_id, clerk.account_id}
    assert "Overtaget" in client.get(url).content.decode()
    assert client.post(f"{url}/take", {}).status_code == 422
    assert client.post(f"{url}/withdraw").status_code == 403


def test_what_was_written_is_read_by_the_new_authority(world, office):
    groups = steering.found(world)
    change = handing.proposed(world)
    handing.newcomer(world)
    handing.taken(world, change)

    fresh = world.client("ny", "kontoret")
    assert fresh.get(reverse("office:steering-group", args=[groups["steering"]])).status_code == 200
    assert NEW in fresh.get("/o/authority/").content.decode()
    with world.as_("ny", "kontoret") as by:
        (one,) = queries.changes(by)
        assert (one.state, one.name, one.accepted_on) == ("accepted", NEW, ground.TODAY)
        assert queries.protocol(by, change, at=world.at) == PROTOCOL


def test_the_name_of_a_day_is_the_one_it_had_then(world, office):
    before = name_of(world)
    change = handing.proposed(world)
    handing.newcomer(world)
    handing.taken(world, change)

    with world.as_("ny", "kontoret") as by:
        told = [
            queries.authority_on(by.tenant_id, NEW, ground.TODAY + timedelta(days=days))
            for days in (-1, 0, 1)
        ]
    assert told == [before, NEW, NEW]


def test_minutes_keep_the_name_of_their_day_for_whoever_reads_them(world, office):
    before, groups = name_of(world), steering.found(world)
    first, *_more = steering.planned(world, groups["steering"])
    steering.held(world, first, ("aaby",))
    url = f"{reverse('office:steering-minutes', args=[first])}?as=docx"
    change = handing.proposed(world)
    handing.newcomer(world)
    handing.taken(world, change)

    readers = [world.client("ny", "kontoret"), world.client("municipal_lead", "aaby")]
    authors = [Document(io.BytesIO(one.get(url).content)).core_properties.author for one in readers]
    assert authors == [before, before]


def test_nobody_takes_over_what_they_proposed_nor_before_its_day(world, office):
    change = handing.proposed(world, from_on=LATER)
    handing.newcomer(world)

    with pytest.raises(Refused, match="aldrig den, der foreslog det"):
        handing.taken(world, change, "programme_office", on=LATER)
    with pytest.raises(Refused, match="fra den aftalte dag"):
        handing.taken(world, change, on=LATER - timedelta(days=1))
    with pytest.raises(Missing):
        handing.taken(world, uuid.uuid4())
    assert (name_of(world) == NEW, len(working(world)) > 1) == (False, True)
    assert handing.taken(world, change, on=LATER) >= 1
    with pytest.raises(Refused, match="allerede afsluttet"):
        handing.taken(world, change, on=LATER)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "  ", "påkrævet"),
        ("name", "x" * 101, "100 tegn"),
        ("cvr", "1010394", "otte cifre"),
        ("cvr", "1010394x", "otte cifre"),
        ("because", "", "påkrævet"),
        ("from_on", "2013-01-01", "Vælg en dag fra i dag"),
        ("from_on", "9999-01-01", "Vælg en dag fra i dag"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field_and_nothing_is_written(
    world, office, field, value, sentence
):
    answer = office.post("/o/authority/new", {**FORM, field: value})

    assert answer.status_code == 422
    assert sentence in answer.content.decode().split('class="field-error"')[1]
    assert kept(world) == []


def test_a_name_of_two_lines_is_refused_and_a_form_sends_one_line_alone(world, office):
    with pytest.raises(Refused, match="på én linje"):
        handing.proposed(world, name="Navn\nto")
    assert kept(world) == []

    assert office.post("/o/authority/new", {**FORM, "name": "Navn\nto"}).status_code == 302
    with world.as_("programme_office"):
        assert [one.name for one in AuthorityChange.objects.all()] == ["Navn to"]


def test_one_at_a_time_and_a_withdrawn_one_makes_room(world, office):
    change = handing.proposed(world)
    assert "Der er allerede et forslag" in office.post("/o/authority/new", FORM).content.decode()
    with world.as_("programme_office") as by:
        actions.withdraw_authority(by=by, at=world.at, change_id=change)

    assert office.post("/o/authority/new", FORM).status_code == 302
    with pytest.raises(Refused, match="allerede afsluttet"), world.as_("programme_office") as by:
        actions.withdraw_authority(by=by, at=world.at, change_id=change)


@pytest.mark.parametrize(
    "spoiled",
    [
        {"name": "En anden"},
        {"cvr": "11223344"},
        {"digest": "0" * 64},
        {"state": "accepted", "accepted_on": ground.TODAY},
        {"accepted_on": ground.TODAY},
    ],
)
def test_the_database_keeps_what_was_proposed(world, office, spoiled):
    change = handing.proposed(world)
    own = world.member("programme_office").account_id
    told = {"accepted_by": own, **spoiled} if spoiled.get("state") == "accepted" else spoiled

    with world.as_("programme_office") as by, pytest.raises(DatabaseError), transaction.atomic():
        spoil(by, world.at, change, told)
    assert kept(world) == ["proposed"]


@pytest.mark.parametrize("spoiled", [{"state": "proposed"}, {"name": "En anden"}])
def test_the_database_keeps_what_was_withdrawn(world, office, spoiled):
    change = handing.proposed(world)
    with world.as_("programme_office") as by:
        actions.withdraw_authority(by=by, at=world.at, change_id=change)

    with world.as_("programme_office") as by, pytest.raises(DatabaseError), transaction.atomic():
        spoil(by, world.at, change, spoiled)
    assert kept(world) == ["withdrawn"]


def spoil(by, at, change, told):
    """Write a row as no action does."""
    with audit.acting("governance.take_over", by=by, at=at) as act:
        act.about(AuthorityChange(id=change))
        AuthorityChange.objects.filter(id=change).update(**told)


def kept(world):
    """The states of what the office has proposed."""
    with world.as_("programme_office"):
        return list(AuthorityChange.objects.values_list("state", flat=True))


def test_the_protocol_says_what_waits_and_comes_out_as_paper_and_word(world, office):
    made = office.post("/o/authority/new", FORM)
    url = made.headers["Location"]

    page = office.get(url).content.decode()
    assert "Det, der venter på kontoret" in page
    assert "Milepæl" in page
    assert f"Fra {name_of(world)} til {NEW}" in page
    pdf, docx = office.get(f"{url}/file?as=pdf"), office.get(f"{url}/file?as=docx")
    assert (pdf.headers["Content-Type"], docx.status_code) == ("application/pdf", 200)
    assert "Det, der venter på kontoret" in paper.text_of(pdf.content)
    assert office.get(f"{url}/file?as=xlsx").status_code == 404
    assert office.get(f"/o/authority/{uuid.uuid4()}").status_code == 404


def test_only_the_programme_office_comes_in(world, office):
    change = handing.proposed(world)
    for cast, slug in (("municipal_lead", "aaby"), ("coordinator", "aaby"), ("evaluator", None)):
        client = world.client(cast, slug)
        for path in ("/o/authority/", f"/o/authority/{change}", f"/o/authority/{change}/take"):
            assert client.get(path).status_code == 403, (cast, path)
        with pytest.raises(Refused), world.as_(cast, slug) as by:
            queries.changes(by)
