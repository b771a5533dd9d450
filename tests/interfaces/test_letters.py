"""Letters in the person's language: the name from the office alone, neutral in every word."""

from __future__ import annotations

import re
from html import unescape

import pytest
from tests.delivery import ground

SUBJECT = "radikal ekstrem terror forebyg risiko bekymring politi prevent extrem radical police risk kommune"
SUBJECT_WORDS = (*SUBJECT.split(), "sag ", "program")


@pytest.fixture
def course(world):
    return ground.course(world, "aaby", ground.load(world))


def speaks(world, made, language: str) -> None:
    from samspil.people.models.people import Identity
    from samspil.trust.audit import writing

    with world.as_("coordinator", "aaby"), writing():
        Identity.objects.filter(person_id=made.person_id).update(language=language)


def page(world, made, cast="coordinator", letter="first") -> str:
    where = "o" if cast == "coordinator" else "f"
    answer = world.client(cast, "aaby").get(f"/{where}/courses/{made.course_id}/letters", {"letter": letter})
    assert answer.status_code == 200
    return answer.content.decode()


def paper(text: str) -> str:
    found = re.search(r'<article class="letter.*?</article>', text, re.S)
    assert found is not None
    return unescape(found[0])


def letters(world, made) -> list[str]:
    return re.findall(r'<option value="([\w-]+)"', page(world, made))


def test_there_is_a_letter_for_every_text_of_consent_and_two_invitations(world, course):
    from samspil.programme import queries

    concept = queries.concept(course.concept_id)

    assert letters(world, course) == ["first", "review", *(f"yes-{one.slug}" for one in concept.consents)]
    for one in concept.consents:
        assert one.text.da in paper(page(world, course, letter=f"yes-{one.slug}"))


def test_it_is_written_in_the_persons_language_whatever_the_page_is_in(world, course):
    from samspil.programme import queries

    speaks(world, course, "en")
    support = queries.concept(course.concept_id).consents[0]

    for letter, said in (("first", "It is voluntary."), (f"yes-{support.slug}", support.text.en)):
        text = paper(page(world, course, letter=letter))
        assert said in text
        assert 'lang="en" dir="ltr"' in text


@pytest.mark.parametrize(("language", "named"), [("tr", "tyrkisk"), ("so", "somali"), ("ar", "arabisk")])
def test_a_text_that_is_not_there_comes_in_danish_and_says_so(world, course, language, named):
    speaks(world, course, language)
    text = page(world, course)

    assert 'lang="da" dir="ltr"' in paper(text)
    assert f"teksten findes ikke på {named} endnu. læs den sammen med en tolk." in text.lower()


def test_a_text_that_has_the_language_is_used_without_a_change_here():
    """Whoever gives the texts one more language gives it to the letters."""
    from samspil.interfaces.web.shared import letters as shared
    from samspil.programme.concept.values import Text

    class Fuller(Text):
        def in_(self, language: str) -> str:
            return "Merhaba" if language == "tr" else super().in_(language)

    text = Fuller(da="Hej", en="Hello")

    assert [shared.is_there(text, one) for one in ("da", "en", "tr", "so")] == [True, True, True, False]


def test_the_name_is_on_the_offices_letter_by_a_logged_look_and_never_in_the_field(world, course):
    from samspil.trust.models import AuditEvent

    with world.as_("coordinator", "aaby"):
        before = AuditEvent.objects.filter(verb="read", subject_id=course.person_id).count()

    office, field = (page(world, course, cast) for cast in ("coordinator", "mentor"))

    assert [course.words["name"] in one for one in (office, field)] == [True, False]
    with world.as_("coordinator", "aaby"):
        looks = AuditEvent.objects.filter(verb="read", subject_id=course.person_id)
        assert looks.count() == before + 1
        assert looks.latest("recorded_at").actor_id == world.member("coordinator", "aaby").account_id


def test_no_letter_says_what_it_is_about(world, course):
    told = []

    for language in ("da", "en"):
        speaks(world, course, language)
        for one in letters(world, course):
            text = re.sub("<.*?>", " ", paper(page(world, course, letter=one))).lower()
            told += [(language, one, word) for word in SUBJECT_WORDS if word in text]

    assert told == []


def test_a_letter_that_says_it_is_found(world, course):
    text = paper(page(world, course)).lower().replace("hej", "hej, forebyggelse")

    assert [word for word in SUBJECT_WORDS if word in text] == ["forebyg"]


@pytest.mark.parametrize(
    "payload", ["{{ 7|add:7 }}", "{% now 'Y' %}", "${7*7}", "&lt;b&gt;", "<script>x</script>", "{{7*7}}"]
)
def test_a_name_is_text_in_a_letter_and_nothing_else(world, payload):
    made = ground.course(world, "aaby", ground.load(world), words=ground.canaries("aaby") | {"name": payload})

    text = page(world, made)

    assert unescape(re.findall(r"<p>Hej (.*?)</p>", text)[0]) == payload
    assert "<script>x" not in text


def test_an_offer_without_a_person_has_no_letter(world):
    made = ground.course(world, "aaby", ground.load(world), to="offered")

    assert world.client("coordinator", "aaby").get(f"/o/courses/{made.course_id}/letters").status_code == 404
