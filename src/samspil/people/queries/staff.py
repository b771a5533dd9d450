"""Reading staff: what each brings, and which certificates hold."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.people import Appointment
from samspil.people.models.staff import StaffCertificate, StaffProfile
from samspil.people.queries.people import Post, in_force, posts_with_rows
from samspil.people.rules import staff as rules
from samspil.people.rules.staff import Brings
from samspil.people.terms import WITH_PROFILE, CertificateKind, Role

BROUGHT = tuple(one.name for one in dataclass_fields(Brings))


@dataclass(frozen=True, slots=True)
class Held:
    """One certificate by its days."""

    id: uuid.UUID
    kind: CertificateKind
    from_on: date
    valid_until: date

    def holds(self, on: date) -> bool:
        """Whether it holds on a day, its last one included."""
        return self.from_on <= on <= self.valid_until


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One appointment that holds today, with the profile and every certificate, newest first."""

    post: Post
    brings: Brings
    certificates: tuple[Held, ...]

    def latest(self, kind: CertificateKind) -> Held | None:
        """The certificate of a kind that ends last."""
        found = [one for one in self.certificates if one.kind == kind]
        return max(found, key=lambda one: one.valid_until, default=None)

    def missing(self, on: date) -> frozenset[str]:
        """The kinds of which none holds on a day."""
        held = {one.kind for one in self.certificates if one.holds(on)}
        return frozenset(one.value for one in CertificateKind if one not in held)


def staff(actor: Actor, *, on: date, roles: Collection[Role] = WITH_PROFILE) -> tuple[StaffMember, ...]:
    """The staff in these roles with all of it, by name. One query, however many there are."""
    refuse(rules.may_see_staff(actor))
    return _members(in_force(roles, on=on))


def member(actor: Actor, appointment_id: uuid.UUID, *, on: date) -> StaffMember:
    """One member of staff whose profile the coordinator may see. Raises Missing."""
    refuse(rules.may_see_staff(actor))
    return _one(in_force(WITH_PROFILE, on=on, id=appointment_id))


def myself(actor: Actor, *, on: date) -> StaffMember:
    """The actor's own profile in the active role. Raises Missing where the role has none."""
    if actor.role not in WITH_PROFILE or actor.account_id is None:
        raise Missing
    return _one(in_force((Role(actor.role),), on=on, account_id=actor.account_id))


def certificate(actor: Actor, appointment_id: uuid.UUID, certificate_id: uuid.UUID) -> StaffCertificate:
    """One certificate of one member of staff. Raises Missing."""
    refuse(rules.may_see_staff(actor))
    row = StaffCertificate.objects.filter(id=certificate_id, appointment_id=appointment_id).first()
    if row is None:
        raise Missing
    return row  # type: ignore[no-any-return]


def missing_certificates(actor: Actor, appointment_id: uuid.UUID, *, on: date) -> frozenset[str]:
    """The kinds of certificates of which one member of staff has none that holds on a day."""
    held = StaffCertificate.objects.filter(
        appointment_id=appointment_id, from_on__lte=on, valid_until__gte=on
    ).values_list("kind", flat=True)
    return frozenset(one.value for one in CertificateKind) - frozenset(held)


def languages_of(actor: Actor, appointment_id: uuid.UUID) -> frozenset[str]:
    """The languages one member of staff speaks."""
    row = StaffProfile.objects.filter(appointment_id=appointment_id).values_list("languages", flat=True)
    return frozenset(row.first() or ())


def appointment_with_profile(actor: Actor, appointment_id: uuid.UUID) -> Appointment:
    """An appointment of the own organisation whose holder meets people. Raises Missing."""
    row = Appointment.objects.filter(id=appointment_id, role__in=WITH_PROFILE).first()
    if row is None:
        raise Missing
    return row  # type: ignore[no-any-return]


def _one(rows: QuerySet[Appointment]) -> StaffMember:
    found = _members(rows)
    if not found:
        raise Missing
    return found[0]


def _members(rows: QuerySet[Appointment]) -> tuple[StaffMember, ...]:
    """Appointments with profile and certificates, which the database tells beside them."""
    of_it = {"appointment_id": OuterRef("id")}
    profile = StaffProfile.objects.filter(**of_it).values(
        told=JSONObject(**dict(zip(BROUGHT, BROUGHT, strict=True)))
    )
    held = (
        StaffCertificate.objects.filter(**of_it)
        .order_by("-valid_until", "-from_on", "id")
        .values(told=JSONObject(id="id", kind="kind", from_on="from_on", valid_until="valid_until"))
    )
    told = rows.annotate(brings=Subquery(profile[:1]), held=ArraySubquery(held))
    return tuple(
        StaffMember(post, _brings(row.__dict__["brings"]), tuple(map(_held, row.__dict__["held"])))
        for post, row in posts_with_rows(told)
    )


def _brings(told: dict[str, Any] | None) -> Brings:
    if told is None:
        return Brings()
    given: dict[str, Any] = {one: tuple(it) if isinstance(it, list) else it for one, it in told.items()}
    return Brings(**given)


def _held(told: dict[str, str]) -> Held:
    return Held(
        uuid.UUID(told["id"]),
        CertificateKind(told["kind"]),
        date.fromisoformat(told["from_on"]),
        date.fromisoformat(told["valid_until"]),
    )
