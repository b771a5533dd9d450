"""One-time links and tries: one of many wins, every dead link looks alike, the database keeps the time."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.architecture.cells import TOKEN
from tests.delivery import ground
from tests.trust import committed

from samspil.kernel.errors import Missing, Refused
from samspil.trust import links, scope, throttle
from samspil.trust.models import Throttle, writing

MANY = 50


@pytest.fixture(scope="module")
def there(server: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[committed.Ground]:
    with committed.populated(server, django_db_blocker) as found:
        found.as_superuser("UPDATE people_appointment SET capacity = 100 WHERE loan_until IS NULL")
        yield found


@pytest.mark.proves("G22")
def test_one_of_fifty_who_submit_with_the_same_link_at_once_is_accepted(there):
    from django.db import connections

    from samspil.delivery.actions import measurements

    world = there.world
    made = ground.course(world, "aaby", there.courses["aaby"].concept_id)
    holder = ground.answer(world, made, submit=False)
    start, outcomes = threading.Barrier(MANY), []

    def submit() -> None:
        start.wait()
        try:
            with scope.scope(holder):
                measurements.submit(by=holder, at=world.at, on=ground.TODAY)
            outcomes.append("accepted")
        except (Missing, Refused) as problem:
            outcomes.append(type(problem).__name__)
        except Exception as problem:
            outcomes.append(f"{type(problem).__name__}: {problem}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=submit) for _each in range(MANY)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert set(outcomes) - {"Missing", "Refused"} == {"accepted"}
    assert (len(outcomes), outcomes.count("accepted")) == (MANY, 1)
    assert there.as_superuser(
        "SELECT count(*) FROM trust_auditevent WHERE verb = 'delivery.submit' AND subject_id = %s",
        [made.person_id],
    ) == [(1,)]


def test_one_of_twenty_who_send_and_type_in_the_same_answers_at_once_is_accepted(there):
    from django.db import connections

    from samspil.delivery.actions import measurements, papers
    from samspil.delivery.queries.measurements import instrument_of

    world = there.world
    made = ground.course(world, "aaby", there.courses["aaby"].concept_id)
    tool = instrument_of(ground.measurement(world, made))
    handed = ground.hand_out(world, made)
    holder, mentor = ground.opened(handed.link), world.actor("mentor", "aaby")
    with scope.scope(holder):
        measurements.keep_answer(by=holder, at=world.at, on=ground.TODAY, code=tool.items[0].code, value=5)
    paper = papers.Paper({item.code: 5 for item in tool.items}, by_themselves=True)
    start, outcomes = threading.Barrier(20), []

    def by_link() -> None:
        with scope.scope(holder):
            measurements.submit(by=holder, at=world.at, on=ground.TODAY)

    def by_hand() -> None:
        with scope.scope(mentor):
            papers.enter_paper(by=mentor, at=world.at, on=ground.TODAY, code=handed.code, paper=paper)

    def tried(do: Any) -> None:
        start.wait()
        try:
            do()
            outcomes.append("accepted")
        except (Missing, Refused):
            outcomes.append("refused")
        except Exception as problem:
            outcomes.append(f"{type(problem).__name__}: {problem}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tried, args=[do]) for do in (by_link, by_hand) * 10]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(outcomes) == ["accepted"] + ["refused"] * 19
    assert there.as_superuser(
        "SELECT count(*) FROM trust_auditevent WHERE verb IN ('delivery.submit', 'delivery.enter_paper')"
        " AND subject_id = %s",
        [made.person_id],
    ) == [(1,)]


@pytest.mark.proves("G14", "G22")
def test_expired_revoked_used_unknown_and_of_another_kind_are_one_page(there):
    world, concept_id = there.world, there.courses["aaby"].concept_id
    made = {
        how: ground.hand_out(world, ground.course(world, "aaby", concept_id))
        for how in ("live", "expired", "revoked", "used", "late by the programme's clock")
    }
    for how, change in (
        ("expired", "expires_at = now() - interval '1 second'"),
        ("revoked", "revoked_at = now()"),
        ("used", "used_at = now()"),
        ("late by the programme's clock", "expires_at = '2014-11-04'"),
    ):
        there.as_superuser(f"UPDATE trust_link SET {change} WHERE id = %s", [made[how].link.id])
    known = {how: (one.token, one.code) for how, one in made.items()}
    known["unknown"] = ("x" * 43, "0123456789")

    pages = {}
    for how, pair in known.items():
        for field, secret in zip(("token", "code"), pair, strict=True):
            throttle.forget("code_address", "127.0.0.1")
            client = Client()
            answer = client.post("/a/", {field: secret})
            pages[how, field] = (
                answer.status_code,
                answer.headers.get("Location"),
                dict(answer.headers),
                TOKEN.sub(rb"\1", answer.content),
            )

    live = {pages.pop(("live", field))[:2] for field in ("token", "code")}
    assert live == {(302, "/a/1")}
    assert len(pages) == 10
    assert {one[0] for one in pages.values()} == {404}
    assert len({(str(one[2]), one[3]) for one in pages.values()}) == 1


def test_a_link_of_one_kind_opens_no_door_of_another(there):
    token = there.links["baekby"].token

    with links.found(token, kind="measurement") as link:
        assert link.tenant_id == there.world.tenant("baekby")
    with pytest.raises(Missing), links.found(token, kind="sign_in"):
        pass


def test_a_new_link_closes_the_one_before(there):
    made = ground.course(there.world, "aaby", there.courses["aaby"].concept_id)
    first, second = (ground.hand_out(there.world, made) for _each in range(2))

    with pytest.raises(Missing), links.found(first.token, kind="measurement"):
        pass
    with links.found(second.token, kind="measurement") as link:
        assert link.thing_id == made.measurement_id


def test_a_thousand_looks_at_the_answer_door_consume_nothing(there):
    made = ground.hand_out(there.world, ground.course(there.world, "aaby", there.courses["aaby"].concept_id))
    client = Client()

    for path in ("/a/", "/a/1", "/a/look", "/a/done", "/a/own/"):
        for _each in range(100):
            assert client.get(path).status_code < 500
            assert client.head(path).status_code < 500

    assert there.as_superuser("SELECT opened_at, used_at FROM trust_link WHERE id = %s", [made.link.id]) == [
        (None, None)
    ]
    assert client.post("/a/", {"token": made.token})["Location"] == "/a/1"


@pytest.mark.proves("G22")
def test_only_hashes_are_kept_and_the_token_has_256_bits(there):
    made = there.links["aaby"]
    row = there.as_superuser("SELECT row_to_json(l)::text FROM trust_link l WHERE id = %s", [made.link.id])[
        0
    ][0]

    assert [secret in row for secret in (made.token, made.code, links.normal(made.code))] == [False] * 3
    assert len(made.token) == 43  # 32 bytes
    assert (len(made.code), len(links.ALPHABET)) == (10, 32)


@pytest.mark.proves("G22")
def test_a_million_random_tokens_and_codes_open_nothing(there):
    """Without the throttle in between: what is guessed is looked for among all the hashes that are kept."""
    held = there.links["aaby"]
    rows = there.as_superuser("SELECT token_hash, code_hash FROM trust_link")
    kept = {one for row in rows for one in row if one}

    assert len(kept) > 20
    assert {links._hash(held.token), links._hash(links.normal(held.code))} <= kept
    for kind in (lambda: secrets.token_urlsafe(32), links.new_code):
        assert sum(links._hash(kind()) in kept for _each in range(500_000)) == 0


@given(
    st.text(alphabet=links.ALPHABET, min_size=10, max_size=10),
    st.lists(st.sampled_from(" -\t."), max_size=8),
    st.booleans(),
    st.randoms(),
)
def test_a_code_is_the_same_however_it_is_typed(code, between, small, random):
    typed = list(code.lower() if small else code)
    misread = {"0": "oO0", "1": "iIlL1"}
    typed = [random.choice(misread.get(one, one)) for one in typed]
    for one in between:
        typed.insert(random.randrange(len(typed) + 1), one)

    assert links.normal("".join(typed)) == code
    assert links.normal(links.normal(code)) == links.normal(code)


def test_the_window_of_tries_moves_by_the_databases_clock(world):
    window, bucket = throttle.LIMITS["code_address"].window, "192.0.2.7"

    def moved(by: timedelta) -> None:
        with writing():
            for row in Throttle.objects.filter(door="code_address"):
                Throttle.objects.filter(id=row.id).update(since=row.since - by)

    assert [throttle.allowed("code_address", bucket) for _each in range(6)] == [True] * 5 + [False]
    assert throttle.blocked("code_address", bucket) is True
    assert throttle.blocked("code_address", "192.0.2.8") is False
    moved(window - timedelta(seconds=30))
    assert (throttle.blocked("code_address", bucket), throttle.allowed("code_address", bucket)) == (
        True,
        False,
    )
    moved(timedelta(seconds=31))
    assert throttle.blocked("code_address", bucket) is False
    assert [throttle.allowed("code_address", bucket) for _each in range(6)] == [True] * 5 + [False]
