"""The role model's pages on the forms after a visit: the group's, the teacher's, and the own one."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions.forms import answer_form
from samspil.delivery.queries import owed_forms
from samspil.delivery.queries.instruments import instrument
from samspil.delivery.queries.series import visit_for
from samspil.delivery.rules import forms as rules
from samspil.interfaces import clock
from samspil.interfaces.web.field.visits import VISITORS
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_fields import AnswersForm
from samspil.interfaces.web.shared.form_page import form_page
from samspil.interfaces.web.shared.group_forms import group_page, teacher_page
from samspil.interfaces.web.shared.visit_words import when_words, which_words
from samspil.kernel.errors import Missing, refuse

BASE = "shared/field.html"


@door("field", roles=VISITORS)
def group(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """Show the group its form."""
    back = reverse("field:visit", args=[visit_id])
    return group_page(request, visit_id, base=BASE, back_url=back)


@door("field", roles=VISITORS)
def teacher(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """Hand the teacher theirs."""
    back = reverse("field:visit", args=[visit_id])
    return teacher_page(request, visit_id, base=BASE, back_url=back)


@door("field", roles=VISITORS)
def own(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """Answer the own form about a visit."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    visit, owed = visit_for(actor, visit_id), owed_forms.own_form(actor, visit_id)
    if owed is None:
        raise Missing
    refuse(rules.may_answer_form(owed, today))
    given = request.POST if request.method == "POST" else None
    form = AnswersForm(instrument(owed.instrument, owed.instrument_version), given)
    here = reverse("field:visit", args=[visit_id])

    def write() -> str:
        answer_form(by=actor, at=clock.now(), on=today, visit_id=visit_id, answers=form.answers())
        return here

    page = {
        "name": "field-visit-form",
        "title": f"{visit.series.institution.name}, {visit.series.group}",
        "heading": _("Your form after the visit"),
        "lead": f"{which_words(visit, visit.series)} · {when_words(visit)}",
        "texts": [_("You may leave out whatever you like. Nobody is compared by it. Write no names.")],
        "button": _("Send my answers"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=here, page=page)
