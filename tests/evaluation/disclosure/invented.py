"""Invented people for tables: seeded, with sizes as uneven as municipalities are."""

from __future__ import annotations

import random

ROLES = ("foraeldre", "mentor", "rolle")
ENDS = ("bedret", "forvaerret", "mangler", "uaendret")


def people(seed: int, number: int, municipalities: int, regions: int = 3) -> list[dict[str, str]]:
    """`number` rows with the columns reg, mun, interv, out and half."""
    lots = random.Random(seed)
    places = [f"k{at:02}" for at in range(municipalities)]
    sizes = [1 / (at + 1) for at in range(municipalities)]
    rows = []
    for place in lots.choices(places, sizes, k=number):
        rows.append(
            {
                "reg": f"R{int(place[1:]) % regions}",
                "mun": place,
                "interv": lots.choices(ROLES, (2, 5, 3))[0],
                "out": lots.choices(ENDS, (4, 1, 2, 3))[0],
                "half": f"h{lots.randint(1, 4)}",
            }
        )
    return rows


def parents(rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    """Which region each municipality is in, as the independent reader wants it."""
    return {"geo": {row["mun"]: row["reg"] for row in rows}}
