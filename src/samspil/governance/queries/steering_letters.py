"""Reading which letters about decisions in writing and barriers are due, and whose turn it is."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from samspil.delivery.rules.sending import may_send
from samspil.delivery.terms.sending import LetterState
from samspil.governance.models.ballots import Ballot, Vote
from samspil.governance.models.barriers import BarrierOwner
from samspil.governance.models.letters import SteeringLetter
from samspil.governance.models.meetings import Outcome
from samspil.governance.terms.barriers import BallotState
from samspil.governance.terms.groups import SPEAK_FOR, TAKE_PART, GroupKind
from samspil.governance.terms.letters import ENDS_DAYS, SteeringNews
from samspil.governance.terms.meetings import OutcomeKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.queries import people
from samspil.people.terms import Role

STRANDED = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something one organisation is to be told: about which row, by which day, on which page, to whom."""

    office_id: uuid.UUID
    about_id: uuid.UUID
    news: SteeringNews
    page_id: uuid.UUID
    by_day: date
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class DueNotice:
    """One letter that is due and not written."""

    office_id: uuid.UUID
    about_id: uuid.UUID
    news: SteeringNews
    recipient_id: uuid.UUID

    @property
    def key(self) -> tuple[uuid.UUID, str, uuid.UUID]:
        """What makes it the same as another."""
        return self.about_id, self.news.value, self.recipient_id


def due(actor: Actor, *, on: date) -> tuple[DueNotice, ...]:
    """The letters of one organisation that are due: a question it has not answered, a barrier it sees to, and
    what is past its day. Four queries, and one for each kind of reader.
    """
    refuse(may_send(actor))
    found: list[DueNotice] = []
    people_of: dict[tuple[Role, ...], tuple[uuid.UUID, ...]] = {}
    for one in _wanted(actor.tenant_id, on):
        if one.roles not in people_of:
            posts = people.in_force(one.roles, on=on).filter(account__is_active=True)
            people_of[one.roles] = tuple(posts.order_by("id").values_list("id", flat=True))
        found += [DueNotice(one.office_id, one.about_id, one.news, who) for who in people_of[one.roles]]
    told = SteeringLetter.objects.filter(about_id__in={one.about_id for one in found})
    written = set(told.values_list("about_id", "news", "recipient_id"))
    return tuple(one for one in found if one.key not in written)


def wanted(one: SteeringLetter, on: date) -> Wanted | None:
    """What a written letter is about, where it is still wanted; None where it is done, or its reader gone."""
    found = [
        each for each in _wanted(one.tenant_id, on) if (each.about_id, each.news) == (one.about_id, one.news)
    ]
    if not found or not one.recipient.account.is_active:
        return None
    is_there = people.in_force(found[0].roles, on=on, id=one.recipient_id).exists()
    return found[0] if is_there else None


def _wanted(tenant_id: uuid.UUID, on: date) -> Iterator[Wanted]:
    """What an organisation is to be told on a day, and no more once it has answered or it is decided."""
    voted = Vote.objects.presented().filter(ballot_id=OuterRef("id"), tenant_id=tenant_id)
    asked = Ballot.objects.presented().filter(
        ~Exists(voted), state=BallotState.OPEN, closes_on__gte=on, voters__contains=[tenant_id]
    )
    for ballot in asked.select_related("group").defer("words").order_by("id"):
        roles = SPEAK_FOR[GroupKind(ballot.group.kind)]
        told = (ballot.id, ballot.closes_on, roles)
        yield Wanted(ballot.tenant_id, ballot.id, SteeringNews.ASKED, *told)
        remind_from = ballot.closes_on - timedelta(days=ENDS_DAYS)
        if ballot.proposed_on < remind_from <= on:
            yield Wanted(ballot.tenant_id, ballot.id, SteeringNews.ENDS, *told)
    for owner in _owners().order_by("id"):
        of_it = (owner.tenant_id, owner.id)
        told_of = (owner.barrier_id, owner.due_on)
        is_late = owner.due_on < on
        if owner.owner_id == tenant_id:
            news = SteeringNews.OVERDUE if is_late else SteeringNews.OWNS
            yield Wanted(*of_it, news, *told_of, TAKE_PART)
        elif is_late and owner.tenant_id == tenant_id:
            yield Wanted(*of_it, SteeringNews.OVERDUE, *told_of, (Role.PROGRAMME_OFFICE,))


def _owners() -> QuerySet[BarrierOwner]:
    """Who sees to each barrier that is not decided about, as the last row says."""
    later = BarrierOwner.objects.presented().filter(
        barrier_id=OuterRef("barrier_id"), number__gt=OuterRef("number")
    )
    decided = Outcome.objects.presented().filter(
        kind=OutcomeKind.DECISION, item__barrier_id=OuterRef("barrier_id")
    )
    adopted = Ballot.objects.presented().filter(barrier_id=OuterRef("barrier_id"), state=BallotState.ADOPTED)
    return BarrierOwner.objects.presented().filter(~Exists(later), ~Exists(decided), ~Exists(adopted))


def next_letter(actor: Actor) -> uuid.UUID | None:
    """A letter that is queued and may be tried now, by the database's clock."""
    refuse(may_send(actor))
    rows = SteeringLetter.objects.filter(ready_at__lte=Now(), state=LetterState.QUEUED)
    found: uuid.UUID | None = rows.order_by("ready_at", "id").values_list("id", flat=True).first()
    return found


def stranded(actor: Actor) -> tuple[uuid.UUID, ...]:
    """Letters whose worker seems to have died: claimed a while ago, and not marked since."""
    refuse(may_send(actor))
    rows = SteeringLetter.objects.filter(
        state__in=(LetterState.SENDING, LetterState.HANDING), moved_at__lt=Now() - STRANDED
    )
    return tuple(rows.order_by("letter").values_list("letter", flat=True))
