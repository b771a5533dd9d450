"""Staff on loan: what one municipality offers another, and what the other made of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.people.models.people import Account, Appointment
from samspil.trust.models import Tenanted
from samspil.trust.privacy import STAFF, Keep, NotPersonal

AS_STAFF = Keep("end of the loan", 12, "security.md P14: staff accounts")


class LoanOffer(Tenanted):
    """A mentor offered to another municipality until a day. Certificate and supervision stay at home.

    The host and the mentor read it until its time has come or the home has ended it.
    """

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, db_constraint=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_constraint=False)
    to_tenant_id = models.UUIDField(help_text="the host")
    offered_on = models.DateField()
    until_on = models.DateField(help_text="the last day")
    until_at = models.DateTimeField(help_text="the end of the loan by the database's clock")
    certified_until = models.DateField(null=True, help_text="as it stands at home; a copied fact")
    ended_on = models.DateField(null=True, help_text="ended early, by the home")

    class Meta(Tenanted.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(to_tenant_id=F("tenant_id")), name="people_loan_goes_elsewhere"
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("offered_on")), name="people_loan_ends_after_its_offer"
            ),
        ]
        indexes = [
            models.Index(fields=("to_tenant_id", "until_at"), name="people_loan_to"),
            models.Index(fields=("account", "until_at"), name="people_loan_account"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        also = "to_tenant_id=samspil_tenant@until_at,account_id=samspil_account@until_at"
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "appointment_id",
                "account_id",
                "to_tenant_id",
                "offered_on",
                "until_on",
                "until_at",
                "certified_until",
                "ended_on",
            ),
            STAFF,
        )
        keep = AS_STAFF


class LoanTaken(Tenanted):
    """The host took a mentor on loan. The home reads that it did, never for which course."""

    offer_id = models.UUIDField(help_text="the home's row")
    from_tenant_id = models.UUIDField(help_text="the home")
    taken_on = models.DateField()
    ended_on = models.DateField(null=True, help_text="ended early, by the host")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "offer_id"), name="people_one_loan_taken"),
        ]
        indexes = [models.Index(fields=("from_tenant_id",), name="people_loan_from")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        also = "from_tenant_id=samspil_tenant"
        fields = dict.fromkeys(
            ("id", "tenant_id", "offer_id", "from_tenant_id", "taken_on", "ended_on"), STAFF
        )
        keep = AS_STAFF
