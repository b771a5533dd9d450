"""Reading which letters about meetings are due, whose turn it is, and which lost their worker."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models.functions import Now

from samspil.delivery.rules.sending import may_send
from samspil.delivery.terms.sending import CLAIMED, LetterState
from samspil.governance.models.letters import MeetingLetter
from samspil.governance.models.meetings import Meeting
from samspil.governance.terms.groups import SPEAK_FOR, GroupKind
from samspil.governance.terms.meetings import MeetingNews, MeetingState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.queries import people
from samspil.programme import queries as programme
from samspil.programme.concept.deciding import deciding

STRANDED = timedelta(minutes=10)
TOLD_OF = (MeetingState.INVITED, MeetingState.CANCELLED)


@dataclass(frozen=True, slots=True)
class DueLetter:
    """One letter that is due and not written: about which meeting, what it tells, and to whom."""

    office_id: uuid.UUID
    meeting_id: uuid.UUID
    news: MeetingNews
    recipient_id: uuid.UUID
    moves: int = 0

    @property
    def key(self) -> tuple[uuid.UUID, str, int, uuid.UUID]:
        """What makes it the same as another."""
        return self.meeting_id, self.news.value, self.moves, self.recipient_id


def due(actor: Actor, *, on: date) -> tuple[DueLetter, ...]:
    """The letters of one organisation that are due: to those who speak for it in a group whose meeting is to
    come. Whoever is invited within the days of the reminder gets the invitation alone; that a meeting is
    cancelled is told to whom a letter about it has gone, or may have. Four queries.
    """
    refuse(may_send(actor))
    found: list[DueLetter] = []
    people_of: dict[str, tuple[uuid.UUID, ...]] = {}
    coming = _coming(actor, on)
    reached = _reached(coming)
    for one in coming:
        if one.group.kind not in people_of:
            posts = people.in_force(SPEAK_FOR[GroupKind(one.group.kind)], on=on)
            rows = posts.filter(account__is_active=True).order_by("id")
            people_of[one.group.kind] = tuple(rows.values_list("id", flat=True))
        for news in _news(one, on):
            found += [
                DueLetter(one.tenant_id, one.id, news, who, one.moves)
                for who in people_of[one.group.kind]
                if news != MeetingNews.CANCELLED or (one.id, who) in reached
            ]
    told = MeetingLetter.objects.filter(meeting_id__in={one.meeting_id for one in found})
    written = set(told.values_list("meeting_id", "news", "moves", "recipient_id"))
    return tuple(one for one in found if one.key not in written)


def _coming(actor: Actor, on: date) -> list[Meeting]:
    rows = (
        Meeting.objects.presented()
        .select_related("group")
        .filter(
            state__in=TOLD_OF,
            invited_on__isnull=False,
            on__gte=on,
            group__seats__organisation_id=actor.tenant_id,
            group__seats__ended_at__isnull=True,
        )
    )
    return list(rows.order_by("on", "id"))


def _reached(meetings: list[Meeting]) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """To whom in this organisation a letter about each cancelled meeting has gone, or may have."""
    cancelled = [one.id for one in meetings if one.state == MeetingState.CANCELLED]
    rows = MeetingLetter.objects.filter(meeting_id__in=cancelled, state__in=CLAIMED)
    return set(rows.values_list("meeting_id", "recipient_id"))


def _news(one: Meeting, on: date) -> list[MeetingNews]:
    """What is told of a meeting on a day: the invitation, or that it is on another day; nearer to it the
    reminder; or that it is cancelled.
    """
    if one.state == MeetingState.CANCELLED:
        return [MeetingNews.CANCELLED]
    assert one.invited_on is not None
    days = deciding(programme.concept(one.group.concept_id)).remind_days
    remind_from = one.on - timedelta(days=days)
    is_near = remind_from <= on < one.on and one.invited_on < remind_from
    first = MeetingNews.MOVED if one.moves else MeetingNews.INVITATION
    return [first, *([MeetingNews.REMINDER] if is_near else [])]


def is_still_due(one: MeetingLetter, on: date) -> bool:
    """Whether a written letter is still wanted: the meeting takes place, or is cancelled where it says so,
    and its reader is still here.
    """
    is_over = one.news == MeetingNews.CANCELLED
    rows = Meeting.objects.presented().filter(
        id=one.meeting_id,
        tenant_id=one.office_id,
        moves=one.moves,
        state=MeetingState.CANCELLED if is_over else MeetingState.INVITED,
        on__gte=on,
        group__seats__organisation_id=one.tenant_id,
        group__seats__ended_at__isnull=True,
    )
    found = rows.select_related("group").first()
    if found is None or not one.recipient.account.is_active:
        return False
    roles = SPEAK_FOR[GroupKind(found.group.kind)]
    return people.in_force(roles, on=on, id=one.recipient_id).exists()


def day_of(one: MeetingLetter) -> date:
    """The day of the meeting that a letter is about."""
    rows = Meeting.objects.presented().filter(id=one.meeting_id, tenant_id=one.office_id)
    found: date = rows.values_list("on", flat=True).get()
    return found


def next_letter(actor: Actor) -> uuid.UUID | None:
    """A letter that is queued and may be tried now, by the database's clock."""
    refuse(may_send(actor))
    rows = MeetingLetter.objects.filter(ready_at__lte=Now(), state=LetterState.QUEUED)
    found: uuid.UUID | None = rows.order_by("ready_at", "id").values_list("id", flat=True).first()
    return found


def stranded(actor: Actor) -> tuple[uuid.UUID, ...]:
    """Letters whose worker seems to have died: claimed a while ago, and not marked since."""
    refuse(may_send(actor))
    rows = MeetingLetter.objects.filter(
        state__in=(LetterState.SENDING, LetterState.HANDING), moved_at__lt=Now() - STRANDED
    )
    return tuple(rows.order_by("letter").values_list("letter", flat=True))
