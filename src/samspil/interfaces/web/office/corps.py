"""The office's pages on the corps: who is trained and uses it, certificates, passes."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspil.delivery.actions import training_certificates as actions
from samspil.delivery.queries import corps as queries
from samspil.delivery.queries import training_certificates as certificates
from samspil.delivery.rules import gates as rules
from samspil.delivery.terms.training import (
    CORPS_USES,
    CorpsUse,
)
from samspil.interfaces import clock
from samspil.interfaces.web.office.corps_forms import CertificateEndForm, PassForm
from samspil.interfaces.web.office.steps import COORDINATOR
from samspil.interfaces.web.office.supervision import supervision_rows
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.interfaces.web.shared.training_certificates import certificate_rows, paper, pass_rows
from samspil.kernel.errors import refuse
from samspil.people.queries import staff as staff_queries
from samspil.people.terms import ROLES

BASE = "shared/office.html"
USE_TAGS = {CorpsUse.ACTIVE: "ok", CorpsUse.NEVER: "soon"}


@door("office", roles=COORDINATOR, methods=("GET",))
def corps(request: HttpRequest) -> HttpResponse:
    """Who is trained, certified and uses it, and the supervision they had."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    members = queries.corps(actor, on=today)
    told = queries.figures(members)
    waiting = len(certificates.to_issue(actor))
    page = {
        "figures": _figures(told),
        "rows": [_row(one) for one in members],
        "waiting": waiting,
        "issue_url": reverse("office:issue"),
        "supervision_url": reverse("office:supervision"),
        "training_url": reverse("office:training"),
        "supervisions": supervision_rows(actor),
        "advice": told.advice_count,
    }
    return TemplateResponse(request, "office/corps.html", {"page": page})


@door("office", roles=COORDINATOR)
def issue(request: HttpRequest) -> HttpResponse:
    """Issue the certificates that a provider has confirmed."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    count = len(certificates.to_issue(actor))
    back = reverse("office:corps")

    def write() -> str:
        actions.issue_certificates(by=actor, at=clock.now(), on=today)
        return back

    page = {
        "name": "office-issue",
        "title": _("The corps"),
        "heading": _("Issue certificates"),
        "lead": ngettext(
            "The training provider has confirmed %(count)d of your staff.",
            "The training provider has confirmed %(count)d of your staff.",
            count,
        )
        % {"count": count},
        "button": _("Issue them"),
    }
    return form_page(request, plain(request), write, base=BASE, cancel_url=back, page=page)


@door("office", roles=COORDINATOR, methods=("GET",))
def staff_training(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """One member of staff: certificates, and passes with their reasons."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    member = staff_queries.member(actor, appointment_id, on=today)
    held = certificates.certificates_of(actor, member.post.account_id, on=today)
    page = {
        "name": member.post.name,
        "role": ROLES[member.post.role].title,
        "profile_url": reverse("office:staff-profile", args=[appointment_id]),
        "pass_url": reverse("office:pass", args=[appointment_id]),
        "certificates": certificate_rows(held, "office:training-paper", today, may_change=True),
        "passes": pass_rows(certificates.passes_of(actor, appointment_id), today),
    }
    return TemplateResponse(request, "office/staff_training.html", {"page": page})


@door("office", roles=COORDINATOR)
def give_pass(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Let somebody do one thing without the certificate for a while."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    member = staff_queries.member(actor, appointment_id, on=today)
    form = PassForm(request.POST if request.method == "POST" else None)
    back = reverse("office:staff-training", args=[appointment_id])

    def write() -> str:
        actions.give_pass(
            by=actor, at=clock.now(), on=today, appointment_id=appointment_id, **form.cleaned_data
        )
        return back

    page = {
        "name": "office-pass",
        "title": member.post.name,
        "heading": _("Let somebody go on without the certificate"),
        "lead": _(
            "For one thing and for a while. It stands on this page with the reason, is logged and counted."
        ),
        "button": _("Give the pass"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("office", roles=COORDINATOR)
def end_pass(request: HttpRequest, pass_id: uuid.UUID) -> HttpResponse:
    """A pass is over before its day."""
    actor = request.actor  # type: ignore[attr-defined]
    row = certificates.pass_for(actor, pass_id)
    back = reverse("office:staff-training", args=[row.appointment_id])

    def write() -> str:
        actions.end_pass(by=actor, at=clock.now(), on=clock.today(), pass_id=pass_id)
        return back

    page = {
        "name": "office-pass-end",
        "heading": _("End the pass"),
        "lead": _("From now on the certificate is asked for again."),
        "button": _("End the pass"),
    }
    return form_page(request, plain(request), write, base=BASE, cancel_url=back, page=page)


@door("office", roles=COORDINATOR, methods=("GET",))
def training_paper(request: HttpRequest, training_id: uuid.UUID) -> HttpResponse:
    """A certificate on paper."""
    return paper(request, training_id)


@door("office", roles=COORDINATOR)
def training_withdraw(request: HttpRequest, training_id: uuid.UUID) -> HttpResponse:
    """A certificate holds no more."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    row = certificates.certificate_for(actor, training_id)
    refuse(rules.must_hold(row, today))
    form = CertificateEndForm(request.POST if request.method == "POST" else None)
    back = reverse("office:staff-training", args=[row.appointment_id])

    def write() -> str:
        actions.withdraw_certificate(
            by=actor,
            at=clock.now(),
            on=today,
            certificate_id=training_id,
            because=form.cleaned_data["because"],
        )
        return back

    page = {
        "name": "office-training-withdraw",
        "title": row.account.name,
        "heading": _("Withdraw the certificate"),
        "lead": _("From now on whoever checks its code is told that it was withdrawn, and not why."),
        "button": _("Withdraw the certificate"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("office", roles=COORDINATOR)
def training_again(request: HttpRequest, training_id: uuid.UUID) -> HttpResponse:
    """Issue a certificate anew."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    row = certificates.certificate_for(actor, training_id)
    refuse(rules.must_hold(row, today))
    back = reverse("office:staff-training", args=[row.appointment_id])

    def write() -> str:
        actions.reissue_certificate(by=actor, at=clock.now(), on=today, certificate_id=training_id)
        return back

    page = {
        "name": "office-training-again",
        "title": row.account.name,
        "heading": _("Issue the certificate anew"),
        "lead": _(
            "The new one carries today's date and another code, and holds until the same day. The old one's"
            " code says withdrawn from now on."
        ),
        "button": _("Issue it anew"),
    }
    return form_page(request, plain(request), write, base=BASE, cancel_url=back, page=page)


def _figures(told: queries.CorpsFigures) -> list[dict[str, Any]]:
    per_active = "–" if told.minutes_per_active is None else words.duration(told.minutes_per_active)
    return [
        {"value": told.trained, "label": _("trained"), "note": ""},
        {"value": told.certified, "label": _("with a certificate that holds"), "note": _passes(told.passes)},
        *(
            {"value": told.uses[one], "label": str(title).lower(), "note": ""}
            for one, title in CORPS_USES.items()
            if one != CorpsUse.EARLIER or told.uses[one]
        ),
        {
            "value": per_active,
            "label": _("supervision for each active"),
            "note": _("in the last 12 months"),
        },
    ]


def _passes(count: int) -> str:
    if not count:
        return ""
    return ngettext("and %(count)d pass without one", "and %(count)d passes without one", count) % {
        "count": count
    }


def _row(one: queries.InCorps) -> dict[str, Any]:
    return {
        "name": one.name,
        "role": ROLES[one.role].title,
        "url": to("office:staff-training", one.appointment_id) if one.is_here else "",
        "certificate": _("until %(day)s") % {"day": words.day_and_year(one.valid_until)}
        if one.valid_until
        else _("none that holds"),
        "has_certificate": one.valid_until is not None,
        "use": CORPS_USES[one.use] if one.use else _("Not trained yet"),
        "use_tag": USE_TAGS.get(one.use, "") if one.use else "",
        "passes": one.passes,
        "advice": one.advice_count,
        "supervised": words.duration(one.supervised_minutes),
    }
