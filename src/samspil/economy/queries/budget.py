"""Reading the grant and its budget: what counts, what waits, every version, and the amounts of each."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum

from samspil.economy.models.budget import BudgetAmount, BudgetLine, BudgetVersion, Grant, GrantPayment
from samspil.economy.models.decisions import GrantDecision
from samspil.economy.rules import budget as rules
from samspil.economy.rules.budget import Cell
from samspil.economy.terms.budget import BudgetKind, BudgetState, PaymentKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.kernel.money import Money
from samspil.people.models.people import Organisation
from samspil.people.queries import people
from samspil.people.terms import OrganisationKind, Role
from samspil.programme import queries as programme
from samspil.programme.concept.model import Concept


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a budget. `title` is a new line's own; the document says the others'."""

    id: uuid.UUID
    slug: str
    title: str
    position: int


@dataclass(frozen=True, slots=True)
class Version:
    """One version, and how far it has come by the programme office's decision."""

    id: uuid.UUID
    tenant_id: uuid.UUID
    grant_id: uuid.UUID
    number: int
    builds_on: int
    kind: BudgetKind
    state: BudgetState
    written_by: str
    sent_by: str
    sent_on: date | None
    decided_on: date | None
    decision_id: uuid.UUID | None
    settled: bool
    """Whether the programme office knows it as its own: its decision, or the document's own table."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A grant as it stands: its lines and years, and the versions that matter now."""

    grant: Grant
    concept: Concept
    lines: tuple[Line, ...]
    years: tuple[int, ...]
    versions: tuple[Version, ...]

    @property
    def current(self) -> Version | None:
        """What counts."""
        return next((one for one in self.versions if one.state == BudgetState.APPROVED), None)

    @property
    def waiting(self) -> Version | None:
        """What waits for the programme office."""
        return next((one for one in self.versions if one.state == BudgetState.ASKED), None)

    @property
    def draft(self) -> Version | None:
        """What is being written."""
        return next((one for one in self.versions if one.state == BudgetState.DRAFT), None)

    @property
    def settled(self) -> Version | None:
        """What the programme office settled last, against which a change is measured."""
        return next((one for one in self.versions if one.state == BudgetState.APPROVED and one.settled), None)

    @property
    def initial(self) -> Version | None:
        """The first that counted."""
        counted = [one for one in self.versions if one.state == BudgetState.APPROVED]
        return counted[-1] if counted else None


def me(actor: Actor) -> uuid.UUID:
    """The account that acts. Raises Missing for a job, which does nothing here."""
    if actor.account_id is None:
        raise Missing
    return actor.account_id


def grant_of(actor: Actor) -> Grant | None:
    """The municipality's grant; the latest where there are several. None before it is opened. One query."""
    refuse(rules.may_see(actor))
    found: Grant | None = Grant.objects.order_by("-from_on", "id").first()
    return found


def the_grant(actor: Actor) -> Grant:
    """The municipality's grant. Raises Missing."""
    found = grant_of(actor)
    if found is None:
        raise Missing
    return found


def standing(actor: Actor, grant: Grant | None = None) -> Standing:
    """The grant with its lines and versions. Raises Missing before it is opened. Three queries at most."""
    found = grant or the_grant(actor)
    return Standing(
        found,
        programme.concept(found.concept_id),
        lines_of(found),
        years_of(found),
        tuple(_version(one) for one in _with_decision(_of(found)).order_by("-number")),
    )


def years_of(grant: Grant) -> tuple[int, ...]:
    """The calendar years of a grant's period."""
    return tuple(range(grant.from_on.year, grant.to_on.year + 1))


def lines_of(grant: Grant) -> tuple[Line, ...]:
    """The lines of a grant that the actor may read, in their order."""
    rows = BudgetLine.objects.presented().filter(tenant_id=grant.tenant_id, grant_id=grant.id)
    return tuple(Line(one.id, one.slug, one.title, one.position) for one in rows.order_by("position", "id"))


def version(actor: Actor, version_id: uuid.UUID) -> tuple[Version, Grant]:
    """One version and its grant: a municipality's own, or one that the office was sent. Raises Missing."""
    rows = BudgetVersion.objects.presented().filter(id=version_id)
    if actor.role == Role.PROGRAMME_OFFICE:
        rows = rows.filter(shown_to=actor.tenant_id)
    else:
        refuse(rules.may_see(actor))
        rows = rows.filter(tenant_id=actor.tenant_id)
    row = _with_decision(rows).first()
    grant = (
        Grant.objects.presented().filter(tenant_id=row.tenant_id, id=row.grant_id).first() if row else None
    )
    if row is None or grant is None:
        raise Missing
    return _version(row), grant


def the_row(version_id: uuid.UUID) -> BudgetVersion:
    """The municipality's own row of a version, for its reason. Raises Missing."""
    row: BudgetVersion | None = BudgetVersion.objects.presented().filter(id=version_id).first()
    if row is None:
        raise Missing
    return row


def the_decision(decision_id: uuid.UUID) -> GrantDecision:
    """A decision that the actor may read. Raises Missing."""
    row: GrantDecision | None = GrantDecision.objects.presented().filter(id=decision_id).first()
    if row is None:
        raise Missing
    return row


def amounts_of(versions: Collection[Version]) -> dict[uuid.UUID, dict[Cell, Money]]:
    """The amounts of some versions, by line and year. One query."""
    found: dict[uuid.UUID, dict[Cell, Money]] = {one.id: {} for one in versions}
    rows = BudgetAmount.objects.presented().filter(version_id__in=list(found))
    for row in rows.values_list("version_id", "line_id", "year", "amount"):
        found[row[0]][row[1], row[2]] = row[3]
    return found


def payments(actor: Actor, grant: Grant) -> tuple[GrantPayment, ...]:
    """What was received and repaid, the latest first, struck out ones among them."""
    refuse(rules.may_see(actor))
    return tuple(GrantPayment.objects.filter(grant_id=grant.id).order_by("-paid_on", "-id"))


def received(grant: Grant) -> Money:
    """What was received less what was repaid, added up by the database."""
    both = GrantPayment.objects.filter(grant_id=grant.id, struck_on__isnull=True).aggregate(
        came=Sum("amount", filter=Q(kind=PaymentKind.INSTALMENT)),
        went=Sum("amount", filter=Q(kind=PaymentKind.REPAYMENT)),
    )
    return (both["came"] or Money.zero()) - (both["went"] or Money.zero())


def names() -> tuple[str, ...]:
    """What the organisations are called: no name of theirs is a person's. One query."""
    return tuple(one.name for one in people.organisations())


def programme_office() -> Organisation:
    """Who decides about grants. Raises Missing."""
    row = Organisation.objects.filter(kind=OrganisationKind.PROGRAMME_OFFICE).order_by("name", "id").first()
    if row is None:
        raise Missing
    return row  # type: ignore[no-any-return]


def _of(grant: Grant) -> QuerySet[BudgetVersion]:
    return BudgetVersion.objects.filter(grant_id=grant.id)  # type: ignore[no-any-return]


def _with_decision(rows: QuerySet[BudgetVersion]) -> Any:
    made = GrantDecision.objects.presented().filter(
        tenant_id=OuterRef("shown_to"), municipality_id=OuterRef("tenant_id"), thing_id=OuterRef("id")
    )
    return rows.annotate(
        decision_id=Subquery(made.values("id")[:1]),
        decision=Subquery(made.values("approved")[:1]),
        decided_on=Subquery(made.values("decided_on")[:1]),
        writer=F("written_by__name"),
        sender=F("sent_by__name"),
    )


def _version(row: Any) -> Version:
    state = BudgetState(row.state)
    if row.decision is not None:
        state = BudgetState.APPROVED if row.decision else BudgetState.REFUSED
    return Version(
        row.id,
        row.tenant_id,
        row.grant_id,
        row.number,
        row.builds_on,
        BudgetKind(row.kind),
        state,
        row.writer or "",
        row.sender or "",
        row.sent_on,
        row.decided_on,
        row.decision_id,
        row.decision is not None or row.kind == BudgetKind.INITIAL,
    )


def before(found: Version, grant: Grant) -> Version | None:
    """The version that another one was built on, as the actor may read it; None for the first."""
    rows = BudgetVersion.objects.presented().filter(
        tenant_id=found.tenant_id, grant_id=grant.id, number=found.builds_on
    )
    row = _with_decision(rows).first()
    return _version(row) if row is not None else None


def granted(actor: Actor, grant_id: uuid.UUID) -> Grant:
    """A grant that the actor's office decides about, or the municipality's own. Raises Missing."""
    rows = Grant.objects.presented().filter(id=grant_id)
    row: Grant | None = rows.filter(Q(office_id=actor.tenant_id) | Q(tenant_id=actor.tenant_id)).first()
    if row is None:
        raise Missing
    return row


def concept_of(grant: Grant) -> Concept:
    """The document whose rules hold for a grant."""
    return programme.concept(grant.concept_id)


@dataclass(frozen=True, slots=True)
class ToldGrant:
    """A municipality's budget as the programme office reads it: what counts, and what waits for its answer.

    Of what was spent the office reads sums at a month's end (`queries.told`), and no voucher.
    """

    id: uuid.UUID
    municipality_id: uuid.UUID
    municipality: str
    concept: Concept
    lines: tuple[Line, ...]
    years: tuple[int, ...]
    counts: Version | None
    amounts: dict[Cell, Money]
    asked_on: date | None


def number_in_force(actor: Actor, municipality_id: uuid.UUID, slug: str) -> int:
    """Which version of a municipality's budget counts, for the office; 0 where none does. One query."""
    refuse(rules.may_decide(actor))
    of_it = {"shown_to": actor.tenant_id, "tenant_id": municipality_id, "grant__programme": slug}
    rows = _with_decision(BudgetVersion.objects.presented().filter(**of_it)).order_by("-number")
    return next((one.number for one in map(_version, rows) if one.state == BudgetState.APPROVED), 0)


def told_grants(actor: Actor) -> tuple[ToldGrant, ...]:
    """The budgets of every municipality with a grant, in the order of their names. Four queries."""
    refuse(rules.may_decide(actor))
    grants = {
        one.id: one
        for one in Grant.objects.presented()
        .filter(office_id=actor.tenant_id)
        .annotate(place=Subquery(Organisation.objects.filter(id=OuterRef("tenant_id")).values("name")[:1]))
    }
    rows = BudgetVersion.objects.presented().filter(shown_to=actor.tenant_id, grant_id__in=list(grants))
    counts: dict[uuid.UUID, Version] = {}
    asked: dict[uuid.UUID, date | None] = {}
    for row in _with_decision(rows).order_by("-number"):
        one = _version(row)
        if one.state == BudgetState.APPROVED:
            counts.setdefault(one.grant_id, one)
        elif one.state == BudgetState.ASKED:
            asked.setdefault(one.grant_id, one.sent_on)
    amounts = amounts_of(tuple(counts.values()))
    lines: dict[uuid.UUID, list[Line]] = {}
    told = BudgetLine.objects.presented().filter(shown_to=actor.tenant_id, grant_id__in=list(grants))
    for each in told.order_by("position", "id"):
        lines.setdefault(each.grant_id, []).append(Line(each.id, each.slug, each.title, each.position))
    found = [
        ToldGrant(
            key,
            one.tenant_id,
            one.place or "",
            programme.concept(one.concept_id),
            tuple(lines.get(key, ())),
            years_of(one),
            counts.get(key),
            amounts[counts[key].id] if key in counts else {},
            asked.get(key),
        )
        for key, one in grants.items()
    ]
    return tuple(sorted(found, key=lambda one: one.municipality))
