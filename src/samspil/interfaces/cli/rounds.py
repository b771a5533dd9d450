"""What the worker does for every organisation: seal the log, tend the windows, freeze the month."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from samspil.delivery.actions.measurements import tend_course
from samspil.delivery.queries import measurements
from samspil.delivery.queries.tending import to_tend
from samspil.evaluation.actions import freeze_month
from samspil.kernel.actor import Actor
from samspil.people import queries as people
from samspil.people.terms import OrganisationKind
from samspil.programme import queries as programme
from samspil.trust import audit, fields
from samspil.trust.scope import scope


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
    """Open and close windows everywhere, each course in its own transaction; how many courses."""
    done = 0
    for actor in actors(OrganisationKind.MUNICIPALITY):
        with scope(actor, lifetime_s=300):
            courses = to_tend(actor, on=on)
        for course_id, follow_up in courses:
            with scope(actor):
                tend_course(by=actor, at=at, on=on, course_id=course_id, follow_up=follow_up)
        done += len(courses)
    return done


def prove(*, on: date) -> measurements.Proof:
    """Recount every organisation from dates, and compare with the rows."""
    proofs = []
    for actor in actors(OrganisationKind.MUNICIPALITY):
        with scope(actor, lifetime_s=300):
            proofs.append(measurements.prove(actor, on=on))
    names = ("owed", "done", "late", "excused", "open", "missed", "stopped")
    sums = {name: sum(getattr(one, name) for one in proofs) for name in names}
    return measurements.Proof(equal=all(one.equal for one in proofs), **sums)


def freeze(*, at: datetime, on: date) -> int:
    """Freeze last month for every programme that ran in it; how many were frozen."""
    month = (on.replace(day=1) - timedelta(days=1)).replace(day=1)
    frozen = 0
    for actor in actors(OrganisationKind.PROGRAMME_OFFICE):
        with scope(actor, lifetime_s=300):
            for one in programme.programmes():
                if one.concept.period.from_ <= month <= one.concept.period.to:
                    made = freeze_month(by=actor, at=at, on=on, programme=one.concept.slug, month=month)
                    frozen += made is not None
    return frozen


def sweep_keys() -> int:
    """Erase keys of persons that no organisation has: left by a crash before the commit."""
    known: set[object] = set()
    for actor in actors():
        with scope(actor, lifetime_s=300):
            known |= people.person_ids(actor)
    return sum(fields.erase(one) for one in fields.holders(older_than_s=86_400) - known)
