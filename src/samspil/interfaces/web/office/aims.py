"""Signed off before the first measurement: goals, indicators and instruments, by whom, and when."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.delivery.queries import instruments
from samspil.delivery.queries.instruments import Known
from samspil.delivery.terms.instruments import STANDINGS, Standing
from samspil.governance.actions import aims as actions
from samspil.governance.queries import aims as queries
from samspil.governance.queries.aims import Aimed
from samspil.governance.rules.aims import in_time, must_be_the_evaluator
from samspil.governance.rules.milestones import READERS
from samspil.governance.terms.aims import IN_TIME, SET_SIGNED_BY, SET_STATES, SETS_CHANGED, InTime, SetState
from samspil.interfaces import clock
from samspil.interfaces.web.office import aims_words as said
from samspil.interfaces.web.office import instrument_words
from samspil.interfaces.web.office.training import BASE, programme_running
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.interfaces.web.shared.forms import one_of
from samspil.kernel.errors import Missing
from samspil.people.terms import ROLES, Role
from samspil.programme.concept.model import Concept

OFFICE = (Role.PROGRAMME_OFFICE,)
TAGS = {SetState.SIGNED: "ok", SetState.PUT_FORWARD: "act"}
BOTH = (Role.PROGRAMME_OFFICE, Role.EVALUATOR)


class ForwardForm(forms.Form):
    """Why goals or indicators changed."""

    because = one_of(gettext_lazy("Why did they change?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = list(SETS_CHANGED.items())  # type: ignore[attr-defined]


@door("office", roles=READERS, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """What the programme is measured by, who signed it, and how that lay to the first measurement."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    known = instruments.every()
    page = {"programmes": [_programme(actor, one, known) for one in queries.aimed(actor, on=today)]}
    return TemplateResponse(request, "office/signed_off.html", {"page": page})


@door("office", roles=OFFICE)
def forward(request: HttpRequest) -> HttpResponse:
    """Put forward what the concept file says, to be signed."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    loaded = programme_running(today)
    found = next((one for one in queries.aimed(actor, on=today) if one.loaded.id == loaded.id), None)
    if found is None or loaded.concept.aims is None:
        raise Missing
    posted = request.POST if request.method == "POST" else None
    form = ForwardForm(posted) if found.sets else plain(request)

    def write() -> str:
        because = form.cleaned_data.get("because", "")
        actions.put_aims_forward(by=actor, at=clock.now(), on=today, concept_id=loaded.id, because=because)
        return reverse("office:signed-off")

    page = {
        "name": "office-signed-off-forward",
        "title": _("Signed off"),
        "heading": _("Put goals and indicators forward"),
        "lead": _("They are taken as the concept file says them, and stay as they are once they are here."),
        "points": [words.said(one.title) for one in loaded.concept.aims.indicators],
        "button": _("Put them forward"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=reverse("office:signed-off"), page=page)


@door("office", roles=BOTH)
def sign(request: HttpRequest, set_id: uuid.UUID) -> HttpResponse:
    """Sign a version for one's own side."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found, one = queries.set_of(actor, set_id, on=today)
    form = plain(request)

    def write() -> str:
        actions.sign_aims(by=actor, at=clock.now(), on=today, set_id=set_id)
        return reverse("office:signed-off")

    lead = _(
        "You sign version %(number)d for %(side)s. What is signed never changes; a change is a new version."
    )
    side = ROLES[Role(actor.role)].title
    page = {
        "name": "office-signed-off-sign",
        "title": _("Signed off"),
        "heading": _("Sign goals and indicators"),
        "lead": lead % {"number": one.number, "side": side},
        "points": [_point(each) for each in one.aims.indicators],
        "texts": [_late_words(found)] if found.measured else [],
        "button": _("Sign"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=reverse("office:signed-off"), page=page)


def warning(actor: Any) -> str:
    """What the boards say loudly: measuring has begun, and goals or indicators were not signed before it."""
    if actor.role not in BOTH:
        return ""
    found = queries.aimed(actor, on=clock.today())
    return next((_late_words(one) for one in found if one.is_late and one.loaded.concept.aims), "")


def _point(one: Any) -> str:
    told = said.indicator(one)
    wanted = f": {told['target']}, {told['by']}" if told["target"] else ""
    return f"{told['title']}{wanted}. {told['definition']}"


def _late_words(found: Aimed) -> str:
    assert found.measured is not None
    told = {"month": words.month(found.measured)}
    if found.signed is None:
        return _("Measuring began in %(month)s, and goals and indicators are not signed by both.") % told
    return _("Measuring began in %(month)s, before goals and indicators were signed by both.") % told


def _programme(actor: Any, found: Aimed, known: tuple[Known, ...]) -> dict[str, Any]:
    concept = found.loaded.concept
    newest = found.sets[0] if found.sets else None
    mine = SET_SIGNED_BY.get(Role(actor.role))
    open_ = newest is not None and mine and all(one.side != mine for one in newest.signed)
    if open_ and newest and mine:
        open_ = must_be_the_evaluator(mine, actor.tenant_id, newest.evaluator_id) is None
    aims = newest.aims if newest else concept.aims
    state = newest.state if newest else None
    return {
        "title": words.said(concept.vocabulary.programme_title),
        "measured": words.month(found.measured) if found.measured else "",
        "late": _late_words(found) if found.is_late and concept.aims else "",
        "has_aims": aims is not None,
        "goals": said.goals(aims) if aims else [],
        "state": SET_STATES[state] if state else _("Not put forward"),
        "tag": TAGS.get(state, "") if state else "late",
        "newest": said.version(newest) if newest else None,
        "earlier": [said.version(one) for one in found.sets[1:]],
        "has_changed": found.has_changed and newest is not None,
        "forward_url": reverse("office:signed-off-forward")
        if actor.role in OFFICE and found.has_changed
        else "",
        "sign_url": reverse("office:signed-off-sign", args=[newest.id]) if newest and open_ else "",
        "instruments": [_instrument(one, found) for one in _used(concept, known)],
    }


def _used(concept: Concept, known: tuple[Known, ...]) -> list[Known]:
    """The versions of instruments that the concept file asks with, in its own order."""
    keys = [(one.slug, one.version) for one in concept.progression.instruments]
    keys += [(one.instrument, one.version) for one in concept.progression.schedule.surveys]
    keys += [(one.instrument, one.version) for one in concept.forms]
    by_key = {(one.tool.slug, one.tool.version): one for one in known}
    return [by_key[key] for key in dict.fromkeys(keys) if key in by_key]


def _instrument(one: Known, found: Aimed) -> dict[str, Any]:
    """One instrument: what was approved by whom; what comes along with Samspil has no signature here."""
    timing = None
    if one.since is not None:
        timing = in_time(one.since, found.measured)
    elif one.standing == Standing.PROPOSED:
        timing = InTime.AFTER if found.measured else None
    return {
        "title": instrument_words.title(one.tool),
        "version": one.tool.version,
        "standing": STANDINGS[one.standing],
        "is_askable": one.is_askable,
        "approvals": [
            {"who": ROLES[Role(each.role)].title, "day": words.day_and_year(each.on)}
            for each in one.approvals
        ],
        "timing": IN_TIME[timing] if timing and one.since else "",
        "tag": said.TIMING_TAGS[timing] if timing and one.since else "",
    }
