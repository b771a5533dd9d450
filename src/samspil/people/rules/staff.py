"""Who may write what about staff, and what a profile and a certificate must be."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.models.people import Appointment
from samspil.people.terms import (
    MOST_LEARNING,
    MOST_STRENGTHS,
    SPOKEN,
    WITH_PROFILE,
    PartOfWeek,
    Role,
    Strength,
)

AREA = re.compile(r"[0-9]{2,4}")
MOST_PLACES = 20
LONGEST_YEARS = 30


@dataclass(frozen=True, slots=True)
class Brings:
    """What one member of staff brings to a match; empty where nothing has been written."""

    education: str = ""
    experience: str = ""
    strengths: tuple[str, ...] = ()
    learning: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    area: str = ""
    times: tuple[str, ...] = ()


# --- who


def may_see_staff(actor: Actor) -> Refusal | None:
    """Profiles and certificates of the whole staff are the coordinator's."""
    return None if actor.role == Role.COORDINATOR else Refusal(_("Only the coordinator can do this."))


def may_edit_profile(actor: Actor, post: Appointment) -> Refusal | None:
    """The coordinator edits every profile in the own municipality, everyone else their own."""
    if post.role not in WITH_PROFILE:
        return Refusal(_("Only staff who meet people have a profile."))
    if actor.role == Role.COORDINATOR or (actor.account_id == post.account_id and actor.role == post.role):
        return None
    return Refusal(_("This is not your own profile."))


def may_set_places(actor: Actor, places: int | None) -> Refusal | None:
    """How many courses somebody may have is decided by the coordinator."""
    if places is None:
        return None
    if actor.role != Role.COORDINATOR:
        return Refusal(_("Only the coordinator can do this."))
    if 0 <= places <= MOST_PLACES:
        return None
    return Refusal(_("Choose from none to %(most)d courses.") % {"most": MOST_PLACES}, "places")


# --- what it must be


def must_be_a_profile(brings: Brings) -> Refusal | None:
    """Codes of the lists, at most five strengths and three to get better at, and an area of digits."""
    known: list[tuple[Collection[str], Collection[str], str]] = [
        (brings.strengths, [one.value for one in Strength], "strengths"),
        (brings.learning, [one.value for one in Strength], "learning"),
        (brings.languages, SPOKEN, "languages"),
        (brings.times, [one.value for one in PartOfWeek], "times"),
    ]
    for chosen, codes, field in known:
        if any(one not in codes for one in chosen):
            return Refusal(_("Choose one from the list."), field)
    if len(brings.strengths) > MOST_STRENGTHS:
        return Refusal(_("Choose at most five."), "strengths")
    if len(brings.learning) > MOST_LEARNING:
        return Refusal(_("Choose at most three."), "learning")
    if set(brings.strengths) & set(brings.learning):
        return Refusal(_("The same cannot be both. Choose it in one of the two."), "learning")
    for text, most, field in ((brings.education, 120, "education"), (brings.experience, 300, "experience")):
        if len(text) > most:
            return Refusal(_("Write at most %(most)d characters.") % {"most": most}, field)
    return must_be_an_area(brings.area)


def must_be_an_area(area: str) -> Refusal | None:
    """An area is the first two to four digits of a postcode, or not said."""
    if area == "" or AREA.fullmatch(area):
        return None
    return Refusal(_("Write the first two to four digits of the postcode."), "area")


def must_be_a_certificate(from_on: date, valid_until: date, on: date) -> Refusal | None:
    """A certificate was issued, and ends after that; a year typed wrong is found."""
    if from_on > on:
        return Refusal(_("Choose today or an earlier day."), "from_on")
    if valid_until < from_on:
        return Refusal(_("It cannot end before it begins."), "valid_until")
    if valid_until.year - from_on.year > LONGEST_YEARS:
        return Refusal(_("Choose a day within thirty years."), "valid_until")
    return None


def must_be_new(is_known: bool) -> Refusal | None:
    """The same certificate is written once."""
    return Refusal(_("This certificate is already there."), "from_on") if is_known else None
