"""The office's pages on matches: one course, everyone who waits, and somebody else instead."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions import courses as choosing
from samspil.delivery.actions import matching as actions
from samspil.delivery.matching.fitting import RuledOut
from samspil.delivery.queries import matching as queries
from samspil.delivery.rules import courses as rules
from samspil.delivery.rules import matching as needs
from samspil.delivery.terms.courses import CourseState, Intervention
from samspil.delivery.terms.matching import RE_MATCH
from samspil.interfaces import clock
from samspil.interfaces.web.office import match_words as words
from samspil.interfaces.web.office.match_forms import (
    LetGoForm,
    MentorForm,
    StaffChoice,
    TakeOverForm,
    TogetherForm,
)
from samspil.interfaces.web.office.steps import COORDINATOR, answered, found_for, frame
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import put
from samspil.kernel.errors import Refused
from samspil.people.queries.staff import StaffMember

BECAUSE = RE_MATCH[0]


@door("office", roles=COORDINATOR)
def mentor(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Who may be chosen, best first, each with why; who is left out, and why; the coordinator decides."""
    actor, found, _concept = found_for(
        request, course_id, lambda one: rules.may_move(one, CourseState.MATCHED)
    )
    wishes = queries.wishes_of(actor, found, at=clock.now())
    suggested = queries.suggestions(actor, found, wishes, on=clock.today())
    form = _form(MentorForm, suggested, request)

    def write() -> str:
        choosing.choose_mentor(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            course_id=course_id,
            mentor_id=uuid.UUID(form.cleaned_data["mentor"]),
            why=form.cleaned_data["why"],
            override=form.set_aside(),
        )
        return reverse("office:course", args=[course_id])

    context = frame(found, course_id)
    context["page"] |= _staff(suggested, form) | {
        "wishes": words.wish_tags(wishes),
        "wishes_url": reverse("office:wishes", args=[course_id]),
        "waits_for": words.waits_for(wishes.waits_for),
    }
    return answered(request, form, write, "office/mentor.html", context)


@door("office", roles=COORDINATOR)
def matching(request: HttpRequest) -> HttpResponse:
    """Everyone who waits, how long and why, and who is proposed when all are matched together."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    form = TogetherForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.match_together(
                by=actor, at=clock.now(), on=today, chosen=form.pairs(), why=form.cleaned_data["why"]
            )
            return HttpResponseRedirect(reverse("office:matching"))
        except Refused as refused:
            put(form, refused)
    proposals = queries.proposals(actor, on=today)
    bands = Counter(one.waits.band for one in proposals)
    page = {
        "rows": [_row(one, form.ticked) for one in proposals],
        "bands": [{"label": words.band(one), "count": bands[one]} for one in sorted(bands)],
        "can_match": any(one.member for one in proposals),
    }
    return TemplateResponse(
        request,
        "office/matching.html",
        {"form": form, "page": page, "cancel_url": reverse("office:home")},
        status=422 if form.is_bound and form.errors else 200,
    )


def _row(one: queries.Proposed, ticked: Sequence[str]) -> dict[str, Any]:
    waits, proposal = one.waits, one.proposal
    row = {
        "code": waits.code,
        "is_parent": waits.intervention == Intervention.PARENT,
        "days": words.days(waits.days),
        "band": words.band(waits.band),
        "had_one": waits.had_one,
        "waits_for": words.waits_for(waits.waits_for),
        "wishes_url": to("office:wishes", waits.course_id),
        "url": to("office:mentor", waits.course_id),
    }
    if one.member is None or proposal.reasons is None:
        return row | {"why": words.why_nobody(proposal.left_out, proposal.is_outnumbered)}
    value = f"{waits.course_id}+{one.member.post.id}"
    return row | {
        "value": value,
        "name": one.member.post.name,
        "why": words.why(proposal.reasons),
        "is_ticked": value in ticked,
    }


@door("office", roles=COORDINATOR)
def let_go(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The two did not find together before the start: the course waits again."""
    actor, found, _concept = found_for(request, course_id, lambda one: needs.may_let_go(one, BECAUSE))
    form = LetGoForm(request.POST or None)

    def write() -> str:
        actions.let_go(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            course_id=course_id,
            because=form.cleaned_data["because"],
        )
        return reverse("office:mentor", args=[course_id])

    context = frame(found, course_id)
    context["page"]["name"] = found.mentor.account.name
    return answered(request, form, write, "office/let_go.html", context)


@door("office", roles=COORDINATOR)
def take_over(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Somebody else takes a running course over; the one before sees nothing from then on."""
    actor, found, _concept = found_for(request, course_id, lambda one: needs.may_take_over(one, BECAUSE))
    suggested = queries.suggestions(actor, found, queries.codes_of(actor, found), on=clock.today())
    form = _form(TakeOverForm, suggested, request)

    def write() -> str:
        actions.take_over(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            course_id=course_id,
            because=form.cleaned_data["because"],
            mentor_id=uuid.UUID(form.cleaned_data["mentor"]),
            override=form.set_aside(),
        )
        return reverse("office:course", args=[course_id])

    context = frame(found, course_id)
    context["page"] |= _staff(suggested, form) | {"name": found.mentor.account.name}
    return answered(request, form, write, "office/take_over.html", context)


def _form(kind: type[Any], suggested: queries.Suggested, request: HttpRequest) -> Any:
    """A form in which those who fit can be chosen, and those whom only a certificate keeps out."""
    able = [one for one, _why in suggested.fit] + _but_for_a_certificate(suggested)
    choices = [(str(one.post.id), one.post.name) for one in able]
    return kind(
        choices,
        request.POST if request.method == "POST" else None,
        can_override=bool(_but_for_a_certificate(suggested)),
    )


def _but_for_a_certificate(suggested: queries.Suggested) -> list[StaffMember]:
    return [one for one, why in suggested.out if why == (RuledOut.CERTIFICATE,)]


def _staff(suggested: queries.Suggested, form: StaffChoice) -> dict[str, Any]:
    """The lists of the page: who fits, whom only a certificate keeps out, and who is left out."""
    chosen = str(form["mentor"].value() or "")

    def card(one: StaffMember, why: str) -> dict[str, Any]:
        key = str(one.post.id)
        return {
            "id": key,
            "name": one.post.name,
            "why": why,
            "experience": one.brings.experience,
            "is_chosen": key == chosen,
        }

    kept_out = {one.post.id for one in _but_for_a_certificate(suggested)}
    return {
        "fit": [card(one, words.why(why)) for one, why in suggested.fit],
        "uncertified": [
            card(one, words.why_not(why)) for one, why in suggested.out if one.post.id in kept_out
        ],
        "out": [card(one, words.why_not(why)) for one, why in suggested.out if one.post.id not in kept_out],
        "can_choose": bool(suggested.fit or kept_out),
        "none_words": _("Nobody can be chosen today. The list says why."),
    }
