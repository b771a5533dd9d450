"""A deputy coordinates from a day to a day, and nobody controls the log who looks at content."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

TODAY = date(2014, 11, 3)


def name(world: Any, cast: str = "mentor", *, by_cast: str = "coordinator", **changed: Any) -> Any:
    from samspil.people.actions import staffing

    with world.as_(by_cast, "aaby") as by:
        return staffing.name_deputy(
            **{
                "by": by,
                "at": world.at,
                "on": TODAY,
                "account_id": world.member(cast, "aaby").account_id,
                "from_on": TODAY,
                "to_on": TODAY + timedelta(days=13),
                "because": "holiday",
                **changed,
            }
        )


def end(world: Any, appointment_id: uuid.UUID, slug: str = "aaby") -> None:
    from samspil.people.actions import staffing

    with world.as_("coordinator", slug) as by:
        staffing.end_deputy(by=by, at=world.at, appointment_id=appointment_id)


def standing_in(world: Any, made: Any, cast: str = "mentor") -> Any:
    """The deputy's browser, in the role of coordinator."""
    from dataclasses import replace

    from tests.world import World

    there = replace(world.member(cast, "aaby"), role="coordinator", appointment_id=made.id)
    return World(at=world.at, organisations=world.organisations, members={(cast, "aaby"): there}).client(
        cast, "aaby"
    )


def holds(world: Any, made: Any, on: date) -> bool:
    from samspil.kernel.errors import Missing
    from samspil.people.queries import people

    with world.as_("coordinator", "aaby"):
        try:
            people.post_by_id(made.id, on=on)
        except Missing:
            return False
    return True


def test_a_deputy_holds_on_its_days_and_on_no_other(world):
    made = name(world, from_on=TODAY + timedelta(days=2), to_on=TODAY + timedelta(days=4))

    assert [day for day in range(8) if holds(world, made, TODAY + timedelta(days=day))] == [2, 3, 4]


@pytest.mark.proves("G09")
def test_a_deputy_does_what_a_coordinator_does_and_nothing_from_the_next_request_after_the_end(world):
    made = name(world)
    client = standing_in(world, made)
    assert [client.get(one).status_code for one in ("/o/", "/o/courses/")] == [200, 200]

    end(world, made.id)

    assert [client.get(one).status_code for one in ("/o/", "/o/courses/")] == [302, 302]
    assert holds(world, made, TODAY) is False


REFUSED: dict[str, tuple[str, dict[str, Any], str | None]] = {
    "oneself": ("coordinator", {}, "deputy"),
    "who coordinates already": ("deputy", {}, "deputy"),
    "the log controller": ("log_controller", {}, "deputy"),
    "the data protection officer": ("dpo", {}, "deputy"),
    "the auditor": ("auditor", {}, "deputy"),
    "who has left": ("departed", {}, "deputy"),
    "nobody": ("mentor", {"account_id": uuid.uuid4()}, "deputy"),
    "yesterday": ("mentor", {"from_on": TODAY - timedelta(days=1)}, "from_on"),
    "an end before the start": ("mentor", {"to_on": TODAY - timedelta(days=1)}, "to_on"),
    "ninety-one days": ("mentor", {"to_on": TODAY + timedelta(days=90)}, "to_on"),
    "no reason": ("mentor", {"because": ""}, "because"),
    "an unknown reason": ("mentor", {"because": "tired"}, "because"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_who_cannot_stand_in_and_when(world, case):
    from samspil.kernel.errors import Refused

    cast, changed, field = REFUSED[case]
    with pytest.raises(Refused) as refused:
        name(world, cast, **changed)

    assert refused.value.refusal.field == field


@pytest.mark.proves("G05")
def test_staff_of_another_municipality_are_as_nobody(world):
    from samspil.kernel.errors import Refused

    sentences = []
    for account in (world.member("mentor", "baekby").account_id, uuid.uuid4()):
        with pytest.raises(Refused) as refused:
            name(world, account_id=account)
        sentences.append((str(refused.value), refused.value.refusal.field))

    assert sentences[0] == sentences[1]


@pytest.mark.parametrize("days", [1, 90])
@pytest.mark.parametrize("cast", ["mentor", "parent_coach", "role_model", "municipal_lead"])
def test_who_can_and_for_how_long(world, cast, days):
    made = name(world, cast, to_on=TODAY + timedelta(days=days - 1))

    assert (made.role, made.deputy_because) == ("coordinator", "holiday")


@pytest.mark.parametrize("cast", ["mentor", "municipal_lead", "log_controller", "auditor"])
def test_only_a_coordinator_names_one(world, cast):
    from samspil.kernel.errors import Refused

    with pytest.raises(Refused):
        name(world, "parent_coach", by_cast=cast)


def test_a_deputy_names_no_deputy(world):
    from samspil.kernel.actor import Actor
    from samspil.kernel.errors import Refused
    from samspil.people.actions import staffing
    from samspil.trust.scope import scope

    name(world)
    by = Actor(
        tenant_id=world.tenant("aaby"),
        role="coordinator",
        purpose="coordination",
        account_id=world.member("mentor", "aaby").account_id,
    )
    with scope(by), pytest.raises(Refused):
        staffing.name_deputy(
            by=by,
            at=world.at,
            on=TODAY,
            account_id=world.member("parent_coach", "aaby").account_id,
            from_on=TODAY,
            to_on=TODAY,
            because="illness",
        )


def test_days_that_overlap_are_refused_and_days_after_are_not(world):
    from samspil.kernel.errors import Refused

    name(world)
    with pytest.raises(Refused):
        name(world, from_on=TODAY + timedelta(days=13), to_on=TODAY + timedelta(days=20))

    name(world, from_on=TODAY + timedelta(days=14), to_on=TODAY + timedelta(days=20))


def test_ending_what_is_no_deputy_ends_nothing(world):
    from samspil.kernel.errors import Missing

    made = name(world)
    for appointment_id in (world.member("mentor", "aaby").appointment_id, uuid.uuid4()):
        with pytest.raises(Missing):
            end(world, appointment_id)
    with pytest.raises(Missing):
        end(world, made.id, "baekby")
    end(world, made.id)
    with pytest.raises(Missing):
        end(world, made.id)


@pytest.mark.parametrize(
    ("cast", "role", "refused"),
    [
        ("log_controller", "coordinator", True),
        ("dpo", "mentor", True),
        ("mentor", "log_controller", True),
        ("coordinator", "dpo", True),
        ("log_controller", "dpo", False),
        ("mentor", "municipal_lead", False),
    ],
)
def test_the_database_keeps_control_of_the_log_apart_from_content(world, cast, role, refused):
    from django.db import IntegrityError, transaction

    from samspil.people.models.people import Appointment
    from samspil.trust.audit import writing

    def appoint() -> None:
        with world.as_("coordinator", "aaby") as by, transaction.atomic(), writing():
            Appointment.objects.create(
                tenant_id=by.tenant_id,
                account_id=world.member(cast, "aaby").account_id,
                role=role,
                from_on=TODAY,
            )

    if refused:
        with pytest.raises(IntegrityError, match="controls the log"):
            appoint()
    else:
        appoint()


def test_the_page_names_lists_and_ends(world):
    client = world.client("coordinator", "aaby")
    mentor = world.member("mentor", "aaby")
    data = {
        "deputy": str(mentor.account_id),
        "from_on": "2014-11-03",
        "to_on": "2014-11-14",
        "because": "illness",
    }
    chooser = client.get("/o/deputy").content.decode()
    listed = {
        cast: str(world.member(cast, "aaby").account_id) in chooser
        for cast in ("mentor", "coordinator", "deputy", "log_controller", "dpo", "auditor", "departed")
    }
    assert [cast for cast, there in listed.items() if there] == ["mentor"]

    assert client.post("/o/deputy", data)["Location"] == "/o/deputy"
    page = client.get("/o/deputy").content.decode()
    ending = page.partition('href="/o/deputy/')[2].partition('"')[0]

    assert client.post(f"/o/deputy/{ending}").status_code == 302
    assert 'href="/o/deputy/' not in client.get("/o/deputy").content.decode()
    assert client.get(f"/o/deputy/{ending}").status_code == 404
    assert client.post("/o/deputy", data | {"to_on": "2015-11-14"}).status_code == 422
