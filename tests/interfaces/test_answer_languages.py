"""The answer door speaks five languages without a gap; staff pages speak two, whatever is asked for."""

from __future__ import annotations

import importlib.util
import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.delivery import ground, opening
from tests.delivery.owning import PAGES, VALUES, whole

ROOT = Path(__file__).resolve().parents[2]
MORE = ("ar", "so", "tr")
NOT_WORDS = {"Samspil", "Dansk", "English", "Soomaali", "Türkçe", "Datatilsynet", "kanarie"}
"""Names that are the same in every language, and what was planted."""


def _tool() -> Any:
    spec = importlib.util.spec_from_file_location("samspil_answer_words", ROOT / "tools" / "answer_words.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


words = _tool()


# --- the catalogues


def test_every_string_of_the_answer_door_is_there_in_every_language():
    everything = words.words.said(ROOT)

    assert [len(words.wanted(ROOT, everything, one)) > 150 for one in MORE] == [True] * 3
    assert words.problems(ROOT) == []


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(
        ROOT / "src" / "samspil",
        tmp_path / "src" / "samspil",
        ignore=shutil.ignore_patterns("__pycache__", "static", "migrations"),
    )
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('msgstr "صفحتي"', 'msgstr ""', "ar: no words: 'My page'"),
        ('msgstr "صفحتي"', 'msgstr "My page"', "ar: the words are the English: 'My page'"),
        ('msgid "My page"\nmsgstr "صفحتي"\n', "", "ar: missing: 'My page'"),
        (
            "لقاؤنا القادم يوم %(day)s.",
            "لقاؤنا القادم.",
            "ar: placeholders differ: 'We meet next on %(day)s.'",
        ),
    ],
)
def test_a_gap_is_named(copy: Path, old: str, new: str, line: str):
    path = words.catalogue(copy, "ar")
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))

    assert line in words.problems(copy)


def test_a_new_string_at_the_answer_door_is_missed_in_each_language(copy: Path):
    page = copy / "src/samspil/interfaces/web/answer/templates/answer/own_home.html"
    page.write_text(page.read_text() + '{% translate "Planted here" %}')

    assert words.problems(copy) == [f"{language}: missing: 'Planted here'" for language in sorted(MORE)]


# --- the pages


def said(answer: Any) -> str:
    """What a page says, without its markup."""
    page = re.sub(r"<script.*?</script>|<title.*?</title>", " ", answer.content.decode(), flags=re.S)
    labels = " ".join(re.findall(r'(?:aria-label|alt|placeholder)="([^"]*)"', page))
    return unescape(re.sub(r"<[^>]+>", " ", page) + " " + labels)


def latin(text: str) -> set[str]:
    """The words in Latin letters that nobody planted."""
    text = re.sub(r"kanarie-[\w-]+", " ", text)
    return set(re.findall(r"[A-Za-zÆØÅæøåçşğıöü]{2,}", text)) - NOT_WORDS


@pytest.fixture
def made(world: Any) -> ground.Made:
    return whole(world, ground.load(world))


@pytest.mark.django_db
def test_in_arabic_no_page_of_the_own_door_says_a_word_in_latin_letters(world: Any, made: ground.Made):
    client = opening.at_own_page(world, made, language="ar")
    client.post("/a/own/yes", {"back": str(ground.consent(world, made, "evaluation"))})
    pages = {page: client.get(f"/a/own/{page}") for page in PAGES if page != "receipt.json"}
    pages["share"] = client.get(f"/a/own/answers/{made.measurement_id}")
    pages["wrong form"] = client.post("/a/own/yes", {"give": "sharing"})
    pages["code shown"] = client.post("/a/own/new-code")
    pages["nowhere"] = client.get("/a/own/nowhere")
    pages["stopped"] = client.post("/a/own/stop", follow=True)

    found = {page: latin(said(answer)) for page, answer in pages.items()}

    allowed = {
        "receipt": {"Åby"},
        "code shown": found["code shown"] if _is_code(found["code shown"]) else set(),
    }
    assert {page: left for page, left in found.items() if left - allowed.get(page, set())} == {}
    assert len(pages) == 14
    assert all('lang="ar" dir="rtl"' in answer.content.decode() for answer in pages.values())


def _is_code(left: set[str]) -> bool:
    return all(re.fullmatch(r"[A-Z]+", one) for one in left)


@pytest.mark.django_db
def test_in_arabic_the_questions_are_asked_in_arabic(world: Any, made: ground.Made):
    from django.conf import settings

    asked = ground.course(world, "aaby", made.concept_id)  # type: ignore[arg-type]
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    pages = [client.get("/a/"), client.post("/a/", {"code": "short"})]
    client.post("/a/", {"token": ground.hand_out(world, asked).token})
    pages += [client.get("/a/1"), client.post("/a/1", {"step": "next"})]
    for number in range(1, 11):
        pages.append(
            client.post(f"/a/{number}", {"value": str(VALUES[number - 1]), "step": "next"}, follow=True)
        )
    pages.append(client.post("/a/look", follow=True))
    pages.append(client.post("/a/done", {"mentor": "yes", "coordinator": "no"}))

    assert len(pages) == 16
    assert [latin(said(one)) for one in pages] == [set()] * len(pages)


@pytest.mark.django_db
def test_a_word_that_is_not_translated_is_seen(world: Any, made: ground.Made):
    client = opening.at_own_page(world, made, language="ar")
    answer = client.get("/a/own/")
    answer.content = answer.content.replace(b"</main>", b"Min side</main>")

    assert latin(said(answer)) == {"Min", "side"}


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "month"), [("so", "3 Nofembar 2014"), ("tr", "3 Kasım 2014")])
def test_days_are_said_in_the_language_of_the_page(world: Any, made: ground.Made, language: str, month: str):
    page = opening.at_own_page(world, made, language=language).get("/a/own/contact").content.decode()

    assert month in page
    assert "november" not in page


@pytest.mark.django_db
def test_the_own_page_speaks_the_persons_language_until_another_is_chosen(world: Any):
    from samspil.people.models.people import Identity
    from samspil.trust.models import writing

    made = ground.course(world, "aaby", ground.load(world))
    with world.as_("coordinator", "aaby"), writing():
        Identity.objects.filter(person_id=made.person_id).update(language="so")
    client = opening.at_own_page(world, made)

    def title() -> tuple[str, str]:
        answer = client.get("/a/own/plan")
        found = re.search(r"<h1>(.*?)</h1>", answer.content.decode())
        assert found is not None
        return answer.headers["Content-Language"], found[1]

    assert title() == ("so", "Hadafyadayda iyo qorshahayga")
    chosen = client.get("/a/own/?lang=tr")
    cookie = chosen.cookies["samspil_language"]
    assert (cookie.value, cookie["path"], bool(cookie["httponly"])) == ("tr", "/a/", True)
    assert title() == ("tr", "Hedeflerim ve planım")


@pytest.mark.django_db
def test_the_yes_is_written_with_the_language_it_was_read_in(world: Any, made: ground.Made):
    from tests.delivery.owning import held

    client = opening.at_own_page(world, made, language="so")
    client.post("/a/own/yes", {"give": "follow_up"})

    assert held(world, made)["follow_up"] == ("own_page", "so")


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["ar", "so", "tr", "tr-TR,tr;q=0.9", "ar,xx;q=0.5"])
def test_staff_pages_stay_danish_whatever_is_asked_for(world: Any, asked: str):
    client = world.client("coordinator", "aaby")
    client.cookies["samspil_language"] = "ar"

    for path in ("/o/", "/o/?lang=ar", "/", "/e/sign-in/"):
        answer = client.get(path, headers={"accept-language": asked}, follow=True)
        assert answer.headers["Content-Language"] == "da", path
        assert "samspil_language" not in answer.cookies
        assert 'dir="ltr"' in answer.content.decode()


@pytest.mark.django_db
def test_a_browser_is_answered_in_the_first_language_the_door_speaks():
    def spoken(path: str, asked: str) -> str:
        return str(Client().get(path, headers={"accept-language": asked}).headers["Content-Language"])

    assert spoken("/a/", "pl, tr-TR;q=0.9, en;q=0.8") == "tr"
    assert spoken("/", "tr, en;q=0.8") == "en"
    assert spoken("/a/", "pl") == "da"
    assert spoken("/a/?lang=xx", "so") == "so"


@pytest.mark.django_db
def test_every_answer_page_offers_every_language_by_its_own_name():
    page = Client().get("/a/").content.decode()

    offered = re.findall(r'<a href="\?lang=(\w+)" lang="(\w+)" hreflang="\w+"[^>]*>(.*?)</a>', page)
    assert offered == [
        ("da", "da", "Dansk"),
        ("en", "en", "English"),
        ("ar", "ar", "العربية"),
        ("so", "so", "Soomaali"),
        ("tr", "tr", "Türkçe"),
    ]
