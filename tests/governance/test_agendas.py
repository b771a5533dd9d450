"""An agenda is changed until it is invited to, reordered until it is held, and nothing of it is lost."""

from __future__ import annotations

import re
import uuid

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.delivery import ground
from tests.governance import packing, steering
from tests.governance.test_steering_pages import HOSTILE, sent, text

from samspil.kernel.errors import Missing, Refused


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def groups(world):
    return steering.found(world)


@pytest.fixture
def meetings(world, groups):
    return steering.planned(world, groups["steering"])


@pytest.fixture
def office(world):
    return world.client("programme_office")


def on_agenda(world, meeting_id):
    """The headings of an agenda in order, and their places."""
    from samspil.governance.models.meetings import AgendaItem

    with world.as_("programme_office"):
        rows = AgendaItem.objects.filter(meeting_id=meeting_id).order_by("position")
        return list(rows.values_list("heading", "position"))


def waiting(world, group_id):
    from samspil.governance.queries import meetings

    with world.as_("programme_office") as by:
        return [(one.heading, one.is_proposal) for one in meetings.backlog(by, by.tenant_id, group_id)]


def act(world, name, **told):
    from samspil.governance.actions import agendas

    with world.as_("programme_office") as by:
        return getattr(agendas, name)(by=by, at=world.at, **told)


def test_an_item_is_worded_anew_until_the_invitation_goes_out(world, meetings, office):
    _first, second, *_more = meetings
    item = steering.placed(world, second, heading="Status", words="Kort gennemgang.")
    url = f"/o/steering/items/{item.id}"
    form = {"heading": "Status i efteråret", "words": "En længere gennemgang.", "edition": "1"}
    assert "Kort gennemgang." in text(office, url)
    sent(office, url, {**form, "heading": ""}, 422)
    assert "Amalie Holm" in sent(office, url, {**form, "words": "Spørg Amalie Holm."}, 422).content.decode()
    sent(office, url, form)
    page = text(world.client("municipal_lead", "aaby"), f"/o/steering/meetings/{second}")
    assert ("Status i efteråret" in page, "En længere gennemgang." in page) == (True, True)

    steering_invited(world, second)
    kept = sent(office, url, {**form, "words": "For sent.", "edition": "2"}, 422).content.decode()
    assert ("For sent." in kept, "Indkaldelsen er sendt" in kept) == (True, True)
    assert url + '"' not in text(office, f"/o/steering/meetings/{second}")


def steering_invited(world, meeting_id):
    from samspil.governance.actions import meetings

    with world.as_("programme_office") as by:
        meetings.invite(by=by, at=world.at, on=ground.TODAY, meeting_id=meeting_id)


def test_two_who_change_one_item_see_each_other_and_nothing_typed_is_lost(world, meetings, office):
    item = steering.placed(world, meetings[1], heading="Status", words="Kort gennemgang.")
    url = f"/o/steering/items/{item.id}"
    other = world.client("programme_office")
    seen = [re.search(r'name="edition" value="(\d+)"', text(one, url))[1] for one in (office, other)]
    sent(office, url, {"heading": "Status", "words": "Den første skrev dette.", "edition": seen[0]})
    mine = {"heading": "Status", "words": "Den anden skrev dette.", "edition": seen[1]}
    page = sent(other, url, mine, 422).content.decode()
    shown = [one in page for one in ("Den første skrev dette.", "Den anden skrev dette.", "imens")]
    assert shown == [True, True, True]
    now = re.search(r'name="edition" value="(\d+)"', page)[1]
    sent(other, url, {**mine, "edition": now})

    assert (seen, now) == (["1", "1"], "2")
    assert "Den anden skrev dette." in text(other, url)


def test_items_go_up_and_down_one_place_at_a_time_until_the_meeting_is_held(world, meetings, office):
    first, *_more = meetings
    items = [steering.placed(world, first, heading=f"Punkt {one}", words="") for one in "abc"]
    url = f"/o/steering/items/{items[2].id}/order"
    page = text(office, f"/o/steering/meetings/{first}")
    assert (page.count('value="up"'), page.count('value="down"')) == (2, 2)
    sent(office, url, {"way": "up", "position": "3"})
    assert [one for one, _place in on_agenda(world, first)] == ["Punkt a", "Punkt c", "Punkt b"]
    assert "imens" in sent(office, url, {"way": "up", "position": "3"}, 422).content.decode()
    sent(office, url, {"way": "up", "position": "2"})
    sent(office, url, {"way": "up", "position": "1"}, 422)
    sent(office, url, {"way": "sideways", "position": "1"}, 422)
    steering.held(world, first, approve=False)
    sent(office, url, {"way": "down", "position": "1"}, 422)
    assert on_agenda(world, first) == [("Punkt c", 1), ("Punkt a", 2), ("Punkt b", 3)]
    assert "/order" not in text(office, f"/o/steering/meetings/{first}")


def test_an_item_goes_to_another_meeting_with_its_pack_its_proposal_and_its_barrier(world, groups, meetings):
    _first, second, third, *_more = meetings
    told = steering.proposed(world, groups["steering"])
    barrier = steering.raised(world)
    placed = [
        steering.placed(world, second, waiting_id=told.id),
        steering.placed(world, second, barrier_id=barrier.id, heading="En barriere", words=""),
    ]
    pack = packing.sent(world, second)
    for item in (*placed, pack.item):
        act(world, "move_item", on=ground.TODAY, item_id=item.id, from_id=second, to_id=third)

    lead = world.client("municipal_lead", "aaby")
    page = text(lead, f"/o/steering/meetings/{third}")
    assert on_agenda(world, second) == []
    assert [place for _heading, place in on_agenda(world, third)] == [1, 2, 3]
    assert ("Vi mangler lokaler om aftenen." in page, f"/o/steering/barriers/{barrier.id}" in page) == (
        True,
        True,
    )
    assert f"/o/steering/packs/{pack.id}" in page
    assert text(lead, f"/o/steering/packs/{pack.id}")


def test_what_is_taken_off_waits_again_and_the_log_says_who_and_when(world, groups, meetings, office):
    from samspil.trust.models import AuditEvent

    _first, second, third, *_more = meetings
    told = steering.proposed(world, groups["steering"])
    item = steering.placed(world, second, waiting_id=told.id)
    steering.placed(world, second, heading="Bliver", words="")
    url = f"/o/steering/items/{item.id}/leave"
    page = text(office, url)
    assert ('value="waits"' in page, 'value="strike"' in page) == (True, False)
    sent(office, url, {"at": str(second), "to": ""}, 422)
    sent(office, url, {"at": str(second), "to": "strike"}, 422)
    sent(office, url, {"at": str(second), "to": "waits"})

    assert on_agenda(world, second) == [("Bliver", 1)]
    assert waiting(world, groups["steering"]) == [("Lokaler til samtalerne", False)]
    with world.as_("programme_office") as by:
        event = AuditEvent.objects.get(verb="governance.take_off")
        assert (event.actor_id, event.at, event.thing_id) == (by.account_id, event.at, item.id)
    steering.placed(world, third, waiting_id=item.id)
    page = text(world.client("municipal_lead", "aaby"), f"/o/steering/meetings/{third}")
    assert ("Vi mangler lokaler om aftenen." in page, "Foreslået af Åby" in page) == (True, True)


def test_only_what_the_office_wrote_and_nothing_hangs_on_is_struck(world, groups, meetings, office):
    from samspil.governance.models.meetings import AgendaItem

    first, second, *_more = meetings
    barrier = steering.raised(world)
    hangs = steering.placed(world, second, barrier_id=barrier.id, heading="En barriere", words="")
    mistake = steering.placed(world, second, heading="En fejl", words="")
    for item, status in ((hangs, 422), (mistake, 302)):
        sent(office, f"/o/steering/items/{item.id}/leave", {"at": str(second), "to": "strike"}, status)
    with world.as_("programme_office"):
        assert list(AgendaItem.objects.values_list("id", flat=True)) == [hangs.id]
    with pytest.raises(Refused):
        act(world, "strike_item", item_id=hangs.id, from_id=second)
    assert office.get(f"/o/steering/items/{mistake.id}").status_code == 404
    item = steering.placed(world, first, heading="Behandlet", words="")
    steering.outcome(world, item.id)
    for name in ("take_off", "strike_item"):
        with pytest.raises(Refused, match="referat"):
            act(world, name, item_id=item.id, from_id=first)
    with pytest.raises(Refused, match="referat"):
        act(world, "move_item", on=ground.TODAY, item_id=item.id, from_id=first, to_id=second)


def test_a_decision_in_writing_and_a_pack_go_to_another_meeting_and_never_off_the_minutes(world, groups):
    _first, second, third, *_more = steering.planned(world, groups["steering"])
    from samspil.governance.models.meetings import AgendaItem

    ballot = steering.decided(world, groups["steering"], steering.raised(world).id)
    pack = packing.sent(world, second)
    with world.as_("programme_office"):
        item = AgendaItem.objects.get(ballot_id=ballot)
    for one in (item, pack.item):
        with pytest.raises(Refused, match="Flyt den"):
            act(world, "take_off", item_id=one.id, from_id=second)
        act(world, "move_item", on=ground.TODAY, item_id=one.id, from_id=second, to_id=third)
    with pytest.raises(Refused, match="som den blev truffet"):
        act(world, "change_item", item_id=item.id, heading="Andet", words="", edition=1)


def test_an_item_goes_nowhere_but_to_a_coming_meeting_of_its_group(world, groups, meetings):
    first, second, third, *_more = meetings
    elsewhere = steering.planned(world, groups["network"])[2]
    item = steering.placed(world, second, heading="Punkt", words="")
    steering_cancelled(world, third)
    common = {"on": ground.TODAY, "item_id": item.id, "from_id": second}
    for to in (first, second, third, elsewhere):
        with pytest.raises(Refused):
            act(world, "move_item", to_id=to, **common)
    with pytest.raises(Missing):
        act(world, "move_item", to_id=uuid.uuid4(), **common)
    with pytest.raises(Refused, match="imens"):
        act(world, "take_off", item_id=item.id, from_id=third)
    assert on_agenda(world, second) == [("Punkt", 1)]


def steering_cancelled(world, meeting_id):
    from samspil.governance.actions import meetings

    with world.as_("programme_office") as by:
        meetings.cancel_meeting(by=by, at=world.at, on=ground.TODAY, meeting_id=meeting_id)


def test_the_database_itself_holds_what_was_invited_to_and_what_hangs_on_an_item(world, groups, meetings):
    from django.db import IntegrityError, transaction
    from django.db.models import F

    from samspil.governance.models.meetings import AgendaItem
    from samspil.trust.audit import writing

    first, second, *_more = meetings
    item = steering.placed(world, second, heading="Punkt", words="Ord")
    done = steering.placed(world, first, heading="Behandlet", words="")
    steering.outcome(world, done.id)
    hangs = steering.placed(world, second, barrier_id=steering.raised(world).id, heading="B", words="")
    rows = AgendaItem.objects.filter

    def refused(change):
        with world.as_("programme_office"), writing(), pytest.raises(IntegrityError), transaction.atomic():
            change()

    refused(lambda: rows(id=item.id).update(heading="Andet"))
    refused(lambda: rows(id=item.id).update(edition=F("edition") + 1))
    refused(lambda: rows(id=item.id).update(heading="Andet", edition=F("edition") + 2))
    refused(lambda: rows(id=done.id).update(meeting_id=second, position=9))
    refused(lambda: rows(id=hangs.id).delete())
    with world.as_("programme_office"), writing():
        rows(id=item.id).update(heading="Andet", edition=F("edition") + 1)
    steering_invited(world, second)
    refused(lambda: rows(id=item.id).update(heading="Igen", edition=F("edition") + 1))


@pytest.mark.proves("G27")
@pytest.mark.parametrize("words", HOSTILE)
def test_what_is_typed_anew_comes_out_as_typed(world, meetings, office, words):
    from html import escape

    item = steering.placed(world, meetings[1], heading="Status", words="")
    url = f"/o/steering/items/{item.id}"
    sent(office, url, {"heading": f"Punkt {words}", "words": f"Bilag {words}", "edition": "1"})
    for page in (text(office, url), text(office, f"/o/steering/meetings/{meetings[1]}")):
        shown = [f"{one} {escape(words)}" in page for one in ("Punkt", "Bilag")]
        assert shown == [True, True]


STEPS = st.lists(
    st.tuples(st.sampled_from(["up", "down", "off", "back"]), st.integers(0, 4)), min_size=1, max_size=12
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_is_moved_the_places_are_one_to_n_and_nothing_is_lost(world, groups, steps):
    """Beside a list that imports nothing of samspil."""
    from samspil.governance.models.meetings import AgendaItem, Meeting

    with world.as_("programme_office"):
        known = (
            Meeting.objects.filter(group_id=groups["steering"]).order_by("on").values_list("id", flat=True)
        )
        there = list(known)
    meeting = (there or steering.planned(world, groups["steering"]))[1]
    items = [steering.placed(world, meeting, heading=f"Punkt {one}", words="") for one in "abcde"]
    with world.as_("programme_office"):
        model = list(
            AgendaItem.objects.filter(meeting_id=meeting).order_by("position").values_list("id", flat=True)
        )
    before = len(model)
    for what, which in steps:
        item = items[which].id
        if what == "back":
            if item not in model:
                steering.placed(world, meeting, waiting_id=item)
                model.append(item)
            continue
        if item not in model:
            continue
        place = model.index(item)
        if what == "off":
            act(world, "take_off", item_id=item, from_id=meeting)
            model.remove(item)
            continue
        to = place + (-1 if what == "up" else 1)
        common = {"item_id": item, "way": what, "position": place + 1}
        if not 0 <= to < len(model):
            with pytest.raises(Refused):
                act(world, "reorder_item", **common)
            continue
        act(world, "reorder_item", **common)
        model[place], model[to] = model[to], model[place]
    with world.as_("programme_office"):
        rows = AgendaItem.objects.filter(meeting_id=meeting).order_by("position")
        assert list(rows.values_list("id", "position")) == [(one, at + 1) for at, one in enumerate(model)]
        assert AgendaItem.objects.filter(group_id=groups["steering"]).count() >= before


def test_an_item_placed_on_two_meetings_at_once_is_on_one(world, groups, meetings):
    _first, second, third, *_more = meetings
    item = steering.placed(world, second, heading="Punkt", words="")
    act(world, "take_off", item_id=item.id, from_id=second)
    steering.placed(world, third, waiting_id=item.id)
    with pytest.raises(Refused):
        steering.placed(world, second, waiting_id=item.id)
    assert (on_agenda(world, second), on_agenda(world, third)) == ([], [("Punkt", 1)])


def test_nobody_but_the_office_finds_a_way_to_change_it(world, meetings, office):
    item = steering.placed(world, meetings[1], heading="Punkt", words="")
    lead = world.client("municipal_lead", "aaby")
    assert f"/o/steering/items/{item.id}" not in text(lead, f"/o/steering/meetings/{meetings[1]}")
    for path in ("", "/order", "/leave"):
        assert lead.get(f"/o/steering/items/{item.id}{path}").status_code == 403
        assert office.get(f"/o/steering/items/{uuid.uuid4()}{path}").status_code == 404


def test_what_is_sent_once_more_after_it_was_taken_off_or_moved_is_not_put_there_again(
    world, groups, meetings
):
    _first, second, third, *_more = meetings
    said = {"heading": "Punkt", "words": "", "key": uuid.uuid4()}
    item = steering.placed(world, second, **said)
    act(world, "take_off", item_id=item.id, from_id=second)
    assert steering.placed(world, second, **said).id == item.id
    assert (on_agenda(world, second), waiting(world, groups["steering"])) == ([], [("Punkt", False)])

    steering.placed(world, third, waiting_id=item.id)
    assert steering.placed(world, second, **said).id == item.id
    assert (on_agenda(world, second), on_agenda(world, third)) == ([], [("Punkt", 1)])
