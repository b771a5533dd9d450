"""Asking for visits without signing in, and one's own request by the link or the code of a mail.

Nothing here needs a script but the one line that reads the link's token out of the address: the code in the
same mail opens the same. No page tells what is known of any place.
"""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from samspil.delivery.actions import offers
from samspil.delivery.actions import visit_requests as actions
from samspil.delivery.queries import visit_requests as queries
from samspil.delivery.rules.visit_requests import (
    Contact,
    may_have_other_days,
    must_be_a_contact,
    must_be_asked,
    must_take_time,
)
from samspil.delivery.terms.visit_requests import (
    DECLINE_REASONS,
    MOST_SECONDS,
    REQUEST_STATES,
    DeclineReason,
    RequestState,
)
from samspil.delivery.terms.visits import GROUP_LEVELS, VISIT_STATES, GroupLevel, VisitState
from samspil.interfaces import clock
from samspil.interfaces.web.public.visit_forms import (
    AskForm,
    DaysForm,
    MailCodeForm,
    read_stamp,
    seconds_since,
    stamp,
)
from samspil.interfaces.web.public.visit_pages import EVERYONE, PLACE_KEY, closed, go, page
from samspil.interfaces.web.shared import faults, languages, words
from samspil.interfaces.web.shared.addresses import address_of
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import put
from samspil.interfaces.web.shared.standing import VISIT_KEY
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refusal, Refused, refuse
from samspil.people.queries import people
from samspil.people.terms import Role
from samspil.trust import links, scope, throttle
from samspil.trust.terms import LinkKind

TOO_OFTEN = gettext_lazy(
    "Several requests came with this address today. Wait until tomorrow, or call the municipality."
)
TOO_MANY_HERE = gettext_lazy(
    "Many requests came from here within an hour. All you wrote is still here: wait a while, then send it."
)


@door("public", roles=EVERYONE)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for visits. What was typed stays where something is missing."""
    today, now = clock.today(), people.seconds_now()
    places = queries.askable(on=today)
    given = [(str(key), name) for key, name in places]
    if request.method != "POST":
        return _asking(request, AskForm(given, initial=request.session.get(PLACE_KEY)), stamp(now))
    form = AskForm(given, request.POST)
    known = read_stamp(request.POST.get("stamp", ""))
    key, then = known or (None, None)
    seconds = seconds_since(then, now)
    status = 422
    if form.is_valid():
        contact = form.contact(get_language() or "da")
        try:
            refuse(must_take_time(seconds))
            if form.cleaned_data["site"]:  # a machine: it is told what everybody is told
                return go(request, "public:visit-thanks")
            # First what must be put right, for a mistake is no try; only then the tries are counted.
            refuse(must_be_asked(form.asked(), today))
            refuse(must_be_a_contact(contact))
            if not throttle.allowed("visit_ask_address", address_of(request)):
                status = 429
                refuse(Refusal(TOO_MANY_HERE))
            if not throttle.allowed("visit_ask_mail", contact.mail):
                refuse(Refusal(TOO_OFTEN, "mail"))
            assert key is not None
            _write(form, key, contact)
            request.session.pop(PLACE_KEY, None)
            return go(request, "public:visit-thanks")
        except Refused as refused:
            put(form, refused)
    # An old stamp, or none of ours, is replaced; one that was too fast grows older and is good in a moment.
    kept = request.POST.get("stamp", "") if seconds <= MOST_SECONDS else stamp(now)
    return _asking(request, form, kept, status)


def _write(form: AskForm, key: uuid.UUID, contact: Contact) -> None:
    """The request, on behalf of whoever asks, in the municipality that was chosen."""
    by = Actor(tenant_id=uuid.UUID(form.cleaned_data["municipality"]), role=Role.REQUESTER, purpose="answer")
    with scope.scope(by):
        actions.ask(by=by, at=clock.now(), on=clock.today(), key=key, asked=form.asked(), contact=contact)


def _asking(request: HttpRequest, form: AskForm, stamped: str, status: int = 200) -> HttpResponse:
    offered = PLACE_KEY in request.session
    return page(request, "ask", status=status, form=form, stamp=stamped, offered=offered)


@door("public", roles=EVERYONE, methods=("GET",))
def thanks(request: HttpRequest) -> HttpResponse:
    """What happens now. The same for everybody, whatever became of what was sent."""
    return page(request, "thanks")


@door("public", roles=EVERYONE)
def enter(request: HttpRequest) -> HttpResponse:
    """The way in with a mail's link or code. A GET opens nothing, and a POST consumes nothing."""
    form = MailCodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return page(request, "enter", form=form)
    token = request.POST.get("token", "")
    if not token:
        if form.is_valid() and len(links.normal(form.cleaned_data["code"])) != links.CODE_LENGTH:
            form.add_error("code", _("The code has ten characters. Look at it once more."))
        if not form.is_valid():
            return page(request, "enter", status=422, form=form)
    secret = token or form.cleaned_data["code"]
    # Codes are counted in whichever field they come; a token is too long to guess.
    is_code = len(links.normal(secret)) == links.CODE_LENGTH
    if is_code and not throttle.allowed("code_address", address_of(request)):
        return faults.too_many(request)
    try:
        with links.found(secret, kind=(LinkKind.VISIT_REQUEST, LinkKind.PLACE_OFFER)) as link:
            by, is_offer = _holder(link), link.kind == LinkKind.PLACE_OFFER
        with scope.scope(by):
            enters = offers.open_offer if is_offer else actions.open_request
            opening = enters(by=by, at=clock.now())
    except Missing:
        return closed(request)
    if is_code:
        throttle.give_back("code_address", address_of(request))
    _hold(request, by, opening)
    return go(request, "public:visit-offer" if is_offer else "public:visit-mine")


@door("public", roles=EVERYONE)
def mine(request: HttpRequest) -> HttpResponse:
    """One's own request: what was asked for, how it stands, the days; confirm it here."""
    actor = request.actor  # type: ignore[attr-defined]
    found = _found(request)
    if found is None:
        return closed(request)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            opening = actions.confirm_request(by=actor, at=clock.now(), on=clock.today())
            _hold(request, actor, opening)
            return go(request, "public:visit-mine")
        except Refused as refused:
            put(form, refused)
    status = 422 if form.errors else 200
    return page(request, "mine", status=status, form=form, page=_view(actor, found))


@door("public", roles=EVERYONE)
def other_days(request: HttpRequest) -> HttpResponse:
    """Wish other days."""
    actor = request.actor  # type: ignore[attr-defined]
    found = _found(request)
    if found is None:
        return closed(request)
    form = DaysForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.wish_other_days(by=actor, at=clock.now(), on=clock.today(), days=form.days())
            return go(request, "public:visit-mine")
        except Refused as refused:
            put(form, refused)
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "days", status=status, form=form, page=_view(actor, found))


@door("public", roles=EVERYONE)
def cancel(request: HttpRequest) -> HttpResponse:
    """Cancel one's own request; its link opens nothing any more."""
    actor = request.actor  # type: ignore[attr-defined]
    found = _found(request)
    if found is None:
        return closed(request)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            actions.cancel_request(by=actor, at=clock.now(), on=clock.today())
            request.session.pop(VISIT_KEY, None)
            return go(request, "public:visit-cancelled")
        except Refused as refused:
            put(form, refused)
    status = 422 if form.errors else 200
    return page(request, "cancel", status=status, form=form, page=_view(actor, found))


@door("public", roles=EVERYONE, methods=("GET",))
def cancelled(request: HttpRequest) -> HttpResponse:
    """It is cancelled."""
    return page(request, "cancelled")


def _holder(link: Any) -> Actor:
    return Actor(tenant_id=link.tenant_id, role=Role.REQUESTER, purpose="answer", link_id=link.id)


def _hold(request: HttpRequest, by: Actor, opening: str) -> None:
    """Remember in a new session which link was opened, and this opening."""
    request.session.cycle_key()
    request.session[VISIT_KEY] = {
        "id": str(by.link_id),
        "tenant": str(by.tenant_id),
        "role": Role.REQUESTER.value,
        "opening": opening,
    }


def _found(request: HttpRequest) -> Any:
    """The request of whoever stands here, in its language unless another was chosen; None if none opens."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.role != Role.REQUESTER:
        return None
    try:
        found = queries.of_link(actor)
    except Missing:
        return None
    if not languages.is_chosen(request):
        languages.speak(request, found.language)
    return found


def _view(actor: Actor, found: Any) -> dict[str, Any]:
    """What the one who asked sees of a request. No name of anybody who comes, and nothing of the place."""
    state, visits = RequestState(found.state), queries.dated(found)
    # Said yes to, and then the series was called off: the municipality owes an answer again.
    if state == RequestState.PLANNED and not visits:
        state = RequestState.CONFIRMED
    return {
        "state": state.value,
        "was_called_off": state != found.state,
        "state_label": REQUEST_STATES[state].title,
        "because": DECLINE_REASONS[DeclineReason(found.declined_because)] if found.declined_because else "",
        "place": found.place,
        "group": found.group,
        "level": GROUP_LEVELS[GroupLevel(found.level)],
        "many": found.about_how_many,
        "days": [words.day_and_year(one) for one in found.days],
        "may_move": may_have_other_days(found) is None,
        "may_end": state not in (RequestState.CANCELLED, RequestState.DECLINED),
        "visits": [
            {
                "number": one.position,
                "when": _when(one),
                "state_label": ""
                if one.on is None and one.state == VisitState.PLANNED
                else VISIT_STATES[one.state].title,
            }
            for one in visits
        ],
    }


def _when(one: queries.Dated) -> str:
    if one.on is None or one.at is None:
        return _("No day yet")
    told = {"day": words.weekday(one.on), "time": f"{one.at:%H.%M}", "minutes": words.minutes(one.minutes)}
    return _("%(day)s at %(time)s, %(minutes)s") % told
