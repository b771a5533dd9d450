"""What was approved here, on the command line: listed, and named by a concept file once it may be asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.delivery import every_kind, ground, proposing

from samspil.delivery.instruments.shipped import SHIPPED
from samspil.interfaces.cli.main import main

WHERE = "progression.instruments[0]"
LINE = next(
    number
    for number, line in enumerate(ground.FILE.read_text().splitlines(), 1)
    if "slug: mentee, version: 1" in line
)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A copy of the real file, whose mentors' instrument is the one of two statements."""
    made = tmp_path / "concept.yaml"
    text = ground.FILE.read_text().replace("{slug: mentee, version: 1,", "{slug: days, version: 1,")
    made.write_text(text)
    return str(made)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code = main([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def wrong(capsys: pytest.CaptureFixture[str], file: str) -> list[tuple[int, str, str]]:
    """Line, path and message of everything wrong in a file; the load refuses it for the first of them."""
    code, answer = said(capsys, "programme", "check", file)
    found = [(one["line"], one["path"], one["message"]) for one in answer["errors"]]
    assert code == (1 if found else 0)
    if found:
        assert main(["programme", "load", file]) == 1
        assert f"{file}:{found[0][0]}: {found[0][1]}: {found[0][2]}" in capsys.readouterr().err
    return found


def test_a_concept_file_names_it_only_once_two_people_have_approved_it(
    here: Any, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from samspil.programme import queries

    name = "The instrument days version 1"
    assert wrong(capsys, file) == [(LINE, WHERE, "There is no instrument days version 1 in this Samspil.")]
    made = proposing.proposed(here)
    waits = f"{name} waits: two people approve it first, the evaluator among them."
    assert wrong(capsys, file) == [(LINE, WHERE, waits)]
    proposing.approve(here, made, "programme_office")
    assert wrong(capsys, file) == [(LINE, WHERE, waits)]
    assert queries.programmes() == ()

    proposing.approve(here, made, "evaluator")

    assert wrong(capsys, file) == []
    assert main(["programme", "load", file]) == 0
    (loaded,) = queries.programmes()
    assert loaded.concept.progression.instruments[0].slug == "days"


def test_the_hint_names_what_may_be_asked_and_a_withdrawn_one_is_not_among_it(
    here: Any, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from samspil.delivery.actions import instruments

    proposing.proposed(here)
    with here.as_("programme_office") as by:
        instruments.withdraw_instrument(by=by, at=here.at, on=ground.TODAY, slug="days", version=1)
    proposing.in_use(here, proposing.tool(version=2))
    (one,) = said(capsys, "programme", "check", file)[1]["errors"]
    assert one["message"] == "The instrument days version 1 was not approved."
    assert one["hint"] == "Use one of: days version 2, mentee version 1, parent version 1."


def test_one_with_every_kind_of_answer_is_named_like_any_other(
    here: Any, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    made = proposing.in_use(here, every_kind.tool(slug="days"))
    assert not made.has_only_scales
    assert wrong(capsys, file) == []


def test_a_later_version_of_one_for_visits_is_no_measurement_of_a_course_either(
    here: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proposing.in_use(here, proposing.tool("pupil", 2))
    made = tmp_path / "other.yaml"
    made.write_text(
        ground.FILE.read_text().replace("{slug: mentee, version: 1,", "{slug: pupil, version: 2,")
    )
    sentence = "The instrument pupil version 2 is no measurement of a course."
    assert wrong(capsys, str(made)) == [(LINE, WHERE, sentence)]


def test_the_list_shows_where_each_stands_and_who_approved(
    here: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    made = proposing.proposed(here)
    proposing.approve(here, made, "evaluator")
    proposing.in_use(here, proposing.tool("mentee", 2))

    code, answer = said(capsys, "instrument", "list")

    found = {(one["slug"], one["version"]): (one["standing"], one["approved_by"]) for one in answer}
    assert (code, len(found)) == (0, len(SHIPPED) + 2)
    assert found["days", 1] == ("proposed", ["evaluator"])
    assert found["mentee", 2] == ("in_use", ["programme_office", "evaluator"])
    assert found["mentee", 1] == ("shipped", [])
    assert [(one["slug"], one["version"]) for one in answer] == sorted(found)
    main(["instrument", "list"])
    line = next(one for one in capsys.readouterr().out.splitlines() if one.startswith("days "))
    assert line.endswith("unreviewed: ar, so, tr  proposed, approved by evaluator")


def test_show_takes_the_newest_that_may_be_asked_and_any_that_is_named(
    here: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    proposing.proposed(here, proposing.tool("mentee", 2))
    assert said(capsys, "instrument", "show", "mentee")[1]["version"] == 1
    assert len(said(capsys, "instrument", "show", "mentee", "--version", "2")[1]["items"]) == 2
    diff = said(capsys, "instrument", "diff", "mentee@1", "mentee@2")[1]
    assert {one["what"] for one in diff["changes"]} == {"added", "dropped"}
    assert main(["instrument", "show", "days"]) == 2


def test_health_tells_when_a_newer_samspil_ships_other_words_under_an_approved_number(
    here: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = proposing.in_use(here)
    monkeypatch.setitem(SHIPPED, ("days", 1), made)
    assert said(capsys, "health") == (0, {"status": "ok", "problems": []})
    monkeypatch.setitem(SHIPPED, ("days", 1), proposing.tool(statements={"a": ("En ting", "One thing")}))
    code, answer = said(capsys, "health")
    assert (code, answer["status"]) == (1, "fail")
    assert answer["problems"] == [
        "Instrument days version 1 was approved here and comes with this Samspil in other words."
    ]
