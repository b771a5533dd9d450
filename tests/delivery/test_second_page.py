"""The second parent's own page: the same promises, and nothing of the first parent but what both were in."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.delivery import ending, family, ground, opening
from tests.delivery.owning import PAGES, VALUES, seen, where


@pytest.fixture
def coached(world):
    """A parent course with answers of the first parent, a second parent and meetings of each and both."""
    made = ground.course(world, "aaby", ground.load(world), intervention="parent")
    ground.answer(world, made, VALUES[:6], cast="parent_coach")
    family.second(world, made)
    family.meets(world, made, "first", "only-first")
    family.meets(world, made, "second", "only-second")
    family.meets(world, made, "both", "only-both")
    return made


@pytest.fixture
def there(world, coached):
    """The second parent's browser, on their own page."""
    return opening.at_own_page(world, coached, cast="parent_coach", second=True)


def planted(text: str) -> set[str]:
    return set(re.findall(r"kanarie-[\w-]+|only-\w+", text))


@pytest.mark.proves("G07", "S7")
def test_each_page_shows_what_is_the_second_parents_and_nothing_of_the_firsts(coached, there):
    words = coached.words
    found = {page: planted(seen(there, page)) for page in PAGES}

    assert found == dict.fromkeys(PAGES, set()) | {
        "plan": {words["second_goal"]},
        "contact": {"only-second", "only-both"},
    }


@pytest.mark.red("G07")
def test_the_first_parents_page_shows_the_first_parents_so_that_something_could_leak(world, coached):
    first = opening.at_own_page(world, coached, cast="parent_coach")
    words = coached.words

    assert planted(seen(first, "plan")) == {
        words[one] for one in ("need", "purpose", "tasks", "goal", "notice")
    } & {one for one in words.values() if one}
    assert planted(seen(first, "contact")) == {"only-first", "only-both"}


def test_the_page_offers_what_is_there(there):
    page = seen(there)

    assert [
        f'href="/a/own/{one}"' in page for one in ("plan", "contact", "answers", "yes", "looks", "receipt")
    ] == [
        True,
        True,
        False,
        True,
        True,
        True,
    ]


def test_both_links_hold_at_once_and_each_opens_one_page(world, coached, there):
    first = opening.at_own_page(world, coached, cast="parent_coach")

    assert planted(seen(first, "contact")) == {"only-first", "only-both"}
    assert planted(seen(there, "contact")) == {"only-second", "only-both"}


@pytest.mark.proves("G08")
def test_the_firsts_code_does_not_open_the_seconds_page(world, coached):
    first = opening.own_page(world, coached, cast="parent_coach")
    second = opening.own_page(world, coached, cast="parent_coach", second=True)
    client = Client()
    client.post("/a/", {"token": second.made.token})

    assert client.post("/a/own/code", {"code": first.code}).status_code == 422
    assert where(client.post("/a/own/code", {"code": second.code})) == (302, "/a/own/")


@pytest.mark.proves("S7")
def test_the_second_parent_stops_and_the_course_goes_on(world, coached, there):
    from samspil.delivery.models.courses import Course
    from samspil.delivery.models.parents import CourseParent
    from samspil.delivery.queries.waiting import waiting_for
    from samspil.people.queries import people

    answer = there.post("/a/own/stop", {"stop": "yes"})

    assert where(answer) == (302, "/a/own/stopped")
    assert where(there.get("/a/own/")) == (302, "/a/")
    with world.as_("coordinator", "aaby") as by:
        course = Course.objects.get(id=coached.course_id)
        assert (course.state, course.stopped_on) == ("active", None)
        gone = CourseParent.objects.get(course_id=coached.course_id)
        assert gone.left_on == ground.TODAY
        assert people.consents_of(by, gone.person_id) == ()
        assert people.consents_of(by, coached.person_id) != ()
        kinds = [one.kind for one in waiting_for(by, on=ground.TODAY) if one.course_id == coached.course_id]
        assert kinds.count("second_gone") == 1


@pytest.mark.proves("G09")
@pytest.mark.parametrize("how", ["hand-over", "leaves", "stop", "new code", "new link"])
def test_the_page_closes_at_the_next_request(world, coached, there, how):
    from samspil.delivery.actions import consents, own_page, parents
    from samspil.delivery.actions.holding import take_from
    from samspil.delivery.models.courses import Course
    from samspil.delivery.terms.matching import LeftBecause
    from samspil.trust import audit

    with world.as_("coordinator", "aaby") as by:
        call: dict[str, Any] = {"by": by, "at": world.at, "course_id": coached.course_id}
        day = {"on": ground.TODAY}
        if how == "hand-over":
            with audit.acting("test.hand_over", by=by, at=world.at) as act:
                course = Course.objects.get(id=coached.course_id)
                take_from(by=by, course=course, because=LeftBecause.HANDED_OVER, **day)
                act.about(course)
        elif how == "leaves":
            parents.second_parent_leaves(**call, **day)
        elif how == "stop":
            consents.stop(**call, **day)
        elif how == "new code":
            own_page.replace_own_code(**call, second=True)
        else:
            own_page.hand_out_own_page(**call, second=True)

    assert {page: where(there.get(f"/a/own/{page}")) for page in PAGES} == dict.fromkeys(PAGES, (302, "/a/"))


@pytest.mark.proves("S7")
def test_a_yes_is_given_and_taken_back_for_the_second_alone(world, coached, there):
    from samspil.delivery.models.parents import CourseParent
    from samspil.people.queries import people

    def held() -> tuple[set[str], set[str]]:
        with world.as_("coordinator", "aaby") as by:
            second = CourseParent.objects.get(course_id=coached.course_id)
            return tuple(  # type: ignore[return-value]
                {one.purpose for one in people.consents_of(by, person)}
                for person in (coached.person_id, second.person_id)
            )

    first, second = held()
    assert second == {"support"}
    assert there.post("/a/own/yes", {"give": "interview"}).status_code == 302
    assert held() == (first, {"support", "interview"})
    page = seen(there, "yes")
    assert re.findall(r'name="give" value="(\w+)"', page).count("sharing") == 0
    (back,) = re.findall(r'name="back" value="([0-9a-f-]+)"', page)
    assert there.post("/a/own/yes", {"back": back}).status_code == 302
    assert held() == (first, {"support"})


@pytest.mark.proves("G01")
def test_a_yes_of_the_first_parent_cannot_be_taken_back_by_the_second(world, coached, there):
    from samspil.people.queries import people

    with world.as_("coordinator", "aaby") as by:
        before = people.consents_of(by, coached.person_id)
        theirs = [one.id for one in people.told_consents(by, coached.person_id, at=world.at)]
    assert theirs

    assert [there.post("/a/own/yes", {"back": str(one)}).status_code for one in theirs] == [404] * len(theirs)

    with world.as_("coordinator", "aaby") as by:
        assert people.consents_of(by, coached.person_id) == before


def test_the_first_parent_sees_that_the_other_looked_at_what_both_were_in(world, coached, there):
    seen(there, "contact")
    first = opening.at_own_page(world, coached, cast="parent_coach")

    looks = seen(first, "looks")

    assert "Den anden forælder" in looks
    assert "Den anden forælder" not in seen(there, "looks")


def test_the_coach_and_the_coordinator_hand_it_out_on_a_page(world, coached):
    for cast, door in (("parent_coach", "f"), ("coordinator", "o")):
        client = world.client(cast, "aaby")
        path = f"/{door}/courses/{coached.course_id}/other/own-page"
        assert f'href="{path}"' in client.get(f"/{door}/courses/{coached.course_id}/other").content.decode()
        answer = client.post(path, {"make": "yes"})
        assert answer.status_code == 200
        assert "/a/#" in answer.content.decode()


def test_the_link_stands_in_the_list_of_open_links_by_its_course(world, coached, there):
    from samspil.delivery.queries.open_links import open_links

    with world.as_("coordinator", "aaby") as by:
        rows, _total = open_links(by)

    assert [(one.kind, one.course_id) for one in rows if one.kind == "own_page"] == [
        ("own_page", coached.course_id)
    ]


def test_the_coordinator_still_reads_what_was_written_for_one_who_left(world, coached, there):
    there.post("/a/own/stop", {"stop": "yes"})
    office, path = world.client("coordinator", "aaby"), f"/o/courses/{coached.course_id}"

    course = office.get(path).content.decode()
    former = office.get(f"{path}/other?who=former").content.decode()

    assert f'href="{path}/other?who=former"' in course
    assert planted(former) == {coached.words["second_goal"], "only-second", "only-both"}
    assert "Denne forælder stoppede den 3. november 2014." in former
    assert (
        world.client("parent_coach", "aaby").get(f"/f/courses/{coached.course_id}/other").status_code == 404
    )


# --- one second parent after another


@pytest.fixture
def another(world, coached):
    """The one who was there leaves, and ten days later another comes."""
    from samspil.delivery.actions import parents

    coached.words |= {"former_goal": coached.words["second_goal"]}
    with world.as_("coordinator", "aaby") as by:
        parents.second_parent_leaves(by=by, at=world.at, on=ground.TODAY, course_id=coached.course_id)
    later = ground.TODAY + timedelta(days=10)
    family.second(world, coached, on=later)
    return later


@pytest.mark.proves("G07")
def test_another_second_parent_reads_nothing_of_the_one_before(world, coached, another):
    family.meets(world, coached, "both", "only-newboth", held_on=another, on=another)
    client = opening.at_own_page(world, coached, cast="parent_coach", second=True)

    assert planted(seen(client, "contact")) == {"only-newboth"}
    assert planted(seen(client, "plan")) == {coached.words["second_goal"]}
    office = world.client("coordinator", "aaby").get(f"/o/courses/{coached.course_id}/other?who=former")
    assert planted(office.content.decode()) == {coached.words["former_goal"], "only-second", "only-both"}


@pytest.mark.proves("G07")
@pytest.mark.parametrize("with_whom", ["second", "both"])
def test_a_meeting_before_the_other_parent_came_in_cannot_be_written_for_them(
    world, coached, another, with_whom
):
    from samspil.kernel.errors import Refused

    with pytest.raises(Refused, match="13. november 2014"):
        family.meets(world, coached, with_whom, "late", held_on=another - timedelta(days=1), on=another)
    family.meets(world, coached, with_whom, "in time", held_on=another, on=another)


def test_the_days_of_a_joint_meeting_cannot_be_moved_to_before_the_other_came(world, coached, another):
    from dataclasses import replace

    from samspil.delivery.actions import sessions
    from samspil.delivery.models.sessions import Session
    from samspil.delivery.queries.sessions import told_session
    from samspil.kernel.errors import Refused

    family.meets(world, coached, "both", "x", held_on=another, on=another)
    with world.as_("parent_coach", "aaby") as by:
        session = Session.objects.get(id=coached.session_id)
        held = replace(told_session(by, session, at=world.at).held, held_on=another - timedelta(days=1))
        with pytest.raises(Refused, match="13. november 2014"):
            sessions.correct_session(
                by=by, at=world.at, on=another, session_id=session.id, based_on=1, held=held
            )


def test_the_database_keeps_a_joint_meeting_to_a_second_parent_of_the_course(world, coached):
    from django.db import IntegrityError, connection, transaction

    from samspil.delivery.models.sessions import Session
    from samspil.trust.models import writing

    other = ground.course(world, "aaby", coached.concept_id or ground.load(world), intervention="parent")
    with world.as_("parent_coach", "aaby"), writing():
        for person in (coached.person_id, other.person_id):
            with transaction.atomic(), connection.cursor() as cursor:
                Session.objects.filter(course_id=coached.course_id).update(joint_with_id=person)
                with pytest.raises(IntegrityError, match="second parent of the course"):
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                transaction.set_rollback(True)


@pytest.mark.parametrize("stage", ["accepted", "completed"])
def test_the_coordinator_is_told_that_the_other_parent_stopped_whatever_the_course_is(world, stage):
    from samspil.delivery.actions import own_page
    from samspil.delivery.queries.waiting import waiting_for

    concept_id = ground.load(world)
    if stage == "accepted":
        made = ground.course(world, "aaby", concept_id, intervention="parent", to="accepted")
        family.second(world, made)
        client = opening.at_own_page(world, made, cast="coordinator", second=True)
    else:
        start = ground.TODAY - timedelta(days=60)
        made = ground.course(world, "aaby", concept_id, intervention="parent", on=start)
        family.second(world, made)
        client = opening.at_own_page(world, made, cast="parent_coach", second=True)
        ending.begin_closing(world, made)
        ending.finish(world, made, cast="parent_coach")
        assert where(client.get("/a/own/")) == (302, "/a/")  # whoever made the link holds the course no more
        handed, client = opening.own_page(world, made, cast="coordinator", second=True), Client()
        with world.as_("coordinator", "aaby") as by:
            code = own_page.replace_own_code(by=by, at=world.at, course_id=made.course_id, second=True)
        client.post("/a/", {"token": handed.made.token})
        assert where(client.post("/a/own/code", {"code": code})) == (302, "/a/own/")

    assert where(client.post("/a/own/stop", {"stop": "yes"})) == (302, "/a/own/stopped")
    with world.as_("coordinator", "aaby") as by:
        kinds = [one.kind for one in waiting_for(by, on=ground.TODAY) if one.course_id == made.course_id]
    assert kinds.count("second_gone") == 1


def test_whose_page_is_handed_out_is_said_on_the_page_and_in_the_list(world, coached, there):
    opening.own_page(world, coached, cast="parent_coach")
    office = world.client("coordinator", "aaby")
    path = f"/o/courses/{coached.course_id}"
    titles = {
        one: re.findall(r"<h1>(.*?)</h1>", office.get(f"{path}/{one}").content.decode())
        for one in ("own-page", "other/own-page")
    }
    listed = office.get("/o/links/").content.decode()

    assert titles == {"own-page": ["Egen side"], "other/own-page": ["Den anden forælders egen side"]}
    rows = re.findall(r"Den anden forælders egen side|Egen side", listed)
    assert (rows.count("Den anden forælders egen side"), rows.count("Egen side")) == (2, 2)  # seen, and heard
