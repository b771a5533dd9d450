"""Which instruments there are: those that come with Samspil, and those that two people approved here.

A version is never changed, so each that is in use is read once per process. A round that is open keeps the
version it was opened with.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import connection, transaction
from django.db.models import Count, Prefetch, QuerySet

from samspil.delivery.instruments.document import digest, from_document
from samspil.delivery.instruments.shape import Instrument
from samspil.delivery.instruments.shipped import SHIPPED
from samspil.delivery.models.instruments import InstrumentDecision, InstrumentInUse, ProposedInstrument
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.rules import instruments as rules
from samspil.delivery.terms.courses import MeasurementState
from samspil.delivery.terms.instruments import NEEDED, NEEDED_ROLE, Decision, Standing
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refusal

Key = tuple[str, int]
_READ: dict[tuple[str, str, int], Instrument] = {}
"""What was read in a transaction that held, by database, slug and version. A row in use is never changed."""


class TamperedWith(Exception):
    """A stored instrument is not what was approved: its digest is another."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision about a proposal: who, in which role, what, on which day, and what should be changed."""

    account_id: uuid.UUID
    name: str
    role: str
    decision: Decision
    words: str
    on: date


@dataclass(frozen=True, slots=True)
class Known:
    """One version of an instrument and where it stands. Of a shipped one nobody proposed or decided."""

    tool: Instrument
    standing: Standing
    id: uuid.UUID | None = None
    digest: str = ""
    proposer_id: uuid.UUID | None = None
    proposer: str = ""
    proposer_role: str = ""
    proposed_on: date | None = None
    since: date | None = None
    decisions: tuple[Decided, ...] = ()

    @property
    def is_askable(self) -> bool:
        """Whether it may be asked of anybody."""
        return self.standing in (Standing.SHIPPED, Standing.IN_USE)

    @property
    def lacks_evaluator(self) -> bool:
        """Whether the evaluator has not approved it yet."""
        return all(one.role != NEEDED_ROLE for one in self.approvals)

    @property
    def approvals(self) -> tuple[Decided, ...]:
        return tuple(one for one in self.decisions if one.decision == Decision.APPROVED)

    @property
    def is_signed_off(self) -> bool:
        """Whether enough different people approved it. The database finds the same by itself."""
        return len({one.account_id for one in self.approvals}) >= NEEDED and not self.lacks_evaluator


def instrument(slug: str, version: int) -> Instrument:
    """A version that may be asked. Raises KeyError for one that neither comes along nor was approved.

    What was approved is read once per process: remembered only when the transaction that read it holds.
    """
    shipped = SHIPPED.get((slug, version))
    if shipped is not None:
        return shipped
    key = (str(connection.settings_dict["NAME"]), slug, version)
    found = _READ.get(key)
    if found is None:
        row = InstrumentInUse.objects.select_related("instrument").filter(slug=slug, version=version).first()
        if row is None:
            raise KeyError((slug, version))
        found = _tool(row.instrument)
        transaction.on_commit(partial(_READ.__setitem__, key, found))
    return found


def in_use() -> dict[Key, Instrument]:
    """Every version that may be asked, by slug and version. One query."""
    rows = InstrumentInUse.objects.select_related("instrument")
    return {**{(one.slug, one.version): _tool(one.instrument) for one in rows}, **SHIPPED}


def every() -> tuple[Known, ...]:
    """Every version there is, by slug, the newest first. Two queries."""
    shipped = [Known(one, Standing.SHIPPED) for one in SHIPPED.values()]
    found = [*shipped, *map(_known, _rows())]
    return tuple(sorted(found, key=lambda one: (one.tool.slug, -one.tool.version)))


def known(slug: str, version: int) -> Known:
    """One version and where it stands. Raises Missing where there is none."""
    shipped = SHIPPED.get((slug, version))
    if shipped is not None:
        return Known(shipped, Standing.SHIPPED)
    row = _rows().filter(slug=slug, version=version).first()
    if row is None:
        raise Missing
    return _known(row)


def versions_of(slug: str) -> dict[int, Standing]:
    """Where every version of an instrument stands, by its number: none is used twice."""
    rows = _rows().filter(slug=slug)
    found = {one.version: _known(one).standing for one in rows}
    return found | {number: Standing.SHIPPED for name, number in SHIPPED if name == slug}


def foreseen(tool: Instrument) -> Refusal | None:
    """Why a version could not be proposed now; None where it can."""
    return rules.may_be_proposed(tool) or rules.may_follow(tool, versions_of(tool.slug))


def before(slug: str, version: int) -> Instrument | None:
    """The newest version below this one that may be asked; None where it would be the first. One query."""
    askable = in_use()
    lower = [number for name, number in askable if name == slug and number < version]
    return askable[slug, max(lower)] if lower else None


def clashes() -> tuple[str, ...]:
    """Versions that were approved here and that a newer Samspil ships with other words, as sentences."""
    rows = InstrumentInUse.objects.values_list("slug", "version", "digest").order_by("slug", "version")
    return tuple(
        f"Instrument {slug} version {version} was approved here and comes with this Samspil in other words."
        for slug, version, known_digest in rows
        if (slug, version) in SHIPPED and digest(SHIPPED[slug, version]) != known_digest
    )


def open_by_version(actor: Actor, slug: str) -> dict[int, int]:
    """How many open measurements of the actor's organisation each version has, by version. One query."""
    rows = (
        Measurement.objects.filter(tenant_id=actor.tenant_id, instrument=slug, state=MeasurementState.OPEN)
        .values("instrument_version")
        .annotate(count=Count("id"))
        .order_by("instrument_version")
    )
    return {row["instrument_version"]: row["count"] for row in rows}


def _rows() -> QuerySet[ProposedInstrument]:
    decisions = Prefetch("decisions", InstrumentDecision.objects.select_related("account"))
    rows: QuerySet[ProposedInstrument] = ProposedInstrument.objects.select_related("account", "use")
    return rows.prefetch_related(decisions)


def _tool(row: ProposedInstrument) -> Instrument:
    """The instrument of a row. Raises TamperedWith where it is not what its digest says."""
    tool = from_document(row.document)
    if digest(tool) != row.digest:
        raise TamperedWith(f"Instrument {row.slug} version {row.version} is not what was proposed.")
    return tool


def _known(row: ProposedInstrument) -> Known:
    decisions = tuple(
        Decided(
            one.account_id,
            one.account.name,
            one.role,
            Decision(one.decision),
            one.words,
            one.decided_on,
        )
        for one in sorted(row.decisions.all(), key=lambda one: one.id)
    )
    use = getattr(row, "use", None)
    ended = [Standing(one.decision.value) for one in decisions if one.decision != Decision.APPROVED]
    standing = Standing.IN_USE if use else ended[0] if ended else Standing.PROPOSED
    return Known(
        tool=_tool(row),
        standing=standing,
        id=row.id,
        digest=row.digest,
        proposer_id=row.account_id,
        proposer=row.account.name,
        proposer_role=row.role,
        proposed_on=row.proposed_on,
        since=use.since if use else None,
        decisions=decisions,
    )
