"""The office's pages on what a match has to go on: wishes, and who may not be matched."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from samspil.delivery.actions import matching as actions
from samspil.delivery.queries import matching as queries
from samspil.delivery.rules import matching as needs
from samspil.delivery.terms.courses import FIELD_ROLE, CourseState, Intervention
from samspil.delivery.terms.matching import CONFLICT_REASONS, ConflictReason
from samspil.interfaces import clock
from samspil.interfaces.web.office.match_forms import ConflictForm, WishForm
from samspil.interfaces.web.office.steps import COORDINATOR, answered, found_for, frame
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.people.queries import people


@door("office", roles=COORDINATOR)
def wishes(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """What the person wishes for, and why nobody has been found yet."""
    actor, found, _concept = found_for(request, course_id, needs.may_wish)
    told = queries.wishes_of(actor, found, at=clock.now())
    form = WishForm(request.POST if request.method == "POST" else None, initial=WishForm.presets(told))

    def write() -> str:
        actions.write_wishes(by=actor, at=clock.now(), course_id=course_id, wishes=form.wishes())
        is_waiting = found.state == CourseState.ACCEPTED
        return reverse("office:mentor" if is_waiting else "office:course", args=[course_id])

    return answered(request, form, write, "office/wishes.html", frame(found, course_id))


@door("office", roles=COORDINATOR)
def apart(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Who may not be matched with a course, and one more."""
    actor, found, _concept = found_for(request, course_id, needs.may_wish)
    marked = queries.conflicts_of(actor, found)
    known = {one.mentor_id for one in marked}
    role = FIELD_ROLE[Intervention(found.intervention)]
    staff = [one for one in people.staff_for(actor, role, on=clock.today()) if one.id not in known]
    form = ConflictForm([(str(one.id), one.name) for one in staff], request.POST or None)

    def write() -> str:
        actions.mark_conflict(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            course_id=course_id,
            mentor_id=uuid.UUID(form.cleaned_data["mentor"]),
            because=form.cleaned_data["because"],
        )
        return reverse("office:apart", args=[course_id])

    context = frame(found, course_id)
    context["page"] |= {
        "can_mark": bool(staff),
        "rows": [
            {
                "name": one.mentor.account.name,
                "because": CONFLICT_REASONS[ConflictReason(one.because)],
                "day": words.day_and_year(one.marked_on),
                "by_themselves": one.by_themselves,
                "url": reverse("office:apart-lift", args=[course_id, one.id]),
            }
            for one in marked
        ],
    }
    return answered(request, form, write, "office/apart.html", context)


@door("office", roles=COORDINATOR)
def apart_lift(request: HttpRequest, course_id: uuid.UUID, conflict_id: uuid.UUID) -> HttpResponse:
    """A mark was wrong, or holds no more."""
    actor, found, _concept = found_for(request, course_id, needs.may_wish)
    one = queries.conflict_for(actor, found, conflict_id)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def write() -> str:
        actions.lift_conflict(by=actor, at=clock.now(), course_id=course_id, conflict_id=conflict_id)
        return reverse("office:apart", args=[course_id])

    context = frame(found, course_id)
    context["page"] |= {
        "name": one.mentor.account.name,
        "because": CONFLICT_REASONS[ConflictReason(one.because)],
    }
    context["cancel_url"] = reverse("office:apart", args=[course_id])
    return answered(request, form, write, "office/apart_lift.html", context)
