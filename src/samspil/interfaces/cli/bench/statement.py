"""The accounts of a grant with ten thousand vouchers, worked out and set on paper, beside one bare SELECT."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from samspil.economy.actions import budget as budgets
from samspil.economy.actions import statements
from samspil.economy.actions.budget import Opening
from samspil.economy.queries import budget
from samspil.interfaces import clock
from samspil.interfaces.cli.bench.caller import Caller
from samspil.interfaces.cli.bench.ground import PROGRAMME, appointed, copied_in
from samspil.interfaces.cli.bench.meter import Request
from samspil.interfaces.cli.bench.scratch import Superuser
from samspil.interfaces.cli.exits import Failed
from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.kernel.money import Money
from samspil.people.actions import people
from samspil.people.terms import OrganisationKind, Role
from samspil.programme import queries as programme
from samspil.trust.scope import scope

MANY, REQUESTS = 10_000, 2
TARGET_S = 10.0
AMOUNT = Decimal("13.25")
WHAT = f"GET the statement of {MANY} vouchers, worked out from the books, then GET it as PDF/UA with its list"
FLOOR = "one bare SELECT of the same rows from a plain table without policies, as tuples"
READ = "SELECT number, paid_on, line_id, year, amount FROM bench_voucher ORDER BY number"
COLUMNS = """id, tenant_id, grant_id, number, line_id, year, paid_on, cost_type, part, amount, ceiling,
  whose_time, anyway, state, refused_because, supplier, supplier_hash, what_for, proof_digest, written_by_id,
  decided_by_id, decided_on"""
MAKE = """
CREATE TABLE bench_voucher AS SELECT number, paid_on, line_id, year, amount FROM economy_voucher;
GRANT SELECT ON bench_voucher TO samspil_app;
"""


@dataclass(slots=True)
class Statement:
    """Both sides of the bench."""

    coordinator: Caller
    path: str
    parts: dict[str, list[float]] = field(default_factory=dict)

    def ours(self, count: int) -> Sequence[Request]:
        """The page and the paper; the workbook beside them, told apart."""
        return [self._get] * count

    def floor(self, count: int) -> Sequence[Request]:
        """The rows alone."""
        return [self._select] * count

    def _get(self) -> bool:
        whole = Money(AMOUNT * MANY).plain.encode()
        page = self._timed("page_ms_p50", self.path)
        paper = self._timed("pdf_ms_p50", f"{self.path}/file")
        return whole in page.body and paper.body.startswith(b"%PDF-")

    def _timed(self, name: str, path: str) -> Any:
        began = time.perf_counter()
        answer = self.coordinator.get(path)
        self.parts.setdefault(name, []).append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise Failed(f"statement: {path} answered {answer.status}.")
        return answer

    def _select(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(READ)
            return len(cursor.fetchall()) == MANY


def lay(superuser: Superuser, application: Any) -> Statement:
    """A municipality with a grant of the document's own table, vouchers approved, and a draft of the year."""
    loaded, at, today, tenant_id = programme.latest(PROGRAMME), clock.now(), clock.today(), uuid7()
    party = next(one for one in loaded.concept.parties if one.slug == loaded.concept.grant.party)
    job, office = Actor.job(tenant_id), Actor.job(uuid7())
    _found(office, "bench-grants", OrganisationKind.PROGRAMME_OFFICE, "")
    _found(job, "bench-statement", OrganisationKind.MUNICIPALITY, party.municipality_code)
    with scope(job):
        lead, _id, _token = appointed(job, at, Role.MUNICIPAL_LEAD, today, "statement.invalid")
        writer, _post, token = appointed(job, at, Role.COORDINATOR, today, "statement.invalid")
    with scope(lead):
        grant = budgets.open_grant(by=lead, at=at, on=today, opening=Opening())
        found = budget.standing(lead, grant)
        if found.current is None:
            raise Failed("The grant has no table of its own.")
    first = max(grant.from_on, today.replace(month=1, day=1))
    days = (today - first).days + 1
    copied_in(
        superuser,
        f"economy_voucher ({COLUMNS})",
        (
            (
                *(uuid7(), tenant_id, grant.id, number, found.lines[number % len(found.lines)].id),
                *(today.year, first + timedelta(days=number % days), "transport", "", AMOUNT, Decimal(500)),
                *("", False, "approved", "", b"x", uuid.uuid4().hex, b"", "x"),
                *(writer.account_id, lead.account_id, today),
            )
            for number in range(1, MANY + 1)
        ),
    )
    superuser.execute("ANALYZE")
    superuser.execute(MAKE)
    with scope(writer):
        row = statements.draw_statement(by=writer, at=at, on=today, year=today.year)
    page = Caller(application)
    if page.get(f"/e/demo/{token}").status != 302:
        raise Failed("The coordinator could not sign in.")
    return Statement(page, f"/o/grant/statements/{row.id}")


def _found(job: Actor, slug: str, kind: OrganisationKind, code: str) -> None:
    with scope(job):
        people.found_organisation(
            by=job,
            at=clock.now(),
            slug=slug,
            name=slug.replace("-", " ").title(),
            kind=kind,
            municipality_code=code,
            organisation_id=job.tenant_id,
        )
