"""Reading what groups answered: per question and only together with enough others; lines that were read."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from samspil.delivery.instruments.shape import Choices, FreeText, Instrument, Item, Scale
from samspil.delivery.models.pupils import PupilRound, PupilTally, PupilWords
from samspil.delivery.models.series import Series, Visit
from samspil.delivery.planning.blocks import blocks
from samspil.delivery.queries.instruments import instrument
from samspil.delivery.rules.screening import marks
from samspil.delivery.terms.forms import ENOUGH, FormAsked, WordsMark, WordsState
from samspil.kernel.actor import Actor
from samspil.people.models.people import Appointment
from samspil.programme import queries as programme
from samspil.programme.concept.owing import FormWindow, form_windows
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class Shown:
    """The answers of one block to one question: of which visits, how many, and how often each was given."""

    visits: tuple[int, ...]
    count: int
    given: dict[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question over a series: what is shown of it, and at which visits too few have answered it."""

    tool: Instrument
    item: Item
    shown: tuple[Shown, ...]
    too_few: tuple[int, ...]

    @property
    def together(self) -> Shown:
        """All that is shown, as one. Whole blocks, so that nothing else can be reckoned out of it."""
        given: Counter[str] = Counter()
        for one in self.shown:
            given.update(one.given)
        visits = tuple(sorted(number for one in self.shown for number in one.visits))
        return Shown(visits, sum(one.count for one in self.shown), dict(given))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of own words, with what it is marked with, unsealed after the look was logged."""

    id: uuid.UUID
    text: str
    marks: tuple[WordsMark, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What the groups of a series answered, as far as it is shown."""

    questions: tuple[Asked, ...]
    lines: tuple[str, ...]
    open_until: tuple[tuple[int, date], ...]
    """The visits whose form is still open, and until when: nothing of it is shown before."""
    waiting: dict[uuid.UUID, int]
    """How many lines of each visit wait to be read."""


def window_of(visit: Visit, concept_id: uuid.UUID) -> FormWindow | None:
    """When a visit's group is asked, and what; None where it is not, or the visit has no day."""
    if visit.on is None:
        return None
    found = form_windows(programme.concept(concept_id), "visit", visit.on)
    return next((one for one in found if one.asked == FormAsked.PUPILS), None)


def round_of(visit_id: uuid.UUID) -> PupilRound | None:
    """The form of a visit's group, once it was shown."""
    found: PupilRound | None = PupilRound.objects.filter(visit_id=visit_id).first()
    return found


def tool_of(round_: PupilRound) -> Instrument:
    """The questions a group is asked."""
    return instrument(round_.instrument, round_.instrument_version)


def results(actor: Actor, series: Series, *, at: datetime) -> Results:
    """What the groups of a series answered. Three queries; lines that were let through are unsealed, logged.

    The series must be one that the actor may open.
    """
    rounds = list(PupilRound.objects.filter(series_id=series.id).select_related("visit"))
    closed = sorted((one for one in rounds if one.closed_as), key=lambda one: one.closed_as or 0)
    counts: dict[uuid.UUID, dict[str, Counter[str]]] = {}
    for one in PupilTally.objects.filter(round__series_id=series.id, round__closed_as__isnull=False):
        counts.setdefault(one.round_id, {}).setdefault(one.item, Counter())[one.choice] += one.count
    closed_lines = PupilWords.objects.filter(series_id=series.id, round__closed_as__isnull=False)
    lines = list(closed_lines.exclude(state=WordsState.WITHHELD).order_by("id"))
    visit_of = {one.id: one.visit_id for one in rounds}
    with audit.reading(by=actor, purpose=actor.purpose, subject=series.id, at=at, thing=series):
        released = tuple(fields.unseal(one, "line") for one in lines if one.state == WordsState.RELEASED)
    return Results(
        tuple(_asked(closed, counts)),
        released,
        tuple((one.visit.position, one.closes_on) for one in rounds if one.closed_as is None),
        dict(Counter(visit_of[one.round_id] for one in lines if one.state == WordsState.WAITING)),
    )


def _asked(closed: list[PupilRound], counts: dict[uuid.UUID, dict[str, Counter[str]]]) -> Iterable[Asked]:
    """Question by question of each version that was asked; a version's questions are no other's."""
    for key in dict.fromkeys((one.instrument, one.instrument_version) for one in closed):
        tool = instrument(*key)
        rounds = [one for one in closed if (one.instrument, one.instrument_version) == key]
        for item in tool.items:
            if isinstance(tool.kind(item), FreeText):
                continue
            given = [counts.get(one.id, {}).get(item.code, Counter()) for one in rounds]
            found, few = blocks([sum(one.values()) for one in given], enough=ENOUGH)
            shown = []
            for block in found:
                together: Counter[str] = Counter()
                for place in block.places:
                    together.update(given[place])
                visits = tuple(rounds[place].visit.position for place in block.places)
                shown.append(Shown(visits, block.count, dict(together)))
            yield Asked(tool, item, tuple(shown), tuple(rounds[place].visit.position for place in few))


def choices_of(tool: Instrument, item: Item) -> tuple[str, ...]:
    """The answers that can be counted beforehand: those of a list and those of a scale, in their order."""
    kind = tool.kind(item)
    if isinstance(kind, Choices):
        return tuple(one.code for one in kind.options)
    if isinstance(kind, Scale):
        return tuple(str(one) for one in range(kind.low, kind.high + 1))
    return ()


def to_screen(actor: Actor, visit: Visit, *, at: datetime) -> tuple[Line, ...]:
    """The lines of a closed form that nobody has read yet, in an order that says nothing. The look is logged.

    The visit must be one that the actor may open. Two queries.
    """
    rows = PupilWords.objects.filter(
        round__visit_id=visit.id, round__closed_as__isnull=False, state=WordsState.WAITING
    ).order_by("id")
    staff = set(Appointment.objects.values_list("account__name", flat=True))
    with audit.reading(by=actor, purpose=actor.purpose, subject=visit.series_id, at=at, thing=visit):
        texts = [(one.id, fields.unseal(one, "line")) for one in rows]
    return tuple(Line(key, text, marks(text, staff)) for key, text in texts)
