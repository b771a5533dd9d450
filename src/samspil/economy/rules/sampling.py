"""Drawing a sample by a code: the same statement and the same code always give the same vouchers.

Nothing else goes in: no clock, no order of rows, no chance. Each ticket is SHA-256 of the code, the digest of
the signed statement and, for a simple random sample, the voucher's number, read as one large whole number. So
whoever holds the file and the code can draw the same sample without this software.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from samspil.economy.terms.statements import MOST_CODE, MOST_DRAWN, SampleKind
from samspil.kernel.errors import Refusal

Item = tuple[int, int]
"""A voucher's number and its amount in øre."""


def must_be_a_code(code: str, count: int, kind: str) -> Refusal | None:
    """A code of the auditor's own, how many, and which way."""
    if not code or len(code) > MOST_CODE:
        return Refusal(_("Write a code of your own choice, at most forty characters."), "code")
    if not 1 <= count <= MOST_DRAWN:
        return Refusal(_("Draw between 1 and 500 vouchers."), "count")
    if kind not in list(SampleKind):
        return Refusal(_("Choose how the sample is drawn."), "kind")
    return None


def normal(code: str) -> str:
    """The code as it is used: without spaces around it, composed characters as one."""
    return unicodedata.normalize("NFC", code.strip())


def ticket(*parts: str) -> int:
    """One large number from some texts, the same everywhere and always."""
    return int.from_bytes(hashlib.sha256("|".join(parts).encode()).digest(), "big")


def drawn(kind: str, items: Iterable[Item], *, code: str, digest: str, count: int) -> tuple[int, ...]:
    """The numbers of the vouchers that are drawn, in the order of the draw.

    Simple random: the vouchers with the lowest tickets. By amount: the øre of all vouchers above zero are
    laid end to end in the order of their numbers and every n-th is taken, from a start that the ticket says;
    one voucher can hold several of them and is drawn once. Counter-vouchers have no øre to be drawn.
    """
    known = sorted(set(items))
    if kind == SampleKind.RANDOM:
        ordered = sorted(known, key=lambda one: (ticket(code, digest, str(one[0])), one[0]))
        return tuple(number for number, _oere in ordered[:count])
    return _by_amount([one for one in known if one[1] > 0], ticket(code, digest), count)


def _by_amount(items: list[Item], seed: int, count: int) -> tuple[int, ...]:
    total = sum(oere for _number, oere in items)
    if not total:
        return ()
    start = seed % total
    points = sorted((start + number * total // count) % total for number in range(count))
    found: list[int] = []
    end, each = 0, iter(points)
    point = next(each, None)
    for number, oere in items:
        end += oere
        while point is not None and point < end:
            if number not in found[-1:]:
                found.append(number)
            point = next(each, None)
    return tuple(found)
