"""Supervision is written once, struck out with a reason, and counts while it stands."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.delivery import ground, schooling
from tests.delivery.test_moves_raced import at_once
from tests.world import built

from samspil.delivery.terms.training import SupervisionStruck
from samspil.kernel.errors import Missing, Refused
from samspil.kernel.ids import uuid7

ON = date(2014, 10, 6)
HERE = "/o/corps/supervision"
WRONG = SupervisionStruck.WRONG


@pytest.fixture
def concept_id(world):
    return ground.load(world)


def strike(world, row, *, because=WRONG, slug="aaby", cast="coordinator", on=ground.TODAY):
    from samspil.delivery.actions import supervision

    with world.as_(cast, slug) as by:
        supervision.strike_supervision(by=by, at=world.at, on=on, supervision_id=row.id, because=because)


def minutes(world, slug="aaby"):
    """The minutes that count, by the name of who was there."""
    from samspil.delivery.queries import corps

    with world.as_("coordinator", slug) as by:
        found = {one.name.split()[0]: one.supervised_minutes for one in corps.corps(by, on=ground.TODAY)}
    return {name: count for name, count in found.items() if count}


def events(world, verb):
    from samspil.trust.models import AuditEvent

    with world.as_("log_controller", "aaby"):
        return list(AuditEvent.objects.filter(verb=verb).values_list("reason", flat=True))


def test_the_same_form_sent_twice_is_written_once_and_another_one_again(world):
    key = uuid7()

    first = schooling.supervised(world, "aaby", on=ON, key=key)
    again = schooling.supervised(world, "aaby", on=ON, key=key)
    assert (first.id, again.id, minutes(world)) == (key, key, {"Mentor": 90})
    assert events(world, "delivery.write_supervision") == ["group"]

    schooling.supervised(world, "aaby", on=ON, key=uuid7())
    assert minutes(world) == {"Mentor": 180}


@pytest.mark.usefixtures("own_database")
def test_sent_twice_at_once_it_is_written_once(server):
    world, key = built(), uuid7()

    def write():
        schooling.supervised(world, "aaby", on=ON, key=key)

    assert at_once(write, write) == ["done", "done"]
    assert minutes(world) == {"Mentor": 90}


def test_struck_out_it_stands_with_its_reason_and_counts_no_more(world):
    from samspil.delivery.queries import supervision

    kept = schooling.supervised(world, "aaby", ("mentor", "lent"), on=ON, minutes=60)
    gone = schooling.supervised(world, "aaby", on=ON, minutes=120)
    assert minutes(world) == {"Mentor": 180, "Lent": 60}

    strike(world, gone)

    assert minutes(world) == {"Mentor": 60, "Lent": 60}
    with world.as_("coordinator", "aaby") as by:
        found = {one.id: (one.struck_on, one.struck_because) for one in supervision.supervisions(by)}
    assert found == {kept.id: (None, ""), gone.id: (ground.TODAY, "wrong")}
    assert events(world, "delivery.strike_supervision") == ["wrong"]


def test_hours_for_each_active_follow_what_was_struck_out(world, concept_id):
    from samspil.delivery.queries import corps

    def per_active():
        with world.as_("coordinator", "aaby") as by:
            return corps.figures(corps.corps(by, on=ground.TODAY)).minutes_per_active

    schooling.trained(world, "aaby", concept_id, ["mentor"])
    ground.course(world, "aaby", concept_id, to="active")
    first = schooling.supervised(world, "aaby", on=ON, minutes=60)
    schooling.supervised(world, "aaby", on=ON, minutes=90)
    assert per_active() == 150

    strike(world, first)
    assert per_active() == 90


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"because": "bored"}, "because"),
        ({"cast": "municipal_lead"}, None),
        ({"slug": "baekby"}, Missing),
        ({"again": True}, None),
    ],
)
def test_who_may_strike_out_what(world, said, why):
    row = schooling.supervised(world, "aaby", on=ON)
    if said.pop("again", False):
        strike(world, row)
    with pytest.raises((Refused, Missing)) as refused:
        strike(world, row, **said)
    if why is Missing:
        assert refused.type is Missing
    else:
        assert refused.value.refusal.field == why


@pytest.mark.parametrize(
    "change",
    [
        {"minutes": 30},
        {"struck_because": ""},
        {"struck_on": None, "struck_because": ""},
        {"struck_because": "twice"},
        {"struck_because": "bored"},
    ],
)
def test_the_database_keeps_what_was_written_and_what_was_struck_out(world, change):
    from samspil.delivery.models.supervision import Supervised, Supervision
    from samspil.trust.audit import writing

    row = schooling.supervised(world, "aaby", on=ON)
    strike(world, row)

    with world.as_("coordinator", "aaby"), writing():
        with pytest.raises(IntegrityError), transaction.atomic():
            Supervision.objects.filter(id=row.id).update(**change)
        other = world.member("lent", "aaby").appointment_id
        with pytest.raises(IntegrityError), transaction.atomic():
            Supervised.objects.filter(supervision_id=row.id).update(appointment_id=other)
        assert Supervision.objects.values_list("minutes", "struck_because").get() == (90, "wrong")


def keyed(page):
    return re.search(r'name="key" value="([^"]+)"', page.content.decode()).group(1)


def test_on_the_pages_a_double_click_counts_once_and_a_mistake_is_put_right(world):
    from samspil.delivery.models.supervision import Supervision

    client = world.client("coordinator", "aaby")
    who = str(world.member("mentor", "aaby").appointment_id)
    told = {"kind": "group", "held_on": "2014-10-06", "minutes": "600", "themes": ["tools"], "who": [who]}
    sent = told | {"key": keyed(client.get(HERE))}
    assert [client.post(HERE, sent).status_code for _each in range(2)] == [302, 302]
    with world.as_("coordinator", "aaby"):
        row = Supervision.objects.get()
    path = f"/o/corps/supervision/{row.id}/strike"
    assert path in client.get("/o/corps/").content.decode()

    assert client.post(path, {}).status_code == 422
    gone = client.post(path, {"because": "wrong"})
    assert gone["Location"] == f"{HERE}?like={row.id}"
    anew = client.get(gone["Location"])
    assert ('value="600"' in anew.content.decode(), keyed(anew) != sent["key"]) == (True, True)
    assert client.post(HERE, told | {"minutes": "60", "key": keyed(anew)}).status_code == 302

    corps = client.get("/o/corps/").content.decode()
    assert (corps.count('class="struck"'), path in corps) == (1, False)
    assert minutes(world) == {"Mentor": 60}
    assert client.post(path, {"because": "wrong"}).status_code == 403


def test_written_twice_it_is_struck_out_and_the_corps_is_shown(world):
    row = schooling.supervised(world, "aaby", on=ON)
    client = world.client("coordinator", "aaby")

    gone = client.post(f"/o/corps/supervision/{row.id}/strike", {"because": "twice"})

    assert gone["Location"] == "/o/corps/"
    assert world.client("coordinator", "baekby").get(f"{HERE}?like={row.id}").status_code == 404
