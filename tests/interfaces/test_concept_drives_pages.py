"""A copy of the concept file with other words and numbers changes the pages, and nothing else had to."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from samspil.programme.actions import load_concept
from samspil.programme.concept.document import as_document, from_document
from samspil.programme.concept.model import Concept
from samspil.programme.concept.reading import read_bytes
from samspil.programme.concept.showing import shown
from samspil.trust.scope import scope

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT / "programmes" / "forebyggelseskonceptet-2013-2015.yaml"


def copy(**changed: Any) -> Concept:
    """The real concept under another slug for the invented municipality Åby, changed."""
    document = as_document(read_bytes(REAL.read_bytes()))
    document["slug"] = changed.pop("slug")
    document["parties"][0]["municipality_code"] = "990"
    for path, value in changed.items():
        place: Any = document
        *way, last = path.split("__")
        for step in way:
            place = place[int(step)] if step.isdigit() else place[step]
        place[int(last) if last.isdigit() else last] = value
    return from_document(document)


def loaded(world: Any, concept: Concept) -> None:
    from samspil.kernel.actor import Actor

    by = Actor.job(world.tenant("kontoret"))
    with scope(by):
        load_concept(by=by, at=world.at, concept=concept)


def started(world: Any) -> str:
    """Walk a course to its start through the pages; gives its id."""
    office = world.client("coordinator", "aaby")
    made = office.post("/o/courses/offer", {"intervention": "mentor", "source": "boat_club"})
    assert made.status_code == 302, made.content.decode()
    course = made.headers["Location"]
    office.post(
        f"{course}/yes",
        {
            "name": "Prøve Person",
            "channel": "in_person",
            "born": "1996",
            "custody": "none",
            "basis": "none",
            "decided_by": "coordinator",
            "language": "da",
            "method": "oral",
            "consent_support": "on",
        },
    )
    mentor = str(world.member("mentor", "aaby").appointment_id)
    office.post(f"{course}/mentor", {"mentor": mentor, "why": "passer"})
    last = office.post(
        f"{course}/plan",
        {
            "purpose": "p",
            "tasks": "t",
            "expected_months": 6,
            "agreed_minutes": 60,
            "goal_1": "g",
            "started_on": "2014-11-03",
        },
    )
    assert last.status_code == 302, last.content.decode()
    return str(course.rsplit("/", 1)[1])


def values(html: str, name: str) -> list[str]:
    """The values that a page offers for one control."""
    inputs = [one for one in re.findall(r"<input[^>]*>", html) if f'name="{name}"' in one]
    return [re.search(r'value="([^"]*)"', one).group(1) for one in inputs]  # type: ignore[union-attr]


def test_words_and_presets_of_the_file_are_the_ones_on_the_pages(world: Any) -> None:
    boat = {"slug": "boat_trip", "title": {"da": "Sejltur", "en": "Boat trip"}}
    club = {"slug": "boat_club", "title": {"da": "Bådklub", "en": "Boat club"}}
    concept = copy(
        slug="copy",
        vocabulary__session_kinds=[boat],
        vocabulary__minutes_presets=[7, 21],
        vocabulary__referral_sources=[club],
    )
    loaded(world, concept)

    offer = world.client("coordinator", "aaby").get("/o/courses/offer").content.decode()
    course = started(world)
    page = world.client("mentor", "aaby").get(f"/f/courses/{course}/meeting").content.decode()

    assert values(offer, "source") == ["boat_club"]
    assert "Bådklub" in offer
    assert values(page, "kind") == ["boat_trip"]
    assert values(page, "minutes") == ["7", "21", "other"]
    assert "Sejltur" in page


def test_rounds_of_the_file_are_the_ones_that_are_owed(world: Any) -> None:
    club = {"slug": "boat_club", "title": {"da": "Bådklub", "en": "Boat club"}}
    concept = copy(
        slug="copy",
        vocabulary__referral_sources=[club],
        progression__schedule__rounds__0__due_days=9,
        progression__schedule__rounds__0__title={"da": "Første gang", "en": "First time"},
    )
    loaded(world, concept)

    course = started(world)

    page = world.client("coordinator", "aaby").get(f"/o/courses/{course}").content.decode()
    assert "Første gang" in page
    assert "12. november" in page
    with world.as_("coordinator", "aaby") as actor:
        from samspil.delivery.queries.courses import course_for
        from samspil.delivery.queries.measurements import of_course

        owed = of_course(course_for(actor, course))
    assert [(one.key, one.due_on) for one in owed] == [("start", date(2014, 11, 12))]


def test_visits_fee_cap_and_grant_of_the_file_are_the_ones_shown() -> None:
    concept = copy(
        slug="copy",
        interventions__1__dosage__visits=4,
        cost_rules__fee_max_dkk_per_hour=650,
        grant__lines__0__amounts={"2013": 1, "2014": 2, "2015": 3},
    )

    summary = shown(concept)

    visits = {one["slug"]: one["visits"] for one in summary["interventions"]}
    assert visits["role_model"] == 4
    assert summary["rules"] == {"fee_max_dkk_per_hour": 650}
    assert summary["grant"]["lines"][0]["amounts"] == {"2013": 1, "2014": 2, "2015": 3}


def test_a_course_keeps_the_version_it_began_under(world: Any) -> None:
    club = {"slug": "boat_club", "title": {"da": "Bådklub", "en": "Boat club"}}
    loaded(world, copy(slug="copy", vocabulary__referral_sources=[club]))
    course = started(world)
    walk = {"slug": "moon_walk", "title": {"da": "Månetur", "en": "Moon walk"}}

    loaded(
        world,
        copy(slug="copy", version=99, vocabulary__referral_sources=[club], vocabulary__session_kinds=[walk]),
    )

    old = world.client("mentor", "aaby").get(f"/f/courses/{course}/meeting").content.decode()
    new = world.client("mentor", "aaby").get(f"/f/courses/{started(world)}/meeting").content.decode()
    assert "moon_walk" not in values(old, "kind")
    assert "walk" in values(old, "kind")
    assert values(new, "kind") == ["moon_walk"]


def test_the_rhythm_of_reviews_and_of_silence_is_the_file_s(world: Any) -> None:
    from datetime import timedelta

    from samspil.delivery.queries.waiting import waiting_for

    club = {"slug": "boat_club", "title": {"da": "Bådklub", "en": "Boat club"}}
    document = as_document(read_bytes(REAL.read_bytes()))
    for one in document["interventions"]:  # the keys may be left out
        assert {"review_every_weeks", "quiet_days"} & set(one["practice"]) == set()
    practice = from_document(document).intervention("mentor").practice
    assert (practice.review_every_weeks, practice.quiet_days) == (6, 21)
    concept = copy(
        slug="copy",
        vocabulary__referral_sources=[club],
        interventions__0__practice__review_every_weeks=2,
        interventions__0__practice__quiet_days=5,
    )
    loaded(world, concept)

    course = started(world)
    page = world.client("mentor", "aaby").get(f"/f/courses/{course}/reviews").content.decode()

    assert "Mindst hver 2. uge. " in page
    assert "Det næste holdes senest 17. november 2014." in page
    assert values(page, "next_on") == ["2014-11-17"]
    too_late = {"held_on": "2014-11-03", "present": ["person"], "next_on": "2014-11-18"}
    answer = world.client("mentor", "aaby").post(f"/f/courses/{course}/reviews", too_late)
    assert answer.status_code == 422
    assert "inden for 2 uger" in answer.content.decode()
    day = date(2014, 11, 3)
    with world.as_("coordinator", "aaby") as by:
        quiet = {
            after: [
                one.kind for one in waiting_for(by, on=day + timedelta(days=after)) if one.kind == "quiet"
            ]
            for after in (4, 5)
        }
    assert quiet == {4: [], 5: ["quiet"]}
