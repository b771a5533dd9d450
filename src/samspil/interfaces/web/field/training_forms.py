"""The page on which somebody who came to a course answers their own form about it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions.training_forms import answer_training
from samspil.delivery.queries import training_forms as queries
from samspil.delivery.queries.instruments import instrument
from samspil.delivery.rules import forms as rules
from samspil.interfaces import clock
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_fields import AnswersForm
from samspil.interfaces.web.shared.form_page import form_page
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.terms import Role

BASE = "shared/field.html"
TAUGHT = (Role.MENTOR, Role.PARENT_COACH, Role.ROLE_MODEL)


def own_forms(actor: Actor) -> list[dict[str, Any]]:
    """The forms about courses that the actor can answer, for the first page of the field. One query."""
    today = clock.today()
    return [
        {
            "title": title,
            "url": to("field:training-form", one.id),
            "when_words": words.until(one.due_on, today),
            "is_late": one.due_on < today,
        }
        for one, title in queries.own_forms(actor, on=today)
    ]


@door("field", roles=TAUGHT)
def own(request: HttpRequest, form_id: uuid.UUID) -> HttpResponse:
    """Answer the own form about a course."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    owed, title = queries.own_form(actor, form_id)
    refuse(rules.may_answer_form(owed, today))
    given = request.POST if request.method == "POST" else None
    form = AnswersForm(instrument(owed.instrument, owed.instrument_version), given)

    def write() -> str:
        answer_training(by=actor, at=clock.now(), on=today, form_id=form_id, answers=form.answers())
        return reverse("field:caseload")

    page = {
        "name": "field-training-form",
        "title": title,
        "heading": _("Your form after the course"),
        "lead": title,
        "texts": [
            _(
                "Nobody reads your answers. They are counted together with those of the others who came, and"
                " told only where five or more have answered. Then they are erased."
            ),
            _("If all of you give the same answer to a question, it can be seen what each of you answered."),
            _("You may leave out whatever you like."),
        ],
        "button": _("Send my answers"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=reverse("field:caseload"), page=page)
