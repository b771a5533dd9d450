"""What a place that is visited must be, and which rows of a file are one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.sending import is_address
from samspil.delivery.terms.place_sets import SizeBand
from samspil.delivery.terms.sending import Way
from samspil.delivery.terms.visits import InstitutionKind
from samspil.kernel.errors import Refusal

NUMBER, POSTCODE = re.compile(r"[0-9A-Z]{6}"), re.compile(r"[0-9]{4}")
MOST_NAME = 100


@dataclass(frozen=True, slots=True)
class Place:
    """A place as typed on a page, or as row `row` of a file says."""

    number: str
    name: str
    kind: str
    postcode: str
    row: int = 0
    size_band: str = ""
    mail: str | None = field(default=None, repr=False)
    """Where it is written to; "" for nowhere, None where nothing is said of it."""

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same place as another: its number, or else its name and postcode."""
        return (self.number,) if self.number else (self.name.casefold(), self.postcode)


def size_band(count: int) -> SizeBand:
    """The band of so many pupils: under 200, 200 to 500, over 500."""
    return SizeBand.SMALL if count < 200 else SizeBand.MEDIUM if count <= 500 else SizeBand.LARGE


def must_be_a_place(place: Place) -> Refusal | None:
    """A name, a kind of the list, a number of six signs and a postcode of four digits, if they are said."""
    if not 1 <= len(place.name) <= MOST_NAME or not place.name.isprintable():
        return Refusal(_("Write a name of at most 100 characters."), "name")
    if place.kind not in list(InstitutionKind):
        return Refusal(_("Choose one from the list."), "kind")
    if place.size_band not in ("", *SizeBand):
        return Refusal(_("Choose one from the list."), "size_band")
    if place.number and not NUMBER.fullmatch(place.number):
        return Refusal(_("The number in the register has six digits."), "number")
    if place.postcode and not POSTCODE.fullmatch(place.postcode):
        return Refusal(_("Write the postcode with four digits."), "postcode")
    if place.mail and not is_address(Way.MAIL, place.mail):
        return Refusal(_("Write a mail address that we can write to."), "mail")
    return None


def must_be_a_new_place(is_taken: bool, by_number: bool) -> Refusal | None:
    """The same place stands in the list once."""
    if not is_taken:
        return None
    return Refusal(_("This place is in the list already."), "number" if by_number else "name")


def must_stand_once(again: bool, by_number: bool) -> Refusal | None:
    """Two rows of a file are not the same place."""
    if not again:
        return None
    return Refusal(_("Another row is the same place. Delete one of them."), "number" if by_number else "name")


def must_hold_a_place(count: int) -> Refusal | None:
    """A file that is taken in holds a place of the own municipality."""
    return None if count else Refusal(_("There is no place of your municipality in the file."))


def may_be_put_away(has_open_series: bool) -> Refusal | None:
    """A place is put away when no series runs there."""
    if not has_open_series:
        return None
    return Refusal(_("A series runs there. End it first."), "put_away")


def may_be_visited(active: bool) -> Refusal | None:
    """A series is made at a place that was not put away."""
    return None if active else Refusal(_("This place was put away. Take it up again first."), "institution")
