"""Parent courses: of the young one only a band, two parents with threads of their own, offers as counts."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from tests.delivery import family, ground


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def coached(world: Any, concept_id: Any) -> ground.Made:
    return ground.course(world, "aaby", concept_id, intervention="parent")


def fields_of(page: str) -> set[str]:
    """The names of the controls on a page."""
    return set(re.findall(r'name="([a-z_0-9]+)"', page)) - {
        "csrfmiddlewaretoken",
        "save",
        "viewport",
        "robots",
    }


def test_a_parent_is_asked_for_no_custody_no_birthday_and_no_name_of_a_young_one(world, concept_id):
    asked = {}
    for kind in ("mentor", "parent"):
        made = ground.course(world, "aaby", concept_id, to="offered", intervention=kind)
        page = world.client("coordinator", "aaby").get(f"/o/courses/{made.course_id}/yes").content.decode()
        asked[kind] = fields_of(page)

    assert asked["mentor"] - asked["parent"] == {"born", "custody", "custody_2"}
    assert asked["parent"] - asked["mentor"] == {"age_band"}


def test_a_parent_course_begins_with_no_young_one_registered(world, concept_id):
    from samspil.delivery.models.courses import Course
    from samspil.people.models.people import Person

    made = ground.course(world, "aaby", concept_id, to="offered", intervention="parent")
    answer = world.client("coordinator", "aaby").post(
        f"/o/courses/{made.course_id}/yes",
        {
            "name": "Nobody",
            "language": "tr",
            "channel": "in_person",
            "age_band": "12_14",
            "decided_by": "person",
            "basis": "none",
            "method": "oral",
            "consent_support": "on",
        },
    )

    assert answer.status_code == 302
    with world.as_("coordinator", "aaby"):
        course = Course.objects.get(id=made.course_id)
        assert (course.state, course.child_age_band, course.custody_holders) == ("accepted", "12_14", 0)
        assert list(Person.objects.values_list("kind", flat=True)) == ["parent"]


def test_the_database_itself_keeps_the_band_to_parent_courses_and_to_what_there_is(own_database, server):
    import psycopg
    from tests.world import built

    from samspil.interfaces.cli import launcher

    world = built()
    mentored, coached = family.pair(world, ground.load(world))
    went = []
    with launcher.connect(server.home, own_database) as link:
        for made, band in ((coached, "18_plus"), (coached, "Ali"), (mentored, "18_plus"), (mentored, "")):
            try:
                with link.transaction(force_rollback=True):
                    link.execute(
                        "UPDATE delivery_course SET child_age_band = %s WHERE id = %s", [band, made.course_id]
                    )
                went.append(True)
            except psycopg.errors.CheckViolation:
                went.append(False)

    assert went == [True, False, False, True]


# --- interpreter


def test_the_interpreter_is_a_tag_and_chosen_beforehand(world, coached):
    from samspil.delivery.actions import parents
    from samspil.delivery.models.sessions import Session

    coach = world.client("parent_coach", "aaby")
    form = f"/f/courses/{coached.course_id}/meeting"
    assert "with_interpreter" not in fields_of(coach.get(form).content.decode())
    with world.as_("coordinator", "aaby") as by:
        parents.set_practicalities(
            by=by, at=world.at, course_id=coached.course_id, interpreter="so", age_band="15_17"
        )

    page = coach.get(f"/f/courses/{coached.course_id}").content.decode()
    tags = re.findall(r'<li class="tag tag-act">(.*?)</li>', page)
    assert tags == ["Tolk: somali", "Den unge: 15 til 17"]
    assert re.search(r'name="with_interpreter"[^>]*checked', coach.get(form).content.decode()) is not None
    said = {"kind": "meeting", "minutes": "60", "held_on": "2014-11-03", "with_interpreter": "on"}
    assert coach.post(form, said).status_code == 302
    with world.as_("coordinator", "aaby"):
        assert list(Session.objects.values_list("with_interpreter", "joint_with")) == [(True, None)]


@pytest.mark.parametrize(("interpreter", "band"), [("klingon", ""), ("", "Ali"), ("so", "17")])
def test_only_what_there_is_to_choose_is_kept(world, coached, interpreter, band):
    from samspil.delivery.actions import parents
    from samspil.kernel.errors import Refused

    with world.as_("coordinator", "aaby") as by, pytest.raises(Refused):
        parents.set_practicalities(
            by=by, at=world.at, course_id=coached.course_id, interpreter=interpreter, age_band=band
        )


# --- two parents in one course


def threads(world: Any, made: ground.Made) -> dict[str, list[str]]:
    """Which words of meetings and goals stand on each parent's page, for the coach and the coordinator."""
    words = re.compile(r"kanarie-[\w-]+|only-\w+")
    found = {}
    for cast, door in (("parent_coach", "f"), ("coordinator", "o")):
        for who, path in (("first", ""), ("second", "/other")):
            page = world.client(cast, "aaby").get(f"/{door}/courses/{made.course_id}{path}").content.decode()
            found[f"{cast} {who}"] = sorted(set(words.findall(page)))
    return found


@pytest.mark.proves("G07")
def test_each_of_two_parents_has_a_thread_of_their_own(world, coached):
    first_plan = [coached.words[one] for one in ("need", "purpose", "tasks", "goal")]
    family.second(world, coached)
    family.meets(world, coached, "first", "only-first")
    family.meets(world, coached, "second", "only-second")
    family.meets(world, coached, "both", "only-both")

    first = sorted([*first_plan, "only-both", "only-first"])
    for_coordinator = sorted([*first, coached.words["match_reason"]])
    second = sorted([coached.words["second_goal"], "only-both", "only-second"])
    assert threads(world, coached) == {
        "parent_coach first": first,
        "parent_coach second": second,
        "coordinator first": for_coordinator,
        "coordinator second": second,
    }


def test_a_struck_meeting_says_so_in_the_second_parents_thread(world, coached):
    from samspil.delivery.actions import sessions

    family.second(world, coached)
    family.meets(world, coached, "second", "Det blev aftalt")
    with world.as_("parent_coach", "aaby") as by:
        sessions.strike_session(by=by, at=world.at, session_id=coached.session_id, because="not_held")

    for cast, door in (("parent_coach", "f"), ("coordinator", "o")):
        page = world.client(cast, "aaby").get(f"/{door}/courses/{coached.course_id}/other").content.decode()
        assert page.count('class="struck"') == 1
        assert "Streget ud: det blev ikke holdt" in page


def test_a_meeting_with_one_parent_touches_no_goal_of_the_other(world, coached):
    from samspil.delivery.models.courses import Goal
    from samspil.kernel.errors import Refused

    person_id = family.second(world, coached)
    with world.as_("coordinator", "aaby"):
        goals = dict(Goal.objects.filter(course_id=coached.course_id).values_list("person_id", "id"))
    first, second = goals[coached.person_id], goals[person_id]

    went = {}
    for who in ("first", "second", "both"):
        for name, goal in (("first", first), ("second", second)):
            try:
                family.meets(world, coached, who, "x", goal_ids=(goal,))
                went[who, name] = True
            except Refused:
                went[who, name] = False

    assert {key for key, is_allowed in went.items() if not is_allowed} == {
        ("first", "second"),
        ("second", "first"),
    }


def test_the_journal_is_the_first_parents_and_goes_out_whatever_was_said_with_the_second(world, coached):
    from samspil.delivery.queries import courses, journal
    from samspil.kernel.errors import Refused

    family.second(world, coached)
    family.meets(world, coached, "both", "together", for_record=True)
    with pytest.raises(Refused) as refused:
        family.meets(world, coached, "second", "alone", for_record=True)
    assert refused.value.refusal.field == "for_record"
    family.meets(world, coached, "second", "alone")

    with world.as_("coordinator", "aaby") as by:
        course = courses.course_for(by, coached.course_id)
        gone = journal.opened_entries(by, course, part=journal.ExportPart.ALL, at=world.at)
    assert [one.agreed for one in gone] == ["together"]


def test_the_coach_corrects_a_meeting_with_the_second_from_its_thread_and_presets_are_the_firsts(
    world, coached
):
    family.second(world, coached)
    family.meets(world, coached, "second", "alone", kind="walk")
    client, course = world.client("parent_coach", "aaby"), f"/f/courses/{coached.course_id}"

    assert f'href="/f/meetings/{coached.session_id}"' in client.get(f"{course}/other").content.decode()
    form = client.get(f"{course}/meeting").content.decode()
    assert re.search(r'name="kind" value="walk"[^>]*checked', form) is None


def test_with_whom_is_asked_only_where_there_are_two(world, coached):
    from samspil.kernel.errors import Refused

    coach, form = world.client("parent_coach", "aaby"), f"/f/courses/{coached.course_id}/meeting"
    assert "with_whom" not in fields_of(coach.get(form).content.decode())
    with pytest.raises(Refused):
        family.meets(world, coached, "second", "x")

    family.second(world, coached)

    assert "with_whom" in fields_of(coach.get(form).content.decode())


def test_the_second_parent_has_a_key_and_yeses_of_their_own_and_leaves_alone(world, coached):
    from samspil.delivery.actions import parents
    from samspil.people.queries import people
    from samspil.trust import fields

    person_id = family.second(world, coached, ("follow_up",))

    def held(who: Any) -> set[str]:
        with world.as_("coordinator", "aaby") as by:
            return {one.purpose for one in people.consents_of(by, who)}

    assert (held(person_id), held(coached.person_id)) == ({"support", "follow_up"}, {"support", "evaluation"})
    assert fields.holders() >= {person_id, coached.person_id}
    with world.as_("coordinator", "aaby") as by:
        parents.second_parent_leaves(by=by, at=world.at, on=ground.TODAY, course_id=coached.course_id)
    assert (held(person_id), held(coached.person_id)) == (set(), {"support", "evaluation"})
    assert (
        world.client("parent_coach", "aaby").get(f"/f/courses/{coached.course_id}/other").status_code == 404
    )


def test_a_stop_by_the_first_parent_ends_the_second_ones_yeses_too(world, coached):
    from samspil.people.queries import people

    person_id = family.second(world, coached, ("joining",))
    family.stops(world, coached)

    with world.as_("coordinator", "aaby") as by:
        assert people.consents_of(by, person_id) == ()


@pytest.mark.parametrize("wrong", ["a young person", "the same person", "a mentor course"])
def test_the_database_itself_takes_only_another_parent_as_the_second(own_database, server, wrong):
    import psycopg
    from tests.world import built

    from samspil.interfaces.cli import launcher

    world = built()
    mentored, coached = family.pair(world, ground.load(world))
    other = ground.course(world, "aaby", mentored.concept_id, to="accepted", intervention="parent")
    course, person = {
        "a young person": (coached, mentored.person_id),
        "the same person": (coached, coached.person_id),
        "a mentor course": (mentored, other.person_id),
    }[wrong]
    insert = (
        "INSERT INTO delivery_courseparent (id, tenant_id, course_id, person_id, added_on)"
        " VALUES (gen_random_uuid(), %s, %s, %s, now())"
    )
    with launcher.connect(server.home, own_database) as link:
        with link.transaction(force_rollback=True):
            link.execute(insert, [world.tenant("aaby"), coached.course_id, other.person_id])
        with pytest.raises(psycopg.errors.CheckViolation):
            link.execute(insert, [world.tenant("aaby"), course.course_id, person])


# --- offers to parents are counts


def test_an_offer_to_parents_holds_a_month_an_occasion_and_an_answer_and_nothing_else():
    from samspil.delivery.models.parents import ParentOffer

    assert {one.attname for one in ParentOffer._meta.concrete_fields} == {
        "id",
        "tenant_id",
        "month",
        "occasion",
        "answer",
        "answered_month",
    }
    assert [one for one in ParentOffer._meta.get_fields() if one.is_relation] == []


def test_a_friends_parents_are_offered_nothing_before_the_young_person_says_yes(world):
    from samspil.kernel.errors import Refused

    with pytest.raises(Refused, match="Spørg den unge først"):
        family.offered(world, "aaby", "friend_of_mentee")
    made = family.offered(world, "aaby", "friend_of_mentee", mentee_said_yes=True)
    assert made.version == 4  # a key that tells no moment


def test_the_log_of_an_offer_points_at_nobody(world):
    from samspil.trust.models import AuditEvent

    made = family.offered(world, "aaby", "parent_of_offered")

    with world.as_("coordinator", "aaby"):
        event = AuditEvent.objects.get(verb="delivery.offer_to_parents")
        assert (event.thing_id, event.subject_id, event.reason) == (made, None, "")


def test_a_yes_begins_the_ordinary_way_and_is_answered_once(world, concept_id):
    from samspil.delivery.models.courses import Course
    from samspil.delivery.models.parents import ParentOffer

    made = family.offered(world, "aaby", on=date(2014, 9, 20))
    office = world.client("coordinator", "aaby")
    assert "Tilbud til forældre uden svar" in office.get("/o/").content.decode()

    answer = office.post(f"/o/parents/offers/{made}", {"answer": "yes"})

    with world.as_("coordinator", "aaby"):
        course = Course.objects.get()
        assert (course.intervention, course.source, course.state) == ("parent", "family", "offered")
        offer = ParentOffer.objects.get()
        assert (offer.answer, offer.month, offer.answered_month) == (
            "yes",
            date(2014, 9, 1),
            date(2014, 11, 1),
        )
    assert answer["Location"] == f"/o/courses/{course.id}/yes"
    assert office.post(f"/o/parents/offers/{made}", {"answer": "no"}).status_code == 403
    assert "Tilbud til forældre uden svar" not in office.get("/o/").content.decode()


def test_the_same_offer_sent_twice_is_one(world):
    from samspil.delivery.models.parents import ParentOffer
    from samspil.kernel.ids import uuid7

    key = uuid7()
    for _each in range(2):
        family.offered(world, "aaby", key=key)

    with world.as_("coordinator", "aaby"):
        assert ParentOffer.objects.count() == 1
