"""Training certificates on the pages of the office and the field, and on paper."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samspil.delivery.queries import training_certificates as queries
from samspil.delivery.queries.training_certificates import Certified
from samspil.delivery.rules.gates import must_hold
from samspil.delivery.terms.training import (
    CERTIFICATE_ENDS,
    GATE_USES,
    PASS_REASONS,
    CertificateEnd,
    CertificateStanding,
    GateUse,
    PassReason,
)
from samspil.interfaces import clock
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.documents.sheets import printed_out
from samspil.kernel.errors import refuse
from samspil.people.queries import people, taking
from samspil.people.terms import EXPIRES_SOON_DAYS
from samspil.programme import queries as programme

FILE = "bevis.pdf"
"""The same name for everybody and every track."""

STANDINGS = {
    CertificateStanding.VALID: "ok",
    CertificateStanding.EXPIRED: "late",
    CertificateStanding.WITHDRAWN: "late",
}


def certificate_rows(
    held: Iterable[Certified], paper_name: str, today: date, *, may_change: bool = False
) -> list[dict[str, Any]]:
    """Each certificate with how it stands, and what can be done with it."""
    return [_row(one, paper_name, today, may_change) for one in held]


def _row(one: Certified, paper_name: str, today: date, may_change: bool) -> dict[str, Any]:
    ends_soon = one.valid_until <= today + timedelta(days=EXPIRES_SOON_DAYS)
    holds = one.standing == CertificateStanding.VALID
    days = {"from": words.day_and_year(one.issued_on), "until": words.day_and_year(one.valid_until)}
    return {
        "title": words.title_of(programme.concept(one.concept_id).vocabulary.roles, one.track),
        "days": _("%(from)s to %(until)s") % days,
        "tag": _("Ends soon") if holds and ends_soon else said(one.standing),
        "tag_kind": "soon" if holds and ends_soon else STANDINGS[one.standing],
        "ends_soon": holds and ends_soon,
        "because": CERTIFICATE_ENDS[CertificateEnd(one.because)] if one.because else "",
        "paper_url": to(paper_name, one.id) if holds else "",
        "again_url": to("office:training-again", one.id) if holds and may_change else "",
        "withdraw_url": to("office:training-withdraw", one.id) if holds and may_change else "",
    }


def said(standing: CertificateStanding) -> str:
    """How a certificate stands, in one word."""
    return {
        CertificateStanding.VALID: _("Valid"),
        CertificateStanding.EXPIRED: _("Expired"),
        CertificateStanding.WITHDRAWN: _("Withdrawn"),
    }[standing]


def pass_rows(passes: Iterable[Any], today: date) -> list[dict[str, Any]]:
    """Each pass with its reason and its days; those that are over too."""
    rows = []
    for one in passes:
        last = min(one.until_on, one.ended_on or one.until_on)
        holds = one.from_on <= today <= one.until_on and (one.ended_on is None or one.ended_on > today)
        days = {"from": words.day_and_year(one.from_on), "until": words.day_and_year(last)}
        rows.append(
            {
                "title": GATE_USES[GateUse(one.use)],
                "because": PASS_REASONS[PassReason(one.because)],
                "days": _("%(from)s to %(until)s") % days,
                "holds": holds,
                "end_url": to("office:pass-end", one.id) if holds else "",
            }
        )
    return rows


def paper(request: HttpRequest, certificate_id: uuid.UUID) -> HttpResponse:
    """One certificate as a tagged PDF, for its municipality's coordinator or its holder, while it holds."""
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    row = queries.certificate_for(actor, certificate_id)
    refuse(must_hold(row, clock.today()))
    taking.taken(actor, "certificate pdf", at=at, thing=row)
    concept = programme.concept(row.concept_id)
    code = queries.code_of(row.id)
    data = {
        "title": _("Certificate of training"),
        "language": get_language() or "da",
        "name": row.account.name,
        "lead": _("has completed the training as"),
        "track": words.title_of(concept.vocabulary.roles, row.track),
        "programme": words.said(concept.vocabulary.programme_title),
        "organisation": people.organisation(row.tenant_id).name,
        "facts": [
            {"label": _("Issued on"), "value": words.day_and_year(row.issued_on)},
            {"label": _("Valid until"), "value": words.day_and_year(row.valid_until)},
            {"label": _("Employed in"), "value": people.organisation(row.tenant_id).name},
        ],
        "code_label": _("Code of this certificate"),
        "code": "-".join(code[place : place + 4] for place in range(0, len(code), 4)),
        "check": _("Whether it holds can be checked by anybody at:"),
        "address": request.build_absolute_uri(reverse("public:certificate")),
    }
    return printed_out(request, "certificate", data, FILE)
