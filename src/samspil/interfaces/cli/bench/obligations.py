"""The programme office's matrix of 98 municipalities, beside one bare SELECT of the same rows."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, connections

from samspil.governance.rules.obligations import followed, half_of, halves
from samspil.governance.terms.obligations import WORST
from samspil.interfaces import clock
from samspil.interfaces.cli.bench.caller import Caller
from samspil.interfaces.cli.bench.ground import PROGRAMME, appointed, copied_in
from samspil.interfaces.cli.bench.meter import Request
from samspil.interfaces.cli.bench.scratch import Superuser
from samspil.interfaces.cli.exits import Failed
from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.people.actions import people
from samspil.people.terms import OrganisationKind, Role
from samspil.programme import queries as programme
from samspil.programme.actions import load_concept
from samspil.programme.concept.model import Concept
from samspil.trust.scope import scope

MANY = 98
TARGET_S = 0.5
SLUG = "bench-promises"
PAGE = "/o/obligations/"
WHAT = f"GET the matrix of {MANY} municipalities: the state of each obligation in this half-year, in words"
FLOOR = "one bare SELECT of the same rows from a plain table without policies, as tuples"
MAKE = """
CREATE TABLE bench_told AS SELECT office_id, programme, half, tenant_id, obligation, state
  FROM governance_obligationtold;
CREATE INDEX ON bench_told (office_id, programme, half);
GRANT SELECT ON bench_told TO samspil_app;
"""
READ = """SELECT tenant_id, obligation, state FROM bench_told
  WHERE office_id = %s AND programme = %s AND half = %s"""


@dataclass(slots=True)
class Obligations:
    """Both sides of the bench."""

    page: Caller
    office_id: uuid.UUID
    half: str
    cells: int
    houses: tuple[uuid.UUID, ...]

    def ours(self, count: int) -> Sequence[Request]:
        """The page."""
        return [self._get] * count

    def floor(self, count: int) -> Sequence[Request]:
        """The rows alone."""
        return [self._select] * count

    def _get(self) -> bool:
        answer = self.page.get(PAGE)
        return answer.status == 200 and answer.body.count(b"data-state=") == self.cells

    def _select(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(READ, [self.office_id, SLUG, self.half])
            return len(cursor.fetchall()) == self.cells


def lay(superuser: Superuser, application: Any) -> Obligations:
    """A programme of so many municipalities, each with what it told in every half-year so far."""
    at, today, office_id = clock.now(), clock.today(), uuid7()
    job = Actor.job(office_id)
    with scope(job):
        people.found_organisation(
            by=job,
            at=at,
            slug="bench-office",
            name="Bench office",
            kind=OrganisationKind.PROGRAMME_OFFICE,
            organisation_id=office_id,
        )
        _office, _post, token = appointed(job, at, Role.PROGRAMME_OFFICE, today, "promises.invalid")
        concept = _concept(programme.latest(PROGRAMME).concept)
        load_concept(by=job, at=at, concept=concept)
    houses = [_house(number) for number in range(MANY)]
    told = list(halves(concept.period.from_, today))
    ids = followed(concept)
    copied_in(
        superuser,
        "governance_obligationtold (id, tenant_id, office_id, programme, obligation, half, state)",
        (
            (uuid7(), house, office_id, SLUG, one, half, WORST[(number + place) % len(WORST)].value)
            for number, house in enumerate(houses)
            for half in told
            for place, one in enumerate(ids)
        ),
    )
    superuser.execute("ANALYZE")
    with connections["owner"].cursor() as owner:
        owner.execute("ALTER TABLE governance_obligationtold NO FORCE ROW LEVEL SECURITY")
        owner.execute(MAKE)
        owner.execute("ALTER TABLE governance_obligationtold FORCE ROW LEVEL SECURITY")
    page = Caller(application)
    if page.get(f"/e/demo/{token}").status != 302:
        raise Failed("The programme office could not sign in.")
    return Obligations(page, office_id, half_of(today), MANY * len(ids), tuple(houses))


def _concept(first: Concept) -> Concept:
    party = replace(first.parties[0], joined_on=None, status="partner", left_on=None)
    parties = tuple(
        replace(party, slug=f"bench-{number}", name=f"Bench {number}", municipality_code=f"{500 + number}")
        for number in range(MANY)
    )
    grant = replace(first.grant, party=parties[0].slug)
    return replace(first, slug=SLUG, parties=parties, grant=grant)


def _house(number: int) -> uuid.UUID:
    tenant_id = uuid7()
    job = Actor.job(tenant_id)
    with scope(job):
        people.found_organisation(
            by=job,
            at=clock.now(),
            slug=f"bench-promises-{number}",
            name=f"Bench {number:02}",
            kind=OrganisationKind.MUNICIPALITY,
            municipality_code=f"{500 + number}",
            organisation_id=tenant_id,
        )
    return tenant_id
