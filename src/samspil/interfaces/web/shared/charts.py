"""Numbers laid out for the pictures that stand beside their tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from samspil.delivery.instruments.shape import Instrument, words
from samspil.delivery.queries.measurements import Answered, Tally
from samspil.delivery.terms.courses import BOARD_ORDER, MEASUREMENT_STATES
from samspil.interfaces.web.shared.words import hours


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


def profile(tool: Instrument, given: Sequence[tuple[str, Answered]], language: str) -> dict[str, Any] | None:
    """Each statement by itself, first and latest answer beside each other. Nothing is summed.

    `given` is (round's title, answers), oldest first.
    """
    if not given:
        return None
    rows, table = [], []
    for item in tool.items:
        values = [answers.values.get(item.code) for _title, answers in given]
        rows.append(
            {
                "label": words(item.short, language),
                "first": values[0],
                "now": values[-1],
                "first_x": _x(tool, values[0]),
                "now_x": _x(tool, values[-1]),
            }
        )
        table.append({"label": words(item.text, language), "values": values})
    return {
        "rows": rows,
        "table": table,
        "rounds": [title for title, _answers in given],
        "low": tool.low,
        "high": tool.high,
        "low_words": words(tool.low_words, language),
        "high_words": words(tool.high_words, language),
    }
