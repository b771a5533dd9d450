"""Of the status pack: who there is, the grant, what stands in the way, and what is still to be decided."""

from __future__ import annotations

import uuid
from datetime import date

from django.utils.translation import gettext as _

from samspil.delivery.queries import seats
from samspil.economy.queries import budget
from samspil.economy.queries import told as sums
from samspil.economy.queries.budget import ToldGrant
from samspil.economy.queries.told import Told
from samspil.governance.queries import ballots, barriers, meetings
from samspil.governance.terms.barriers import BARRIER_STATES, BallotState, BarrierState
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.pack_parts import Part, part, table
from samspil.kernel.actor import Actor
from samspil.kernel.money import Money
from samspil.people.terms import ROLES, Role
from samspil.programme.concept.model import Concept

Names = dict[uuid.UUID, str]
LEAST = 5
"""No count of staff or seats of fewer is told."""


def capacity(actor: Actor, concept_id: uuid.UUID, concept: Concept, on: date) -> Part:
    """Staff over all municipalities, and the seats of the training that were given, of five or more."""
    found = seats.staff_totals(actor, on)
    tracks = [one.role for one in concept.training.tracks]
    people = [
        [ROLES[Role(role)].title, *(_number(one) for one in found.get(role, (None, None, None)))]
        for role in tracks
    ]
    given = [
        [
            ROLES[Role(one.track)].title,
            _number(one.given if one.given >= LEAST else None),
            _("%(least)d to %(most)d") % {"least": one.least, "most": one.most},
        ]
        for one in seats.ranges(actor, concept_id)
    ]
    none = _("The concept file has no training.")
    return part(
        _("Capacity"),
        words.day_and_year(on),
        [
            table([_("Staff"), _("At work"), _("Trained"), _("Certificate holds")], people, none),
            table([_("Seats in training"), _("Given"), _("In the document")], given, none),
        ],
        withheld=_("Counts of fewer than 5 staff or seats, of one municipality alone, and everybody's name."),
    )


def grant(actor: Actor, concept: Concept, on: date) -> Part:
    """Each municipality's budget by line and year, as it counts; what it told of spending and remaining; and
    what waits for the office.
    """
    told = [one for one in budget.told_grants(actor) if one.concept.slug == concept.slug]
    spent = sums.told(actor)
    blocks: list[Part] = []
    for one in told:
        blocks.append(_budget(one))
        if one.counts is not None:
            blocks += _spent(one, spent.get(one.id))
        if one.asked_on is not None:
            asked = {"day": words.day_and_year(one.asked_on), "name": one.municipality}
            line = _("%(name)s asked for a change on %(day)s. It waits for the programme office.") % asked
            blocks.append({"as": "lines", "lines": [line]})
    if not told:
        blocks.append({"as": "lines", "lines": [_("No municipality has opened its grant yet.")]})
    return part(
        _("The grant"),
        words.day_and_year(on),
        blocks,
        withheld=_(
            "Every voucher, and new sums of a month in which they would say what one or two people were paid:"
            " the month before stands then."
        ),
    )


def _budget(one: ToldGrant) -> Part:
    if one.counts is None:
        return {"as": "lines", "lines": [_("%(name)s has no approved budget.") % {"name": one.municipality}]}
    titles = {each.id: each.title or words.title_of(one.concept.grant.lines, each.slug) for each in one.lines}
    rows = []
    sums = [Money.zero() for _year in (*one.years, None)]
    for key, title in titles.items():
        cells = [one.amounts.get((key, year), Money.zero()) for year in one.years]
        cells.append(Money.sum(cells))
        sums = [was + now for was, now in zip(sums, cells, strict=True)]
        rows.append([title, *(each.plain for each in cells)])
    rows.append([_("Together"), *(each.plain for each in sums)])
    head = [f"{one.municipality}, kr.", *(str(year) for year in one.years), _("Together")]
    return table(head, rows, "")


def _spent(one: ToldGrant, told: Told | None) -> list[Part]:
    """What was received, spent and remains by the end of the last month that the municipality told."""
    if told is None:
        line = _("%(name)s has told no sums of what is spent yet.") % {"name": one.municipality}
        return [{"as": "lines", "lines": [line]}]
    rows = spent_rows(one, told)
    together = _sum(rows)
    said = {"name": one.municipality, "day": words.day_and_year(told.told_on), "sum": told.received.plain}
    head = [
        _("%(name)s, spent by %(day)s, kr.") % said,
        *(str(year) for year in one.years),
        _("Together"),
        _("Remaining"),
    ]
    shown = [[title, *(each.plain for each in cells)] for title, cells in rows]
    shown.append([_("Together"), *(each.plain for each in together)])
    received = _("%(name)s had received %(sum)s kr. by %(day)s.") % said
    return [table(head, shown, ""), {"as": "lines", "lines": [received]}]


def spent_rows(one: ToldGrant, told: Told) -> list[tuple[str, list[Money]]]:
    """By line: what was spent in each year and in all, and what the budget that counts has beside it."""
    rows = []
    for line in one.lines:
        title = line.title or words.title_of(one.concept.grant.lines, line.slug)
        cells = [told.spent.get((line.id, year), Money.zero()) for year in one.years]
        budgeted = Money.sum(one.amounts.get((line.id, year), Money.zero()) for year in one.years)
        together = Money.sum(cells)
        rows.append((title, [*cells, together, budgeted - together]))
    return rows


def _sum(rows: list[tuple[str, list[Money]]]) -> list[Money]:
    return [Money.sum(each) for each in zip(*(cells for _title, cells in rows), strict=True)]


def obstacles(actor: Actor, office_id: uuid.UUID, names: Names, on: date) -> Part:
    """The barriers that are not done, those past their day first."""
    found = [
        one for one in barriers.barriers(actor, office_id, names=names) if one.state != BarrierState.DONE
    ]
    found.sort(key=lambda one: (not one.is_overdue(on), one.steps.raised_on))
    rows = []
    for one in found:
        state = str(BARRIER_STATES[one.state])
        if one.is_overdue(on):
            state += f" · {_('Overdue')}"
        if one.differs:
            state += f" · {_('Done differently')}"
        rows.append(
            [one.heading, one.raiser, words.day_and_year(one.steps.raised_on), one.owner or "–", state]
        )
    head = [_("Barrier"), _("Raised by"), _("Raised"), _("Seen to by"), _("State")]
    return part(
        _("Barriers"),
        words.day_and_year(on),
        [table(head, rows, _("Nothing stands in the way."))],
        withheld=_("The texts: they stand on the page of each barrier."),
    )


def decisions(actor: Actor, office_id: uuid.UUID, names: Names, on: date) -> Part:
    """Proposals in writing that are open, and tasks that are not done."""
    open_ = [
        [
            one.heading,
            words.day_and_year(one.closes_on),
            _("%(answered)d of %(members)d have answered")
            % {"answered": one.counted.answered, "members": one.counted.members},
        ]
        for one in ballots.ballots(actor, office_id, on=on)
        if one.state == BallotState.OPEN
    ]
    tasks = [
        [one.heading, one.owner, words.day_and_year(one.due_on), _("Overdue") if one.due_on < on else "–"]
        for one in meetings.tasks(actor, office_id, names=names)
    ]
    return part(
        _("Open decisions and tasks"),
        words.day_and_year(on),
        [
            table(
                [_("Decision in writing"), _("Last day"), _("Answers")],
                open_,
                _("No decision in writing is open."),
            ),
            table([_("Task"), _("Who"), _("By when"), _("State")], tasks, _("No task is open.")),
        ],
    )


def _number(count: int | None) -> str:
    return _("Not shown") if count is None else str(count)
