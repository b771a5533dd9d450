"""Finding the measurement that the code on a paper belongs to."""

from __future__ import annotations

from datetime import date

from samspil.delivery.models.measurements import Measurement
from samspil.delivery.queries.courses import visible
from samspil.delivery.rules.papers import may_enter
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.trust import links
from samspil.trust.models import Link
from samspil.trust.terms import LinkKind


def measurement_by_code(actor: Actor, code: str, *, on: date) -> tuple[Measurement, Link]:
    """The open measurement of one of the actor's own courses, with the live link that its code opens.

    Refused in the very same words whatever is wrong with the code.
    """
    link = links.by_code(code, kind=LinkKind.MEASUREMENT)
    found = _own(actor, link) if link is not None else None
    refuse(may_enter(actor, found, on))
    assert found is not None
    assert link is not None
    return found, link


def _own(actor: Actor, link: Link) -> Measurement | None:
    """What a link opens, if it is of a course that the actor may open."""
    rows = Measurement.objects.select_related("course__mentor").filter(
        id=link.thing_id, course_id__in=visible(actor).values("id")
    )
    return rows.first()  # type: ignore[no-any-return]
