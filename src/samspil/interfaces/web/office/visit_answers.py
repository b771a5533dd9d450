"""The office's pages on what came of visits: the forms, what groups answered, and lines to be read first."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from samspil.delivery.actions.forms import explain_form
from samspil.delivery.actions.pupils import screen_line
from samspil.delivery.queries import owed_forms, pupils, training_forms
from samspil.delivery.queries import series as queries
from samspil.delivery.rules import forms as rules
from samspil.delivery.terms.forms import FORM_REASONS, FORMS, WORDS_MARKS, FormAsked, WordsState
from samspil.interfaces import clock
from samspil.interfaces.web.office.steps import COORDINATOR
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.interfaces.web.shared.forms import one_of, put
from samspil.interfaces.web.shared.group_forms import group_page, standing, teacher_page
from samspil.interfaces.web.shared.results import question_view
from samspil.interfaces.web.shared.visit_words import group_words, when_words, which_words
from samspil.kernel.errors import Refused, refuse

BASE = "shared/office.html"


class FormReasonForm(forms.Form):
    """Why a form was not answered; the reason says whether it is missed or excused."""

    reason = one_of(gettext_lazy("Why was it not done?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (code.value, title) for known in FORM_REASONS.values() for code, title in known.items()
        ]

    def outcome(self) -> str:
        """Missed or excused, as the reason says."""
        given = self.cleaned_data["reason"]
        return next(state.value for state, known in FORM_REASONS.items() if given in known)


class LineForm(forms.Form):
    """A line, and whether it is shown."""

    line = forms.UUIDField()
    to = forms.ChoiceField(choices=[(one.value, one.value) for one in WordsState])


@door("office", roles=COORDINATOR)
def group(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """Show the group its form."""
    visit = queries.visit_for(request.actor, visit_id)  # type: ignore[attr-defined]
    back = reverse("office:series-answers", args=[visit.series_id])
    return group_page(request, visit_id, base=BASE, back_url=back)


@door("office", roles=COORDINATOR)
def teacher(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """Hand the teacher theirs."""
    visit = queries.visit_for(request.actor, visit_id)  # type: ignore[attr-defined]
    back = reverse("office:series-answers", args=[visit.series_id])
    return teacher_page(request, visit_id, base=BASE, back_url=back)


@door("office", roles=COORDINATOR, methods=("GET",))
def answers(request: HttpRequest, series_id: uuid.UUID) -> HttpResponse:
    """What came of a series: how each form stands, and what its groups answered, from five answers on."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = queries.series_for(actor, series_id)
    visits = [
        one
        for one in queries.visits_of(actor).filter(series_id=series_id).order_by("position", "id")
        if one.on is not None and one.on <= today and one.state != "cancelled"
    ]
    owed = owed_forms.forms_of(actor, [one.id for one in visits])
    told = pupils.results(actor, found, at=clock.now())
    language = get_language() or "da"
    page = {
        "title": f"{found.institution.name}, {found.group}",
        "lead": group_words(found),
        "back_url": reverse("office:series", args=[series_id]),
        "visits": [_visit(one, found, owed.get(one.id, []), told.waiting.get(one.id, 0)) for one in visits],
        "questions": [
            question_view(one, f"q{place}", language) for place, one in enumerate(told.questions, start=1)
        ],
        "lines": told.lines,
        "open": [
            _("Visit %(number)d: open to and including %(day)s.")
            % {"number": number, "day": words.day_and_year(day)}
            for number, day in sorted(told.open_until)
        ],
    }
    return TemplateResponse(request, "office/series_answers.html", {"page": page})


def _visit(visit: Any, series: Any, owed: list[Any], waiting: int) -> dict[str, Any]:
    has_teacher = any(one.asked == FormAsked.TEACHER for one in owed)
    return {
        "title": which_words(visit, series),
        "when_words": when_words(visit),
        "forms": [standing(one) | {"reason_url": to("office:form-reason", one.id)} for one in owed],
        "group_url": to("office:visit-group", visit.id),
        "teacher_url": to("office:visit-teacher", visit.id) if has_teacher else "",
        "lines_url": to("office:visit-lines", visit.id) if waiting else "",
        "waiting": waiting,
    }


@door("office", roles=COORDINATOR)
def lines(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """Read what somebody in a group wrote, and let it be shown or withhold it, one by one."""
    actor = request.actor  # type: ignore[attr-defined]
    visit = queries.visit_for(actor, visit_id)
    form = LineForm(request.POST if request.method == "POST" else None)
    here = reverse("office:visit-lines", args=[visit_id])
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            screen_line(by=actor, at=clock.now(), visit_id=visit_id, line_id=said["line"], to=said["to"])
            return HttpResponseRedirect(here)
        except Refused as refused:
            put(form, refused)
    page = {
        "title": f"{visit.series.institution.name}, {visit.series.group}",
        "which_words": f"{which_words(visit, visit.series)} · {when_words(visit)}",
        "back_url": reverse("office:series-answers", args=[visit.series_id]),
        "lines": [
            {"id": one.id, "text": one.text, "marks": [WORDS_MARKS[mark] for mark in one.marks]}
            for one in pupils.to_screen(actor, visit, at=clock.now())
        ],
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "office/visit_lines.html", {"page": page, "form": form}, status=status)


@door("office", roles=COORDINATOR)
def reason(request: HttpRequest, form_id: uuid.UUID) -> HttpResponse:
    """Why a form was not answered: a reason code, never a free text."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    owed, title, lead, here = _about(actor, form_id)
    refuse(rules.may_explain_form(owed, today))
    form = FormReasonForm(request.POST if request.method == "POST" else None)

    def write() -> str:
        explain_form(
            by=actor,
            at=clock.now(),
            on=today,
            form_id=form_id,
            outcome=form.outcome(),
            reason=form.cleaned_data["reason"],
        )
        return here

    page = {
        "name": "office-form-reason",
        "title": title,
        "heading": _("Why was the form not filled in?"),
        "lead": lead,
        "button": _("Save the reason"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=here, page=page)


def _about(actor: Any, form_id: uuid.UUID) -> tuple[Any, str, str, str]:
    """A form with what it is about, in a title and a line, and the page that leads to it. Raises Missing."""
    of_course = training_forms.titled(form_id)
    if of_course is not None:
        owed, title, event_id = of_course
        lead = f"{FORMS[FormAsked(owed.asked)]} · {owed.appointment.account.name}"
        return owed, title, lead, reverse("office:training-event", args=[event_id])
    owed, visit = owed_forms.form_for(actor, form_id)
    return (
        owed,
        f"{visit.series.institution.name}, {visit.series.group}",
        f"{FORMS[FormAsked(owed.asked)]} · {which_words(visit, visit.series)}",
        reverse("office:series-answers", args=[visit.series_id]),
    )
