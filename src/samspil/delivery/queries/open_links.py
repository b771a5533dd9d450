"""Reading what is open to people without an account: every link of the municipality, in one list."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery, UUIDField
from django.db.models.functions import Coalesce

from samspil.delivery.models.courses import Course
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.models.parents import CourseParent
from samspil.delivery.queries.links_of_visits import said_of_visits
from samspil.delivery.rules.courses import may_coordinate
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.models.people import Account
from samspil.trust import links

PAGE = 100


@dataclass(frozen=True, slots=True)
class OpenLink:
    """One link: what it opens, for which course, made when and by whom, until when, opened or not."""

    id: uuid.UUID
    kind: str
    code: str
    course_id: uuid.UUID | None
    made_at: datetime
    made_by: str
    expires_at: datetime
    is_opened: bool
    is_seconds: bool
    """Whether it opens the second parent's page and not that of the course's own person."""


def open_links(actor: Actor, *, page: int = 1) -> tuple[tuple[OpenLink, ...], int]:
    """A page of the links that still open something, of whatever kind, newest first; and how many in all."""
    refuse(may_coordinate(actor))
    course = Course.objects.filter(id=OuterRef("thing_id"))
    asked = Measurement.objects.filter(id=OuterRef("thing_id"))
    second = CourseParent.objects.filter(id=OuterRef("thing_id"))
    maker = Account.objects.filter(id=OuterRef("made_by"))
    rows = links.open_links().annotate(
        code=Coalesce(
            Subquery(course.values("code")[:1]),
            Subquery(asked.values("course__code")[:1]),
            Subquery(second.values("course__code")[:1]),
            *said_of_visits(),
        ),
        course_id=Coalesce(
            Subquery(course.values("id")[:1]),
            Subquery(asked.values("course_id")[:1]),
            Subquery(second.values("course_id")[:1]),
            output_field=UUIDField(),
        ),
        is_seconds=Exists(second),
        maker=Subquery(maker.values("name")[:1]),
    )
    found = tuple(
        OpenLink(
            one.id,
            one.kind,
            one.code or "",
            one.course_id,
            one.made_at,
            one.maker or "",
            one.expires_at,
            one.opened_at is not None,
            one.is_seconds,
        )
        for one in rows.order_by("-made_at", "-id")[(page - 1) * PAGE : page * PAGE]
    )
    return found, rows.count()
