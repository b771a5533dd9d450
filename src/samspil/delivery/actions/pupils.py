"""A group's form after a visit: shown as a picture, answered by many, closed for good, its lines screened."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db.models import Case, F, Q, Value, When

from samspil.delivery.actions.owing import group_answered
from samspil.delivery.instruments.shape import FreeText, Given
from samspil.delivery.models.pupils import PupilRound, PupilSheet, PupilTally, PupilWords
from samspil.delivery.models.series import Series, Visit
from samspil.delivery.queries import pupils as queries
from samspil.delivery.queries.series import visit_for
from samspil.delivery.rules import forms as rules
from samspil.delivery.rules.courses import may_coordinate
from samspil.delivery.terms.forms import ENOUGH, WordsState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit, fields, links
from samspil.trust.terms import LinkKind


def show_form(*, by: Actor, at: datetime, on: date, visit_id: uuid.UUID) -> links.Made:
    """Make a link and a code for the group of a visit, which all of it answer until the form closes.

    Others that were made before go on working: the pair and the teacher each have a screen.
    """
    with audit.acting("delivery.show_form", by=by, at=at) as act:
        visit = visit_for(by, visit_id)
        series = Series.objects.select_for_update(of=("self",)).get(id=visit.series_id)
        window = queries.window_of(visit, series.concept_id)
        round_ = queries.round_of(visit.id)
        closes_on = window.done_until if window else None
        if round_ is not None and round_.answered:
            closes_on = round_.closes_on  # a visit moved after its group answered changes nothing
        refuse(rules.may_ask_group(visit, closes_on, on))
        assert closes_on is not None
        if round_ is None:
            assert window is not None
            round_ = PupilRound.objects.create(
                tenant_id=by.tenant_id,
                visit=visit,
                series=series,
                instrument=window.instrument,
                instrument_version=window.version,
                closes_on=closes_on,
            )
            refuse(rules.must_be_countable(queries.tool_of(round_)))
            _lay_out(round_)
        elif round_.closes_on != closes_on:
            round_.closes_on = closes_on
            round_.save(update_fields=["closes_on"])
        refuse(rules.may_send_group(round_, on))
        lasts = timedelta(days=(closes_on - on).days + 1)
        made = links.make(by=by, kind=LinkKind.PUPILS, thing_id=round_.id, lifetime=lasts, beside=True)
        act.about(round_)
    return made


def _lay_out(round_: PupilRound) -> None:
    """Make a row for every answer there can be, so that none is made when the first one gives it."""
    tool = queries.tool_of(round_)
    PupilTally.objects.bulk_create(
        PupilTally(tenant_id=round_.tenant_id, round=round_, item=item.code, choice=choice)
        for item in tool.items
        for choice in queries.choices_of(tool, item)
    )


def send_as_group(
    *, by: Actor, at: datetime, on: date, sheet_id: uuid.UUID, answers: Mapping[str, Given | None]
) -> None:
    """One of a group hands in the form that the group's link opens. `sheet_id` came with the page: what is
    sent a second time with the same is counted once.
    """
    assert by.link_id is not None
    with audit.acting("delivery.send_as_group", by=by, at=at) as act:
        link = links.live(by.link_id)
        round_ = PupilRound.objects.select_for_update(of=("self",)).filter(id=link.thing_id).first()
        if round_ is None:
            raise Missing
        refuse(rules.may_send_group(round_, on))
        refuse(rules.must_say_something(queries.tool_of(round_), answers))
        act.about(round_)
        if PupilSheet.objects.filter(id=sheet_id).exists():
            return
        PupilSheet.objects.create(id=sheet_id, tenant_id=by.tenant_id, round=round_)
        _count(round_, answers)
        PupilRound.objects.filter(id=round_.id).update(answered=F("answered") + 1)
        group_answered(round_.visit_id, on=on)


def _count(round_: PupilRound, answers: Mapping[str, Given | None]) -> None:
    """Count each answer by itself; seal what was written.

    Every count of the form is written anew, also those that stay: which rows were written last would tell
    what the last one answered.
    """
    tool = queries.tool_of(round_)
    kinds = {item.code: tool.kind(item) for item in tool.items}
    chosen = Q(pk__in=[])
    for code, value in answers.items():
        if value is None:
            continue
        if isinstance(kinds[code], FreeText):
            words = PupilWords(
                tenant_id=round_.tenant_id, round=round_, series_id=round_.series_id, item=code
            )
            fields.seal(words, line=str(value).strip())
            words.save(force_insert=True)
        else:
            chosen |= Q(item=code, choice=str(value))
    more = Case(When(chosen, then=Value(1)), default=Value(0))
    PupilTally.objects.filter(round_id=round_.id).update(count=F("count") + more)


def close_round(by: Actor, visit: Visit, *, on: date) -> None:
    """Close a group's form whose last day has passed. Called by the nightly round, which holds the series.

    One that nobody answered is erased: the visit may still be moved, and its group asked. Otherwise the keys
    of what was sent are erased. Lines of a group of whom too few answered are erased unread; all others are
    written anew in the order of their random keys, so that no trace is left of how they came.
    """
    round_ = PupilRound.objects.select_for_update(of=("self",)).filter(visit_id=visit.id).first()
    if round_ is None or round_.closed_as is not None or on <= round_.closes_on:
        return
    links.revoke(by=by, thing_id=round_.id)
    if not round_.answered:
        PupilTally.objects.filter(round_id=round_.id).delete()
        round_.delete()
        return
    PupilSheet.objects.filter(round_id=round_.id).delete()
    lines = list(PupilWords.objects.filter(round_id=round_.id).order_by("id"))
    PupilWords.objects.filter(round_id=round_.id).delete()
    if round_.answered >= ENOUGH:
        PupilWords.objects.bulk_create(lines)
    closed = PupilRound.objects.filter(series_id=round_.series_id, closed_as__isnull=False)
    round_.closed_as = closed.count() + 1
    round_.save(update_fields=["closed_as"])


def screen_line(*, by: Actor, at: datetime, visit_id: uuid.UUID, line_id: uuid.UUID, to: str) -> None:
    """A coordinator has read a line of a visit's closed form: it is shown with the results, or withheld and
    erased.
    """
    refuse(may_coordinate(by))
    with audit.acting("delivery.screen_line", by=by, at=at) as act:
        round_ = PupilRound.objects.select_for_update(of=("self",)).filter(visit_id=visit_id).first()
        words = PupilWords.objects.select_for_update(of=("self",)).filter(id=line_id, round=round_).first()
        if round_ is None or words is None:
            raise Missing
        refuse(rules.must_have_closed(round_))
        refuse(rules.may_screen(words, to))
        words.state = to
        if to == WordsState.WITHHELD:
            words.line = b""
        words.save(update_fields=["state", "line"])
        act.about(words, reason=to)
