"""A sample drawn anew by somebody who has the list, the statement's hash and the code, and no software."""

from __future__ import annotations

import hashlib
import json


def digest(contents: str) -> str:
    """The hash that is printed on the statement."""
    return hashlib.sha256(contents.encode("utf-8")).hexdigest()


def at_random(listed: str, digest: str, code: str, count: int) -> list[int]:
    """The vouchers with the lowest hashes, hexadecimal texts being in the order of their numbers."""
    known = [one["number"] for one in json.loads(listed)["entries"]]
    tickets = {hashlib.sha256(f"{code}|{digest}|{number}".encode()).hexdigest(): number for number in known}
    return [tickets[one] for one in sorted(tickets)][:count]


def by_amount(listed: str, digest: str, code: str, count: int) -> list[int]:
    """Every n-th øre of a long row in which each voucher stands as often as it has øre."""
    row: list[int] = []
    for one in sorted(json.loads(listed)["entries"], key=lambda one: one["number"]):
        kroner, oere = one["amount"].split(".")
        if not kroner.startswith("-"):
            row += [one["number"]] * (int(kroner) * 100 + int(oere))
    start = int(hashlib.sha256(f"{code}|{digest}".encode()).hexdigest(), 16) % len(row)
    return sorted({row[(start + place * len(row) // count) % len(row)] for place in range(count)})


def of_lines(listed: str) -> dict[tuple[str, int], int]:
    """What each line of the file comes to by its own list of vouchers, in øre."""
    sums: dict[tuple[str, int], int] = {}
    for one in json.loads(listed)["entries"]:
        oere = int(one["amount"].replace(".", ""))
        key = one["line"], one["year"]
        sums[key] = sums.get(key, 0) + oere
    return sums
