"""The office's pages on what visits cost: written for somebody, decided about, and all of a span of days."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.delivery.actions import visit_hours as actions
from samspil.delivery.queries import visit_hours as queries
from samspil.delivery.queries.visit_costs import Cost, Sum, Sums, visit_costs
from samspil.delivery.rules import visit_hours as rules
from samspil.delivery.rules.visit_hours import kroner
from samspil.delivery.terms.visit_hours import HOURS_RETURNED, HOURS_STATES, HoursReturned, HoursState
from samspil.interfaces import clock
from samspil.interfaces.web.office.steps import COORDINATOR, answered
from samspil.interfaces.web.office.visit_costs_file import costs_file
from samspil.interfaces.web.shared import paging, words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import DayInput, one_of
from samspil.interfaces.web.shared.visit_hours import KINDS, hours_page, hours_view
from samspil.kernel.errors import refuse

BASE = "shared/office.html"
PAGE = 50


class DecideForm(forms.Form):
    """A yes, or back with a reason."""

    outcome = one_of(gettext_lazy("What do you say"))
    reason = one_of(gettext_lazy("Why it goes back"), required=False)
    based_on = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (HoursState.APPROVED.value, _("Approve")),
            (HoursState.RETURNED.value, _("Return")),
        ]
        self.fields["reason"].choices = [(one.value, title) for one, title in HOURS_RETURNED.items()]  # type: ignore[attr-defined]


@door("office", roles=COORDINATOR)
def write_for(request: HttpRequest, visit_id: uuid.UUID, appointment_id: uuid.UUID) -> HttpResponse:
    """Write the hours of one of a visit's pair for them; another coordinator decides about those."""
    found = queries.to_write(request.actor, visit_id, appointment_id)  # type: ignore[attr-defined]
    refuse(rules.must_be_held(found.visit) or rules.may_change(found.row))
    here = reverse("office:series", args=[found.visit.series_id])
    return hours_page(request, found, name="office-visit-hours", base=BASE, here=here)


@door("office", roles=COORDINATOR)
def decide(request: HttpRequest, hours_id: uuid.UUID) -> HttpResponse:
    """Approve what was claimed for a visit, or return it."""
    actor = request.actor  # type: ignore[attr-defined]
    row = queries.to_decide(actor, hours_id)
    refusal = rules.may_decide(actor, row)
    form = DecideForm(request.POST or None, initial={"based_on": queries.stamp_of(row)})
    here = reverse("office:visit-costs")

    def write() -> str:
        data = form.cleaned_data
        actions.decide_visit_hours(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            hours_id=hours_id,
            outcome=data["outcome"],
            reason=data["reason"],
            based_on=data["based_on"],
        )
        return here

    page = {
        "name": row.appointment.account.name,
        "where": f"{row.institution.name} · {words.day_and_year(row.visited_on)}",
        "hours": hours_view(row),
        "facts": _facts(row),
        "refusal": refusal,
    }
    return answered(request, form, write, "office/visit_hours.html", {"page": page, "cancel_url": here})


def _facts(row: Any) -> list[tuple[str, str]]:
    """What was claimed, by whom, and what an hour of it comes to."""
    rate = "" if row.per_hour is None else _("%(rate)s kr. an hour") % {"rate": kroner(row.per_hour)}
    km = _("%(km)d km at %(rate)s kr.") % {"km": row.kilometres, "rate": kroner(row.per_km)}
    facts = [
        (_("Time"), words.duration(row.minutes)),
        (_("Fee"), f"{kroner(row.fee)} kr." + (f" ({rate})" if rate else "")),
        (_("Way"), f"{km}: {kroner(row.kilometres * row.per_km)} kr." if row.kilometres else "–"),
        (_("In all"), f"{kroner(row.fee + row.kilometres * row.per_km)} kr."),
        (_("Written by"), row.written_by.account.name),
    ]
    why = [(_("Why it goes back"), str(HOURS_RETURNED[HoursReturned(row.reason)]))] if row.reason else []
    return [*facts, *why]


class SpanForm(forms.Form):
    """From one day to another, both included."""

    since = forms.DateField(label=gettext_lazy("From"), widget=DayInput)
    until = forms.DateField(label=gettext_lazy("To"), widget=DayInput)


@door("office", roles=COORDINATOR)
def costs(request: HttpRequest) -> HttpResponse:
    """Every claim of a span of days with its sums; a POST hands them on as a file."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = request.POST if request.method == "POST" else request.GET
    form, span = _span(asked, clock.today())
    if request.method == "POST":
        found = actions.hand_on_costs(by=actor, at=clock.now(), span=span)
        return costs_file(request, found, span, asked.get("file", ""))
    found, number = visit_costs(actor, span), paging.asked(request)
    kept = {"since": span[0].isoformat(), "until": span[1].isoformat()}
    page = {
        "since": kept["since"],
        "until": kept["until"],
        "rows": [_row(one) for one in found.rows[(number - 1) * PAGE : number * PAGE]],
        "together": _sums(_("In all"), found.together),
        "people": [_sums(name, sums) for name, sums in found.by_person],
        "halves": [
            _sums(_("%(half)d. half of %(year)d") % {"half": half, "year": year}, sums)
            for (year, half), sums in found.by_half
        ],
        **paging.links(number, of=len(found.rows), size=PAGE, kept=kept),
    }
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "office/visit_costs.html", {"form": form, "page": page}, status=status)


def _span(asked: Any, today: date) -> tuple[SpanForm, tuple[date, date]]:
    """The days that were asked for; the half-year of today where none or no real ones were."""
    first_half = today.month <= 6
    usual = (
        date(today.year, 1 if first_half else 7, 1),
        date(today.year, 6 if first_half else 12, 30 if first_half else 31),
    )
    initial = dict(zip(("since", "until"), usual, strict=True))
    if "since" not in asked and "until" not in asked:
        return SpanForm(initial=initial), usual
    form = SpanForm(asked)
    if not form.is_valid():
        return form, usual
    since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    if since > until:
        form.add_error("until", _("Choose a day after the first."))
        return form, usual
    return form, (since, until)


def _row(one: Cost) -> dict[str, Any]:
    waits = one.state == HoursState.CLAIMED
    return {
        "when": words.day_and_year(one.on),
        "place": one.place,
        "name": one.name,
        "time": words.duration(one.minutes),
        "per_hour": kroner(one.per_hour) if one.per_hour is not None else "–",
        "fee": kroner(one.fee),
        "kilometres": one.kilometres,
        "per_km": kroner(one.per_km) if one.kilometres else "–",
        "travel": kroner(one.travel),
        "state": HOURS_STATES[one.state].title,
        "kind": KINDS[one.state],
        "url": to("office:visit-hours-decide", one.id) if waits else "",
    }


def _sums(name: str, sums: Sums) -> dict[str, Any]:
    return {"name": name, "spent": _sum(sums.spent), "claimed": _sum(sums.claimed)}


def _sum(one: Sum) -> dict[str, Any]:
    return {
        "count": one.count,
        "time": words.duration(one.minutes),
        "fee": kroner(one.fee),
        "kilometres": one.kilometres,
        "travel": kroner(one.travel),
        "kroner": kroner(one.oere),
    }
