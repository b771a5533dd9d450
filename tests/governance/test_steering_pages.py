"""Steering on the pages: each step by its form, what each role finds, and the files that leave."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from datetime import date, time, timedelta

import pytest
from django.utils.translation import override
from tests.delivery import ground
from tests.governance import steering
from tests.interfaces import paper
from tests.interfaces.test_query_counts import MOST, asked

HOSTILE = (
    "{{7*7}}",
    "{% load i18n %}",
    "${7*7}",
    "=1+1",
    "+cmd|calc!A1",
    "#let x = 5",
    "$x^2$",
    "&xxe; <!ENTITY x>",
    "<script>alert(1)</script>",
    "\u202eabc",
    "BEGIN:VEVENT",
    "a;b,c",
    "#box[hej]",
    "*fed* _skrå_",
)


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def groups(world):
    return steering.found(world)


def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def sent(client, path, form, status=302):
    answer = client.post(path, form)
    assert answer.status_code == status, (path, answer.status_code, answer.content.decode()[-3000:])
    return answer


def test_the_office_sets_the_groups_up_and_plans_their_meetings(world):
    ground.load(world)
    office, lead = world.client("programme_office"), world.client("municipal_lead", "aaby")
    assert "ikke oprettet" in text(office, "/o/steering/")
    assert "ingen plads" in text(lead, "/o/steering/")
    assert "overordnede ansvar" in text(office, "/o/steering/groups")
    sent(office, "/o/steering/groups", {})
    group = re.search(r"/o/steering/groups/([0-9a-f-]{36})", text(office, "/o/steering/"))[1]
    seats = {
        "organisations": [str(world.tenant(one)) for one in steering.MEMBERS],
        "capacity": "0",
        "title": "Leder af området",
        "from_on": "2014-01-06",
    }
    sent(office, f"/o/steering/groups/{group}/seats", {**seats, "organisations": []}, 422)
    sent(office, f"/o/steering/groups/{group}/seats", seats)
    series = text(office, f"/o/steering/groups/{group}/series")
    chosen = re.findall(r'<input type="checkbox" name="months" value="(\d+)"[^>]*checked', series)
    assert chosen == ["5", "11"]  # every sixth month, as the concept file says
    rule = {"nth": "3", "weekday": "2", "months": ["5", "11"], "starts_at": "10:00", "place": "Odense"}
    sent(office, f"/o/steering/groups/{group}/series", {**rule, "months": []}, 422)
    sent(office, f"/o/steering/groups/{group}/series", rule)

    page = text(lead, f"/o/steering/groups/{group}")
    assert "Mødes den tredje onsdag i maj og november kl. 10.00." in page
    assert "18. november 2015" in page
    assert "ledende medarbejdere fra de deltagende kommuner" in page
    form = {"heading": "Lokaler", "words": "Vi mangler lokaler."}
    sent(lead, f"/o/steering/groups/{group}/propose", {**form, "heading": ""}, 422)
    sent(lead, f"/o/steering/groups/{group}/propose", form)
    assert "Lokaler" in text(office, f"/o/steering/groups/{group}")


def test_a_meeting_from_invitation_to_approved_minutes(world, groups):
    from samspil.governance.actions import groups as actions
    from samspil.governance.models.meetings import Meeting
    from samspil.governance.queries import meetings
    from samspil.governance.rules.series import Series

    with world.as_("programme_office") as by:
        rule = Series(1, 0, (11,))  # the first Monday of November 2014 is the tests' day
        actions.plan_series(
            by=by, at=world.at, on=ground.TODAY, group_id=groups["steering"], series=rule, starts_at=time(10)
        )
        key = Meeting.objects.get(on=ground.TODAY).id
    office, lead = world.client("programme_office"), world.client("municipal_lead", "aaby")
    url = f"/o/steering/meetings/{key}"
    steering.proposed(world, groups["steering"])
    waiting = re.search(r'name="waiting" value="([0-9a-f-]{36})"', text(office, f"{url}/items"))[1]
    sent(office, f"{url}/items", {"waiting": waiting, "heading": "", "words": ""})
    sent(office, f"{url}/items", {"waiting": "", "heading": "", "words": ""}, 422)
    sent(office, f"{url}/items", {"waiting": "", "heading": "Status", "words": "Kort gennemgang."})
    sent(office, f"{url}/approve", {}, 422)
    sent(office, f"{url}/invite", {})
    sent(office, f"{url}/invite", {}, 422)
    item = re.search(r"/o/steering/items/([0-9a-f-]{36})/outcome", text(office, url))[1]
    told = {
        "kind": "task",
        "words": "Find lokaler.",
        "owner": str(world.tenant("aaby")),
        "due_on": "2014-11-24",
    }
    for field in ("kind", "words", "owner", "due_on"):
        sent(office, f"/o/steering/items/{item}/outcome", {**told, field: ""}, 422)
    sent(office, f"/o/steering/items/{item}/outcome", told)
    secret = {"kind": "decision", "words": "Fortroligt: vi venter.", "confidential": "on"}
    sent(office, f"/o/steering/items/{item}/outcome", secret)
    sent(office, f"{url}/approve", {}, 422)
    sent(office, f"{url}/came", {"came": [str(world.tenant("aaby")), str(world.tenant("kontoret"))]})
    sent(office, f"{url}/approve", {})
    assert "rettes aldrig" in text(office, f"{url}/approve")
    page = text(lead, url)
    assert ("Find lokaler." in page, "Fortroligt: vi venter." in page, "Programkontoret, Åby" in page) == (
        True,
        True,
        True,
    )
    sent(office, f"/o/steering/items/{item}/outcome", secret, 422)

    task = re.search(r"/o/steering/tasks/([0-9a-f-]{36})/done", text(lead, "/o/steering/"))[1]
    other = world.client("municipal_lead", "baekby")
    assert other.get(f"/o/steering/tasks/{task}/done").status_code == 404
    sent(lead, f"/o/steering/tasks/{task}/done", {})
    sent(lead, f"/o/steering/tasks/{task}/done", {}, 422)
    assert "/done" not in text(lead, "/o/steering/")

    with world.as_("programme_office") as by:
        told = (date(2014, 1, 1), date(2014, 12, 31))
        found = [
            meetings.attended(by, world.tenant(slug), kind, *told, programme=ground.the_concept().slug)
            for slug, kind in (("aaby", "steering"), ("baekby", "steering"), ("aaby", "network"))
        ]
    assert found == [[ground.TODAY], [], []]


def test_approved_minutes_are_changed_by_nobody_whatever_the_code_does(world, groups):
    from django.db import IntegrityError, transaction

    from samspil.governance.models.meetings import AgendaItem, Meeting, MeetingPresence, Outcome
    from samspil.trust.audit import writing

    first, second, *_more = steering.planned(world, groups["steering"])
    item, other = steering.placed(world, first), steering.placed(world, first)
    outcome = steering.outcome(world, item.id, "information")
    steering.held(world, first, ("aaby",), approve=False)
    office = world.tenant("kontoret")
    told = {"tenant_id": office, "kind": "decision", "written_on": ground.TODAY, "words": b"x"}
    changes = (
        lambda: Meeting.objects.filter(id=first).update(place="Andetsteds"),
        lambda: MeetingPresence.objects.filter(meeting_id=first).delete(),
        lambda: MeetingPresence.objects.create(
            tenant_id=office, meeting_id=first, organisation_id=world.tenant("baekby")
        ),
        lambda: AgendaItem.objects.filter(id=item.id).update(position=9),
        lambda: AgendaItem.objects.filter(id=other.id).update(meeting_id=second),
        lambda: Outcome.objects.filter(id=outcome.id).update(words=b"x"),
        lambda: Outcome.objects.filter(id=outcome.id).delete(),
        lambda: Outcome.objects.create(item_id=item.id, **told),
    )
    for change in changes:
        with world.as_("programme_office"), writing(), transaction.atomic():
            change()
            transaction.set_rollback(True)
    steering.held(world, first, ("aaby",))
    for change in changes:
        with world.as_("programme_office"), writing(), pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_barrier_from_raised_to_done_differently_on_the_pages(world, groups):
    coordinator, office = world.client("coordinator", "aaby"), world.client("programme_office")
    leads = {slug: world.client("municipal_lead", slug) for slug in ("aaby", "baekby")}
    form = {"raised_by": "municipality", "heading": "Besøg kun om eftermiddagen", "words": steering.WORDS}
    sent(coordinator, "/o/steering/barriers/new", {**form, "words": "Spørg Amalie Holm om det."}, 422)
    url = sent(coordinator, "/o/steering/barriers/new", form)["Location"]
    key = url.rsplit("/", 1)[1]
    assert steering.WORDS in text(leads["baekby"], url)
    sent(office, f"{url}/owner", {"owner": str(world.tenant("baekby")), "due_on": "2014-11-17"})
    decision = {
        "group": str(groups["steering"]),
        "heading": "Om formiddagen",
        "words": "Før tolv.",
        "days": "5",
    }
    sent(office, f"/o/steering/decisions/new?barrier={key}", {**decision, "days": "0"}, 422)
    ballot = sent(office, f"/o/steering/decisions/new?barrier={key}", decision)["Location"]
    assert "Venter på jeres svar" in text(leads["aaby"], "/o/steering/")
    for client in (*leads.values(), office):
        sent(client, f"{ballot}/answer", {"answer": "for"})
    sent(leads["aaby"], f"{ballot}/answer", {"answer": "against"}, 422)
    assert "Venter på jeres svar" not in text(leads["aaby"], "/o/steering/")
    sent(office, f"{ballot}/close", {}, 422)
    sent(world.client("evaluator"), f"{ballot}/answer", {"answer": "abstain"})
    sent(office, f"{ballot}/close", {})
    assert "3 for, 0 imod, 1 hverken for eller imod" in text(leads["aaby"], ballot)
    sent(office, f"{url}/instruct", {"words": "Læg besøg før klokken tolv.", "due_on": "2014-12-01"})
    confirm = {
        slug: re.search(r"/o/steering/instructions/[0-9a-f-]{36}/confirm", text(client, url))[0]
        for slug, client in leads.items()
    }
    assert leads["aaby"].get(confirm["baekby"]).status_code == 404
    sent(leads["aaby"], confirm["aaby"], {"acts": "as_instructed", "words": ""})
    sent(leads["baekby"], confirm["baekby"], {"acts": "otherwise", "words": ""}, 422)
    sent(leads["baekby"], confirm["baekby"], {"acts": "otherwise", "words": "Vi tager aftenen."})
    for client in (office, world.client("steering_member"), *leads.values()):
        assert "handler forskelligt" in text(client, "/o/steering/")
        assert "Vi tager aftenen." in text(client, url)


def test_the_pages_ask_as_many_questions_whatever_the_rows(world, groups):
    meeting = steering.planned(world, groups["steering"])[0]
    lead, office = world.client("municipal_lead", "aaby"), world.client("programme_office")

    def more(number):
        for _each in range(number):
            barrier = steering.raised(world).id
            steering.assigned(world, barrier)
            ballot = steering.decided(world, groups["steering"], barrier)
            told = steering.instructed(world, barrier)
            steering.confirmed(world, told["aaby"], "aaby")
            item = steering.placed(world, meeting)
            steering.outcome(
                world, item.id, "task", owner_id=world.tenant("aaby"), due_on=ground.TODAY + timedelta(days=9)
            )
            steering.in_writing(world, groups["steering"])
            steering.proposed(world, groups["steering"])
        return barrier, ballot

    barrier, ballot = more(1)
    paths = (
        "/o/steering/",
        f"/o/steering/groups/{groups['steering']}",
        f"/o/steering/meetings/{meeting}",
        f"/o/steering/barriers/{barrier}",
        f"/o/steering/decisions/{ballot}",
    )
    before = {path: len(asked(client, path)) for client in (lead, office) for path in paths}
    more(3)
    after = {path: len(asked(client, path)) for client in (lead, office) for path in paths}

    assert before == after
    assert max(after.values()) <= MOST


def minutes_with(world, groups, words):
    """A held meeting whose every text says these words."""
    first = steering.planned(world, groups["steering"])[0]
    heading = words.splitlines()[0][:100]
    item = steering.placed(world, first, heading=heading, words=words)
    steering.outcome(world, item.id, "decision", words=words)
    steering.outcome(world, item.id, "information", words="Hemmeligt", confidential=True)
    steering.held(world, first)
    return f"/o/steering/meetings/{first}"


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_minutes_leave_as_files_with_and_without_what_is_confidential(world, groups, kind):
    url = minutes_with(world, groups, "Vi gør det ens.")
    lead = world.client("municipal_lead", "aaby")
    bodies = [lead.get(f"{url}/minutes?as={kind}{more}") for more in ("", "&without=1")]

    said = [read(kind, one.content) for one in bodies]
    assert [("Hemmeligt" in one, "Vi gør det ens." in one, "Fortroligt" in one) for one in said] == [
        (True, True, True),
        (False, True, False),
    ]
    assert bodies[0]["Content-Disposition"] == f'attachment; filename="referat-2014-05-21.{kind}"'
    assert lead.get(f"{url}/minutes?as=html").status_code == 404
    assert world.client("coordinator", "ceby").get(f"{url}/minutes").status_code == 404


def read(kind, body):
    if kind == "pdf":
        return paper.text_of(body)
    from docx import Document

    return "\n".join(one.text for one in Document(io.BytesIO(body)).paragraphs)


@pytest.mark.proves("G27")
@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_that_was_written_is_evaluated_in_word_or_calendar(world, groups, words):
    from icalendar import Calendar

    url = minutes_with(world, groups, f"Punkt {words}")
    lead = world.client("municipal_lead", "aaby")
    body = lead.get(f"{url}/minutes?as=docx").content

    shown = f"Punkt {words}".replace("\u202e", "")
    assert read("docx", body).split("\n").count(shown) == 2
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        parts = {name: packed.read(name).decode(errors="replace") for name in packed.namelist()}
    xml = parts["word/document.xml"]
    active = ("w:fldSimple", "w:instrText", "w:fldChar", "<!ENTITY", "w:hyperlink", "w:object")
    assert [one for one in active if one in xml] == []
    assert [name for name in parts if "vba" in name.lower()] == []
    (event,) = Calendar.from_ical(lead.get(f"{url}/calendar").content).walk("VEVENT")
    assert (str(event["summary"]), str(event["location"])) == ("Møde i styregruppen", "Odense")


@pytest.mark.proves("G27")
def test_nothing_that_was_written_is_evaluated_in_the_pdf(world, groups):
    url = minutes_with(world, groups, "\n".join(f"Punkt {one}" for one in HOSTILE))
    body = world.client("municipal_lead", "aaby").get(f"{url}/minutes?as=pdf").content
    said = re.sub(r"\s+", " ", paper.text_of(body))

    shown = [re.sub(r"\s+", " ", one.replace("\u202e", "")) for one in HOSTILE]
    assert [said.count(f"Punkt {one}") for one in shown] == [3, *[2] * (len(shown) - 1)]  # and one heading
    assert {"H1", "P"} <= set(paper.tags_of(body))


def test_a_place_with_a_line_of_calendar_in_it_stays_one_value(world, groups):
    from icalendar import Calendar

    from samspil.governance.actions import groups as actions
    from samspil.governance.models.meetings import Meeting
    from samspil.governance.rules.series import Series

    place = "Sal 1;X,Y\\n\nBEGIN:VEVENT"
    with world.as_("programme_office") as by:
        actions.plan_series(
            by=by,
            at=world.at,
            on=ground.TODAY,
            group_id=groups["network"],
            series=Series(2, 1, (12,)),
            starts_at=time(13, 30),
            place=place,
        )
        key = Meeting.objects.filter(group_id=groups["network"]).order_by("on")[0].id
    body = world.client("coordinator", "aaby").get(f"/o/steering/meetings/{key}/calendar")
    (event,) = Calendar.from_ical(body.content).walk("VEVENT")
    assert body.content.count(b"\nBEGIN:VEVENT") == 1
    assert str(event["location"]) == place
    assert event["dtstart"].dt.isoformat() == "2014-12-09T12:30:00+00:00"


def test_a_foreign_and_a_random_meeting_are_the_same_nothing(world, groups):
    key = steering.planned(world, groups["steering"])[0]
    outside = world.client("coordinator", "ceby")
    found = [outside.get(f"/o/steering/meetings/{one}") for one in (key, uuid.uuid4())]

    assert [one.status_code for one in found] == [404, 404]
    assert found[0].content == found[1].content
    assert world.client("coordinator", "aaby").get(f"/o/steering/meetings/{key}").status_code == 200


def test_a_coordinators_calendar_has_the_coming_meetings_and_a_mentors_has_none(world, groups):
    from django.test import Client
    from icalendar import Calendar

    from samspil.people.actions import feeds

    steering.planned(world, groups["steering"])
    days = {}
    for cast in ("coordinator", "mentor"):
        with world.as_(cast, "aaby") as by:
            post = world.member(cast, "aaby").appointment_id
            made = feeds.make_feed(by=by, at=world.at, on=ground.TODAY, appointment_id=post)
        found = Calendar.from_ical(Client().get(f"/c/{made.token}.ics").content).walk("VEVENT")
        days[cast] = [(one["dtstart"].dt, str(one["summary"])) for one in found]

    coming = (date(2014, 11, 19), date(2015, 5, 20), date(2015, 11, 18))
    assert days == {"coordinator": [(one, "Aftale") for one in coming], "mentor": []}
