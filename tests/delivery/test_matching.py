"""Matches: who may be chosen, what rules one out, several at once, and somebody else instead."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import ground
from tests.interfaces.test_query_counts import MOST, asked

from samspil.kernel.errors import Missing, Refused

ON = {"on": ground.TODAY}


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def row(world: Any, made: ground.Made) -> Any:
    from samspil.delivery.models.courses import Course

    with world.as_("coordinator", made.slug):
        return Course.objects.select_related("mentor").get(id=made.course_id)


def post(world: Any, cast: str, slug: str = "aaby") -> Any:
    return world.member(cast, slug).appointment_id


def choose(world: Any, made: ground.Made, cast: str = "mentor", **said: Any) -> None:
    from samspil.delivery.actions import courses

    told = {"why": "They fit", "mentor_id": post(world, cast)} | said
    with world.as_("coordinator", made.slug) as by:
        courses.choose_mentor(by=by, at=world.at, course_id=made.course_id, **ON, **told)


def wish(world: Any, made: ground.Made, **said: Any) -> None:
    with world.as_("coordinator", made.slug) as by:
        ground.wish(by, made, world.at, **said)


def suggested(world: Any, made: ground.Made) -> tuple[list[str], dict[str, list[str]]]:
    """Who may be chosen, best first, and who is left out with why, each by cast."""
    from samspil.delivery.queries import matching as queries
    from samspil.delivery.queries.courses import course_for

    names = {one.appointment_id: cast for (cast, slug), one in world.members.items() if slug == made.slug}
    with world.as_("coordinator", made.slug) as by:
        course = course_for(by, made.course_id)
        found = queries.suggestions(by, course, queries.codes_of(by, course), **ON)
    return (
        [names[one.post.id] for one, _why in found.fit],
        {names[one.post.id]: [str(code) for code in why] for one, why in found.out},
    )


def brings(world: Any, cast: str, **said: Any) -> None:
    from samspil.people.actions import staff
    from samspil.people.rules.staff import Brings

    places = said.pop("places", None)
    told = {"languages": ("da",)} | said
    with world.as_("coordinator", "aaby") as by:
        staff.write_profile(
            by=by, at=world.at, appointment_id=post(world, cast), brings=Brings(**told), places=places
        )


def uncertify(world: Any, cast: str, kind: str = "boerneattest") -> None:
    from samspil.people.actions import staff

    with world.as_("coordinator", "aaby") as by:
        staff.take_certificate_back(
            by=by,
            at=world.at,
            appointment_id=post(world, cast),
            certificate_id=ground.certificate(world, "aaby", cast, kind),
        )


def again(world: Any, made: ground.Made, because: str = "no_chemistry") -> None:
    from samspil.delivery.actions import matching

    with world.as_("coordinator", made.slug) as by:
        matching.let_go(by=by, at=world.at, course_id=made.course_id, because=because, **ON)


def take_over(world: Any, made: ground.Made, cast: str = "other_mentor", **said: Any) -> None:
    from samspil.delivery.actions import matching

    told = {"because": "no_chemistry", "mentor_id": post(world, cast)} | said
    with world.as_("coordinator", made.slug) as by:
        matching.take_over(by=by, at=world.at, course_id=made.course_id, **ON, **told)


def together(world: Any, pairs: list[tuple[ground.Made, str]], why: str = "They fit") -> int:
    from samspil.delivery.actions import matching

    chosen = tuple(matching.Pair(made.course_id, post(world, cast)) for made, cast in pairs)
    with world.as_("coordinator", "aaby") as by:
        return matching.match_together(by=by, at=world.at, chosen=chosen, why=why, **ON)


# --- suggestions


@pytest.mark.proves("S6")
def test_who_fits_best_stands_first_and_who_is_left_out_says_why(world, concept_id):
    made = ground.course(world, "aaby", concept_id, to="accepted")
    wish(world, made, interests=("cooking", "music"), language="ar", area="5000")
    brings(world, "mentor", strengths=("cooking", "music"), languages=("da", "ar"), area="50")
    brings(world, "other_mentor", strengths=("cooking",), languages=("ar",))

    assert suggested(world, made) == (["mentor", "other_mentor"], {})
    brings(world, "other_mentor", strengths=("cooking", "music", "sport"), languages=("ar",), area="5000")
    wish(world, made, interests=("cooking", "music", "sport"), language="ar", area="5000")
    assert suggested(world, made) == (["other_mentor", "mentor"], {})

    brings(world, "mentor", strengths=("cooking",), languages=("da",), places=0)
    uncertify(world, "mentor")
    assert suggested(world, made) == (
        ["other_mentor"],
        {"mentor": ["language", "certificate", "no_place"]},
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
    assert page.count('type="radio" name="mentor"') == 1


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


# --- everyone who waits


def test_the_waiting_list_says_since_when_why_and_whether_again(world, concept_id):
    from samspil.delivery.queries import matching as queries

    old = ground.course(world, "aaby", concept_id, to="accepted", on=date(2014, 7, 1))
    returned = ground.course(world, "aaby", concept_id, to="matched", on=date(2014, 9, 1))
    ground.course(world, "aaby", concept_id, to="awaiting_consent")
    ground.course(world, "aaby", concept_id, to="active")
    ground.course(world, "baekby", concept_id, to="accepted")
    wish(world, old, waits_for="language")
    again(world, returned)

    with world.as_("coordinator", "aaby") as by:
        found = queries.waiting_list(by, on=ground.TODAY)

    assert [(one.course_id, one.days, one.band, one.waits_for, one.had_one) for one in found] == [
        (old.course_id, 125, 3, "language", False),
        (returned.course_id, 0, 0, "", True),
    ]


@pytest.mark.proves("S6")
def test_all_who_wait_are_proposed_together_and_those_ticked_are_matched(world, concept_id):
    made = [ground.course(world, "aaby", concept_id, to="accepted", on=date(2014, 10, day)) for day in (1, 5)]
    wish(world, made[0], interests=("music",))
    wish(world, made[1], interests=("cooking",))
    brings(world, "mentor", strengths=("cooking",), places=1)
    brings(world, "other_mentor", strengths=("music",), places=1)
    client = world.client("coordinator", "aaby")

    page = client.get("/o/matching/").content.decode()
    wanted = [
        f"{made[0].course_id}+{post(world, 'other_mentor')}",
        f"{made[1].course_id}+{post(world, 'mentor')}",
    ]
    assert [page.count(f'value="{one}"') for one in wanted] == [1, 1]
    assert page.count('name="chosen"') == 2
    assert client.post("/o/matching/", {"chosen": wanted}).status_code == 422
    assert [row(world, one).state for one in made] == ["accepted", "accepted"]
    assert client.post("/o/matching/", {"chosen": wanted, "why": "They fit"}).status_code == 302
    assert [row(world, one).mentor_id for one in made] == [
        post(world, "other_mentor"),
        post(world, "mentor"),
    ]
    assert client.get("/o/matching/").content.decode().count('name="chosen"') == 0


def test_where_something_changed_meanwhile_nothing_is_half_done(world, concept_id):
    made = [ground.course(world, "aaby", concept_id, to="accepted") for _each in range(2)]
    ground.apart(world, made[1], "other_mentor")

    with pytest.raises(Refused, match="Ingen blev matchet") as refused:
        together(world, [(made[0], "mentor"), (made[1], "other_mentor")])

    assert row(world, made[1]).code in str(refused.value)
    assert [row(world, one).state for one in made] == ["accepted", "accepted"]
    assert together(world, [(made[0], "mentor"), (made[1], "mentor")]) == 2
    assert [row(world, one).state for one in made] == ["matched", "matched"]


def test_places_are_counted_one_by_one_when_several_are_matched(world, concept_id):
    made = [ground.course(world, "aaby", concept_id, to="accepted") for _each in range(2)]
    brings(world, "mentor", places=1)

    with pytest.raises(Refused):
        together(world, [(made[0], "mentor"), (made[1], "mentor")])

    assert [row(world, one).state for one in made] == ["accepted", "accepted"]


def test_one_event_stands_for_all_and_one_for_each(world, concept_id):
    from samspil.trust.models import AuditEvent

    made = [ground.course(world, "aaby", concept_id, to="accepted") for _each in range(2)]
    together(world, [(one, "mentor") for one in made])

    with world.as_("coordinator", "aaby"):
        events = AuditEvent.objects.filter(verb__in=("delivery.choose_mentor", "delivery.match_together"))
        assert sorted(events.values_list("verb", "subject_id", "reason"), key=str) == sorted(
            [
                *(("delivery.choose_mentor", one.person_id, "") for one in made),
                ("delivery.match_together", None, "together_2"),
            ],
            key=str,
        )


def test_a_foreign_course_among_those_ticked_is_as_one_that_never_was(world, concept_id):
    import uuid

    own = ground.course(world, "aaby", concept_id, to="accepted")
    other = ground.course(world, "baekby", concept_id, to="accepted")
    client, mentor = world.client("coordinator", "aaby"), post(world, "mentor")

    answers = [
        client.post("/o/matching/", {"chosen": [f"{own.course_id}+{mentor}", f"{key}+{mentor}"], "why": "x"})
        for key in (other.course_id, uuid.uuid4())
    ]

    assert [one.status_code for one in answers] == [404, 404]
    assert row(world, own).state == "accepted"


def test_the_pages_ask_the_same_however_many_wait_and_however_many_there_are(world, concept_id):
    client = world.client("coordinator", "aaby")
    counts = []
    for _round in range(2):
        made = ground.course(world, "aaby", concept_id, to="accepted")
        ground.course(world, "aaby", concept_id, to="accepted", intervention="parent")
        active = ground.course(world, "aaby", concept_id)
        course, running = f"/o/courses/{made.course_id}", f"/o/courses/{active.course_id}"
        paths = {
            "matching": "/o/matching/",
            "staff": "/o/staff/",
            "profile": f"/o/staff/{post(world, 'mentor')}",
            "mentor": f"{course}/mentor",
            "wishes": f"{course}/wishes",
            "apart": f"{course}/apart",
            "take-over": f"{running}/take-over",
            "home": "/o/",
        }
        counts.append({name: len(asked(client, path)) for name, path in paths.items()})
    first, second = counts

    assert second == first
    assert {name: count for name, count in first.items() if count > MOST} == {}
    field = world.client("mentor", "aaby")
    assert len(asked(field, "/f/profile")) <= MOST


# --- somebody else instead


@pytest.mark.proves("S6")
def test_no_chemistry_before_the_start_lets_the_course_wait_again_and_is_not_proposed_again(
    world, concept_id
):
    from samspil.delivery.models.courses import Assignment

    made = ground.course(world, "aaby", concept_id, to="matched")
    field, path = world.client("mentor", "aaby"), f"/f/courses/{made.course_id}"
    assert field.get(path).status_code == 200

    again(world, made)

    found = row(world, made)
    assert (found.state, found.mentor_id, bytes(found.match_reason)) == ("accepted", None, b"")
    assert field.get(path).status_code == 404
    assert suggested(world, made) == (["other_mentor"], {"mentor": ["not_again"]})
    with pytest.raises(Refused):
        choose(world, made)
    choose(world, made, "other_mentor")
    with world.as_("coordinator", "aaby"):
        held = Assignment.objects.filter(course_id=made.course_id).order_by("id")
        assert list(held.values_list("mentor_id", "to_on", "left_because")) == [
            (post(world, "mentor"), ground.TODAY, "no_chemistry"),
            (post(world, "other_mentor"), None, ""),
        ]


@pytest.mark.proves("S6", "G09")
def test_the_one_before_sees_nothing_from_the_next_request_on(world, concept_id):
    from django.test import Client

    made = ground.course(world, "aaby", concept_id, on=ground.TODAY - timedelta(days=10))
    ground.log_session(world, made)
    link = ground.hand_out(world, made)
    before, after = world.client("mentor", "aaby"), world.client("other_mentor", "aaby")
    code = row(world, made).code
    course = f"/f/courses/{made.course_id}"
    pages = (course, f"{course}/meeting", f"{course}/apart", f"/f/measurements/{made.measurement_id}")

    def seen(client: Any) -> tuple[bool, list[int]]:
        return code in client.get("/f/").content.decode(), [client.get(one).status_code for one in pages]

    assert (seen(before), seen(after)) == ((True, [200] * 4), (False, [404] * 4))
    take_over(world, made)
    assert (seen(before), seen(after)) == ((False, [404] * 4), (True, [200] * 4))
    assert Client().post("/a/", {"token": link.token}).status_code == 404
    assert (
        Client().post("/a/", {"token": ground.hand_out(world, made, cast="other_mentor").token}).status_code
        == 302
    )
    assert before.post(f"{course}/meeting", {"nothing": ""}).status_code == 404
    with pytest.raises(Missing):
        ground.log_session(world, made)
    found = row(world, made)
    assert (found.state, found.mentor_id) == ("active", post(world, "other_mentor"))


def test_an_answer_that_was_under_way_ends_with_the_one_who_handed_it_out(world, concept_id):
    from django.test import Client

    made = ground.course(world, "aaby", concept_id)
    holder = Client()
    holder.post("/a/", {"token": ground.hand_out(world, made).token})
    assert holder.post("/a/1", {"value": "7", "step": "next"})["Location"] == "/a/2"

    take_over(world, made)

    assert holder.post("/a/2", {"value": "7", "step": "next"}).status_code == 404


@pytest.mark.parametrize(
    ("stage", "taken_over", "let_go"),
    [("accepted", False, False), ("matched", False, True), ("active", True, False)],
)
def test_each_way_out_is_there_in_its_own_states(world, concept_id, stage, taken_over, let_go):
    made = ground.course(world, "aaby", concept_id, to=stage)
    client = world.client("coordinator", "aaby")
    found = {}
    for name in ("take-over", "let-go"):
        found[name] = client.get(f"/o/courses/{made.course_id}/{name}").status_code
    for action, may in ((take_over, taken_over), (again, let_go)):
        if not may:
            with pytest.raises(Refused):
                action(world, made)

    assert found == {"take-over": 200 if taken_over else 403, "let-go": 200 if let_go else 403}


@pytest.mark.parametrize("said", [{"because": "course_ended"}, {"mentor": "mentor"}, {"mentor": "departed"}])
def test_nobody_takes_over_for_another_reason_or_from_themselves(world, concept_id, said):
    made = ground.course(world, "aaby", concept_id)
    told = {"mentor_id": post(world, said["mentor"])} if "mentor" in said else said

    with pytest.raises(Refused):
        take_over(world, made, **told)

    assert row(world, made).mentor_id == post(world, "mentor")


def test_the_page_lets_somebody_take_over_by_a_code_and_without_a_word(world, concept_id):
    made = ground.course(world, "aaby", concept_id)
    client, path = world.client("coordinator", "aaby"), f"/o/courses/{made.course_id}/take-over"
    page = client.get(path).content.decode()

    assert page.count("<textarea") == 0
    assert page.count('type="radio" name="mentor"') == 1
    body = {"because": "handed_over", "mentor": str(post(world, "other_mentor"))}
    assert client.post(path, body).status_code == 302
    assert row(world, made).mentor_id == post(world, "other_mentor")


# --- conflicts of interest


def test_whoever_has_the_course_says_it_and_the_coordinator_is_told(world, concept_id):
    from samspil.delivery.actions import matching

    made = ground.course(world, "aaby", concept_id)
    mentor, office = world.client("mentor", "aaby"), world.client("coordinator", "aaby")
    path = f"/f/courses/{made.course_id}/apart"
    told = "Mentor A. bør ikke have forløbet"

    assert told not in office.get("/o/").content.decode()
    assert mentor.post(path, {"because": "gossip"}).status_code == 422
    assert mentor.post(path, {"because": "works_at_school"}).status_code == 302
    assert told in office.get("/o/").content.decode()
    assert row(world, made).mentor_id == post(world, "mentor")
    with world.as_("other_mentor", "aaby") as by, pytest.raises(Missing):
        matching.mark_conflict(
            by=by,
            at=world.at,
            on=ground.TODAY,
            course_id=made.course_id,
            mentor_id=post(world, "other_mentor"),
            because="other",
        )
    with world.as_("mentor", "aaby") as by, pytest.raises(Refused):
        matching.mark_conflict(
            by=by,
            at=world.at,
            on=ground.TODAY,
            course_id=made.course_id,
            mentor_id=post(world, "other_mentor"),
            because="other",
        )
    take_over(world, made, because="handed_over")
    assert told not in office.get("/o/").content.decode()


def test_a_lifted_conflict_rules_nobody_out(world, concept_id):
    made = ground.course(world, "aaby", concept_id, to="accepted")
    conflict = ground.apart(world, made)
    client = world.client("coordinator", "aaby")
    assert suggested(world, made) == (["mentor"], {"other_mentor": ["conflict"]})

    path = f"/o/courses/{made.course_id}/apart/{conflict}/lift"
    assert client.post(path).status_code == 302

    assert suggested(world, made) == (["mentor", "other_mentor"], {})
    assert client.post(path).status_code == 404


def test_a_match_settles_why_somebody_waited(world, concept_id):
    from samspil.delivery.models.matching import Wish

    made = ground.course(world, "aaby", concept_id, to="accepted")
    wish(world, made, waits_for="wishes")

    choose(world, made)

    with world.as_("coordinator", "aaby"):
        assert Wish.objects.get(course_id=made.course_id).waits_for == ""
