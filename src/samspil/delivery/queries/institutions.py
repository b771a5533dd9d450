"""Reading the places that are visited, and what speaks against the rows of a file of them."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from samspil.delivery.models.institutions import Institution
from samspil.delivery.models.series import Series
from samspil.delivery.rules import institutions as rules
from samspil.delivery.rules.courses import may_coordinate
from samspil.delivery.rules.institutions import Place
from samspil.delivery.terms.visits import InstitutionKind, SeriesState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.queries.imports import Fault

PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """One place in the list, and how many series there are under way there."""

    id: uuid.UUID
    place: Place
    active: bool
    open_series: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a file of places comes to: how many are new, and how many are here already and read anew."""

    faults: tuple[Fault, ...]
    new: int
    known: int


def place_of(row: Institution) -> Place:
    """A place as it is written."""
    return Place(row.number, row.name, row.kind, row.postcode, size_band=row.size_band)


def listed(
    actor: Actor, *, kind: str = "", put_away: bool = False, page: int = 1
) -> tuple[tuple[Listed, ...], int]:
    """A page of the municipality's places by name, and how many there are. Two queries."""
    refuse(may_coordinate(actor))
    rows = Institution.objects.filter(active=not put_away)
    if kind in list(InstitutionKind):
        rows = rows.filter(kind=kind)
    runs = Series.objects.filter(institution_id=OuterRef("id"), state=SeriesState.OPEN).values(
        "institution_id"
    )
    told = rows.annotate(
        runs=Coalesce(Subquery(runs.annotate(number=Count("id")).values("number")), 0)
    ).order_by("name", "postcode", "id")
    found = told[(page - 1) * PAGE : page * PAGE]
    return tuple(Listed(one.id, place_of(one), one.active, one.runs) for one in found), rows.count()


def choices(actor: Actor) -> tuple[tuple[uuid.UUID, Place], ...]:
    """The places where a series can be made, by name."""
    refuse(may_coordinate(actor))
    return tuple(
        (one.id, place_of(one))
        for one in Institution.objects.filter(active=True).order_by("name", "postcode")
    )


def institution_for(actor: Actor, institution_id: uuid.UUID) -> Institution:
    """One place of the own municipality. Raises Missing."""
    refuse(may_coordinate(actor))
    found = Institution.objects.filter(id=institution_id).first()
    if found is None:
        raise Missing
    return found  # type: ignore[no-any-return]


def has_open_series(institution: Institution) -> bool:
    """Whether a series is under way at a place."""
    return bool(Series.objects.filter(institution_id=institution.id, state=SeriesState.OPEN).exists())


def is_taken(place: Place, but: uuid.UUID | None = None) -> bool:
    """Whether another row is the same place."""
    same = (
        Q(number=place.number)
        if place.number
        else Q(number="", name__iexact=place.name, postcode=place.postcode)
    )
    return bool(Institution.objects.filter(same).exclude(id=but).exists())


def matched(rows: tuple[Place, ...], there: Iterable[Institution]) -> list[Institution | None]:
    """For each row of a file the place it is: by its number or else its name and postcode.

    A row with a number that is new takes over the place that was written without one, once.
    """
    known = {place_of(one).key: one for one in there}
    left = {key: one for key, one in known.items() if not one.number and key not in {one.key for one in rows}}
    return [
        known.get(one.key) or (left.pop(replace(one, number="").key, None) if one.number else None)
        for one in rows
    ]


def foreseen(actor: Actor, rows: tuple[Place, ...]) -> Foreseen:
    """What each row comes to, and every reason why one cannot be taken in. Writes nothing; one query."""
    refuse(may_coordinate(actor))
    times = Counter[tuple[str, ...]]()
    faults: list[Fault] = []
    for one in rows:
        against = (
            rules.must_be_a_place(one),
            rules.must_stand_once(times[one.key] > 0, bool(one.number)),
        )
        times[one.key] += 1
        faults += [Fault(one.row, said.field or "", str(said)) for said in against if said is not None]
    first = tuple({one.key: one for one in rows}.values())
    there = sum(one is not None for one in matched(first, Institution.objects.all()))
    return Foreseen(tuple(faults), len(times) - there, there)
