"""The office's pages on one visit: day and pair, cancelling, booking anew, and how it went."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions import putting_back as back
from samspil.delivery.actions import series as actions
from samspil.delivery.actions.series import Plan
from samspil.delivery.queries import corps_members, pairs, putting_back
from samspil.delivery.queries import series as queries
from samspil.delivery.queries.series import Told
from samspil.delivery.queries.visit_breaks import Broke, as_of, breaks_of
from samspil.delivery.queries.visit_terms import Ground
from samspil.delivery.rules import series as rules
from samspil.interfaces import clock
from samspil.interfaces.web.office.steps import COORDINATOR
from samspil.interfaces.web.office.term_words import at_words, break_words
from samspil.interfaces.web.office.visit_forms import CancelForm, PlanForm, PutBackForm
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.interfaces.web.shared.visit_words import when_words, which_words
from samspil.interfaces.web.shared.visit_written import written_page
from samspil.kernel.errors import refuse

BASE = "shared/office.html"


@door("office", roles=COORDINATOR)
def visit(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """Choose the day and the pair of a visit."""
    actor = request.actor  # type: ignore[attr-defined]
    told = queries.told_visit(actor, visit_id, at=clock.now())
    refuse(rules.may_plan_visit(told.visit))

    def do(plan: Plan) -> uuid.UUID:
        actions.plan_visit(by=actor, at=clock.now(), on=clock.today(), visit_id=visit_id, plan=plan)
        return visit_id

    return _plan_form(request, told, do, heading=_("Day and pair"), name="office-visit")


@door("office", roles=COORDINATOR)
def rebook(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """Book a cancelled visit anew, with the same theme in the same place of the series."""
    actor = request.actor  # type: ignore[attr-defined]
    told = queries.told_visit(actor, visit_id, at=clock.now())
    refuse(rules.may_be_rebooked(told.visit, queries.has_another(told.visit)))

    def do(plan: Plan) -> uuid.UUID:
        made = actions.rebook_visit(by=actor, at=clock.now(), on=clock.today(), visit_id=visit_id, plan=plan)
        return made.id

    return _plan_form(request, told, do, heading=_("Book the visit anew"), name="office-visit-rebook")


def _plan_form(
    request: HttpRequest, told: Told, do: Callable[[Plan], uuid.UUID], *, heading: str, name: str
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    visit, here = told.visit, reverse("office:series", args=[told.visit.series_id])
    is_anew = name == "office-visit-rebook"
    chosen = [str(one.appointment_id) for one in told.pair]
    usual_at, usual_minutes = (visit.at, visit.minutes)
    if visit.on is None:
        at, minutes = queries.usual_time(visit.series)
        usual_at, usual_minutes = at, minutes or visit.minutes
    initial = {
        "on": None if is_anew else visit.on,
        "at": usual_at,
        "minutes": usual_minutes,
        "fixed": visit.fixed and not is_anew,
        **dict(zip(("first", "second"), chosen, strict=False)),
        "adapted_because": visit.adapted_because,
        "adaptation": told.notes.adaptation if told.notes else "",
    }
    breaks = None if request.method == "POST" or is_anew else breaks_of(actor, visit, told.pair)
    able = _able(actor, told, breaks.ground if breaks is not None else None)
    form = PlanForm(able, request.POST or None, initial=initial)

    def write() -> str:
        """On to the series; to the visit's own page where it breaks something, which says what."""
        planned = queries.told_visit(actor, do(form.plan()), at=clock.now())
        broke = breaks_of(actor, planned.visit, planned.pair)
        return reverse("office:visit", args=[planned.visit.id]) if broke else here

    page = {
        "name": name,
        "title": _place(told),
        "heading": heading,
        "lead": which_words(visit, visit.series),
        "button": _("Save"),
        "breaks": _break_words(breaks),
    }
    return form_page(
        request, form, write, base=BASE, cancel_url=here, page=page, template="office/visit_plan.html"
    )


def _break_words(breaks: Broke | None) -> list[str]:
    """What the visit breaks, each with who and how much, and the other visit where it is about two."""
    if breaks is None:
        return []
    seen, said = breaks.ground, []
    for one in breaks.found:
        others = "; ".join(at_words(at, seen) for at in one.visits if at != breaks.at)
        said.append(f"{break_words(one, seen)} ({others})" if others else break_words(one, seen))
    if breaks.teacher_was_absent:
        said.append(_("No teacher was there at the visit before. Agree with the place that one is."))
    return said


def _able(actor: Any, told: Told, seen: Ground | None) -> list[tuple[str, str]]:
    """The role models by name, with who lends them, whether they take the theme, and who is busy then."""
    if seen is not None:
        nothing: tuple[tuple[str, ...], str] = ((), "")
        there = [(one.post, *seen.lent.get(str(one.post.id), nothing)) for one in seen.corps]
    else:
        corps = corps_members.corps(actor, on=as_of(told.visit, clock.today()))
        there = [(one.member.post, one.themes, one.host) for one in corps]
    busy = pairs.busy_at(
        [post.id for post, _themes, _host in there], pairs.slot_of(told.visit), but=told.visit.id
    )
    found = []
    for post, themes, host in there:
        parts = [post.name]
        parts += [host] if host else []
        parts += [_("takes the theme")] if told.visit.theme in themes else []
        parts += [_("on another visit then")] if post.id in busy else []
        found.append((str(post.id), " · ".join(parts)))
    return found


@door("office", roles=COORDINATOR)
def cancel(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """A visit does not take place."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.visit_for(actor, visit_id)
    refuse(rules.may_be_cancelled(found))
    form = CancelForm(request.POST or None)
    here = reverse("office:series", args=[found.series_id])

    def write() -> str:
        actions.cancel_visit(
            by=actor, at=clock.now(), visit_id=visit_id, because=form.cleaned_data["because"]
        )
        return here

    page = {
        "name": "office-visit-cancel",
        "title": f"{found.series.institution.name}, {found.series.group}",
        "heading": _("Cancel the visit"),
        "lead": f"{which_words(found, found.series)} · {when_words(found)}",
        "texts": [_("The series is incomplete until it is booked anew. Tell the place and the pair.")],
        "button": _("Cancel the visit"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=here, page=page)


@door("office", roles=COORDINATOR)
def written(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """Write how a visit went for its pair, or put right what was written."""
    actor = request.actor  # type: ignore[attr-defined]
    told = queries.told_visit(actor, visit_id, at=clock.now())
    here = reverse("office:series", args=[told.visit.series_id])
    return written_page(request, told, name="office-visit-written", base=BASE, here=here)


@door("office", roles=COORDINATOR)
def put_back(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """A visit was written as held by mistake."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.visit_for(actor, visit_id)
    refuse(putting_back.why_not(actor, visit_id))
    form = PutBackForm(request.POST or None)
    here = reverse("office:series", args=[found.series_id])

    def write() -> str:
        back.put_visit_back(by=actor, at=clock.now(), visit_id=visit_id, because=form.cleaned_data["because"])
        return here

    page = {
        "name": "office-visit-put-back",
        "title": f"{found.series.institution.name}, {found.series.group}",
        "heading": _("It was not held"),
        "lead": f"{which_words(found, found.series)} · {when_words(found)}",
        "texts": [
            _(
                "The visit is planned again on its day. What was written of it is deleted, and nobody is"
                " asked about it any more."
            )
        ],
        "button": _("Plan it again"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=here, page=page)


def _place(told: Told) -> str:
    return f"{told.visit.series.institution.name}, {told.visit.series.group}"
