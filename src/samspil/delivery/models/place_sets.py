"""Sets of places that are offered visits together, and the offers (ADR 0029).

A set says nothing of how it came to be: its rows stand in the order of the places' keys, and no column, key
or event leads to a wish. The database keeps every set as it was formed.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samspil.delivery.models.columns import link, one_of
from samspil.delivery.models.institutions import Institution
from samspil.delivery.planning.places import FEWEST
from samspil.delivery.terms.place_sets import OfferState
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, Keep, NotPersonal

FOR_GOOD = Keep(
    "the programme's end", 12, "a set that is forgotten could be formed anew around the same place"
)


class PlaceSet(Tenanted):
    """At least four places alike that are offered visits together, for good."""

    formed_on = models.DateField()
    count = models.PositiveSmallIntegerField(help_text="its places; the database holds it to that")

    class Meta(Tenanted.Meta):
        constraints = [
            models.CheckConstraint(name="delivery_place_set_of_four", condition=Q(count__gte=FEWEST))
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("places; never which of them was thought of")
        fields = dict.fromkeys(("id", "tenant_id", "formed_on", "count"), ORDINARY)
        keep = FOR_GOOD
        grants = "SELECT, INSERT"


class PlaceInSet(Tenanted):
    """One place of a set. A place is in one set at most."""

    place_set = link(PlaceSet, related_name="places")
    institution = link(Institution)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "institution"), name="delivery_place_in_one_set")
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("places; never which of them was thought of")
        fields = dict.fromkeys(("id", "tenant_id", "place_set_id", "institution_id"), ORDINARY)
        keep = FOR_GOOD
        grants = "SELECT, INSERT"


class PlaceOffer(Tenanted):
    """Visits offered to one place of a set for a half-year: in which order, until when, and what it said."""

    place_in_set = link(PlaceInSet, related_name="offers")
    term_from = models.DateField(help_text="the first day of the half-year")
    position = models.PositiveSmallIntegerField(help_text="in the order drawn by lot, from 1")
    answer_by = models.DateField()
    state = models.CharField(max_length=10, default=OfferState.OFFERED)
    answered_on = models.DateField(null=True)
    by_themselves = models.BooleanField(default=False, help_text="the place said it, by its own link")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_place_offer_state", "state", OfferState),
            models.UniqueConstraint(
                fields=("tenant_id", "place_in_set", "term_from"), name="delivery_place_offer_once"
            ),
            models.CheckConstraint(
                name="delivery_place_offer_answered",
                condition=Q(state=OfferState.OFFERED, answered_on__isnull=True)
                | (~Q(state=OfferState.OFFERED) & Q(answered_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="delivery_place_offer_by_themselves",
                condition=Q(by_themselves=False) | ~Q(state=OfferState.OFFERED),
            ),
        ]
        indexes = [models.Index(fields=("tenant_id", "term_from"), name="delivery_place_offer_term")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("places; never which of them was thought of")
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "place_in_set_id",
                "term_from",
                "position",
                "answer_by",
                "state",
                "answered_on",
                "by_themselves",
            ),
            ORDINARY,
        )
        keep = FOR_GOOD
