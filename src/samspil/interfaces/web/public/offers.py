"""What a place is offered, by the link or the code of its mail: read it, and say yes or no once."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from samspil.delivery.actions import offers as actions
from samspil.delivery.queries import offers as queries
from samspil.delivery.rules.place_sets import may_answer_itself
from samspil.delivery.terms.place_sets import OfferState
from samspil.interfaces import clock
from samspil.interfaces.web.public.visit_pages import EVERYONE, PLACE_KEY, closed, go, page
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import put
from samspil.interfaces.web.shared.offers import letter
from samspil.interfaces.web.shared.programmes import programme_today
from samspil.interfaces.web.shared.standing import VISIT_KEY
from samspil.kernel.errors import Missing, Refused
from samspil.people.queries import people


class SaidForm(forms.Form):
    """Yes or no, by the button that was pressed."""

    said = forms.ChoiceField(
        choices=[(OfferState.YES.value, ""), (OfferState.NO.value, "")],
        error_messages={"required": _("Choose one from the list.")},
    )


@door("public", roles=EVERYONE)
def offer(request: HttpRequest) -> HttpResponse:
    """What is offered and until when. Yes leads to the request; no is all that is needed."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        found = queries.of_link(actor)
    except Missing:
        return closed(request)
    form = SaidForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["said"]
        try:
            actions.answer_own_offer(by=actor, at=clock.now(), on=clock.today(), state=said)
        except Refused as refused:
            put(form, refused)
        else:
            return _said(request, actor, found.place, is_yes=said == OfferState.YES)
    loaded = programme_today(actor, clock.today())
    against = may_answer_itself(found.offer)
    told = {
        "place": found.place,
        "municipality": people.organisation(actor.tenant_id).name,
        "by": words.day_and_year(found.answer_by),
        "letter": letter(loaded.concept, found.answer_by)[:-1] if loaded else [],
        "noted": str(against) if against else "",
    }
    return page(request, "offer", status=422 if form.errors else 200, form=form, page=told)


def _said(request: HttpRequest, actor: object, place: str, *, is_yes: bool) -> HttpResponse:
    """The link is used up. With yes one goes on to the request, and need not write the place again."""
    held = request.session.pop(VISIT_KEY)
    request.session.cycle_key()
    if not is_yes:
        return go(request, "public:visit-offer-no")
    request.session[PLACE_KEY] = {"municipality": held["tenant"], "place": place}
    return go(request, "public:visit-ask")


@door("public", roles=EVERYONE, methods=("GET",))
def said_no(request: HttpRequest) -> HttpResponse:
    """No is noted. The same for everybody."""
    return page(request, "offer_no")
