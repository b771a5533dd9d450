"""An instrument as a JSON document and back, without loss: the form in which a proposed one is stored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from samspil.delivery.instruments.shape import (
    Choice,
    Choices,
    FreeText,
    Instrument,
    Item,
    Kind,
    Number,
    Scale,
)

Document = dict[str, Any]


def as_document(tool: Instrument) -> Document:
    """The instrument as values that JSON can hold."""
    return {
        "slug": tool.slug,
        "version": tool.version,
        "title": dict(tool.title),
        "source": tool.source,
        "licence": tool.licence,
        "reviewed": sorted(tool.reviewed),
        "scale": _kind(Scale(tool.low, tool.high, tool.low_words, tool.high_words)),
        "items": [_item(one) for one in tool.items],
    }


def from_document(document: Mapping[str, Any]) -> Instrument:
    """The instrument that `as_document` wrote. Raises ValueError for anything else."""
    try:
        scale = _as_kind(document["scale"])
        if not isinstance(scale, Scale):
            raise ValueError("scale")
        tool = Instrument(
            slug=document["slug"],
            version=document["version"],
            items=tuple(_as_item(one) for one in document["items"]),
            source=document["source"],
            licence=document["licence"],
            low=scale.low,
            high=scale.high,
            low_words=scale.low_words,
            high_words=scale.high_words,
            title=dict(document["title"]),
            reviewed=frozenset(document["reviewed"]),
        )
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError(f"no instrument: {problem!r}") from None
    if as_document(tool) != document:
        raise ValueError("there is more in it than an instrument")
    return tool


def digest(tool: Instrument) -> str:
    """sha256 of an instrument's stored form, in hexadecimal: the same words, the same digest."""
    written = json.dumps(as_document(tool), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _item(item: Item) -> Document:
    return {
        "code": item.code,
        "text": dict(item.text),
        "short": dict(item.short),
        "hint": dict(item.hint),
        "kind": None if item.kind is None else _kind(item.kind),
    }


def _as_item(document: Mapping[str, Any]) -> Item:
    kind = document["kind"]
    return Item(
        code=document["code"],
        text=dict(document["text"]),
        short=dict(document["short"]),
        kind=None if kind is None else _as_kind(kind),
        hint=dict(document["hint"]),
    )


def _kind(kind: Kind) -> Document:
    if isinstance(kind, Scale):
        ends = {"low_words": dict(kind.low_words), "high_words": dict(kind.high_words)}
        return {"kind": "scale", "low": kind.low, "high": kind.high, **ends}
    if isinstance(kind, Choices):
        options = [{"code": one.code, "text": dict(one.text), "value": one.value} for one in kind.options]
        return {"kind": "choices", "options": options}
    if isinstance(kind, Number):
        return {"kind": "number", "whole": kind.whole}
    return {"kind": "free_text", "longest": kind.longest}


def _as_kind(document: Mapping[str, Any]) -> Kind:
    which = document["kind"]
    if which == "scale":
        ends = dict(document["low_words"]), dict(document["high_words"])
        return Scale(document["low"], document["high"], *ends)
    if which == "choices":
        options = document["options"]
        return Choices(tuple(Choice(one["code"], dict(one["text"]), one["value"]) for one in options))
    if which == "number":
        return Number(document["whole"])
    if which == "free_text":
        return FreeText(document["longest"])
    raise ValueError(f"no kind of answer: {which!r}")
