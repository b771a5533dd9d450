"""Writing certificates: issued on what the provider confirmed, withdrawn, issued anew; and passes."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.seats import Nomination
from samspil.delivery.models.training_certificates import TrainingCertificate, TrainingPass
from samspil.delivery.queries import training_certificates as queries
from samspil.delivery.rules import gates as rules
from samspil.delivery.terms.training import CertificateEnd
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal, Refused, refuse
from samspil.kernel.ids import uuid7
from samspil.people.queries import staff
from samspil.programme import queries as programme
from samspil.programme.concept.certifying import certifying
from samspil.programme.concept.rounds import months_after
from samspil.trust import audit


def issue_certificates(*, by: Actor, at: datetime, on: date) -> int:
    """Issue what the providers have confirmed of the own staff; how many. An earlier one of the same track
    is replaced. Raises Refused where there is nothing to issue.
    """
    refuse(rules.may_issue(by))
    with audit.acting("delivery.issue_certificates", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        found = queries.to_issue(by)
        known = {
            one.id: one for one in Nomination.objects.filter(id__in=[one.nomination_id for one in found])
        }
        rows = []
        for one in found:
            nomination = known.get(one.nomination_id)
            if nomination is None:
                continue
            months = certifying(programme.concept(one.event.concept_id)).valid_months
            row = TrainingCertificate(
                id=uuid7(),
                tenant_id=by.tenant_id,
                appointment_id=nomination.appointment_id,
                account_id=nomination.account_id,
                concept_id=one.event.concept_id,
                track=one.event.track,
                completion_id=one.id,
                issued_on=one.closed_on,
                valid_until=months_after(one.closed_on, months),
            )
            rows.append(_issued(row, on))
        if not rows:
            raise Refused(Refusal(_("There is no certificate to issue.")))
        act.about(rows[0], reason=f"issued_{len(rows)}")
    return len(rows)


def take_back_certificates(*, by: Actor, at: datetime, on: date) -> int:
    """End the certificates that a provider has said since were not earned; how many. The one that such a
    certificate had taken the place of is issued anew, as long as it would have held.
    """
    refuse(rules.may_issue(by))
    with audit.acting("delivery.take_back_certificates", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        found = queries.to_take_back(by)
        if not found:
            raise Refused(Refusal(_("There is no certificate to take back.")))
        for wrong in found:
            wrong.ended_on, wrong.because = on, CertificateEnd.MISTAKE
            wrong.save(update_fields=["ended_on", "because"])
            earlier = queries.replaced_by(wrong, on=on)
            if earlier is not None:
                _issued(_again(earlier, on), on)
        act.about(found[0], reason=f"taken_back_{len(found)}")
    return len(found)


def reissue_certificate(
    *, by: Actor, at: datetime, on: date, certificate_id: uuid.UUID
) -> TrainingCertificate:
    """Issue a certificate anew, with today's date and another code: the old one's code says withdrawn."""
    refuse(rules.may_tend_the_corps(by))
    with audit.acting("delivery.reissue_certificate", by=by, at=at) as act:
        audit.hold(certificate_id)
        old = queries.certificate_for(by, certificate_id)
        refuse(rules.must_hold(old, on))
        row = _again(old, on)
        act.about(_issued(row, on))
    return row


def withdraw_certificate(
    *, by: Actor, at: datetime, on: date, certificate_id: uuid.UUID, because: str
) -> None:
    """A certificate holds no more from now on, for a reason."""
    refuse(rules.may_tend_the_corps(by))
    refuse(rules.must_withdraw_with_reason(because))
    with audit.acting("delivery.withdraw_certificate", by=by, at=at) as act:
        audit.hold(certificate_id)
        row = queries.certificate_for(by, certificate_id)
        refuse(rules.must_hold(row, on))
        row.ended_on, row.because = on, because
        row.save(update_fields=["ended_on", "because"])
        act.about(row, reason=because)


def give_pass(
    *,
    by: Actor,
    at: datetime,
    on: date,
    appointment_id: uuid.UUID,
    use: str,
    because: str,
    until_on: date,
) -> TrainingPass:
    """Let somebody do one thing without the certificate for a while, for a reason that is logged and seen."""
    refuse(rules.may_tend_the_corps(by))
    post = staff.appointment_with_profile(by, appointment_id)
    refuse(rules.must_be_a_pass(use, because, until_on, on))
    with audit.acting("delivery.give_pass", by=by, at=at) as act:
        audit.hold(appointment_id)
        held = TrainingPass.objects.filter(appointment_id=post.id, use=use, ended_on__isnull=True)
        refuse(rules.must_be_the_first_pass(held.filter(until_on__gte=on).exists()))
        for one in held:
            one.ended_on = one.until_on
            one.save(update_fields=["ended_on"])
        row = TrainingPass.objects.create(
            tenant_id=by.tenant_id,
            appointment=post,
            use=use,
            because=because,
            from_on=on,
            until_on=until_on,
        )
        act.about(row, reason=f"{use}_{because}")
    return row  # type: ignore[no-any-return]


def end_pass(*, by: Actor, at: datetime, on: date, pass_id: uuid.UUID) -> None:
    """A pass is over before its day."""
    refuse(rules.may_tend_the_corps(by))
    with audit.acting("delivery.end_pass", by=by, at=at) as act:
        row = queries.pass_for(by, pass_id)
        if row.ended_on is None:
            row.ended_on = on
            row.save(update_fields=["ended_on"])
        act.about(row, reason=row.use)


def _again(old: TrainingCertificate, on: date) -> TrainingCertificate:
    """The same certificate with another date and code."""
    return TrainingCertificate(
        id=uuid7(),
        tenant_id=old.tenant_id,
        appointment_id=old.appointment_id,
        account_id=old.account_id,
        concept_id=old.concept_id,
        track=old.track,
        completion_id=old.completion_id,
        issued_on=on,
        valid_until=old.valid_until,
    )


def _issued(row: TrainingCertificate, on: date) -> TrainingCertificate:
    """Write a certificate, and end what it takes the place of."""
    earlier = TrainingCertificate.objects.filter(
        account_id=row.account_id, track=row.track, ended_on__isnull=True
    )
    earlier.update(ended_on=on, because=CertificateEnd.REPLACED)
    row.code_hash = queries.hash_of(queries.code_of(row.id))
    row.save(force_insert=True)
    return row
