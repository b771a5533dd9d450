"""How whoever holds a course sees the same statements: a series of its own, never mixed with the answers."""

from __future__ import annotations

from django.db import models

from samspil.delivery.models.columns import ANSWERS, link
from samspil.delivery.models.measurements import Measurement
from samspil.people.models.people import Appointment, Person
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL


class Impression(Tenanted):
    """What one mentor saw in one round, statement by statement. About the person, and theirs to read once
    they have answered for themselves; it stands beside their answers and never for them.
    """

    measurement = link(Measurement)
    person = link(Person)
    mentor = link(Appointment, related_name="+")
    values = SealedField(help_text="statement → number or null, as JSON")
    given_on = models.DateField()
    knew_answers = models.BooleanField(
        help_text="the answers had been shown to the mentor by then, or had stood on a paper or in a file"
    )

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "measurement"), name="delivery_one_impression"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = {
            **dict.fromkeys(
                ("id", "tenant_id", "measurement_id", "person_id", "mentor_id", "given_on", "knew_answers"),
                ORDINARY,
            ),
            "values": SPECIAL,
        }
        keep = ANSWERS
