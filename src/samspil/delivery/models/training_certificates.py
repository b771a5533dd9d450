"""Certificates of completed training, which stay with the municipality; and passes while one is missing."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import link, one_of
from samspil.delivery.models.seats import AS_STAFF
from samspil.delivery.terms.training import TRACKS, CertificateEnd, GateUse, PassReason
from samspil.people.models.people import Account, Appointment
from samspil.programme.models import ConceptVersion
from samspil.trust.models import Tenanted
from samspil.trust.privacy import SECRET, STAFF, NotPersonal


class TrainingCertificate(Tenanted):
    """One certificate of one member of staff on one track. Only a hash of its code is kept.

    Whoever presents the code reads the row, and no page shows more of it than how it stands.
    """

    appointment = link(Appointment)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_constraint=False)
    concept = models.ForeignKey(ConceptVersion, on_delete=models.PROTECT, db_constraint=False)
    track = models.CharField(max_length=20)
    completion_id = models.UUIDField(help_text="the provider's row")
    issued_on = models.DateField()
    valid_until = models.DateField()
    code_hash = models.CharField(max_length=64)
    ended_on = models.DateField(null=True)
    because = models.CharField(max_length=12, blank=True)
    reminded_on = models.DateField(null=True, help_text="the day its holder was told that it ends")

    class Meta(Tenanted.Meta):
        constraints = [
            models.CheckConstraint(
                name="delivery_certificate_track", condition=Q(track__in=[one.value for one in TRACKS])
            ),
            models.CheckConstraint(
                name="delivery_certificate_order", condition=Q(valid_until__gte=F("issued_on"))
            ),
            models.CheckConstraint(
                name="delivery_certificate_end",
                condition=Q(ended_on__isnull=True, because="")
                | Q(ended_on__isnull=False, because__in=list(CertificateEnd)),
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "completion_id"),
                condition=Q(ended_on__isnull=True),
                name="delivery_one_certificate",
            ),
            models.UniqueConstraint(fields=("tenant_id", "code_hash"), name="delivery_certificate_code"),
        ]
        indexes = [
            models.Index(fields=("code_hash",), name="delivery_certificate_by_code"),
            models.Index(fields=("tenant_id", "account", "track"), name="delivery_certificate_of"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        also = "code_hash=samspil_presented"
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "appointment_id",
                    "account_id",
                    "concept_id",
                    "track",
                    "completion_id",
                    "issued_on",
                    "valid_until",
                    "ended_on",
                    "because",
                    "reminded_on",
                ),
                STAFF,
            ),
            "code_hash": SECRET,
        }
        keep = AS_STAFF


class TrainingPass(Tenanted):
    """Somebody may do one thing without the certificate for a while: why, and until when."""

    appointment = link(Appointment)
    use = models.CharField(max_length=12)
    because = models.CharField(max_length=20)
    from_on = models.DateField()
    until_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_pass_use", "use", GateUse),
            one_of("delivery_pass_reason", "because", PassReason),
            models.CheckConstraint(name="delivery_pass_order", condition=Q(until_on__gte=F("from_on"))),
            models.UniqueConstraint(
                fields=("tenant_id", "appointment", "use"),
                condition=Q(ended_on__isnull=True),
                name="delivery_one_pass",
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        fields = dict.fromkeys(
            ("id", "tenant_id", "appointment_id", "use", "because", "from_on", "until_on", "ended_on"), STAFF
        )
        keep = AS_STAFF
