"""The office's pages on staff: who there is, what they bring, and the days of their certificates."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspil.delivery.queries import courses
from samspil.interfaces import clock
from samspil.interfaces.web.office.steps import COORDINATOR, answered
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.certificates import certificate_tags
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import day_of, one_of
from samspil.interfaces.web.shared.profile_form import ProfileForm
from samspil.people.actions import staff as actions
from samspil.people.queries import staff as queries
from samspil.people.rules.staff import MOST_PLACES
from samspil.people.terms import CERTIFICATES, ROLES, CertificateKind


class StaffForm(ProfileForm):
    """A profile, and how many courses its holder may have."""

    places = forms.IntegerField(label=_("Most courses at a time"), min_value=0, max_value=MOST_PLACES)
    field_order = ("places",)


class CertificateForm(forms.Form):
    """A certificate that was shown: its days, nothing of what stands in it."""

    kind = one_of(_("What was shown"))
    from_on = day_of(_("Issued on"))
    valid_until = day_of(
        _("Must be renewed by"), help_text=_("The municipality decides how long a certificate holds.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(str(code), title) for code, title in CERTIFICATES.items()]  # type: ignore[attr-defined]


@door("office", roles=COORDINATOR, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """Everyone who meets people, with room, and certificates that are missing or end soon."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    load = courses.load_of_mentors(actor)
    rows: list[dict[str, Any]] = [
        {
            "url": to("office:staff-profile", one.post.id),
            "name": one.post.name,
            "role": ROLES[one.post.role].title,
            "now": load.get(one.post.id, 0),
            "places": one.post.capacity,
            "certificates": certificate_tags(one, today),
            "has_profile": bool(one.brings.strengths or one.brings.languages),
        }
        for one in queries.staff(actor, on=today)
    ]
    missing = sum(any(tag["is_late"] for tag in row["certificates"]) for row in rows)
    soon = sum(any(tag["kind"] == "soon" for tag in row["certificates"]) for row in rows)
    return TemplateResponse(
        request, "office/staff.html", {"page": {"rows": rows, "missing": missing, "soon": soon}}
    )


@door("office", roles=COORDINATOR)
def profile(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """One member of staff: what they bring, how many courses they may have, their certificates."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    member = queries.member(actor, appointment_id, on=today)
    initial = {**ProfileForm.presets(member), "places": member.post.capacity}
    form = StaffForm(request.POST if request.method == "POST" else None, initial=initial)

    def write() -> str:
        actions.write_profile(
            by=actor,
            at=clock.now(),
            appointment_id=appointment_id,
            brings=form.brings(),
            places=form.cleaned_data["places"],
        )
        return reverse("office:staff")

    page = {
        "name": member.post.name,
        "role": ROLES[member.post.role].title,
        "certificates": certificate_tags(member, today),
        "held": [
            {
                "title": CERTIFICATES[one.kind],
                "from": words.day_and_year(one.from_on),
                "until": words.day_and_year(one.valid_until),
                "url": reverse("office:certificate-back", args=[appointment_id, one.id]),
            }
            for one in member.certificates
        ],
        "certificate_url": reverse("office:certificate", args=[appointment_id]),
    }
    context = {"page": page, "cancel_url": reverse("office:staff")}
    return answered(request, form, write, "office/staff_profile.html", context)


@door("office", roles=COORDINATOR)
def certificate(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Somebody has shown a certificate."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    member = queries.member(actor, appointment_id, on=today)
    form = CertificateForm(request.POST or None, initial={"from_on": today})

    def write() -> str:
        data = form.cleaned_data
        actions.record_certificate(
            by=actor,
            at=clock.now(),
            on=today,
            appointment_id=appointment_id,
            kind=CertificateKind(data["kind"]),
            from_on=data["from_on"],
            valid_until=data["valid_until"],
        )
        return reverse("office:staff-profile", args=[appointment_id])

    context = {
        "page": {"title": member.post.name},
        "cancel_url": reverse("office:staff-profile", args=[appointment_id]),
    }
    return answered(request, form, write, "office/certificate.html", context)


@door("office", roles=COORDINATOR)
def certificate_back(
    request: HttpRequest, appointment_id: uuid.UUID, certificate_id: uuid.UUID
) -> HttpResponse:
    """A certificate was written by mistake, or holds no more."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    member = queries.member(actor, appointment_id, on=today)
    row = queries.certificate(actor, appointment_id, certificate_id)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def write() -> str:
        actions.take_certificate_back(
            by=actor, at=clock.now(), appointment_id=appointment_id, certificate_id=certificate_id
        )
        return reverse("office:staff-profile", args=[appointment_id])

    context = {
        "page": {
            "title": member.post.name,
            "what": CERTIFICATES[CertificateKind(row.kind)],
            "until": words.day_and_year(row.valid_until),
        },
        "cancel_url": reverse("office:staff-profile", args=[appointment_id]),
    }
    return answered(request, form, write, "office/certificate_back.html", context)
