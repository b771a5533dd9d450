"""One's own hours and kilometres: a sum a month for each kind, handed in when the month is over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspil.delivery.actions import hours as actions
from samspil.delivery.queries import hours as queries
from samspil.delivery.rules import hours as rules
from samspil.delivery.terms.visit_hours import kinds_of
from samspil.delivery.terms.work import (
    IN_MINUTES,
    MONTH_STATES,
    RETURN_REASONS,
    STILL_WRITTEN,
    TIME_KINDS,
    ReturnReason,
)
from samspil.interfaces import clock
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import put
from samspil.kernel.errors import Missing, Refused
from samspil.people.terms import INVITABLE, Role


class MonthForm(forms.Form):
    """A whole number for each kind that the role adds to a month; empty is none."""

    def __init__(self, role: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, title in kinds_of(role).items():
            most = rules.MOST_MINUTES if kind in IN_MINUTES else rules.MOST_KILOMETRES
            self.fields[kind.value] = forms.IntegerField(
                label=str(title),
                min_value=0,
                max_value=most,
                required=False,
                help_text=_("Minutes in the whole month.") if kind in IN_MINUTES else _("Whole kilometres."),
            )

    def sums(self) -> dict[str, int]:
        """What was written, by kind."""
        return {kind: amount for kind, amount in self.cleaned_data.items() if amount}


@door("field", roles=INVITABLE, methods=("GET",))
def months(request: HttpRequest) -> HttpResponse:
    """A year of own months, newest first."""
    found = queries.own_months(request.actor, on=clock.today())  # type: ignore[attr-defined]
    return TemplateResponse(request, "field/hours.html", {"page": {"rows": [_row(one) for one in found]}})


@door("field", roles=INVITABLE)
def month(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One month: the own meetings are counted, the rest is written. Handed in with the same form."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    first = _first(year, number)
    found = queries.own_month(actor, first, on=today)
    form = MonthForm(actor.role, request.POST if request.method == "POST" else None, initial=found.sums)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_month(
                by=actor,
                at=clock.now(),
                on=today,
                month=first,
                sums=form.sums(),
                hand_in=request.POST.get("hand_in") == "yes",
            )
            return HttpResponseRedirect(reverse("field:hours"))
        except Refused as refused:
            put(form, refused)
    page = _row(found) | {
        "meetings": words.minutes(found.meetings),
        "reason": RETURN_REASONS[ReturnReason(found.reason)] if found.reason else "",
        "is_written": found.state in STILL_WRITTEN,
        "is_over": rules.must_be_over(first, today) is None,
        "since": words.minutes(found.since) if found.since > 0 else "",
        "goes_on_visits": actor.role == Role.ROLE_MODEL,
        "visits": words.duration(found.visits),
        "visit_kilometres": found.visit_kilometres,
        "lines": [(TIME_KINDS[kind], found.sums[kind]) for kind in TIME_KINDS if kind in found.sums],
    }
    return TemplateResponse(
        request,
        "field/month.html",
        {"form": form, "page": page, "cancel_url": reverse("field:hours")},
        status=422 if form.is_bound and form.errors else 200,
    )


def _first(year: int, number: int) -> date:
    try:
        return date(year, number, 1)
    except (ValueError, OverflowError):
        raise Missing from None


def _row(one: queries.Month) -> dict[str, Any]:
    return {
        "title": words.month(one.month).capitalize(),
        "state": MONTH_STATES[one.state].title,
        "is_returned": one.state == "returned",
        "total": words.minutes(one.minutes),
        "url": reverse("field:month", args=[one.month.year, one.month.month]),
    }
