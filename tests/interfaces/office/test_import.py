"""A municipality drops its spreadsheet: read, shown with every fault, then all of it taken in or nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from tests.delivery import ground
from tests.interfaces.office import brought
from tests.interfaces.office.brought import as_csv, as_xlsx, bring, rows_of, take

from samspil.delivery.models.courses import Assignment, Course
from samspil.delivery.models.imports import ImportedCourse
from samspil.delivery.models.measurements import Measurement
from samspil.people.models.imports import ImportDraft
from samspil.people.models.people import Account, Appointment, Consent, Identity

TODAY = ground.TODAY


@pytest.fixture
def concept(world):
    from samspil.programme import queries

    return queries.concept(ground.load(world))


@pytest.fixture
def office(world, concept):
    return world.client("coordinator", "aaby")


def faults(page) -> list[tuple[str, str]]:
    """The faults of a preview: row and sentence."""
    text = page.content.decode()
    found = re.findall(
        r'<li class="row-late">\s*<p class="when is-late">Række (\d+)</p>\s*<div><p>(.*?)</p>', text, re.S
    )
    return [(row, unescape(re.sub("<.*?>", "", said))) for row, said in found]


def test_a_running_course_comes_in_with_everything_that_hangs_on_it(world, office, concept):
    rows = rows_of(
        "courses",
        concept,
        {"yes_evaluation": "ja", "yes_follow_up": "01-06-2014 På papir", "yes_interview": "nej"},
    )

    kept = bring(office, "courses", as_csv(rows))
    with world.as_("coordinator", "aaby"):
        assert (Course.objects.count(), Identity.objects.count()) == (0, 0)
    shown = office.get(kept["Location"]).content.decode()
    taken = office.post(kept["Location"], {"take": "yes"})

    assert "Alle kan tages ind." in shown
    assert "1. marts 2014" in shown  # as it was read, not as it stood
    assert taken.status_code == 302
    with world.as_("coordinator", "aaby") as by:
        course = Course.objects.get()
        came = ImportedCourse.objects.get()
        yeses = set(Consent.objects.values_list("purpose", "capacity", "method", "given_on"))
        held = Assignment.objects.get()
        assert (course.state, course.started_on, course.accepted_on) == (
            "active",
            ground.date(2014, 3, 1),
            ground.date(2014, 2, 10),
        )
        assert (course.offered_month, course.source) == (ground.date(2014, 2, 1), "school")
        assert (came.course_id, came.taken_in_on) == (course.id, TODAY)
        assert (held.mentor_id, held.from_on) == (
            world.member("mentor", "aaby").appointment_id,
            ground.date(2014, 3, 1),
        )
        assert Identity.objects.get().language == "ar"
        assert yeses == {
            ("support", "self", "oral", ground.date(2014, 2, 10)),
            ("evaluation", "self", "oral", ground.date(2014, 2, 10)),
            ("follow_up", "self", "paper", ground.date(2014, 6, 1)),
        }
        assert by is not None


def test_rounds_count_from_the_real_start_and_are_owed_from_the_day_of_the_file(world, office, concept):
    take(
        office,
        "courses",
        as_csv(rows_of("courses", concept, {}, {"reference": "F-2", "started_on": "03-11-2014"})),
    )
    with world.as_("coordinator", "aaby") as by:
        from samspil.delivery.queries.measurements import prove

        old = Course.objects.get(started_on__lt=TODAY)
        new = Course.objects.get(started_on=TODAY)
        assert (old.series_from, old.series_on) == (old.started_on, TODAY)
        assert (new.series_from, new.series_on) == (None, None)
        assert list(Measurement.objects.filter(course_id=old.id)) == []
        assert [one.key for one in Measurement.objects.filter(course_id=new.id)] == ["start"]
        today = prove(by, on=TODAY)
        assert (today.owed, today.missed, today.equal) == (1, 0, True)

    later = TODAY + timedelta(days=60)
    for one in (old, new):
        ground.tend(world, ground.Made("aaby", one.id), later)

    with world.as_("coordinator", "aaby") as by:
        keys = set(Measurement.objects.filter(course_id=old.id).values_list("key", flat=True))
        assert keys == {"month-9"}
        assert prove(by, on=later).equal


def test_each_course_leaves_the_events_it_would_have_left_by_hand_and_the_file_one(world, office, concept):
    from samspil.trust.models import AuditEvent

    take(office, "courses", as_csv(rows_of("courses", concept, {}, {"reference": "F-2"})))

    with world.as_("coordinator", "aaby"):
        verbs = list(AuditEvent.objects.filter(verb__startswith="delivery.").values_list("verb", flat=True))
        told = AuditEvent.objects.get(verb="delivery.import_courses")
        people = set(Course.objects.values_list("person_id", flat=True))
        seen = set(
            AuditEvent.objects.filter(verb="delivery.start_course").values_list("subject_id", flat=True)
        )
    assert {one: verbs.count(one) for one in set(verbs)} == {
        "delivery.record_offer": 2,
        "delivery.accept_offer": 2,
        "delivery.start_course": 2,
        "delivery.import_courses": 1,
    }
    assert (told.kind, told.reason) == ("people.importdraft", "rows_2")
    assert seen == people


def test_a_course_is_not_overdue_or_quiet_the_moment_it_is_taken_in(world, office, concept):
    from samspil.delivery.queries import reviews
    from samspil.delivery.queries.waiting import waiting_for

    take(office, "courses", as_csv(rows_of("courses", concept, {})))

    def waits(on) -> set[str]:
        with world.as_("coordinator", "aaby") as by:
            return {one.kind for one in waiting_for(by, on=on)} & {"review", "quiet"}

    assert waits(TODAY) == set()
    assert waits(TODAY + timedelta(weeks=6)) == {"review", "quiet"}
    with world.as_("coordinator", "aaby") as by:
        assert reviews.hours(by, on=TODAY)[0][0].agreed == 0


def test_the_same_file_twice_and_two_taps_take_in_nothing_more(world, office, concept):
    data = as_csv(rows_of("courses", concept, {}, {"reference": "F-2"}))
    kept = bring(office, "courses", data)
    first, second = (office.post(kept["Location"], {"take": "yes"}) for _each in range(2))
    again = office.get(bring(office, "courses", data)["Location"])

    assert (first.status_code, second.status_code) == (302, 200)
    assert faults(again) == [
        ("2", "Reference: Denne reference er her allerede. Rækken blev taget ind før."),
        ("3", "Reference: Denne reference er her allerede. Rækken blev taget ind før."),
    ]
    with world.as_("coordinator", "aaby"):
        assert Course.objects.count() == 2


def test_one_wrong_row_and_nothing_is_taken_in(world, office, concept):
    rows = rows_of("courses", concept, {}, {"reference": "F-2", "mentor": "nobody@aaby.example"})
    kept = bring(office, "courses", as_csv(rows))

    answer = office.post(kept["Location"], {"take": "yes"})

    assert answer.status_code == 422
    with world.as_("coordinator", "aaby"):
        assert (Course.objects.count(), ImportedCourse.objects.count()) == (0, 0)


def test_what_changes_between_the_preview_and_the_tap_is_seen_and_nothing_is_taken_in(world, office, concept):
    """The mentor's places are taken meanwhile: the action asks again what the preview asked."""
    rows = rows_of("courses", concept, *({"reference": f"F-{number}"} for number in range(4)))
    kept = bring(office, "courses", as_csv(rows))
    assert faults(office.get(kept["Location"])) == []
    ground.course(world, "aaby", ground.load(world))

    answer = office.post(kept["Location"], {"take": "yes"})

    assert answer.status_code == 422
    assert "Der er flere forløb end pladser" in answer.content.decode()
    with world.as_("coordinator", "aaby"):
        assert (Course.objects.count(), ImportedCourse.objects.count()) == (1, 0)


WRONG = [
    ({"reference": ""}, "Reference: Det mangler."),
    ({"reference": "EKSEMPEL"}, "Reference: Det er skabelonens eksempel. Slet rækken."),
    ({"source": "Månen"}, "Kom fra: Vælg en af: "),
    ({"born": "12-04-1994"}, "Fødselsår: Skriv året, eller år og måned som 1998-04. Aldrig dagen."),
    ({"born": "2015"}, "Fødselsår: Det år er ikke kommet endnu."),
    ({"name": "=1+1"}, "Navn: En formel læses ikke. Skriv, hvad den giver."),
    ({"name": "@SUM(A1)"}, "Navn: En formel læses ikke. Skriv, hvad den giver."),
    ({"name": "Noor \u202eevørP"}, "Navn: Der er tegn i det, som ingen kan se. Skriv det igen."),
    (
        {"need": "CPR 010194-1234"},
        "Hvad personen gerne vil have hjælp til: Et CPR-nummer gemmes aldrig her. Slet det.",
    ),
    ({"contact": ""}, "Nummer eller adresse til det: Skriv, hvordan"),
    ({"accepted_on": "31-02-2014"}, "Ja til støtten den: Skriv dagen som 03-11-2014."),
    ({"started_on": "01-02-2014"}, "Forløbet startede: Forløbet kan ikke starte, før der blev sagt ja."),
    ({"started_on": "04-11-2014"}, "Forløbet startede: Vælg i dag eller en tidligere dag."),
    ({"offered_month": "03-2014"}, "Tilbudt i: Tilbuddet kan ikke komme efter ja'et."),
    ({"basis": "barnets_lov_32"}, "Grundlag: "),
    ({"basis": "barnets_lov_32", "born": "1999"}, "Ja fra forældremyndighedsindehaver: "),
    ({"custody": "awaited"}, "Ja fra forældremyndighedsindehaver: Vælg en af: "),
    ({"mentor": "other@elsewhere.example"}, "E-mailadresse på mentor eller coach: Ingen her har"),
    ({"mentor": "mentor@baekby.example"}, "E-mailadresse på mentor eller coach: Ingen her har"),
    ({"intervention": "parent"}, "E-mailadresse på mentor eller coach: Ingen her har"),
    ({"expected_months": "40"}, "Forventet varighed i måneder: Skriv et helt tal fra 1 til 36."),
    ({"agreed_minutes": "1e2"}, "Aftalte minutter om ugen: Skriv et helt tal fra 15 til 600."),
    ({"goal_1": "x" * 41}, "Første mål: Skriv højst 40 tegn."),
    ({"yes_interview": "måske"}, "Ja til: "),
    ({"yes_interview": "01-12-2014"}, "Ja til: "),
]


@pytest.mark.parametrize(
    ("changed", "said"), WRONG, ids=lambda one: next(iter(one)) if isinstance(one, dict) else ""
)
def test_a_fault_is_told_by_row_and_column_with_what_stood_there(world, office, concept, changed, said):
    rows = rows_of("courses", concept, {}, {"reference": "F-2", **changed})

    page = office.get(bring(office, "courses", as_csv(rows))["Location"])

    found = faults(page)
    assert [row for row, _said in found] == ["3"] * len(found)
    assert any(one.startswith(said) for _row, one in found), found
    stood = next(iter(changed.values()))
    if stood:
        assert "Der står »" in page.content.decode()
    with world.as_("coordinator", "aaby"):
        assert Course.objects.count() == 0


def test_excel_and_csv_in_every_way_danes_write_them_come_to_the_same(world, office, concept):
    from datetime import datetime

    named = brought.heads("courses", concept)
    (row,) = rows_of("courses", concept, {})
    ways = [
        as_csv([row]),
        as_csv([row], mark=","),
        as_csv([row], encoding="cp1252"),
        as_csv([row], encoding="utf-16"),
        as_csv([{**row, named["started_on"]: "1. marts 2014", named["accepted_on"]: "2014-02-10"}]),
        as_csv([{**row, named["started_on"]: "41699", named["offered_month"]: "februar 2014"}]),
        as_xlsx([{**row, named["started_on"]: datetime(2014, 3, 1), named["expected_months"]: 12}]),
        as_xlsx([{**row, named["born"]: 1994, named["agreed_minutes"]: 60.0}]),
    ]

    seen = set()
    for data in ways:
        page = office.get(bring(office, "courses", data)["Location"]).content.decode()
        assert "kan tages ind" in page
        seen.add(tuple(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)))

    assert len(seen) == 1
    assert ("Forløbet startede", "1. marts 2014") in next(iter(seen))


def test_staff_come_in_without_a_way_to_sign_in_and_all_or_nobody(world, office, concept):
    rows = rows_of(
        "staff", concept, {}, {"name": "Ali Prøve", "email": "ali@aaby.example", "role": "Rollemodel"}
    )

    answer = take(office, "staff", as_csv(rows))

    assert answer.status_code == 302
    with world.as_("coordinator", "aaby"):
        made = Appointment.objects.filter(account__email__in=("noor@aaby.example", "ali@aaby.example"))
        assert set(made.values_list("role", "capacity")) == {("mentor", 4), ("role_model", 4)}
        assert [one.has_usable_password() for one in Account.objects.filter(email__startswith="noor@")] == [
            False
        ]
    again = office.get(bring(office, "staff", as_csv(rows))["Location"])
    assert faults(again) == [
        ("2", "E-mail: De har den rolle her allerede."),
        ("3", "E-mail: De har den rolle her allerede."),
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "mentor@baekby.example"}, "Adressen er i brug et andet sted."),
        ({"email": "coordinator"}, "Skriv en e-mailadresse"),
        ({"role": "Faglig tovholder"}, "Vælg en af: Mentor, Forældrecoach, Rollemodel."),
        ({"capacity": "0"}, "Skriv et helt tal fra 1 til 20."),
        ({"from_on": "04-11-2014"}, "Vælg i dag eller en tidligere dag."),
    ],
    ids=lambda one: next(iter(one)) if isinstance(one, dict) else "",
)
def test_a_coordinator_gives_no_role_beyond_the_own_people(world, office, concept, changed, said):
    rows = rows_of("staff", concept, changed)
    before = Account.objects.count()

    kept = bring(office, "staff", as_csv(rows))
    answer = office.post(kept["Location"], {"take": "yes"})

    assert [said in one for _row, one in faults(answer)] == [True]
    assert Account.objects.count() == before


def test_the_template_is_read_back_and_its_example_is_never_taken_for_somebody(world, office, concept):
    for kind in ("staff", "courses"):
        for form in ("csv", "xlsx"):
            file = office.get("/o/import/template", {"what": kind, "as": form})
            assert file["Content-Disposition"] == f'attachment; filename="{kind}.{form}"'
            page = office.get(bring(office, kind, file.content)["Location"])
            sentences = [one for _row, one in faults(page)]
            assert [one for one in sentences if "eksempel. Slet" not in one and "Ingen her" not in one] == []
            assert any("Det er skabelonens eksempel. Slet rækken." in one for one in sentences)


def test_a_draft_is_its_readers_alone_sealed_and_gone_in_half_an_hour(world, office, concept):
    where = bring(office, "courses", as_csv(rows_of("courses", concept, {})))["Location"]
    deputy, foreign = world.client("deputy", "aaby"), world.client("coordinator", "baekby")

    with world.as_("coordinator", "aaby"):
        draft = ImportDraft.objects.get()
        assert "Kanarienavn" not in draft.content
    assert "Kanarienavn" in office.get(where).content.decode()
    assert [one.get(where).status_code for one in (deputy, foreign)] == [404, 404]
    assert [one.post(where, {"take": "yes"}).status_code for one in (deputy, foreign)] == [404, 404]

    from django.db.models import F

    from samspil.trust.audit import writing

    with world.as_("coordinator", "aaby"), writing():
        ImportDraft.objects.update(expires_at=F("expires_at") - timedelta(minutes=31))
    assert office.get(where).status_code == 404
    assert office.post(where, {"take": "yes"}).status_code == 404


def test_what_was_taken_in_or_not_looked_at_in_time_is_removed(world, office, concept):
    from django.db.models import F

    from samspil.interfaces.cli import rounds
    from samspil.trust.audit import writing

    where = bring(office, "courses", as_csv(rows_of("courses", concept, {})))["Location"]
    office.post(where, {"take": "yes"})
    with world.as_("coordinator", "aaby"), writing():
        assert ImportDraft.objects.get().content == ""
        ImportDraft.objects.update(expires_at=F("expires_at") - timedelta(minutes=31))

    assert rounds.drop_expired(at=world.at) == 1

    with world.as_("coordinator", "aaby"):
        assert ImportDraft.objects.count() == 0


def test_a_file_is_taken_on_this_page_only_and_never_without_its_token(world, office, concept):
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    data = as_csv(rows_of("courses", concept, {}))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies.update(office.cookies)
    elsewhere = office.post("/o/courses/offer", {"file": SimpleUploadedFile("a.csv", data)})

    assert settings.FILE_UPLOAD_HANDLERS == []
    assert bring(strict, "courses", data).status_code == 403
    assert (elsewhere.status_code, list(elsewhere.wsgi_request.FILES)) == (200, [])
    with world.as_("coordinator", "aaby"):
        assert ImportDraft.objects.count() == 0
