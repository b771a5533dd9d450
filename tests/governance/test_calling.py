"""A meeting outside the series, and one that is moved or cancelled: the slots of the series stay."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.delivery import ground
from tests.governance import steering
from tests.governance.test_meeting_letters import LEADS, box, round_on  # noqa: F401
from tests.governance.test_steering_pages import sent, text

from samspil.kernel.errors import Refused

DAY = timedelta(days=1)
EXTRA_ON = date(2014, 11, 12)


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def groups(world):
    return steering.found(world)


def called(world, group_id, on=EXTRA_ON, because="Et bud haster", key=None, **told):
    from samspil.governance.actions import calling
    from samspil.kernel.ids import uuid7

    when = calling.When(on, time(9), "Odense")
    with world.as_("programme_office") as by:
        made = calling.call_meeting(
            by=by,
            at=world.at,
            on=told.get("today", ground.TODAY),
            group_id=group_id,
            key=key or uuid7(),
            when=when,
            because=because,
        )
    return made.id


def moved(world, meeting_id, on, moves=0, today=ground.TODAY, at=time(9)):
    from samspil.governance.actions import calling

    with world.as_("programme_office") as by:
        when = calling.When(on, at, "Aarhus")
        return calling.move_meeting(
            by=by, at=world.at, on=today, meeting_id=meeting_id, when=when, moves=moves
        )


def days(world, group_id):
    from samspil.governance.models.meetings import Meeting

    with world.as_("programme_office"):
        rows = Meeting.objects.filter(group_id=group_id).exclude(state="cancelled").order_by("on")
        return list(rows.values_list("on", flat=True))


def test_a_meeting_outside_the_series_is_invited_to_minuted_and_counted(world, groups):
    from samspil.governance.queries import meetings

    steering.planned(world, groups["steering"])
    office, lead = world.client("programme_office"), world.client("municipal_lead", "aaby")
    url = f"/o/steering/groups/{groups['steering']}/meetings"
    form = {"because": "Et bud haster", "on": "2014-11-12", "starts_at": "09:00", "place": "Odense"}
    refused = (
        ("because", ""),
        ("because", "Spørg Amalie Holm"),
        ("on", "2014-11-02"),
        ("on", "2014-11-19"),
        ("on", "2016-06-01"),
        ("starts_at", ""),
        ("place", "Hos Amalie Holm"),
    )
    for field, value in refused:
        page = sent(office, url, {**form, field: value}, 422).content.decode()
        kept = value if field == "because" else "Et bud haster"
        assert (f'id="id_{field}_error"' in page, kept in page) == (True, True), (field, value)
    where = sent(office, url, form)["Location"]
    page = text(lead, where)
    assert ("Ekstraordinært møde i styregruppen" in page, "Et bud haster" in page) == (True, True)
    sent(office, f"{where}/invite", {})
    steering.held(world, uuid.UUID(where.rsplit("/", 1)[1]), ("aaby", "kontoret"))

    with world.as_("municipal_lead", "aaby") as by:
        told = (date(2014, 1, 1), date(2014, 12, 31))
        slug = ground.the_concept().slug
        came = meetings.attended(by, by.tenant_id, "steering", *told, programme=slug)
    assert came == [EXTRA_ON]
    assert "Referat godkendt" in text(lead, where)


def test_an_extra_meeting_stands_beside_the_series_and_is_planned_once(world, groups):
    steering.planned(world, groups["steering"])
    before, key = days(world, groups["steering"]), uuid.uuid4()
    assert called(world, groups["steering"], key=key) == called(world, groups["steering"], key=key)
    steering.planned(world, groups["steering"])

    assert days(world, groups["steering"]) == sorted([*before, EXTRA_ON])


def test_a_meeting_that_is_moved_or_cancelled_keeps_its_slot(world, groups):
    from samspil.governance.actions import meetings

    _first, second, third, *_more = steering.planned(world, groups["steering"])
    moved(world, second, date(2014, 11, 26))
    with world.as_("programme_office") as by:
        meetings.cancel_meeting(by=by, at=world.at, on=ground.TODAY, meeting_id=third)
    left = days(world, groups["steering"])
    steering.planned(world, groups["steering"], on=ground.TODAY)

    assert days(world, groups["steering"]) == left
    assert (date(2014, 11, 19) in left, date(2014, 11, 26) in left, date(2015, 5, 20) in left) == (
        False,
        True,
        False,
    )
    called(world, groups["steering"], date(2014, 11, 19))
    moved(world, second, date(2014, 11, 20), moves=1)


def test_a_moved_meeting_says_where_it_came_from_and_nobody_moves_it_unseen(world, groups):
    _first, second, *_more = steering.planned(world, groups["steering"])
    office = world.client("programme_office")
    url = f"/o/steering/meetings/{second}"
    item = steering.placed(world, second, heading="Punkt", words="")
    form = {"on": "2014-11-26", "starts_at": "10:00", "place": "Aarhus", "moves": "0"}
    sent(office, f"{url}/move", {**form, "on": "2014-11-02"}, 422)
    sent(office, f"{url}/move", {**form, "on": "2014-11-19", "place": "Odense"}, 422)
    sent(office, f"{url}/move", form)
    page = text(world.client("municipal_lead", "aaby"), url)
    assert ("26. november" in page, "Flyttet fra" in page, "Punkt" in page) == (True, True, True)
    assert "imens" in sent(office, f"{url}/move", {**form, "on": "2014-11-27"}, 422).content.decode()
    sent(office, f"{url}/move", {**form, "on": "2014-11-19", "moves": "1"})
    assert "Flyttet fra" not in text(office, url)
    assert item.id


def test_a_meeting_that_was_held_is_moved_no_more(world, groups):
    first, *_more = steering.planned(world, groups["steering"])
    steering.held(world, first, approve=False)
    with pytest.raises(Refused, match="holdt"):
        moved(world, first, date(2014, 11, 26))
    steering.held(world, first)
    with pytest.raises(Refused):
        moved(world, first, date(2014, 11, 26))
    assert "/move" not in text(world.client("programme_office"), f"/o/steering/meetings/{first}")


def test_whoever_was_invited_is_told_of_the_new_day_once_and_reminded_of_it(world, groups, box):  # noqa: F811
    from samspil.governance.actions import meetings

    _first, second, *_more = steering.planned(world, groups["steering"])
    with world.as_("programme_office") as by:
        meetings.invite(by=by, at=world.at, on=ground.TODAY, meeting_id=second)
    assert set(LEADS) < set(round_on(box, ground.TODAY))
    moved(world, second, date(2014, 12, 10), today=ground.TODAY + DAY)
    told = [round_on(box, ground.TODAY + DAY), round_on(box, ground.TODAY + DAY)]
    assert (set(LEADS) < set(told[0]), told[1]) == (True, [])
    mail = box.taken[-1]
    url = f"https://samspil.example/o/steering/meetings/{second}"
    assert mail["Subject"] == "Ny tid: 10. december"
    assert mail.get_content() == (
        f"Et møde er flyttet og holdes nu den 10. december. Dagsordenen er her:\n\n{url}\n"
    )
    assert round_on(box, date(2014, 11, 12)) == []  # seven days before the day it had
    assert set(LEADS) < set(round_on(box, date(2014, 12, 3)))
    moved(world, second, date(2014, 12, 11), moves=1, today=date(2014, 12, 4))
    assert set(LEADS) < set(round_on(box, date(2014, 12, 4)))


def test_a_letter_that_waits_when_the_meeting_is_moved_is_not_sent(world, groups, box):  # noqa: F811
    from samspil.governance.actions import meetings
    from samspil.interfaces.cli import posting

    _first, second, *_more = steering.planned(world, groups["steering"])
    with world.as_("programme_office") as by:
        meetings.invite(by=by, at=world.at, on=ground.TODAY, meeting_id=second)
    posting.write_reminders(at=ground.at_day(ground.TODAY).replace(hour=10), on=ground.TODAY)
    moved(world, second, date(2014, 12, 10))
    round_on(box, ground.TODAY)
    assert {one["Subject"] for one in box.taken} == {"Ny tid: 10. december"}


def test_a_calendar_that_knows_the_meeting_takes_the_new_day(world, groups):
    from icalendar import Calendar

    _first, second, *_more = steering.planned(world, groups["steering"])
    lead = world.client("municipal_lead", "aaby")

    def event():
        body = lead.get(f"/o/steering/meetings/{second}/calendar").content
        (found,) = Calendar.from_ical(body).walk("VEVENT")
        return str(found["uid"]), found["sequence"], found["dtstart"].dt.date()

    before = event()
    moved(world, second, date(2014, 11, 26))
    after = event()
    assert (before[0] == after[0], before[1:], after[1:]) == (
        True,
        (0, date(2014, 11, 19)),
        (1, date(2014, 11, 26)),
    )


DAYS = st.integers(0, 40).map(lambda days: date(2014, 11, 10) + timedelta(days=days))
STEPS = st.lists(st.tuples(st.sampled_from(["call", "move", "cancel", "plan"]), DAYS), max_size=8)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_no_slot_is_planned_twice_and_no_day_has_two_meetings_whatever_is_done(world, groups, steps):
    from samspil.governance.actions import meetings
    from samspil.governance.models.meetings import Meeting

    group = groups["network"]
    keys = steering.planned(world, group, on=ground.TODAY)
    with world.as_("programme_office"):
        series = Meeting.objects.filter(group_id=group, because="").count()
    for what, on in steps:
        try:
            if what == "call":
                called(world, group, on)
            elif what == "plan":
                steering.planned(world, group, on=ground.TODAY)
            else:
                with world.as_("programme_office") as by:
                    row = Meeting.objects.get(id=keys[on.day % 2])
                    if what == "cancel":
                        told = {"at": world.at, "on": ground.TODAY, "meeting_id": row.id}
                        meetings.cancel_meeting(by=by, **told)
                if what == "move":
                    moved(world, row.id, on, moves=row.moves)
        except Refused:
            continue
    with world.as_("programme_office"):
        rows = list(Meeting.objects.filter(group_id=group))
    held = [one.on for one in rows if one.state != "cancelled"]
    slots = [one.moved_from or one.on for one in rows if not one.because]
    assert len(held) == len(set(held))
    assert (len(slots), len(set(slots))) == (series, series)
