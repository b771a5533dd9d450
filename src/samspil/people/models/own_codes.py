"""The code that opens somebody's own page together with a link, and nothing without one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from samspil.people.models.people import Person
from samspil.people.terms import MOST_TRIES
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SECRET, Keep


class OwnCode(Tenanted):
    """A person's own code: kept as a keyed hash, closed after five wrong tries until it is replaced.

    A new code is a new row, so whoever came in with the old one is out at the next request.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_constraint=False)
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0, help_text="wrong ones since it last fitted")
    made_at = models.DateTimeField(db_default=Now(), help_text="the database's clock")
    is_known_to_one = models.BooleanField(default=False, help_text="made by the person, for themselves")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "person"), name="people_one_own_code"),
            models.CheckConstraint(condition=Q(tries__lte=MOST_TRIES), name="people_own_code_tries"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = {
            **dict.fromkeys(
                ("id", "tenant_id", "person_id", "tries", "made_at", "is_known_to_one"), ORDINARY
            ),
            "code_hash": SECRET,
        }
        keep = Keep("course end", 3, "security.md P14: contact data")
