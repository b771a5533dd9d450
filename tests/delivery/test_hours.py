"""Own hours: meetings counted, the rest written as sums, handed in, approved by somebody else, handed on."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.delivery import ground
from tests.interfaces import marks
from tests.interfaces.office_words import FORMULAS

from samspil.delivery.actions import hours as actions
from samspil.delivery.models.hours import StaffMonth, StaffTime
from samspil.delivery.queries import hours as queries
from samspil.kernel.errors import Missing, Refused

SEPTEMBER, OCTOBER, NOVEMBER = (date(2014, month, 1) for month in (9, 10, 11))


@pytest.fixture
def met(world):
    """Åby's mentor met somebody in September and twice in October; another mentor in October."""
    concept_id = ground.load(world)
    mine = ground.course(world, "aaby", concept_id, on=date(2014, 9, 1))
    theirs = ground.course(world, "aaby", concept_id, on=date(2014, 9, 1), mentor="other_mentor")
    ground.log_session(world, mine, on=date(2014, 9, 30), minutes=45)
    ground.log_session(world, mine, on=date(2014, 10, 1), minutes=60)
    ground.log_session(world, mine, on=date(2014, 10, 31), minutes=90)
    ground.log_session(world, theirs, cast="other_mentor", on=date(2014, 10, 8), minutes=30)
    return mine


def month_of(world, month, cast="mentor"):
    with world.as_(cast, "aaby") as by:
        return queries.own_month(by, month, on=ground.TODAY)


def write(world, month=OCTOBER, cast="mentor", *, hand_in=False, **sums):
    with world.as_(cast, "aaby") as by:
        return actions.write_month(
            by=by, at=world.at, on=ground.TODAY, month=month, sums=sums, hand_in=hand_in
        )


def decide(world, month_id, outcome="approved", reason="", cast="coordinator"):
    with world.as_(cast, "aaby") as by:
        actions.decide_month(
            by=by, at=world.at, on=ground.TODAY, month_id=month_id, outcome=outcome, reason=reason
        )


def test_own_meetings_are_counted_by_month_and_nobody_elses(world, met):
    assert [month_of(world, one).meetings for one in (SEPTEMBER, OCTOBER, NOVEMBER)] == [45, 150, 0]
    assert month_of(world, OCTOBER, "other_mentor").meetings == 30


def test_a_struck_meeting_is_nobodys_time(world, met):
    from samspil.delivery.actions import sessions

    with world.as_("mentor", "aaby") as by:
        sessions.strike_session(by=by, at=world.at, session_id=met.session_id, because="not_held")

    assert month_of(world, OCTOBER).meetings == 60


def test_a_meeting_counts_for_who_held_the_course_that_day(world, met):
    from samspil.delivery.models.courses import Assignment, Course
    from samspil.trust.audit import writing

    handed, other = date(2014, 10, 20), world.member("other_mentor", "aaby").appointment_id
    with world.as_("coordinator", "aaby"), writing():
        Assignment.objects.filter(course_id=met.course_id).update(to_on=handed, left_because="handed_over")
        Assignment.objects.create(
            tenant_id=world.tenant("aaby"),
            course_id=met.course_id,
            person_id=met.person_id,
            mentor_id=other,
            from_on=handed,
        )
        Course.objects.filter(id=met.course_id).update(mentor_id=other)
    ground.log_session(world, met, cast="other_mentor", on=handed, minutes=15)

    assert (month_of(world, OCTOBER).meetings, month_of(world, OCTOBER, "other_mentor").meetings) == (60, 135)


def test_what_is_handed_in_stays_as_it_is_until_it_is_returned(world, met):
    kept = write(world, hand_in=True, preparation=120, km_meetings=34)
    with pytest.raises(Refused):
        write(world, preparation=121)
    ground.log_session(world, met, on=date(2014, 10, 15), minutes=20)
    after = month_of(world, OCTOBER)

    assert (after.meetings, after.since, after.minutes, after.state) == (150, 20, 270, "handed_in")
    decide(world, kept.id, "returned", "more_written")
    again = write(world, hand_in=True, preparation=100)
    assert month_of(world, OCTOBER).minutes == 270
    decide(world, again.id)
    assert (month_of(world, OCTOBER).state, month_of(world, OCTOBER).sums) == (
        "approved",
        {"preparation": 100},
    )


def test_the_database_keeps_what_was_handed_in_whatever_the_code_does(world, met):
    from samspil.trust.audit import writing

    kept = write(world, hand_in=True, preparation=120)
    mentor = world.member("mentor", "aaby").appointment_id
    rows, times = StaffMonth.objects, StaffTime.objects
    forbidden = {
        "change a sum": lambda: times.filter(staff_month_id=kept.id).update(amount=1),
        "take a sum away": lambda: times.filter(staff_month_id=kept.id).delete(),
        "add a sum": lambda: times.create(
            tenant_id=kept.tenant_id, staff_month_id=kept.id, kind="transport", amount=5
        ),
        "count again": lambda: rows.filter(id=kept.id).update(meeting_minutes=1),
        "open it": lambda: rows.filter(id=kept.id).update(state="open", meeting_minutes=None),
        "approve one's own": lambda: rows.filter(id=kept.id).update(state="approved", decided_by_id=mentor),
        "return without a reason": lambda: rows.filter(id=kept.id).update(
            state="returned", meeting_minutes=None, decided_by_id=mentor
        ),
    }
    done = []

    for name, change in forbidden.items():
        with world.as_("coordinator", "aaby"), writing():
            try:
                with transaction.atomic():
                    change()
                    done.append(name)
            except IntegrityError:
                pass

    assert done == []


def test_nobody_approves_their_own_hours(world, met):
    from samspil.kernel.actor import Actor
    from samspil.people.actions import people
    from samspil.people.queries import people as staff
    from samspil.trust.scope import scope

    kept, mentor = write(world, hand_in=True), world.member("mentor", "aaby")
    by = Actor.job(world.tenant("aaby"))
    with scope(by):
        account = staff.account_by_email(mentor.email)
        people.appoint(by=by, at=world.at, account=account, role="coordinator", from_on=date(2014, 1, 1))
    both = Actor(
        tenant_id=mentor.tenant_id, role="coordinator", purpose="coordination", account_id=mentor.account_id
    )

    with scope(both), pytest.raises(Refused, match="own hours|egne timer"):
        actions.decide_month(by=both, at=world.at, on=ground.TODAY, month_id=kept.id, outcome="approved")
    decide(world, kept.id)
    assert month_of(world, OCTOBER).state == "approved"


def test_a_month_is_handed_in_when_it_is_over_and_only_while_one_had_the_role(world, met):
    with pytest.raises(Refused):
        write(world, NOVEMBER, hand_in=True)
    assert write(world, NOVEMBER, transport=30).state == "open"
    for month in (date(2012, 1, 1), date(2014, 12, 1)):
        with pytest.raises(Refused):
            write(world, month, transport=30)
        with pytest.raises(Missing):
            month_of(world, month)


@pytest.mark.parametrize(
    ("kind", "amount"), [("preparation", 44_641), ("km_other", 5_001), ("preparation", -1), ("lunch", 10)]
)
def test_a_sum_fits_into_a_month_and_is_of_a_known_kind(world, met, kind, amount):
    with pytest.raises(Refused):
        write(world, **{kind: amount})


def test_the_page_counts_writes_and_hands_in(world, met):
    field = world.client("mentor", "aaby")
    assert "150 min." in field.get("/f/hours/2014/10").content.decode()

    saved = field.post("/f/hours/2014/10", {"preparation": "60", "km_meetings": "7", "save": "yes"})
    handed = field.post("/f/hours/2014/10", {"preparation": "75", "km_meetings": "7", "hand_in": "yes"})
    late = field.post("/f/hours/2014/10", {"preparation": "1"})

    assert [one.status_code for one in (saved, handed, late)] == [302, 302, 422]
    page = world.client("coordinator", "aaby").get("/o/staff-hours/?month=2014-10").content.decode()
    assert "225 min." in page
    assert "Afleveret" in page
    assert field.get("/f/hours/2014/13").status_code == 404


def test_the_coordinator_decides_on_the_page_and_the_home_says_that_it_waits(world, met):
    kept, office = write(world, hand_in=True, preparation=60), world.client("coordinator", "aaby")
    assert f"/o/staff-hours/{kept.id}" in office.get("/o/").content.decode()

    without = office.post(f"/o/staff-hours/{kept.id}", {"outcome": "returned"})
    returned = office.post(f"/o/staff-hours/{kept.id}", {"outcome": "returned", "reason": "talk"})

    assert (without.status_code, returned.status_code) == (422, 302)
    assert "Lad os tale om det" in world.client("mentor", "aaby").get("/f/hours/2014/10").content.decode()
    assert f"/o/staff-hours/{kept.id}" not in office.get("/o/").content.decode()


def test_no_name_becomes_a_formula_in_the_payrolls_file(world, met):
    """Every payload as somebody's name: read back as CSV, and put into a workbook, no cell is a formula."""
    from openpyxl import Workbook, load_workbook

    from samspil.people.models.people import Account

    kept, office = write(world, hand_in=True, preparation=60), world.client("coordinator", "aaby")
    decide(world, kept.id)
    mentor = world.member("mentor", "aaby")
    wrong = []

    for payload in FORMULAS:
        Account.objects.filter(id=mentor.account_id).update(name=payload)
        answer = office.post("/o/staff-hours/", {"month": "2014-10", "file": "yes"})
        lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
        book = Workbook()
        for line in lines:
            book.active.append(line)
        out = io.BytesIO()
        book.save(out)
        cells = [cell for row in load_workbook(out).active.iter_rows() for cell in row]
        wrong += [(payload, cell.value) for cell in cells if cell.data_type == "f"]
        assert (len(lines), {len(line) for line in lines}) == (2, {10}), payload
        assert payload.strip("\ufeff") in lines[1][1]

    assert wrong == []
    assert marks.name_of(answer) == 'attachment; filename="2014-10.csv"'


def test_a_name_that_is_not_made_text_is_found_to_be_a_formula():
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["=1+1", "'=1+1"])

    assert [cell.data_type for cell in book.active[1]] == ["f", "s"]


def test_only_what_is_approved_leaves_and_that_it_left_stands_in_the_log(world, met):
    from samspil.trust.models import AuditEvent

    write(world, hand_in=True, preparation=60)
    decide(world, write(world, cast="other_mentor", hand_in=True, supervision=30).id)

    answer = world.client("coordinator", "aaby").post("/o/staff-hours/", {"month": "2014-10"})

    text = answer.content.decode("utf-8-sig")
    assert [line.split(";")[1] for line in text.splitlines()[1:]] == ["Other Mentor Aaby"]
    with world.as_("log_controller", "aaby"):
        assert AuditEvent.objects.get(verb="delivery.hand_on_hours").reason == "2014-10_1"
