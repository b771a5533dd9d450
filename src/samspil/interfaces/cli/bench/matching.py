"""Matching five hundred who wait with five hundred of the staff, beside the solver alone."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from scipy.optimize import linear_sum_assignment

from samspil.delivery.matching.assignment import costs
from samspil.delivery.queries import matching as queries
from samspil.interfaces import clock
from samspil.interfaces.cli.bench.caller import Caller
from samspil.interfaces.cli.bench.ground import PROGRAMME, appointed, copied_in
from samspil.interfaces.cli.bench.meter import Request
from samspil.interfaces.cli.bench.scratch import Superuser
from samspil.interfaces.cli.exits import Failed
from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.people.actions import people
from samspil.people.terms import SPOKEN, CertificateKind, OrganisationKind, PartOfWeek, Role, Strength
from samspil.programme import queries as programme
from samspil.trust.scope import scope

if TYPE_CHECKING:
    from samspil.delivery.matching.fitting import Candidate, Seeker

MANY = 500
SEED = 4
PLACES = 4
AREAS = ("", "50", "5000", "5230", "52", "80")
WHAT = (
    f"read {MANY} who wait and {MANY} of the staff as the coordinator, rule out, weigh, match all and say"
    " why for each; the whole page with it took page_ms_p50"
)
FLOOR = "scipy's linear_sum_assignment alone on the very same cost matrix"


@dataclass(slots=True)
class Matching:
    """Both sides of the bench on a municipality of its own."""

    coordinator: Actor
    page: Caller
    matrix: Any
    page_ms: list[float] = field(default_factory=list)

    def ours(self, count: int) -> Sequence[Request]:
        """Proposals for everyone, from the rows on; the page is timed once for each burst."""
        began = time.perf_counter()
        body = self.page.get("/o/matching/").body
        self.page_ms.append((time.perf_counter() - began) * 1000)
        if body.count(b'name="chosen"') < MANY // 2:
            raise Failed("matching: the page proposes too few.")
        return [self._propose] * count

    def floor(self, count: int) -> Sequence[Request]:
        """The solver alone."""
        return [self._solve] * count

    def _propose(self) -> bool:
        with scope(self.coordinator):
            found = queries.proposals(self.coordinator, on=clock.today())
        return len(found) == MANY and all(one.member or one.proposal.left_out for one in found)

    def _solve(self) -> bool:
        rows, _columns = linear_sum_assignment(self.matrix)
        return len(rows) == MANY


def lay(superuser: Superuser, application: Any) -> Matching:
    """Fill one more municipality, and sign its coordinator in."""
    tenant_id, at, today = uuid7(), clock.now(), clock.today()
    job = Actor.job(tenant_id)
    with scope(job):
        people.found_organisation(
            by=job,
            at=at,
            slug="bench-matching",
            name="Bench 2",
            kind=OrganisationKind.MUNICIPALITY,
            organisation_id=tenant_id,
        )
        coordinator, _id, token = appointed(job, at, Role.COORDINATOR, today, "matching.invalid")
    dice = random.Random(SEED)
    _staff(superuser, tenant_id, today, dice)
    _waiting(superuser, tenant_id, today, dice)
    superuser.execute("ANALYZE")
    page = Caller(application)
    if page.get(f"/e/demo/{token}").status != 302:
        raise Failed("The coordinator could not sign in.")
    with scope(coordinator):
        found = queries.proposals(coordinator, on=today)
        staff = queries.candidates(coordinator, "mentor", on=today)
    return Matching(coordinator, page, _matrix([one.proposal.seeker for one in found], staff))


def _matrix(waiting: list[Seeker], staff: list[Candidate]) -> Any:
    return costs(waiting, staff)[0]


def _some(dice: random.Random, codes: Sequence[str], most: int) -> list[str]:
    return dice.sample(list(codes), dice.randint(1, most))


def _staff(superuser: Superuser, tenant_id: uuid.UUID, today: date, dice: random.Random) -> None:
    """The mentors with account, role, profile and both certificates, by COPY."""
    made = [(uuid7(), uuid7(), number) for number in range(MANY)]
    strengths, times = [one.value for one in Strength], [one.value for one in PartOfWeek]
    copied_in(
        superuser,
        "people_account (id, email, name, language, is_active, password)",
        (
            (account, f"m{number}@matching.invalid", f"Mentor {number:03}", "da", True, "!")
            for account, _post, number in made
        ),
    )
    copied_in(
        superuser,
        "people_appointment (id, tenant_id, account_id, role, capacity, from_on, deputy_because)",
        ((post, tenant_id, account, "mentor", PLACES, today, "") for account, post, _number in made),
    )
    copied_in(
        superuser,
        "people_staffprofile (id, tenant_id, appointment_id, education, experience, strengths, learning,"
        " languages, area, times)",
        (
            (
                *(uuid7(), tenant_id, post, "", "", _some(dice, strengths, 5), []),
                *(["da", *_some(dice, list(SPOKEN)[1:], 3)], dice.choice(AREAS), _some(dice, times, 3)),
            )
            for _account, post, _number in made
        ),
    )
    copied_in(
        superuser,
        "people_staffcertificate (id, tenant_id, appointment_id, kind, from_on, valid_until)",
        (
            (uuid7(), tenant_id, post, kind.value, today, today + timedelta(days=365))
            for _account, post, number in made
            for kind in CertificateKind
            if number % 50
        ),
    )


def _waiting(superuser: Superuser, tenant_id: uuid.UUID, today: date, dice: random.Random) -> None:
    """Courses whose person said yes, with wishes, by COPY."""
    loaded = programme.latest(PROGRAMME)
    source = loaded.concept.vocabulary.referral_sources[0].slug
    strengths, times = [one.value for one in Strength], [one.value for one in PartOfWeek]
    made = [(uuid7(), uuid7(), number) for number in range(MANY)]
    copied_in(
        superuser, "people_person (id, tenant_id, kind)", ((one, tenant_id, "youth") for one, _c, _n in made)
    )
    copied_in(
        superuser,
        "delivery_course (id, tenant_id, concept_id, intervention, state, offered_month, source, code,"
        " person_id, match_reason, legal_basis, purpose, tasks, accepted_on, decided_by, need, decision,"
        " childs_view, custody_holders, child_age_band, interpreter_language)",
        (
            (
                *(course, tenant_id, loaded.id, "mentor", "accepted", today.replace(day=1), source),
                *(f"Ask-{number:03}", person, b"", "none", b"", b""),
                *(today - timedelta(days=number % 120), "coordinator", b"", b"", b"", 0, "", ""),
            )
            for person, course, number in made
        ),
    )
    copied_in(
        superuser,
        "delivery_wish (id, tenant_id, course_id, person_id, interests, language, area, times, line,"
        " about_them, waits_for)",
        (
            (
                *(uuid7(), tenant_id, course, person, _some(dice, strengths, 5)),
                *(dice.choice(["", "da", *SPOKEN]), dice.choice(AREAS), _some(dice, times, 2), b"", b"", ""),
            )
            for person, course, _number in made
        ),
    )
