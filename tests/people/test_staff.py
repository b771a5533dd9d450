"""What staff bring and which certificates they have: who may write it, and what it must be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from samspil.kernel.errors import Missing, Refused
from samspil.people.rules.staff import Brings

TODAY = date(2014, 11, 3)


def write(world: Any, cast: str, whose: str, **said: Any) -> None:
    from samspil.people.actions import staff

    places = said.pop("places", None)
    with world.as_(cast, "aaby") as by:
        staff.write_profile(
            by=by,
            at=world.at,
            appointment_id=world.member(whose, "aaby").appointment_id,
            brings=Brings(**said),
            places=places,
        )


def told(world: Any, whose: str) -> Any:
    from samspil.people.queries import staff

    with world.as_("coordinator", "aaby") as by:
        return staff.member(by, world.member(whose, "aaby").appointment_id, on=TODAY)


@pytest.mark.parametrize(
    ("cast", "whose", "may"),
    [
        ("mentor", "mentor", True),
        ("parent_coach", "parent_coach", True),
        ("role_model", "role_model", True),
        ("coordinator", "mentor", True),
        ("mentor", "other_mentor", False),
        ("municipal_lead", "mentor", False),
        ("log_controller", "log_controller", False),
        ("coordinator", "coordinator", False),
    ],
)
def test_a_profile_is_written_by_its_own_and_by_the_coordinator(world, cast, whose, may):
    try:
        write(world, cast, whose, education="Lærer")
        found = True
    except (Refused, Missing):
        found = False

    assert found is may


def test_nobody_else_than_the_coordinator_says_how_many_courses_one_may_have(world):
    with pytest.raises(Refused):
        write(world, "mentor", "mentor", places=9)
    assert told(world, "mentor").post.capacity == 4
    write(world, "coordinator", "mentor", places=9)
    assert told(world, "mentor").post.capacity == 9
    with pytest.raises(Refused):
        write(world, "coordinator", "mentor", places=21)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"strengths": ("sport", "music", "cooking", "gaming", "calm", "humour")}, "strengths"),
        ({"strengths": ("faith",)}, "strengths"),
        ({"learning": ("sport", "music", "cooking", "gaming")}, "learning"),
        ({"strengths": ("sport",), "learning": ("sport",)}, "learning"),
        ({"languages": ("xx",)}, "languages"),
        ({"times": ("always",)}, "times"),
        ({"area": "5"}, "area"),
        ({"area": "50000"}, "area"),
        ({"education": "x" * 121}, "education"),
        ({"experience": "x" * 301}, "experience"),
        ({"strengths": ("sport",), "learning": ("music",), "languages": ("da", "ar"), "area": "50"}, None),
    ],
)
def test_a_profile_keeps_to_the_lists(world, said, field):
    try:
        write(world, "mentor", "mentor", **said)
        found = None
    except Refused as refused:
        found = refused.refusal.field

    assert found == field


def test_no_word_of_the_lists_is_about_belief_origin_or_opinion():
    from samspil.people.terms import STRENGTHS, Strength

    about = ("belief", "relig", "faith", "pray", "ethnic", "origin", "politic", "opinion", "cultur", "nation")

    assert set(STRENGTHS) == set(Strength)
    assert [one.value for one in Strength if any(word in one.value for word in about)] == []


def test_the_own_page_shows_and_saves_ones_own_and_only_ones_own(world):
    client = world.client("mentor", "aaby")
    body = {"education": "Lærer", "strengths": ["sport", "music"], "languages": ["da", "dsl"], "area": "52"}

    assert client.post("/f/profile", body | {"strengths": ["sport"] * 1 + ["faith"]}).status_code == 422
    assert client.post("/f/profile", body).status_code == 302

    page = client.get("/f/profile").content.decode()
    assert 'value="Lærer"' in page
    assert "Børneattest: til 31. december 2016" in page
    found = told(world, "mentor").brings
    assert (found.strengths, found.languages, found.area) == (("sport", "music"), ("da", "dsl"), "52")
    assert told(world, "other_mentor").brings.education == ""
    assert 'value="Lærer"' not in world.client("other_mentor", "aaby").get("/f/profile").content.decode()


def record(world: Any, cast: str = "coordinator", **said: Any) -> Any:
    from samspil.people.actions import staff
    from samspil.people.terms import CertificateKind

    days = {"from_on": TODAY, "valid_until": TODAY + timedelta(days=700)} | said
    with world.as_(cast, "aaby") as by:
        return staff.record_certificate(
            by=by,
            at=world.at,
            on=TODAY,
            appointment_id=world.member("mentor", "aaby").appointment_id,
            kind=CertificateKind.BOERNEATTEST,
            **days,
        )


@pytest.mark.parametrize("cast", ["mentor", "municipal_lead", "operator"])
def test_only_the_coordinator_writes_a_certificate(world, cast):
    from samspil.people.actions import staff
    from samspil.people.terms import CertificateKind

    with world.as_(cast, None if cast == "operator" else "aaby") as by, pytest.raises(Refused):
        staff.record_certificate(
            by=by,
            at=world.at,
            on=TODAY,
            appointment_id=world.member("mentor", "aaby").appointment_id,
            kind=CertificateKind.BOERNEATTEST,
            from_on=TODAY,
            valid_until=TODAY,
        )


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"from_on": TODAY + timedelta(days=1)}, "from_on"),
        ({"valid_until": TODAY - timedelta(days=1)}, "valid_until"),
        ({"valid_until": date(2104, 1, 1)}, "valid_until"),
        ({"from_on": date(2013, 4, 1)}, "from_on"),
        ({}, None),
    ],
    ids=["in the future", "ends before", "a year typed wrong", "there already", "right"],
)
def test_a_certificate_has_days_that_can_be(world, said, field):
    try:
        record(world, **said)
        found = None
    except Refused as refused:
        found = refused.refusal.field

    assert found == field


def test_a_certificate_taken_back_holds_no_more_and_another_one_may_still(world):
    from samspil.people.actions import staff
    from samspil.people.terms import CertificateKind

    assert told(world, "mentor").missing(TODAY) == frozenset()
    new = record(world)
    for one in told(world, "mentor").certificates:
        if one.kind == CertificateKind.BOERNEATTEST and one.id != new.id:
            with world.as_("coordinator", "aaby") as by:
                staff.take_certificate_back(
                    by=by,
                    at=world.at,
                    appointment_id=world.member("mentor", "aaby").appointment_id,
                    certificate_id=one.id,
                )
    assert told(world, "mentor").missing(TODAY) == frozenset()
    assert told(world, "mentor").missing(TODAY - timedelta(days=1)) == {"boerneattest"}


def test_the_coordinator_is_told_sixty_days_before_a_certificate_ends_until_it_is_renewed(world):
    from samspil.people.models.staff import StaffCertificate
    from samspil.trust.audit import writing

    office = world.client("coordinator", "aaby")
    post = world.member("mentor", "aaby").appointment_id

    def ends(on: date) -> list[bool]:
        with world.as_("coordinator", "aaby"), writing():
            StaffCertificate.objects.filter(appointment_id=post, kind="boerneattest").update(valid_until=on)
        pages = [office.get("/o/").content.decode(), office.get("/o/staff/").content.decode()]
        return [
            "Børneattest udløber snart: Mentor A." in pages[0],
            "Børneattest er udløbet: Mentor A." in pages[0],
            "tag-soon" in pages[1],
            "tag-late" in pages[1],
        ]

    assert ends(TODAY + timedelta(days=61)) == [False, False, False, False]
    assert ends(TODAY + timedelta(days=60)) == [True, False, True, False]
    assert ends(TODAY) == [True, False, True, False]
    assert ends(TODAY - timedelta(days=1)) == [False, True, False, True]
    record(world)
    assert "Mentor A." not in office.get("/o/").content.decode()


def test_the_database_itself_keeps_a_profile_to_the_lists(world):
    from django.db import IntegrityError, transaction

    from samspil.people.models.staff import StaffProfile
    from samspil.trust.audit import writing

    for wrong in (
        {"strengths": ["faith"]},
        {"learning": ["sport", "music", "cooking", "gaming"]},
        {"area": "5"},
        {"languages": ["xx"]},
    ):
        with world.as_("coordinator", "aaby"), writing(), pytest.raises(IntegrityError), transaction.atomic():
            StaffProfile.objects.all().update(**wrong)
