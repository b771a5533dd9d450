"""The pages on which a form becomes a question: brought, looked at, proposed, approved by two."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.delivery import ground, proposing
from tests.delivery.sheets import xlsx
from tests.interfaces.test_query_counts import asked

from samspil.delivery.instruments.shipped import SHIPPED
from samspil.delivery.instruments.xlsform import making, reading
from samspil.delivery.models.instruments import ProposedInstrument
from samspil.delivery.queries import instruments as queries
from samspil.delivery.terms.instruments import CHECKLIST, Standing

BRING = "/o/instruments/bring"
ONE = "/o/instruments/days/1"
TICKED = dict.fromkeys(CHECKLIST, "on")


@pytest.fixture
def office(world: Any) -> Any:
    return world.client("programme_office")


@pytest.fixture
def evaluator(world: Any) -> Any:
    return world.client("evaluator")


def brought(client: Any, data: bytes, **more: Any) -> Any:
    return client.post(BRING, {"file": SimpleUploadedFile("form.xlsx", data)}, **more)


def read_of(page: Any) -> str:
    found = re.search(r'name="read" value="([^"]+)"', page.content.decode())
    assert found is not None
    return unescape(found[1])


def text_of(page: Any) -> str:
    """The words of a page, without its marks."""
    words = re.sub(r"\s+", " ", re.sub("<.*?>", " ", page.content.decode()))
    return re.sub(r" (?=[,.:])", "", unescape(words))


def standing(world: Any, version: int = 1) -> Standing:
    with world.as_("evaluator"):
        return queries.known("days", version).standing


def test_a_form_becomes_a_question_by_two_people(world: Any, office: Any, evaluator: Any) -> None:
    shown = brought(office, proposing.workbook())
    assert shown.status_code == 200
    assert ProposedInstrument.objects.count() == 0
    told = text_of(shown)
    for texts in proposing.STATEMENTS.values():
        assert all(one in told for one in texts)
    assert 'lang="ar" dir="rtl"' in shown.content.decode()
    assert told.count("Ingen har gennemset det") == 3  # Arabic, Somali and Turkish

    proposed = office.post(BRING, {"read": read_of(shown)})
    assert (proposed.status_code, proposed["Location"]) == (302, ONE)
    first = office.post(f"{ONE}/approve", TICKED)
    assert (first.status_code, first["Location"], standing(world)) == (302, ONE, Standing.PROPOSED)
    assert "Venter på dig" in text_of(evaluator.get("/o/instruments/"))
    assert "Venter på dig" not in text_of(office.get("/o/instruments/"))
    second = evaluator.post(f"{ONE}/approve", TICKED)
    assert (second.status_code, standing(world)) == (302, Standing.IN_USE)

    assert queries.instrument("days", 1) == proposing.tool()
    for client in (office, evaluator):
        listed, page = text_of(client.get("/o/instruments/")), text_of(client.get(ONE))
        for told in (listed, page):
            assert "Programme Office Kontoret, programkontor, 3. november 2014" in told
            assert "Evaluator Evaluering, evaluator, 3. november 2014" in told
        assert "Må bruges siden 3. november 2014." in page
        assert "Læs og godkend" not in page


@pytest.mark.parametrize("name", sorted(CHECKLIST))
def test_a_line_that_is_not_ticked_stops_the_approval(world: Any, office: Any, name: str) -> None:
    proposing.proposed(world)
    page = office.post(f"{ONE}/approve", {one: "on" for one in CHECKLIST if one != name})
    assert page.status_code == 422
    assert "Et punkt er ikke sat kryds ved." in text_of(page)
    with world.as_("evaluator"):
        assert queries.known("days", 1).decisions == ()


def test_every_fault_of_a_file_is_told_by_sheet_row_and_column_in_the_pages_language(office: Any) -> None:
    rows = [
        {"type": "text", "name": "a", "label": "Går du i moské?"},
        {"type": "calculate", "name": "b", "label": "Sum", "calculation": "${a}"},
    ]
    data = xlsx(survey=rows, settings=[{"form_id": "x", "version": 1}])
    page = brought(office, data)
    english = brought(office, data, headers={"Accept-Language": "en"})

    told, english_told = text_of(page), text_of(english)
    assert (page.status_code, english.status_code) == (422, 422)
    assert "survey, række 2 label: Ingen bliver spurgt om tro." in told
    assert "«moské»" in told
    assert "Nobody is asked about belief: «moské»." in english_told
    assert "survey, row 3 calculation: Nothing is calculated" in english_told
    assert "Word for word" not in english_told
    assert ProposedInstrument.objects.count() == 0


def test_what_a_form_lacks_or_would_lose_is_told_and_it_is_not_brought_in(office: Any) -> None:
    question = {"type": "integer", "name": "n", **proposing.texts("Hvor mange?", "How many?", "label")}
    extra = (
        {**question, "constraint": ". > 0"},
        {"type": "note", "name": "x", **proposing.texts("Tak", "Thanks", "label")},
        {**question, "name": "m", "relevant": "${n} = 1"},
        {"type": "text", "name": "only", "label::Dansk (da)": "Kun dansk"},
    )
    page = brought(office, proposing.workbook(survey=extra))
    told = text_of(page)
    assert page.status_code == 422
    for row, name in ((4, "n"), (5, "x"), (6, "m"), (7, "only")):
        assert f"survey, række {row} {name}: " in told
    assert "Der er ingen tekst på: arabisk, engelsk, somali, tyrkisk." in told


def test_required_presses_nobody_and_the_preview_says_so(office: Any) -> None:
    plain, required = (
        text_of(brought(office, proposing.workbook(more=more))) for more in ({}, {"required": "yes"})
    )
    sentence = "Her kan hvert spørgsmål springes over."
    assert sentence in required
    assert sentence not in plain


def test_a_version_that_is_there_is_told_before_anybody_proposes_it(world: Any, office: Any) -> None:
    proposing.proposed(world)
    for slug, version in (("days", 1), ("mentee", 1)):
        page = brought(office, proposing.workbook(slug, version))
        assert page.status_code == 422
        assert f"{slug} udgave 1 findes allerede." in text_of(page)


def test_what_changes_from_the_version_before_is_shown_item_by_item_and_no_count(
    world: Any, office: Any
) -> None:
    proposing.in_use(world)
    ground.course(world, "aaby", ground.load(world))
    other = {**proposing.STATEMENTS, "morning": ("Jeg står op", "I get up")}
    told = text_of(brought(office, proposing.workbook(version=2, statements=other)))
    assert "Hvad der ændres fra udgave 1" in told
    assert "morning · Andre ord · Dansk" in told
    assert "En runde og et forløb beholder den udgave, de begyndte med." in told
    assert not re.search(r"\d+ (åbne )?(runder|forløb)", told)


@pytest.mark.parametrize("spoil", ["other_person", "changed", "old", "nothing"])
def test_only_what_one_has_looked_at_oneself_is_proposed(
    world: Any, office: Any, evaluator: Any, spoil: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from samspil.interfaces.web.office import instruments

    read = read_of(brought(office, proposing.workbook()))
    client = evaluator if spoil == "other_person" else office
    if spoil == "old":
        monkeypatch.setattr(instruments, "KEPT_S", -1)
    sent = {"changed": f"{read[:20]}x{read[21:]}", "nothing": ""}.get(spoil, read)
    page = client.post(BRING, {"read": sent})
    assert page.status_code == 422
    assert "Hent filen ind én gang til." in text_of(page)
    assert ProposedInstrument.objects.count() == 0


def test_the_file_is_taken_only_from_a_form_of_ours(world: Any) -> None:
    from django.conf import settings
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies[settings.SESSION_COOKIE_NAME] = (
        world.client("programme_office").cookies[settings.SESSION_COOKIE_NAME].value
    )
    assert brought(strict, proposing.workbook()).status_code == 403


@pytest.mark.parametrize("data", [b"", b"no workbook", b"PK\x03\x04 broken", b"x" * 1_000_001])
def test_a_file_that_is_no_workbook_is_refused_in_words(office: Any, data: bytes) -> None:
    page = brought(office, data)
    assert page.status_code == 422
    assert "Filen kan ikke læses." in text_of(page)


def test_a_change_is_asked_for_with_words_and_read_by_both(world: Any, office: Any, evaluator: Any) -> None:
    proposing.proposed(world)
    assert evaluator.post(f"{ONE}/change", {"words": " "}).status_code == 422
    sent = evaluator.post(f"{ONE}/change", {"words": "Det andet spørgsmål er to."})
    assert (sent.status_code, standing(world)) == (302, Standing.SENT_BACK)
    page = text_of(office.get(ONE))
    assert "«Det andet spørgsmål er to.»" in page
    assert "Bed om en ændring" not in page
    assert office.post(f"{ONE}/approve", TICKED).status_code == 422


def test_only_whoever_proposed_finds_the_page_to_withdraw(world: Any, office: Any, evaluator: Any) -> None:
    proposing.proposed(world)
    withdraw = f"{ONE}/withdraw"
    assert withdraw in office.get(ONE).content.decode()
    assert withdraw not in evaluator.get(ONE).content.decode()
    assert (evaluator.get(withdraw).status_code, evaluator.post(withdraw).status_code) == (404, 404)
    assert office.post(withdraw).status_code == 302
    assert standing(world) == Standing.WITHDRAWN


@pytest.mark.parametrize("key", [*sorted(SHIPPED), ("days", 1)])
def test_every_version_has_a_page_and_goes_out_as_the_form_it_is(
    world: Any, office: Any, key: tuple[str, int]
) -> None:
    made = proposing.proposed(world)
    path = f"/o/instruments/{key[0]}/{key[1]}"
    page, file = office.get(path), office.get(f"{path}/file")
    assert (page.status_code, file.status_code) == (200, 200)
    assert making.instrument(reading.read(file.content)) == SHIPPED.get(key, made)
    assert file["Content-Disposition"] == f'attachment; filename="{key[0]}-{key[1]}.xlsx"'
    assert openpyxl.load_workbook(io.BytesIO(file.content)).sheetnames[0] == "survey"
    if key in SHIPPED:
        assert "Et eksempel" in text_of(page)
        assert office.post(f"{path}/approve", TICKED).status_code == 404


@pytest.mark.parametrize("path", ["nobody/1", "days/2", "days/99999999999", "days/0"])
@pytest.mark.parametrize("page", ["", "/file", "/approve", "/change", "/withdraw"])
def test_what_is_not_there_is_not_found(world: Any, office: Any, path: str, page: str) -> None:
    proposing.proposed(world)
    assert office.get(f"/o/instruments/{path}{page}").status_code == 404


def test_the_list_asks_the_same_however_many_there_are(world: Any, office: Any) -> None:
    counts = {}
    for version in (1, 2, 3):
        proposing.in_use(world, proposing.tool(version=version))
        counts[version] = [len(asked(office, path)) for path in ("/o/instruments/", f"{ONE[:-1]}{version}")]
    assert counts[1][0] == counts[2][0] == counts[3][0] <= 12
    assert counts[2][1] == counts[3][1] <= 12
