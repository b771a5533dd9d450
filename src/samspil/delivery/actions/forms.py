"""Forms after a visit: the nightly round, a link for the teacher, an answer, and why there is none."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from samspil.delivery.actions.owing import open_forms
from samspil.delivery.actions.pupils import close_round
from samspil.delivery.instruments.shape import Given
from samspil.delivery.models.forms import FormAnswer, OwedForm
from samspil.delivery.models.series import Series, Visit
from samspil.delivery.queries import owed_forms as queries
from samspil.delivery.queries import training_forms
from samspil.delivery.queries.instruments import instrument
from samspil.delivery.rules import forms as rules
from samspil.delivery.rules.courses import may_coordinate, may_tend
from samspil.delivery.terms.forms import FormState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit, fields, links
from samspil.trust.terms import LinkKind


def tend_visit(*, by: Actor, at: datetime, on: date, visit_id: uuid.UUID) -> None:
    """The nightly round of one visit: open what it asks for, let what is past be missed, close the group's
    form.
    """
    refuse(may_tend(by))
    with audit.acting("delivery.tend_visit", by=by, at=at) as act:
        found = Visit.objects.select_related("series").filter(id=visit_id).first()
        if found is None:
            raise Missing
        series = Series.objects.select_for_update(of=("self",)).get(id=found.series_id)
        visit = Visit.objects.get(id=visit_id)
        open_forms(visit, series, on=on)
        past = OwedForm.objects.filter(
            about=queries.OF_VISIT, thing_id=visit.id, state=FormState.OPEN, late_until__lt=on
        )
        links.revoke_all(by=by, thing_ids=list(past.values_list("id", flat=True)))
        past.update(state=FormState.MISSED)
        close_round(by, visit, on=on)
        act.about(visit)


def hand_out_form(*, by: Actor, at: datetime, on: date, visit_id: uuid.UUID) -> links.Made:
    """Make the link and the code of the teacher's form; earlier unused ones stop working."""
    owed = queries.teachers_form(by, visit_id)
    if owed is None:
        raise Missing
    with audit.acting("delivery.hand_out_form", by=by, at=at) as act:
        owed = _locked(owed.id)
        refuse(rules.may_hand_out_form(owed, on))
        lasts = timedelta(days=(owed.late_until - on).days + 1)
        made = links.make(by=by, kind=LinkKind.FORM, thing_id=owed.id, lifetime=lasts)
        act.about(owed)
    return made


def send_form(*, by: Actor, at: datetime, on: date, answers: Mapping[str, Given | None]) -> None:
    """A teacher hands in the form that the link opens. The link is used up by exactly one."""
    assert by.link_id is not None
    with audit.acting("delivery.send_form", by=by, at=at) as act:
        link = links.live(by.link_id)
        owed = _locked(link.thing_id)
        _answer(owed, answers, on=on)
        if not links.use(link.id):
            raise Missing
        act.about(owed)


def answer_form(
    *, by: Actor, at: datetime, on: date, visit_id: uuid.UUID, answers: Mapping[str, Given | None]
) -> None:
    """Somebody who was on a visit hands in their own form about it."""
    own = queries.own_form(by, visit_id)
    if own is None:
        raise Missing
    with audit.acting("delivery.answer_form", by=by, at=at) as act:
        owed = _locked(own.id)
        _answer(owed, answers, on=on)
        act.about(owed)


def explain_form(*, by: Actor, at: datetime, on: date, form_id: uuid.UUID, outcome: str, reason: str) -> None:
    """The coordinator writes why a form was not answered: missed with a reason, or excused."""
    refuse(may_coordinate(by))
    refuse(rules.must_be_a_reason(outcome, reason))
    with audit.acting("delivery.explain_form", by=by, at=at) as act:
        if training_forms.titled(form_id) is None:
            queries.form_for(by, form_id)
        owed = _locked(form_id)
        refuse(rules.may_explain_form(owed, on))
        refuse(rules.may_become(owed.state, FormState(outcome)))
        owed.state, owed.reason = outcome, reason
        owed.save(update_fields=["state", "reason"])
        links.revoke(by=by, thing_id=owed.id)
        act.about(owed, reason=reason)


def _answer(owed: OwedForm, answers: Mapping[str, Given | None], *, on: date) -> None:
    """Keep the answers sealed with the series' key; on time with the grace, after it late."""
    refuse(rules.may_answer_form(owed, on))
    refuse(rules.must_say_something(instrument(owed.instrument, owed.instrument_version), answers))
    visit = Visit.objects.get(id=owed.thing_id)
    given = FormAnswer(tenant_id=owed.tenant_id, owed=owed, series_id=visit.series_id)
    fields.seal(given, answers=json.dumps(dict(answers)))
    given.save(force_insert=True)
    owed.state = FormState.DONE if on <= owed.done_until else FormState.LATE
    owed.answered_on = on
    owed.save(update_fields=["state", "answered_on"])


def _locked(form_id: uuid.UUID) -> OwedForm:
    """An owed form, held until the transaction ends. Raises Missing."""
    found = OwedForm.objects.select_for_update(of=("self",)).filter(id=form_id).first()
    if found is None:
        raise Missing
    return found  # type: ignore[no-any-return]
