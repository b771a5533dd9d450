"""The mentor's impression: written apart, never seen before the person answered, never in their place."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.delivery import ground, opening, planning
from tests.delivery.test_handover import hand_over, post
from tests.delivery.test_meetings_written import stop

TODAY = ground.TODAY
OWN = (7, 3, 9, 2, 5, 5, 6, 1, 8, 4)
SEEN = (4, None, 9, 6, 5, 5, 6, 1, 8, 4)


@pytest.fixture
def made(world: Any) -> ground.Made:
    return ground.course(world, "aaby", ground.load(world))


def beside(html: str) -> list[tuple[str, str]]:
    """Own answer and impression, row by row, as the table beside the picture says them."""
    table = re.search(r"<caption[^>]*>Svarene og indtrykket som tal.*?</table>", unescape(html), re.S)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", table[0] if table else "", re.S)
    told = [re.sub(r"<[^>]+>", "", one).replace("intet svar", "").replace("ved ikke", "") for one in cells]
    return list(zip(told[::2], told[1::2], strict=True))


def expected(own: tuple[int, ...], seen: tuple[int | None, ...]) -> list[tuple[str, str]]:
    return [(str(one), "–" if other is None else str(other)) for one, other in zip(own, seen, strict=True)]


def page(world: Any, cast: str, made: ground.Made) -> str:
    door = "o" if cast == "coordinator" else "f"
    answer = world.client(cast, made.slug).get(f"/{door}/courses/{made.course_id}")
    assert answer.status_code == 200
    return answer.content.decode()


def own_answers(world: Any, made: ground.Made, client: Any = None) -> str:
    answer = (client or opening.at_own_page(world, made)).get("/a/own/answers")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.proves("S3")
def test_the_person_reads_it_beside_the_own_answers_and_not_before(world, made):
    client = opening.at_own_page(world, made)
    planning.impression(world, made, SEEN)

    before = own_answers(world, made, client)
    ground.answer(world, made, OWN)

    assert (beside(before), "indtryk" in before) == ([], False)
    assert beside(own_answers(world, made, client)) == expected(OWN, SEEN)


@pytest.mark.proves("S3")
def test_it_overwrites_no_answer_and_is_never_shown_in_its_place(world, made):
    from samspil.delivery.queries import courses, measurements

    ground.answer(world, made, OWN, share=("coordinator",))
    planning.impression(world, made, SEEN)

    with world.as_("coordinator", "aaby") as by:
        shared = measurements.shared_answers(by, courses.course_for(by, made.course_id), at=world.at)
    assert [tuple(one.values.values()) for one in shared] == [OWN]
    assert beside(page(world, "coordinator", made)) == expected(OWN, SEEN)
    assert beside(page(world, "mentor", made)) == []  # the answers were not shown to the mentor


def test_nobody_sees_it_where_the_answers_are_not_shown_to_them(world, made):
    planning.impression(world, made, SEEN)
    ground.answer(world, made, OWN, share=("mentor",))

    assert beside(page(world, "mentor", made)) == expected(OWN, SEEN)
    assert beside(page(world, "coordinator", made)) == []


def test_whoever_takes_the_course_over_does_not_see_what_another_wrote(world, made):
    planning.impression(world, made, SEEN)
    ground.answer(world, made, OWN, share=("mentor",))

    hand_over(world, {made.course_id: post(world, "other_mentor")})

    client = opening.at_own_page(world, made, cast="other_mentor")
    assert beside(page(world, "other_mentor", made)) == []
    assert beside(own_answers(world, made, client)) == expected(OWN, SEEN)


def test_whether_the_answers_were_known_by_then_is_kept_with_it(world):
    from samspil.delivery.models.impressions import Impression

    concept_id, known = ground.load(world), []
    for share in ((), ("coordinator",), ("mentor",)):
        made = ground.course(world, "aaby", concept_id)
        ground.answer(world, made, OWN, share=share)
        asked = planning.impression(world, made)
        with world.as_("coordinator", "aaby"):
            known.append(Impression.objects.get(measurement_id=asked).knew_answers)

    assert known == [False, False, True]


def test_it_can_be_written_anew_until_the_answers_are_in_and_stands_from_then_on(world, made):
    from samspil.kernel.errors import Refused

    planning.impression(world, made, (1,) * 10)
    asked = planning.impression(world, made, SEEN)
    form = world.client("mentor", "aaby").get(f"/f/measurements/{asked}/impression")
    ground.answer(world, made, OWN)

    chosen = re.findall(r'name="(\w+)" value="(\w+|\?)"[^>]*checked', form.content.decode())
    assert [value for _name, value in chosen] == ["?" if one is None else str(one) for one in SEEN]
    with pytest.raises(Refused, match="Svarene er kommet"):
        planning.impression(world, made, OWN)
    assert beside(own_answers(world, made)) == expected(OWN, SEEN)
    refused = world.client("mentor", "aaby").get(f"/f/measurements/{asked}/impression")
    assert refused.status_code == 403


def explain(world: Any, made: ground.Made) -> None:
    from samspil.delivery.actions import measurements

    with world.as_("coordinator", "aaby") as by:
        asked = ground.measurement(world, made).id
        measurements.explain(
            by=by, at=world.at, on=TODAY, measurement_id=asked, outcome="excused", reason="illness"
        )


def refusal(world: Any, made: ground.Made, *, cast: str = "mentor", on: date = TODAY, **more: Any) -> str:
    from samspil.kernel.errors import Missing, Refused

    try:
        planning.impression(world, made, cast=cast, on=on, **more)
    except (Refused, Missing) as why:
        return type(why).__name__ if isinstance(why, Missing) else str(why)
    return ""


def test_who_may_write_it_and_when(world, made):
    concept_id = made.concept_id
    parents = ground.course(world, "aaby", concept_id, intervention="parent")
    excused, stopped = (ground.course(world, "aaby", concept_id) for _each in range(2))
    explain(world, excused)
    stop(world, stopped)
    late = ground.course(world, "aaby", concept_id)

    assert {
        "own": refusal(world, made),
        "another's": refusal(world, made, cast="other_mentor"),
        "the coordinator": refusal(world, made, cast="coordinator"),
        "parents": refusal(world, parents, cast="parent_coach"),
        "excused": refusal(world, excused),
        "stopped": refusal(world, stopped),
        "past": refusal(world, late, on=TODAY + timedelta(days=100)),
        "off the scale": refusal(world, late, values=(11,)),
        "nothing": refusal(world, late, values=(None,) * 10),
    } == {
        "own": "",
        "another's": "Missing",
        "the coordinator": "Kun den, der har forløbet, kan gøre dette.",
        "parents": "Der spørges ikke om et indtryk ved siden af disse svar.",
        "excused": "Det er for sent at skrive dette indtryk.",
        "stopped": "Missing",
        "past": "Det er for sent at skrive dette indtryk.",
        "off the scale": "Vælg et tal på skalaen, eller spring over.",
        "nothing": "Vælg et tal ved mindst ét udsagn.",
    }


def test_a_concept_file_without_it_has_neither_the_button_nor_the_page(world):
    concept = ground.the_concept()
    tools = tuple(replace(one, impression=False) for one in concept.progression.instruments)
    progression = replace(concept.progression, instruments=tools)
    concept_id = ground.load(world, replace(concept, progression=progression))
    made = ground.course(world, "aaby", concept_id)

    assert refusal(world, made) == "Der spørges ikke om et indtryk ved siden af disse svar."
    assert "/impression" not in page(world, "mentor", made)


def test_bad_input_gets_a_sentence_and_what_was_chosen_is_kept(world, made):
    client = world.client("mentor", "aaby")
    url = re.search(r'href="(/f/measurements/[0-9a-f-]+/impression)"', page(world, "mentor", made))[1]

    for values, sentence in (
        ({}, "Vælg et tal ved mindst ét udsagn."),
        ({"answer_talk": "12", "answer_family": "3"}, "Vælg et tal på skalaen, eller spring over."),
        ({"answer_talk": "3'; --", "answer_family": "3"}, "Vælg et tal på skalaen, eller spring over."),
    ):
        answer = client.post(url, values)
        html = unescape(answer.content.decode())
        assert (answer.status_code, sentence in html) == (422, True)
        kept = re.findall(r'name="answer_family" value="(\d+)"[^>]*checked', html)
        assert kept == ([values["answer_family"]] if values else [])
    assert (
        client.post(url, {"answer_talk": "3", "answer_days": "?"})["Location"]
        == f"/f/courses/{made.course_id}"
    )
    assert "dit indtryk er skrevet" in page(world, "mentor", made)


def test_the_database_takes_no_second_one_and_none_of_another_person_or_beside_what_was_stopped(world, made):
    from samspil.delivery.models.impressions import Impression
    from samspil.delivery.models.measurements import Measurement

    asked = planning.impression(world, made)
    other = ground.course(world, "aaby", made.concept_id)
    with world.as_("coordinator", "aaby"):
        row = Impression.objects.get(measurement_id=asked)
        theirs = Measurement.objects.get(course_id=other.course_id)
        columns = "tenant_id, mentor_id, given_on, knew_answers, values, id, measurement_id, person_id"
        kept = [row.tenant_id, row.mentor_id, row.given_on, False, b""]

        def put(measurement_id: Any, person_id: Any) -> None:
            from samspil.kernel.ids import uuid7

            marks = ", ".join(["%s"] * 8)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO delivery_impression ({columns}) VALUES ({marks})",
                    [*kept, uuid7(), measurement_id, person_id],
                )
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")

        with pytest.raises(IntegrityError, match="delivery_one_impression"):
            put(asked, row.person_id)
        with pytest.raises(IntegrityError, match="of the same person"):
            put(theirs.id, row.person_id)
        put(theirs.id, theirs.person_id)


def test_it_is_about_the_person_and_sealed_with_their_key(world, made):
    from samspil.delivery.models.impressions import Impression
    from samspil.trust import audit, fields

    asked = planning.impression(world, made, SEEN)
    with world.as_("coordinator", "aaby") as by:
        row = Impression.objects.get(measurement_id=asked)
        with audit.reading(by=by, purpose="support", subject=made.person_id, at=world.at):
            assert list(json.loads(fields.unseal(row, "values")).values()) == list(SEEN)
        fields.erase(made.person_id, "content")
        with (
            audit.reading(by=by, purpose="support", subject=made.person_id, at=world.at),
            pytest.raises(fields.KeyGone),
        ):
            fields.unseal(row, "values")


def test_a_page_key_that_is_taken_already_hinders_nobody(world, made):
    from samspil.delivery.actions import impressions
    from samspil.delivery.models.impressions import Impression

    other = ground.course(world, "aaby", made.concept_id)
    first = planning.impression(world, made)
    with world.as_("mentor", "aaby") as by:
        taken = Impression.objects.get(measurement_id=first).id
        asked = ground.measurement(world, other).id
        impressions.give(by=by, at=world.at, on=TODAY, measurement_id=asked, values={"talk": 4}, key=taken)
        assert Impression.objects.filter(id=taken).count() == 1
        assert Impression.objects.filter(measurement_id=asked).exclude(id=taken).count() == 1


def test_the_pages_with_an_impression_ask_the_database_at_most_twelve_times(world, made):
    from tests.interfaces.test_query_counts import MOST, asked

    own = opening.at_own_page(world, made)
    planning.impression(world, made, SEEN)
    ground.answer(world, made, OWN, share=("mentor", "coordinator"))

    counts = {
        path: len(asked(client, path))
        for client, path in (
            (world.client("mentor", "aaby"), f"/f/courses/{made.course_id}"),
            (world.client("coordinator", "aaby"), f"/o/courses/{made.course_id}"),
            (own, "/a/own/answers"),
        )
    }
    assert {path: count for path, count in counts.items() if count > MOST} == {}
