"""Numbers laid out for the pictures that stand beside their tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from samspil.delivery.instruments.comparing import codes_in_common
from samspil.delivery.instruments.shape import Instrument, Item, words
from samspil.delivery.queries.measurements import Answered, Tally, instrument_of
from samspil.delivery.terms.courses import BOARD_ORDER, MEASUREMENT_STATES
from samspil.interfaces.web.shared.words import day_and_year, hours


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
    """The person's own answers of one round and the impression beside them, statement by statement.

    `labels` name the two series. Named besides: the statements on which they stand furthest apart, where
    they do not agree on all. Nothing is summed.
    """
    seen = own.seen or {}
    rows: list[dict[str, Any]] = [
        {
            "label": words(item.short, language),
            "text": words(item.text, language),
            "own": own.values.get(item.code),
            "seen": seen.get(item.code),
            "own_x": _x(tool, own.values.get(item.code)),
            "seen_x": _x(tool, seen.get(item.code)),
        }
        for item in tool.items
    ]
    gaps = {
        row["label"]: abs(row["own"] - row["seen"])
        for row in rows
        if row["own"] is not None and row["seen"] is not None
    }
    widest = max(gaps.values(), default=0)
    return {
        "name": own.key,
        "title": title,
        "rows": rows,
        "apart": [label for label, gap in gaps.items() if widest and gap == widest],
        "own_label": labels[0],
        "seen_label": labels[1],
        "low": tool.low,
        "high": tool.high,
        "low_words": words(tool.low_words, language),
        "high_words": words(tool.high_words, language),
    }


def _x(tool: Instrument, value: int | None) -> float | None:
    """Where a number lies on a line of 100, with room for its mark at both ends."""
    return None if value is None else round(3 + 94 * (value - tool.low) / (tool.high - tool.low), 1)


@dataclass(slots=True)
class _Line:
    """One statement over time, as long as it is the same one: which rounds asked it, and what was said."""

    item: Item
    tool: Instrument
    values: dict[int, int | None] = field(default_factory=dict)


def profile(given: Sequence[tuple[str, Answered]], language: str) -> dict[str, Any] | None:
    """Each statement by itself, first and latest answer beside each other. Nothing is summed.

    `given` is (round's title, answers), oldest first; each round is read with its own version of the
    instrument. A statement that two versions have in common is one line over time. What another version
    asks otherwise, or no more, stands by itself, and a sentence says on which day the questions changed.
    """
    if not given:
        return None
    lines, changed = _lines(given)
    newest = len(given) - 1
    tool = instrument_of(given[-1][1])
    now = sorted((one for one in lines if newest in one.values), key=lambda one: tool.items.index(one.item))
    past = [one for one in lines if newest not in one.values]
    return {
        "rows": [_row(one, language) for one in now],
        "past": [_row(one, language) for one in past],
        "table": [
            {
                "label": words(one.item.text, language),
                "cells": [
                    {"value": one.values.get(place), "is_asked": place in one.values}
                    for place in range(len(given))
                ],
            }
            for one in (*now, *past)
        ],
        "rounds": [title for title, _answers in given],
        "low": tool.low,
        "high": tool.high,
        "changed": [_changed(*given[place]) for place in changed],
        "low_words": words(tool.low_words, language),
        "high_words": words(tool.high_words, language),
    }


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
        "first_x": _x(line.tool, first),
        "now_x": _x(line.tool, last),
    }


def _changed(title: str, answers: Answered) -> dict[str, str]:
    """The first round that was asked in another way, and its day."""
    return {"round": title, "day": day_and_year(answers.answered_on) if answers.answered_on else ""}
