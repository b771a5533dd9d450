"""Who may be matched with whom, and what rules it out, whoever asks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.delivery import ground
from tests.delivery.matches import brings, choose, post, row, suggested, uncertify, wish

from samspil.kernel.errors import Refused


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


# --- suggestions


@pytest.mark.proves("S6")
def test_who_fits_best_stands_first_and_who_is_left_out_says_why(world, concept_id):
    made = ground.course(world, "aaby", concept_id, to="accepted")
    wish(world, made, interests=("cooking", "music"), language="ar", area="5000")
    brings(world, "mentor", strengths=("cooking", "music"), languages=("da", "ar"), area="50")
    brings(world, "other_mentor", strengths=("cooking",), languages=("ar",))

    assert suggested(world, made) == (["mentor", "other_mentor"], {"lent": ["language"]})
    brings(world, "other_mentor", strengths=("cooking", "music", "sport"), languages=("ar",), area="5000")
    wish(world, made, interests=("cooking", "music", "sport"), language="ar", area="5000")
    assert suggested(world, made) == (["other_mentor", "mentor"], {"lent": ["language"]})

    brings(world, "mentor", strengths=("cooking",), languages=("da",), places=0)
    uncertify(world, "mentor")
    assert suggested(world, made) == (
        ["other_mentor"],
        {"lent": ["language"], "mentor": ["language", "certificate", "no_place"]},
    )


def test_the_page_says_in_a_sentence_why_each_is_suggested_or_left_out(world, concept_id):
    made = ground.course(world, "aaby", concept_id, to="accepted")
    wish(world, made, interests=("sport", "listening"), area="5000", times=("afternoon",))
    ground.apart(world, made)

    page = world.client("coordinator", "aaby").get(f"/o/courses/{made.course_id}/mentor").content.decode()

    assert (
        "Passer til ønskerne om at lytte og idræt, kan mødes i samme område,"
        " har tid hverdage kl. 15-18 og har 0 af 4 forløb." in page
    )
    assert "Er inhabil." in page
    assert page.count('type="radio" name="mentor"') == 2


@pytest.mark.parametrize(
    ("arrange", "field"),
    [
        (lambda world, made: ground.apart(world, made, "mentor"), "mentor"),
        (lambda world, made: wish(world, made, language="ar"), "mentor"),
        (lambda world, made: uncertify(world, "mentor", "confidentiality"), "override"),
        (lambda world, made: uncertify(world, "mentor", "boerneattest"), "override"),
        (lambda world, made: brings(world, "mentor", places=0), "mentor"),
        (lambda world, made: None, None),
    ],
    ids=["conflict", "language", "confidentiality", "boerneattest", "no place", "nothing"],
)
def test_what_rules_a_match_out_rules_it_out_whoever_asks(world, concept_id, arrange, field):
    made = ground.course(world, "aaby", concept_id, to="accepted")
    arrange(world, made)

    try:
        choose(world, made)
        found = None
    except Refused as refused:
        found = refused.refusal.field

    assert found == field
    assert row(world, made).state == ("accepted" if field else "matched")


@pytest.mark.parametrize(("until", "held"), [(ground.TODAY, True), (ground.TODAY - timedelta(days=1), False)])
def test_a_certificate_holds_through_its_last_day(world, concept_id, until, held):
    from samspil.people.models.staff import StaffCertificate
    from samspil.trust.audit import writing

    made = ground.course(world, "aaby", concept_id, to="accepted")
    with world.as_("coordinator", "aaby"), writing():
        StaffCertificate.objects.filter(kind="boerneattest").update(valid_until=until)

    if held:
        choose(world, made)
    else:
        with pytest.raises(Refused):
            choose(world, made)
    assert row(world, made).state == ("matched" if held else "accepted")


def test_a_certificate_is_set_aside_with_a_code_that_is_logged(world, concept_id):
    from samspil.trust.models import AuditEvent

    made = ground.course(world, "aaby", concept_id, to="accepted")
    uncertify(world, "mentor")

    with pytest.raises(Refused):
        choose(world, made, override="because I say so")
    choose(world, made, override="applied_for")

    with world.as_("coordinator", "aaby"):
        logged = AuditEvent.objects.filter(verb="delivery.choose_mentor", thing_id=made.course_id)
        assert list(logged.values_list("reason", flat=True)) == ["without_applied_for"]


def test_the_page_offers_the_code_only_where_a_certificate_is_all_that_is_missing(world, concept_id):
    made = ground.course(world, "aaby", concept_id, to="accepted")
    client, path = world.client("coordinator", "aaby"), f"/o/courses/{made.course_id}/mentor"
    before = client.get(path).content.decode()
    uncertify(world, "mentor")
    after = client.get(path).content.decode()
    body = {"mentor": str(post(world, "mentor")), "why": "They fit", "override": ""}

    assert [page.count('name="override"') for page in (before, after)] == [0, 4]
    assert client.post(path, body).status_code == 422
    assert client.post(path, body | {"override": "shown_elsewhere"}).status_code == 302
    assert row(world, made).mentor_id == post(world, "mentor")


def test_wishes_about_who_it_is_are_shown_to_the_coordinator_and_count_for_nothing(world, concept_id):
    made = ground.course(world, "aaby", concept_id, to="accepted")
    before = suggested(world, made)
    with world.as_("coordinator", "aaby") as by:
        made.words["about_them"] = "Gerne en kvinde"
        ground.wish(by, made, world.at)
    client = world.client("coordinator", "aaby")

    assert "Gerne en kvinde" in client.get(f"/o/courses/{made.course_id}/mentor").content.decode()
    assert suggested(world, made) == before


# --- the database itself


def test_the_database_itself_refuses_who_has_a_conflict(world, concept_id):
    from django.db import Error, transaction

    from samspil.delivery.models.courses import Assignment
    from samspil.trust.audit import writing

    made = ground.course(world, "aaby", concept_id, to="accepted")
    ground.apart(world, made)
    with world.as_("coordinator", "aaby") as by, writing():
        kept = {"tenant_id": by.tenant_id, "course_id": made.course_id, "person_id": made.person_id}
        with pytest.raises(Error, match="conflict of interest"), transaction.atomic():
            Assignment.objects.create(**kept, mentor_id=post(world, "other_mentor"), from_on=ground.TODAY)
        Assignment.objects.create(**kept, mentor_id=post(world, "mentor"), from_on=ground.TODAY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"interests": ["belief"]},
        {"interests": ["sport", "music", "cooking", "gaming", "calm", "humour"]},
        {"area": "Nørregade 1"},
        {"language": "xx"},
        {"times": ["always"]},
        {"waits_for": "whatever"},
    ],
    ids=lambda one: next(iter(one)),
)
def test_the_database_itself_keeps_wishes_to_the_lists(world, concept_id, wrong):
    from django.db import IntegrityError, transaction

    from samspil.delivery.models.matching import Wish
    from samspil.trust.audit import writing

    made = ground.course(world, "aaby", concept_id, to="accepted")
    with (
        world.as_("coordinator", "aaby"),
        writing(),
        pytest.raises(Exception) as problem,  # noqa: PT011
        transaction.atomic(),
    ):
        Wish.objects.filter(course_id=made.course_id).update(**wrong)
    assert isinstance(problem.value, IntegrityError) or "too long" in str(problem.value)
