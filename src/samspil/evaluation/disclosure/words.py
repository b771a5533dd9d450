"""Numbers in sentences."""

from __future__ import annotations


def many(count: int, one: str, several: str) -> str:
    """A number with what it counts: 1 cell, 2 cells."""
    return f"{count} {one if count == 1 else several}"
