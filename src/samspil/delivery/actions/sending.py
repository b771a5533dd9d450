"""Writing and sending what goes out: reminders to staff, and links to the person.

A letter is claimed in one transaction, handed over in the next and marked in the third; what becomes of
it when the worker dies in between is settled in docs/decisions/0020-reminders.md.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models.functions import Now

from samspil.delivery.actions.letters import Letters
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.models.sending import LinkLetter, Reminder
from samspil.delivery.queries import measurements
from samspil.delivery.queries import sending as queries
from samspil.delivery.queries.gates import may_hand_out_certified
from samspil.delivery.rules import courses as course_rules
from samspil.delivery.rules import sending as rules
from samspil.delivery.terms.courses import MeasurementState
from samspil.delivery.terms.sending import WAY_OF, LetterState, Way
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.kernel.ids import uuid7
from samspil.people.queries import people
from samspil.people.queries.contacts import contact_of, reach_of
from samspil.trust import audit, links
from samspil.trust.terms import LinkKind

S = LetterState
GIVEN_UP = timedelta(hours=24)
"""A link that could not be sent within this time is not sent: whoever asked has found another way."""


@dataclass(frozen=True, slots=True)
class ToStaff:
    """A letter to one member of staff, however many reminders go with it."""

    letter: uuid.UUID
    address: str
    language: str
    role: str


@dataclass(frozen=True, slots=True)
class ToPerson:
    """A letter with a link to the person. The token exists only here and in the message."""

    letter: uuid.UUID
    way: Way
    address: str
    language: str
    token: str


def write_reminders(*, by: Actor, at: datetime, on: date, due: Sequence[queries.Due]) -> int:
    """Put reminders that are due in the queue, each at most once; how many.

    One that was dropped and is due again, as after a pause, goes back into the queue.
    """
    refuse(rules.may_send(by))
    with audit.acting("delivery.write_reminders", by=by, at=at) as act:
        now = datetime.fromtimestamp(people.seconds_now(), UTC)  # as a value: many rows go in as arrays
        Reminder.objects.bulk_create(
            [
                Reminder(
                    tenant_id=by.tenant_id,
                    measurement_id=one.measurement_id,
                    person_id=one.person_id,
                    recipient_id=one.recipient_id,
                    step=one.step,
                    needs_reason=one.needs_reason,
                    written_on=on,
                    moved_at=now,
                    ready_at=now,
                )
                for one in due
            ],
            ignore_conflicts=True,
        )
        wanted = {(one.measurement_id, one.step, one.recipient_id) for one in due}
        dropped = Reminder.objects.filter(state=S.DROPPED, measurement_id__in={one for one, _s, _r in wanted})
        again = [
            key
            for key, *what in dropped.values_list("id", "measurement_id", "step", "recipient_id")
            if tuple(what) in wanted
        ]
        dropped.filter(id__in=again).update(state=S.QUEUED, moved_at=Now(), ready_at=Now(), written_on=on)
        act.about(Measurement(id=due[0].measurement_id))
    return len(wanted)


def claim_reminders(*, by: Actor, at: datetime, on: date, recipient_id: uuid.UUID) -> ToStaff | None:
    """Take everything that is queued for somebody into one letter; None where nothing is wanted any more.

    What is no longer wanted is dropped: answered, stopped, handed over, overtaken by a newer step, or its
    recipient has left. Raises Missing when another worker has it.
    """
    refuse(rules.may_send(by))
    with audit.acting("delivery.claim_reminders", by=by, at=at) as act:
        queued = Reminder.objects.filter(state=S.QUEUED, ready_at__lte=Now(), recipient_id=recipient_id)
        rows = list(
            queued.select_for_update(of=("self",), skip_locked=True)
            .select_related("measurement__course", "recipient__account")
            .order_by("id")
        )
        if not rows:
            raise Missing
        act.about(rows[0].recipient)
        is_there = people.in_force(queries.RECIPIENTS, on=on, id=recipient_id).exists()
        wanted = [one.id for one in rows if is_there and queries.is_still_due(one, on)]
        _drop(Reminder.objects.filter(id__in={one.id for one in rows} - set(wanted)))
        if not wanted:
            return None
        letter = uuid7()
        Reminder.objects.filter(id__in=wanted).update(state=S.SENDING, letter=letter, moved_at=Now())
        account = rows[0].recipient.account
    return ToStaff(letter, account.email, account.language, rows[0].recipient.role)


def send_link(*, by: Actor, at: datetime, on: date, measurement_id: uuid.UUID, ways: Collection[Way]) -> None:
    """Ask that the link to an open measurement be sent to the person, by the way they chose.

    Only with a yes to contact that holds. The link itself is made by the worker when it goes, so that
    nothing that opens anything waits in the queue.
    """
    measurement = measurements.measurement_for(by, measurement_id)
    refuse(course_rules.may_hand_out(by, measurement.course, measurement, on))
    refuse(may_hand_out_certified(by, measurement.course.concept_id, on=on))
    with audit.acting("delivery.send_link", by=by, at=at) as act:
        _hold(measurement.id)
        refuse(queries.link_sent(by, measurement, ways)[1])
        LinkLetter.objects.create(
            tenant_id=by.tenant_id,
            measurement_id=measurement.id,
            person_id=measurement.person_id,
            way=WAY_OF[reach_of(by, measurement.person_id).channel],
            asked_by=by.account_id,
        )
        act.about(measurement, subject_id=measurement.person_id)


def claim_link(*, by: Actor, at: datetime, on: date, link_letter_id: uuid.UUID) -> ToPerson | None:
    """Make the link that is to be sent and read where to; None where it is not wanted any more.

    Earlier unused links to the same measurement stop working, as when a new one is handed out. Raises
    Missing when another worker has it.
    """
    refuse(rules.may_send(by))
    with audit.acting("delivery.claim_link", by=by, at=at) as act:
        row = _queued_link(link_letter_id)
        act.about(row.measurement, subject_id=row.person_id)
        mine = LinkLetter.objects.filter(id=row.id)
        if not _is_still_wanted(by, row, on):
            _drop(mine)
            return None
        letter, address = uuid7(), contact_of(by, row.person_id, at=at).strip()
        if not rules.is_address(Way(row.way), address):
            mine.update(state=S.FAILED, letter=letter, moved_at=Now())
            return None
        made = links.make(
            by=by,
            kind=LinkKind.MEASUREMENT,
            thing_id=row.measurement_id,
            person_id=row.person_id,
            with_code=False,
            made_by=row.asked_by,
        )
        mine.update(state=S.SENDING, letter=letter, link_id=made.link.id, moved_at=Now())
        language = reach_of(by, row.person_id).language
    return ToPerson(letter, Way(row.way), address, language, made.token)


def _queued_link(link_letter_id: uuid.UUID) -> LinkLetter:
    """The row, held behind its measurement, as everything that writes both does. Raises Missing."""
    found = LinkLetter.objects.filter(id=link_letter_id).values_list("measurement_id", flat=True).first()
    if found is not None:
        _hold(found)
    rows = LinkLetter.objects.select_for_update(of=("self",), skip_locked=True)
    row = rows.select_related("measurement__course__mentor").filter(id=link_letter_id, state=S.QUEUED).first()
    if row is None:
        raise Missing
    return row  # type: ignore[no-any-return]


def _is_still_wanted(by: Actor, row: LinkLetter, on: date) -> bool:
    measurement, reach = row.measurement, reach_of(by, row.person_id)
    old = LinkLetter.objects.filter(id=row.id, asked_at__lt=Now() - GIVEN_UP)
    try:
        measurements.must_be_held(measurement)
    except Missing:
        return False
    return (
        measurement.state == MeasurementState.OPEN
        and not course_rules.is_past(measurement, on)
        and reach.consents
        and WAY_OF.get(reach.channel) == row.way
        and not old.exists()
    )


def _hold(measurement_id: uuid.UUID) -> None:
    Measurement.objects.select_for_update(of=("self",)).filter(id=measurement_id).first()


def _drop(rows: Any) -> None:
    rows.update(state=S.DROPPED, letter=None, moved_at=Now())


class _Sending(Letters):
    """Reminders to staff, however many in one letter, and links to the person.

    A link's row is held behind its measurement, as everything that writes both does.
    """

    def hold(self, letter: uuid.UUID, *states: LetterState) -> tuple[Any, list[Any]]:
        asked = LinkLetter.objects.filter(letter=letter).values_list("measurement_id", flat=True).first()
        if asked is not None:
            _hold(asked)
        for model in (Reminder, LinkLetter):
            rows = model.objects.filter(letter=letter, state__in=states)
            held = list(rows.select_for_update(of=("self",)).select_related("measurement").order_by("id"))
            if held:
                return model.objects.filter(id__in=[one.id for one in held]), held
        raise Missing

    def about(self, first: Reminder | LinkLetter) -> tuple[Measurement, uuid.UUID]:
        return first.measurement, first.person_id

    def is_wanted(self, by: Actor, held: list[Any], on: date) -> bool:
        first = held[0]
        if isinstance(first, LinkLetter):
            return reach_of(by, first.person_id).consents
        return people.in_force(queries.RECIPIENTS, on=on, id=first.recipient_id).exists()

    def again(self, by: Actor, at: datetime, rows: Any, held: list[Any], after: timedelta) -> None:
        rows.update(state=S.QUEUED, letter=None, moved_at=Now(), ready_at=Now() + after)


LETTERS = _Sending()
