"""The pages on plans, everyday life and reviews, and the caseload: through the doors, with bad input too."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from tests.delivery import away, ground, planning
from tests.delivery.test_plans import standing, versions
from tests.delivery.test_reviews import START, due, weeks

WHOLE = {
    "purpose": "En hverdag, der holder",
    "tasks": "Mødes hver uge",
    "expected_months": "6",
    "agreed_minutes": "60",
    "goal_1": "Skole",
    "goal_1_notice": "Jeg står op",
    "goal_1_now": "3",
    "goal_1_wanted": "8",
    "goal_2": "Job",
    "goal_3": "Søvn",
    "step_1_what": "Ringer til vejlederen",
    "step_1_who": "Mentor",
    "step_1_by_when": "på mandag",
    "helpers": "Klasselærer\nStorebror",
    "review_on": "2014-11-24",
}
DOORS = [("mentor", "f"), ("coordinator", "o")]


@pytest.fixture
def made(world: Any) -> ground.Made:
    return ground.course(world, "aaby", ground.load(world), on=START)


def sent(world: Any, path: str, values: dict[str, Any], cast: str = "mentor") -> tuple[int, str, str]:
    answer = world.client(cast, "aaby").post(path, values)
    return answer.status_code, unescape(answer.content.decode()), answer.headers.get("Location", "")


def page(world: Any, path: str, cast: str = "mentor") -> str:
    answer = world.client(cast, "aaby").get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


def value(html: str, name: str) -> str:
    """What stands in one field of a page."""
    box = re.search(rf'<input[^>]*name="{name}"[^>]*>', html)
    if box is not None:
        found = re.search(r'value="([^"]*)"', box[0])
        return found[1] if found else ""
    area = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n?(.*?)</textarea>', html, re.S)
    assert area is not None, name
    return area[1]


def sentence(html: str, name: str) -> str:
    """The sentence beside one field."""
    found = re.search(rf'id="id_{name}_error">(.*?)</span>', html)
    return found[1] if found else ""


@pytest.mark.parametrize(("cast", "door"), DOORS)
def test_a_plan_is_revised_behind_both_doors_and_its_page_tells_what_changed(world, made, cast, door):
    from samspil.delivery.rules.plans import OwnGoal, PlanWords, Step

    at = f"/{door}/courses/{made.course_id}/plan"
    assert value(page(world, at, cast), "goal_1") == made.words["goal"]

    assert sent(world, at, WHOLE, cast)[::2] == (302, f"{at}/versions")

    assert standing(world, made).words == PlanWords(
        "En hverdag, der holder",
        "Mødes hver uge",
        6,
        60,
        (OwnGoal("Skole", "Jeg står op", 3, 8), OwnGoal("Job"), OwnGoal("Søvn")),
        (Step("Mentor", "Ringer til vejlederen", "på mandag"),),
        ("Klasselærer", "Storebror"),
        date(2014, 11, 24),
    )
    html = page(world, f"{at}/versions", cast)
    beside = re.search(r'<h4>Mål</h4>\s*<div class="beside">(.*?)</div>\s*<div>(.*?)</div>', html, re.S)
    assert beside is not None
    assert made.words["goal"] in beside[1]
    assert "Skole · Jeg står op · nu 3, ønsket 8" in beside[2]
    assert html.count("<article") == 2
    assert sent(world, at, WHOLE, cast)[0] == 422


def test_a_course_that_came_from_elsewhere_has_a_plan_to_make_that_begins_with_what_it_brought(world, made):
    day_before = ground.TODAY - timedelta(days=1)
    move = away.propose(world, made, "ceby", on=day_before, moves_on=ground.TODAY)
    there = away.accept(world, move, "ceby", on=day_before)
    away.match(world, there, on=ground.TODAY)

    answer = world.client("coordinator", "ceby").get(f"/o/courses/{there.course_id}/plan")
    html = unescape(answer.content.decode())

    names = ("purpose", "tasks", "expected_months", "agreed_minutes", "goal_1")
    told = (made.words["purpose"], "", "12", "60", made.words["goal"])
    assert tuple(value(html, name) for name in names) == told
    assert re.findall(r"<h1>(.*?)</h1>", html) == ["Læg planen"]


def test_a_course_that_still_runs_elsewhere_names_the_day_and_offers_no_plan_to_fill_in_in_vain(world, made):
    there = away.accept(world, away.propose(world, made, "ceby"), "ceby")
    away.match(world, there, on=ground.TODAY)
    client, at = world.client("coordinator", "ceby"), f"/o/courses/{there.course_id}"

    course = unescape(client.get(at).content.decode())
    assert "Er i den anden kommune til den 10. november 2014. Planen skrives derefter." in course
    assert f'href="{at}/plan"' not in course
    for answer in (client.get(f"{at}/plan"), client.post(f"{at}/plan", WHOLE)):
        assert answer.status_code == 403
        said = unescape(answer.content.decode())
        assert "Forløbet er i den anden kommune til den 10. november 2014. Skriv planen til den tid." in said


WRONG = [
    ({"goal_1_now": "11"}, "goal_1_now"),
    ({"goal_1_wanted": "-1"}, "goal_1_wanted"),
    ({"goal_1_now": "mange"}, "goal_1_now"),
    ({"review_on": "2014-02-31"}, "review_on"),
    ({"review_on": "2014-11-03"}, "review_on"),
    ({"review_on": "2099-01-01"}, "review_on"),
    ({"purpose": "x" * 100_000}, "purpose"),
    ({"purpose": "\u200b"}, "purpose"),
    ({"goal_1": "x" * 100_000}, "goal_1"),
    ({"goal_1": ""}, "goal_1"),
    ({"goal_2": "", "goal_2_now": "4"}, "goal_2"),
    ({"goal_2": "", "goal_3": "skole"}, "goal_3"),
    ({"step_1_what": "", "step_3_what": "Skriver", "step_3_who": ""}, "step_1_what"),
    ({"step_1_what": "", "step_1_who": "", "step_1_by_when": "", "step_3_what": "Skriver"}, "step_3_what"),
    ({"helpers": "x" * 201}, "helpers"),
    ({"expected_months": "1e9"}, "expected_months"),
]


@pytest.mark.parametrize(("changed", "field"), WRONG)
def test_bad_input_gets_a_sentence_beside_its_field_and_what_was_typed_is_kept(world, made, changed, field):
    at = f"/f/courses/{made.course_id}/plan"

    status, html, _to = sent(world, at, {**WHOLE, **changed})

    assert status == 422
    assert len(sentence(html, field)) > 10
    for name, typed in {**WHOLE, **changed}.items():
        assert value(html, name) == typed, name
    assert len(versions(world, made)) == 1


def test_the_mentor_makes_the_plan_of_a_matched_course_and_the_coordinator_starts_with_it(world):
    made = ground.course(world, "aaby", ground.load(world), to="matched")
    at = f"/f/courses/{made.course_id}/plan"
    assert f'href="{at}"' in page(world, "/f/")

    assert sent(world, at, WHOLE)[0] == 302
    office = page(world, f"/o/courses/{made.course_id}/plan", "coordinator")
    assert (value(office, "purpose"), value(office, "goal_3")) == (WHOLE["purpose"], "Søvn")
    started = {**WHOLE, "started_on": "2014-11-03"}
    status, _html, to = sent(world, f"/o/courses/{made.course_id}/plan", started, "coordinator")

    assert (status, to) == (302, f"/o/courses/{made.course_id}")
    assert len(versions(world, made)) == 1
    assert due(world, made) == date(2014, 11, 24)


@pytest.mark.parametrize(("cast", "door"), DOORS)
def test_a_yes_is_written_down_and_the_page_says_who_is_missing(world, made, cast, door):
    at = f"/{door}/courses/{made.course_id}/plan"
    assert "Personen selv: ikke endnu" in page(world, f"{at}/versions", cast)
    yes = {"capacity": "self", "method": "paper", "accepted_on": "2014-06-05"}

    for wrong in ({"accepted_on": "2014-06-31"}, {"accepted_on": "2014-06-01"}, {"method": "own_page"}):
        status, html, _to = sent(world, f"{at}/accept", {**yes, **wrong}, cast)
        assert (status, len(sentence(html, next(iter(wrong)))) > 10) == (422, True)
    assert sent(world, f"{at}/accept", yes, cast)[::2] == (302, f"{at}/versions")

    html = page(world, f"{at}/versions", cast)
    assert "Personen selv: ja den 5. juni 2014, på papir" in html
    assert "ikke endnu" not in html


def test_a_step_is_done_and_open_again_and_nonsense_is_said_so(world, made):
    step = planning.step(world, made)
    at = f"/f/courses/{made.course_id}/plan/steps/{step}"

    assert sent(world, at, {"done": "yes"})[0] == 302
    assert "Gjort den 3. november" in page(world, f"/f/courses/{made.course_id}/plan/versions")
    assert sent(world, at, {"done": "perhaps"})[0] == 422
    assert sent(world, at, {"done": "no"})[0] == 302
    assert "Gjort den" not in page(world, f"/f/courses/{made.course_id}/plan/versions")


@pytest.mark.parametrize(("cast", "door"), DOORS)
def test_everyday_life_has_nine_areas_each_optional_and_none_about_belief(world, made, cast, door):
    at = f"/{door}/courses/{made.course_id}/areas"
    html = page(world, at, cast)
    assert len(re.findall(rf'href="{at}/[a-z_]+"', html)) == 9
    assert re.findall(r"(?i)\b(?:religi|ideolog|etni)\w*", html) == []

    assert sent(world, f"{at}/family", {"works": "Vi spiser sammen", "hard": ""}, cast)[::2] == (302, at)
    html = page(world, at, cast)
    assert "Vi spiser sammen" in html
    assert "Hvad er svært" not in html
    status, html, _to = sent(world, f"{at}/family", {"wish": "x" * 100_000}, cast)
    assert (status, value(html, "wish")) == (422, "x" * 100_000)
    assert sent(world, f"{at}/belief", {"works": "x"}, cast)[0] == 404
    assert "Vi spiser sammen" in page(world, f"{at}/family", cast)


@pytest.mark.parametrize(("cast", "door"), DOORS)
def test_a_review_is_held_and_put_right_and_its_bad_input_is_kept(world, made, cast, door):
    at = f"/{door}/courses/{made.course_id}/reviews"
    goal = str(standing(world, made).goals[0][0])
    held = {
        "held_on": "2014-06-23",
        "present": ["person", "mentor"],
        f"rating_{goal}": "6",
        "agreed": "Vi ringer sammen",
        "next_on": "2014-07-21",
    }
    for wrong in (
        {"held_on": "2014-06-31"},
        {"held_on": "2015-01-01"},
        {"next_on": "2014-12-01"},
        {f"rating_{goal}": "11"},
        {"agreed": "x" * 100_000},
        {"present": []},
        {"present": ["mentor"]},
    ):
        name, typed = next(iter(wrong.items()))
        status, html, _to = sent(world, at, {**held, **wrong}, cast)
        assert (status, len(sentence(html, name)) > 10) == (422, True), wrong
        assert name == "present" or value(html, name) == typed
        assert value(html, "next_on") == {**held, **wrong}["next_on"]
    assert due(world, made) == weeks(6)

    assert sent(world, at, held, cast)[::2] == (302, at)
    assert due(world, made) == date(2014, 7, 21)
    html = page(world, at, cast)
    assert f"{made.words['goal']}: 6" in html
    assert "Vi ringer sammen" in html
    one = re.search(rf'href="({at}/[0-9a-f-]+)"', html)
    assert one is not None
    assert value(page(world, one[1], cast), f"rating_{goal}") == "6"
    assert sent(world, one[1], {**held, f"rating_{goal}": "7", "agreed": ""}, cast)[0] == 302
    html = page(world, at, cast)
    assert f"{made.words['goal']}: 7" in html
    assert "Vi ringer sammen" not in html


# --- the caseload


def cards(world: Any) -> list[tuple[str, str]]:
    """Each card's mark and where its second button leads."""
    found = re.findall(r'<li class="course-card.*?</li>', page(world, "/f/"), re.S)
    told = []
    for one in found:
        mark = re.search(r'<span class="tag[^"]*">(.*?)</span>', one)
        assert mark is not None
        told.append((mark[1], re.findall(r'class="button[^"]*" href="([^"]+)"', one)[-1]))
    return told


def test_the_caseload_shows_what_is_due_first_on_each_course_with_one_button(world):
    concept_id = ground.load(world)
    today, day = ground.TODAY, timedelta(days=1)

    def running(on: date, **done: Any) -> ground.Made:
        made = ground.course(world, "aaby", concept_id, on=on)
        if done.get("yes", True):
            planning.accept(world, made, on=on)
        if done.get("answer", True):
            ground.answer(world, made, on=on)
        if done.get("met", True):
            ground.log_session(world, made, on=today)
        return made

    review = running(today - 45 * day)
    measure = running(today - 30 * day, answer=False)
    plan = running(today - 10 * day, yes=False)
    assert cards(world) == [
        ("Statusmøde 3 dage over", f"/f/courses/{review.course_id}/reviews"),
        ("Måling 2 dage over", f"/f/measurements/{measure.measurement_id}"),
        ("Ja til planen: 7. november", f"/f/courses/{plan.course_id}/plan/accept"),
    ]
    planning.review(world, review, on=today)
    quiet = running(today - 22 * day, met=False)
    assert cards(world)[:1] == [("Måling 2 dage over", f"/f/measurements/{measure.measurement_id}")]
    assert ("Længe siden kontakt", f"/f/courses/{quiet.course_id}") in cards(world)
    assert ("Alt er gjort", f"/f/courses/{review.course_id}") in cards(world)


def test_an_attempt_does_not_break_a_silence_on_the_caseload(world):
    began = ground.TODAY - timedelta(days=22)
    made = ground.course(world, "aaby", ground.load(world), on=began)
    planning.accept(world, made, on=began)
    ground.answer(world, made, on=began)
    ground.log_session(world, made, kind="attempt")

    assert [mark for mark, _to in cards(world)] == ["Længe siden kontakt"]
    ground.log_session(world, made, kind="call")
    assert [mark for mark, _to in cards(world)] == ["Alt er gjort"]
