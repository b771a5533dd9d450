"""The form on what a visit cost, the same for the role model and for the coordinator; and how it is said."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.delivery.actions import visit_hours as actions
from samspil.delivery.queries import visit_hours as queries
from samspil.delivery.queries.visit_hours import ToWrite
from samspil.delivery.rules.visit_hours import Claim, kroner
from samspil.delivery.terms.visit_hours import (
    HOURS_RETURNED,
    HOURS_STATES,
    MOST_VISIT_KILOMETRES,
    HoursReturned,
    HoursState,
)
from samspil.interfaces import clock
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.form_page import form_page
from samspil.interfaces.web.shared.visit_words import when_words, which_words
from samspil.programme.concept.paying import Rates

KINDS = {HoursState.CLAIMED: "soon", HoursState.APPROVED: "ok", HoursState.RETURNED: "late"}
AMOUNT = re.compile(r"([0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]{1,7})(?:[,.]([0-9]{1,2}))?")


class Kroner(forms.CharField):
    """Kroner as people write them: 250, 1.000 or 250,50. Cleaned to øre; none is 0."""

    default_error_messages = {"invalid": gettext_lazy("Write kroner, for example 250 or 250,50.")}

    def clean(self, value: Any) -> int:
        typed = str(super().clean(value)).strip().removesuffix("kr.").removesuffix("kr").strip()
        if not typed:
            return 0
        found = AMOUNT.fullmatch(typed.replace("\u00a0", " "))
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        whole, rest = found.groups()
        return int(re.sub("[. ]", "", whole)) * 100 + int((rest or "").ljust(2, "0"))


class HoursForm(forms.Form):
    """The time in hours and minutes, the fee where the programme has none by the hour, the kilometres."""

    hours = forms.IntegerField(
        label=gettext_lazy("Hours"),
        min_value=0,
        max_value=16,
        help_text=gettext_lazy("All of it: preparing, the way, the visit, and writing it down."),
    )
    minutes = forms.IntegerField(label=gettext_lazy("and minutes"), min_value=0, max_value=59, required=False)
    fee = Kroner(label=gettext_lazy("Fee in all, kr."), required=False)
    kilometres = forms.IntegerField(
        label=gettext_lazy("Kilometres there and back"),
        min_value=0,
        max_value=MOST_VISIT_KILOMETRES,
        required=False,
    )
    based_on = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, rates: Rates, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if rates.per_hour is not None:
            del self.fields["fee"]
        else:
            most = _("At most %(most)s kr. an hour. Leave it empty if it is unpaid.")
            self.fields["fee"].help_text = most % {"most": kroner(rates.ceiling)}
            self.fields["fee"].widget.attrs["inputmode"] = "decimal"
        if rates.per_km is None:
            del self.fields["kilometres"]
        else:
            rate = _("%(rate)s kr. a kilometre. Leave it empty if there are none.")
            self.fields["kilometres"].help_text = rate % {"rate": kroner(rates.per_km)}

    def claim(self) -> Claim:
        """What was written."""
        data = self.cleaned_data
        time = 60 * (data.get("hours") or 0) + (data.get("minutes") or 0)
        return Claim(time, data.get("fee") or 0, data.get("kilometres") or 0)


def initial_of(found: ToWrite) -> dict[str, Any]:
    """What the form holds when it is opened: what stands, or the time that was planned."""
    row = found.row
    hours, minutes = divmod(row.minutes if row else found.visit.minutes, 60)
    stands = {"hours": hours, "minutes": minutes, "based_on": queries.stamp_of(row)}
    if row is None:
        return stands
    return stands | {"fee": kroner(row.fee) if row.fee else "", "kilometres": row.kilometres or None}


def hours_page(request: HttpRequest, found: ToWrite, *, name: str, base: str, here: str) -> HttpResponse:
    """Write what a visit cost, or put it right until it is approved."""
    form = HoursForm(found.rates, request.POST or None, initial=initial_of(found))
    visit, rates, row = found.visit, found.rates, found.row

    def write() -> str:
        actions.write_visit_hours(
            by=request.actor,  # type: ignore[attr-defined]
            at=clock.now(),
            on=clock.today(),
            visit_id=visit.id,
            claim=form.claim(),
            appointment_id=found.place.appointment_id,
            based_on=form.cleaned_data["based_on"],
        )
        return here

    texts = []
    if rates.per_hour is not None:
        texts.append(_("The fee is %(rate)s kr. an hour.") % {"rate": kroner(rates.per_hour)})
    if rates.per_km is None:
        texts.append(_("There is no rate for kilometres in this year yet, so they wait."))
    if row is not None and row.reason:
        texts.append(_("Returned: %(reason)s.") % {"reason": HOURS_RETURNED[HoursReturned(row.reason)]})
    page = {
        "name": name,
        "title": f"{visit.series.institution.name}, {visit.series.group}",
        "heading": _("Hours of the visit"),
        "lead": f"{found.place.appointment.account.name} · {which_words(visit, visit.series)}"
        f" · {when_words(visit)}",
        "texts": texts,
        "button": _("Save the hours"),
    }
    return form_page(request, form, write, base=base, cancel_url=here, page=page)


def hours_view(row: Any) -> dict[str, Any]:
    """What somebody claimed for a visit and how it stands, in words; or that nothing is written yet."""
    if row is None:
        return {"state_label": _("Hours not written"), "kind": "late", "may_change": True, "facts": ""}
    state = HoursState(row.state)
    facts = [words.duration(row.minutes)]
    facts += [_("fee %(sum)s kr.") % {"sum": kroner(row.fee)}] if row.fee else [_("unpaid")]
    if row.kilometres:
        way = {"km": row.kilometres, "sum": kroner(row.kilometres * row.per_km)}
        facts.append(_("%(km)d km: %(sum)s kr.") % way)
    return {
        "state_label": HOURS_STATES[state].title,
        "kind": KINDS[state],
        "may_change": state != HoursState.APPROVED,
        "facts": " · ".join(facts),
        "reason": HOURS_RETURNED[HoursReturned(row.reason)] if row.reason else "",
    }
