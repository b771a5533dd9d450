"""What waits for a municipality of its descriptions, in the shape that everything that waits is read in."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from samspil.delivery.queries.waiting_shape import Rows, Source, shaped
from samspil.governance.models.documents import DescriptionAnswer, DescriptionVersion
from samspil.governance.terms.documents import DescriptionKind, DescriptionState
from samspil.kernel.actor import Actor

SOON = timedelta(days=183)
"""How long before its day a plan's revision is told; half a year, as councils take their time."""


def descriptions_back(actor: Actor, on: date) -> Rows:
    """Descriptions that the office sent back, and nobody has begun anew."""
    back = DescriptionAnswer.objects.presented().filter(
        tenant_id=OuterRef("office_id"), version_id=OuterRef("id"), accepted=False
    )
    return shaped(
        _newest(DescriptionVersion.objects.filter(Exists(back))),
        "description_back",
        on="handed_in_on",
        concept="concept_id",
        more=("kind", "intervention"),
    )


def plans_to_revise(actor: Actor, on: date) -> Rows:
    """Plans that are to be revised soon or should have been, and are not yet handed in anew."""
    rows = DescriptionVersion.objects.filter(
        kind=DescriptionKind.PLAN, state=DescriptionState.HANDED_IN, revise_by__lte=on + SOON
    )
    later = DescriptionVersion.objects.filter(
        description_id=OuterRef("description_id"),
        number__gt=OuterRef("number"),
        state=DescriptionState.HANDED_IN,
    )
    return shaped(rows.filter(~Exists(later)), "plan_revise", on="revise_by", concept="concept_id")


def _newest(rows: Rows) -> Rows:
    later = DescriptionVersion.objects.filter(
        description_id=OuterRef("description_id"), number__gt=OuterRef("number")
    )
    return rows.filter(~Exists(later))


SOURCES: tuple[Source, ...] = (descriptions_back, plans_to_revise)
