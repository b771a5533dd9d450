"""Who: organisations, accounts and their appointments, persons behind random keys, consents."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from samspil.kernel.ids import uuid7
from samspil.people.terms import (
    MOST_DEPUTY_DAYS,
    Capacity,
    ConsentPurpose,
    DeputyBecause,
    Method,
    OrganisationKind,
    PersonKind,
    Role,
)
from samspil.trust.fields import SealedField
from samspil.trust.models import Guarded, Tenanted
from samspil.trust.privacy import IDENTITY, ORDINARY, PUBLIC, SECRET, SPECIAL, STAFF, Keep, NotPersonal


def _choices(terms: type) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in terms]  # type: ignore[attr-defined]


class Organisation(Guarded):
    """An organisation in the programme: a municipality, the programme office, the evaluator …"""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=_choices(OrganisationKind))
    municipality_code = models.CharField(max_length=4, blank=True)

    class Privacy:
        tenant = NotPersonal("a directory of authorities, the same for all")
        subject = NotPersonal("organisations")
        fields = dict.fromkeys(("id", "slug", "name", "kind", "municipality_code"), PUBLIC)
        keep = Keep("programme end", 120, "the programme's own history")


class AccountManager(BaseUserManager["Account"]):
    """Looks accounts up by their sign-in name; accounts are made by `people.actions` only."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email=username)


class Account(AbstractBaseUser):
    """A member of staff who can sign in. What the account may do lies in its appointments.

    Not guarded: Django itself writes the last sign-in and a rehashed password here, which is the
    one exception named in the decisions.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=5, default="da")
    is_active = models.BooleanField(default=True)

    objects = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Privacy:
        tenant = NotPersonal("an account may serve several organisations and is read before sign-in")
        subject = NotPersonal("staff; access and erasure go through the employer")
        fields = {
            "id": ORDINARY,
            "email": STAFF,
            "name": STAFF,
            "language": STAFF,
            "is_active": STAFF,
            "password": SECRET,
            "last_login": STAFF,
        }
        keep = Keep("last appointment", 12, "security.md P14: staff accounts")

    def __str__(self) -> str:
        return str(self.id)


class Appointment(Tenanted):
    """One account holding one role in one organisation, from a day to a day.

    A loan ends by the database's clock as well, and when the lending organisation ends its offer.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_constraint=False)
    role = models.CharField(max_length=30, choices=_choices(Role))
    capacity = models.PositiveSmallIntegerField(default=4, help_text="most courses at a time")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="ended at once, before its last day")
    deputy_because = models.CharField(max_length=10, blank=True, help_text="why it stands in for another")
    loan_offer_id = models.UUIDField(null=True, help_text="the lending organisation's offer")
    loan_until = models.DateTimeField(null=True, help_text="by the database's clock")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "loan_offer_id"),
                condition=Q(loan_offer_id__isnull=False),
                name="people_one_taking_of_a_loan",
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "account"),
                condition=Q(loan_offer_id__isnull=False, ended_at__isnull=True),
                name="people_one_loan_at_a_time",
            ),
            models.CheckConstraint(
                name="people_appointment_loan",
                condition=Q(loan_offer_id__isnull=True, loan_until__isnull=True)
                | Q(loan_offer_id__isnull=False, loan_until__isnull=False)
                & Q(to_on__isnull=False, role="mentor", capacity=1),
            ),
            models.CheckConstraint(
                name="people_appointment_deputy",
                condition=Q(deputy_because="")
                | Q(deputy_because__in=list(DeputyBecause), role="coordinator", to_on__isnull=False)
                & Q(to_on__lt=F("from_on") + timedelta(days=MOST_DEPUTY_DAYS)),
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "account", "role"),
                condition=Q(to_on__isnull=True),
                name="people_one_open_appointment",
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=models.F("from_on")),
                name="people_appointment_order",
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        also = "account_id=samspil_account"
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "account_id",
                "role",
                "capacity",
                "from_on",
                "to_on",
                "ended_at",
                "deputy_because",
                "loan_offer_id",
                "loan_until",
            ),
            STAFF,
        )
        keep = Keep("end of appointment", 12, "security.md P14: staff accounts")


class Person(Tenanted):
    """A random key that stands for one mentee or one parent. Everything else about them hangs on it."""

    kind = models.CharField(max_length=10, choices=_choices(PersonKind))

    class Meta(Tenanted.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(PersonKind)), name="people_person_kind")
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "id"
        fields = dict.fromkeys(("id", "tenant_id", "kind"), ORDINARY)
        keep = Keep("last course", 24, "security.md P14: goes when nothing hangs on it")


class Identity(Tenanted):
    """Who a person is and how to reach them. No number, no address; sealed apart from everything else."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_constraint=False)
    name = SealedField(compartment="identity")
    channel = models.CharField(max_length=20)
    contact = SealedField(compartment="identity")
    born = SealedField(compartment="identity", help_text="year, or year and month; never a day")
    language = models.CharField(max_length=5, default="da")

    class Meta(Tenanted.Meta):
        constraints = [models.UniqueConstraint(fields=("tenant_id", "person"), name="people_one_identity")]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = {
            "id": ORDINARY,
            "tenant_id": ORDINARY,
            "person_id": ORDINARY,
            "name": IDENTITY,
            "channel": ORDINARY,
            "language": ORDINARY,
            "contact": IDENTITY,
            "born": IDENTITY,
        }
        keep = Keep("course end", 3, "security.md P14: contact data")


class Consent(Tenanted):
    """One yes to one purpose by one person in one capacity, with the text's version and its end.

    A yes to sharing names its recipient; every other purpose has none.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_constraint=False)
    purpose = models.CharField(max_length=20)
    recipient = SealedField()
    recipient_number = models.PositiveSmallIntegerField(default=0, help_text="tells named recipients apart")
    text_version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5, default="da", help_text="the language the text was read in")
    capacity = models.CharField(max_length=25, choices=_choices(Capacity))
    method = models.CharField(max_length=10, choices=_choices(Method))
    given_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "person", "purpose", "capacity", "recipient_number"),
                condition=Q(withdrawn_on__isnull=True),
                name="people_one_open_consent",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=list(ConsentPurpose)), name="people_consent_purpose"
            ),
            models.CheckConstraint(
                name="people_consent_recipient",
                condition=Q(purpose="sharing", recipient_number__gte=1)
                | (~Q(purpose="sharing") & Q(recipient_number=0)),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=models.F("given_on")),
                name="people_consent_order",
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "person_id",
                    "purpose",
                    "recipient_number",
                    "text_version",
                    "language",
                    "capacity",
                    "method",
                    "given_on",
                    "withdrawn_on",
                ),
                ORDINARY,
            ),
            "recipient": SPECIAL,
        }
        keep = Keep("course end", 24, "proof of consent (GDPR art. 7)")


class LocalRule(Tenanted):
    """What one municipality has decided for itself. One row each; without a row the defaults hold."""

    own_yes_from = models.PositiveSmallIntegerField(
        default=15, help_text="age from which an own yes starts a course under barnets lov section 30"
    )

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id",), name="people_one_local_rule"),
            models.CheckConstraint(
                condition=Q(own_yes_from__gte=12, own_yes_from__lte=18), name="people_own_yes_age"
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("a municipality's own rule")
        fields = dict.fromkeys(("id", "tenant_id", "own_yes_from"), PUBLIC)
        keep = Keep("programme end", 120, "the programme's own history")
