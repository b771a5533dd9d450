"""What waits around a municipality's grant, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samspil.delivery.queries.waiting_shape import Waiting
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to

Task = dict[str, Any]
YES = "true"


def _answer(one: Waiting, yes: str, no: str, why: str, address: str) -> Task:
    """An answer of the programme office's: what it said, what comes of it, and where it is read."""
    assert one.on is not None
    return {
        "when_words": words.day(one.on).capitalize(),
        "title": yes if one.more[0] == YES else no,
        "why": why,
        "button": pgettext("button", "Open"),
        "url": to(address, one.thing_id),
    }


def _budget_answered(one: Waiting, today: date) -> Task:
    yes, no = _("The budget was approved"), _("The budget was refused")
    return _answer(
        one, yes, no, _("The programme office has answered what was asked."), "office:grant-version"
    )


def _cost_answered(one: Waiting, today: date) -> Task:
    yes, no = _("A cost of no list was approved"), _("A cost of no list was refused")
    return _answer(one, yes, no, _("Its voucher waits for your lead."), "office:voucher")


def _statement_answered(one: Waiting, today: date) -> Task:
    yes, no = _("The accounts were received"), _("The accounts were sent back")
    return _answer(one, yes, no, _("The programme office has answered."), "office:statement")


def _vouchers_asked(one: Waiting, today: date) -> Task:
    assert one.on is not None
    return {
        "when_words": words.day(one.on).capitalize(),
        "title": _("The programme office asks to see vouchers of %(year)s") % {"year": one.more[0]},
        "why": _("Show them for a while, or say why not."),
        "button": pgettext("button", "Answer"),
        "url": to("office:asking", one.thing_id),
    }


def _proof(one: Waiting, today: date) -> Task:
    assert one.on is not None
    return {
        "when_words": words.day(one.on).capitalize(),
        "title": _("Voucher no. %(number)s lacks its proof") % {"number": one.more[0]},
        "why": _("It cannot be approved before somebody brings it."),
        "button": _("Bring the proof"),
        "url": to("office:voucher-bring", one.thing_id),
    }


GRANT_KINDS: dict[str, Callable[[Waiting, date], Task]] = {
    "budget_answered": _budget_answered,
    "cost_answered": _cost_answered,
    "statement_answered": _statement_answered,
    "vouchers_asked": _vouchers_asked,
    "voucher_proof": _proof,
}


def leads_links() -> dict[str, str]:
    """Where the lead does what waits around the grant, by kind."""
    return {
        "voucher_approve": f"{reverse('office:vouchers')}?state=waiting",
        "voucher_proof": f"{reverse('office:vouchers')}?state=waiting",
        "cost_answered": f"{reverse('office:vouchers')}?state=waiting",
        "budget_send": reverse("office:grant-versions"),
        "budget_answered": reverse("office:grant-versions"),
        "vouchers_asked": reverse("office:askings"),
        "statement_sign": reverse("office:statements"),
        "statement_answered": reverse("office:statements"),
    }
