"""Why somebody is suggested or left out, said in a sentence."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspil.delivery.matching.fitting import NEAR, SAME, Reasons, RuledOut
from samspil.delivery.rules.matching import Wishes
from samspil.delivery.terms.matching import RULED_OUT, WAITS_FOR, WaitsFor
from samspil.people.terms import PARTS_OF_WEEK, SPOKEN, STRENGTHS


def why(reasons: Reasons) -> str:
    """What speaks for a match: «Passer til ønskerne om sport og lektier, har tid hverdage …»"""
    parts = []
    if reasons.shared:
        shared = named(STRENGTHS, reasons.shared)
        parts.append(_("fits the wishes for %(what)s") % {"what": shared})
    if reasons.area == SAME:
        parts.append(_("can meet in the same area"))
    elif reasons.area == NEAR:
        parts.append(_("can meet close by"))
    if reasons.times:
        when = named(PARTS_OF_WEEK, reasons.times)
        parts.append(_("has time on %(when)s") % {"when": when})
    room = {"now": reasons.load, "places": reasons.places}
    parts.append(_("has %(now)d of %(places)d courses") % room)
    return sentence(listed(parts))


def why_not(reasons: Sequence[RuledOut]) -> str:
    """Everything that rules somebody out."""
    return sentence(listed([str(RULED_OUT[one]) for one in reasons]))


def why_nobody(counts: Sequence[tuple[RuledOut, int]], is_outnumbered: bool) -> str:
    """Why nobody is proposed for one who waits."""
    if is_outnumbered:
        return _("Somebody would fit, but the places go to others who have waited longer or fit better.")
    if not counts:
        return _("There is nobody to choose from yet.")
    told = [f"{RULED_OUT[one]} ({count})" for one, count in counts]
    return _("Nobody can be chosen: %(why)s.") % {"why": ", ".join(told)}


def wish_tags(wishes: Wishes) -> list[dict[str, Any]]:
    """The codes of what was wished for, each as a label and what it is about."""
    rows = [
        (_("Would like"), capital(named(STRENGTHS, wishes.interests))),
        (_("Language"), str(SPOKEN.get(wishes.language, "")) if wishes.language else ""),
        (_("Area"), wishes.area),
        (_("Has time"), capital(named(PARTS_OF_WEEK, wishes.times))),
        (_("In own words"), wishes.line),
        (_("About who it is"), wishes.about_them),
    ]
    return [{"label": label, "words": words} for label, words in rows if words]


def waits_for(code: str) -> str:
    """Why somebody still waits, as the coordinator has chosen it."""
    return str(WAITS_FOR[WaitsFor(code)]) if code else ""


def days(count: int) -> str:
    """12 days"""
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def band(number: int) -> str:
    """A band of waiting, from 0."""
    return str(
        (
            _("up to a week"),
            _("up to a month"),
            _("up to three months"),
            _("more than three months"),
        )[number]
    )


def named(titles: Mapping[Any, Any], codes: Collection[str]) -> str:
    """Codes as their words in one phrase, in the order of the list they come from."""
    return listed([str(title).lower() for code, title in titles.items() if str(code) in codes])


def listed(parts: Sequence[str]) -> str:
    """a, b and c"""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def sentence(text: str) -> str:
    """A text that begins with a capital letter and ends with a full stop."""
    return capital(text) + "."


def capital(text: str) -> str:
    """The same with a capital letter first."""
    return text[:1].upper() + text[1:]
