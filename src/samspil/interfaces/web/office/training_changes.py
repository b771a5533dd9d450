"""The provider's page that changes an event before its first day."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions import training_changes as actions
from samspil.delivery.queries import training
from samspil.interfaces import clock
from samspil.interfaces.web.office.supplier_forms import ChangeForm
from samspil.interfaces.web.office.training import BASE, PROVIDER
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.programme import queries as programme


@door("office", roles=PROVIDER)
def change(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    """Change what an event is called, where and when it is, and how many seats it has."""
    actor = request.actor  # type: ignore[attr-defined]
    found = training.event_for(actor, event_id)
    form = ChangeForm(
        programme.concept(found.concept_id), found, request.POST if request.method == "POST" else None
    )
    back = reverse("office:training-event", args=[event_id])

    def write() -> str:
        actions.change_event(
            by=actor, at=clock.now(), on=clock.today(), event_id=event_id, new=form.changed()
        )
        return back

    page = {
        "name": "office-training-change",
        "title": found.title,
        "heading": _("Change the event"),
        "lead": _("Those who come and their coordinators read on its page what you changed."),
        "button": _("Save the change"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)
