"""A measurement on paper: in the language of the one who answers, without a name, with a code that works."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.delivery import ground
from tests.interfaces import paper

CODE = re.compile(r"\b([0-9A-Z]{5})-([0-9A-Z]{5})\b")
TITLES = {
    "da": "Dine svar",
    "en": "Your answers",
    "ar": "إجاباتك",
    "so": "Jawaabahaaga",
    "tr": "Cevapların",
}


@pytest.fixture
def made(world: Any) -> ground.Made:
    return ground.course(world, "aaby", ground.load(world))


def sheet_of(world: Any, made: ground.Made, *, cast: str = "mentor", status: int = 200) -> Any:
    path = f"/f/measurements/{made.measurement_id}"
    answer = world.client(cast, made.slug).post(path, {"paper": "yes"})
    assert answer.status_code == status
    return answer


def speaks(world: Any, made: ground.Made, language: str) -> None:
    from samspil.people.models.people import Identity
    from samspil.trust.audit import writing

    with world.as_("coordinator", made.slug), writing():
        Identity.objects.filter(person_id=made.person_id).update(language=language)


def code_on(sheet: bytes) -> str:
    (found,) = CODE.findall(paper.text_of(sheet))
    return "".join(found)


def opens(code: str) -> bool:
    from samspil.kernel.errors import Missing
    from samspil.trust import links

    try:
        with links.found(code, kind="measurement"):
            return True
    except Missing:
        return False


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("language", TITLES)
def test_the_paper_speaks_the_language_of_the_one_who_answers_and_is_accessible(world, made, language):
    speaks(world, made, language)

    sheet = sheet_of(world, made).content

    told = paper.said_of(sheet)
    assert (told["title"], told["language"]) == (TITLES[language], language)
    assert (told["tagged"], told["shows_title"], told["ua"], told["a"]) == ("True", "True", "1", "2A")
    assert told["author"] == "['Samspil']"
    assert "[U+" not in paper.text_of(sheet)


@pytest.mark.parametrize("language", ["da", "en", "so", "tr"])
def test_every_statement_has_a_box_for_each_number_and_one_to_skip(world, made, language):
    from samspil.delivery.instruments.shipped import instrument

    speaks(world, made, language)
    tool = instrument("mentee", 1)

    sheet = sheet_of(world, made).content

    said = squeezed(paper.text_of(sheet))
    numbered = [squeezed(f"{at}. {item.text[language]}") for at, item in enumerate(tool.items, start=1)]
    assert [said.count(one) for one in numbered] == [1] * len(tool.items)
    tags = paper.tags_of(sheet)
    assert (tags.count("TR"), tags.count("TH"), tags.count("TD")) == (11, 13, 130)
    assert tags.count("Figure") == 1


def test_arabic_is_set_from_right_to_left_in_letters_that_are_drawn(world, made):
    speaks(world, made, "ar")

    sheet = sheet_of(world, made).content

    fonts = " ".join(
        str(font.BaseFont)
        for page in paper.opened(sheet).pages
        for font in dict(page.Resources.Font).values()
    )
    assert "IBMPlexSansArabic" in fonts
    assert set(squeezed(TITLES["ar"])) <= set(paper.text_of(sheet))


def test_the_code_on_the_paper_opens_the_answer_page_and_what_was_made_before_no_longer_does(world, made):
    before = ground.hand_out(world, made).code
    assert opens(before)

    first = code_on(sheet_of(world, made).content)
    assert (opens(before), opens(first)) == (False, True)
    second = code_on(sheet_of(world, made).content)

    assert (opens(first), opens(second)) == (False, True)


def test_neither_the_paper_nor_its_name_says_who_or_what_it_is_about(world, made):
    from samspil.delivery.models.courses import Course
    from samspil.people.models.people import Organisation

    with world.as_("coordinator", made.slug):
        code = Course.objects.get(id=made.course_id).code
        place = Organisation.objects.get(id=world.tenant(made.slug)).name

    answer = sheet_of(world, made)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="ark.pdf"'
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    whole = squeezed(paper.text_of(answer.content)).lower()
    hidden = [
        code,
        place,
        *made.words.values(),
        str(made.course_id),
        "mentor",
        "forebyg",
        "radikal",
        "måling",
    ]
    assert [one for one in hidden if squeezed(one).lower() in whole] == []
    assert b"kanarie" not in answer.content


def test_making_a_paper_is_logged_as_handing_out(world, made):
    from samspil.trust.models import AuditEvent

    sheet_of(world, made)

    with world.as_("coordinator", "aaby"):
        events = AuditEvent.objects.filter(subject_id=made.person_id, verb="delivery.hand_out")
        assert list(events.values_list("actor_id", "thing_id")) == [
            (world.actor("mentor", "aaby").account_id, made.measurement_id)
        ]


def test_a_closed_round_gives_no_paper_and_a_foreign_one_is_missing(world, made):
    ground.answer(world, made)

    refused = sheet_of(world, made, status=422)

    assert "Målingen er ikke længere åben." in refused.content.decode()
    sheet_of(world, made, cast="other_mentor", status=404)


def test_after_the_end_the_coordinator_prints_it(world):
    from tests.delivery import ending

    made = ending.ended(world, "aaby", ground.load(world))

    answer = world.client("coordinator", "aaby").post(
        f"/o/courses/{made.course_id}/follow-up", {"paper": "yes"}
    )

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert opens(code_on(answer.content))
