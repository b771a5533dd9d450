"""What is written about a programme names nobody: a line that looks as if it did is refused.

Names of the programme's own organisations and interventions are no person's, and a year is no number of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.screening import WORD, marks
from samspil.delivery.terms.forms import WordsMark
from samspil.kernel.errors import Refusal

LONG_NUMBER = re.compile(r"\d(?:[ .\-/]?\d){5,}")
TITLES = (
    "Styregruppen Netværksgruppen Programkontoret Kommunen Kommune Kommunens Kommunerne Samspil SSP"
    " Ministeriet Socialministeriet Integrationsministeriet Evaluator"
)
MONTHS = "Januar Februar Marts April Maj Juni Juli August September Oktober November December"
USUAL = frozenset(f"{TITLES} {MONTHS}".casefold().split())


def must_name_nobody(text: str, field: str, known: Iterable[str] = ()) -> Refusal | None:
    """No person's name, no number of one and no address. `known` are names of organisations and the like."""
    own = USUAL | {part for name in known for part in _own(name)}
    left = WORD.sub(lambda found: _small(found[0], own), text)
    said = set(marks(left)) & {WordsMark.NAME, WordsMark.ADDRESS}
    if said or LONG_NUMBER.search(text):
        return Refusal(
            _("Write it without names, numbers and addresses of people: this looks as if it pointed at one."),
            field,
        )
    return None


def _own(name: str) -> set[str]:
    """The words of a name, and with the genitive's ending."""
    found = {one.group().casefold() for one in WORD.finditer(name)}
    return found | {f"{one}s" for one in found}


def _small(word: str, own: frozenset[str] | set[str]) -> str:
    return word.lower() if word.casefold() in own else word
