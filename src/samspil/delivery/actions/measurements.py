"""Writing measurements: opening windows, handing out, answering, sharing, explaining."""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime

from django.db.models import F, Max

from samspil.delivery.instruments.shape import Given
from samspil.delivery.models.courses import Course
from samspil.delivery.models.measurements import AnswerSheet, Measurement, Sharing
from samspil.delivery.queries import measurements as queries
from samspil.delivery.queries.gates import may_hand_out_certified
from samspil.delivery.rules import courses as rules
from samspil.delivery.terms.courses import MeasurementState, Recipient
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.programme import queries as programme
from samspil.trust import audit, fields, links
from samspil.trust.prepared import Prepared, PreparedChange, PreparedChanges
from samspil.trust.terms import LinkKind


def open_windows(*, by: Actor, course: Course, on: date) -> int:
    """Write the measurements whose window has opened; how many. Called by an action that is open."""
    assert course.person_id is not None
    known = set(Measurement.objects.filter(course_id=course.id).values_list("key", flat=True))
    new = [
        Measurement(
            tenant_id=course.tenant_id,
            course_id=course.id,
            person_id=course.person_id,
            key=window.key,
            instrument=window.instrument,
            instrument_version=window.version,
            opens_on=window.opens_on,
            due_on=window.due_on,
            done_until=window.done_until,
            late_until=window.late_until,
            state=state_on(window.late_until, on, course),
        )
        for window in queries.owed_windows(course, held=queries.held_by(course), until=on)
        if window.key not in known
    ]
    Measurement.objects.bulk_create(new)
    return len(new)


def close_windows(*, by: Actor, course: Course, on: date) -> None:
    """The last day was agreed: rounds that are open end where the closing one begins, and that one opens.

    Called by an action that is open, with the course's last day set. An open round whose time is over by
    that is missed, and waits for a reason, as it would have had the next round opened. The day it was due
    stays what it was.
    """
    windows = {one.key: one for one in queries.owed_windows(course, held=queries.held_by(course), until=on)}
    for one in Measurement.objects.filter(course_id=course.id, state=MeasurementState.OPEN):
        window = windows[one.key]
        one.done_until = min(one.done_until, window.done_until)
        one.late_until = min((day for day in (one.late_until, window.late_until) if day), default=None)
        one.state = state_on(one.late_until, on, course)
        one.save(update_fields=["done_until", "late_until", "state"])
        if one.state == MeasurementState.MISSED:
            links.revoke(by=by, thing_id=one.id)
    open_windows(by=by, course=course, on=on)


def stop_open(*, by: Actor, course: Course, on: date) -> date:
    """The course is being stopped: what is open by now is stopped with it, written down or not.

    Called by an action that is open, while the course still runs. Gives the day of the stop: today, or that
    of the newest opening, where a clock was ahead. What was over before is missed, as a night would have it.
    """
    if course.started_on is None:
        return on
    newest = Measurement.objects.filter(course_id=course.id).aggregate(newest=Max("opens_on"))["newest"]
    on = max(on, course.started_on, newest or on)
    open_windows(by=by, course=course, on=on)
    _let_pass(by=by, course=course, on=on)
    Measurement.objects.filter(course_id=course.id, state=MeasurementState.OPEN).update(
        state=MeasurementState.STOPPED
    )
    return on


def _let_pass(*, by: Actor, course: Course, on: date) -> None:
    """What is still open and whose time is over by now is missed."""
    past = Measurement.objects.filter(course_id=course.id, state=MeasurementState.OPEN, late_until__lt=on)
    for one in past.values_list("id", flat=True):
        links.revoke(by=by, thing_id=one)
    past.update(state=MeasurementState.MISSED)


def stop_what_needs(purpose: str, *, by: Actor, course: Course, on: date) -> None:
    """A yes under which something is owed is taken back: what had opened is stopped, nothing opens after.

    Called by an action that is open, before the yes ends.
    """
    keys = queries.consented_keys(course, purpose)
    if not keys or course.stopped_on is not None:
        return
    owed = queries.owed_windows(course, held=queries.held_by(course), until=on)
    if any(window.key in keys for window in owed):
        open_windows(by=by, course=course, on=on)
    open_ = Measurement.objects.filter(course_id=course.id, key__in=keys, state=MeasurementState.OPEN)
    for one in open_.values_list("id", flat=True):
        links.revoke(by=by, thing_id=one)
    open_.update(state=MeasurementState.STOPPED)


def state_on(late_until: date | None, on: date, course: Course) -> MeasurementState:
    """A window written after it has passed was missed; of a stopped course it is stopped, else open."""
    if late_until is not None and late_until < (course.stopped_on or on):
        return MeasurementState.MISSED
    return MeasurementState.STOPPED if course.stopped_on is not None else MeasurementState.OPEN


def tend_course(*, by: Actor, at: datetime, on: date, course_id: uuid.UUID) -> None:
    """The nightly round of one course: open what is due to open, and let what is past be missed."""
    refuse(rules.may_tend(by))
    with audit.acting("delivery.tend_course", by=by, at=at) as act:
        course = Course.objects.select_for_update(of=("self",)).filter(id=course_id).first()
        if course is None:
            raise Missing
        open_windows(by=by, course=course, on=on)
        _let_pass(by=by, course=course, on=on)
        act.about(course, subject_id=course.person_id)


def hand_out(*, by: Actor, at: datetime, on: date, measurement_id: uuid.UUID) -> links.Made:
    """Make the link and the code for an open measurement; earlier unused ones stop working."""
    measurement = queries.measurement_for(by, measurement_id)
    refuse(rules.may_hand_out(by, measurement.course, measurement, on))
    refuse(may_hand_out_certified(by, measurement.course.concept_id, on=on))
    with audit.acting("delivery.hand_out", by=by, at=at) as act:
        _hold(measurement.id)  # two taps make one live link after the other, never both
        kind = LinkKind.MEASUREMENT
        made = links.make(by=by, kind=kind, thing_id=measurement.id, person_id=measurement.person_id)
        act.about(measurement, subject_id=measurement.person_id)
    return made


def open_link(*, by: Actor, at: datetime, kept: str = "") -> str:
    """A link was opened: gives what tells this opening from every other. Nothing is consumed.

    Opening it anew, on another phone or by somebody else, ends the earlier opening and empties what
    was half filled in, so that nobody who also knows the link reads along. `kept` is the opening that
    the same browser still holds; it goes on as it was.
    """
    assert by.link_id is not None
    with audit.acting("delivery.open_link", by=by, at=at) as act:
        link = links.live(by.link_id)
        act.about(link, subject_id=link.person_id)
        if kept and link.opening == kept:
            return kept
        AnswerSheet.objects.filter(measurement_id=link.thing_id, submitted_at__isnull=True).delete()
        return links.opened(link)


def keep_answer(*, by: Actor, at: datetime, on: date, code: str, value: Given | None) -> None:
    """Keep one answer of a half-filled sheet, sealed, on the server."""
    with audit.acting("delivery.keep_answer", by=by, at=at) as act:
        measurement = _locked_for(by, on)
        refuse(rules.must_fit(queries.instrument_of(measurement).accepts(code, value)))
        sheet = AnswerSheet.objects.filter(measurement_id=measurement.id).first()
        answers = queries.draft(by, measurement, at=at) if sheet else {}
        if sheet is None:
            sheet = AnswerSheet(
                tenant_id=by.tenant_id, measurement_id=measurement.id, person_id=measurement.person_id
            )
        fields.seal(sheet, answers=json.dumps({**answers, code: value}))
        sheet.save(force_insert=sheet._state.adding)
        act.about(measurement, subject_id=measurement.person_id)


def submit(*, by: Actor, at: datetime, on: date) -> Measurement:
    """Hand in the answers. The link is consumed by exactly one submission.

    On or before the last day of grace the round is done, after it late.
    """
    assert by.link_id is not None
    with audit.acting("delivery.submit", by=by, at=at) as act:
        measurement = _held(by)
        refusal = rules.may_answer(by, measurement, on)
        if refusal or not by.opening:
            links.mine(by)  # whose link holds no more is told that first
            refuse(refusal)
        state = MeasurementState.DONE if on <= measurement.done_until else MeasurementState.LATE
        act.about(measurement, subject_id=measurement.person_id)
        handed_in, used, _closed = act.change(
            _HAND_IN,
            measurement=measurement.id,
            at=at,
            link=by.link_id,
            opening=by.opening,
            state=state.value,
            on=on,
        )
        if not used:
            raise Missing
        refuse(rules.must_hold_something(bool(handed_in)))
    measurement.state = state
    return measurement


def _hold(measurement_id: uuid.UUID) -> None:
    """Keep others from the measurement until the transaction ends."""
    Measurement.objects.select_for_update(of=("self",)).filter(id=measurement_id).first()


def _locked_for(by: Actor, on: date) -> Measurement:
    """The measurement of this opening, held until the transaction ends: two taps come one by one."""
    measurement = _held(by)
    links.mine(by)  # asked only now that nobody else can be answering
    refuse(rules.may_answer(by, measurement, on))
    return measurement


def _held(by: Actor) -> Measurement:
    """What the link leads to, whether it still holds or not, held until the transaction ends."""
    measurement = _HELD.first(link=by.link_id)
    if measurement is None:
        raise Missing
    if measurement.lent_until is not None:
        queries.must_be_held(measurement)
    return measurement  # type: ignore[no-any-return]


_HELD = Prepared(
    lambda link: (
        Measurement.objects.select_for_update(of=("self",))
        .filter(id__in=links.thing_of(link))
        .annotate(lent_until=F("course__mentor__loan_until"))
    ),
    link=uuid.UUID,
)
_HAND_IN = PreparedChanges(
    PreparedChange(
        lambda measurement: AnswerSheet.objects.filter(measurement_id=measurement),
        {"submitted_at": "at"},
        measurement=uuid.UUID,
        at=datetime,
    ),
    links.USE,
    PreparedChange(
        lambda measurement: Measurement.objects.filter(id=measurement),
        {"state": "state", "answered_on": "on"},
        measurement=uuid.UUID,
        state=str,
        on=date,
    ),
)
"""Dates the sheet, uses up the link and closes the round."""


def choose_sharing(*, by: Actor, at: datetime, on: date, chosen: dict[Recipient, bool | None]) -> None:
    """The person says who may see the answers just given, one by one; None leaves it undecided."""
    measurement = queries.just_answered(by)
    with audit.acting("delivery.choose_sharing", by=by, at=at) as act:
        share(by=by, on=on, measurement=measurement, chosen=chosen)
        act.about(measurement, subject_id=measurement.person_id)


def share(*, by: Actor, on: date, measurement: Measurement, chosen: dict[Recipient, bool | None]) -> None:
    """Write who may see the answers to one measurement. Called by an action that is open."""
    _hold(measurement.id)
    open_ = Sharing.objects.filter(measurement_id=measurement.id, withdrawn_on__isnull=True)
    have = set(open_.values_list("recipient", flat=True))
    for recipient, answer in chosen.items():
        if answer and recipient not in have:
            Sharing.objects.create(
                tenant_id=by.tenant_id,
                measurement_id=measurement.id,
                person_id=measurement.person_id,
                recipient=recipient,
                chosen_on=on,
            )
        elif not answer and recipient in have:
            open_.filter(recipient=recipient).update(withdrawn_on=on)


def explain(
    *, by: Actor, at: datetime, on: date, measurement_id: uuid.UUID, outcome: str, reason: str
) -> None:
    """The coordinator writes why a measurement was not made: missed with a reason, or excused."""
    refuse(rules.may_coordinate(by))
    with audit.acting("delivery.explain", by=by, at=at) as act:
        measurement = (
            Measurement.objects.select_for_update(of=("self",))
            .select_related("course")
            .filter(id=measurement_id)
            .first()
        )
        if measurement is None:
            raise Missing
        refuse(rules.may_explain(measurement))
        schedule = programme.concept(measurement.course.concept_id).progression.schedule
        known = {
            MeasurementState.MISSED: [one.slug for one in schedule.missed_reasons],
            MeasurementState.EXCUSED: [one.slug for one in schedule.excuse_reasons],
        }
        refuse(rules.must_be_one_of(outcome, list(known), "outcome"))
        refuse(rules.must_be_one_of(reason, known[MeasurementState(outcome)], "reason"))
        Measurement.objects.filter(id=measurement.id).update(state=outcome, reason=reason)
        links.revoke(by=by, thing_id=measurement.id)
        act.about(measurement, subject_id=measurement.person_id, reason=reason)
