"""Writing the places that are visited: one by one, and all of a file or none."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from samspil.delivery.actions.place_contacts import write_mails
from samspil.delivery.models.institutions import Institution
from samspil.delivery.queries import institutions as queries
from samspil.delivery.queries.place_contacts import is_written_to
from samspil.delivery.rules import institutions as rules
from samspil.delivery.rules.courses import may_coordinate
from samspil.delivery.rules.institutions import Place
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.actions import imports as people
from samspil.people.terms import ImportKind
from samspil.trust import audit


def write_institution(
    *,
    by: Actor,
    at: datetime,
    on: date,
    place: Place,
    put_away: bool = False,
    institution_id: uuid.UUID | None = None,
) -> Institution:
    """Add a place that is visited, or change the one named, or put it away; its series stay."""
    refuse(may_coordinate(by))
    refuse(rules.must_be_a_place(place))
    with audit.acting("delivery.write_institution", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        row = (
            queries.institution_for(by, institution_id)
            if institution_id is not None
            else Institution(tenant_id=by.tenant_id)
        )
        refuse(rules.must_be_a_new_place(queries.is_taken(place, row.id), bool(place.number)))
        refuse(rules.may_be_put_away(put_away and queries.has_open_series(row)))
        was = _likeness(row)
        _take(row, place).size_band = place.size_band
        row.active = not put_away
        if institution_id is None or _likeness(row) != was:
            row.alike_since = on
        if place.mail is not None and bool(place.mail) != is_written_to(by, row.id):
            row.alike_since = on  # an address for the one that is thought of would tell as well
        row.save()
        if put_away or place.mail is not None:
            write_mails(by, {row.id: "" if put_away else place.mail or ""})
        act.about(row, reason="put_away" if put_away else "")
    return row


def import_institutions(
    *, by: Actor, at: datetime, on: date, draft_id: uuid.UUID, rows: tuple[Place, ...]
) -> int:
    """Take in all of a file's places or none; how many. A place that is here already is read anew.

    The same file again takes in nothing. The first places of all have no day from which they are alike: there
    was none yet that could have been wished, so none of them came because of a wish (ADR 0029).
    """
    draft = people.held(by=by, draft_id=draft_id, kind=ImportKind.PLACES)
    if draft.used_at is not None:
        return 0
    refuse(rules.must_hold_a_place(len(rows)))
    with audit.acting("delivery.import_institutions", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        people.refuse_faults(queries.foreseen(by, rows).faults)
        since = on if Institution.objects.exists() else None
        new: list[Institution] = []
        changed: list[Institution] = []
        mails: dict[uuid.UUID, str] = {}
        for place, row in zip(rows, queries.matched(rows, Institution.objects.all()), strict=True):
            taken = row or Institution(tenant_id=by.tenant_id, alike_since=since)
            was = _likeness(taken)
            _take_all(taken, place)
            if row is not None and _likeness(taken) != was:
                taken.alike_since = on
            (new if row is None else changed).append(taken)
            if place.mail and taken.active:
                mails[taken.id] = place.mail
        Institution.objects.bulk_create(new)
        Institution.objects.bulk_update(
            changed, ("number", "name", "kind", "postcode", "size_band", "alike_since")
        )
        write_mails(by, mails)
        people.use(draft)
        act.about(draft, reason=f"rows_{len(rows)}")
    return len(rows)


def _likeness(row: Institution) -> tuple[object, ...]:
    """What makes a place comparable with others, or not."""
    return row.kind, row.size_band, row.active


def _take(row: Institution, place: Place) -> Institution:
    row.number, row.name, row.kind, row.postcode = place.number, place.name, place.kind, place.postcode
    return row


def _take_all(row: Institution, place: Place) -> Institution:
    """What a row of a file says; a size that it does not say stays as it is known."""
    _take(row, place).size_band = place.size_band or row.size_band
    return row
