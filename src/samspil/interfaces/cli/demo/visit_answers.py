"""What came after visits in the demo: groups, teachers and role models who answered, lines that were read."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from samspil.delivery.actions.forms import answer_form, hand_out_form, send_form
from samspil.delivery.actions.pupils import screen_line, send_as_group, show_form
from samspil.delivery.instruments.shape import Given, Instrument
from samspil.delivery.instruments.shipped import instrument
from samspil.delivery.queries import pupils
from samspil.delivery.queries import series as queries
from samspil.interfaces.cli.demo.days import nine
from samspil.kernel.actor import Actor
from samspil.trust import links
from samspil.trust.scope import scope

LINES = (
    "Det var godt, at vi selv fik lov at sige noget.",
    "Jeg vil gerne høre mere om, hvordan I selv havde det.",
    "Jeg synes, at Kasper fra 9.A også burde have været med.",
)
SPREAD = (4, 3, 4, 2, 3, 4, 1, 3, 4, 3, 2)
"""Which answer each of a group gives, turned a step for each question and visit."""


def group_answers(by: Actor, visit_id: uuid.UUID, *, on: date, many: int, turn: int) -> None:
    """So many of a group answer on the day of the visit; the first ones write a line."""
    with scope(by):
        link = show_form(by=by, at=nine(on), on=on, visit_id=visit_id).link
    holder, tool = links.holder(link), instrument("pupil", 1)
    with scope(holder):
        for place in range(many):
            answers = _answers(tool, place + turn)
            answers["own_words"] = LINES[place] if place < len(LINES) and turn % 2 == 0 else None
            send_as_group(by=holder, at=nine(on), on=on, sheet_id=uuid.uuid4(), answers=answers)


def pair_answers(pair: Sequence[Actor], visit_id: uuid.UUID, *, on: date, turn: int) -> None:
    """Those who were there answer their own form, and the teacher theirs."""
    for place, by in enumerate(pair):
        with scope(by):
            answers = _answers(instrument("role_model", 1), place + turn)
            answer_form(by=by, at=nine(on), on=on, visit_id=visit_id, answers=answers)
    with scope(pair[0]):
        link = hand_out_form(by=pair[0], at=nine(on), on=on, visit_id=visit_id).link
    holder = links.holder(link)
    with scope(holder):
        send_form(by=holder, at=nine(on), on=on, answers=_answers(instrument("teacher", 1), turn))


def read_lines(by: Actor, series_id: uuid.UUID, *, on: date) -> None:
    """The coordinator lets through what nothing is marked in, and leaves the rest for another day."""
    with scope(by):
        for visit in queries.visits_of(by).filter(series_id=series_id).order_by("position"):
            for line in pupils.to_screen(by, visit, at=nine(on)):
                if not line.marks:
                    screen_line(by=by, at=nine(on), visit_id=visit.id, line_id=line.id, to="released")


def _answers(tool: Instrument, turn: int) -> dict[str, Given | None]:
    given: dict[str, Given | None] = {}
    for place, item in enumerate(tool.items):
        known = pupils.choices_of(tool, item)
        given[item.code] = known[SPREAD[(turn + 3 * place) % len(SPREAD)]] if known else None
    return given
