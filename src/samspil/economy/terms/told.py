"""The words of what is told of a grant while the year runs."""

from __future__ import annotations

PAID_AT_LEAST = 3
"""Pay of fewer people is in no sum that another organisation reads: of two, each would know the other's."""
