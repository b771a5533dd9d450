"""The own page's yeses: given and taken back one by one, the receipt for them, and the stop."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from samspil.delivery.actions import consents as actions
from samspil.delivery.actions import parents
from samspil.delivery.rules import courses as rules
from samspil.delivery.terms.courses import Intervention
from samspil.interfaces import clock
from samspil.interfaces.web.answer.own import OWNERS, standing
from samspil.interfaces.web.answer.views import left
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.documents.leaving import mark_of
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import put, text
from samspil.interfaces.web.shared.receipt import Facts, Given
from samspil.interfaces.web.shared.receipt import receipt as built
from samspil.kernel.errors import Refused
from samspil.people.queries import people
from samspil.people.queries.receipts import kept_months, principal_of
from samspil.people.terms import Capacity, ConsentPurpose, Method, Role
from samspil.programme import queries as programme

FILE_NAME = "receipt.json"
HOW: dict[str, Any] = {
    Method.SCREEN: gettext_lazy("On a screen"),
    Method.PAPER: gettext_lazy("On paper"),
    Method.ORAL: gettext_lazy("You said it"),
    Method.OWN_PAGE: gettext_lazy("Here on your page"),
}


class YesForm(forms.Form):
    """One yes given, or one taken back: never both."""

    give = forms.CharField(required=False, max_length=20)
    back = forms.UUIDField(required=False)
    recipient = text("", most=100, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if bool(data.get("give")) == bool(data.get("back")):
            self.add_error(None, _("Choose one thing to say yes to, or to take back."))
        return data


class NamingForm(forms.Form):
    """With whom it may be shared: a yes to sharing names somebody."""

    recipient = text(gettext_lazy("Who may be told?"), most=100)


@door("answer", roles=OWNERS)
def consents(request: HttpRequest) -> HttpResponse:
    """Each yes by itself, in the person's language: given or taken back with one tap, without a reason."""
    actor, whose = standing(request)
    form = YesForm(request.POST if request.method == "POST" else None)
    names = request.POST.get("give") == ConsentPurpose.SHARING
    naming = NamingForm(request.POST if names else None)
    if request.method == "POST" and form.is_valid() and (naming.is_valid() or not names):
        try:
            if _write(actor, whose, form.cleaned_data) == ConsentPurpose.SUPPORT:
                return _gone(request)
            return HttpResponseRedirect(reverse("answer:own-consents"))
        except Refused as refused:
            put(naming if names else form, refused)
    wrong = naming if naming.errors else form
    told = people.told_consents(actor, whose.person_id, at=clock.now())
    return TemplateResponse(
        request,
        "answer/own_consents.html",
        {
            "form": wrong,
            "naming": naming,
            "page": {
                "rows": [_row(one, told) for one in _asked(whose)],
                "others": [
                    words.day_and_year(one.given_on)
                    for one in told
                    if one.capacity != Capacity.SELF and one.withdrawn_on is None
                ],
            },
        },
        status=422 if wrong.errors else 200,
    )


def _asked(whose: Any) -> list[Any]:
    """What somebody may be asked here: the second parent's yes to sharing names nobody else's course."""
    texts = programme.concept(whose.course.concept_id).consents
    return [one for one in texts if not (whose.is_second and str(one.slug) == ConsentPurpose.SHARING)]


def _write(actor: Any, whose: Any, data: dict[str, Any]) -> str:
    """One action: a yes, or one taken back; the purpose that was taken back."""
    common = {"by": actor, "at": clock.now(), "on": clock.today(), "course_id": whose.course.id}
    if whose.is_second:
        return _write_second(actor, whose, data, common)
    if data["give"]:
        actions.record_consent(
            **common,
            purpose=data["give"],
            method=Method.OWN_PAGE,
            language=get_language() or "da",
            recipient=data["recipient"] if data["give"] == ConsentPurpose.SHARING else "",
        )
        return ""
    held = people.consent_for(actor, whose.person_id, data["back"])
    actions.withdraw_consent(
        **common,
        purpose=held.purpose,
        capacity=Capacity(held.capacity),
        recipient_number=held.recipient_number or None,
    )
    return str(held.purpose)


def _write_second(actor: Any, whose: Any, data: dict[str, Any], common: dict[str, Any]) -> str:
    """The same for the second parent."""
    back = "" if data["give"] else str(people.consent_for(actor, whose.person_id, data["back"]).purpose)
    if back == ConsentPurpose.SUPPORT:
        parents.second_parent_leaves(**common)
    else:
        purpose = data["give"] or back
        parents.set_second_yes(**common, purpose=purpose, gives=not back, method=Method.OWN_PAGE)
    return back


def _gone(request: HttpRequest) -> HttpResponse:
    """Out of a page that is no longer there."""
    left(request)
    return HttpResponseRedirect(reverse("answer:own-stopped"))


def _row(consent: Any, told: Any) -> dict[str, Any]:
    """One purpose with what it says, what holds now, and what can be done."""
    own = [one for one in told if one.purpose == consent.slug and one.capacity == Capacity.SELF]
    held = [one for one in own if one.withdrawn_on is None]
    ended = max((one.withdrawn_on for one in own if one.withdrawn_on), default=None)
    return {
        "slug": consent.slug,
        "title": words.said(consent.title),
        "text": words.said(consent.text),
        "held": [
            {"id": one.id, "day": words.day_and_year(one.given_on), "recipient": one.recipient}
            for one in held
        ],
        "ended": words.day_and_year(ended) if ended and not held else "",
        "stops": consent.slug == ConsentPurpose.SUPPORT,
        "names_someone": consent.slug == ConsentPurpose.SHARING,
        "can_give": consent.slug != ConsentPurpose.SUPPORT
        and (not held or consent.slug == ConsentPurpose.SHARING),
    }


@door("answer", roles=OWNERS, methods=("GET",))
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt in plain words: what was said yes to, who keeps it, how long, how to take it back."""
    facts, given = _told(request)
    rows = [
        {
            "title": one.title,
            "recipient": one.recipient,
            "day": words.day_and_year(one.given_on),
            "ended": words.day_and_year(one.withdrawn_on) if one.withdrawn_on else "",
            "how": HOW[one.method],
            "is_own": one.capacity == Capacity.SELF,
        }
        for one in given
    ]
    return TemplateResponse(
        request,
        "answer/own_receipt.html",
        {"page": {"rows": rows, "controller": facts.controller, "months": facts.kept_months}},
    )


@door("answer", roles=OWNERS, methods=("GET",))
def receipt_file(request: HttpRequest) -> HttpResponse:
    """The same receipt for a machine, as a file whose name says nothing about anyone."""
    document = built(*_told(request)) | {"dct:provenance": mark_of(request).sign}
    return JsonResponse(
        document,
        content_type="application/ld+json",
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'},
    )


def _told(request: HttpRequest) -> tuple[Facts, list[Given]]:
    """What the receipt tells; the person's own look is logged."""
    actor, whose = standing(request)
    at, concept = clock.now(), programme.concept(whose.course.concept_id)
    texts = {str(one.slug): one for one in concept.consents}
    given = [
        Given(
            key=str(one.id),
            purpose=one.purpose,
            title=words.said(texts[one.purpose].title) if one.purpose in texts else one.purpose,
            text=words.said(texts[one.purpose].text) if one.purpose in texts else "",
            version=one.text_version,
            language=one.language,
            capacity=one.capacity,
            method=one.method,
            given_on=one.given_on,
            withdrawn_on=one.withdrawn_on,
            recipient=one.recipient,
        )
        for one in people.told_consents(actor, whose.person_id, at=at)
    ]
    facts = Facts(
        principal=principal_of(actor, whose.person_id),
        controller=people.organisation(actor.tenant_id).name,
        made_at=at,
        language=get_language() or "da",
        kept_months=kept_months(),
        how_to_withdraw=_("On your page, or by telling the one who helps you or the coordinator."),
    )
    return facts, given


@door("answer", roles=OWNERS)
def stop(request: HttpRequest) -> HttpResponse:
    """What happens, in plain words; then it is done. No reason is asked for."""
    actor, whose = standing(request)
    course, ends = whose.course, parents.second_parent_leaves if whose.is_second else actions.stop
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            ends(by=actor, at=clock.now(), on=clock.today(), course_id=course.id)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _gone(request)
    return TemplateResponse(
        request,
        "answer/own_stop.html",
        {
            "form": form,
            "page": {
                "can_stop": whose.is_second or rules.may_stop(course) is None,
                "is_parent": course.intervention == Intervention.PARENT,
            },
        },
        status=422 if form.errors else 200,
    )


@door("answer", roles=(Role.ANONYMOUS,), methods=("GET",))
def stopped(request: HttpRequest) -> HttpResponse:
    """The same page for everyone: that it is done, and that help can be had again."""
    return TemplateResponse(request, "answer/own_stopped.html")
