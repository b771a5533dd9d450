"""Reading training certificates: those to issue, those of a member of staff, and how a code stands."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from samspil.delivery.models.attendance import Completion
from samspil.delivery.models.training_certificates import TrainingCertificate, TrainingPass
from samspil.delivery.terms.training import CertificateEnd, CertificateStanding
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.terms import Role
from samspil.trust import fields, links, scope

CODE_LENGTH = 16
"""Sixteen characters of Crockford's base 32: 80 bits, and a bucket per address."""


@dataclass(frozen=True, slots=True)
class Certified:
    """One certificate as its municipality sees it."""

    id: uuid.UUID
    concept_id: uuid.UUID
    track: str
    issued_on: date
    valid_until: date
    ended_on: date | None
    because: str
    standing: CertificateStanding


def last_words() -> QuerySet[Completion]:
    """What the providers said last of each participant."""
    rows: QuerySet[Completion] = Completion.objects.presented()
    return rows.filter(~Exists(_same().filter(number__gt=OuterRef("number"))))


def to_issue(actor: Actor) -> tuple[Completion, ...]:
    """What a provider has confirmed of the own staff and no certificate was issued for, oldest first.

    Where it was said anew and is still completed, the certificate that was issued on it stands for both.
    """
    no = _same().filter(completed=False, number__lt=OuterRef("number")).values("nomination_id")
    rows = last_words().annotate(
        last_no=Coalesce(Subquery(no.annotate(n=Max("number")).values("n")), 0, output_field=IntegerField())
    )
    confirms = (
        Completion.objects.presented()
        .filter(**{one: OuterRef(OuterRef(one)) for one in _OF_ONE}, number__gt=OuterRef(OuterRef("last_no")))
        .values("id")
    )
    issued = TrainingCertificate.objects.filter(completion_id__in=confirms)
    found = rows.filter(~Exists(issued), municipality_id=actor.tenant_id, completed=True)
    return tuple(found.select_related("event").order_by("closed_on", "id"))


def to_take_back(actor: Actor) -> tuple[TrainingCertificate, ...]:
    """Certificates that hold although the provider has said since that the course was not completed."""
    last = last_words().filter(
        completed=False, **{one: OuterRef(one) for one in ("municipality_id", *_OF_ONE)}
    )
    issued_on = Completion.objects.presented().filter(
        Exists(last), municipality_id=actor.tenant_id, completed=True
    )
    rows = TrainingCertificate.objects.filter(ended_on__isnull=True, completion_id__in=issued_on.values("id"))
    return tuple(rows.order_by("id"))


def replaced_by(wrong: TrainingCertificate, *, on: date) -> TrainingCertificate | None:
    """The certificate that another one took the place of, if it would still hold on a day."""
    rows = TrainingCertificate.objects.filter(
        account_id=wrong.account_id,
        track=wrong.track,
        because=CertificateEnd.REPLACED,
        issued_on__lte=wrong.issued_on,
        valid_until__gte=on,
    )
    earned = last_words().filter(completed=True)
    found = rows.exclude(id=wrong.id).exclude(completion_id=wrong.completion_id).order_by("-issued_on", "-id")
    for one in found:
        said = Completion.objects.presented().filter(id=one.completion_id).values_list(*_OF_ONE).first()
        if said is not None and earned.filter(**dict(zip(_OF_ONE, said, strict=True))).exists():
            return one  # type: ignore[no-any-return]
    return None


def _same() -> QuerySet[Completion]:
    """What else was said of the same participant."""
    rows: QuerySet[Completion] = Completion.objects.presented()
    return rows.filter(**{one: OuterRef(one) for one in _OF_ONE})


_OF_ONE = ("tenant_id", "event_id", "nomination_id")


def certificates_of(actor: Actor, account_id: uuid.UUID, *, on: date) -> tuple[Certified, ...]:
    """Every certificate a member of staff was given here, the newest first."""
    rows = TrainingCertificate.objects.filter(account_id=account_id).order_by("-issued_on", "-id")
    return tuple(_certified(one, on) for one in rows)


def certificate_for(actor: Actor, certificate_id: uuid.UUID) -> TrainingCertificate:
    """One certificate of the own municipality, or the own one of whoever asks. Raises Missing."""
    rows = TrainingCertificate.objects.select_related("account").filter(id=certificate_id)
    if actor.role != Role.COORDINATOR:
        rows = rows.filter(account_id=actor.account_id)
    row = rows.first()
    if row is None:
        raise Missing
    return row  # type: ignore[no-any-return]


def passes_of(actor: Actor, appointment_id: uuid.UUID) -> tuple[TrainingPass, ...]:
    """Every pass a member of staff was ever given, the newest first."""
    return tuple(TrainingPass.objects.filter(appointment_id=appointment_id).order_by("-from_on", "-id"))


def pass_for(actor: Actor, pass_id: uuid.UUID) -> TrainingPass:
    """One pass of the own municipality. Raises Missing."""
    row = TrainingPass.objects.filter(id=pass_id).first()
    if row is None or actor.role != Role.COORDINATOR:
        raise Missing
    return row  # type: ignore[no-any-return]


def code_of(certificate_id: uuid.UUID) -> str:
    """The code that stands on a certificate. It is worked out each time and kept nowhere."""
    number = int(fields.keyed_hash("training certificate", certificate_id.bytes), 16)
    return "".join(links.ALPHABET[(number >> (5 * place)) & 31] for place in range(CODE_LENGTH))


def hash_of(code: str) -> str:
    """What is kept of a code, as it was typed."""
    return fields.keyed_hash("certificate code", links.normal(code).encode())


def standing_of(code: str, *, on: date) -> CertificateStanding | None:
    """How the certificate with this code stands, and nothing else; None where no certificate has it."""
    hashed = hash_of(code)
    with scope.scope(scope.nobody(), presented=hashed):
        row = TrainingCertificate.objects.presented().filter(code_hash=hashed).first()
    return None if row is None else standing(row, on)


def standing(row: Any, on: date) -> CertificateStanding:
    """Valid, run out, or withdrawn. One that had run out before another took its place has run out."""
    has_run_out = row.valid_until < on
    if row.ended_on is None or row.ended_on > on:
        return CertificateStanding.EXPIRED if has_run_out else CertificateStanding.VALID
    if row.because == CertificateEnd.REPLACED and row.valid_until < row.ended_on:
        return CertificateStanding.EXPIRED
    return CertificateStanding.WITHDRAWN


def _certified(row: TrainingCertificate, on: date) -> Certified:
    return Certified(
        id=row.id,
        concept_id=row.concept_id,
        track=row.track,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        ended_on=row.ended_on,
        because=row.because,
        standing=standing(row, on),
    )
