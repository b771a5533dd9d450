"""What visits cost as a file: a plain table, or a workbook with the sums beside it."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from samspil.delivery.queries.visit_costs import Cost, Costs, Sums
from samspil.delivery.terms.visit_hours import HOURS_STATES
from samspil.interfaces.web.shared.documents.tables import Cell, Sheet, book_out, table_out


def costs_file(request: HttpRequest, found: Costs, span: tuple[date, date], form: str) -> HttpResponse:
    """The claims of a span as a workbook where `form` says xlsx, else as a plain table."""
    name = f"{span[0]:%Y-%m-%d}_{span[1]:%Y-%m-%d}"
    if form == "xlsx":
        return book_out(request, _sheets(found), f"{name}.xlsx")
    return table_out(request, _heads(), (_cells(one) for one in found.rows), f"{name}.csv")


def _heads() -> list[str]:
    return [
        _("Day"),
        _("Place"),
        _("Name"),
        _("Minutes"),
        _("Kr. an hour"),
        _("Fee, kr."),
        _("Kilometres"),
        _("Kr. a kilometre"),
        _("Way, kr."),
        _("Where it is"),
    ]


def _cells(one: Cost) -> list[Cell]:
    """One claim, its amounts in kroner: exact, for no sum comes near what a float cannot hold."""
    state = str(HOURS_STATES[one.state].title)
    rate = one.per_hour
    return [
        one.on,
        one.place,
        one.name,
        one.minutes,
        None if rate is None else rate / 100,
        one.fee / 100,
        one.kilometres,
        one.per_km / 100,
        one.travel / 100,
        state,
    ]


def _sheets(found: Costs) -> list[Sheet]:
    """The claims as numbers that can be added up, and on a second sheet the sums."""
    heads = ["", _("Claims"), _("Minutes"), _("Fee, kr."), _("Kilometres"), _("Way, kr."), _("In all, kr.")]
    named = [
        *((f"{year}, {half}", sums) for (year, half), sums in found.by_half),
        *found.by_person,
        (_("In all"), found.together),
    ]
    return [
        Sheet(_("Claims"), _heads(), (_cells(one) for one in found.rows)),
        Sheet(_("Spent"), heads, (_sum(name, sums, "spent") for name, sums in named)),
        Sheet(_("Not decided yet"), heads, (_sum(name, sums, "claimed") for name, sums in named)),
    ]


def _sum(name: str, sums: Sums, which: str) -> list[Cell]:
    one = getattr(sums, which)
    return [name, one.count, one.minutes, one.fee / 100, one.kilometres, one.travel / 100, one.oere / 100]
