"""What speaks against putting a visit back that was written as held."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db.models import Q

from samspil.delivery.models.forms import ANSWERED, OwedForm
from samspil.delivery.models.pupils import PupilRound
from samspil.delivery.models.visit_hours import VisitHours
from samspil.delivery.queries.owed_forms import OF_VISIT
from samspil.delivery.queries.series import visit_for
from samspil.delivery.rules.putting_back import may_be_put_back
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal


def answered(visit_ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Of these visits those about which somebody has answered a form, or whose group's form has closed. One
    query.
    """
    rounds = PupilRound.objects.filter(
        Q(answered__gt=0) | Q(closed_as__isnull=False), visit_id__in=visit_ids
    ).values_list("visit_id", flat=True)
    forms = OwedForm.objects.filter(about=OF_VISIT, thing_id__in=visit_ids, state__in=ANSWERED)
    return frozenset(forms.values_list("thing_id", flat=True).union(rounds))


def has_hours(visit_id: uuid.UUID) -> bool:
    """Whether hours are written for a visit."""
    return bool(VisitHours.objects.filter(visit_id=visit_id).exists())


def why_not(actor: Actor, visit_id: uuid.UUID) -> Refusal | None:
    """Why a visit cannot be put back; None where it can."""
    visit = visit_for(actor, visit_id)
    return may_be_put_back(visit, visit.series, visit_id in answered([visit_id]), has_hours(visit_id))
