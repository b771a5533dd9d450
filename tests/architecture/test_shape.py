"""The shape of the house: short files, empty rooms' doors, keys that point downwards, no forbidden column."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

SOURCE = Path(__file__).parents[2] / "src" / "samspil"
ROOMS = ("kernel", "trust", "people", "programme", "delivery", "economy", "governance", "evaluation")
ORDER = {room: place for place, room in enumerate(ROOMS)}
FORBIDDEN = {
    "risk",
    "score",
    "religion",
    "belief",
    "ethnicity",
    "ethnic",
    "origin",
    "ideology",
    "cpr",
    "address",
    "street",
    "nationality",
    "citizenship",
    "suspicion",
    "danger",
    "threat",
    "police",
    "crime",
}
LONGEST_FILE, LONGEST_FUNCTION = 400, 60


def too_long(root: Path) -> Iterator[str]:
    """Files and functions that are longer than agreed; migrations are made, not written."""
    for file in sorted(root.rglob("*.py")):
        if "migrations" in file.parts:
            continue
        text = file.read_text()
        if len(text.splitlines()) > LONGEST_FILE:
            yield f"{file.relative_to(root)}: {len(text.splitlines())} lines"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    yield f"{file.relative_to(root)}: {node.name} has {lines} lines"


def twice(root: Path) -> Iterator[str]:
    """Names a module gives twice at its top, and keys a mapping holds twice: the last would win unseen."""
    for file in sorted(root.rglob("*.py")):
        tree, name = ast.parse(file.read_text()), file.relative_to(root)
        given = [target for node in tree.body for target in _given(node)]
        yield from (f"{name}: {one}" for one in sorted(set(given)) if given.count(one) > 1)
        for node in ast.walk(tree):
            if isinstance(node, ast.Dict):
                keys = [ast.unparse(key) for key in node.keys if key is not None]
                yield from (f"{name}: key {one}" for one in sorted(set(keys)) if keys.count(one) > 1)


def _given(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Assign):
        yield from (one.id for one in node.targets if isinstance(one, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id
    elif isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
        yield node.name


def room_of(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def upward(found: list[type[models.Model]]) -> list[str]:
    """Keys of a room's tables that point to a room above it."""
    return sorted(
        f"{model._meta.label}.{field.name} points up to {field.related_model._meta.label}"
        for model in found
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model.__module__.startswith("samspil.")
        and ORDER[room_of(field.related_model)] > ORDER[room_of(model)]
    )


def implicit(found: list[type[models.Model]]) -> list[str]:
    """Tables between tables that nobody wrote."""
    return sorted(model._meta.label for model in found if model._meta.auto_created)


def forbidden(found: list[type[models.Model]]) -> list[str]:
    """Columns that this programme must not have."""
    return sorted(
        f"{model._meta.label}.{field.name}"
        for model in found
        for field in model._meta.concrete_fields
        if FORBIDDEN & set(field.name.lower().split("_"))
    )


def ours() -> list[type[models.Model]]:
    """Every model of ours, tables between tables included."""
    return [
        one for one in apps.get_models(include_auto_created=True) if one.__module__.startswith("samspil.")
    ]


def test_no_file_and_no_function_is_longer_than_agreed():
    assert list(too_long(SOURCE)) == []


def test_a_long_file_and_a_long_function_are_named(tmp_path):
    (tmp_path / "long.py").write_text("x = 1\n" * 401)
    (tmp_path / "deep.py").write_text("def f():\n" + "    x = 1\n" * 60)
    (tmp_path / "fine.py").write_text("x = 1\n" * 339 + "def g():\n" + "    x = 1\n" * 59)
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "0001.py").write_text("x = 1\n" * 900)

    assert list(too_long(tmp_path)) == ["deep.py: f has 61 lines", "long.py: 401 lines"]


def test_no_module_gives_a_name_twice_and_no_mapping_holds_a_key_twice():
    assert list(twice(SOURCE)) == []
    assert list(twice(SOURCE.parents[1] / "tests")) == []


def test_a_name_given_twice_and_a_key_written_twice_are_named(tmp_path):
    (tmp_path / "a.py").write_text("X = 1\nX: int = 2\nY = {R.a: 1, R.b: 2, R.a: 3, **Z}\n")
    (tmp_path / "b.py").write_text("def f(): pass\ndef f(): pass\nif Y:\n    g = 1\nelse:\n    g = 2\n")

    assert list(twice(tmp_path)) == ["a.py: X", "a.py: key R.a", "b.py: f"]


def test_the_rooms_are_entered_by_their_files_and_not_by_the_folder():
    # A package that is used outside Samspil as well is entered as one, whatever files it is made of.
    assert [
        str(one.relative_to(SOURCE)) for one in SOURCE.rglob("__init__.py") if one.read_text().strip()
    ] == ["evaluation/disclosure/__init__.py"]


def test_no_key_points_up_and_every_table_between_tables_is_written():
    assert len(ours()) == 175
    assert upward(ours()) == []
    assert implicit(ours()) == []


@isolate_apps("samspil.trust", "samspil.people", "samspil.delivery", attr_name="kept")
def test_a_key_that_points_up_and_a_table_nobody_wrote_are_named():
    from samspil.delivery.models.courses import Course

    low = type(
        "Low",
        (models.Model,),
        {
            "__module__": "samspil.trust.models",
            "Meta": type("Meta", (), {"app_label": "trust"}),
            "course": models.ForeignKey(Course, on_delete=models.PROTECT),
        },
    )
    many = type(
        "Many",
        (models.Model,),
        {
            "__module__": "samspil.delivery.models",
            "Meta": type("Meta", (), {"app_label": "delivery"}),
            "lows": models.ManyToManyField(low),
        },
    )

    assert upward([low, many]) == ["trust.Low.course points up to delivery.Course"]
    assert implicit([low, many, many.lows.through]) == ["delivery.Many_lows"]


def test_no_table_has_a_column_it_must_not_have():
    assert forbidden(ours()) == []


@pytest.mark.parametrize("name", sorted(FORBIDDEN))
def test_a_forbidden_column_is_named(name):
    with isolate_apps("samspil.trust"):
        bad = type(
            "Bad",
            (models.Model,),
            {
                "__module__": "samspil.trust.models",
                "Meta": type("Meta", (), {"app_label": "trust"}),
                f"{name}_level": models.CharField(max_length=1),
            },
        )

    assert forbidden([bad]) == [f"trust.Bad.{name}_level"]
