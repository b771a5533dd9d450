"""Words that are sent beside money name nobody, whoever reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from samspil.delivery.rules.naming import must_name_nobody
from samspil.kernel.errors import Refusal

AMOUNT = re.compile(r"\d{1,3}(?:\.?\d{3})*(?:,\d{2}|,-)? ?kr\b")


def must_be_about_money(text: str, field: str, known: Iterable[str] = ()) -> Refusal | None:
    """No person's name, no number of one and no address; an amount in kroner is none, however long.
    `known` are names of organisations.
    """
    return must_name_nobody(AMOUNT.sub("kr", text), field, known)
