"""What differs between two versions of a concept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from samspil.programme.concept.document import as_document
from samspil.programme.concept.model import Concept

_NAMES = ("slug", "id", "role")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where, and the JSON value before and after; `None` where there is none."""

    path: str
    before: object
    after: object


def changes(old: Concept, new: Concept) -> tuple[Change, ...]:
    """Every difference, in the order of the file; empty exactly when the two are equal.

    Items of a list are followed by their slug, so a moved line is one change of order and not a
    change of all lines. A new or removed item is one change.
    """
    return differences(as_document(old), as_document(new))


def differences(old: dict[str, object], new: dict[str, object]) -> tuple[Change, ...]:
    """The same for two stored documents, or for the same part of two."""
    return tuple(_mappings(old, new, ""))


def _differences(before: object, after: object, path: str) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _mappings(before, after, path)
    elif isinstance(before, list) and isinstance(after, list):
        old, new = _by_name(before), _by_name(after)
        if old is None or new is None:
            yield from _values(before, after, path)
        else:
            yield from _lists(old, new, path)
    else:
        yield from _values(before, after, path)


def _values(before: object, after: object, path: str) -> Iterator[Change]:
    if before != after:
        yield Change(path, before, after)


def _mappings(before: dict[str, object], after: dict[str, object], path: str) -> Iterator[Change]:
    for key in [*before, *(key for key in after if key not in before)]:
        here = f"{path}.{key}".lstrip(".")
        yield from _differences(before.get(key), after.get(key), here)


def _lists(old: dict[str, object], new: dict[str, object], path: str) -> Iterator[Change]:
    for name in [*old, *(name for name in new if name not in old)]:
        yield from _differences(old.get(name), new.get(name), f"{path}[{name}]")
    stayed_before = [name for name in old if name in new]
    stayed_after = [name for name in new if name in old]
    yield from _values(stayed_before, stayed_after, path)


def _by_name(items: list[object]) -> dict[str, object] | None:
    """The items by slug, id or role; `None` when they are not named, or not uniquely."""
    named: dict[str, object] = {}
    for item in items:
        if not isinstance(item, dict):
            return None
        name = next((str(item[key]) for key in _NAMES if key in item), None)
        if name is None or name in named:
            return None
        named[name] = item
    return named
