"""The provider's page that puts right what was said when an event was closed."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.delivery.actions import putting_right as actions
from samspil.delivery.queries import seats, training
from samspil.delivery.terms.training import COMPLETION_FIXES, EventKind
from samspil.interfaces import clock
from samspil.interfaces.web.office.training import BASE, PROVIDER
from samspil.interfaces.web.office.training_forms import WhoForm, named
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.interfaces.web.shared.forms import one_of


class RightForm(forms.Form):
    """What is right of one participant, and what was wrong."""

    who = one_of(gettext_lazy("Of whom?"))
    attended = forms.IntegerField(label=gettext_lazy("On how many days did they come?"), min_value=0)
    exercise = one_of(gettext_lazy("Did they do the exercise with the measurements?"))
    because = one_of(gettext_lazy("What was wrong?"))

    def __init__(self, there: tuple[seats.Participant, ...], days: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("who", named(there)),
            ("exercise", [("yes", _("Yes")), ("no", _("No"))]),
            ("because", [(str(one), title) for one, title in COMPLETION_FIXES.items()]),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields["attended"].help_text = _("From 0 to %(days)d.") % {"days": days}
        self.fields["attended"].widget.attrs["max"] = days

    def said(self) -> dict[str, Any]:
        """What was typed, as it is said anew."""
        told = self.cleaned_data
        return {
            "nomination_id": uuid.UUID(told["who"]),
            "attended": told["attended"],
            "exercise": told["exercise"] == "yes",
            "because": told["because"],
        }


@door("office", roles=PROVIDER)
def put_right(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    """Say anew what was said by mistake when the event was closed."""
    actor = request.actor  # type: ignore[attr-defined]
    found = training.event_for(actor, event_id)
    is_workshop = found.kind == EventKind.WORKSHOP
    form = _form(request, actor, found)
    back = reverse("office:training-event", args=[event_id])

    def write() -> str:
        day: dict[str, Any] = {"by": actor, "at": clock.now(), "on": clock.today(), "event_id": event_id}
        if isinstance(form, RightForm):
            actions.put_completion_right(**day, **form.said())
        else:
            took_part = {uuid.UUID(one) for one in form.cleaned_data["who"]}
            actions.put_workshop_right(**day, municipalities=took_part)
        return back

    page = {
        "name": "office-training-right",
        "title": found.title,
        "heading": _("Put right what was said"),
        "lead": _("Tick every municipality that took part.")
        if is_workshop
        else _(
            "What you say now holds. What was said before stays in the log, and the certificate follows: it"
            " is issued or withdrawn within the hour."
        ),
        "button": _("Put it right"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


def _form(request: HttpRequest, actor: Any, found: training.Event) -> forms.Form:
    posted = request.POST if request.method == "POST" else None
    if found.kind == EventKind.WORKSHOP:
        known = [(str(one.id), one.name) for one in training.municipalities_in(found.concept_id)]
        there = [str(one) for one in training.present_at(actor, found.id)]
        return WhoForm(known, posted, label=_("Which municipalities took part?"), initial={"who": there})
    said = seats.completions(actor, found.id)
    participants = tuple(one for one in seats.participants(actor, found.id) if one.id in said)
    return RightForm(participants, len(found.days), posted)
