"""Who acts: one account in one role with one purpose for one organisation."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

NOBODY = uuid.UUID(int=0)
"""Stands in the signed context where there is no organisation or no account."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The one active role and purpose of a request, a job or a link.

    `account_id` is None for jobs (role `operator`) and for a link's holder; `link_id` is set
    only for a link's holder, and `opening` tells this opening of the link from every other.
    `person_id` is set only for someone on their own page (role `mentee` or `parent`): whose page it is.
    """

    tenant_id: uuid.UUID
    role: str
    purpose: str
    account_id: uuid.UUID | None = None
    link_id: uuid.UUID | None = None
    opening: str = ""
    person_id: uuid.UUID | None = None

    @classmethod
    def job(cls, tenant_id: uuid.UUID, purpose: str = "operation") -> Actor:
        """The worker or the command line at work for one organisation."""
        return cls(tenant_id=tenant_id, role="operator", purpose=purpose)
