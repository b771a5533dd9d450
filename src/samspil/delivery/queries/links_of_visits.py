"""Reading what the links of visits are about. By itself: no file reads visits and courses together."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Concat

from samspil.delivery.models.forms import OwedForm
from samspil.delivery.models.place_sets import PlaceOffer
from samspil.delivery.models.pupils import PupilRound
from samspil.delivery.models.series import Visit
from samspil.delivery.models.visit_requests import VisitRequest
from samspil.delivery.terms.forms import FormAbout


def said_of_visits() -> tuple[Subquery, ...]:
    """To be asked along with links, by their `thing_id`: an offer's or request's place, a form's too."""
    asked_for = VisitRequest.objects.filter(id=OuterRef("thing_id"))
    of_group = PupilRound.objects.filter(id=OuterRef("thing_id"))
    visits = Visit.objects.filter(id=OuterRef("thing_id")).values(said=_at(""))
    of_form = OwedForm.objects.filter(id=OuterRef("thing_id"), about=FormAbout.VISIT)
    offered = PlaceOffer.objects.filter(id=OuterRef("thing_id"))
    return (
        Subquery(offered.values("place_in_set__institution__name")[:1]),
        Subquery(asked_for.values("place")[:1]),
        Subquery(of_group.values(said=_at("visit__"))[:1]),
        Subquery(of_form.annotate(said=Subquery(visits[:1])).values("said")[:1]),
    )


def _at(path: str) -> Concat:
    """Where a visit was: the place and the group."""
    return Concat(f"{path}series__institution__name", Value(", "), f"{path}series__group")
