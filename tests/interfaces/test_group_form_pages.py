"""The forms after a visit through the pages: shown, answered without a session, explained, read, counted."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.delivery import asking_groups as groups
from tests.delivery import ground, visiting
from tests.interfaces.test_query_counts import MOST, asked
from tests.interfaces.weighing import BUDGET, LEAST, weight_of

DAY = ground.TODAY
FORM = "/a/form"
AGENT = "Kanariebrowser/1.0"
ADDRESS = "203.0.113.77"


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def made(world: Any, concept_id: Any) -> Any:
    return visiting.series(world, "aaby", concept_id)


@pytest.fixture
def visit(world: Any, made: Any) -> Any:
    return visiting.held(world, made, 1, DAY)


def phone(**said: Any) -> Client:
    return Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT, **said)


def answers(page: Any, **said: str) -> dict[str, str]:
    """What the form on a page sends: its own key and secret, and an answer to every question."""
    html = page.content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(token|sheet)" value="([^"]+)">', html))
    chosen = {f"answer_{code}": value for code, value in groups.FULL.items() if value}
    return {**hidden, **chosen, "send": "yes", **said}


def counted(world: Any, visit: Any) -> int:
    from samspil.delivery.queries.pupils import round_of

    with world.as_("coordinator", "aaby"):
        return int(round_of(visit.id).answered)


def test_a_group_answers_by_the_token_or_the_code_with_no_session_and_no_script(world, visit):
    made = groups.shown(world, visit, DAY)
    for body in ({"token": made.token}, {"code": made.code.lower()}):
        client = phone()
        page = client.post(FORM, body)
        assert page.status_code == 200
        assert 'data-page="answer-form"' in page.content.decode()
        assert LEAST < weight_of(page) <= BUDGET
        assert LEAST < weight_of(client.get(FORM)) <= BUDGET
        sent = client.post(FORM, answers(page, answer_own_words="Det var fint"))
        assert (sent.status_code, sent.headers["Location"]) == (302, "/a/form/thanks")
        assert set(client.cookies) <= {"samspil_csrf", "samspil_language"}
    assert counted(world, visit) == 2


@pytest.mark.proves("S8")
def test_nothing_of_the_phone_is_kept(world, visit):
    from django.apps import apps
    from django.db import connection

    made = groups.shown(world, visit, DAY)
    client = phone()
    sent = client.post(FORM, answers(client.post(FORM, {"token": made.token})))
    assert sent.status_code == 302
    found = []
    with world.as_("coordinator", "aaby"), connection.cursor() as cursor:
        for model in apps.get_models():
            if not model._meta.managed or model.__module__.startswith("django.contrib.auth"):
                continue
            table = model._meta.db_table
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [f"public.{table}"])
            if cursor.fetchone()[0]:
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" AS row WHERE row::text ~ %s', [f"{ADDRESS}|{AGENT}"]
                )
                found += [table] * cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM trust_auditevent AS row WHERE row::text ~ 'send_as_group'")
        assert cursor.fetchone() == (1,)
    assert found == []


def test_opening_consumes_nothing_and_a_second_tap_counts_once(world, visit):
    made = groups.shown(world, visit, DAY)
    client = phone()
    for _each in range(20):
        assert client.get(FORM).status_code == 200
        assert client.head(FORM).status_code == 200
        page = client.post(FORM, {"token": made.token})
    first = answers(page)
    assert [client.post(FORM, first).status_code for _each in range(3)] == [302] * 3
    assert counted(world, visit) == 1


def test_what_opens_nothing_is_one_page_and_only_such_codes_are_counted(world, visit):
    made = groups.shown(world, visit, DAY)
    told = {
        re.sub(r'value="[A-Za-z0-9]{64}"', "", phone().post(FORM, body).content.decode())
        for body in ({"token": "x" * 43}, {"token": "0123456789"}, {"code": "ABCDEFGHJK"})
    }
    assert len(told) == 1
    for _each in range(58):
        phone().post(FORM, {"code": "ABCDEFGHJK"})
    assert phone().post(FORM, {"code": "ABCDEFGHJK"}).status_code == 429
    assert phone().post(FORM, {"code": made.code}).status_code == 429
    assert phone().post(FORM, {"token": made.token}).status_code == 200
    assert Client(REMOTE_ADDR="198.51.100.7").post(FORM, {"code": made.code}).status_code == 200


def test_a_class_that_types_the_right_code_is_never_held_up(world, visit):
    made = groups.shown(world, visit, DAY)
    for _each in range(90):
        assert phone().post(FORM, {"code": made.code}).status_code == 200


def test_a_code_in_the_place_of_a_token_opens_no_measurement(world, concept_id):
    from samspil.trust import audit, links

    course = ground.course(world, "aaby", concept_id)
    with world.as_("coordinator", "aaby") as by, audit.writing():
        link = links.make(by=by, kind="measurement", thing_id=course.course_id, person_id=course.person_id)
    client = Client()
    answer = client.post("/a/", {"token": link.code})

    assert answer.status_code == 404
    assert "answer_link" not in client.session
    with links.found(link.code, kind="measurement") as still:
        assert still.id == link.link.id


@pytest.mark.parametrize("language", ["da", "en", "ar", "so", "tr"])
def test_the_form_speaks_five_languages_and_changes_between_them_with_no_script(world, visit, language):
    made = groups.shown(world, visit, DAY)
    client = phone()
    page = client.post(f"{FORM}?lang={language}", {"token": made.token})
    html = page.content.decode()

    assert f'<html lang="{language}"' in html
    assert ('dir="rtl"' in html.split(">", 2)[1]) == (language == "ar")
    assert set(re.findall(r'formaction="/a/form\?lang=(\w+)"', html)) == {"da", "en", "ar", "so", "tr"}
    refused = client.post(FORM, {**answers(page), **{f"answer_{code}": "" for code in groups.FULL}})
    assert refused.status_code == 422
    assert f'<html lang="{language}"' in refused.content.decode()


def test_the_teachers_link_answers_once_and_the_own_form_is_on_the_visits_page(world, visit):
    from samspil.delivery.instruments.shipped import instrument
    from samspil.delivery.queries.pupils import choices_of

    model = world.client("role_model", "aaby")
    page = model.get(f"/f/visits/{visit.id}").content.decode()
    for part in ("group", "teacher", "form"):
        assert f'href="/f/visits/{visit.id}/{part}"' in page
    shown = model.post(f"/f/visits/{visit.id}/teacher", {"make": "yes"}).content.decode()
    token = re.search(r"/a/form#([\w-]+)", shown)[1]  # type: ignore[index]
    tool = instrument("teacher", 1)
    said = {f"answer_{tool.items[0].code}": choices_of(tool, tool.items[0])[0]}
    body = {"token": token, "send": "yes", **said}
    assert phone().post(FORM, {"token": token}).status_code == 200
    taps = [phone().post(FORM, body) for _each in range(3)]
    assert [(one.status_code, one.headers.get("Location")) for one in taps] == [(302, "/a/form/thanks")] * 3
    assert phone().post(FORM, {"token": token}).status_code == 404
    assert kept_of(world, visit, "teacher") == 1
    tool = instrument("role_model", 1)
    said = {f"answer_{tool.items[0].code}": choices_of(tool, tool.items[0])[0]}
    assert model.post(f"/f/visits/{visit.id}/form", said).status_code == 302
    assert f'href="/f/visits/{visit.id}/form"' not in model.get(f"/f/visits/{visit.id}").content.decode()


def kept_of(world: Any, visit: Any, asked_: str) -> int:
    from samspil.delivery.models.forms import FormAnswer

    with world.as_("coordinator", "aaby"):
        rows = FormAnswer.objects.filter(owed__thing_id=visit.id, owed__asked=asked_)
        return int(rows.count())


def test_what_is_sent_by_a_link_that_was_used_long_ago_or_called_back_is_not_thanked(world, visit):
    from django.db.models import F
    from django.db.models.functions import Now

    from samspil.delivery.actions.forms import hand_out_form
    from samspil.trust import audit
    from samspil.trust.models import Link

    def handed() -> Any:
        with world.as_("role_model", "aaby") as by:
            return hand_out_form(by=by, at=world.at, on=DAY, visit_id=visit.id)

    first, second = handed(), handed()
    body = {"send": "yes", "answer_of_use": "completely"}
    assert phone().post(FORM, {"token": first.token, **body}).status_code == 404
    with world.as_("coordinator", "aaby"), audit.writing():
        Link.objects.filter(id=second.link.id).update(used_at=Now())
    assert phone().post(FORM, {"token": second.token, **body}).status_code == 302
    with world.as_("coordinator", "aaby"), audit.writing():
        Link.objects.filter(id=second.link.id).update(used_at=F("used_at") - timedelta(minutes=6))
    assert phone().post(FORM, {"token": second.token, **body}).status_code == 404


def test_the_office_reads_lines_explains_forms_and_sees_each_question_by_itself(world, made):
    visit = visiting.held(world, made, 1, DAY - timedelta(days=20))
    groups.closed(world, visit, 6, line="Tak til Kasper")
    office = world.client("coordinator", "aaby")
    home = office.get("/o/").content.decode()
    assert f'href="/o/visits/{visit.id}/lines"' in home
    assert home.count("/reason") == 3

    page = office.get(f"/o/visits/series/{made.id}/answers").content.decode()
    assert "Tak til Kasper" not in page
    assert re.findall(r'<td class="number">6</td><td class="number">6</td></tr></tbody>', page) != []
    assert page.count("<tfoot>") == 0
    lines = office.get(f"/o/visits/{visit.id}/lines").content.decode()
    assert "Tak til Kasper" in lines
    assert "ligner et navn" in lines
    line = re.search(r'name="line" value="([^"]+)"', lines)[1]  # type: ignore[index]
    assert office.post(f"/o/visits/{visit.id}/lines", {"line": line, "to": "released"}).status_code == 302
    assert "Tak til Kasper" in office.get(f"/o/visits/series/{made.id}/answers").content.decode()
    reason = re.search(r'href="(/o/visits/forms/[^"]+/reason)"', home)[1]  # type: ignore[index]
    assert office.post(reason, {"reason": "done"}).status_code == 422
    assert office.post(reason, {"reason": "forgotten"}).status_code == 302
    assert office.get("/o/").content.decode().count("/reason") == 2
    board = office.get("/o/measurements/").content.decode()
    assert 'id="by-after"' in board


def test_fewer_than_five_are_told_in_words(world, made):
    visit = visiting.held(world, made, 1, DAY - timedelta(days=20))
    groups.closed(world, visit, 4)
    page = world.client("coordinator", "aaby").get(f"/o/visits/series/{made.id}/answers").content.decode()

    assert page.count("færre end fem svar") == 5
    assert "<tbody>" not in page


def test_the_pages_ask_the_database_as_often_for_one_visit_as_for_three(world, concept_id):
    office, model = world.client("coordinator", "aaby"), world.client("role_model", "aaby")
    counts: dict[str, list[int]] = {}
    for number in (1, 3):
        made, visits = visiting.series(world, "aaby", concept_id), []
        for place in range(1, number + 1):
            on = DAY - timedelta(days=60 - 10 * place - number)
            visit = visiting.held(world, made, place, on, at=time(8))
            groups.closed(world, visit, 6, line="Tak")
            visits.append(visit)
        for client, path in (
            (office, f"/o/visits/series/{made.id}/answers"),
            (office, f"/o/visits/{visit.id}/lines"),
            (office, f"/o/visits/{visit.id}/group"),
            (office, f"/o/visits/{visit.id}/teacher"),
            (model, f"/f/visits/{visits[0].id}"),
            (office, "/o/measurements/"),
        ):
            name = re.sub(r"[0-9a-f-]{36}", "ID", path)
            counts.setdefault(name, []).append(len(asked(client, path)))

    assert {name: found for name, found in counts.items() if len(set(found)) != 1 or max(found) > MOST} == {}
