"""What comes from elsewhere: drafts, invitations, spreadsheets, handed in months."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from tests.delivery import ground


def draft(world: Any, slug: str, concept_id: uuid.UUID, *, kind: str = "staff") -> uuid.UUID:
    """A file of staff that the coordinator has read and not taken in."""
    from samspil.people.actions import imports
    from samspil.people.terms import ImportKind

    cells = {
        "name": "Noor",
        "email": f"noor@{slug}.example",
        "role": "mentor",
        "capacity": "4",
        "from_on": "2014-03-01",
    }
    with world.as_("coordinator", slug) as by:
        return imports.keep_draft(
            by=by, at=ground.at_day(ground.TODAY), kind=ImportKind(kind), cells=[{"n": 2, "c": cells}]
        ).id


def invited(world: Any, slug: str) -> uuid.UUID:
    """Somebody who was invited and has not come in; the key of the appointment."""
    from samspil.people.actions import imports
    from samspil.people.rules.imports import NewStaff

    staff = NewStaff(f"Invited {slug.title()}", f"invited@{slug}.example", "mentor", 4, date(2014, 3, 1))
    with world.as_("coordinator", slug) as by:
        return imports.invite_staff(by=by, at=ground.at_day(ground.TODAY), on=ground.TODAY, staff=staff)[0].id


def month_written(world: Any, slug: str) -> None:
    """Hours of a month that were written and not handed in."""
    from samspil.delivery.actions import hours

    with world.as_("mentor", slug) as by:
        hours.write_month(
            by=by,
            at=ground.at_day(ground.TODAY),
            on=ground.TODAY,
            month=date(2014, 9, 1),
            sums={"preparation": 90, "km_other": 12},
        )


def month_handed_in(
    world: Any, slug: str, *, cast: str = "other_mentor", month: date = date(2014, 9, 1)
) -> uuid.UUID:
    """A month of hours that waits for a decision."""
    from samspil.delivery.actions import hours

    with world.as_(cast, slug) as by:
        sums = {"preparation": 90, "km_other": 12}
        return hours.write_month(
            by=by, at=ground.at_day(ground.TODAY), on=ground.TODAY, month=month, sums=sums, hand_in=True
        ).id


def month_decided(world: Any, slug: str) -> None:
    """A month with meetings alone that was handed in and approved."""
    from samspil.delivery.actions import hours

    with world.as_("other_mentor", slug) as by:
        made = hours.write_month(
            by=by,
            at=ground.at_day(ground.TODAY),
            on=ground.TODAY,
            month=date(2014, 8, 1),
            sums={},
            hand_in=True,
        )
    with world.as_("coordinator", slug) as by:
        hours.decide_month(
            by=by, at=ground.at_day(ground.TODAY), on=ground.TODAY, month_id=made.id, outcome="approved"
        )


def imported(world: Any, slug: str, concept_id: uuid.UUID, *, mentor: str = "mentor") -> uuid.UUID:
    """A course that came in by a file; its key."""
    from samspil.delivery.actions import imports
    from samspil.delivery.models.imports import ImportedCourse
    from samspil.delivery.rules.imports import RunningCourse
    from samspil.people.terms import Method

    key = draft(world, slug, concept_id, kind="courses")
    with world.as_("coordinator", slug):
        before = set(ImportedCourse.objects.values_list("course_id", flat=True))
    row = RunningCourse(
        number=2,
        reference=f"F-{len(before) + 1}",
        intervention="mentor",
        source="school",
        offered_month=date(2014, 2, 1),
        name="Noor",
        born="1994",
        language="da",
        channel="in_person",
        contact="",
        need="",
        decided_by="coordinator",
        basis="none",
        decision="",
        childs_view="",
        childs_view_on=None,
        custody="none",
        custody_2="none",
        accepted_on=date(2014, 2, 10),
        method=Method.PAPER,
        yeses=(),
        mentor=world.member(mentor, slug).email,
        started_on=date(2014, 3, 1),
        purpose="Purpose",
        tasks="Tasks",
        expected_months=12,
        agreed_minutes=60,
        goals=("Goal",),
    )
    with world.as_("coordinator", slug) as by:
        imports.import_courses(
            by=by,
            at=ground.at_day(ground.TODAY),
            on=ground.TODAY,
            concept_id=concept_id,
            draft_id=key,
            rows=(row,),
        )
        return ImportedCourse.objects.exclude(course_id__in=before).get().course_id
