"""The instruments that come with Samspil, by slug and version. Old versions stay readable."""

from __future__ import annotations

from samspil.delivery.instruments.mentee import version_1 as mentee_1
from samspil.delivery.instruments.parent import version_1 as parent_1
from samspil.delivery.instruments.shape import Instrument

SHIPPED: dict[tuple[str, int], Instrument] = {
    (one.slug, one.version): one for one in (mentee_1.INSTRUMENT, parent_1.INSTRUMENT)
}


def instrument(slug: str, version: int) -> Instrument:
    """One version of an instrument. Raises KeyError when it is not shipped."""
    return SHIPPED[(slug, version)]
