"""Asking at a gate: whether somebody holds the certificate that the concept demands, or a pass."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from samspil.delivery.models.training_certificates import TrainingCertificate, TrainingPass
from samspil.delivery.rules.gates import must_be_certified
from samspil.delivery.terms.training import GateUse
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.models.loans import LoanOffer
from samspil.people.models.people import Appointment
from samspil.people.terms import WITH_PROFILE
from samspil.programme import queries as programme
from samspil.programme.concept.certifying import certifying


def certified(actor: Actor, appointment_id: uuid.UUID, track: str, *, on: date) -> bool:
    """Whether a member of staff holds a certificate of a track that is good on a day.

    It belongs to the person, so it counts under a later appointment in the same municipality as well.
    """
    account = Appointment.objects.filter(id=appointment_id).values("account_id")
    return bool(TrainingCertificate.objects.filter(good_on(on), track=track, account_id__in=account).exists())


def good_on(on: date, path: str = "") -> Q:
    """That a certificate holds on a day: issued, not run out, not ended before."""
    not_ended = Q(**{f"{path}ended_on__isnull": True}) | Q(**{f"{path}ended_on__gt": on})
    return Q(**{f"{path}issued_on__lte": on, f"{path}valid_until__gte": on}) & not_ended


def is_demanded(concept_id: uuid.UUID, use: GateUse) -> bool:
    """Whether a programme asks a certificate for something."""
    return use in certifying(programme.concept(concept_id)).needed_for


def is_missing(
    actor: Actor, appointment_id: uuid.UUID, use: GateUse, *, concept_id: uuid.UUID, on: date
) -> bool:
    """Whether the certificate is missing that the concept demands of somebody for this.

    The track is the role of the appointment. A pass for just this counts; for somebody on loan the day
    counts until which the lending municipality says they are certified. Asks nothing where nothing is
    demanded.
    """
    if not is_demanded(concept_id, use):
        return False
    post = Appointment.objects.filter(id=appointment_id).first()
    if post is None:
        return True
    if post.loan_offer_id is not None:
        return not _certified_at_home(post, on)
    has_pass = passes_on(on).filter(appointment_id=appointment_id, use=use).exists()
    return not has_pass and not certified(actor, appointment_id, post.role, on=on)


def missing_of_account(actor: Actor, use: GateUse, *, concept_id: uuid.UUID, on: date) -> bool:
    """The same for whoever acts, in the role they act in; nobody else than staff who meet people is asked."""
    if not is_demanded(concept_id, use) or actor.role not in WITH_PROFILE:
        return False
    post = (
        Appointment.objects.filter(account_id=actor.account_id, role=actor.role)
        .order_by("loan_offer_id", "-from_on")
        .values_list("id", flat=True)
        .first()
    )
    return post is not None and is_missing(actor, post, use, concept_id=concept_id, on=on)


def without(
    actor: Actor, use: GateUse, *, concept_ids: Iterable[uuid.UUID], on: date
) -> frozenset[uuid.UUID]:
    """The own staff whose certificate is missing for something that one of these concepts asks it for.

    One query, and none where nothing is demanded.
    """
    if not any(is_demanded(one, use) for one in set(concept_ids)):
        return frozenset()
    holds = TrainingCertificate.objects.filter(
        good_on(on), account_id=OuterRef("account_id"), track=OuterRef("role")
    )
    passes = passes_on(on).filter(appointment_id=OuterRef("id"), use=use)
    rows = Appointment.objects.filter(role__in=list(WITH_PROFILE), loan_until__isnull=True)
    return frozenset(rows.filter(~Exists(holds), ~Exists(passes)).values_list("id", flat=True))


def lasts(actor: Actor, use: GateUse, *, concept_ids: Iterable[uuid.UUID], on: date) -> dict[uuid.UUID, date]:
    """The last day of what the own staff hold on a day for something that one of these concepts asks it for.

    By appointment: of a certificate and a pass the one that ends later. Three queries, and none where nothing
    is demanded.
    """
    if not any(is_demanded(one, use) for one in set(concept_ids)):
        return {}
    held = TrainingCertificate.objects.filter(good_on(on))
    certificates: dict[tuple[uuid.UUID, str], date] = {}
    for account_id, track, until, ended in held.values_list("account_id", "track", "valid_until", "ended_on"):
        last = _last(until, ended)
        certificates[account_id, track] = max(last, certificates.get((account_id, track), last))
    found: dict[uuid.UUID, date] = {}
    rows = Appointment.objects.filter(role__in=list(WITH_PROFILE), loan_until__isnull=True)
    for key, account_id, role in rows.values_list("id", "account_id", "role"):
        if (account_id, role) in certificates:
            found[key] = certificates[account_id, role]
    passes = passes_on(on).filter(use=use).values_list("appointment_id", "until_on", "ended_on")
    for key, until, ended in passes:
        last = _last(until, ended)
        found[key] = max(last, found.get(key, last))
    return found


def _last(until: date, ended: date | None) -> date:
    """What ends on a day does not hold on it any more."""
    return until if ended is None else min(until, ended - timedelta(days=1))


def passes_on(on: date) -> Any:
    """The passes that hold on a day."""
    rows = TrainingPass.objects.filter(from_on__lte=on, until_on__gte=on)
    return rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))


def _certified_at_home(post: Appointment, on: date) -> bool:
    offers = LoanOffer.objects.presented().filter(id=post.loan_offer_id, to_tenant_id=post.tenant_id)
    return bool(offers.filter(certified_until__gte=on).exists())


def may_hand_out_certified(actor: Actor, concept_id: uuid.UUID, *, on: date) -> Refusal | None:
    """Who hands a measurement out holds the certificate that the concept demands for it."""
    missing = missing_of_account(actor, GateUse.INSTRUMENT, concept_id=concept_id, on=on)
    return must_be_certified(missing, GateUse.INSTRUMENT)
