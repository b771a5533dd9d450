"""Every instrument there is for the command line: what is shipped, and what the database holds beside it."""

from __future__ import annotations

from dataclasses import dataclass

from samspil.delivery.instruments.shape import Instrument
from samspil.delivery.instruments.shipped import SHIPPED
from samspil.interfaces.cli.attaching import attached

SHIPPED_HERE, IN_USE = "shipped", "in_use"
"""The two standings in which a version may be asked."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version and where it stands; of a proposed one, which roles have approved it."""

    tool: Instrument
    standing: str = SHIPPED_HERE
    approved_by: tuple[str, ...] = ()

    @property
    def is_askable(self) -> bool:
        """Whether it may be asked of anybody."""
        return self.standing in (SHIPPED_HERE, IN_USE)


def is_database_there() -> bool:
    """Whether there is a database to ask: one that is named, or the embedded one once it was made."""
    from django.conf import settings

    if not settings.SAMSPIL_EMBEDDED:
        return True
    return (settings.SAMSPIL_HOME.database / "PG_VERSION").exists()


def versions() -> tuple[Version, ...]:
    """Every version by slug, oldest first; only the shipped ones where no database was ever made."""
    if not is_database_there():
        return tuple(Version(one) for _key, one in sorted(SHIPPED.items()))
    with attached():
        from samspil.delivery.queries.instruments import every

        found = [
            Version(one.tool, one.standing.value, tuple(each.role for each in one.approvals))
            for one in every()
        ]
    return tuple(sorted(found, key=lambda one: (one.tool.slug, one.tool.version)))
