"""An invented instrument with every kind of answer, as a workbook; its codes are names that pages use too."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from tests.delivery import ground, proposing
from tests.delivery.proposing import texts
from tests.delivery.sheets import xlsx

from samspil.delivery.instruments.shape import Given, Instrument
from samspil.delivery.instruments.xlsform import making, reading

SLUG = "alle_slags"
LABELS = {
    "morning": ("Jeg står op til noget, jeg glæder mig til", "I get up to something I look forward to"),
    "evening": ("Jeg ved, hvem jeg kan ringe til", "I know whom I can call"),
    "key": ("Hvor let er det at komme ud ad døren?", "How easy is it to get out of the door?"),
    "filled_on": ("Hvor er du mest efter skole?", "Where are you most of the time after school?"),
    "round": ("Hvor mange dage var du til træning?", "On how many days were you at training?"),
    "hours": ("Hvor mange timer sov du i nat?", "How many hours did you sleep last night?"),
    "code": ("Hvad vil du helst fortælle om ugen?", "What would you most like to tell about the week?"),
}
CHOICES = {
    "home": ("Derhjemme", "At home"),
    "club": ("I klubben", "In the club"),
    "unknown": ("Et andet sted", "Somewhere else"),
}
COUNTS = {"home": 1, "club": 2}
LONGEST = 120
GIVEN: dict[str, Given | None] = {
    "morning": 7,
    "evening": None,
    "key": 4,
    "filled_on": "unknown",
    "round": 12,
    "hours": 7.5,
    "code": "Vi fangede en gedde,\nog bagefter spiste vi den.",
}
SEEN: dict[str, Given | None] = {
    "morning": 3,
    "evening": 5,
    "key": 4,
    "filled_on": "club",
    "round": 2,
    "hours": None,
    "code": "Det var roligt",
}


def workbook(slug: str = SLUG, version: int = 1) -> bytes:
    """The file as somebody would bring it."""
    scale = {"type": "range", "parameters": "start=0 end=10 step=1"}
    types: dict[str, dict[str, object]] = {
        "morning": scale,
        "evening": scale,
        "key": {"type": "range", "parameters": "start=1 end=5 step=1"},
        "filled_on": {"type": "select_one where"},
        "round": {"type": "integer"},
        "hours": {"type": "decimal"},
        "code": {"type": "text"},
    }
    survey = [{**types[name], "name": name, **texts(*both, "label")} for name, both in LABELS.items()]
    choices = [
        {"list_name": "where", "name": name, **texts(*both, "label")} for name, both in CHOICES.items()
    ]
    about: list[dict[str, str]] = [
        {"what": "source", "value": "own wording of a test"},
        {"what": "licence", "value": "CC0-1.0"},
        {"what": "reviewed", "value": "da en"},
        {"what": "title", "name": "", **texts("Ugen", "The week", "text")},
        {"what": "longest", "name": "code", "value": str(LONGEST)},
        *({"what": "counts", "name": f"where/{name}", "value": str(one)} for name, one in COUNTS.items()),
        *({"what": "short", "name": name, **texts(name.title(), name, "text")} for name in LABELS),
    ]
    for name, low, high in (
        ("morning", ("slet ikke", "not at all"), ("helt", "completely")),
        ("evening", ("slet ikke", "not at all"), ("helt", "completely")),
        ("key", ("meget svært", "very hard"), ("meget let", "very easy")),
    ):
        about += [
            {"what": "low", "name": name, **texts(*low, "text")},
            {"what": "high", "name": name, **texts(*high, "text")},
        ]
    settings = [{"form_id": slug, "form_title": "Ugen", "version": version, "default_language": "Dansk (da)"}]
    return xlsx(survey=survey, choices=choices, settings=settings, about=about)


def tool(slug: str = SLUG, version: int = 1) -> Instrument:
    """The instrument that the workbook makes."""
    return making.instrument(reading.read(workbook(slug, version)))


def concept() -> Any:
    """The real concept, whose mentors' courses are asked this one."""
    real = ground.the_concept()
    tools = tuple(
        replace(one, slug=SLUG) if one.slug == "mentee" else one for one in real.progression.instruments
    )
    return replace(real, progression=replace(real.progression, instruments=tools))


def asked(world: Any) -> uuid.UUID:
    """Approved by two and named by a concept that is loaded; the key of the concept's version."""
    proposing.in_use(world, tool())
    return ground.load(world, concept())


def answered(
    world: Any,
    made: ground.Made,
    given: dict[str, Given | None] | None = None,
    *,
    share: tuple[str, ...] = (),
) -> None:
    """Answer the first round through its link, and say who may see it."""
    from samspil.delivery.actions import measurements
    from samspil.delivery.terms.courses import Recipient
    from samspil.trust.scope import scope

    holder = ground.opened(ground.hand_out(world, made).link)
    with scope(holder):
        told: dict[str, Any] = {"by": holder, "at": world.at, "on": ground.TODAY}
        for code, value in (given or GIVEN).items():
            measurements.keep_answer(**told, code=code, value=value)
        measurements.submit(**told)
        measurements.choose_sharing(**told, chosen={one: one.value in share for one in Recipient})


def impression(world: Any, made: ground.Made, given: dict[str, Given | None] | None = None) -> uuid.UUID:
    """The mentor's impression of the first round; gives the measurement's key."""
    from samspil.delivery.actions import impressions

    assert made.measurement_id is not None
    with world.as_("mentor", made.slug) as by:
        impressions.give(
            by=by, at=world.at, on=ground.TODAY, measurement_id=made.measurement_id, values=given or SEEN
        )
    return made.measurement_id
