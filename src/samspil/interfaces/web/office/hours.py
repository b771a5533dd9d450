"""The hours that were agreed beside those that were held, one line for each running course."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from samspil.delivery.queries import reviews
from samspil.delivery.queries.courses import PAGE
from samspil.interfaces import clock
from samspil.interfaces.web.office.courses import COORDINATOR
from samspil.interfaces.web.shared import paging, words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.charts import hours_bar
from samspil.interfaces.web.shared.doors import door


@door("office", roles=COORDINATOR, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """Every running course of the municipality by its code: agreed so far, held, and a bar beside it."""
    number = paging.asked(request)
    rows, together, total = reviews.hours(
        request.actor,  # type: ignore[attr-defined]
        on=clock.today(),
        page=number,
    )
    return TemplateResponse(
        request,
        "office/hours.html",
        {
            "page": {
                "rows": [_row(one) for one in rows],
                "together": _row(together) if together else None,
                "shown": len(rows),
                "total": total,
                **paging.links(number, of=total, size=PAGE),
            }
        },
    )


def _row(one: reviews.Hours) -> dict[str, Any]:
    return {
        "code": one.code,
        "url": to("office:course", one.course_id),
        "mentor": words.short_name(one.mentor),
        "since_words": words.day_and_year(one.started_on),
        "agreed": words.hours(one.agreed),
        "held": words.hours(one.held),
        "segments": hours_bar(one.held, one.agreed),
    }
