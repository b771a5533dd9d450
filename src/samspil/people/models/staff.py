"""Staff at work: what a mentor, coach or role model brings, and the certificates they must have."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from samspil.people.models.people import Appointment
from samspil.people.terms import (
    MOST_LEARNING,
    MOST_STRENGTHS,
    SPOKEN,
    CertificateKind,
    PartOfWeek,
    Strength,
)
from samspil.trust.models import Tenanted
from samspil.trust.privacy import STAFF, Keep, NotPersonal

AS_LONG_AS_THE_ACCOUNT = Keep("end of appointment", 12, "security.md P14: staff accounts")


def codes(**options: object) -> ArrayField:  # type: ignore[type-arg]
    """A column of several codes."""
    return ArrayField(models.CharField(max_length=20), default=list, **options)  # type: ignore[arg-type]


def only(name: str, column: str, terms: object, most: int) -> models.CheckConstraint:
    """A column of codes that holds those of `terms` alone, at most so many."""
    known = [str(one) for one in terms]  # type: ignore[attr-defined]
    return models.CheckConstraint(
        name=name, condition=Q(**{f"{column}__contained_by": known, f"{column}__len__lte": most})
    )


class StaffProfile(Tenanted):
    """What one member of staff brings to a match, in their own words and in codes. No home address."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, db_constraint=False)
    education = models.CharField(max_length=120, blank=True)
    experience = models.CharField(max_length=300, blank=True)
    strengths = codes()
    learning = codes(help_text="what they want to get better at")
    languages = codes()
    area = models.CharField(max_length=4, blank=True, help_text="the first digits of a postcode")
    times = codes()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "appointment"), name="people_one_profile"),
            only("people_profile_strengths", "strengths", Strength, MOST_STRENGTHS),
            only("people_profile_learning", "learning", Strength, MOST_LEARNING),
            only("people_profile_languages", "languages", SPOKEN, len(SPOKEN)),
            only("people_profile_times", "times", PartOfWeek, len(PartOfWeek)),
            models.CheckConstraint(
                name="people_profile_area", condition=Q(area="") | Q(area__regex=r"^[0-9]{2,4}$")
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "appointment_id",
                "education",
                "experience",
                "strengths",
                "learning",
                "languages",
                "area",
                "times",
            ),
            STAFF,
        )
        keep = AS_LONG_AS_THE_ACCOUNT


class StaffCertificate(Tenanted):
    """One certificate a member of staff has shown, by its days alone: never what stands in it."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, db_constraint=False)
    kind = models.CharField(max_length=20)
    from_on = models.DateField()
    valid_until = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "appointment", "kind", "from_on"), name="people_one_certificate_a_day"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in CertificateKind]), name="people_certificate_kind"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("from_on")), name="people_certificate_order"
            ),
        ]
        indexes = [models.Index(fields=("tenant_id", "valid_until"), name="people_certificate_ends")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        fields = dict.fromkeys(("id", "tenant_id", "appointment_id", "kind", "from_on", "valid_until"), STAFF)
        keep = AS_LONG_AS_THE_ACCOUNT
