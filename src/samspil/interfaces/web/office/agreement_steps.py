"""The steps of an agreement: make it, change the draft, send it, amend it, write the signature."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.governance.actions import agreements as actions
from samspil.governance.queries import agreements as queries
from samspil.governance.queries import organisations
from samspil.governance.terms.agreements import MADE_BY, READ_BY
from samspil.interfaces import clock
from samspil.interfaces.web.office.agreement_budget import granted
from samspil.interfaces.web.office.agreements import title_of
from samspil.interfaces.web.office.agreements_forms import ChangesForm, DetailsForm, MakeForm, SignForm
from samspil.interfaces.web.office.training import programme_running
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.interfaces.web.shared.uploads import is_too_large, takes_a_paper
from samspil.programme import queries as programme

BASE = "shared/office.html"


@door("office", roles=MADE_BY)
def new(request: HttpRequest) -> HttpResponse:
    """Make an agreement with a municipality, as a draft."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    loaded = programme_running(today)
    known = [(str(key), name) for key, name in organisations.municipalities().items()]
    form = MakeForm(known, _posted(request))

    def write() -> str:
        made = actions.make_agreement(
            by=actor,
            at=clock.now(),
            on=today,
            concept_id=loaded.id,
            municipality_id=form.municipality_id(),
            kind=form.cleaned_data["kind"],
            details=form.details(),
            granted=granted(actor, form.municipality_id(), loaded.concept.slug, form.cleaned_data["kind"]),
        )
        return to("office:agreement", made.id)

    page = {
        "name": "office-agreement-new",
        "title": _("Agreements"),
        "heading": _("Make an agreement"),
        "lead": _("The text comes from the template and the concept file. You see it all before it is sent."),
        "button": _("Make the draft"),
        "has_words": True,
    }
    return form_page(request, form, write, base=BASE, cancel_url=reverse("office:agreements"), page=page)


@door("office", roles=MADE_BY)
def change(request: HttpRequest, version_id: uuid.UUID) -> HttpResponse:
    """Change what was typed for a draft."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.version(actor, version_id)
    form = _details_form(request, found, is_later=found.number > 1)

    def write() -> str:
        actions.change_draft(
            by=actor,
            at=clock.now(),
            version_id=version_id,
            details=form.details(),
            changes=form.cleaned_data.get("changes", ""),
            granted=_granted(actor, found),
        )
        return to("office:agreement", found.id)

    page = {"name": "office-agreement-change", "button": _("Put it together anew")}
    return _step(request, found, form, write, page)


@door("office", roles=MADE_BY)
def send(request: HttpRequest, version_id: uuid.UUID) -> HttpResponse:
    """Send a draft to the municipality."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.version(actor, version_id)

    def write() -> str:
        actions.send_agreement(by=actor, at=clock.now(), on=clock.today(), version_id=version_id)
        return to("office:agreement", found.id)

    lead = _(
        "The municipality reads it at once, and both sides can sign. What is sent is not changed any more."
    )
    page = {"name": "office-agreement-send", "lead": lead, "button": _("Send it")}
    return _step(request, found, plain(request), write, page)


@door("office", roles=MADE_BY)
def amend(request: HttpRequest, version_id: uuid.UUID) -> HttpResponse:
    """Make a new version of what was sent."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.version(actor, version_id)
    form = _details_form(request, found, is_later=True, is_new=True)

    def write() -> str:
        made = actions.amend_agreement(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            version_id=version_id,
            details=form.details(),
            changes=form.cleaned_data["changes"],
            granted=_granted(actor, found),
        )
        return to("office:agreement", made.id)

    lead = _("The version that is in force holds until both sides have signed the new one.")
    page = {"name": "office-agreement-amend", "lead": lead, "button": _("Make the draft")}
    return _step(request, found, form, write, page)


@door("office", roles=READ_BY)
@takes_a_paper
def sign(request: HttpRequest, version_id: uuid.UUID) -> HttpResponse:
    """Write down who signed for one's own side, and bring the signed paper."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.version(actor, version_id)
    if request.method == "POST":
        form = SignForm(request.POST, request.FILES)
        if is_too_large(request):
            form.add_error("file", _("Choose a PDF of at most five megabytes."))
    else:
        form = SignForm(initial={"signed_on": clock.today()})

    def write() -> str:
        paper = form.cleaned_data["file"]
        signing = actions.Signing(
            form.cleaned_data["name"],
            form.cleaned_data["title"],
            form.cleaned_data["signed_on"],
            paper.read() if paper else None,
        )
        actions.sign_agreement(
            by=actor, at=clock.now(), on=clock.today(), version_id=version_id, signing=signing
        )
        return to("office:agreement", found.id)

    lead = _("Only for your own side. What is written stays.")
    page = {"name": "office-agreement-sign", "lead": lead, "button": _("Save the signature")}
    return _step(request, found, form, write, page, template="office/agreement_sign.html")


def _details_form(
    request: HttpRequest, found: queries.AgreementView, *, is_later: bool, is_new: bool = False
) -> Any:
    made = ChangesForm if is_later else DetailsForm
    if request.method == "POST":
        return made(request.POST)
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    told: dict[str, Any] = dict(queries.details_of(actor, found, at=at))
    told["begins_on"] = date.fromisoformat(told["begins_on"])
    if is_new:
        told["changes"] = ""
    return made(initial=told)


def _granted(actor: Any, found: queries.AgreementView) -> Any:
    slug = programme.concept(found.concept_id).slug
    return granted(actor, found.municipality_id, slug, found.kind)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _step(
    request: HttpRequest,
    found: queries.AgreementView,
    form: forms.Form,
    write: Any,
    page: dict[str, Any],
    template: str = "shared/form_page.html",
) -> HttpResponse:
    title, place = title_of(found), organisations.names().get(found.municipality_id, "")
    told = {"title": title, "heading": f"{title}: {place}", "has_words": "terms" in form.fields, **page}
    url = to("office:agreement", found.id)
    return form_page(request, form, write, base=BASE, cancel_url=url, page=told, template=template)
