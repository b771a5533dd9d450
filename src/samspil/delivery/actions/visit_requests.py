"""Asking for visits without signing in, and what the coordinator and the one who asked do with a request."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db.models.functions import Now

from samspil.delivery.actions import series as planning
from samspil.delivery.actions.series import Group
from samspil.delivery.models.institutions import Institution
from samspil.delivery.models.series import Series
from samspil.delivery.models.visit_requests import VisitLetter, VisitRequest
from samspil.delivery.queries import institutions
from samspil.delivery.queries import visit_requests as queries
from samspil.delivery.rules import courses
from samspil.delivery.rules import institutions as places
from samspil.delivery.rules import visit_requests as rules
from samspil.delivery.rules.institutions import Place
from samspil.delivery.rules.visit_requests import Asked, Contact
from samspil.delivery.terms.sending import LetterState
from samspil.delivery.terms.visit_requests import DECLINE_REASONS, News, RequestState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit, fields, links
from samspil.trust.models import GuardedQuerySet
from samspil.trust.terms import LinkKind

KIND = LinkKind.VISIT_REQUEST


# --- the one who asks


def id_of(key: uuid.UUID, tenant_id: uuid.UUID) -> uuid.UUID:
    """The id of the request that a form makes in a municipality.

    The form may be sent to a second one. What seals a request hangs on its id, and is erased with it.
    """
    return uuid.uuid5(key, tenant_id.hex)


def ask(*, by: Actor, at: datetime, on: date, key: uuid.UUID, asked: Asked, contact: Contact) -> None:
    """Ask for visits. The mail's link must confirm it before anybody sees it.

    `key` is the form's own: the same form sent twice to one municipality is one request. What was put right
    in it is taken over, and the mail written anew, until it is confirmed; nobody is told which it was.
    """
    refuse(rules.may_ask(by))
    refuse(rules.must_be_asked(asked, on))
    refuse(rules.must_be_a_contact(contact))
    with audit.acting("delivery.ask_for_visits", by=by, at=at) as act:
        row_id = id_of(key, by.tenant_id)
        audit.hold(row_id)
        held = VisitRequest.objects.select_for_update(of=("self",)).filter(id=row_id).first()
        row = held or VisitRequest(id=row_id, tenant_id=by.tenant_id)
        act.about(row, subject_id=row.id)
        if row.state != RequestState.ASKED:
            return
        row.language, row.changed_on = contact.language, on
        row.place, row.group, row.level = asked.place, asked.group, asked.level
        row.about_how_many, row.days = asked.about_how_many, list(asked.days)
        fields.seal(
            row, name=contact.name, mail=contact.mail.strip(), phone=contact.phone, wishes=asked.wishes
        )
        if held is None:
            row.save(force_insert=True)
        else:
            _begin_again(by, row)
        _write(row, News.CONFIRM)


def _begin_again(by: Actor, row: VisitRequest) -> None:
    """The form was put right: what went to the address before opens nothing, and the mail waits no longer."""
    row.asked_at = Now()
    row.save(force_update=True)
    links.revoke(by=by, thing_id=row.id, kind=KIND)
    VisitLetter.objects.filter(request_id=row.id, state=LetterState.QUEUED).update(ready_at=Now())


def open_request(*, by: Actor, at: datetime) -> str:
    """Open the mail's link, which consumes nothing; what tells this opening from every other."""
    refuse(rules.may_ask(by))
    assert by.link_id is not None
    with audit.acting("delivery.open_request", by=by, at=at) as act:
        link = links.live(by.link_id)
        found = (
            VisitRequest.objects.filter(id=link.thing_id).first()
            if queries.is_of_request(link.kind)
            else None
        )
        if found is None:
            raise Missing
        act.about(found, subject_id=found.id)
        return links.opened(link, lasts=None if found.state == RequestState.ASKED else links.LASTS)


def confirm_request(*, by: Actor, at: datetime, on: date) -> str:
    """The one who asked says that it was them: from here on the coordinator sees it. The new opening."""
    refuse(rules.may_ask(by))
    with audit.acting("delivery.confirm_request", by=by, at=at) as act:
        link, row = links.mine(by), _own(by)
        refuse(rules.may_move(row, RequestState.CONFIRMED))
        row.state, row.changed_on = RequestState.CONFIRMED, on
        row.save(update_fields=["state", "changed_on"])
        act.about(row, subject_id=row.id)
        return links.opened(link, lasts=links.LASTS)


def wish_other_days(*, by: Actor, at: datetime, on: date, days: tuple[date, ...]) -> None:
    """The one who asked wishes other days; the coordinator answers."""
    refuse(rules.may_ask(by))
    refuse(rules.must_be_days(days, on))
    with audit.acting("delivery.wish_other_days", by=by, at=at) as act:
        row = _own(by)
        refuse(rules.may_have_other_days(row))
        row.state, row.changed_on, row.days = RequestState.MOVED, on, list(days)
        row.save(update_fields=["state", "changed_on", "days"])
        act.about(row, subject_id=row.id)


def cancel_request(*, by: Actor, at: datetime, on: date) -> None:
    """The one who asked wishes no more. One that nobody confirmed is deleted; its link is used up."""
    refuse(rules.may_ask(by))
    with audit.acting("delivery.cancel_request", by=by, at=at) as act:
        row = _own(by)
        act.about(row, subject_id=row.id)
        if row.state == RequestState.ASKED:
            delete(by=by, rows=VisitRequest.objects.filter(id=row.id))
            return
        refuse(rules.may_move(row, RequestState.CANCELLED))
        row.state, row.changed_on = RequestState.CANCELLED, on
        row.save(update_fields=["state", "changed_on"])
        _drop(row)
        links.revoke(by=by, thing_id=row.id, kind=KIND)


# --- the coordinator


def match_place(*, by: Actor, at: datetime, request_id: uuid.UUID, institution_id: uuid.UUID) -> None:
    """Say which place of the list a request is from."""
    refuse(courses.may_coordinate(by))
    with audit.acting("delivery.match_place", by=by, at=at) as act:
        row = _locked(by, request_id)
        refuse(rules.may_be_matched(row, queries.has_series(row)))
        place = institutions.institution_for(by, institution_id)
        refuse(places.may_be_visited(place.active))
        _match(row, place)
        act.about(row, subject_id=row.id)


def match_new_place(*, by: Actor, at: datetime, on: date, request_id: uuid.UUID, place: Place) -> None:
    """Put the place of a request into the list, and say that it is this one."""
    refuse(courses.may_coordinate(by))
    refuse(places.must_be_a_place(place))
    with audit.acting("delivery.match_new_place", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        row = _locked(by, request_id)
        refuse(rules.may_be_matched(row, queries.has_series(row)))
        refuse(places.must_be_a_new_place(institutions.is_taken(place), bool(place.number)))
        made = Institution.objects.create(
            tenant_id=by.tenant_id,
            number=place.number,
            name=place.name,
            kind=place.kind,
            postcode=place.postcode,
            alike_since=on,
        )
        _match(row, made)
        act.about(row, subject_id=row.id)


def plan_request(
    *, by: Actor, at: datetime, on: date, concept_id: uuid.UUID, request_id: uuid.UUID, group: Group
) -> Series:
    """Say yes: a series is made out of the request, and the one who asked is told that there is an answer."""
    refuse(courses.may_coordinate(by))
    with audit.acting("delivery.plan_request", by=by, at=at) as act:
        row = _locked(by, request_id)
        refuse(rules.must_have_a_place(row))
        assert row.institution_id is not None
        refuse(rules.may_be_planned(row, queries.has_series(row)))
        made = planning.create(
            by=by,
            on=on,
            concept_id=concept_id,
            institution_id=row.institution_id,
            group=group,
            request_id=row.id,
        )
        _answer(row, RequestState.PLANNED, on)
        act.about(row, subject_id=row.id)
    return made


def answer_other_days(*, by: Actor, at: datetime, on: date, request_id: uuid.UUID) -> None:
    """The days of the series have been looked at again; the one who asked is told that there is an answer."""
    refuse(courses.may_coordinate(by))
    with audit.acting("delivery.answer_other_days", by=by, at=at) as act:
        row = _locked(by, request_id)
        refuse(rules.may_answer_other_days(row, queries.has_series(row)))
        _answer(row, RequestState.PLANNED, on)
        act.about(row, subject_id=row.id)


def decline_request(*, by: Actor, at: datetime, on: date, request_id: uuid.UUID, because: str) -> None:
    """Say no, with a reason that the one who asked reads on their page."""
    refuse(courses.may_coordinate(by))
    refuse(courses.must_be_one_of(because, DECLINE_REASONS, "because"))
    with audit.acting("delivery.decline_request", by=by, at=at) as act:
        row = _locked(by, request_id)
        refuse(rules.may_be_declined(row, queries.has_series(row)))
        row.declined_because = because
        _answer(row, RequestState.DECLINED, on)
        act.about(row, subject_id=row.id, reason=because)


def tell_news(*, by: Actor, at: datetime, request_id: uuid.UUID) -> None:
    """Write to the one who asked that there is news: days were chosen, or changed."""
    refuse(courses.may_coordinate(by))
    with audit.acting("delivery.tell_news", by=by, at=at) as act:
        row = _locked(by, request_id)
        refuse(rules.may_be_told(row))
        _write(row, News.ANSWER)
        act.about(row, subject_id=row.id)


# --- the worker


def drop_unconfirmed(*, by: Actor, at: datetime) -> tuple[uuid.UUID, ...]:
    """Delete what nobody confirmed in time; which, so that their keys are erased once this holds.

    Leaves an event only when there were any.
    """
    refuse(rules.may_sweep(by))
    # Asked again once they are held: what was confirmed meanwhile, or is on its way in a mail, stays.
    late = queries.unconfirmed(by)
    held = list(late.select_for_update(of=("self",)).order_by("id").values_list("id", flat=True))
    found = tuple(late.filter(id__in=held).order_by("id").values_list("id", flat=True))
    if found:
        with audit.acting("delivery.drop_unconfirmed", by=by, at=at) as act:
            act.about(VisitRequest(id=found[0]), reason=f"requests_{len(found)}")
            delete(by=by, rows=VisitRequest.objects.filter(id__in=found))
    return found


def delete(*, by: Actor, rows: GuardedQuerySet) -> None:
    """Delete requests with their mails and links. Called by an action that is open."""
    ids = list(rows.select_for_update(of=("self",)).order_by("id").values_list("id", flat=True))
    links.revoke_all(by=by, thing_ids=ids)
    VisitLetter.objects.filter(request_id__in=ids).delete()
    VisitRequest.objects.filter(id__in=ids).delete()


def _own(by: Actor) -> VisitRequest:
    """The request of the link on which somebody stands, held until the transaction ends."""
    found = queries.of_link(by)
    rows = VisitRequest.objects.select_for_update(of=("self",))
    held: VisitRequest | None = rows.filter(id=found.id).first()
    if held is None:
        raise Missing
    return held


def _locked(by: Actor, request_id: uuid.UUID) -> VisitRequest:
    """The request, held until the transaction ends. Raises Missing."""
    queries.request_for(by, request_id)
    found: VisitRequest = VisitRequest.objects.select_for_update(of=("self",)).get(id=request_id)
    return found


def _match(row: VisitRequest, place: Institution) -> None:
    row.institution = place
    row.save(update_fields=["institution"])


def _answer(row: VisitRequest, to: RequestState, on: date) -> None:
    row.state, row.changed_on = to, on
    row.save(update_fields=["state", "changed_on", "declined_because"])
    _write(row, News.ANSWER)


def _write(row: VisitRequest, news: News) -> None:
    """Put a mail in the queue, unless the same waits there already; one that asks to confirm is past."""
    _drop(row, but=news)
    VisitLetter.objects.bulk_create(
        [VisitLetter(tenant_id=row.tenant_id, request_id=row.id, news=news)], ignore_conflicts=True
    )


def _drop(row: VisitRequest, but: News | None = None) -> None:
    """What waits in the queue is wanted no more."""
    waits = VisitLetter.objects.filter(request_id=row.id, state=LetterState.QUEUED)
    waits.exclude(news=but or "").update(state=LetterState.DROPPED, moved_at=Now())
