"""Writing staff: what somebody brings, how many courses they may have, and the days of certificates."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.models.people import Appointment
from samspil.people.models.staff import StaffCertificate, StaffProfile
from samspil.people.queries import staff as queries
from samspil.people.rules import staff as rules
from samspil.people.rules.staff import Brings
from samspil.people.terms import CertificateKind
from samspil.trust import audit


def write_profile(
    *, by: Actor, at: datetime, appointment_id: uuid.UUID, brings: Brings, places: int | None = None
) -> None:
    """Write what somebody brings: they themselves, or the coordinator, who also sets how many courses."""
    post = queries.appointment_with_profile(by, appointment_id)
    refuse(rules.may_edit_profile(by, post))
    refuse(rules.may_set_places(by, places))
    refuse(rules.must_be_a_profile(brings))
    with audit.acting("people.write_profile", by=by, at=at) as act:
        _hold(post.id)
        row = StaffProfile.objects.filter(appointment_id=post.id).first()
        row = row or StaffProfile(tenant_id=by.tenant_id, appointment=post)
        row.education, row.experience, row.area = brings.education, brings.experience, brings.area
        row.strengths = list(dict.fromkeys(brings.strengths))
        row.learning = list(dict.fromkeys(brings.learning))
        row.languages = list(dict.fromkeys(brings.languages))
        row.times = list(dict.fromkeys(brings.times))
        row.save()
        if places is not None:
            Appointment.objects.filter(id=post.id).update(capacity=places)
        act.about(row)


def record_certificate(
    *,
    by: Actor,
    at: datetime,
    on: date,
    appointment_id: uuid.UUID,
    kind: CertificateKind,
    from_on: date,
    valid_until: date,
) -> StaffCertificate:
    """Write down that somebody has shown a certificate: its days, nothing of what stands in it."""
    refuse(rules.may_see_staff(by))
    post = queries.appointment_with_profile(by, appointment_id)
    refuse(rules.must_be_a_certificate(from_on, valid_until, on))
    with audit.acting("people.record_certificate", by=by, at=at) as act:
        _hold(post.id)
        same = StaffCertificate.objects.filter(appointment_id=post.id, kind=kind, from_on=from_on)
        refuse(rules.must_be_new(same.exists()))
        row = StaffCertificate.objects.create(
            tenant_id=by.tenant_id, appointment=post, kind=kind, from_on=from_on, valid_until=valid_until
        )
        act.about(row, reason=kind)
    return row  # type: ignore[no-any-return]


def take_certificate_back(
    *, by: Actor, at: datetime, appointment_id: uuid.UUID, certificate_id: uuid.UUID
) -> None:
    """A certificate was written by mistake, or holds no more: it counts no longer from the next request."""
    row = queries.certificate(by, appointment_id, certificate_id)
    with audit.acting("people.take_certificate_back", by=by, at=at) as act:
        _hold(appointment_id)
        act.about(row, reason=row.kind)
        StaffCertificate.objects.filter(id=row.id).delete()


def _hold(appointment_id: uuid.UUID) -> None:
    """Keep an appointment until the transaction ends: a match looks at it in the same way."""
    Appointment.objects.select_for_update(of=("self",)).filter(id=appointment_id).first()
