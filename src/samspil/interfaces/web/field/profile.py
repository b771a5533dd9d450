"""The field's pages on oneself: what one brings, and that one should not have a course."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspil.delivery.actions.matching import mark_conflict
from samspil.delivery.queries import courses
from samspil.delivery.rules import matching as needs
from samspil.delivery.terms.matching import CONFLICT_REASONS
from samspil.interfaces import clock
from samspil.interfaces.web.field.courses import FIELD
from samspil.interfaces.web.shared.certificates import certificate_tags
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import one_of, put
from samspil.interfaces.web.shared.profile_form import ProfileForm
from samspil.kernel.errors import Refused, refuse
from samspil.people.actions import staff as actions
from samspil.people.queries import staff as queries
from samspil.people.terms import WITH_PROFILE


class ApartForm(forms.Form):
    """Why somebody else should have the course: a code, no text about people."""

    because = one_of(_("Why"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, title) for one, title in CONFLICT_REASONS.items()]
        self.fields["because"].choices = choices  # type: ignore[attr-defined]


@door("field", roles=WITH_PROFILE)
def profile(request: HttpRequest) -> HttpResponse:
    """What one brings oneself, and the days of one's certificates."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    me = queries.myself(actor, on=today)
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=ProfileForm.presets(me))
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_profile(by=actor, at=clock.now(), appointment_id=me.post.id, brings=form.brings())
            return HttpResponseRedirect(reverse("field:profile"))
        except Refused as refused:
            put(form, refused)
    page = {"certificates": certificate_tags(me, today), "places": me.post.capacity}
    context = {"form": form, "page": page, "cancel_url": reverse("field:caseload")}
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "field/profile.html", context, status=status)


@door("field", roles=FIELD)
def apart(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Whoever has a course says that somebody else should have it; the coordinator then finds one."""
    actor = request.actor  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    refuse(needs.may_mark_conflict(actor, found) or needs.may_wish(found))
    form = ApartForm(request.POST if request.method == "POST" else None)
    back = reverse("field:course", args=[course_id])
    if request.method == "POST" and form.is_valid():
        try:
            mark_conflict(
                by=actor,
                at=clock.now(),
                on=clock.today(),
                course_id=course_id,
                mentor_id=found.mentor_id,  # type: ignore[arg-type]
                because=form.cleaned_data["because"],
            )
            return HttpResponseRedirect(back)
        except Refused as refused:
            put(form, refused)
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "page": {"code": found.code}, "cancel_url": back}
    return TemplateResponse(request, "field/apart.html", context, status=status)
