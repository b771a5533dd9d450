"""Each table says whose data it holds, how private every column is and how long it is kept.

A model without a complete `Privacy` declaration stops the start. The declarations drive the
row-level policies, `docs/data.md`, and later subject access, erasure and retention.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models


class Level(Enum):
    """How private a column is. Sealed levels are encrypted in the column itself."""

    PUBLIC = "public"  # anyone may know it
    ORDINARY = "ordinary"  # codes, dates and counts that mean nothing without a key
    STAFF = "staff"  # about a person at work
    IDENTITY = "identity"  # who somebody is and how to reach them: sealed
    SPECIAL = "special"  # what somebody wrote, said or answered: sealed
    SECRET = "secret"  # hashes and keys that open something


SEALED_LEVELS = (Level.IDENTITY, Level.SPECIAL)
PUBLIC, ORDINARY, STAFF = Level.PUBLIC, Level.ORDINARY, Level.STAFF
IDENTITY, SPECIAL, SECRET = Level.IDENTITY, Level.SPECIAL, Level.SECRET


@dataclass(frozen=True, slots=True)
class Keep:
    """How long a row stays: after what, how many months, on what basis, and what happens then."""

    after: str
    months: int
    basis: str
    then: str = "erase"


@dataclass(frozen=True, slots=True)
class NotPersonal:
    """Why a table has no subject, or no organisation that controls it."""

    why: str


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """A table of a library's: what it holds, how long, and why it has no row-level policy."""

    fields: str
    keep: str
    why_no_policy: str
    grants: str = "SELECT, INSERT, UPDATE, DELETE"


@dataclass(frozen=True, slots=True)
class Declaration:
    """One model's `Privacy`, checked and made comparable with the catalogue."""

    model: type[models.Model]
    tenant: str | NotPersonal
    subject: str | NotPersonal
    fields: Mapping[str, Level]
    keep: Keep
    also: str | None = None
    grants: str = "SELECT, INSERT, UPDATE, DELETE"
    problems: tuple[str, ...] = field(default=())

    @property
    def table(self) -> str:
        return self.model._meta.db_table


FOREIGN: dict[str, ForeignTable] = {
    "django_migrations": ForeignTable("names of migrations", "for ever", "no personal data", "SELECT"),
    "django_content_type": ForeignTable("names of models", "for ever", "no personal data", "SELECT"),
    "auth_permission": ForeignTable("names of permissions, unused", "for ever", "no personal data", "SELECT"),
    "auth_group": ForeignTable("empty, unused", "for ever", "no personal data", "SELECT"),
    "auth_group_permissions": ForeignTable("empty, unused", "for ever", "no personal data", "SELECT"),
    "django_session": ForeignTable(
        "hash of the session key, account and active role",
        "8 hours",
        "read before anyone is known; the key is hashed",
    ),
    "account_emailaddress": ForeignTable(
        "sign-in name of staff", "as long as the account", "read before anyone is known"
    ),
    "account_emailconfirmation": ForeignTable("empty, unused", "as the account", "read before sign-in"),
    "mfa_authenticator": ForeignTable(
        "passkeys and TOTP secrets of staff (encrypted)", "as long as the account", "read before sign-in"
    ),
    "trust_contextkey": ForeignTable(
        "the two padded keys that prove a context", "until rotated", "only the owner may read it", ""
    ),
    **{
        f"procrastinate_{name}": ForeignTable(
            "names of jobs, organisation and moment", "7 days", "holds no personal data; the worker needs all"
        )
        for name in ("jobs", "events", "periodic_defers", "workers")
    },
}
"""Every table that is not one of our models. A table in neither list stops the start."""


def declarations(all_models: Iterable[type[models.Model]]) -> Iterator[Declaration]:
    """The declaration of each of our own models, with its problems in words."""
    for model in all_models:
        if not model.__module__.startswith("samspil.") or not model._meta.managed or model._meta.proxy:
            continue
        yield _declaration(model)


def verify(all_models: Iterable[type[models.Model]]) -> None:
    """Refuse to start when a model is undeclared or declared incompletely.

    Raises ImproperlyConfigured naming every problem at once.
    """
    chosen = list(all_models)
    problems = [problem for one in declarations(chosen) for problem in one.problems]
    problems += [
        f"{model._meta.label}: table {model._meta.db_table} is in neither list of trust/privacy.py."
        for model in chosen
        if not model.__module__.startswith("samspil.") and model._meta.db_table not in FOREIGN
    ]
    if problems:
        raise ImproperlyConfigured("Privacy declarations: " + " ".join(sorted(problems)))


def _declaration(model: type[models.Model]) -> Declaration:
    label = model._meta.label
    stated: Any = model.__dict__.get("Privacy")
    if stated is None:
        nothing = NotPersonal("undeclared")
        keep = Keep("never", 0, "undeclared")
        return Declaration(model, nothing, nothing, {}, keep, problems=(f"{label} has no Privacy.",))
    problems = [
        f"{label}.Privacy lacks {name}."
        for name in ("tenant", "subject", "fields", "keep")
        if not hasattr(stated, name)
    ]
    levels: Mapping[str, Level] = getattr(stated, "fields", {})
    columns = {one.attname for one in model._meta.concrete_fields}
    problems += [f"{label}.{name} has no level." for name in sorted(columns - set(levels))]
    problems += [
        f"{label}.Privacy names {name}, which is no column." for name in sorted(set(levels) - columns)
    ]
    for one in model._meta.concrete_fields:
        sealed = getattr(one, "compartment", None) is not None
        level = levels.get(one.attname)
        if level is not None and sealed != (level in SEALED_LEVELS):
            problems.append(
                f"{label}.{one.attname} is {level.value}, so it must{'' if not sealed else ' not'} be sealed."
            )
    tenant = getattr(stated, "tenant", NotPersonal("undeclared"))
    if isinstance(tenant, str) and tenant not in columns:
        problems.append(f"{label}.Privacy.tenant names {tenant}, which is no column.")
    return Declaration(
        model,
        tenant,
        getattr(stated, "subject", NotPersonal("undeclared")),
        levels,
        getattr(stated, "keep", Keep("never", 0, "undeclared")),
        getattr(stated, "also", None),
        getattr(stated, "grants", "SELECT, INSERT, UPDATE, DELETE"),
        tuple(problems),
    )
