"""One word per thing, and every word in Danish: the glossary, the banned synonyms and the catalogue."""

from __future__ import annotations

import gettext
import importlib
import importlib.util
import re
import shutil
from enum import Enum
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils.translation import override

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
ROOMS = tuple(one.name for one in (ROOT / "src" / "samspil").iterdir() if (one / "__init__.py").exists())
WITH_TERMS = (
    *(
        f"delivery.terms.{one}"
        for one in (
            *("courses", "deliverables", "families", "instruments", "matching", "training"),
            *("visit_hours", "visits", "work"),
        )
    ),
    *(f"economy.terms.{one}" for one in ("budget", "statements", "vouchers")),
    *(f"governance.terms.{one}" for one in ("agreements", "aims", "authority", "barriers", "documents")),
    *(
        f"governance.terms.{one}"
        for one in ("groups", "meetings", "milestones", "obligations", "procurement")
    ),
    *(f"delivery.planning.{one}" for one in ("breaking", "places", "term")),
    *("people.terms", "programme.terms", "trust.privacy"),
)
PAGES = {
    "/": ("public/front.html", "shared/public.html", "shared/base.html"),
    "/a/": ("answer/enter.html", "shared/answer.html", "shared/base.html"),
}

# What is said instead stands in docs/glossary.md.
BANNED = (
    "client",
    "case",
    "project",
    "user",
    "citizen",
    "a record",
    "the record",
    "entity",
    "score",
    "assessment",
    "subject",
    "child",
    "offender",
    "victim",
    "suspect",
    "risk",
    "threat",
    "radical",
    "extrem",
    "terror",
    "danger",
    "concern",
)
ALLOWED = {"Reads accounts and released tables, no citizen.": "says what the auditor never sees"}
BANNED_DANISH = (
    "klient",
    "klienten",
    "sag",
    "sager",
    "sagen",
    "projekt",
    "projektet",
    "brugeren",
    "brugere",
    "borger",
    "borgere",
    "radikal",
    "ekstrem",
    "terror",
    "risiko",
    "trussel",
    "bekymring",
    "fare",
    "entitet",
)


def _words() -> Any:
    spec = importlib.util.spec_from_file_location("samspil_tools_words", ROOT / "tools" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


words = _words()


@cache
def _said() -> dict[Any, set[str]]:
    """Every string of the source and where it is said."""
    return dict(words.said(ROOT))


@cache
def _english() -> tuple[str, ...]:
    """Every string of the source, singular and plural."""
    return tuple(sorted({text for _c, *forms in _said() for text in forms if text is not None}))


def _models() -> list[str]:
    return [one.__name__ for one in apps.get_models() if one.__module__.startswith("samspil.")]


def _terms() -> dict[str, type[Enum]]:
    """Every enumeration of the rooms, by name."""
    found: dict[str, type[Enum]] = {}
    for name in WITH_TERMS:
        module = importlib.import_module(f"samspil.{name}")
        found |= {
            key: one
            for key, one in vars(module).items()
            if isinstance(one, type)
            and issubclass(one, Enum)
            and one.__module__ == module.__name__
            and one.__name__ == key
        }
    return found


def _rows(text: str) -> list[tuple[str, str]]:
    """Danish word and code word of every line of the glossary's tables."""
    cells = (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    )
    return [(row[0], row[1].strip("`")) for row in cells if row[1].startswith("`")]


def _not_in(text: str, wanted: list[str]) -> list[str]:
    """What the glossary does not define: a line of its own, or a code word in a line's meaning."""
    defined = {code for _danish, code in _rows(text)} | set(re.findall(r"`([\w/]+)`", text))
    return [one for one in wanted if one not in defined]


def _wanted() -> list[str]:
    codes = [one.value for terms in _terms().values() for one in terms if terms.__name__ != "Level"]
    return [*_models(), *_terms(), *codes, *ROOMS]


def _synonyms(texts: tuple[str, ...] | list[str], banned: tuple[str, ...], allowed: Any = ()) -> list[str]:
    """Each text with a banned word in it. A banned stem counts where a word begins with it."""
    stems = {"radical", "extrem", "terror", "radikal", "ekstrem"}
    pattern = "|".join(f"{one}\\w*" if one in stems else f"{one}(?:s|ed|ing)?" for one in banned)
    return [
        text
        for text in texts
        if text not in allowed and re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE)
    ]


def _parts(name: str) -> str:
    """AuditEvent and awaiting_consent as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name)


# --- the glossary


def test_the_glossary_defines_every_model_room_role_and_state():
    assert len(_models()) > 15
    assert len(_terms()) > 8
    assert _not_in(GLOSSARY.read_text(), _wanted()) == []


def test_a_word_taken_out_of_the_glossary_is_missed():
    text = GLOSSARY.read_text()

    for word in ("AnswerSheet", "steering_member", "awaiting_consent", "excused"):
        lines = [line for line in text.splitlines() if f"`{word}`" not in line]
        assert word in _not_in("\n".join(lines), _wanted())


def test_every_model_has_one_line_of_its_own():
    lines = [code for _danish, code in _rows(GLOSSARY.read_text())]

    assert {one: lines.count(one) for one in _models()} == dict.fromkeys(_models(), 1)


def test_roles_and_states_are_called_the_same_in_the_glossary_and_on_the_pages():
    from samspil.delivery.terms.courses import COURSE_STATES, MEASUREMENT_STATES
    from samspil.people.terms import ROLES

    rows = set(_rows(GLOSSARY.read_text()))
    with override("da"):
        said = {
            (str(terms.title), one.value)
            for table in (ROLES, COURSE_STATES, MEASUREMENT_STATES)
            for one, terms in table.items()
        }

    assert len(said) == len(ROLES) + len(COURSE_STATES) + len(MEASUREMENT_STATES)
    assert said - rows == set()


# --- one word per thing


def test_no_synonym_is_said_in_the_source():
    assert len(_english()) > 300
    assert _synonyms(_english(), BANNED, ALLOWED) == []
    assert [text for text in ALLOWED if text not in _english()] == []


def test_no_synonym_is_said_in_danish():
    danish = {text for one in words.messages(words.read(ROOT)) for text in words.strings(one)}
    allowed = {
        text for one in words.messages(words.read(ROOT)) if one.id in ALLOWED for text in words.strings(one)
    }

    assert _synonyms(sorted(danish), BANNED_DANISH, allowed) == []


def test_no_synonym_names_a_model_or_a_term():
    codes = [one.value for terms in _terms().values() for one in terms]

    assert _synonyms([_parts(one) for one in (*_models(), *_terms(), *codes)], BANNED) == []


@pytest.mark.parametrize("planted", ["The case is closed", "Two clients", "At risk", "Radicalised"])
def test_a_planted_synonym_is_found(planted):
    assert _synonyms([*_english(), planted], BANNED, ALLOWED) == [planted]


@pytest.mark.parametrize("planted", ["CaseFile", "UserNote", "RiskLevel"])
def test_a_planted_model_is_found(planted):
    assert _synonyms([_parts(planted)], BANNED) == [_parts(planted)]


def test_a_planted_danish_synonym_is_found():
    assert _synonyms(["Åbn sagen", "Måling", "Ekstremisme"], BANNED_DANISH) == ["Åbn sagen", "Ekstremisme"]


# --- the catalogue


def test_the_danish_is_in_step_with_the_source(capsys):
    assert words.main(["check"]) == 0, capsys.readouterr().out


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The source and its catalogue, to be spoiled."""
    shutil.copytree(
        ROOT / words.SOURCE, tmp_path / words.SOURCE, ignore=shutil.ignore_patterns("__pycache__", "static")
    )
    return tmp_path


def _spoil(copy: Path, name: str, old: str, new: str) -> None:
    path = copy / words.SOURCE / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def _said_wrong(copy: Path, capsys: Any) -> list[str]:
    assert words.main(["check", "--root", str(copy)]) == 1
    return capsys.readouterr().out.splitlines()


FRONT = "interfaces/web/public/templates/public/front.html"
PO = str(words.CATALOGUE.relative_to(words.SOURCE))


def test_an_untranslated_string_in_a_template_turns_the_check_red(copy, capsys):
    _spoil(copy, FRONT, "{% block content %}", '{% block content %}{% translate "Planted here" %}')

    place = f"{words.SOURCE}/{FRONT}"
    assert _said_wrong(copy, capsys) == [f"missing in django.po: 'Planted here' ({place})"]

    assert words.main(["update", "--root", str(copy)]) == 0
    capsys.readouterr()
    assert _said_wrong(copy, capsys) == ["no Danish: 'Planted here'"]


def test_an_untranslated_string_inside_an_f_string_turns_the_check_red(copy, capsys):
    (copy / words.SOURCE / "planted.py").write_text("words = f\"{gettext('Planted')}!\"\n")

    assert _said_wrong(copy, capsys) == ["missing in django.po: 'Planted' (src/samspil/planted.py)"]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('msgstr "Mine forløb"', 'msgstr ""', "no Danish: 'My courses'"),
        ('msgid "My courses"', '#, fuzzy\nmsgid "My courses"', "fuzzy: 'My courses'"),
        ('msgstr "Mine forløb"', 'msgstr "My courses"', "Danish is the English: 'My courses'"),
        (
            'msgstr "%(count)d måneder"',
            'msgstr "%(antal)d måneder"',
            "placeholders differ: '%(count)d months': ['%(antal)d'] for ['%(count)d']",
        ),
        (
            'msgstr[1] "%(count)d dage over"',
            'msgstr[1] "dage over"',
            "placeholders differ: '%(count)d day over': [] for ['%(count)d']",
        ),
        (
            'msgstr "Mine forløb"',
            'msgstr "Mine egne forløb"',
            "django.mo is out of step with django.po: run update",
        ),
        ('msgid "My courses"', 'msgid "Gone"\nmsgstr "Væk"\n\nmsgid "My courses"', "no longer said: 'Gone'"),
        (
            'msgid "My courses"',
            '#~ msgid "Gone"\n#~ msgstr "Væk"\n\nmsgid "My courses"',
            "no longer said: 'Gone' is kept as obsolete",
        ),
    ],
)
def test_each_fault_of_the_catalogue_has_its_line(copy, capsys, old, new, line):
    _spoil(copy, PO, old, new)

    assert _said_wrong(copy, capsys) == [line]


def test_update_keeps_what_is_translated_and_may_run_again(copy, capsys):
    po, mo = copy / words.CATALOGUE, (copy / words.CATALOGUE).with_suffix(".mo")
    before = po.read_bytes(), mo.read_bytes()

    words.main(["update", "--root", str(copy)])
    assert (po.read_bytes(), mo.read_bytes()) == before

    _spoil(copy, PO, 'msgid "My courses"', 'msgid "Gone"\nmsgstr "Væk"\n\nmsgid "My courses"')
    words.main(["update", "--root", str(copy)])
    assert (po.read_bytes(), mo.read_bytes()) == before


# --- the pages


def _own(template: str) -> list[str]:
    """The English of one template and of what it stands on."""
    path = next((ROOT / words.SOURCE).rglob(f"templates/{template}"))
    place = path.relative_to(ROOT).as_posix()
    return [one for (_c, one, _p), places in _said().items() if place in places]


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "\n", page)))


def _english_on(page: str, templates: tuple[str, ...]) -> list[str]:
    """Which of the templates' English strings stand on the page. Placeholders match anything."""
    found = []
    for template in templates:
        for one in _own(template):
            if one in words.EXCEPTIONS:
                continue
            pattern = ".+?".join(re.escape(part) for part in re.split(r"%\(\w+\)\w", one.replace("%%", "%")))
            if re.search(rf"(?<!\w){pattern}(?!\w)", page):
                found.append(one)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_a_danish_page_says_nothing_in_english(address):
    page = Client().get(address, headers={"accept-language": "da"})

    assert page.status_code == 200
    assert page.headers["Content-Language"] == "da"
    assert sum(len(_own(one)) for one in PAGES[address]) > 3
    assert _english_on(_text(page.content.decode()), PAGES[address]) == []


@pytest.mark.django_db
def test_an_english_page_is_seen_to_be_english():
    page = Client().get("/", headers={"accept-language": "en"})

    assert "Sign in" in _english_on(_text(page.content.decode()), PAGES["/"])


def test_the_compiled_catalogue_is_the_one_django_reads():
    path = (ROOT / words.CATALOGUE).with_suffix(".mo")
    with path.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Write meeting") == "Skriv møde"
