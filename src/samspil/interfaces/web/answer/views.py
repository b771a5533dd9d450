"""The answer door: a link or a code, one question a page, the own picture, and who may see it.

No login, no web font, no script but the one line that reads the link's token out of the address.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from samspil.delivery.actions import measurements as actions
from samspil.delivery.instruments.shape import Instrument
from samspil.delivery.queries import measurements
from samspil.delivery.terms.courses import Intervention, Recipient
from samspil.interfaces import clock
from samspil.interfaces.web.answer.asking import ValueForm, once_more, question
from samspil.interfaces.web.shared import faults
from samspil.interfaces.web.shared.addresses import address_of
from samspil.interfaces.web.shared.charts import profile
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import one_of, put
from samspil.interfaces.web.shared.standing import ANSWER_KEY
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refused
from samspil.people.terms import Role
from samspil.trust import links, scope, throttle
from samspil.trust.terms import LinkKind

HOLDER = (Role.LINK_HOLDER,)
OPENS = (LinkKind.MEASUREMENT, LinkKind.OWN_PAGE)


class CodeForm(forms.Form):
    """Ten characters, as they were read aloud."""

    code = forms.CharField(
        label=gettext_lazy("The code you were given"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=gettext_lazy("Ten letters and numbers. Spaces and dashes do not matter."),
    )


class ShareForm(forms.Form):
    """To whom the answers may be shown, each chosen by itself."""

    mentor = one_of(gettext_lazy("May your mentor see them?"))
    coordinator = one_of(gettext_lazy("May the coordinator in the municipality see them?"))

    def __init__(self, intervention: str, *args: Any, may_wait: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if intervention == Intervention.PARENT:
            self.fields["mentor"].label = _("May your coach see them?")
        answers = [("yes", _("Yes")), ("wait", _("Wait, I want to think")), ("no", _("No"))]
        answers = [one for one in answers if may_wait or one[0] != "wait"]
        for name in ("mentor", "coordinator"):
            self.fields[name].choices = answers  # type: ignore[attr-defined]


@door("answer", roles=(Role.ANONYMOUS,))
def enter(request: HttpRequest) -> HttpResponse:
    """The way in: the token from the address by POST, or the code. Opening consumes nothing."""
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method != "POST":
        return TemplateResponse(request, "answer/enter.html", {"form": form})
    token = request.POST.get("token", "")
    if len(links.normal(token)) == links.CODE_LENGTH:  # a code in a token's place would not be counted
        return closed(request)
    if not token:
        if form.is_valid() and len(links.normal(form.cleaned_data["code"])) != links.CODE_LENGTH:
            form.add_error("code", _("The code has ten characters. Look at it once more."))
        if not form.is_valid():
            return TemplateResponse(request, "answer/enter.html", {"form": form}, status=422)
        # Only codes are counted: a token is too long to guess, and a whole class may share one address.
        if not throttle.allowed("code_address", address_of(request)):
            return faults.too_many(request)
    try:
        with links.found(
            token or form.cleaned_data["code"], kind=(LinkKind.MEASUREMENT, links.OWN_PAGE)
        ) as link:
            holder, is_own_page = links.holder(link), link.kind == links.OWN_PAGE
    except Missing:
        return closed(request)
    if not token:
        throttle.give_back("code_address", address_of(request))
    if is_own_page:  # the link alone opens nothing: the own code comes next
        held_link(request, holder)
        return HttpResponseRedirect(reverse("answer:own-code"))
    held = request.session.get(ANSWER_KEY) or {}
    kept = held.get("opening", "") if held.get("id") == str(holder.link_id) else ""
    with scope.scope(holder):
        opening = actions.open_link(by=holder, at=clock.now(), kept=kept)
    held_link(request, holder, opening=opening)
    return HttpResponseRedirect(reverse("answer:statement", args=[1]))


@door("answer", roles=HOLDER)
def statement(request: HttpRequest, number: int) -> HttpResponse:
    """One question. Each answer is kept, sealed, on the server as one goes on; skipping asks for none."""
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    try:
        found = measurements.for_link(actor)
    except Missing:
        return _past(request)
    tool = measurements.instrument_of(found)
    if not 1 <= number <= len(tool.items):
        raise Missing
    item = tool.items[number - 1]
    if request.method == "POST":
        form = ValueForm(tool, item, request.POST)
        skipped = request.POST.get("step") == "skip"
        if form.is_valid() or skipped:
            try:
                value = None if skipped else form.cleaned_data["value"]
                actions.keep_answer(by=actor, at=at, on=clock.today(), code=item.code, value=value)
                return HttpResponseRedirect(_next(number, tool))
            except Refused as refused:
                put(form, refused)
    else:
        kept = measurements.draft(actor, found, at=at)
        form = ValueForm(tool, item, given=kept.get(item.code))
    return TemplateResponse(
        request,
        "answer/statement.html",
        {"form": form, "page": question(tool, number)},
        status=422 if form.is_bound and form.errors else 200,
    )


@door("answer", roles=HOLDER)
def review(request: HttpRequest) -> HttpResponse:
    """All answers once more; sending them consumes the link."""
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    form = forms.Form(request.POST if request.method == "POST" else None)
    try:
        if request.method == "POST":
            try:
                actions.submit(by=actor, at=at, on=clock.today())
                return HttpResponseRedirect(reverse("answer:done"))
            except Refused as refused:
                form.add_error(None, str(refused))
        found = measurements.for_link(actor)
    except Missing:
        return _past(request)
    tool = measurements.instrument_of(found)
    kept = measurements.draft(actor, found, at=at)
    page = {
        "rows": once_more(tool, kept),
        "missing_count": sum(item.code not in kept for item in tool.items),
        "has_picture": bool(tool.scales),
    }
    return TemplateResponse(
        request,
        "answer/review.html",
        {"form": form, "page": page},
        status=422 if form.errors else 200,
    )


@door("answer", roles=HOLDER)
def done(request: HttpRequest) -> HttpResponse:
    """The answers just given, at once, and the choice who may see them."""
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    try:
        found = measurements.just_answered(actor)
    except Missing:
        return closed(request)
    if "close" in request.POST:
        return left(request)
    saved = False
    if request.method == "POST":
        form = ShareForm(found.course.intervention, request.POST)
        if form.is_valid():
            decided = {"yes": True, "no": False, "wait": None}
            actions.choose_sharing(
                by=actor,
                at=at,
                on=clock.today(),
                chosen={one: decided[form.cleaned_data[one.value]] for one in Recipient},
            )
            saved = True
    else:
        shared = measurements.shared_with(found)
        form = ShareForm(
            found.course.intervention,
            initial={one.value: "yes" if one in shared else "wait" for one in Recipient},
        )
    given = [(_("now"), measurements.answered(actor, found, at=at))]
    return TemplateResponse(
        request,
        "answer/done.html",
        {
            "form": form,
            "saved": saved,
            "page": {
                "profile": profile(given, get_language() or "da"),
                "share": [
                    {"recipient": label, "name": one.value}
                    for one, label in recipients(found.course.intervention)
                ],
            },
        },
        status=422 if form.is_bound and form.errors else 200,
    )


def recipients(intervention: str) -> list[tuple[Recipient, str]]:
    """Whom the answers may be shown, and what they are called to the one who answered."""
    own = _("Your coach") if intervention == Intervention.PARENT else _("Your mentor")
    return [(Recipient.MENTOR, own), (Recipient.COORDINATOR, _("The coordinator in the municipality"))]


def held_link(request: HttpRequest, holder: Actor, **more: str) -> None:
    """Remember in a new session which link was opened, and nothing that an earlier one had opened."""
    request.session.cycle_key()
    request.session[ANSWER_KEY] = {"id": str(holder.link_id), "tenant": str(holder.tenant_id), **more}


def left(request: HttpRequest) -> HttpResponse:
    """The person is done on this phone: nothing of it opens here again."""
    request.session.pop(ANSWER_KEY, None)
    request.session.cycle_key()
    return HttpResponseRedirect(reverse("answer:enter"))


def _past(request: HttpRequest) -> HttpResponse:
    """Where a holder goes whose link opens no more: to the answers just sent, or to the closed page."""
    try:
        measurements.just_answered(request.actor)  # type: ignore[attr-defined]
    except Missing:
        return closed(request)
    return HttpResponseRedirect(reverse("answer:done"))


def closed(request: HttpRequest) -> HttpResponse:
    """One page for every link that opens nothing: used, expired, replaced or never made."""
    request.session.pop(ANSWER_KEY, None)
    return TemplateResponse(request, "answer/closed.html", status=404)


def _next(number: int, tool: Instrument) -> str:
    if number == len(tool.items):
        return reverse("answer:review")
    return reverse("answer:statement", args=[number + 1])
