"""The office's boards: the own municipality's measurements, the programme's frozen totals, the log."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions.measurements import explain
from samspil.delivery.queries import coverage, measurements, owed_forms
from samspil.delivery.rules.courses import may_explain
from samspil.delivery.terms.courses import BOARD_ORDER
from samspil.delivery.terms.efforts import REGISTRATIONS, Registration
from samspil.evaluation import queries as evaluation
from samspil.evaluation.terms import BANDS, Band
from samspil.interfaces import clock
from samspil.interfaces.web.office import aims, verbs
from samspil.interfaces.web.office.forms import ReasonForm
from samspil.interfaces.web.office.home import OFFICE_ROLES
from samspil.interfaces.web.office.supply import waiting_words
from samspil.interfaces.web.shared import coverage as views
from samspil.interfaces.web.shared import paging, words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.charts import segments, tally_view
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import put
from samspil.interfaces.web.shared.group_forms import after_visits
from samspil.interfaces.web.shared.help import help_page
from samspil.kernel.errors import Refused, refuse
from samspil.people.queries import people
from samspil.people.terms import PURPOSES, ROLES, Role
from samspil.programme import queries as programme


@door("office", roles=(Role.COORDINATOR, Role.MUNICIPAL_LEAD), methods=("GET",))
def board(request: HttpRequest) -> HttpResponse:
    """Coverage of the own municipality: owed is the sum of the states, round by round."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found, recount = coverage.of_municipality(actor), coverage.last_recount(actor)
    whole = measurements.together(found.rounds)
    late = measurements.overdue(actor, on=today)
    list_url = reverse("office:owed") if actor.role == Role.COORDINATOR else None
    concept = programme.programme_near(people.organisation(actor.tenant_id).municipality_code, on=today)
    return TemplateResponse(
        request,
        "office/coverage.html",
        {
            "page": {
                **tally_view(whole),
                "period_words": words.day_and_year(today),
                "recount": _recount(recount),
                "impressions_words": views.impressions(found.impressions),
                "cut_words": views.cut_words(concept),
                "unexplained": [
                    {
                        "code": one.code,
                        "title": views.round_title(concept, one.key),
                        "due_words": words.until(one.due_on, today),
                        "url": to("office:reason", one.id),
                    }
                    for one in late
                ],
            },
            "tables": views.tables(found, concept, list_url) + after_visits(owed_forms.tallies(actor)),
        },
    )


def _recount(one: Any) -> dict[str, Any] | None:
    """What the last nightly recount found, in words."""
    if one is None:
        return None
    told = {
        "day": words.day_and_year(one.counted_on),
        "owed": one.owed,
        "found": one.found,
        "forms": one.forms_owed,
        "forms_found": one.forms_found,
    }
    if one.equal:
        said = _("Recounted %(day)s from the courses' own dates: %(owed)d owed, and every one is here.")
        if one.forms_owed:
            said += " " + _("So are %(forms)d forms after visits and training.")
    else:
        said = _(
            "Recounted %(day)s from the courses' own dates: %(owed)d owed, %(found)d here. Forms after visits"
            " and training: %(forms)d owed, %(forms_found)d here. They differ. Tell whoever runs Samspil."
        )
    return {"ok": one.equal, "words": said % told}


@door("office", roles=(Role.COORDINATOR,), methods=("GET",))
def owed(request: HttpRequest) -> HttpResponse:
    """The owed measurements behind one figure of the board, down to each course."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    concept = programme.programme_near(people.organisation(actor.tenant_id).municipality_code, on=today)
    page = views.owed_page(
        request, views.wanted_in(request), concept, today, to_course=lambda one: to("office:course", one)
    )
    page |= {"name": "office-owed", "back_url": reverse("office:measurements")}
    return TemplateResponse(request, "shared/owed.html", {"base": "shared/office.html", "page": page})


@door("office", roles=(Role.COORDINATOR,))
def reason(request: HttpRequest, measurement_id: uuid.UUID) -> HttpResponse:
    """Why a measurement was not made: a reason code, never a free text."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = measurements.measurement_for(actor, measurement_id)
    concept = programme.concept(found.course.concept_id)
    if request.method != "POST":
        refuse(may_explain(found))
    form = ReasonForm(concept, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            explain(by=actor, at=clock.now(), on=today, measurement_id=measurement_id, **form.cleaned_data)
            return HttpResponseRedirect(reverse("office:measurements"))
        except Refused as refused:
            put(form, refused)
    title = f"{found.course.code} · {words.said(programme.round_title(concept, found.key))}"
    why = _("The day is %(day)s. If it can still be made, the mentor takes it; else choose what happened.")
    return TemplateResponse(
        request,
        "office/reason.html",
        {
            "form": form,
            "cancel_url": reverse("office:course", args=[found.course_id]),
            "page": {"title": title, "why": why % {"day": words.day_and_year(found.due_on)}},
        },
        status=422 if form.is_bound and form.errors else 200,
    )


@door("office", roles=(Role.PROGRAMME_OFFICE, Role.STEERING_MEMBER, Role.EVALUATOR), methods=("GET",))
def totals(request: HttpRequest) -> HttpResponse:
    """The frozen month-end totals of the programme: never a row about anyone, never below five."""
    actor = request.actor  # type: ignore[attr-defined]
    known = {one.concept.slug: one.concept for one in programme.programmes()}
    return TemplateResponse(
        request,
        "office/totals.html",
        {
            "page": {
                "programme_title": "",
                "waiting": waiting_words(actor),
                "late": aims.warning(actor),
                "months": [
                    {
                        "month_words": words.month(month.month),
                        "frozen_words": words.day_and_year(month.frozen_at.date()),
                        "rows": [_total(known.get(month.programme), row) for row in month.rows],
                        "burden": [
                            {
                                "kind": REGISTRATIONS[Registration(kind)],
                                "role": ROLES[Role(role)].title,
                                "words": _("at most %(count)d seconds") % {"count": seconds}
                                if seconds
                                else "",
                            }
                            for role, kind, seconds in month.burden
                        ],
                        "bands": [
                            {"name": name, "words": BANDS[band], "withheld": band == Band.WITHHELD}
                            for name, band in month.bands
                        ],
                    }
                    for month in evaluation.months(actor)
                ],
            }
        },
    )


@door("office", roles=(Role.LOG_CONTROLLER, Role.DPO), methods=("GET",))
def log(request: HttpRequest) -> HttpResponse:
    """Who did or looked at what and why, newest first, by the real clock. No content, no citizen's name."""
    number = paging.asked(request)
    entries, total = people.log_for(request.actor, page=number)  # type: ignore[attr-defined]
    return TemplateResponse(
        request,
        "office/log.html",
        {
            "page": {
                "events": [_entry(one) for one in entries],
                **paging.links(number, of=total, size=people.LOG_PAGE),
            }
        },
    )


def _entry(one: people.LogEntry) -> dict[str, Any]:
    return {
        "at_words": words.moment(one.recorded_at),
        "who": one.name or ROLES[Role(one.role)].title,
        "role_label": ROLES[Role(one.role)].title,
        "verb_words": verbs.said(one.verb),
        "purpose_words": PURPOSES.get(one.purpose, one.purpose),
        "subject": one.subject,
        "thing": one.thing,
    }


@door("office", roles=OFFICE_ROLES, methods=("GET",))
def help_card(request: HttpRequest) -> HttpResponse:
    """Whom to call when it is urgent. Nothing said there is stored here."""
    return help_page(request, base="shared/office.html", back_url=reverse("office:home"))


def _total(concept: Any, row: evaluation.TotalRow) -> dict[str, Any]:
    title = views.round_title(concept, row.key)
    if row.counts is None:
        return {"title": title, "withheld": True}
    parts = {state.value: row.counts[state.value] for state in BOARD_ORDER}
    return {"title": title, "withheld": False, **row.counts, "segments": segments(parts)}
