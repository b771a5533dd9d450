"""The lead's page: how much waits in the municipality and since when; no person, no code, no name."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samspil.delivery.queries import seats, waiting
from samspil.delivery.terms.courses import CourseState, MeasurementState
from samspil.economy.queries.waiting import LEAD_SOURCES
from samspil.interfaces import clock
from samspil.interfaces.web.office.waiting import ABOVE
from samspil.interfaces.web.office.waiting_grant import leads_links
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.kernel.words import Words
from samspil.people.queries import people
from samspil.people.terms import Role

WHAT: dict[tuple[str, str], Words] = {
    ("step", CourseState.OFFERED): gettext_lazy("Offers without an answer"),
    ("step", CourseState.AWAITING_CONSENT): gettext_lazy("Waiting for consent"),
    ("step", CourseState.ACCEPTED): gettext_lazy("Waiting for a match"),
    ("step", CourseState.MATCHED): gettext_lazy("Matched and not started"),
    ("measurement", MeasurementState.OPEN): gettext_lazy("Measurements past their day or due within a week"),
    ("measurement", MeasurementState.MISSED): gettext_lazy("Missed measurements without a reason"),
    ("new_yes", ""): gettext_lazy("Yeses to be asked for anew"),
    ("hours", ""): gettext_lazy("Months of hours that wait for a yes"),
    ("without_anybody", ""): gettext_lazy("Courses without anybody who holds them"),
    ("arrival", ""): gettext_lazy("Courses that another municipality sends"),
    ("move_failed", ""): gettext_lazy("Moves that could not be finished"),
    ("loan_offer", ""): gettext_lazy("Mentors that are offered on loan"),
    ("reason", ""): gettext_lazy("Measurements that lack a reason"),
    ("certificate", ""): gettext_lazy("Certificates that have ended or end soon"),
    ("training_end", ""): gettext_lazy("Certificates of training that have ended or end soon"),
    ("seats", ""): gettext_lazy("Events whose seats nobody was given yet"),
    ("conflict", ""): gettext_lazy("Conflicts of interest that were said"),
    ("review", ""): gettext_lazy("Reviews past their day or due within a week"),
    ("quiet", ""): gettext_lazy("Courses without contact for a long time"),
    ("plan", ""): gettext_lazy("Plans that somebody has not said yes to"),
    ("parent_offer", ""): gettext_lazy("Offers to parents without an answer"),
    ("stopped", ""): gettext_lazy("Courses that the person stopped"),
    ("second_gone", ""): gettext_lazy("Other parents who stopped"),
    ("pause", ""): gettext_lazy("Pauses past their planned day"),
    ("closing", ""): gettext_lazy("Closings that are not finished"),
    ("follow_up", ""): gettext_lazy("Contacts half a year after the end"),
    ("request_new", ""): gettext_lazy("Requests for visits without an answer"),
    ("request_moved", ""): gettext_lazy("Places that wish for other days"),
    ("request_cancelled", ""): gettext_lazy("Places that cancelled"),
    ("request_called_off", ""): gettext_lazy("Places whose series was called off"),
    ("offer_yes", ""): gettext_lazy("Places that said yes and have no series yet"),
    ("visit_swap", ""): gettext_lazy("Visits on which somebody asks to be swapped"),
    ("visit_hours", ""): gettext_lazy("Hours of visits that wait for a yes"),
    ("visit_form", ""): gettext_lazy("Forms after visits without an answer"),
    ("visit_lines", ""): gettext_lazy("Visits with lines of a group to be read"),
    ("training_form", ""): gettext_lazy("Training courses with forms nobody has answered"),
    ("cannot_come", ""): gettext_lazy("Staff who cannot come to a training course"),
    ("visit_rebook", ""): gettext_lazy("Cancelled visits to be booked anew"),
    ("visit_unwritten", ""): gettext_lazy("Visits nobody has written about"),
    ("visit_pair", ""): gettext_lazy("Visits without a whole pair within two weeks"),
    ("visit_answer", ""): gettext_lazy("Visits within a week without an answer"),
    ("obligation", ""): gettext_lazy("Obligations that are behind"),
    ("instruction", ""): gettext_lazy("Instructions the municipality has said nothing about"),
    ("steering_task", ""): gettext_lazy("Tasks from meetings that are not done"),
    ("answer", ""): gettext_lazy("Decisions in writing that wait for an answer"),
    ("description_back", ""): gettext_lazy("Descriptions that were sent back"),
    ("plan_revise", ""): gettext_lazy("Plans to be revised"),
    ("budget_answered", ""): gettext_lazy("Answers about the budget from the programme office"),
    ("cost_answered", ""): gettext_lazy("Answers about costs of no list from the programme office"),
    ("voucher_proof", ""): gettext_lazy("Vouchers that lack their proof"),
    ("voucher_approve", ""): gettext_lazy("Vouchers that wait for your decision"),
    ("budget_send", ""): gettext_lazy("Drafts of the budget that only you send"),
    ("statement_sign", ""): gettext_lazy("Statements of accounts that wait for your signature"),
    ("statement_answered", ""): gettext_lazy("Answers about the accounts from the programme office"),
    ("vouchers_asked", ""): gettext_lazy("Vouchers that the programme office asks to see"),
    ("journal", ""): gettext_lazy("Notes for the journal not taken out yet"),
}
"""What each kind of waiting thing is called when it is counted. A test keeps it and the kinds equal."""
SOMETHING = gettext_lazy("Something else")


@door("office", roles=(Role.MUNICIPAL_LEAD,), methods=("GET",))
def lead(request: HttpRequest) -> HttpResponse:
    """What waits, by kind, with the longest wait; and what only the municipality itself can decide."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    above = (*ABOVE, *LEAD_SOURCES)
    rows = [_row(one, today) for one in waiting.counted(actor, on=today, more=above)]
    page = {
        "rows": rows,
        "count": sum(one["count"] for one in rows),
        "today_words": words.weekday(today),
        "to_decide": seats.to_decide(actor),
        "training_url": reverse("office:training"),
        "own_yes_from": people.own_yes_from(actor),
        "own_yes_url": reverse("office:own-yes"),
        "board_url": reverse("office:measurements"),
    }
    return TemplateResponse(request, "office/lead.html", {"page": page})


def _row(one: waiting.Counted, today: date) -> dict[str, Any]:
    return {
        "title": WHAT.get((one.kind, one.part), SOMETHING),
        "count": one.count,
        "oldest": _since(one, today),
        "url": leads_links().get(one.kind, ""),
    }


def _since(one: waiting.Counted, today: date) -> str:
    """How long the oldest has waited; a month where only the month is known."""
    if one.oldest is None:
        return ""
    if (one.kind, one.part) == ("step", CourseState.OFFERED):
        return _("the oldest since %(month)s") % {"month": words.month(one.oldest)}
    days = (today - one.oldest).days
    if days < 0:
        return _("the first on %(day)s") % {"day": words.day_and_year(one.oldest)}
    return ngettext("the longest for %(count)d day", "the longest for %(count)d days", days) % {"count": days}
