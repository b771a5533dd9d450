"""Obligations that are late or not met, for the list of what waits: as they stood last night."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, Subquery

from samspil.delivery.queries.waiting_shape import Rows, shaped
from samspil.governance.models.obligations import ObligationTold
from samspil.governance.rules.obligations import half_of
from samspil.governance.terms.obligations import BEHIND
from samspil.kernel.actor import Actor
from samspil.programme.models import ConceptVersion


def behind(actor: Actor, on: date) -> Rows:
    """The own municipality's obligations that are behind in this half-year, in the newest version's words."""
    newest = ConceptVersion.objects.filter(programme__slug=OuterRef("programme")).order_by("-number")
    rows = ObligationTold.objects.filter(half=half_of(on), state__in=[one.value for one in BEHIND])
    rows = rows.annotate(newest=Subquery(newest.values("id")[:1]))
    return shaped(rows, "obligation", on=None, concept="newest", more=("obligation", "state"))
