"""What a new version of an instrument changes, item by item. Nothing that was answered changes with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from samspil.delivery.instruments.shape import Choices, FreeText, Instrument, Kind, Number, Scale


class Alteration(StrEnum):
    """What became of an item. Where none is told, new answers can be laid beside the old ones."""

    ADDED = "added"
    DROPPED = "dropped"
    MOVED = "moved"
    REWORDED = "reworded"
    ANSWERED_OTHERWISE = "answered_otherwise"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changes. `language` and `part` say which text; empty before or after: there is none."""

    code: str
    what: Alteration
    language: str = ""
    part: str = ""
    before: str = ""
    after: str = ""


def changes(old: Instrument, new: Instrument) -> tuple[Change, ...]:
    """Every change from one version to another, in the order of the new one; what is dropped comes last."""
    before = {item.code: item for item in old.items}
    after = {item.code: item for item in new.items}
    kept = [code for code in before if code in after]
    order = [code for code in after if code in before]
    found: list[Change] = []
    for item in new.items:
        was = before.get(item.code)
        if was is None:
            found.append(Change(item.code, Alteration.ADDED, after=item.text.get("da", "")))
            continue
        if kept.index(item.code) != order.index(item.code):
            places = str(kept.index(item.code) + 1), str(order.index(item.code) + 1)
            found.append(Change(item.code, Alteration.MOVED, before=places[0], after=places[1]))
        for part in ("text", "hint", "short"):
            found += _reworded(item.code, part, getattr(was, part), getattr(item, part))
        found += _kinds(item.code, old.kind(was), new.kind(item))
    dropped = [item for item in old.items if item.code not in after]
    found += [Change(one.code, Alteration.DROPPED, before=one.text.get("da", "")) for one in dropped]
    return tuple(found)


def codes_in_common(old: Instrument, new: Instrument) -> frozenset[str]:
    """The items whose answers can be laid beside each other: asked in the same words, on the same scale.

    Another place in the order, another short name or hint, or one more language changes no question.
    """
    asked = {item.code for item in old.items} & {item.code for item in new.items}
    return frozenset(asked - {one.code for one in changes(old, new) if _is_another_question(one)})


def _is_another_question(change: Change) -> bool:
    if change.what == Alteration.REWORDED:
        return change.part not in ("short", "hint") and bool(change.before and change.after)
    return change.what == Alteration.ANSWERED_OTHERWISE


def _reworded(code: str, part: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for language in [*new, *(one for one in old if one not in new)]:
        before, after = old.get(language, ""), new.get(language, "")
        if before != after:
            yield Change(code, Alteration.REWORDED, language, part, before, after)


def _kinds(code: str, old: Kind, new: Kind) -> Iterator[Change]:
    if said(old) != said(new):
        yield Change(code, Alteration.ANSWERED_OTHERWISE, before=said(old), after=said(new))
        return
    if isinstance(old, Scale) and isinstance(new, Scale):
        yield from _reworded(code, str(new.low), old.low_words, new.low_words)
        yield from _reworded(code, str(new.high), old.high_words, new.high_words)
    if isinstance(old, Choices) and isinstance(new, Choices):
        for was, one in zip(old.options, new.options, strict=True):
            yield from _reworded(code, one.code, was.text, one.text)


def said(kind: Kind) -> str:
    """How an item is answered, in a few words and without its texts."""
    if isinstance(kind, Scale):
        return f"{kind.low} to {kind.high}"
    if isinstance(kind, Number):
        return "a whole number" if kind.whole else "a number"
    if isinstance(kind, FreeText):
        return f"own words, at most {kind.longest}"
    listed = (one.code if one.value is None else f"{one.code} = {one.value}" for one in kind.options)
    return "one of " + ", ".join(listed)
