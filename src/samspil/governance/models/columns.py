"""What the tables of steering share: who reads them, and how long they are kept."""

from __future__ import annotations

from samspil.trust.privacy import Keep

AS_HISTORY = Keep("programme end", 120, "the programme's own history")
SEATED = "tenant_id=samspil_seated"
"""The office's rows are read by the organisations that have a seat in one of its groups."""

OF_A_MEMBER = "office_id=samspil_tenant,office_id=samspil_seated"
"""A member's rows are read by the office and by the other organisations that have a seat."""

MOST_WORDS = 4000
