"""How the development workshops of the programmes that run stand, on the page of training."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from samspil.delivery.queries import workshops as queries
from samspil.interfaces.web.shared import words
from samspil.kernel.actor import Actor
from samspil.programme import queries as programme

Section = dict[str, Any]


def workshop_sections(actor: Actor, today: date) -> list[Section]:
    """One section a programme that runs and has workshops: how many, and who took part in how many."""
    running = [
        one for one in programme.programmes() if one.concept.period.from_ <= today <= one.concept.period.to
    ]
    found = queries.workshops(actor, [one for one in running if one.concept.training.workshops.count_max])
    return [_section(one, actor, names_it=len(found) > 1) for one in found]


def _section(found: queries.Workshops, actor: Actor, *, names_it: bool) -> Section:
    loaded = found.loaded
    told = _("%(held)d were held, %(planned)d are planned · %(words)s") % {
        "held": found.held,
        "planned": found.planned,
        "words": loaded.concept.training.workshops.words,
    }
    if names_it:
        told += f" · {words.said(loaded.concept.vocabulary.programme_title)}"
    is_own = actor.role not in queries.SEE_ALL
    return {
        "told": told,
        "own": _own(found.attendance[0]) if is_own and found.attendance else "",
        "lacks": _lacks(found.attendance[0]) if is_own and found.attendance else "",
        "rows": [] if is_own else [_row(one) for one in found.attendance],
    }


def _own(one: queries.TookPart) -> str:
    return _("Your municipality took part in %(count)d. At least %(least)d are agreed.") % {
        "count": one.attended,
        "least": one.least,
    }


def _row(one: queries.TookPart) -> Section:
    count = _("took part in %(count)d") % {"count": one.attended}
    return {"title": one.name, "count": count, "lacks": _lacks(one)}


def _lacks(one: queries.TookPart) -> str:
    if not one.is_below:
        return ""
    return _("%(lacking)d short") % {"lacking": one.least - one.attended}
