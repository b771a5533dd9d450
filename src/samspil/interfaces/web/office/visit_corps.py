"""The office's pages on the corps: the role models, who lends them, and the themes they take."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.delivery.actions import corps_members as actions
from samspil.delivery.queries import corps_members as queries
from samspil.delivery.queries.corps_members import InCorps
from samspil.interfaces import clock
from samspil.interfaces.web.office.bringing import NOWHERE
from samspil.interfaces.web.office.steps import COORDINATOR, answered
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.certificates import certificate_tags
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import some_of, text
from samspil.interfaces.web.shared.programmes import programme_today
from samspil.interfaces.web.shared.visit_words import role_label
from samspil.people.terms import PARTS_OF_WEEK, SPOKEN, PartOfWeek


class CorpsForm(forms.Form):
    """Who lends somebody, and the themes they take."""

    host = text(
        gettext_lazy("Host organisation"),
        most=100,
        required=False,
        help_text=gettext_lazy("Who they belong to, often UU."),
    )
    themes = some_of(gettext_lazy("Themes"), help_text=gettext_lazy("Those they would like to take."))

    def __init__(self, themes: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].choices = [(one, one) for one in themes]  # type: ignore[attr-defined]


@door("office", roles=COORDINATOR, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """Everyone in the corps: host, themes, languages, area, when they have time, visits ahead and held."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    loaded = programme_today(actor, today)
    page = {
        "role_label": role_label(loaded.concept) if loaded else _("Role model"),
        "rows": [
            {
                "url": to("office:visit-corps-member", one.member.post.id),
                "name": one.member.post.name,
                "host": one.host,
                "themes": ", ".join(one.themes),
                "brings": _brings(one),
                "certificates": certificate_tags(one.member, today),
                "ahead": one.ahead,
                "next_words": words.day(one.next_on) if one.next_on else "",
                "held": one.held,
            }
            for one in queries.corps(actor, on=today)
        ],
    }
    return TemplateResponse(request, "office/visit_corps.html", {"page": page})


def _brings(one: InCorps) -> str:
    """Languages, area and times in one line; empty where nothing was written."""
    brings = one.member.brings
    parts = [
        ", ".join(str(SPOKEN[code]) for code in brings.languages),
        ", ".join(str(PARTS_OF_WEEK[PartOfWeek(code)]) for code in brings.times),
    ]
    if brings.area:
        parts.insert(1, _("around postcode %(area)s") % {"area": brings.area})
    return " · ".join(part for part in parts if part)


@door("office", roles=COORDINATOR)
def member(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """One role model: who lends them, their themes, and the way to the profile."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = queries.in_corps(actor, appointment_id, on=today)
    loaded = programme_today(actor, today)
    if loaded is None:
        nothing = {"role_label": found.member.post.name, "words": NOWHERE}
        return TemplateResponse(request, "office/nothing.html", {"page": nothing})
    themes = loaded.concept.intervention("role_model").themes
    initial = {"host": found.host, "themes": list(found.themes)}
    form = CorpsForm(themes, request.POST if request.method == "POST" else None, initial=initial)

    def write() -> str:
        actions.write_corps_member(
            by=actor,
            at=clock.now(),
            on=today,
            concept_id=loaded.id,
            appointment_id=appointment_id,
            host=form.cleaned_data["host"],
            themes=tuple(form.cleaned_data["themes"]),
        )
        return reverse("office:visit-corps")

    page: dict[str, Any] = {
        "name": found.member.post.name,
        "role_label": role_label(loaded.concept),
        "brings": _brings(found),
        "certificates": certificate_tags(found.member, today),
        "ahead": found.ahead,
        "held": found.held,
        "profile_url": reverse("office:staff-profile", args=[appointment_id]),
    }
    context = {"page": page, "cancel_url": reverse("office:visit-corps")}
    return answered(request, form, write, "office/visit_corps_member.html", context)
