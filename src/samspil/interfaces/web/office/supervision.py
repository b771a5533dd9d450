"""The office's pages on supervision and network days: written, and struck out with a reason."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspil.delivery.actions import supervision as actions
from samspil.delivery.queries import supervision as queries
from samspil.delivery.rules import supervision as rules
from samspil.delivery.terms.training import (
    SUPERVISION_KINDS,
    SUPERVISION_STRUCK,
    SUPERVISION_THEMES,
    SupervisionKind,
    SupervisionStruck,
    SupervisionTheme,
)
from samspil.interfaces import clock
from samspil.interfaces.web.office.corps_forms import SupervisionForm, SupervisionStrikeForm
from samspil.interfaces.web.office.steps import COORDINATOR
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.queries import people
from samspil.people.terms import WITH_PROFILE

BASE = "shared/office.html"


@door("office", roles=COORDINATOR)
def supervise(request: HttpRequest) -> HttpResponse:
    """Supervision or a network day was held; with `like`, one that was struck out is written anew."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    like, there = _like(actor, request.GET.get("like", ""))
    here = people.posts_with_rows(people.in_force(WITH_PROFILE, on=today))
    staff = {str(one.id): one.name for one, _post in here} | {str(key): name for key, name in there}
    initial = {"held_on": today} | like
    form = SupervisionForm(
        sorted(staff.items(), key=lambda pair: (pair[1], pair[0])),
        request.POST if request.method == "POST" else None,
        initial=initial,
    )
    back = reverse("office:corps")

    def write() -> str:
        told = form.cleaned_data
        held = actions.Supported(
            kind=told["kind"],
            held_on=told["held_on"],
            minutes=told["minutes"],
            themes=tuple(told["themes"]),
            who=tuple(uuid.UUID(one) for one in told["who"]),
        )
        actions.write_supervision(by=actor, at=clock.now(), on=today, held=held, key=told["key"])
        return back

    page = {
        "name": "office-supervision",
        "title": _("The corps"),
        "heading": _("Supervision was held"),
        "lead": _("Who was there, how long, and what it was about in general. Nobody is written about."),
        "button": _("Save"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("office", roles=COORDINATOR)
def strike(request: HttpRequest, supervision_id: uuid.UUID) -> HttpResponse:
    """Supervision that was written by mistake counts no more."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    row = queries.supervision_for(actor, supervision_id)
    refuse(rules.must_stand(row))
    form = SupervisionStrikeForm(request.POST if request.method == "POST" else None)
    back = reverse("office:corps")

    def write() -> str:
        because = form.cleaned_data["because"]
        actions.strike_supervision(
            by=actor, at=clock.now(), on=today, supervision_id=supervision_id, because=because
        )
        anew = because == SupervisionStruck.WRONG
        return f"{reverse('office:supervision')}?like={supervision_id}" if anew else back

    page = {
        "name": "office-supervision-strike",
        "title": _("The corps"),
        "heading": _("Strike it out"),
        "lead": _("%(title)s on %(day)s. It stays on the page, struck out, and counts no more.")
        % {"title": SUPERVISION_KINDS[SupervisionKind(row.kind)], "day": words.day_and_year(row.on)},
        "button": _("Strike it out"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


def supervision_rows(actor: Actor) -> list[dict[str, Any]]:
    """What was held, as the page on the corps lists it."""
    return [_held(one) for one in queries.supervisions(actor)]


def _held(one: queries.Held) -> dict[str, Any]:
    about = [str(SUPERVISION_THEMES[SupervisionTheme(theme)]) for theme in one.themes]
    count = ngettext("%(count)d took part", "%(count)d took part", one.count) % {"count": one.count}
    return {
        "when": words.day_and_year(one.on),
        "title": SUPERVISION_KINDS[SupervisionKind(one.kind)],
        "why": " · ".join((words.minutes(one.minutes), count, *about)),
        "struck": _struck(one.struck_because, one.struck_on),
        "strike_url": "" if one.struck_on else to("office:supervision-strike", one.id),
    }


def _struck(because: str, on: date | None) -> str:
    if on is None:
        return ""
    why = str(SUPERVISION_STRUCK[SupervisionStruck(because)])
    return _("Struck out on %(day)s: %(why)s") % {"day": words.day_and_year(on), "why": why.lower()}


def _like(actor: Actor, key: str) -> tuple[dict[str, Any], tuple[tuple[uuid.UUID, str], ...]]:
    """What was written before, to start from, and who was there then."""
    if not key:
        return {}, ()
    try:
        row = queries.supervision_for(actor, uuid.UUID(key))
    except ValueError:
        raise Missing from None
    there = queries.who_was_there(actor, row)
    said = {"kind": row.kind, "held_on": row.on, "minutes": row.minutes, "themes": row.themes}
    return said | {"who": [str(one) for one, _name in there]}, there
