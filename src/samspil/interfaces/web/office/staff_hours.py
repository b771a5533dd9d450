"""The sums that those who meet people hand in: seen by month, approved or returned, and for the payroll."""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspil.delivery.actions import hours as actions
from samspil.delivery.queries import hours as queries
from samspil.delivery.terms.work import IN_KILOMETRES, MONTH_STATES, RETURN_REASONS, TIME_KINDS, MonthState
from samspil.interfaces import clock
from samspil.interfaces.web.office.steps import COORDINATOR, answered
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.documents.tables import Cell, table_out
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import one_of
from samspil.people.terms import ROLES


class DecideForm(forms.Form):
    """A yes, or back with a reason."""

    outcome = one_of(_("What do you say"))
    reason = one_of(_("Why it goes back"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (MonthState.APPROVED.value, _("Approve")),
            (MonthState.RETURNED.value, _("Return")),
        ]
        self.fields["reason"].choices = [(one.value, title) for one, title in RETURN_REASONS.items()]  # type: ignore[attr-defined]


@door("office", roles=COORDINATOR)
def staff_hours(request: HttpRequest) -> HttpResponse:
    """A month of everyone; a POST hands the approved sums on as a file for the payroll."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    month = _asked(request, today)
    if request.method == "POST":
        return _file(request, actions.hand_on(by=actor, at=clock.now(), month=month), month)
    found = queries.staff_months(actor, month)
    before, after = _neighbours(month)
    page = {
        "title": words.month(month).capitalize(),
        "month": f"{month:%Y-%m}",
        "rows": [_row(one) for one in found],
        "approved": sum(one.state == MonthState.APPROVED for one in found),
        "waiting": sum(one.state == MonthState.HANDED_IN for one in found),
        "before_url": f"?month={before:%Y-%m}",
        "after_url": f"?month={after:%Y-%m}" if after <= today else "",
    }
    return TemplateResponse(request, "office/staff_hours.html", {"page": page})


@door("office", roles=COORDINATOR)
def staff_month(request: HttpRequest, month_id: uuid.UUID) -> HttpResponse:
    """One person's month: the sums, and the decision."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.staff_month(actor, month_id)
    form = DecideForm(request.POST if request.method == "POST" else None)
    back = f"{reverse('office:staff-hours')}?month={found.month:%Y-%m}"

    def write() -> str:
        data = form.cleaned_data
        actions.decide_month(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            month_id=month_id,
            outcome=data["outcome"],
            reason=data["reason"],
        )
        return back

    page = _row(found) | {
        "month": words.month(found.month).capitalize(),
        "lines": [(TIME_KINDS[kind], found.sums[kind]) for kind in TIME_KINDS if kind in found.sums],
        "can_decide": found.state == MonthState.HANDED_IN,
        "since": words.minutes(found.since) if found.since > 0 else "",
    }
    return answered(request, form, write, "office/staff_month.html", {"page": page, "cancel_url": back})


def _asked(request: HttpRequest, today: date) -> date:
    """The month in the address; the last whole one for anything that is none."""
    found = re.fullmatch(
        r"(20\d\d)-(0[1-9]|1[0-2])", request.GET.get("month") or request.POST.get("month", "")
    )
    if found is None:
        return _neighbours(today.replace(day=1))[0]
    return date(int(found[1]), int(found[2]), 1)


def _neighbours(month: date) -> tuple[date, date]:
    first = date.fromordinal(month.toordinal() - 1).replace(day=1)
    return first, date.fromordinal(month.toordinal() + 31).replace(day=1)


def _row(one: queries.Month) -> dict[str, Any]:
    return {
        "name": one.name,
        "role": ROLES[one.role].title,
        "state": MONTH_STATES[one.state].title,
        "waits": one.state == MonthState.HANDED_IN,
        "meetings": words.minutes(one.meetings),
        "total": words.minutes(one.minutes),
        "visits": words.duration(one.visits) if one.visits else "–",
        "visit_kilometres": one.visit_kilometres,
        "kilometres": sum(one.sums.get(kind, 0) for kind in IN_KILOMETRES),
        "url": reverse("office:staff-month", args=[one.id]) if one.id else None,
    }


def _file(request: HttpRequest, found: tuple[queries.Month, ...], month: date) -> HttpResponse:
    """The sums as a table. A cell that a spreadsheet could take for a formula is made text."""
    head = [str(_("Month")), str(_("Name")), str(_("Role")), str(_("Own meetings, minutes"))]
    rows: list[list[Cell]] = [
        [
            f"{month:%m-%Y}",
            one.name,
            str(ROLES[one.role].title),
            one.meetings,
            *(one.sums.get(kind, 0) for kind in TIME_KINDS),
        ]
        for one in found
    ]
    heads = [*head, *(str(title) for title in TIME_KINDS.values())]
    return table_out(request, heads, rows, f"{month:%Y-%m}.csv")
