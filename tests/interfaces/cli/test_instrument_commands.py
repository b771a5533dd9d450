"""`samspil instrument`: what is shipped, what is wrong with a form, what goes out, what a version changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.delivery import ground
from tests.delivery.sheets import xlsx

from samspil.delivery.instruments.shipped import SHIPPED
from samspil.delivery.instruments.xlsform import making, reading
from samspil.interfaces.cli.main import main

pytestmark = pytest.mark.usefixtures("no_database")
BAD = {"type": "calculate", "name": "total_score", "label": "Sum", "calculation": "${a} + ${b}"}


@pytest.fixture
def bad(tmp_path: Path) -> str:
    file = tmp_path / "bad.xlsx"
    file.write_bytes(xlsx(survey=[BAD]))
    return str(file)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    """The exit code and what the command answers as JSON."""
    code = main(["instrument", *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_list_names_every_version_and_which_languages_nobody_reviewed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, answer = said(capsys, "list")
    assert code == 0
    assert [(one["slug"], one["version"]) for one in answer] == sorted(SHIPPED)
    assert {tuple(one["unreviewed"]) for one in answer} == {("ar", "so", "tr")}

    assert main(["instrument", "list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(SHIPPED)


def test_show_says_every_item_in_a_language(capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = said(capsys, "show", "mentee", "--language", "en")
    assert (code, answer["version"], answer["reviewed"], len(answer["items"])) == (0, 1, True, 10)
    assert answer["items"][0] == {"code": "talk", "text": "I have someone I can talk to", "answer": "0 to 10"}
    assert said(capsys, "show", "mentee", "--language", "so")[1]["reviewed"] is False


@pytest.mark.parametrize("slug", ["mentee", "pupil"])
def test_what_is_exported_passes_the_check_and_is_the_same_instrument(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], slug: str
) -> None:
    file = tmp_path / "out.xlsx"

    code, answer = said(capsys, "export", slug, "--version", "1", "--to", str(file))

    assert (code, answer["file"], answer["bytes"]) == (0, str(file), file.stat().st_size)
    assert making.instrument(reading.read(file.read_bytes())) == SHIPPED[slug, 1]
    assert said(capsys, "check", str(file))[1] == {
        "ok": True, "problems": [], "lacks": [], "questions": len(SHIPPED[slug, 1].items),
    }  # fmt: skip
    assert said(capsys, "diff", f"{slug}@1", str(file))[1]["changes"] == []


def test_export_writes_over_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "out.xlsx"
    file.write_text("mine")
    assert main(["instrument", "export", "mentee", "--to", str(file)]) == 2
    assert file.read_text() == "mine"
    assert main(["instrument", "export", "mentee", "--to", str(tmp_path / "out.txt")]) == 2
    assert main(["instrument", "export", "mentee", "--to", str(tmp_path / "no" / "out.xlsx")]) == 2
    assert capsys.readouterr().err.count("samspil: ") == 3


def test_check_prints_rows_and_reasons_and_ends_with_1(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = said(capsys, "check", bad)
    assert (code, answer["ok"]) == (1, False)
    assert [
        (one["sheet"], one["row"], one["column"], one["reason"], one["rule"]) for one in answer["problems"]
    ] == [
        ("survey", 2, "calculation", "score", True),
        ("survey", 2, "type", "score", True),
        ("survey", 2, "name", "score", True),
    ]

    assert main(["instrument", "check", bad]) == 1
    assert capsys.readouterr().out.splitlines()[1] == (
        f"{bad}: survey, row 2, type: Nothing is calculated from answers: no sum, no score, no cut-off."
        " Take the row out."
    )


def test_check_says_what_is_lacking_and_that_required_presses_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "half.xlsx"
    file.write_bytes(xlsx(survey=[{"type": "text", "name": "a", "label": "A", "required": "yes"}]))

    assert main(["instrument", "check", str(file)]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{file}: 1 questions; nothing in it is refused."
    assert "  about: there is no source. Add a row with what=source and value." in [
        one.replace("still to mend: ", "") for one in lines
    ]
    assert lines[-1] == "  «required» is kept, and presses nobody: every question can be skipped."


def test_diff_tells_each_change_and_refuses_a_form_that_is_no_instrument(
    bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = said(capsys, "diff", "teacher@1", "role_model@1")
    assert (code, answer["rounds_open"]) == (0, None)
    assert [one["code"] for one in answer["changes"] if one["what"] == "dropped"] == [
        "agreed", "suited", "took_part", "use",
    ]  # fmt: skip
    assert main(["instrument", "diff", "mentee@1", bad]) == 1
    half = tmp_path / "half.xlsx"
    half.write_bytes(xlsx(survey=[{"type": "text", "name": "a", "label": "A"}]))
    assert main(["instrument", "diff", "mentee@1", str(half)]) == 1
    assert f"{half} is no whole instrument yet: settings: form_id" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "nobody"), ("show", "mentee", "--version", "9"), ("show", "mentee", "--language", "xx"),
        ("diff", "mentee@1", "mentee@9"), ("diff", "mentee@1", "gone.xlsx"), ("check", "gone.xlsx"),
        ("diff", "mentee@1"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_wrong_use(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["instrument", *arguments]) == 2
    assert capsys.readouterr().err.startswith("samspil: ")


def test_diff_counts_the_open_rounds_of_every_municipality(
    here: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    world = here
    assert said(capsys, "diff", "mentee@1", "mentee@1", "--rounds")[1]["rounds_open"] == {}
    concept_id = ground.load(world)
    for slug in ("aaby", "aaby", "baekby"):
        ground.course(world, slug, concept_id)

    assert said(capsys, "diff", "mentee@1", "mentee@1", "--rounds")[1]["rounds_open"] == {"1": 3}
    assert main(["instrument", "diff", "mentee@1", "mentee@1", "--rounds"]) == 0
    assert "  3 open rounds were opened with version 1 and keep it\n" in capsys.readouterr().out
