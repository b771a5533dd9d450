"""The pages of training, from a planned event to a certificate, as each role meets them."""

from __future__ import annotations

import re
import uuid
from datetime import date

import pytest
from tests.delivery import ground, schooling
from tests.interfaces import paper
from tests.interfaces.test_query_counts import MOST, asked

CASTS = ("mentor", "other_mentor", "lent")


@pytest.fixture
def concept_id(world):
    return ground.load(world)


@pytest.fixture
def soon(world, concept_id):
    """An event next week, planned through the page by the provider."""
    form = {
        "kind": "course",
        "track": "mentor",
        "title": "Samtalen",
        "place": "Vejle",
        "seats": "2",
        "answer_by": "2014-11-10",
        "day_1": "2014-11-17",
        "day_2": "2014-11-18",
    }
    answer = world.client("training_provider").post("/o/training/new", form)
    assert answer.status_code == 302, answer.content.decode()
    return uuid.UUID(answer["Location"].rsplit("/", 1)[1])


def shown(page):
    """What a page says it showed, in its hidden fields."""
    return dict(re.findall(r'type="hidden" name="(shown_[a-z]+)" value="([^"]*)"', page))


def written(world, event_id):
    """Who came on which day, as it stands: by day, the names and whether they came."""
    from samspil.delivery.models.attendance import Attendance
    from samspil.delivery.queries import seats

    with world.as_("training_provider") as by:
        names = {one.id: one.name for one in seats.participants(by, event_id)}
        rows = Attendance.objects.values_list("day__on", "nomination_id", "came")
        return {(on.day, names[one].split()[0], came) for on, one, came in rows if one in names}


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_from_the_plan_to_a_seat_on_the_pages_alone(world, soon):
    from samspil.delivery.models.seats import Nomination

    coordinator, lead = world.client("coordinator", "aaby"), world.client("municipal_lead", "aaby")
    office, provider = world.client("programme_office"), world.client("training_provider")
    posts = [str(world.member(cast, "aaby").appointment_id) for cast in CASTS]
    assert coordinator.post(f"/o/training/{soon}/name", {"who": posts}).status_code == 302
    assert "3 medarbejdere er indstillet" in words(lead.get("/o/waiting/"))
    with world.as_("coordinator", "aaby"):
        rows = dict(Nomination.objects.values_list("account__name", "id"))
    for one in rows.values():
        assert lead.post(f"/o/nominations/{one}", {"answer": "yes"}).status_code == 302

    told = words(office.get(f"/o/training/{soon}/shares"))
    assert "Åby: 2 af 3. Der er færre pladser end ønsker. Alle, der ønskede så mange, fik 2." in told
    assert office.post(f"/o/training/{soon}/shares").status_code == 302
    assert "Samtalen: sig, hvem der får pladserne" in words(coordinator.get("/o/"))
    seats = {"who": [str(rows["Mentor Aaby"]), str(rows["Other Mentor Aaby"])]}
    assert coordinator.post(f"/o/training/{soon}/seats", seats).status_code == 302
    assert "sig, hvem der får pladserne" not in words(coordinator.get("/o/"))

    seen = words(provider.get(f"/o/training/{soon}"))
    assert [name in seen for name in ("Mentor Aaby", "Other Mentor Aaby", "Lent Aaby")] == [True, True, False]
    back = {"because": "cannot_come", "instead": str(rows["Lent Aaby"])}
    path = f"/o/nominations/{rows['Mentor Aaby']}/back"
    assert coordinator.post(path, back).status_code == 302
    seen = re.findall(r'row-title">([^<]+)<', provider.get(f"/o/training/{soon}").content.decode())
    assert [one.strip() for one in seen] == ["Lent Aaby", "Other Mentor Aaby"]


def test_the_office_is_warned_below_the_least_and_sees_no_name(world, soon):
    schooling.nominate(world, "aaby", soon, CASTS, on=ground.TODAY)
    office = world.client("programme_office")
    office.post(f"/o/training/{soon}/shares")

    seen = words(office.get("/o/training/"))

    assert "Mangler 18 pladser i at nå minimum" in seen
    assert "20–25 pladser i programmet" in seen
    every = seen + words(office.get(f"/o/training/{soon}")) + words(office.get(f"/o/training/{soon}/shares"))
    assert "Åby" in every
    assert [name in every for name in ("Mentor Aaby", "Lent Aaby")] == [False, False]


def test_attendance_closing_and_a_certificate_on_the_pages(world, concept_id):
    event_id = schooling.plan(world, concept_id, days=schooling.DAYS[:2])
    named = schooling.nominate(world, "aaby", event_id, CASTS)
    schooling.share_out(world, event_id)
    schooling.fill(world, "aaby", event_id, list(named.values()))
    provider, coordinator = world.client("training_provider"), world.client("coordinator", "aaby")
    page = provider.get(f"/o/training/{event_id}/days").content.decode()
    assert page.count("checked") == 6

    everyone = [str(one) for one in named.values()]
    came = {**shown(page), "day_20140818": everyone, "day_20140819": everyone[:2]}
    assert provider.post(f"/o/training/{event_id}/days", came).status_code == 302
    assert provider.get(f"/o/training/{event_id}/days").content.decode().count("checked") == 5
    assert provider.post(f"/o/training/{event_id}/close", {"exercised": everyone}).status_code == 302
    assert "Udsted 2 kursusbeviser" in words(coordinator.get("/o/corps/"))
    assert coordinator.post("/o/corps/issue").status_code == 302

    seen = words(coordinator.get("/o/corps/"))
    assert "2 uddannet 2 med gyldigt kursusbevis" in seen
    post = world.member("mentor", "aaby").appointment_id
    page = coordinator.get(f"/o/staff/{post}/training").content.decode()
    (paper,) = re.findall(r"/o/certificates/[0-9a-f-]{36}/paper", page)
    answer = coordinator.get(paper)
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "application/pdf",
        'attachment; filename="bevis.pdf"',
    )
    assert world.client("coordinator", "baekby").get(paper).status_code == 404


def test_the_certificate_is_an_accessible_pdf_that_names_no_subject(world, concept_id):
    from samspil.delivery.queries.training_certificates import code_of

    made = schooling.trained(world, "aaby", concept_id, ["mentor"])["mentor"]
    answer = world.client("coordinator", "aaby").get(f"/o/certificates/{made}/paper")

    text, said = paper.text_of(answer.content), paper.said_of(answer.content)
    assert (said["title"], said["language"], said["ua"], said["tagged"]) == ("Kursusbevis", "da", "1", "True")
    assert {"Title", "P", "L"} & set(paper.tags_of(answer.content)) == {"Title", "P", "L"}
    code = code_of(made)
    for told in (
        "Kursusbevis",
        "Mentor Aaby",
        code[:4],
        "2. september 2014",
        "2. september 2016",
        "/certificate",
    ):
        assert told in text
    assert [word for word in ("radikal", "ekstrem", "forebyg") if word in text.lower()] == []


def test_a_pass_stands_on_the_persons_page_and_is_counted(world, concept_id):
    coordinator = world.client("coordinator", "aaby")
    post = world.member("mentor", "aaby").appointment_id
    told = {"use": "match", "because": "has_a_seat", "until_on": "2014-12-31"}
    assert coordinator.post(f"/o/staff/{post}/pass", told).status_code == 302

    seen = words(coordinator.get(f"/o/staff/{post}/training"))
    assert (
        "Have et forløb gælder nu Har plads på næste kursus · 3. november 2014 til 31. december 2014" in seen
    )
    assert "og 1 dispensation" in words(coordinator.get("/o/corps/"))


def test_who_is_told_that_a_certificate_ends(world, concept_id):
    short, day = ground.load(world, schooling.for_a_year()), date(2013, 12, 3)
    schooling.trained(world, "aaby", short, ["mentor"], days=(day,), on=day)

    seen = words(world.client("coordinator", "aaby").get("/o/"))

    assert "Mentor Aaby: kursusbeviset som mentor udløber snart" in seen


@pytest.mark.parametrize("cast", ["training_provider", "coordinator", "municipal_lead", "programme_office"])
def test_lists_ask_the_same_with_one_row_and_with_three(world, concept_id, cast):
    place = "aaby" if cast in ("coordinator", "municipal_lead") else None
    client = world.client(cast, place)

    def grown(casts, slugs=("aaby",)):
        event_id = schooling.plan(world, concept_id, seats=5, days=schooling.DAYS, on=schooling.PLANNED_ON)
        for slug in slugs:
            schooling.nominate(world, slug, event_id, casts)
        given = schooling.share_out(world, event_id)
        with world.as_("coordinator", "aaby"):
            from samspil.delivery.models.seats import Nomination

            rows = list(Nomination.objects.filter(event_id=event_id).values_list("id", flat=True))
        schooling.fill(world, "aaby", event_id, rows[: given["aaby"]])
        return event_id

    one = grown(CASTS[:1])
    first = {path: len(asked(client, path)) for path in ("/o/training/", f"/o/training/{one}")}
    three = grown(CASTS, ("aaby", "baekby"))
    grown(CASTS, ("aaby", "baekby"))

    assert len(asked(client, "/o/training/")) == first["/o/training/"] <= MOST
    assert len(asked(client, f"/o/training/{three}")) == first[f"/o/training/{one}"] <= MOST


def test_the_corps_asks_the_same_however_many_there_are(world, concept_id):
    client = world.client("coordinator", "aaby")
    schooling.trained(world, "aaby", concept_id, ["mentor"])
    schooling.supervised(world, "aaby")
    first = len(asked(client, "/o/corps/"))

    schooling.trained(world, "aaby", concept_id, ["other_mentor", "lent"])
    schooling.supervised(world, "aaby", CASTS)
    schooling.passed(world, "aaby", on=ground.TODAY)

    assert len(asked(client, "/o/corps/")) == first <= MOST
    for path in ("supervision", "issue"):
        assert len(asked(client, f"/o/corps/{path}")) <= MOST
    post = world.member("mentor", "aaby").appointment_id
    for path in ("training", "pass"):
        assert len(asked(client, f"/o/staff/{post}/{path}")) <= MOST


def test_what_a_page_did_not_show_is_not_written(world, concept_id, monkeypatch):
    from samspil.delivery.actions import seats
    from samspil.interfaces import clock

    event_id = schooling.plan(world, concept_id, days=schooling.DAYS[:2], seats=1)
    named = schooling.nominate(world, "aaby", event_id, CASTS[:2])
    schooling.share_out(world, event_id)
    schooling.fill(world, "aaby", event_id, [named["mentor"]])
    provider, path = world.client("training_provider"), f"/o/training/{event_id}/days"
    monkeypatch.setattr(clock, "today", lambda: schooling.DAYS[0])
    page = provider.get(path).content.decode()
    came = shown(page) | {"day_20140818": [str(named["mentor"])]}

    monkeypatch.setattr(clock, "today", lambda: schooling.DAYS[1])
    assert provider.post(path, came).status_code == 302
    assert written(world, event_id) == {(18, "Mentor", True)}
    assert provider.get(path).content.decode().count("checked") == 2

    with world.as_("coordinator", "aaby") as by:
        told = {"nomination_id": named["mentor"], "because": "other_tasks", "instead": named["other_mentor"]}
        seats.withdraw(by=by, at=world.at, on=schooling.DAYS[0], **told)
    gone = provider.post(path, came)
    assert (gone.status_code, written(world, event_id)) == (422, set())
    assert provider.post(path, shown(page)).status_code == 302
    assert written(world, event_id) == set()
    page = provider.get(path).content.decode()
    assert provider.post(path, shown(page)).status_code == 302
    assert written(world, event_id) == {(18, "Other", False), (19, "Other", False)}


def test_an_event_is_closed_when_every_day_is_written_of_everyone(world, concept_id):
    from samspil.delivery.actions import seats

    event_id = schooling.plan(world, concept_id, days=schooling.DAYS[:2], seats=1)
    named = schooling.nominate(world, "aaby", event_id, CASTS[:2])
    schooling.share_out(world, event_id)
    schooling.fill(world, "aaby", event_id, [named["mentor"]])
    schooling.attend(world, event_id)
    with world.as_("coordinator", "aaby") as by:
        told = {"nomination_id": named["mentor"], "because": "other_tasks", "instead": named["other_mentor"]}
        seats.withdraw(by=by, at=world.at, on=schooling.DAYS[1], **told)
    provider = world.client("training_provider")
    paths = [f"/o/training/{event_id}/{one}" for one in ("close", "days")]

    refused = provider.post(paths[0], {"exercised": [str(named["other_mentor"])]})
    assert (refused.status_code, "Skriv for hver dag" in words(refused)) == (422, True)
    page = provider.get(paths[1]).content.decode()
    assert provider.post(paths[1], shown(page)).status_code == 302
    assert provider.post(paths[0], {"exercised": []}).status_code == 302


def test_a_certificate_that_holds_no_more_is_not_printed(world, concept_id):
    from samspil.delivery.actions.training_certificates import withdraw_certificate

    short = ground.load(world, schooling.for_a_year())
    ended = schooling.trained(world, "aaby", short, ["mentor"], days=(date(2013, 9, 3),), on=date(2013, 6, 3))
    made = schooling.trained(world, "aaby", concept_id, ["other_mentor", "lent"])
    with world.as_("coordinator", "aaby") as by:
        told = {"certificate_id": made["other_mentor"], "because": "mistake"}
        withdraw_certificate(by=by, at=world.at, on=ground.TODAY, **told)
    keys = (ended["mentor"], made["other_mentor"], made["lent"])

    def printed(cast, paths):
        client = world.client(cast, "aaby")
        return [(one.status_code, one["Content-Type"].split(";")[0]) for one in map(client.get, paths)]

    no, yes = (403, "text/html"), (200, "application/pdf")
    assert printed("coordinator", [f"/o/certificates/{one}/paper" for one in keys]) == [no, no, yes]
    assert printed("other_mentor", [f"/f/training/{keys[1]}/paper"]) == [no]
    assert printed("lent", [f"/f/training/{keys[2]}/paper"]) == [yes]


def test_the_office_is_warned_before_the_first_event_and_of_each_programme_that_runs(world, concept_id):
    from django.conf import settings

    from samspil.programme.concept.reading import read_bytes

    office = world.client("programme_office")

    def figures():
        page = office.get("/o/training/").content.decode()
        return [
            words_in.split(" i at nå")[0].strip()
            for words_in in re.findall(r'class="is-late">([^<]+)<', page)
        ]

    running = figures()
    assert running[0] == "Mangler 20 pladser"
    file = settings.SAMSPIL_PROGRAMMES / "samspil-2026-2029.yaml"
    later = ground.load(world, read_bytes(file.read_bytes()))
    assert figures() == running
    schooling.plan(world, later)
    assert figures() == running
    assert len(asked(office, "/o/training/")) <= MOST
