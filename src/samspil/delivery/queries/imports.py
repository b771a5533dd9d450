"""Reading before a spreadsheet is taken in: what speaks against each row, and what is here already."""

from __future__ import annotations

from collections import Counter
from datetime import date

from samspil.delivery.models.imports import ImportedCourse
from samspil.delivery.queries.courses import load_of_mentors
from samspil.delivery.rules import imports as rules
from samspil.delivery.rules.imports import RunningCourse
from samspil.delivery.terms.courses import FIELD_ROLE, Intervention
from samspil.kernel.actor import Actor
from samspil.people.models.people import Account
from samspil.people.queries import people as staff
from samspil.people.queries.imports import Fault
from samspil.people.queries.people import Post
from samspil.people.terms import Role
from samspil.trust import fields


def hash_of(actor: Actor, reference: str) -> str:
    """A row's own reference as it is kept: keyed, and another one in every municipality."""
    return fields.keyed_hash("import", f"{actor.tenant_id}|{reference.strip().casefold()}".encode())


def holders(actor: Actor, *, on: date) -> dict[tuple[Role, str], Post]:
    """Who may hold a course here today, by role and sign-in name."""
    posts = [one for role in set(FIELD_ROLE.values()) for one in staff.staff_for(actor, role, on=on)]
    accounts = Account.objects.filter(id__in=[one.account_id for one in posts])
    emails = dict(accounts.values_list("id", "email"))
    return {(one.role, emails[one.account_id]): one for one in posts}


def foreseen(actor: Actor, rows: tuple[RunningCourse, ...], *, on: date) -> tuple[Fault, ...]:
    """Every reason why a row cannot become a course today. Writes nothing; six questions for any file."""
    hashes = {one.number: hash_of(actor, one.reference) for one in rows}
    known = set(
        ImportedCourse.objects.filter(reference_hash__in=hashes.values()).values_list(
            "reference_hash", flat=True
        )
    )
    able, load = holders(actor, on=on), Counter(load_of_mentors(actor))
    own_yes_from, seen = staff.own_yes_from(actor), set()
    found: list[Fault] = []
    for row in rows:
        key = hashes[row.number]
        post = able.get((FIELD_ROLE[Intervention(row.intervention)], row.mentor.lower()))
        against = [rules.must_be_new(key in known), rules.must_stand_once(key in seen)]
        against += [rules.must_hold_it(post is not None)]
        if post is not None:
            load[post.id] += 1
            against.append(rules.may_take_in(load[post.id] <= post.capacity))
        against += rules.reasons_against(row, on=on, own_yes_from=own_yes_from)
        seen.add(key)
        found += [Fault(row.number, one.field or "", str(one)) for one in against if one is not None]
    return tuple(found)
