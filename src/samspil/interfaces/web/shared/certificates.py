"""How the certificates of a member of staff are said on a page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from samspil.interfaces.web.shared import words
from samspil.people.queries.staff import StaffMember
from samspil.people.terms import CERTIFICATES, EXPIRES_SOON_DAYS, CertificateKind


def certificate_tags(member: StaffMember, today: date) -> list[dict[str, Any]]:
    """Each kind with how it stands today, in words and as a colour."""
    return [_tag(member, kind, today) for kind in CertificateKind]


def _tag(member: StaffMember, kind: CertificateKind, today: date) -> dict[str, Any]:
    latest, title = member.latest(kind), CERTIFICATES[kind]
    if latest is None:
        return {"title": title, "words": _("missing"), "kind": "late", "is_late": True}
    day = {"day": words.day_and_year(latest.valid_until)}
    if latest.valid_until < today:
        return {"title": title, "words": _("ended on %(day)s") % day, "kind": "late", "is_late": True}
    if latest.valid_until <= today + timedelta(days=EXPIRES_SOON_DAYS):
        return {"title": title, "words": _("ends on %(day)s") % day, "kind": "soon", "is_late": False}
    return {"title": title, "words": _("until %(day)s") % day, "kind": "ok", "is_late": False}
