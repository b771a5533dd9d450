"""The grant as a concept file says it: tables, what it may be used for, and what not."""

from __future__ import annotations

from dataclasses import dataclass

from samspil.programme.concept.paying import RoleRates
from samspil.programme.concept.values import Amounts, Count, Named, Part, Positive, Slug, later


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantLine(Named):
    """One line of the grant table."""

    amounts: Amounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant(Part):
    """The grant table of one party; the totals are the document's own and are checked."""

    party: Slug
    title: str
    lines: tuple[GrantLine, ...]
    totals: Amounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligible(Part):
    """What the grant may be used for."""

    words: str
    examples: tuple[Named, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEligible(Named):
    """What the grant may not be used for."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRule(Named):
    """Who audits grants above an amount; with `performance`, also how well the money was used."""

    above_dkk: Count
    words: str
    performance: bool = later(False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRules(Part):
    """The rules of the grant; the fee cap is in kroner per hour, and `rates` is what the programme pays.

    A transfer that moves a line's amount of a year by more than `material_percent` needs the programme
    office's decision; so does whatever is no transfer. `audit_rules` say who audits a grant of which size.
    """

    fee_max_dkk_per_hour: Positive
    fee_words: str
    eligible: Eligible
    not_eligible: tuple[NotEligible, ...]
    rates: tuple[RoleRates, ...] = later(())
    material_percent: Count = later(10)
    audit_rules: tuple[AuditRule, ...] = later(())
