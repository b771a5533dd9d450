"""Numbers laid out for the pictures that stand beside their tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from samspil.delivery.instruments.comparing import codes_in_common
from samspil.delivery.instruments.shape import FreeText, Given, Instrument, Item, Kind, Scale, words
from samspil.delivery.queries.measurements import Answered, Tally, instrument_of
from samspil.delivery.terms.courses import BOARD_ORDER, MEASUREMENT_STATES
from samspil.interfaces.web.shared.answer_fields import said
from samspil.interfaces.web.shared.words import day_and_year, hours

_Row = TypeVar("_Row")


def tally_view(tally: Tally) -> dict[str, Any]:
    """A tally's numbers and the segments of its bar, in the board's order."""
    counts = {state.value: getattr(tally, state.value) for state in BOARD_ORDER}
    return {"owed": tally.owed, **counts, "made": tally.done + tally.late, "segments": segments(counts)}


def segments(counts: dict[str, int]) -> list[dict[str, Any]]:
    """One segment per state: code, label, count, and where it lies on a bar of 100."""
    whole = sum(counts.values())
    parts, at = [], 0.0
    for state in BOARD_ORDER:
        count = counts[state.value]
        width = round(100 * count / whole, 3) if whole else 0.0
        parts.append(
            {
                "code": state.value,
                "label": MEASUREMENT_STATES[state].title,
                "count": count,
                "x": round(at, 3),
                "width": width,
            }
        )
        at += width
    return parts


def hours_bar(held: int, agreed: int) -> list[dict[str, Any]]:
    """Minutes held on a bar that is as long as what was agreed, or as what was held where that is more."""
    whole = max(held, agreed)
    width = round(100 * held / whole, 3) if whole else 0.0
    told = _("of %(agreed)s hours held") % {"agreed": hours(agreed)}
    return [{"code": "done", "label": told, "count": hours(held), "x": 0.0, "width": width}]


def compared(
    tool: Instrument, title: str, own: Answered, language: str, *, labels: tuple[str, str]
) -> dict[str, Any]:
    """The person's own answers of one round and the impression beside them, question by question.

    `labels` name the two series. On each scale are named the statements on which they stand furthest apart,
    where they do not agree on all; what is answered in words stands beside each other, and nothing is said
    of it. Nothing is summed.
    """
    seen = own.seen or {}
    rows = [
        _both(tool, item, own.values.get(item.code), seen.get(item.code), language) for item in tool.items
    ]
    by_scale = _by_scale(rows, lambda row: row["kind"], language)
    axes = [
        _axis(scale, language) | {"rows": same, "apart": _apart(same), "is_numbered": len(by_scale) > 1}
        for scale, same in by_scale
    ]
    return {
        "name": own.key,
        "title": title,
        "axes": axes,
        "rows": rows,
        "own_label": labels[0],
        "seen_label": labels[1],
        **_caption(axes, is_all=tool.has_only_scales),
    }


def _both(
    tool: Instrument, item: Item, own: Given | None, seen: Given | None, language: str
) -> dict[str, Any]:
    """One question with both answers, as they are said and where they lie on its scale."""
    kind = tool.kind(item)
    return {
        "kind": kind,
        "label": words(item.short, language),
        "text": words(item.text, language),
        "own": own,
        "seen": seen,
        "own_said": said(kind, own, language),
        "seen_said": said(kind, seen, language),
        "own_x": _x(kind, own),
        "seen_x": _x(kind, seen),
        "is_text": isinstance(kind, FreeText),
    }


def _apart(rows: list[dict[str, Any]]) -> list[str]:
    """The statements of one scale on which two series stand furthest apart."""
    gaps = {
        row["label"]: abs(row["own"] - row["seen"])
        for row in rows
        if row["own"] is not None and row["seen"] is not None
    }
    widest = max(gaps.values(), default=0)
    return [label for label, gap in gaps.items() if widest and gap == widest]


def _x(kind: Kind, value: Given | None) -> float | None:
    """Where a number lies on its scale's line of 100, with room for its mark at both ends."""
    if not isinstance(kind, Scale) or not isinstance(value, int):
        return None
    return round(3 + 94 * (value - kind.low) / (kind.high - kind.low), 1)


def _by_scale(
    rows: Sequence[_Row], kind_of: Callable[[_Row], Kind], language: str
) -> list[tuple[Scale, list[_Row]]]:
    """What is answered on a scale, by scale: the same ends and the same words share an axis."""
    found: dict[tuple[Any, ...], tuple[Scale, list[_Row]]] = {}
    for row in rows:
        kind = kind_of(row)
        if isinstance(kind, Scale):
            axis = _axis(kind, language)
            found.setdefault(tuple(axis.values()), (kind, []))[1].append(row)
    return list(found.values())


def _axis(scale: Scale, language: str) -> dict[str, Any]:
    return {
        "low": scale.low,
        "high": scale.high,
        "low_words": words(scale.low_words, language),
        "high_words": words(scale.high_words, language),
    }


def _caption(axes: Sequence[dict[str, Any]], *, is_all: bool) -> dict[str, Any]:
    """What a table is called: numbers from one to another where all are on one scale, else answers."""
    one = axes[0] if len(axes) == 1 and is_all else None
    return {"in_words": one is None, "low": one and one["low"], "high": one and one["high"]}


@dataclass(slots=True)
class _Line:
    """One question over time, as long as it is the same one: which rounds asked it, and what was said."""

    item: Item
    tool: Instrument
    values: dict[int, Given | None] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        return self.tool.kind(self.item)


def profile(given: Sequence[tuple[str, Answered]], language: str) -> dict[str, Any] | None:
    """Each question by itself, first and latest answer beside each other. Nothing is summed.

    `given` is (round's title, answers), oldest first; each round is read with its own version of the
    instrument. Statements on the same scale share a picture; all else stands in the table, in words. A
    question that two versions have in common is one line over time. What another version asks otherwise, or
    no more, stands by itself, and a sentence says on which day the questions changed.
    """
    if not given:
        return None
    lines, changed = _lines(given)
    newest = len(given) - 1
    tool = instrument_of(given[-1][1])
    now = sorted((one for one in lines if newest in one.values), key=lambda one: tool.items.index(one.item))
    past = [one for one in lines if newest not in one.values]
    axes = _axes(now, language)
    is_all = all(isinstance(one.kind, Scale) for one in lines)
    return {
        "axes": axes,
        "past": _axes(past, language),
        "table": [
            {
                "label": words(one.item.text, language),
                "is_text": isinstance(one.kind, FreeText),
                "cells": [
                    {"said": said(one.kind, one.values.get(place), language), "is_asked": place in one.values}
                    for place in range(len(given))
                ],
            }
            for one in (*now, *past)
        ],
        "rounds": [title for title, _answers in given],
        "changed": [_changed(*given[place]) for place in changed],
        **_caption(_axes(lines, language), is_all=is_all),
    }


def _axes(lines: Sequence[_Line], language: str) -> list[dict[str, Any]]:
    """The pictures of some lines: one for each scale, with what its ends mean."""
    by_scale = _by_scale(lines, lambda one: one.kind, language)
    return [
        _axis(scale, language)
        | {"rows": [_row(one, language) for one in same], "is_numbered": len(by_scale) > 1}
        for scale, same in by_scale
    ]


def _lines(given: Sequence[tuple[str, Answered]]) -> tuple[list[_Line], list[int]]:
    """Every line of the series, and the places at which another version of the instrument begins."""
    lines: list[_Line] = []
    held: dict[str, _Line] = {}
    changed: list[int] = []
    for place, (_title, answers) in enumerate(given):
        tool = instrument_of(answers)
        before = instrument_of(given[place - 1][1]) if place else tool
        if before != tool:
            changed.append(place)
            same = codes_in_common(before, tool)
            held = {code: line for code, line in held.items() if code in same}
        for item in tool.items:
            if item.code not in held:
                held[item.code] = _Line(item, tool)
                lines.append(held[item.code])
            line = held[item.code]
            line.item, line.tool, line.values[place] = item, tool, answers.values.get(item.code)
    return lines, changed


def _row(line: _Line, language: str) -> dict[str, Any]:
    """A line's first and last answer; the first one only where it was asked more than once."""
    asked = sorted(line.values)
    first = line.values[asked[0]] if len(asked) > 1 else None
    last = line.values[asked[-1]]
    return {
        "label": words(line.item.short, language),
        "first": first,
        "now": last,
        "first_x": _x(line.kind, first),
        "now_x": _x(line.kind, last),
    }


def _changed(title: str, answers: Answered) -> dict[str, str]:
    """The first round that was asked in another way, and its day."""
    return {"round": title, "day": day_and_year(answers.answered_on) if answers.answered_on else ""}
