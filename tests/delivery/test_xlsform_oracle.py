"""What is written can be read, by us and by pyxform, and both read the same."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.campaigns import xforms, xlsforms
from tests.campaigns.forms import forms
from tests.delivery.sheets import xlsx

from samspil.delivery.instruments.shape import Choices
from samspil.delivery.instruments.shipped import SHIPPED
from samspil.delivery.instruments.xlsform import expressions, making, reading, writing
from samspil.delivery.instruments.xlsform.form import Form, Question


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(forms())
def test_a_form_is_read_as_it_was_written_and_pyxform_reads_the_same(form: Form) -> None:
    data = writing.write(form)
    read = reading.read(data)

    assert read == form
    assert xforms.differences(read, xforms.told_by_pyxform(data, form.default_language)) == []


@pytest.mark.parametrize("key", sorted(SHIPPED))
def test_every_shipped_instrument_goes_out_and_comes_back_whole(key: tuple[str, int]) -> None:
    tool = SHIPPED[key]
    data = writing.write(making.form(tool))
    read = reading.read(data)

    assert making.instrument(read) == tool
    assert xforms.differences(read, xforms.told_by_pyxform(data, read.default_language)) == []
    assert len(xforms.told_by_pyxform(data).rows) == len(tool.items)


def _swapped(form: Form) -> Form:
    first, second, *rest = form.parts
    return dataclasses.replace(form, parts=(second, first, *rest))


def _changed(form: Form, **changes: object) -> Form:
    first, *rest = form.parts
    assert isinstance(first, Question)
    return dataclasses.replace(form, parts=(dataclasses.replace(first, **changes), *rest))


def _other_choice(form: Form) -> Form:
    first = form.parts[0]
    assert isinstance(first, Question)
    assert isinstance(first.kind, Choices)
    return _changed(form, kind=Choices(first.kind.options[::-1]))


@pytest.mark.parametrize(
    "spoil",
    [
        _swapped,
        _other_choice,
        lambda form: _changed(form, name="anders"),
        lambda form: _changed(form, required=True),
        lambda form: _changed(form, label={**form.parts[0].label, "Dansk (da)": "Noget andet"}),
        lambda form: _changed(
            form, label={key: text for key, text in form.parts[0].label.items() if "(so)" not in key}
        ),
        lambda form: dataclasses.replace(form, version="2"),
    ],
)
def test_the_comparison_sees_what_differs(spoil: object) -> None:
    """The control: a reading that is wrong in one thing is not called the same."""
    form = reading.read(writing.write(making.form(SHIPPED["pupil", 1])))
    told = xforms.told_by_pyxform(writing.write(form), form.default_language)
    assert xforms.differences(form, told) == []

    assert xforms.differences(spoil(form), told) != []  # type: ignore[operator]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("${a} = 'yes' or ${b} > 3", "${a} = 'yes' and ${b} > 3"),
        ("${b} >= 3", "${b} > 3"),
        ("not(${a} = 'yes')", "${a} = 'yes'"),
        ("selected(${a}, 'yes')", "selected(${a}, 'no')"),
        ("${b} != 5", "not(${b} = 5 or ${b} = '')"),
    ],
)
def test_the_comparison_sees_what_an_expression_says_otherwise(right: str, wrong: str) -> None:

    rows = [
        {"type": "select_one yn", "name": "a", "label": "A"},
        {"type": "integer", "name": "b", "label": "B"},
        {"type": "text", "name": "c", "label": "C", "relevant": right},
    ]
    choices = [{"list_name": "yn", "name": one, "label": one} for one in ("yes", "no")]
    data = xlsx(survey=rows, choices=choices, settings=[{"form_id": "x"}])
    form = reading.read(data)
    told = xforms.told_by_pyxform(data)
    assert xforms.differences(form, told, answers=60) == []

    last = form.parts[2]
    assert isinstance(last, Question)
    spoiled = dataclasses.replace(last, relevant=expressions.read(wrong))
    assert (
        xforms.differences(dataclasses.replace(form, parts=(*form.parts[:2], spoiled)), told, answers=60)
        != []
    )


GOOD = {"type": "integer", "name": "times", "label": "How many times?"}


def test_a_campaign_tells_equal_from_refused_and_writes_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "good.xlsx").write_bytes(xlsx(survey=[GOOD]))
    (folder / "bad.xlsx").write_bytes(xlsx(survey=[{**GOOD, "type": "geopoint"}]))
    (folder / "kept.py").write_text(
        'FORM = """\n| survey | | | |\n| | type | name | label |\n| | text | a | A |\n"""\n'
    )
    (folder / "none.xls").write_bytes(b"no workbook")
    monkeypatch.setattr(xlsforms, "RESULT", tmp_path / "docs" / "xlsform.json")

    assert xlsforms.main(str(folder), "here") == 0

    result = json.loads((tmp_path / "docs" / "xlsform.json").read_text())
    assert {key: result[key] for key in ("forms", "supported", "equal", "refused", "no_workbook")} == {
        "forms": 3, "supported": 2, "equal": 2, "refused": 1, "no_workbook": 1,
    }  # fmt: skip
    assert (result["refused_by_reason"], result["refused_by_rule"]) == ({"whereabouts": 1}, 1)
    assert (result["different"], result["forms_from"]) == ({}, "here")

    monkeypatch.setattr(xforms, "said_by_us", lambda form: [])
    assert xlsforms.main(str(folder), "here") == 1
    assert len(json.loads((tmp_path / "docs" / "xlsform.json").read_text())["different"]) == 2
    assert xlsforms.main(str(tmp_path / "nowhere"), "here") == 2
    assert capsys.readouterr().err == f"samspil: there is no form in {tmp_path / 'nowhere'}.\n"
