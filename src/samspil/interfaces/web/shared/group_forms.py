"""Showing a group its form and handing a teacher theirs, in the field and in the office alike."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspil.delivery.actions.forms import hand_out_form
from samspil.delivery.actions.pupils import show_form
from samspil.delivery.queries import owed_forms, pupils
from samspil.delivery.queries.measurements import Tally, together
from samspil.delivery.queries.owed_forms import FormTally
from samspil.delivery.queries.series import visit_for
from samspil.delivery.rules import forms as rules
from samspil.delivery.terms.forms import FORM_STATES, FORMS, FormAsked, FormState
from samspil.delivery.terms.visits import VisitState
from samspil.interfaces import clock
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.charts import tally_view
from samspil.interfaces.web.shared.form_page import plain
from samspil.interfaces.web.shared.forms import put
from samspil.interfaces.web.shared.handing_out import ready
from samspil.interfaces.web.shared.visit_words import when_words, which_words
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refused
from samspil.trust import links

DOOR = "answer:form"


def group_page(request: HttpRequest, visit_id: uuid.UUID, *, base: str, back_url: str) -> HttpResponse:
    """The picture and the code of a group's form; made anew by a POST, beside those on other screens."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    visit = visit_for(actor, visit_id)
    window, round_ = pupils.window_of(visit, visit.series.concept_id), pupils.round_of(visit.id)
    closes_on = round_.closes_on if round_ and round_.answered else window.done_until if window else None
    answered = round_.answered if round_ else 0
    refusal = rules.may_ask_group(visit, closes_on, today)
    page = _head(visit, "group", back_url) | {
        "refusal": refusal.sentence if refusal else "",
        "until_words": words.day_and_year(closes_on) if closes_on else "",
        "answered_words": ngettext("%(count)d has answered.", "%(count)d have answered.", answered)
        % {"count": answered},
        "lead": _(
            "Everybody in the group points their own phone at the same picture. No name is asked, and nobody"
            " can see who answered what."
        ),
        "is_group": True,
    }
    return _shown(
        request,
        page,
        base,
        lambda: show_form(by=actor, at=clock.now(), on=today, visit_id=visit_id),
    )


def teacher_page(request: HttpRequest, visit_id: uuid.UUID, *, base: str, back_url: str) -> HttpResponse:
    """A link for the teacher who was there; a new one takes the place of the one before."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    visit = visit_for(actor, visit_id)
    owed = owed_forms.teachers_form(actor, visit_id)
    if owed is None:
        raise Missing
    refusal = rules.may_hand_out_form(owed, today)
    page = _head(visit, "teacher", back_url) | {
        "refusal": refusal.sentence if refusal else "",
        "until_words": words.day_and_year(owed.late_until),
        "answered_words": "",
        "lead": _("For the teacher who was there. It can be answered once."),
        "is_group": False,
    }
    return _shown(
        request,
        page,
        base,
        lambda: hand_out_form(by=actor, at=clock.now(), on=today, visit_id=visit_id),
    )


def _head(visit: Any, name: str, back_url: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": f"{visit.series.institution.name}, {visit.series.group}",
        "heading": FORMS[FormAsked.PUPILS if name == "group" else FormAsked.TEACHER],
        "which_words": f"{which_words(visit, visit.series)} · {when_words(visit)}",
        "back_url": back_url,
    }


def _shown(
    request: HttpRequest, page: dict[str, Any], base: str, make: Callable[[], links.Made]
) -> HttpResponse:
    form: forms.Form = plain(request)
    if request.method == "POST":
        try:
            page |= ready(request, make(), door=DOOR)
        except Refused as refused:
            put(form, refused)
    status = 422 if form.errors else 200
    context = {"base": base, "form": form, "page": page}
    return TemplateResponse(request, "shared/group_form.html", context, status=status)


def after_visits(tallies: tuple[FormTally, ...]) -> list[dict[str, Any]]:
    """How the forms after visits and courses stand, as one more table of the board, if any is owed."""
    names = [state.value for state in FormState]
    found = [Tally(one.asked, **{name: getattr(one, name) for name in names}) for one in tallies]
    table = {
        "name": "after",
        "title": _("After visits and courses"),
        "head": _("Form"),
        "rows": [{"title": FORMS[FormAsked(one.key)], "url": None, **tally_view(one)} for one in found],
        "total": tally_view(together(tuple(found))),
    }
    return [table] if found else []


def forms_after(actor: Actor, visit: Any) -> dict[str, Any] | None:
    """The forms after a visit as a role model meets them: the group's, the teacher's, the own one."""
    if visit.state == VisitState.CANCELLED:
        return None
    owed = {one.asked: one for one in owed_forms.forms_of(actor, [visit.id]).get(visit.id, [])}
    mine = owed.get(FormAsked.ROLE_MODEL)
    lasts = mine is not None and rules.may_answer_form(mine, clock.today()) is None
    return {
        "group_url": reverse("field:visit-group", args=[visit.id]),
        "teacher_url": reverse("field:visit-teacher", args=[visit.id]) if FormAsked.TEACHER in owed else "",
        "own_url": reverse("field:visit-form", args=[visit.id]) if lasts else "",
        "own": standing(mine) if mine else None,
    }


def standing(one: Any) -> dict[str, Any]:
    """An owed form as a line: whose it is, and how it stands as a tag."""
    state = FormState(one.state)
    today = clock.today()
    kinds = {FormState.DONE: "ok", FormState.LATE: "ok", FormState.MISSED: "late"}
    is_late = state == FormState.OPEN and one.due_on < today
    whose = one.appointment.account.name if one.appointment_id else FORMS[FormAsked(one.asked)]
    due = words.until(one.due_on, today) if state == FormState.OPEN else ""
    return {
        "whose": whose,
        "state_label": FORM_STATES[state].title,
        "kind": "late" if is_late else kinds.get(state, "soon" if state == FormState.OPEN else ""),
        "due_words": due,
        "wants_a_reason": is_late or (state == FormState.MISSED and not one.reason),
    }
