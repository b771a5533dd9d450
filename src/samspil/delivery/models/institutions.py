"""Places that are visited: schools, youth education and clubs. Nothing here knows who goes there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from samspil.delivery.models.columns import one_of
from samspil.delivery.terms.place_sets import SizeBand
from samspil.delivery.terms.visits import InstitutionKind
from samspil.trust.models import Tenanted
from samspil.trust.privacy import PUBLIC, Keep, NotPersonal


class Institution(Tenanted):
    """A school, a youth education or a club, as the public register or the municipality names it."""

    number = models.CharField(max_length=6, blank=True, help_text="in the public register, if it is there")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    postcode = models.CharField(max_length=4, blank=True)
    size_band = models.CharField(max_length=10, blank=True, help_text="about how many go there")
    active = models.BooleanField(default=True, help_text="not put away")
    alike_since = models.DateField(
        null=True,
        help_text="since when its kind, size and state are these; empty: since before sets of places",
    )

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_institution_kind", "kind", InstitutionKind),
            models.CheckConstraint(
                condition=Q(size_band__in=["", *(one.value for one in SizeBand)]),
                name="delivery_institution_size",
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "number"), condition=~Q(number=""), name="delivery_institution_number"
            ),
            models.UniqueConstraint(
                "tenant_id",
                Lower("name"),
                "postcode",
                condition=Q(number=""),
                name="delivery_institution_name",
            ),
            models.CheckConstraint(
                condition=Q(number="") | Q(number__regex=r"^[0-9A-Z]{6}$"),
                name="delivery_institution_six_signs",
            ),
            models.CheckConstraint(
                condition=Q(postcode="") | Q(postcode__regex=r"^[0-9]{4}$"),
                name="delivery_institution_postcode",
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("a place, known to everybody; who goes there is stored nowhere")
        fields = dict.fromkeys(
            ("id", "tenant_id", "number", "name", "kind", "postcode", "size_band", "active", "alike_since"),
            PUBLIC,
        )
        keep = Keep("put away", 60, "as long as series of visits name it")
