"""How large a place is and where it is written to, read from a file and shown first."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.interfaces.office.test_visit_pages import bring, words_of

HEAD = "Navn;Type af sted;Postnummer;Antal elever;E-mail\n"


@pytest.fixture
def office(world: Any) -> Any:
    return world.client("coordinator", "aaby")


def sizes(world: Any) -> dict[str, str]:
    from samspil.delivery.models.institutions import Institution

    with world.as_("coordinator", "aaby"):
        return dict(Institution.objects.values_list("name", "size_band"))


def mails(world: Any) -> dict[str, str]:
    from samspil.delivery.models.institutions import Institution
    from samspil.delivery.queries.place_contacts import mail_of

    with world.as_("coordinator", "aaby") as by:
        return {one.name: mail_of(by, one, at=world.at) for one in Institution.objects.all()}


def take(office: Any, rows: str, head: str = HEAD) -> str:
    """Bring a file and take it in; what the page said before."""
    here = bring(office, head + rows).headers["Location"]
    told = words_of(office.get(here))
    assert office.post(here, {"take": "yes"}).status_code == 302
    return told


@pytest.mark.parametrize(
    ("said", "band"),
    [
        ("1", "small"),
        ("199", "small"),
        ("200", "medium"),
        ("500", "medium"),
        ("501", "large"),
        ("1.204", "large"),
        ("færre end 200", "small"),
        ("0", ""),
        ("", ""),
    ],
)
def test_a_number_of_pupils_becomes_a_band_at_its_bounds_and_unknown_stays_unknown(world, office, said, band):
    take(office, f"Engskolen;Skole;5000;{said};\n")
    assert sizes(world) == {"Engskolen": band}


def test_the_preview_shows_it_and_a_file_that_does_not_say_it_changes_nothing(world, office):
    told = take(office, "Engskolen;Skole;5000;612;kontor@engskolen.example\nKlubben;Klub;5000;;\n")
    assert re.findall(r"elever: [^·]+·|størrelse ikke oplyst", told) == [
        "elever: flere end 500 ·",
        "størrelse ikke oplyst",
    ]
    assert told.count("med mailadresse") == 1
    assert "kontor@engskolen.example" not in told
    take(office, "Engskolen;Skole;5000;;\n")
    take(office, "Engskolen;Skole;5000\n", "Navn;Type af sted;Postnummer\n")
    assert sizes(world) == {"Engskolen": "large", "Klubben": ""}
    assert mails(world) == {"Engskolen": "kontor@engskolen.example", "Klubben": ""}
    take(office, "Engskolen;Skole;5000;150;post@engskolen.example\n")
    assert (sizes(world)["Engskolen"], mails(world)["Engskolen"]) == ("small", "post@engskolen.example")


def test_the_registers_own_heads_are_read(world, office):
    head = "INST_NR;INST_NAVN;INST_TYPE_NAVN;POSTNR;ELEVTAL;E_MAIL\n"
    take(office, "990001;Engskolen;Folkeskole;5000;350;post@engskolen.example\n", head)
    assert sizes(world) == {"Engskolen": "medium"}
    assert mails(world) == {"Engskolen": "post@engskolen.example"}


def test_what_is_no_number_and_no_address_is_told_by_row_and_nothing_is_taken_in(world, office):
    rows = "Engskolen;Skole;5000;mange;\nKlubben;Klub;5000;-4;\nSydskolen;Skole;5000;10;kontoret\n"
    here = bring(office, HEAD + rows).headers["Location"]
    page = office.get(here).content.decode()
    found = re.findall(r"Række (\d+)</p>\s*<div><p>(?:<b>([^<]+)</b>: )?([^<]+)</p>", page)
    assert [(row, column) for row, column, _why in found if column] == [
        ("2", "Antal elever"),
        ("3", "Antal elever"),
        ("4", "Mailadresse"),
    ]
    assert office.post(here, {"take": "yes"}).status_code == 422
    assert sizes(world) == {}
