"""What the worker does for every organisation: seal the log, tend the windows, freeze the month."""

from __future__ import annotations

import logging
import uuid
from datetime import date, datetime, timedelta

from samspil.delivery.actions import training_certificates, visit_requests, visit_retention
from samspil.delivery.actions.efforts import count_efforts
from samspil.delivery.actions.forms import tend_visit
from samspil.delivery.actions.measurements import tend_course
from samspil.delivery.actions.moves import settle
from samspil.delivery.actions.recounts import keep_recount
from samspil.delivery.queries import measurements, series, training_forms
from samspil.delivery.queries.moves import to_settle
from samspil.delivery.queries.owed_forms import FormProof, visits_to_tend
from samspil.delivery.queries.place_contacts import contact_ids
from samspil.delivery.queries.tending import to_tend
from samspil.delivery.queries.training_certificates import to_issue, to_take_back
from samspil.delivery.queries.visit_requests import request_ids
from samspil.economy.actions.told import tell_spent
from samspil.evaluation.actions import freeze_aims, freeze_month
from samspil.governance.actions.milestones import tell_agreed
from samspil.governance.actions.obligations import keep_states
from samspil.governance.queries import groups
from samspil.interfaces.cli import training_rounds
from samspil.interfaces.cli.exits import Failed
from samspil.kernel.actor import Actor
from samspil.people.actions import imports
from samspil.people.queries import people
from samspil.people.terms import OrganisationKind
from samspil.programme import queries as programme
from samspil.trust import audit, fields
from samspil.trust.scope import nobody, scope

log = logging.getLogger("samspil.worker")
FEW_KEYS, FEW_PER_CENT = 20, 5
"""More orphaned keys than this, and more than this share of all, are no crash's leavings."""


def actors(kind: OrganisationKind | None = None) -> list[Actor]:
    """The worker as it acts for each organisation (of one kind, if said)."""
    return [Actor.job(one.id) for one in people.organisations() if kind is None or one.kind == kind]


def seal() -> int:
    """Seal every organisation's new events; how many."""
    return sum(audit.seal_new(by=actor) for actor in actors())


def verify() -> audit.Verdict:
    """Verify every organisation's log."""
    return audit.together([audit.verify(by=actor) for actor in actors()])


def tend(*, at: datetime, on: date) -> int:
    """Open and close windows everywhere, each course in its own transaction; how many courses.

    A course that fails stops no other. Raises Failed at the end when any did; the log has their ids.
    """
    done = failed = 0
    for actor in actors(OrganisationKind.MUNICIPALITY):
        with scope(actor, lifetime_s=300):
            courses = to_tend(actor, on=on)
        for course_id in courses:
            try:
                with scope(actor):
                    tend_course(by=actor, at=at, on=on, course_id=course_id)
                done += 1
            except Exception as problem:
                failed += 1
                log.exception("tend: course %s failed", course_id, exc_info=_without_words(problem))
    failed += tend_visits(at=at, on=on) + tend_training(at=at, on=on)
    if failed:
        raise Failed(
            f"{failed} courses, visits or events could not be tended ({done} were); the log names them."
        )
    return done


def tend_visits(*, at: datetime, on: date) -> int:
    """Open and close the forms after visits, each visit in its own transaction; how many failed."""
    failed = 0
    for actor in actors(OrganisationKind.MUNICIPALITY):
        with scope(actor, lifetime_s=300):
            visits = visits_to_tend(on=on)
        for visit_id in visits:
            try:
                with scope(actor):
                    tend_visit(by=actor, at=at, on=on, visit_id=visit_id)
            except Exception as problem:
                failed += 1
                log.exception("tend: visit %s failed", visit_id, exc_info=_without_words(problem))
    return failed


def tend_training(*, at: datetime, on: date) -> int:
    """Open and close the forms after courses, and count those nobody can answer any more; how many failed."""
    municipalities = actors(OrganisationKind.MUNICIPALITY)
    failed = training_rounds.tend(municipalities, at=at, on=on)
    providers = actors(OrganisationKind.TRAINING_PROVIDER)
    return failed + training_rounds.count(providers, municipalities, at=at, on=on)


def settle_moves(*, at: datetime, on: date) -> int:
    """End the sender's side of every move that was answered, is due or ran out; how many.

    Each in its own transaction: what fails is tried again in the next round, and stops no other.
    """
    done = 0
    for actor in actors(OrganisationKind.MUNICIPALITY):
        with scope(actor, lifetime_s=300):
            moves = to_settle(actor, on=on)
        for move_id in moves:
            try:
                with scope(actor):
                    settle(by=actor, at=at, on=on, move_id=move_id)
                done += 1
            except Exception as problem:
                log.exception("moves: %s failed", move_id, exc_info=_without_words(problem))
    return done


def issue_certificates(*, at: datetime, on: date) -> int:
    """Take back what the training providers have put right, then issue what they have confirmed, one
    municipality after the other; how many were issued.

    Each in its own transaction: what fails (a coordinator was quicker) is looked at again in the next
    round, and stops no other.
    """
    done = 0
    for actor in actors(OrganisationKind.MUNICIPALITY):
        try:
            with scope(actor):
                if to_take_back(actor):
                    training_certificates.take_back_certificates(by=actor, at=at, on=on)
            with scope(actor):
                if to_issue(actor):
                    done += training_certificates.issue_certificates(by=actor, at=at, on=on)
        except Exception as problem:
            log.exception("certificates: %s failed", actor.tenant_id, exc_info=_without_words(problem))
    return done


def _without_words(problem: Exception) -> Exception:
    """The same kind of fault at the same place, without what it said: that may hold somebody's words."""
    return RuntimeError(type(problem).__name__).with_traceback(problem.__traceback__)


def prove(*, on: date) -> measurements.Proof:
    """Recount every organisation from dates, and compare with the rows."""
    proofs = []
    for actor in actors(OrganisationKind.MUNICIPALITY):
        with scope(actor, lifetime_s=300):
            proofs.append(measurements.prove(actor, on=on))
    names = ("owed", "done", "late", "excused", "open", "missed", "stopped")
    sums = {name: sum(getattr(one, name) for one in proofs) for name in names}
    parts = ("owed", "done", "late", "excused", "open", "missed")
    forms = FormProof(
        equal=all(one.forms.equal for one in proofs),
        **{name: sum(getattr(one.forms, name) for one in proofs) for name in parts},
    )
    equal = all(one.equal for one in proofs) and training_rounds.agree(
        actors(OrganisationKind.TRAINING_PROVIDER), actors(OrganisationKind.MUNICIPALITY)
    )
    return measurements.Proof(equal=equal, forms=forms, **sums)


def recount(*, at: datetime, on: date) -> bool:
    """Recount every municipality and write down what was found, for its board; whether all agree."""
    equal = True
    for actor in actors(OrganisationKind.MUNICIPALITY):
        with scope(actor, lifetime_s=300):
            equal = keep_recount(by=actor, at=at, on=on).equal and equal
    return equal


def tell_states(*, at: datetime, on: date) -> int:
    """Write down where every municipality's obligations stand; how many states were new.

    Each in its own transaction: what fails is tried again the next night, and stops no other.
    """
    written = 0
    for actor in actors(OrganisationKind.MUNICIPALITY):
        try:
            with scope(actor, lifetime_s=300):
                written += keep_states(by=actor, at=at, on=on)
        except Exception as problem:
            log.exception("obligations: %s failed", actor.tenant_id, exc_info=_without_words(problem))
    return written


def tell_sums(*, at: datetime, on: date) -> int:
    """Write down what every municipality's grant had come to by the end of last month; how many were told.

    Each in its own transaction: what fails is tried again the next night, and stops no other.
    """
    told = 0
    for actor in actors(OrganisationKind.MUNICIPALITY):
        try:
            with scope(actor, lifetime_s=300):
                told += tell_spent(by=actor, at=at, on=on)
        except Exception as problem:
            log.exception("grants: %s failed", actor.tenant_id, exc_info=_without_words(problem))
    return told


def tell_milestones(*, at: datetime, on: date) -> int:
    """Write down since when the agreements of each office's programmes hold; how many programmes had news."""
    told = 0
    for actor in actors(OrganisationKind.PROGRAMME_OFFICE):
        try:
            with scope(actor, lifetime_s=300):
                told += tell_agreed(by=actor, at=at, on=on)
        except Exception as problem:
            log.exception("milestones: %s failed", actor.tenant_id, exc_info=_without_words(problem))
    return told


def freeze(*, at: datetime, on: date) -> int:
    """Freeze last month for every programme whose period it touches; how many were frozen.

    Only last month: a month frozen later would show the states of today under its name, so one that
    the worker slept through is missing for good, and seen to be.
    """
    last = on.replace(day=1) - timedelta(days=1)
    for actor in actors(OrganisationKind.MUNICIPALITY):
        with scope(actor, lifetime_s=300):
            count_efforts(by=actor, at=at, month=last.replace(day=1))
    frozen = 0
    for actor in actors(OrganisationKind.PROGRAMME_OFFICE):
        with scope(actor, lifetime_s=300):
            for one in programme.programmes():
                period = one.concept.period
                if period.from_ <= last and last.replace(day=1) <= period.to:
                    made = freeze_month(by=actor, at=at, on=on, programme=one.concept.slug, month=last)
                    frozen += made is not None
                    freeze_aims(by=actor, at=at, programme=one.concept.slug, month=last)
    return frozen


def drop_expired(*, at: datetime) -> int:
    """Remove spreadsheets that were read and not taken in in time; how many."""
    dropped = 0
    for actor in actors(OrganisationKind.MUNICIPALITY):
        with scope(actor):
            dropped += imports.drop_expired(by=actor, at=at)
    return dropped


def drop_unconfirmed(*, at: datetime) -> int:
    """Delete requests for visits that nobody confirmed, then erase their keys; how many."""
    dropped: list[uuid.UUID] = []
    for actor in actors(OrganisationKind.MUNICIPALITY):
        with scope(actor):
            dropped += visit_requests.drop_unconfirmed(by=actor, at=at)
    for one in dropped:
        fields.erase(one)
    return len(dropped)


def erase_old_requests(*, at: datetime, on: date) -> int:
    """Erase requests for visits whose time is over, then their keys, and what mails to places came to; how
    many requests.
    """
    erased: list[uuid.UUID] = []
    for actor in actors(OrganisationKind.MUNICIPALITY):
        with scope(actor):
            erased += visit_retention.erase_old_requests(by=actor, at=at, on=on)
        with scope(actor):
            visit_retention.erase_old_offer_letters(by=actor, at=at, on=on)
    for one in erased:
        fields.erase(one)
    return len(erased)


def forget_draft_keys() -> int:
    """Erase the keys of drafts whose time has passed, by the database's clock; how many."""
    with scope(nobody()):
        return fields.erase_old_draft_keys(now=people.seconds_now())


def sweep_keys() -> int:
    """Erase keys of persons, series and offices that no organisation has: left by a crash before the commit.

    An erased key never comes back, so this trusts nothing it cannot see: with a wrong signing key
    or another database every person is invisible. Raises Failed rather than erase very many.
    """
    known: set[object] = set()
    for actor in actors():
        with scope(actor, lifetime_s=300):
            known |= people.person_ids(actor) | series.series_ids(actor) | request_ids(actor)
            known |= contact_ids(actor)
            known |= training_forms.answer_ids(actor) | groups.office_ids(actor)
    everyone, orphans = fields.holders(), fields.holders(older_than_s=86_400) - known
    if everyone and not known:
        raise Failed("No key was erased: there are keys, but not one person is to be seen.")
    if len(orphans) > FEW_KEYS and len(orphans) * 100 > len(everyone) * FEW_PER_CENT:
        raise Failed(f"No key was erased: {len(orphans)} of {len(everyone)} persons with keys are missing.")
    return sum(fields.erase(one) for one in orphans)
