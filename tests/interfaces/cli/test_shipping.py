"""A concept that names an instrument this Samspil does not have: told by the check, refused by the load."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from samspil.interfaces.cli import loading
from samspil.interfaces.cli.exits import Failed
from samspil.interfaces.cli.main import main
from samspil.programme.concept.reading import read_bytes

PROGRAMMES = Path(__file__).resolve().parents[3] / "programmes"
pytestmark = pytest.mark.usefixtures("no_database")
REAL = PROGRAMMES / "forebyggelseskonceptet-2013-2015.yaml"
LINE = next(
    number
    for number, line in enumerate(REAL.read_text().splitlines(), 1)
    if "slug: parent, version: 1" in line
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The real file, with a parents' instrument that nobody has made."""
    made = tmp_path / "concept.yaml"
    made.write_text(REAL.read_text().replace("{slug: parent, version: 1,", "{slug: parent, version: 7,"))
    return made


def test_the_check_tells_the_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["programme", "check", str(file), "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert (code, answer["ok"]) == (1, False)
    assert answer["errors"] == [
        {
            "line": LINE,
            "path": "progression.instruments[1]",
            "message": "There is no instrument parent version 7 in this Samspil.",
            "hint": "Use one of: mentee version 1, parent version 1.",
        }
    ]


@pytest.mark.parametrize("dry_run", [True, False])
def test_the_load_refuses_it_and_leaves_nothing(world: Any, file: Path, dry_run: bool) -> None:
    from samspil.programme import queries

    with pytest.raises(Failed) as failed:
        loading.load(read_bytes(file.read_bytes()), dry_run=dry_run)

    assert "parent version 7" in failed.value.sentence
    assert queries.programmes() == ()


def test_the_load_command_names_the_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["programme", "load", str(file)]) == 1
    assert f"concept.yaml:{LINE}: progression.instruments[1]" in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(one.name for one in PROGRAMMES.glob("*.yaml")))
def test_the_files_that_come_along_pass(name: str) -> None:
    assert main(["programme", "check", str(PROGRAMMES / name)]) == 0


def test_a_form_for_after_a_visit_is_no_measurement_of_a_course(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(file.read_text().replace("{slug: parent, version: 7,", "{slug: pupil, version: 1,"))

    assert main(["programme", "check", str(file), "--json"]) == 1
    assert [one["message"] for one in json.loads(capsys.readouterr().out)["errors"]] == [
        "The instrument pupil version 1 is no measurement of a course."
    ]


DAYS = "due_days: 3, grace_days: 4, late_days: 0"
FORMS = f"""
forms:
  - {{source: assumption, after: visit, asked: teacher, instrument: teacher, version: 1, {DAYS}}}
  - {{source: assumption, after: training, asked: participant, instrument: %s, version: %d, {DAYS}}}
"""


@pytest.mark.parametrize(
    ("slug", "version", "message"),
    [
        ("training", 1, None),
        ("training", 7, "There is no instrument training version 7 in this Samspil."),
        (
            "pupil",
            1,
            "The instrument pupil version 1 asks for own words, which nobody reads after a course.",
        ),
    ],
)
def test_a_forms_instrument_comes_along_and_fits_who_is_asked(
    file: Path, capsys: pytest.CaptureFixture[str], slug: str, version: int, message: str | None
) -> None:
    file.write_text(REAL.read_text() + FORMS % (slug, version))

    code = main(["programme", "check", str(file), "--json"])

    told = json.loads(capsys.readouterr().out)["errors"]
    wrong = f"asked: participant, instrument: {slug}, version: {version}"
    line = next(n for n, one in enumerate(file.read_text().splitlines(), 1) if wrong in one)
    assert (code, [(one["line"], one["path"], one["message"]) for one in told]) == (
        (1, [(line, "forms[1]", message)]) if message else (0, [])
    )
    assert not message or told[0]["hint"] == (
        "Use one of: pupil version 1, role_model version 1, teacher version 1, training version 1."
    )


def test_a_groups_or_a_courses_form_asks_for_no_number() -> None:
    from dataclasses import replace

    from samspil.delivery.instruments.shape import Item, Number
    from samspil.delivery.instruments.shipped import SHIPPED
    from samspil.delivery.rules.instruments import may_be_proposed
    from samspil.interfaces.cli.shipping import problems
    from samspil.interfaces.cli.signing import IN_USE, Version
    from samspil.programme.concept.reading import read

    forms = (
        ("visit", "pupils", "pupil"),
        ("training", "participant", "training"),
        ("visit", "teacher", "teacher"),
    )
    row = "  - {source: assumption, after: %s, asked: %s, instrument: %s, version: 2, " + DAYS + "}\n"
    text = REAL.read_text() + "\nforms:\n" + "".join(row % one for one in forms)
    texts = SHIPPED["teacher", 1].items[0].text
    item = Item("times", texts, texts, Number())
    tools = [
        replace(SHIPPED[slug, 1], version=2, items=(SHIPPED[slug, 1].items[0], item))
        for _after, _asked, slug in forms
    ]

    told = [one.message for one in problems(read(text), text, [Version(one, IN_USE) for one in tools])]

    assert told == [
        f"The instrument {slug} version 2 asks for a number, and answers of a group or a course are only"
        " counted."
        for slug in ("pupil", "training")
    ]
    assert [may_be_proposed(one) is None for one in tools] == [False, False, True]
    assert all(may_be_proposed(replace(one, items=one.items[:1])) is None for one in tools)
