"""The base of every table of ours, and trust's own tables.

Rows are written only while an action is open, and read only inside a scope: both are checked
here, not agreed upon.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Now

from samspil.kernel.ids import uuid7
from samspil.trust import scope
from samspil.trust.privacy import ORDINARY, SECRET, STAFF, Keep, NotPersonal
from samspil.trust.terms import LinkKind

_writing: ContextVar[bool] = ContextVar("samspil_writing", default=False)


class WrittenOutside(Exception):
    """A row was about to be written without an action, so without an audit event."""


@contextmanager
def writing() -> Iterator[None]:
    """Allow writes: for `trust.audit`, together with the event it will write, and for the throttle."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def must_be_writing(model: type[models.Model]) -> None:
    """Raise WrittenOutside where no action is open."""
    if not _writing.get():
        raise WrittenOutside(f"{model._meta.label} can be written only inside an action.")


class GuardedQuerySet(models.QuerySet[Any]):
    """A queryset whose every way of writing asks whether an action is open."""

    def must_be_writing(self) -> None:
        """Raise WrittenOutside where no action is open: for a statement that was built beforehand."""
        must_be_writing(self.model)

    def _insert(self, *args: Any, **kwargs: Any) -> Any:
        must_be_writing(self.model)
        return super()._insert(*args, **kwargs)  # type: ignore[misc]

    def _update(self, *args: Any, **kwargs: Any) -> Any:
        must_be_writing(self.model)
        return super()._update(*args, **kwargs)  # type: ignore[misc]

    def _raw_delete(self, *args: Any, **kwargs: Any) -> Any:
        must_be_writing(self.model)
        return super()._raw_delete(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        must_be_writing(self.model)
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        must_be_writing(self.model)
        return super().delete()


class TenantManager(models.Manager.from_queryset(GuardedQuerySet)):  # type: ignore[misc]
    """Filters by the organisation of the open scope, so that no query can forget it.

    Raises OutsideScope where no scope is open. `presented()` leaves the filter to the
    row-level policy, for rows found by a hash or by the account before a role is chosen.
    """

    def get_queryset(self) -> GuardedQuerySet:
        tenant_id = scope.current().actor.tenant_id
        rows: GuardedQuerySet = super().get_queryset().filter(tenant_id=tenant_id)
        return rows

    def presented(self) -> GuardedQuerySet:
        """Rows the policy grants to the presented hash or the signed-in account, in any organisation."""
        scope.current()
        rows: GuardedQuerySet = super().get_queryset()
        return rows


class Guarded(models.Model):
    """A table that belongs to no organisation: written only inside an action."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    objects = models.Manager.from_queryset(GuardedQuerySet)()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        must_be_writing(type(self))
        return super().delete(*args, **kwargs)


class Tenanted(models.Model):
    """A table whose rows each belong to one organisation, which controls them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant_id = models.UUIDField(editable=False)

    objects = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        must_be_writing(type(self))
        return super().delete(*args, **kwargs)


class _ThisTransaction(Func):
    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class AuditEvent(Tenanted):
    """One thing that was done, or one look at identity or notes. No names, no answers.

    Holds opaque ids instead of foreign keys, so that erasing a person needs no rewriting here.
    """

    at = models.DateTimeField(help_text="the moment in the programme")
    recorded_at = models.DateTimeField(db_default=Now(), help_text="the database's clock")
    written_in = models.BigIntegerField(db_default=_ThisTransaction(), help_text="transaction, for sealing")
    actor_id = models.UUIDField(null=True)
    role = models.CharField(max_length=30)
    purpose = models.CharField(max_length=30)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=60, blank=True)
    thing_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=60, blank=True)

    class Meta(Tenanted.Meta):
        indexes = [
            models.Index(fields=("tenant_id", "written_in", "id"), name="trust_event_sealing"),
            models.Index(fields=("tenant_id", "subject_id"), name="trust_event_subject"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "subject_id"
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "at",
                "recorded_at",
                "written_in",
                "actor_id",
                "role",
                "purpose",
                "verb",
                "kind",
                "thing_id",
                "subject_id",
                "reason",
            ),
            ORDINARY,
        )
        keep = Keep("event", 24, "Datatilsynet: logs are kept no longer than control needs")
        grants = "SELECT, INSERT"


class AuditSeal(Tenanted):
    """The seal of one audit event: its place in the chain, and a digest of it and all before."""

    event_id = models.UUIDField()
    sequence = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "sequence"), name="trust_seal_sequence"),
            models.UniqueConstraint(fields=("tenant_id", "event_id"), name="trust_seal_event"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("digests only")
        fields = dict.fromkeys(("id", "tenant_id", "event_id", "sequence", "digest"), ORDINARY)
        keep = Keep("event", 120, "proof that the log is whole")
        grants = "SELECT, INSERT"


class Link(Tenanted):
    """A door for someone who does not sign in. Only hashes of its token and code are kept.

    Every link stands here, so that every one can be listed and revoked. All open once, but for a feed,
    which a calendar asks again and again: it has no code, nobody uses it up, and there is one at a time; and
    for a group's form, which many answer until it closes, so that nothing of it is ever noted as opened or
    used.
    """

    kind = models.CharField(max_length=20)
    thing_id = models.UUIDField(help_text="what it opens: a measurement or an appointment")
    person_id = models.UUIDField(null=True)
    token_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(db_default=Now(), help_text="the database's clock")
    made_by = models.UUIDField(null=True, help_text="the account that made it; empty for jobs")
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opening = models.CharField(max_length=64, blank=True, help_text="hash of who opened it last")
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "token_hash"), name="trust_link_token"),
            models.CheckConstraint(
                name="trust_link_kind", condition=Q(kind__in=[one.value for one in LinkKind])
            ),
            models.CheckConstraint(
                name="trust_link_own_page_is_somebodys",
                condition=~Q(kind="own_page") | Q(person_id__isnull=False),
            ),
            models.CheckConstraint(
                name="trust_link_feed",
                condition=~Q(kind="feed") | Q(code_hash="", used_at__isnull=True, person_id__isnull=True),
            ),
            models.CheckConstraint(
                name="trust_link_pupils",
                condition=~Q(kind="pupils")
                | Q(person_id__isnull=True, opened_at__isnull=True, used_at__isnull=True, opening=""),
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "thing_id"),
                condition=Q(kind="feed", revoked_at__isnull=True),
                name="trust_one_feed",
            ),
        ]
        indexes = [
            models.Index(fields=("token_hash",), name="trust_link_by_token"),
            models.Index(fields=("code_hash",), name="trust_link_by_code"),
            models.Index(fields=("tenant_id", "thing_id"), name="trust_link_thing"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        also = "token_hash=samspil_presented,code_hash=samspil_presented"
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "kind",
                    "thing_id",
                    "person_id",
                    "made_at",
                    "expires_at",
                    "opened_at",
                    "used_at",
                    "revoked_at",
                ),
                ORDINARY,
            ),
            "made_by": STAFF,
            "token_hash": SECRET,
            "opening": SECRET,
            "code_hash": SECRET,
        }
        keep = Keep("expiry", 1, "a used link opens nothing; kept a month to answer questions")


class Throttle(Guarded):
    """How often a door was tried: per door and bucket (a hash), counted in the database.

    In a table and not in a cache, so that it holds across processes and after a restart.
    """

    door = models.CharField(max_length=20)
    bucket = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=("door", "bucket"), name="trust_throttle_bucket")]

    class Privacy:
        tenant = NotPersonal("tried before anyone is known")
        subject = NotPersonal("hashes of addresses and names only")
        fields = {"id": ORDINARY, "door": ORDINARY, "bucket": SECRET, "count": ORDINARY, "since": ORDINARY}
        keep = Keep("last try", 1, "protection of sign-in")
