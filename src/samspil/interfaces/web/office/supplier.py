"""The provider's pages beside an event: a message to those who come, and where the materials are."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions import supplier as actions
from samspil.delivery.queries import supplier, training
from samspil.interfaces import clock
from samspil.interfaces.web.office.supplier_forms import MaterialForm, MessageForm
from samspil.interfaces.web.office.training import BASE, PROVIDER
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain


@door("office", roles=PROVIDER)
def message(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    """Tell everyone who comes something about the event."""
    actor = request.actor  # type: ignore[attr-defined]
    found = training.event_for(actor, event_id)
    form = MessageForm(request.POST if request.method == "POST" else None)
    back = reverse("office:training-event", args=[event_id])

    def write() -> str:
        typed = form.cleaned_data
        actions.write_message(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            event_id=event_id,
            words=typed["words"],
            key=typed["key"],
        )
        return back

    page = {
        "name": "office-training-message",
        "title": found.title,
        "heading": _("Write to those who come"),
        "lead": _("Everyone with a seat reads it on their own page, and so do their coordinators."),
        "button": _("Send the message"),
        "has_words": True,
    }
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("office", roles=PROVIDER)
def material(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    """Say where a piece of material is found."""
    actor = request.actor  # type: ignore[attr-defined]
    found = training.event_for(actor, event_id)
    form = MaterialForm(request.POST if request.method == "POST" else None)
    back = reverse("office:training-event", args=[event_id])

    def write() -> str:
        actions.add_material(
            by=actor, at=clock.now(), on=clock.today(), event_id=event_id, **form.cleaned_data
        )
        return back

    page = {
        "name": "office-training-material",
        "title": found.title,
        "heading": _("Add material"),
        "lead": _(
            "Everyone with a seat sees what there is and where it is found, and so do the coordinators."
        ),
        "button": _("Add it"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("office", roles=PROVIDER)
def material_drop(request: HttpRequest, material_id: uuid.UUID) -> HttpResponse:
    """Take a piece of material away again."""
    actor = request.actor  # type: ignore[attr-defined]
    row = supplier.material_for(actor, material_id)
    back = reverse("office:training-event", args=[row.event_id])

    def write() -> str:
        actions.drop_material(by=actor, at=clock.now(), on=clock.today(), material_id=material_id)
        return back

    page = {
        "name": "office-material-drop",
        "title": training.event_for(actor, row.event_id).title,
        "heading": row.title,
        "lead": _("It no longer stands on the page of the event."),
        "button": _("Take the material away"),
    }
    return form_page(request, plain(request), write, base=BASE, cancel_url=back, page=page)
