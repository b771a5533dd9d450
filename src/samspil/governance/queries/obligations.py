"""Reading where obligations stand: a municipality's own with the rows behind, others' states by half-year."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from samspil.governance.models.obligations import ObligationTold
from samspil.governance.queries.happened import Evidence, evidence
from samspil.governance.rules.obligations import (
    agreed_with,
    followed,
    half_of,
    may_see_own,
    may_see_told,
)
from samspil.governance.rules.standing import Agreed, history_of
from samspil.governance.terms.obligations import ObligationState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.people import Organisation
from samspil.people.queries import people
from samspil.people.terms import OrganisationKind
from samspil.programme import queries as programme
from samspil.programme.concept.model import Concept, Party
from samspil.programme.queries import Loaded


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one obligation stands, since when, and every day before on which that changed.

    `state` is None where the file has an obligation that no row can tell.
    """

    id: str
    state: ObligationState | None
    since: date | None
    changes: tuple[tuple[date, ObligationState], ...]


@dataclass(frozen=True, slots=True)
class Own:
    """A municipality's obligations on a day, with what they rest on."""

    loaded: Loaded
    party: Party
    agreed: Agreed
    evidence: Evidence
    on: date
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One municipality's row of the matrix: a state for each obligation that was told."""

    municipality: str
    party: Party
    states: dict[str, ObligationState]


@dataclass(frozen=True, slots=True)
class Matrix:
    """What a programme's municipalities told for one half-year, in the order of their names."""

    concept: Concept
    half: str
    halves: tuple[str, ...]
    rows: tuple[Told, ...]


def obligations(actor: Actor, *, on: date) -> Own:
    """The obligations of the actor's municipality as they stood on a day. Raises Missing where in none.

    Any day can be asked about: what happened later is left out, and a municipality that left stands as on
    the day it left.
    """
    refuse(may_see_own(actor))
    return computed(actor, *taking_part(people.organisation(actor.tenant_id).municipality_code, on), on=on)


def computed(actor: Actor, loaded: Loaded, party: Party, *, on: date) -> Own:
    """The same for a programme that is known to be the municipality's."""
    agreed = agreed_with(loaded.concept, party)
    found = evidence(actor, loaded.concept, from_on=agreed.begins, on=on)
    standings = []
    for one in followed(loaded.concept):
        changes = history_of(one, agreed, found.happened, on)
        since, state = changes[-1] if changes else (None, None)
        standings.append(Standing(one, state, since, changes))
    return Own(loaded, party, agreed, found, on, tuple(standings))


def taking_part(municipality_code: str, on: date) -> tuple[Loaded, Party]:
    """The programme that a municipality is in on a day, else the last that is over for it. Raises Missing."""
    found = [
        (one, party)
        for one in programme.programmes()
        for party in one.concept.parties
        if party.municipality_code == municipality_code and one.concept.period.from_ <= on
    ]
    if not found:
        raise Missing
    return max(found, key=lambda pair: pair[1].left_on or pair[0].concept.period.to)


def matrices(actor: Actor, *, on: date, half: str = "") -> tuple[Matrix, ...]:
    """What the municipalities of each programme told the actor's office for a half-year: the newest one, or
    another that was told. Three queries, however many municipalities.
    """
    refuse(may_see_told(actor))
    rows = ObligationTold.objects.presented().filter(office_id=actor.tenant_id)
    known: dict[str, set[str]] = {}
    for slug, one in rows.order_by().values_list("programme", "half").distinct():
        known.setdefault(slug, set()).add(one)
    wanted = {slug: half if half in told else max(told) for slug, told in known.items()}
    states: dict[tuple[str, uuid.UUID], dict[str, ObligationState]] = {}
    for slug, told_for, tenant, obligation, state in rows.filter(half__in=set(wanted.values())).values_list(
        "programme", "half", "tenant_id", "obligation", "state"
    ):
        if wanted[slug] == told_for:
            states.setdefault((slug, tenant), {})[obligation] = ObligationState(state)
    municipalities = Organisation.objects.filter(kind=OrganisationKind.MUNICIPALITY)
    named = {
        code: (key, name) for key, code, name in municipalities.values_list("id", "municipality_code", "name")
    }
    found = []
    for loaded in programme.programmes():
        concept, slug = loaded.concept, loaded.concept.slug
        if slug in wanted or concept.period.from_ <= on <= concept.period.to:
            parties = [
                Told(
                    named[party.municipality_code][1],
                    party,
                    states.get((slug, named[party.municipality_code][0]), {}),
                )
                for party in concept.parties
                if party.municipality_code in named
            ]
            ordered = tuple(sorted(parties, key=lambda one: one.municipality))
            found.append(
                Matrix(concept, wanted.get(slug, half_of(on)), tuple(sorted(known.get(slug, ()))), ordered)
            )
    return tuple(found)


def told_so_far(programme_slug: str) -> dict[tuple[str, str], ObligationTold]:
    """What the own municipality told of a programme, by half-year and obligation."""
    rows = ObligationTold.objects.filter(programme=programme_slug)
    return {(one.half, one.obligation): one for one in rows}
