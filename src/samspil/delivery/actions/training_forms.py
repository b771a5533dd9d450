"""Forms after a course: opened and let pass by the night, answered by who came, counted once, then erased."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime

from samspil.delivery.instruments.shape import Given
from samspil.delivery.models.forms import OwedForm
from samspil.delivery.models.training import TrainingEvent
from samspil.delivery.models.training_forms import TrainingAnswer, TrainingRound, TrainingTally
from samspil.delivery.queries import training_forms as queries
from samspil.delivery.queries.instruments import instrument
from samspil.delivery.rules import forms as rules
from samspil.delivery.rules.courses import may_tend
from samspil.delivery.terms.forms import ENOUGH, FormState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit, fields


def tend_training(*, by: Actor, at: datetime, on: date, event_id: uuid.UUID) -> None:
    """The nightly round of one course for one municipality: open what is owed, let what is past be missed."""
    refuse(may_tend(by))
    with audit.acting("delivery.tend_training", by=by, at=at) as act:
        audit.hold(uuid.uuid5(event_id, str(by.tenant_id)))
        asked = {key: one for key, one in queries.wanted(on=on).items() if one.event_id == event_id}
        rows = OwedForm.objects.filter(thing_id__in={key[0] for key in asked})
        known = set(rows.values_list("thing_id", "asked", "appointment_id"))
        OwedForm.objects.bulk_create(
            OwedForm(
                tenant_id=by.tenant_id,
                about=one.window.after,
                thing_id=key[0],
                asked=one.window.asked,
                appointment_id=key[2],
                instrument=one.window.instrument,
                instrument_version=one.window.version,
                opens_on=one.window.opens_on,
                due_on=one.window.due_on,
                done_until=one.window.done_until,
                late_until=one.window.late_until,
                remind_on=one.window.remind_on,
            )
            for key, one in asked.items()
            if key not in known
        )
        rows.filter(state=FormState.OPEN, late_until__lt=on).update(state=FormState.MISSED)
        act.about(TrainingEvent(id=event_id))


def answer_training(
    *, by: Actor, at: datetime, on: date, form_id: uuid.UUID, answers: Mapping[str, Given | None]
) -> None:
    """Somebody who came to a course hands in their own form about it, sealed with a key of its own."""
    queries.own_form(by, form_id)
    with audit.acting("delivery.answer_training", by=by, at=at) as act:
        owed = OwedForm.objects.select_for_update(of=("self",)).get(id=form_id)
        refuse(rules.may_answer_form(owed, on))
        refuse(rules.must_say_something(instrument(owed.instrument, owed.instrument_version), answers))
        given = TrainingAnswer(tenant_id=by.tenant_id, owed=owed)
        fields.seal(given, answers=json.dumps(dict(answers)))
        given.save(force_insert=True)
        owed.state = FormState.DONE if on <= owed.done_until else FormState.LATE
        owed.answered_on = on
        owed.save(update_fields=["state", "answered_on"])
        act.about(owed)


def count_training(
    *,
    by: Actor,
    at: datetime,
    on: date,
    one: queries.Countable,
    answered: int,
    given: Mapping[tuple[str, str], int],
) -> None:
    """The provider keeps what all who came answered, once nobody's form is open any more: question by
    question, and nothing of a question that fewer than five answered.
    """
    refuse(may_tend(by))
    office_id, evaluator_id = queries.readers()
    if office_id is None:
        raise Missing
    told = {"office_id": office_id, "evaluator_id": evaluator_id}
    with audit.acting("delivery.count_training", by=by, at=at) as act:
        round_ = TrainingRound.objects.create(
            tenant_id=by.tenant_id,
            event_id=one.event_id,
            thing_id=one.thing_id,
            instrument=one.window.instrument,
            instrument_version=one.window.version,
            owed=one.owed,
            answered=answered,
            counted_on=on,
            **told,
        )
        together: dict[str, int] = {}
        for (item, _choice), count in given.items():
            together[item] = together.get(item, 0) + count
        TrainingTally.objects.bulk_create(
            TrainingTally(
                tenant_id=by.tenant_id,
                round=round_,
                item=item,
                choice=choice,
                count=count,
                together=together[item],
                **told,
            )
            for (item, choice), count in sorted(given.items())
            if together[item] >= ENOUGH
        )
        act.about(round_)


def forget_training(*, by: Actor, at: datetime, thing_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """A municipality's answers about a course go when they were counted; the forms whose keys are to go."""
    refuse(may_tend(by))
    with audit.acting("delivery.forget_training", by=by, at=at) as act:
        rows = TrainingAnswer.objects.filter(owed__thing_id=thing_id)
        gone = tuple(rows.order_by("owed_id").values_list("owed_id", flat=True))
        if not gone:
            raise Missing
        TrainingAnswer.objects.filter(owed_id__in=gone).delete()
        act.about(OwedForm(id=gone[0]), reason=f"erased_{len(gone)}")
    return gone
