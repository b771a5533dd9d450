"""Reminding of forms after visits and courses: claimed, handed over, marked, as every letter is.

Whatever becomes of the worker, a form's reminder goes at most once after it was handed over; before that it
is tried again (docs/decisions/0020-reminders.md). Who has answered meanwhile is left in peace.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models.functions import Now

from samspil.delivery.actions.letters import ENOUGH, Letters
from samspil.delivery.models.forms import OwedForm
from samspil.delivery.queries import form_reminders as queries
from samspil.delivery.rules import sending as rules
from samspil.delivery.terms.forms import FormState
from samspil.delivery.terms.sending import LetterState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.kernel.ids import uuid7
from samspil.trust import audit, fields, links, throttle
from samspil.trust.terms import LinkKind

S = LetterState


@dataclass(frozen=True, slots=True)
class ToAsked:
    """One letter: to a member of staff of all their forms, or to a teacher of one, with its link."""

    letter: uuid.UUID
    role: str
    language: str
    address: str = field(repr=False)
    token: str = field(repr=False, default="")


def claim_for_staff(*, by: Actor, at: datetime, on: date, appointment_id: uuid.UUID) -> ToAsked:
    """Take everything somebody is to be reminded of into one letter. Raises Missing where nothing is left."""
    refuse(rules.may_send(by))
    with audit.acting("delivery.claim_form_reminder", by=by, at=at) as act:
        found = queries.of_staff(by, on=on).filter(appointment_id=appointment_id)
        rows = list(
            found.select_for_update(of=("self",), skip_locked=True)
            .select_related("appointment__account")
            .order_by("id")
        )
        if not rows:
            raise Missing
        act.about(rows[0])
        letter, post = uuid7(), rows[0].appointment
        _mine([one.id for one in rows]).update(reminder=S.SENDING, letter=letter, reminder_at=Now())
    return ToAsked(letter, post.role, post.account.language, post.account.email)


def claim_for_teacher(*, by: Actor, at: datetime, on: date, form_id: uuid.UUID) -> ToAsked | None:
    """Make the link that a teacher is sent, and read where to: the address that was confirmed with the
    request. None where nothing goes now. Raises Missing when another worker has it.
    """
    refuse(rules.may_send(by))
    with audit.acting("delivery.claim_form_reminder", by=by, at=at) as act:
        row = queries.of_teachers(by, on=on).select_for_update(of=("self",), skip_locked=True)
        owed = row.filter(id=form_id).first()
        request = queries.request_of(owed) if owed is not None else None
        if owed is None or request is None:
            raise Missing
        act.about(owed, subject_id=request.id)
        address = _address(by, at, request)
        if address is None:  # erased: there is nobody to write to any more
            _mine([owed.id]).update(reminder=S.FAILED, letter=uuid7(), reminder_at=Now())
            return None
        if not throttle.allowed("visit_letter", address):
            _mine([owed.id]).update(reminder_at=Now() + ENOUGH)
            return None
        lasts = timedelta(days=(owed.late_until - on).days + 1)
        made = links.make(by=by, kind=LinkKind.FORM, thing_id=owed.id, lifetime=lasts)
        letter = uuid7()
        _mine([owed.id]).update(
            reminder=S.SENDING, letter=letter, reminder_link=made.link.id, reminder_at=Now()
        )
    return ToAsked(letter, "link_holder", request.language, address, made.token)


def _mine(ids: list[uuid.UUID]) -> Any:
    return OwedForm.objects.filter(id__in=ids)


def _address(by: Actor, at: datetime, request: Any) -> str | None:
    """Where to write; None where that was erased."""
    try:
        with audit.reading(
            by=by, purpose=by.purpose, subject=request.id, at=at, thing=request, reason="send_link"
        ):
            return fields.unseal(request, "mail")
    except fields.KeyGone:
        return None


class _FormReminders(Letters):
    """Reminders of forms: everything a member of staff is reminded of goes in one letter."""

    state, moved_at, link = "reminder", "reminder_at", "reminder_link"
    marks_day = False

    def hold(self, letter: uuid.UUID, *states: LetterState) -> tuple[Any, list[Any]]:
        rows = OwedForm.objects.filter(letter=letter, reminder__in=states)
        held = list(rows.select_for_update(of=("self",)).order_by("id"))
        if not held:
            raise Missing
        return _mine([one.id for one in held]), held

    def is_wanted(self, by: Actor, held: list[OwedForm], on: date) -> bool:
        """Not where everything was answered meanwhile, or can be answered no more."""
        return any(one.state == FormState.OPEN and one.late_until >= on for one in held)

    def again(self, by: Actor, at: datetime, rows: Any, held: list[OwedForm], after: timedelta) -> None:
        """Not claimed any more; a mail that did not leave does not count as written."""
        for one in held:
            request = queries.request_of(one) if one.reminder_link is not None else None
            if request is not None:
                with suppress(fields.KeyGone):
                    throttle.give_back("visit_letter", _address(by, at, request) or "")
        rows.update(reminder="", letter=None, reminder_link=None, reminder_at=Now() + after)


LETTERS = _FormReminders()
