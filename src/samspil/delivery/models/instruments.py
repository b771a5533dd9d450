"""Instruments that were brought in a file: what was proposed, who decided what, and which are in use.

Nothing here is ever changed: a proposal ends by a row of its own, and a changed file is the next version.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samspil.delivery.models.columns import one_of
from samspil.delivery.terms.instruments import SIGNERS, Decision
from samspil.people.models.people import Account
from samspil.trust.models import Guarded
from samspil.trust.privacy import PUBLIC, STAFF, Keep, NotPersonal

_KEEP = Keep("programme end", 120, "what was measured with a version must stay readable")
_NO_TENANT = NotPersonal("one instrument serves many organisations")
_STAFF_ONLY = NotPersonal("definitions, and which member of staff decided about them")
_GRANTS = "SELECT, INSERT"


class ProposedInstrument(Guarded):
    """One version of an instrument as it was proposed, whole. Its number is used once, come what may.

    A trigger holds that whoever proposes is the one who is signed in.
    """

    slug = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=64, help_text="sha256 of the document as stored")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, help_text="who proposed it")
    role = models.CharField(max_length=30)
    proposed_on = models.DateField()
    proposed_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=("slug", "version"), name="delivery_instrument_one_version"),
            models.CheckConstraint(
                name="delivery_instrument_names",
                condition=Q(
                    version__gte=1, slug__regex=r"^[a-z][a-z0-9_]*$", digest__regex=r"^[0-9a-f]{64}$"
                ),
            ),
            one_of("delivery_instrument_proposer", "role", SIGNERS),
        ]

    class Privacy:
        tenant = _NO_TENANT
        subject = _STAFF_ONLY
        fields = {
            **dict.fromkeys(("id", "slug", "version", "document", "digest"), PUBLIC),
            **dict.fromkeys(("account_id", "role", "proposed_on", "proposed_at"), STAFF),
        }
        keep = _KEEP
        grants = _GRANTS


class InstrumentDecision(Guarded):
    """What one member of staff decided about one proposal: approved, asked for a change, or withdrew it.

    `checklist` says which edition of the checklist was ticked; `words` what should be changed. Triggers
    hold that it is the signed-in person's own, about what was proposed, and that nothing follows an end.
    """

    instrument = models.ForeignKey(ProposedInstrument, on_delete=models.PROTECT, related_name="decisions")
    digest = models.CharField(max_length=64, help_text="of what was decided about")
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    role = models.CharField(max_length=30)
    decision = models.CharField(max_length=10)
    words = models.CharField(max_length=600, blank=True, help_text="about the questions, never a person")
    checklist = models.PositiveSmallIntegerField(default=0)
    decided_on = models.DateField()
    decided_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("instrument", "account", "decision"), name="delivery_instrument_decided_once"
            ),
            one_of("delivery_instrument_decision", "decision", Decision),
            one_of("delivery_instrument_decider", "role", SIGNERS),
            models.CheckConstraint(
                name="delivery_instrument_decided_why",
                condition=(
                    Q(decision=Decision.APPROVED.value, checklist__gte=1, words="")
                    | Q(decision=Decision.SENT_BACK.value, checklist=0) & ~Q(words="")
                    | Q(decision=Decision.WITHDRAWN.value, checklist=0, words="")
                ),
            ),
        ]

    class Privacy:
        tenant = _NO_TENANT
        subject = _STAFF_ONLY
        fields = {
            **dict.fromkeys(("id", "instrument_id", "digest", "decision", "checklist"), PUBLIC),
            **dict.fromkeys(("account_id", "role", "words", "decided_on", "decided_at"), STAFF),
        }
        keep = _KEEP
        grants = _GRANTS


class InstrumentInUse(Guarded):
    """A version that may be asked. A trigger lets no row in that two people, the evaluator among them,
    have not approved; so being approved is what the database found, never a mark somebody set.
    """

    instrument = models.OneToOneField(ProposedInstrument, on_delete=models.PROTECT, related_name="use")
    slug = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    since = models.DateField()

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=("slug", "version"), name="delivery_instrument_one_in_use"),
        ]

    class Privacy:
        tenant = _NO_TENANT
        subject = NotPersonal("definitions")
        fields = dict.fromkeys(("id", "instrument_id", "slug", "version", "digest", "since"), PUBLIC)
        keep = _KEEP
        grants = _GRANTS
