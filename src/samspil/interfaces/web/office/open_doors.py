"""The office's pages on what is open to people without an account: own pages, links; and who stopped."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspil.delivery.actions import own_page as actions
from samspil.delivery.queries import courses, open_links, open_to_others, parents
from samspil.delivery.queries.open_to_others import Opened
from samspil.delivery.rules.own_page import may_see_stop
from samspil.delivery.terms.courses import Recipient
from samspil.interfaces import clock
from samspil.interfaces.web.office.steps import COORDINATOR, answered, found_for, frame
from samspil.interfaces.web.shared import own_page as shared
from samspil.interfaces.web.shared import paging, words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.trust.terms import LINK_KINDS, LinkKind


@door("office", roles=COORDINATOR)
def own_page(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """A link to send, and a code to say, for the own page of the one a course is for."""
    found = courses.course_for(request.actor, course_id)  # type: ignore[attr-defined]
    back_url = reverse("office:course", args=[course_id])
    return shared.own_page(request, found=found, base="shared/office.html", back_url=back_url)


@door("office", roles=COORDINATOR)
def second_page(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The same for the other parent in the course."""
    actor = request.actor  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    back_url, second = reverse("office:second", args=[course_id]), parents.second_for(actor, found)
    return shared.own_page(request, found=found, base="shared/office.html", back_url=back_url, second=second)


@door("office", roles=COORDINATOR, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """Every link of the municipality that still opens something, each closed with one tap; and what is open
    to others without one.
    """
    actor, number = request.actor, paging.asked(request)  # type: ignore[attr-defined]
    found, total = open_links.open_links(actor, page=number)
    rows = [
        {
            "title": _("The other parent's own page") if one.is_seconds else LINK_KINDS[LinkKind(one.kind)],
            "code": one.code,
            "url": to("office:course", one.course_id) if one.course_id else None,
            "made": words.moment(one.made_at),
            "made_by": one.made_by,
            "until": words.moment(one.expires_at),
            "is_opened": one.is_opened,
            "close_url": to("office:close-link", one.id),
        }
        for one in found
    ]
    more = paging.links(number, of=total, size=open_links.PAGE)
    others = [_opened(one) for one in open_to_others.open_to_others(actor)]
    shown = [_shown(one) for one in open_to_others.shown_now(actor)]
    page = {"rows": rows, "others": others, "shown": shown, **more}
    return TemplateResponse(request, "office/links.html", {"page": page})


def _opened(one: open_to_others.OpenToOther) -> dict[str, Any]:
    """What another municipality sees, and where it is ended."""
    title, url = {
        Opened.MOVE: (_("%(what)s is proposed to %(other)s, which reads it"), "office:moved"),
        Opened.AGREED: (_("%(what)s goes on in %(other)s, which said yes and holds it"), "office:moved"),
        Opened.LOAN: (_("%(what)s is offered or lent to %(other)s"), "office:loan-end"),
    }[one.kind]
    return {
        "title": title % {"what": one.what, "other": one.other},
        "until": words.moment(one.until),
        "url": reverse(url, args=[one.id]),
    }


def _shown(one: open_to_others.Shown) -> str:
    """Whose answers are shown to whom, as a count."""
    whom = {Recipient.MENTOR: _("their mentor or coach"), Recipient.COORDINATOR: _("the coordinator")}
    return ngettext(
        "%(rounds)d round of answers, of %(courses)d courses, is shown to %(whom)s.",
        "%(rounds)d rounds of answers, of %(courses)d courses, are shown to %(whom)s.",
        one.rounds,
    ) % {"rounds": one.rounds, "courses": one.courses, "whom": whom[one.recipient]}


@door("office", roles=COORDINATOR, methods=("POST",))
def close(request: HttpRequest, link_id: uuid.UUID) -> HttpResponse:
    """Close one link for good."""
    actions.revoke_link(by=request.actor, at=clock.now(), link_id=link_id)  # type: ignore[attr-defined]
    return HttpResponseRedirect(reverse("office:links"))


@door("office", roles=COORDINATOR)
def stopped(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Somebody stopped on their own page: what that ended, and that it has been seen."""
    actor, found, _concept = found_for(request, course_id, may_see_stop)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def write() -> str:
        actions.see_stop(by=actor, at=clock.now(), on=clock.today(), course_id=course_id)
        return reverse("office:home")

    context: dict[str, Any] = frame(found, course_id)
    context["page"] |= {"day": words.day_and_year(found.stopped_on)}
    return answered(request, form, write, "office/stopped.html", context)
