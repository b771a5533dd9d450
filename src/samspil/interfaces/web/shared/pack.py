"""The status pack: how the programme stands before a meeting of the steering group, put together in words.

Each part says as of when it is, and what is left out and why. It is put together once, in Danish, and kept as
it is: whoever reads it later reads what was sent.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from samspil.delivery.terms.courses import MEASUREMENT_STATES, MeasurementState
from samspil.evaluation import queries as evaluation
from samspil.evaluation.terms import BANDS, COLUMNS
from samspil.governance.queries import groups, milestones, obligations
from samspil.governance.queries.groups import GroupView
from samspil.governance.queries.meetings import MeetingView
from samspil.governance.queries.obligations import Matrix
from samspil.governance.rules.obligations import followed, words_of
from samspil.governance.terms.groups import MEETINGS
from samspil.governance.terms.milestones import MILESTONE_STATES
from samspil.governance.terms.obligations import CONDITION, OBLIGATION_STATES
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.coverage import half_title, round_title
from samspil.interfaces.web.shared.documents.sheets import document
from samspil.interfaces.web.shared.pack_parts import Part, part, table
from samspil.interfaces.web.shared.pack_resources import capacity, decisions, grant, obstacles
from samspil.kernel.actor import Actor
from samspil.programme import queries as programme
from samspil.programme.concept.model import Concept

LANGUAGE = "da"
"""What was sent is in Danish, whoever reads it, as agreements are."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What an item on the agenda is called, and the document that is its paper."""

    heading: str
    document: dict[str, Any]


def compose(actor: Actor, meeting: MeetingView, group: GroupView, *, on: date) -> Pack:
    """The pack for a meeting, as everything stands on a day. About thirty queries, whatever the rows."""
    concept, names = programme.concept(group.concept_id), groups.names_of_organisations()
    with override(LANGUAGE):
        parts = parts_of(actor, group, names, on=on)
        title = _("Status pack, %(day)s") % {"day": words.day_and_year(on)}
        told = {"meeting": MEETINGS[meeting.kind], "day": words.day_and_year(meeting.on)}
        facts = [
            (_("Programme"), words.said(concept.vocabulary.programme_title)),
            (_("For"), _("%(meeting)s, %(day)s") % told),
            (_("Put together"), words.day_and_year(on)),
        ]
        office = names.get(group.office_id, "")
        return Pack(_("Status pack"), document(title, office, parts, facts=facts))


def parts_of(actor: Actor, group: GroupView, names: dict[uuid.UUID, str], *, on: date) -> list[Part]:
    """How the programme of a steering group stands on a day, part by part. In the language that is active."""
    concept = programme.concept(group.concept_id)
    matrix = _matrix_of(actor, concept, on)
    return [
        _interventions(concept, matrix),
        _milestones(actor, concept, on),
        _obligations(concept, matrix),
        _coverage(actor, concept),
        capacity(actor, group.concept_id, concept, on),
        grant(actor, concept, on),
        obstacles(actor, group.office_id, names, on),
        decisions(actor, group.office_id, names, on),
    ]


def _matrix_of(actor: Actor, concept: Concept, on: date) -> Matrix | None:
    found = (one for one in obligations.matrices(actor, on=on) if one.concept.slug == concept.slug)
    return next(found, None)


def _told(matrix: Matrix | None, keys: tuple[str, ...]) -> list[list[Any]]:
    if matrix is None:
        return []
    return [
        [
            row.municipality,
            *(OBLIGATION_STATES[row.states[one]] if one in row.states else _("Not told") for one in keys),
        ]
        for row in matrix.rows
    ]


def _as_told(matrix: Matrix | None) -> str:
    if matrix is None:
        return _("No municipality has told anything yet")
    return _("%(half)s, as the municipalities told it last night") % {"half": half_title(matrix.half)}


def _interventions(concept: Concept, matrix: Matrix | None) -> Part:
    """Whether the interventions run where they should: a state and a half-year, as it was told."""
    keys = tuple(one for one in followed(concept) if one in ("delivery", CONDITION))
    titles = {"delivery": _("Carried out in practice"), CONDITION: _("All interventions run")}
    named = [words.said(one.title) for one in concept.interventions]
    return part(
        _("Interventions that run"),
        _as_told(matrix),
        [
            {"as": "lines", "lines": [_("The programme has: %(what)s.") % {"what": ", ".join(named)}]},
            table(
                [_("Municipality"), *(titles[one] for one in keys)],
                _told(matrix, keys),
                _("No municipality takes part yet."),
            ),
        ],
        withheld=_("How many courses and visits there are, and what the states rest on: it is their own."),
    )


def _milestones(actor: Actor, concept: Concept, on: date) -> Part:
    rows: list[list[Any]] = []
    for found in milestones.timetables(actor, on=on):
        if found.concept.slug != concept.slug:
            continue
        for one in found.milestones:
            reached = ""
            if one.reached_on:
                reached = words.month(one.reached_on) if one.is_month else words.day_and_year(one.reached_on)
            days = ngettext("%(count)d day", "%(count)d days", one.slip_days) % {"count": one.slip_days}
            rows.append(
                [
                    one.title,
                    one.baseline.words,
                    words.day_and_year(one.to_on),
                    reached or "–",
                    MILESTONE_STATES[one.state],
                    days if one.slip_days else "–",
                ]
            )
    head = [_("Milestone"), _("In the document"), _("Plan"), _("Reached"), _("State"), _("Slip")]
    return part(
        _("Milestones"),
        words.day_and_year(on),
        [table(head, rows, _("The concept file has no milestones."))],
        withheld=_("The day on which courses began: only the month of the fifth is told."),
    )


def _obligations(concept: Concept, matrix: Matrix | None) -> Part:
    keys = followed(concept)
    numbers = [str(number) for number, _key in enumerate(keys, 1)]
    texts = [f"{number}. {words_of(concept, key)}" for number, key in zip(numbers, keys, strict=True)]
    return part(
        _("Obligations"),
        _as_told(matrix),
        [
            table([_("Municipality"), *numbers], _told(matrix, keys), _("No municipality takes part yet.")),
            {"as": "points", "lines": texts},
        ],
        withheld=_(
            "What the states rest on, which is the municipality's own; and how much is registered where fewer"
            " than may be told were owed."
        ),
    )


def _coverage(actor: Actor, concept: Concept) -> Part:
    """What the frozen month says: totals of five or more, and a band for each municipality from ten."""
    heading = _("Measurements")
    found = [one for one in evaluation.months(actor) if one.programme == concept.slug]
    why = _("Totals of fewer than 5, each whole; and of a municipality everything but a band, from 10 owed.")
    if not found:
        return part(heading, _("No month is frozen yet"), [], withheld=why)
    month = found[0]
    head = [_("Owed"), *(MEASUREMENT_STATES[MeasurementState(one)].title for one in COLUMNS[1:])]
    rows = [
        [round_title(concept, row.key), *(row.counts[one] if row.counts else "–" for one in COLUMNS)]
        for row in month.rows
    ]
    bands = [[name, BANDS[band]] for name, band in month.bands]
    told = {"month": words.month(month.month), "day": words.day_and_year(month.frozen_at.date())}
    return part(
        heading,
        _("The end of %(month)s, frozen on %(day)s") % told,
        [
            table([_("Round"), *head], rows, _("Nothing was owed.")),
            table([_("Municipality"), _("Of what was owed was made")], bands, _("No band is told.")),
        ],
        withheld=why,
    )
