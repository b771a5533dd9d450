"""A concept as a JSON document and back, without loss: the form in which it is stored."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from samspil.programme.concept.model import Concept
from samspil.programme.concept.nodes import Tree, hints_of, key_of, without_none
from samspil.programme.concept.values import Amounts, Text

Kind = TypeVar("Kind")


def as_document(concept: Concept) -> Tree:
    """The concept as values that JSON can hold; dates are ISO texts, years are texts."""
    document = plain(concept)
    assert isinstance(document, dict)
    return document


def from_document(document: Tree) -> Concept:
    """The concept that `as_document` wrote; a `ValueError` names the place that is wrong."""
    return built(Concept, document)


def plain(value: object) -> object:
    """One value of the model as JSON would hold it."""
    if isinstance(value, Amounts):
        return {str(year): amount for year, amount in value.by_year}
    if isinstance(
        value, Text
    ):  # a language that is not there leaves no trace: old documents stay as they are
        return dict(value.by_language)
    if is_dataclass(value):
        return {
            key_of(field): plain(held)
            for field in fields(value)
            if (held := getattr(value, field.name)) != field.default or "later" not in field.metadata
        }
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def built(kind: type[Kind], tree: Any, path: str = "") -> Kind:
    """A model object from plain values; dates may be dates or ISO texts."""
    if not isinstance(tree, dict):
        raise ValueError(f"{path or 'the document'} is not a mapping")
    hints = hints_of(kind)
    values: Tree = {}
    known = {key_of(field): field for field in fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(set(tree) - set(known))
    if unknown:
        raise ValueError(f"{path}.{unknown[0]} is not known".lstrip("."))
    for key, field in known.items():
        here = f"{path}.{key}".lstrip(".")
        if key in tree:
            values[field.name] = _value(hints[field.name], tree[key], here)
        elif field.default is MISSING:
            raise ValueError(f"{here} is missing")
    return kind(**values)


def _value(kind: Any, value: Any, path: str) -> Any:
    kind, optional = without_none(kind)
    if value is None and optional:
        return None
    if kind is Amounts:
        return _amounts(value, path)
    if is_dataclass(kind) and isinstance(kind, type):
        return built(kind, value, path)
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise ValueError(f"{path} is not a list")
        item = get_args(kind)[0]
        return tuple(_value(item, each, f"{path}[{place}]") for place, each in enumerate(value))
    if kind is date:
        return value if isinstance(value, date) else _day(value, path)
    plain_kind = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    fits = value in get_args(plain_kind) if get_origin(plain_kind) is Literal else type(value) is plain_kind
    if not fits:
        raise ValueError(f"{path} cannot be {value!r}")
    return value


def _amounts(value: Any, path: str) -> Amounts:
    """Amounts by year, rising: a database may keep the keys in an order of its own."""
    if not isinstance(value, dict):
        raise ValueError(f"{path} cannot be {value!r}")
    for year, amount in value.items():
        if not str(year).isdecimal() or type(amount) is not int:
            raise ValueError(f"{path}.{year} cannot be {amount!r}")
    return Amounts(tuple(sorted((int(year), amount) for year, amount in value.items())))


def _day(value: object, path: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{path} is not a date") from None
