"""Every sealed word is a canary: whole responses to everyone are searched for every one of them."""

from __future__ import annotations

import re

import pytest
from tests.architecture import asking, cells, signing_in
from tests.architecture.expected_access import TOTALS
from tests.delivery import family, ground

VALUES = (7, 3, 9, 1, 8, 0, 2, 6, 4, 5)
IDENTITY = ("name", "contact", "born")
PLAN = ("need", "purpose", "tasks", "goal", "did", "agreed")
MEETING = ("goal", "did", "agreed")
BEFORE_THE_ANSWER = ("purpose", "goal")
"""What the receiver of a course that moves reads before saying yes: never who it is."""

FROM_ELSEWHERE = {"office:arrival": "ceby mentor for_aaby"}
"""The pages that show a course of another municipality, with that course."""

NAMES_MUNICIPALITIES = ("office:move", "office:loan")
"""The pages where another municipality is chosen, by its name; so it is where anybody asks for visits."""

COUNT_WORKSHOPS = ("programme_office", "training_provider")
"""Who reads on the page of training how many workshops each municipality came to."""

OF_EVERY_MUNICIPALITY = ("office:obligations", "office:interviews", "office:interviews-new")
"""What office, steering group and evaluator read of every municipality, by its name: a state, a number."""

VISIT = ("covered", "remains", "adaptation", "handover_note")
WISHES = ("wish", "about_them")
COORDINATORS = ("coordinator", "deputy")
WRITTEN_PLAN = ("purpose", "tasks", "goal", "notice", "who", "step", "by_when", "helper")
AREA = ("works", "hard", "helps", "hope")
PLAN_PAGES = {
    "plan-versions": WRITTEN_PLAN,
    "plan-step": WRITTEN_PLAN,
    "areas": AREA,
    "area": AREA,
    "reviews": ("goal", "review"),
    "review-correct": ("goal", "review"),
}
SEE_GRANT = (*COORDINATORS, "municipal_lead", "auditor")
SHOWN: dict[tuple[str, str], tuple[str, ...]] = {
    **{
        (f"{door}:{page}", cast): columns
        for page, columns in PLAN_PAGES.items()
        for door, casts in (("office", COORDINATORS), ("field", ("mentor", "parent_coach")))
        for cast in casts
    },
    **{
        (f"office:{page}", cast): columns
        for page, columns in {
            "voucher": ("supplier", "paid_for", "why_needed"),
            "grant-version": ("budget_reason",),
        }.items()
        for cast in SEE_GRANT
    },
    **{("office:asking", cast): ("asked_why", "said_with_them") for cast in (*SEE_GRANT, "programme_office")},
    **{("office:grant-change", cast): ("budget_reason",) for cast in (*COORDINATORS, "municipal_lead")},
    ("office:voucher-decide", "municipal_lead"): ("supplier", "paid_for"),
    ("office:grant-decide", "programme_office"): ("why_needed",),
    **{("field:plan", cast): WRITTEN_PLAN for cast in ("mentor", "parent_coach")},
    **{(f"office:{page}", cast): VISIT for page in ("series", "visit-written") for cast in COORDINATORS},
    **{
        (f"office:{page}", cast): ("pupil_line",)
        for page in ("visit-lines", "series-answers")
        for cast in COORDINATORS
    },
    **dict.fromkeys(
        (("office:visit-request", "coordinator"), ("office:visit-request", "deputy")),
        ("asker", "asker_mail", "asker_phone", "asker_wish"),
    ),
    **{("office:institution", cast): ("place_mail",) for cast in COORDINATORS},
    # what the pair before left, and what they wrote themselves
    **{(f"field:{page}", "role_model"): VISIT for page in ("visit", "visit-written")},
    ("office:identity", "coordinator"): IDENTITY,
    ("office:identity", "deputy"): IDENTITY,
    ("office:basis", "coordinator"): ("decision", "view"),
    ("office:basis", "deputy"): ("decision", "view"),
    ("office:mentor", "coordinator"): WISHES,
    ("office:mentor", "deputy"): WISHES,
    ("office:wishes", "coordinator"): WISHES,
    ("office:wishes", "deputy"): WISHES,
    ("office:letters", "coordinator"): ("name",),
    ("office:letters", "deputy"): ("name",),
    ("office:arrival", "coordinator"): BEFORE_THE_ANSWER,
    ("office:arrival", "deputy"): BEFORE_THE_ANSWER,
    ("office:course", "coordinator"): (*PLAN, "match_reason"),
    ("office:course", "deputy"): (*PLAN, "match_reason"),
    ("office:closing", "coordinator"): ("goal", "helped"),
    ("office:closing", "deputy"): ("goal", "helped"),
    ("office:ending", "coordinator"): ("helped",),
    ("office:ending", "deputy"): ("helped",),
    ("field:closing", "mentor"): ("goal", "helped"),
    ("field:closing", "parent_coach"): ("goal", "helped"),
    ("field:course", "mentor"): PLAN,
    ("field:session", "mentor"): ("goal",),
    ("field:course", "parent_coach"): PLAN,
    ("field:session", "parent_coach"): ("goal", "second_goal"),
    **dict.fromkeys(
        (("office:second", "coordinator"), ("office:second", "deputy"), ("field:second", "parent_coach")),
        ("second_goal", "second_agreed"),
    ),
    ("office:second-who", "coordinator"): ("second_name", "second_contact"),
    ("office:second-who", "deputy"): ("second_name", "second_contact"),
    ("field:members", "parent_coach"): ("name",),
    **{
        (f"answer:own-{page}", cast): columns
        for cast in cells.OWN_PAGE
        for page, columns in {
            "plan": ("need", "purpose", "tasks", "goal", "notice"),
            "contact": ("agreed",),
            "consents": ("recipient",),
            "receipt": ("recipient",),
            "receipt-file": ("recipient",),
        }.items()
    },
    ("field:session-edit", "mentor"): MEETING,
    # The coach's newest meeting was with the second parent: none of the first parent's words stand on it.
    ("field:session-edit", "parent_coach"): ("second_goal", "second_agreed"),
}
"""Where a sealed word of the own municipality's course may be read, and by whom: all other places none."""


def found_in(text: str, canaries: dict[str, tuple[str, str]]) -> set[tuple[str, str]]:
    """The canaries in a text, each as whose course and which column."""
    return {canaries[one] for one in re.findall(r"kanarie-[\w-]+?-[0-9a-f]{10}", text) if one in canaries}


def profile_in(text: str) -> list[int]:
    """The answers of one round as the table beside the picture shows them."""
    table = re.findall(r"<table.*?</table>", text, re.S)
    cell = r"<td[^>]*>\s*(\d+)\s*</td>"
    return [int(one) for one in re.findall(cell, "".join(table))]


@pytest.mark.proves("G03")
def test_no_response_to_anyone_holds_a_sealed_word_they_may_not_read(world):
    made = cells.swept(world)
    # two of them have a real year of birth, and two have a second parent
    assert len(made.canaries) == 30 * len(ground.SEALED) - 2 + 2 * len(family.SECOND)
    wrong, seen = [], {}

    for (name, method, cast, whose), answer in made.seen.items():
        found = found_in(answer.text, made.canaries)
        if whose == "own":
            seen.setdefault((name, cast), set()).update(column for _course, column in found)
        kind = "parent" if cast == "parent" else asking.kind_for(name, cast)
        stage = "own" if cast in cells.OWN_PAGE else asking.COURSE_AT.get(name, "active")
        course = FROM_ELSEWHERE.get(name, f"aaby {kind} {stage}")
        allowed = {(course, column) for column in SHOWN.get((name, cast), ()) if whose == "own"}
        wrong += [(name, method, cast, whose, one) for one in found - allowed]

    assert wrong == []
    assert {key: seen[key] for key in SHOWN} == {key: set(columns) for key, columns in SHOWN.items()}
    assert {key for key, columns in seen.items() if columns} == set(SHOWN)
    assert len(made.seen) == cells.how_many()


NAMES_PARTIES = (
    "office:descriptions",
    "office:agreements",
    "office:agreement-new",
    "office:inbox",
    "office:askings",
)
"""Where the programme office reads which municipality it is."""


@pytest.mark.proves("G03")
def test_the_names_of_staff_stay_within_their_municipality(world):
    seen, wrong = cells.sweep(world), []
    names = {
        slug: [one.name for (_cast, where), one in world.members.items() if where == slug]
        for slug in ("aaby", "baekby")
    }
    assert "Coordinator Aaby" in seen["office:courses", "get", "coordinator", "own"].text
    assert "Mentor Aaby" in seen["office:mentor", "get", "coordinator", "own"].text
    assert ["Bækby" in seen[name, "get", "coordinator", "own"].text for name in NAMES_MUNICIPALITIES] == [
        True,
        True,
    ]

    for (name, method, cast, whose), answer in seen.items():
        if cast == "half":
            continue  # stands with one foot in Bækby
        foreign = [*names["baekby"], "baekby.example"]
        names_all = name == "public:visit-ask" or name in NAMES_MUNICIPALITIES and cast in COORDINATORS
        names_all |= name == "office:grant-decisions" and cast == "programme_office"
        names_all |= name.startswith(
            ("office:steering", "office:knowledge")
        )  # the members of the groups, by name
        names_all |= name in NAMES_PARTIES and cast == "programme_office"
        names_all |= name == "office:training" and cast in COUNT_WORKSHOPS
        names_all |= name in OF_EVERY_MUNICIPALITY and cast in TOTALS.split()
        foreign += [] if names_all else ["Bækby"]
        if cast in (*signing_in.FROM_ELSEWHERE, *cells.OWN_PAGE, "anonymous", "link_holder", "departed"):
            foreign += [*names["aaby"], "aaby.example"]
        wrong += [(name, method, cast, whose, one) for one in foreign if one in answer.text]

    assert wrong == []


@pytest.mark.proves("G03")
def test_answers_are_seen_by_those_they_were_shared_with_and_by_nobody_else(world):
    concept_id = ground.load(world)
    courses = {
        share: ground.course(world, "aaby", concept_id) for share in ((), ("mentor",), ("coordinator",))
    }
    for share, made in courses.items():
        ground.answer(world, made, VALUES, share=share)

    def shown(cast: str, made: ground.Made) -> list[int]:
        where = "o" if cast in COORDINATORS else "f"
        return profile_in(
            world.client(cast, "aaby").get(f"/{where}/courses/{made.course_id}").content.decode()
        )

    assert {
        share: (shown("mentor", made), shown("coordinator", made)) for share, made in courses.items()
    } == {(): ([], []), ("mentor",): (list(VALUES), []), ("coordinator",): ([], list(VALUES))}


@pytest.mark.proves("G03")
def test_the_reason_for_a_match_is_the_coordinators_to_read(world):
    concept_id = ground.load(world)
    made = ground.course(world, "aaby", concept_id)

    pages = [
        world.client(cast, "aaby").get(f"/{door}/courses/{made.course_id}").content.decode()
        for cast, door in (("coordinator", "o"), ("mentor", "f"))
    ]

    assert [made.words["purpose"] in page for page in pages] == [True, True]
    assert [made.words["match_reason"] in page for page in pages] == [True, False]


@pytest.mark.red("G03")
def test_a_name_put_on_another_page_is_found(world):
    concept_id = ground.load(world)
    made = ground.course(world, "aaby", concept_id)
    canaries = {word: ("aaby", name) for name, word in made.words.items()}
    page = world.client("coordinator", "aaby").get(f"/o/courses/{made.course_id}")

    before = found_in(cells.Seen.of(page).text, canaries)
    page.content = page.content.replace(b"</main>", f"{made.words['name']}</main>".encode())

    assert found_in(cells.Seen.of(page).text, canaries) - before == {("aaby", "name")}
    page.headers["X-Trace"] = made.words["contact"]
    assert found_in(cells.Seen.of(page).text, canaries) - before == {("aaby", "name"), ("aaby", "contact")}
