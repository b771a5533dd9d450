"""Keys of drafts: handed to the account's own signed-in device, for 72 hours, until signing out."""

from __future__ import annotations

import base64
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests.delivery import ground
from tests.trust import committed

from samspil.trust import fields, keys

HOUR = 3600
DEVICE = uuid.UUID("6f0c7e0a-1111-4222-8333-944455556666")


def ask(client: Any, device: Any = DEVICE) -> Any:
    return client.post("/f/drafts/key", {"device": str(device)})


def handed(client: Any, device: Any = DEVICE) -> list[str]:
    """The ids of the keys a device is handed, the one to write with last."""
    answer = ask(client, device)
    assert answer.status_code == 200
    assert [len(base64.b64decode(one["key"])) for one in answer.json()["keys"]] == [32] * len(
        answer.json()["keys"]
    )
    return [one["id"] for one in answer.json()["keys"]]


def later(hours: float) -> None:
    """Let every draft key be so much older, as the database's clock will say."""
    with keys._store() as store:
        store.execute("UPDATE draft_key SET made_at = made_at - ?", [int(hours * HOUR)])


@pytest.fixture(autouse=True)
def _no_keys_of_others(django_db_setup: None) -> None:
    with keys._store() as store:
        store.execute("DELETE FROM draft_key")


# --- whose key


def test_a_key_belongs_to_one_account_and_one_device_and_is_the_same_again(world):
    mentor, coach = world.client("mentor", "aaby"), world.client("parent_coach", "aaby")

    first = handed(mentor)

    assert handed(mentor) == first
    assert handed(world.client("mentor", "aaby")) == first
    assert handed(mentor, uuid.uuid4()) != first
    assert handed(coach) != first
    owners = {ask(one).json()["owner"] for one in (mentor, world.client("mentor", "aaby"), coach)}
    assert len(owners) == 2
    assert str(world.member("mentor", "aaby").account_id) not in str(owners)


def test_the_key_store_holds_no_draft_key_in_the_open(world):
    key = base64.b64decode(ask(world.client("mentor", "aaby")).json()["keys"][0]["key"])

    files = list(Path(settings.SAMSPIL_KEY_STORE).parent.glob("keys.sqlite*"))

    assert len(files) >= 1
    assert [one for one in files if key in committed.read_apart(one)] == []


@pytest.mark.parametrize("cast", ["coordinator", "role_model", "log_controller"])
def test_other_roles_keep_no_drafts(world, cast):
    assert ask(world.client(cast, "aaby")).status_code == 403


def test_a_key_is_never_kept_by_the_browser_and_needs_a_form_of_ours(world):
    from django.test import Client

    mentor = world.client("mentor", "aaby")
    assert ask(mentor)["Cache-Control"] == "no-store"
    assert mentor.get("/f/drafts/key").status_code == 405
    assert ask(mentor, "not a number").status_code == 422
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = mentor.cookies
    assert ask(strict).status_code == 403


# --- 72 hours


@pytest.mark.proves("S1")
def test_a_key_is_handed_out_for_72_hours_and_then_erased(world):
    mentor = world.client("mentor", "aaby")
    first = handed(mentor)

    later(71.9)
    assert first[0] in handed(mentor)
    later(0.2)
    assert first[0] not in handed(mentor)
    assert keys._store().execute("SELECT count(*) FROM draft_key WHERE id = ?", first).fetchone() == (0,)


def test_what_is_written_now_is_written_under_a_key_with_at_least_60_hours_left(world):
    mentor = world.client("mentor", "aaby")
    for hours in (0, 11, 2, 11, 2, 11, 2):
        later(hours)
        last = ask(mentor).json()["keys"][-1]
        assert 60 * HOUR <= last["left_s"] <= 72 * HOUR
    assert len(handed(mentor)) == 4


def test_the_phones_and_the_programmes_clock_lengthen_nothing(world, monkeypatch):
    """Only the database's clock counts: time.time() of the server may say what it likes."""
    mentor = world.client("mentor", "aaby")
    first = handed(mentor)
    later(72.1)
    monkeypatch.setattr(time, "time", lambda: 0.0)

    assert first[0] not in handed(mentor)


def test_the_nightly_round_erases_what_nobody_asks_for(world):
    from samspil.interfaces.cli import rounds

    handed(world.client("mentor", "aaby"))
    assert rounds.forget_draft_keys() == 0
    later(72.1)
    assert rounds.forget_draft_keys() == 1


def test_an_account_with_too_many_devices_loses_the_drafts_of_the_oldest(world):
    mentor = world.client("mentor", "aaby")
    first = handed(mentor)
    for _each in range(keys.MOST_DEVICES):
        later(0.1)
        handed(mentor, uuid.uuid4())

    assert handed(mentor) != first


# --- signing out


@pytest.mark.proves("S1")
def test_signing_out_erases_this_devices_keys_and_everywhere_erases_all(world):
    here, there, coach = (
        world.client("mentor", "aaby"),
        world.client("mentor", "aaby"),
        world.client("parent_coach", "aaby"),
    )
    second = uuid.uuid4()
    mine, theirs, others = handed(here), handed(there, second), handed(coach)

    assert here.post("/e/sign-out/")["Clear-Site-Data"] == '"cache", "storage"'
    assert handed(there, second) == theirs
    assert handed(there) != mine

    mine = handed(there)
    answer = world.client("mentor", "aaby").post("/e/sign-out/everywhere/")
    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"cache", "storage"')
    again = there.post("/f/drafts/key", {"device": str(DEVICE)})
    assert (again.status_code, again["Clear-Site-Data"]) == (302, '"cache", "storage"')
    assert "Clear-Site-Data" not in there.get("/f/").headers
    new = world.client("mentor", "aaby")
    assert set(handed(new) + handed(new, second)).isdisjoint(mine + theirs)
    assert handed(coach) == others


def test_an_idle_session_that_ran_out_leaves_the_drafts(world):
    from samspil.interfaces.web.entrance.sessions import SessionStore

    mentor = world.client("mentor", "aaby")
    first = handed(mentor)
    SessionStore(mentor.cookies["samspil_session"].value).delete()

    answer = mentor.get("/f/")

    assert answer.status_code == 302
    assert "Clear-Site-Data" not in answer.headers
    assert handed(world.client("mentor", "aaby")) == first


def test_a_role_that_ends_takes_the_drafts_with_it(world):
    from samspil.kernel.actor import Actor
    from samspil.people.actions import people as actions
    from samspil.people.queries import people as queries
    from samspil.trust.scope import scope

    mentor = world.member("mentor", "aaby")
    first = handed(world.client("mentor", "aaby"))
    by = Actor.job(world.tenant("aaby"))
    with scope(by):
        post = queries.appointment(by, mentor.appointment_id)
        actions.end_appointment(by=by, at=world.at, appointment=post, to_on=world.at.date())

    assert first[0] not in [one.id for one in fields.draft_keys(mentor.account_id, DEVICE, now=2**31)]
    assert keys._store().execute("SELECT count(*) FROM draft_key WHERE id = ?", first).fetchone() == (0,)


# --- what a script is told


@pytest.fixture
def made(world: Any) -> ground.Made:
    return ground.course(world, "aaby", ground.load(world))


def form(**changed: Any) -> dict[str, Any]:
    return {
        "kind": "walk",
        "minutes": "60",
        "held_on": "2014-11-03",
        "line": "Ses igen",
        "did": "Gik en tur",
        "place": "outdoors",
        "key": str(uuid.uuid4()),
        **changed,
    }


def sent(client: Any, made: ground.Made, values: dict[str, Any]) -> Any:
    return client.post(f"/f/courses/{made.course_id}/meeting", values, headers={"X-Draft": "send"})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"minutes": "other", "minutes_other": "1441"}, "Et møde er højst ti timer"),
        ({"did": "x" * 100_000}, "500"),
        ({"line": "x" * 501}, "500"),
        ({"held_on": "2015-01-01"}, "Vælg en dag"),
        ({"place": "hos mormor"}, "hos mormor"),
        ({"kind": ""}, "påkrævet"),
    ],
)
def test_bad_input_is_told_in_the_pages_own_sentences_and_kept(world, made, changed, said):
    mentor, values = world.client("mentor", "aaby"), form()

    answer = sent(mentor, made, values | changed)
    page = mentor.post(f"/f/courses/{made.course_id}/meeting", values | changed)

    assert (answer.status_code, answer.json()["state"], page.status_code) == (422, "failed", 422)
    assert [said in one for one in answer.json()["sentences"]] == [True]
    assert answer.json()["sentences"][0].split(": ")[-1] in page.content.decode().replace("&#x27;", "'")
    assert sent(mentor, made, values).json() == {"state": "sent"}
    assert sent(mentor, made, values).json() == {"state": "sent"}


def test_after_the_end_a_draft_is_refused_with_a_sentence_and_the_refusal_is_logged(world, made):
    from samspil.delivery.actions import consents
    from samspil.trust.models import AuditEvent

    mentor, values = world.client("mentor", "aaby"), form()
    assert sent(mentor, made, values).json() == {"state": "sent"}
    with world.as_("coordinator", "aaby") as by:
        consents.stop(by=by, at=world.at, on=ground.TODAY, course_id=made.course_id)

    answer = sent(mentor, made, form())

    assert answer.status_code == 404
    assert answer.json() == {"state": "failed", "sentences": ["Forløbet er ikke længere hos dig."]}
    other = world.client("other_mentor", "aaby")
    assert sent(other, made, form()).json() == answer.json()
    with world.as_("coordinator", "aaby"):
        assert AuditEvent.objects.filter(verb="denied:field:session").count() == 2


def test_before_the_start_a_draft_is_refused_with_a_sentence(world):
    made = ground.course(world, "aaby", ground.load(world), to="matched")

    answer = sent(world.client("mentor", "aaby"), made, form())

    assert answer.status_code == 403
    assert answer.json()["sentences"] == ["Møder kan skrives, når forløbet er begyndt."]


# --- a server that dies between commit and answer

SERVER = """
import os, signal, sys
from wsgiref.simple_server import WSGIRequestHandler, make_server
import django
django.setup()
from samspil.config.wsgi import application

def dying(environ, start_response):
    answer = application(environ, start_response)
    if environ["REQUEST_METHOD"] == "POST" and sys.argv[2] == "dies":
        os.kill(os.getpid(), signal.SIGKILL)  # the transaction is committed, nothing was answered
    return answer

class Quiet(WSGIRequestHandler):
    def log_message(self, *words): pass

make_server("127.0.0.1", int(sys.argv[1]), dying, handler_class=Quiet).serve_forever()
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serving(database: str, how: str) -> tuple[subprocess.Popen[bytes], int]:
    """A server process of its own on the copy of the database."""
    port = free_port()
    root = Path(settings.ROOT)
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(port), how],
        env={**os.environ, "SAMSPIL_DATABASE_NAME": database, "PYTHONPATH": str(root / "src")},
        cwd=root,
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5)
        except (urllib.error.URLError, ConnectionError):
            assert process.poll() is None
            time.sleep(0.2)
        else:
            break
    return process, port


def deliver(port: int, path: str, values: dict[str, Any], cookie: str) -> tuple[int, str] | None:
    """What a phone gets for its draft; None where the connection broke without an answer."""
    token = "a" * 32
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        urllib.parse.urlencode({**values, "csrfmiddlewaretoken": token}).encode(),
        {
            "X-Draft": "send",
            "Cookie": f"samspil_session={cookie}; samspil_csrf={token}",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()
    except (ConnectionError, urllib.error.URLError):
        return None


@pytest.mark.proves("S1")
def test_a_server_killed_between_commit_and_answer_leaves_one_row(own_database, server):
    from tests.trust import committed
    from tests.world import built

    from samspil.delivery.models.sessions import Session

    world = built()
    made = ground.course(world, "aaby", ground.load(world))
    values, cookie = form(), world.client("mentor", "aaby").cookies["samspil_session"].value
    path = f"/f/courses/{made.course_id}/meeting"

    def rows() -> int:
        with world.as_("mentor", "aaby"):
            return int(Session.objects.filter(course_id=made.course_id).count())

    process, port = serving(own_database, "dies")
    assert deliver(port, path, values, cookie) is None
    assert process.wait(20) == -9
    assert rows() == 1

    process, port = serving(own_database, "lives")
    try:
        assert deliver(port, path, values, cookie) == (200, '{"state": "sent"}')
        assert rows() == 1
        assert deliver(port, path, form(), cookie) == (200, '{"state": "sent"}')
        assert rows() == 2
    finally:
        process.kill()
        process.wait()
    committed._forget_how_far_it_was_sealed()
