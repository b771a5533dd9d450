"""Reading how many development workshops were held, and which municipalities took part in how many."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from samspil.delivery.models.training import TrainingEvent, WorkshopPresence
from samspil.delivery.rules.training import may_see_events
from samspil.delivery.terms.training import EventKind, EventState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.models.people import Organisation
from samspil.people.terms import OrganisationKind, Role
from samspil.programme.queries import Loaded

SEE_ALL = (Role.PROGRAMME_OFFICE, Role.TRAINING_PROVIDER)


@dataclass(frozen=True, slots=True)
class TookPart:
    """In how many workshops a municipality took part, beside the least that the concept file says."""

    municipality_id: uuid.UUID
    name: str
    attended: int
    least: int

    @property
    def is_below(self) -> bool:
        """Whether it took part in fewer than was agreed."""
        return self.attended < self.least


@dataclass(frozen=True, slots=True)
class Workshops:
    """The workshops of a programme beside the range of its concept file; who took part as the reader may
    know: every municipality for the programme office and the provider, a municipality its own.
    """

    loaded: Loaded
    held: int
    planned: int
    attendance: tuple[TookPart, ...]


def workshops(actor: Actor, running: Collection[Loaded]) -> tuple[Workshops, ...]:
    """How the workshops of some programmes stand: of those that the reader's municipality takes part in, all
    for whoever has none. Two queries.
    """
    refuse(may_see_events(actor))
    known = Organisation.objects.filter(kind=OrganisationKind.MUNICIPALITY).order_by("name")
    if actor.role not in SEE_ALL:
        known = known.filter(id=actor.tenant_id)
    names = list(known.values_list("id", "name", "municipality_code"))
    told = WorkshopPresence.objects.presented().filter(
        Q(tenant_id=actor.tenant_id) | Q(municipality_id=actor.tenant_id) | Q(office_id=actor.tenant_id),
        event_id=OuterRef("id"),
    )
    rows = of_programmes(one.concept.slug for one in running).annotate(
        came=ArraySubquery(told.values("municipality_id"))
    )
    events = list(rows.values_list("concept__programme__slug", "state", "came"))
    return tuple(
        one for each in running if (one := _of(each, events, names)).attendance or actor.role in SEE_ALL
    )


def of_programmes(slugs: Iterable[str]) -> QuerySet[TrainingEvent]:
    """The workshops of programmes that were not cancelled, whoever holds them."""
    rows = TrainingEvent.objects.presented().filter(kind=EventKind.WORKSHOP)
    return rows.filter(concept__programme__slug__in=tuple(slugs)).exclude(state=EventState.CANCELLED)


def _of(
    loaded: Loaded,
    events: Collection[tuple[str, str, list[uuid.UUID]]],
    names: Collection[tuple[uuid.UUID, str, str]],
) -> Workshops:
    mine = [(state, came) for slug, state, came in events if slug == loaded.concept.slug]
    codes = {one.municipality_code for one in loaded.concept.parties}
    attended = Counter(one for _state, came in mine for one in came)
    return Workshops(
        loaded=loaded,
        held=sum(state == EventState.CLOSED for state, _came in mine),
        planned=sum(state == EventState.PLANNED for state, _came in mine),
        attendance=tuple(
            TookPart(key, name, attended[key], loaded.concept.training.workshops.count_min)
            for key, name, code in names
            if code in codes
        ),
    )
