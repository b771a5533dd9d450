"""Reading staff: what each brings, and which certificates hold."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.people import Appointment
from samspil.people.models.staff import StaffCertificate, StaffProfile
from samspil.people.queries.people import Post, staff_in
from samspil.people.rules import staff as rules
from samspil.people.rules.staff import Brings
from samspil.people.terms import WITH_PROFILE, CertificateKind, Role


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
    """The staff in these roles with all of it, by name. Three queries, however many there are."""
    refuse(rules.may_see_staff(actor))
    return _members(staff_in(actor, roles, on=on))


def member(actor: Actor, appointment_id: uuid.UUID, *, on: date) -> StaffMember:
    """One member of staff whose profile the coordinator may see. Raises Missing."""
    refuse(rules.may_see_staff(actor))
    return _one(staff_in(actor, WITH_PROFILE, on=on, id=appointment_id))


def myself(actor: Actor, *, on: date) -> StaffMember:
    """The actor's own profile in the active role. Raises Missing where the role has none."""
    if actor.role not in WITH_PROFILE or actor.account_id is None:
        raise Missing
    return _one(staff_in(actor, (Role(actor.role),), on=on, account_id=actor.account_id))


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


def _one(posts: tuple[Post, ...]) -> StaffMember:
    found = _members(posts)
    if not found:
        raise Missing
    return found[0]


def _members(posts: tuple[Post, ...]) -> tuple[StaffMember, ...]:
    ids = [one.id for one in posts]
    profiles = {one.appointment_id: _brings(one) for one in StaffProfile.objects.filter(appointment__in=ids)}
    held: dict[uuid.UUID, list[Held]] = {}
    for one in StaffCertificate.objects.filter(appointment__in=ids).order_by(
        "-valid_until", "-from_on", "id"
    ):
        held.setdefault(one.appointment_id, []).append(
            Held(one.id, CertificateKind(one.kind), one.from_on, one.valid_until)
        )
    nothing = Brings()
    return tuple(
        StaffMember(one, profiles.get(one.id, nothing), tuple(held.get(one.id, ()))) for one in posts
    )


def _brings(row: StaffProfile) -> Brings:
    return Brings(
        row.education,
        row.experience,
        tuple(row.strengths),
        tuple(row.learning),
        tuple(row.languages),
        row.area,
        tuple(row.times),
    )
