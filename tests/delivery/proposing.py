"""Instruments brought in a file: a workbook of two statements, proposed and approved by the cast."""

from __future__ import annotations

from typing import Any

from tests.delivery.ground import TODAY
from tests.delivery.sheets import xlsx

from samspil.delivery.instruments.shape import Instrument
from samspil.delivery.instruments.xlsform import making, reading
from samspil.delivery.terms.instruments import CHECKLIST

STATEMENTS = {
    "morning": ("Jeg står op til noget, jeg glæder mig til", "I get up to something I look forward to"),
    "evening": ("Jeg ved, hvem jeg kan ringe til", "I know whom I can call"),
}
OTHER = {"ar": "نص", "so": "qoraal", "tr": "metin"}


def texts(da: str, en: str, column: str) -> dict[str, str]:
    """One text in every language, by column; three of them stand for a translation."""
    words = {"da": da, "en": en, **{code: f"{word} {len(da)}" for code, word in OTHER.items()}}
    return {f"{column}::{making.LANGUAGES[code]}": text for code, text in words.items()}


def workbook(
    slug: str = "days",
    version: int = 1,
    *,
    statements: dict[str, tuple[str, str]] | None = None,
    survey: tuple[dict[str, object], ...] = (),
    more: dict[str, object] | None = None,
) -> bytes:
    """An XLSForm of statements on a scale 0–10, whole in five languages; `survey` are more rows."""
    asked = statements or STATEMENTS
    scale = {"type": "range", "parameters": "start=0 end=10 step=1", **(more or {})}
    rows = [{**scale, "name": name, **texts(*both, "label")} for name, both in asked.items()]
    about: list[dict[str, str]] = [
        {"what": "source", "value": "own wording of a test"},
        {"what": "licence", "value": "CC0-1.0"},
        {"what": "reviewed", "value": "da en"},
        {"what": "title", "name": "", **texts("Dage", "Days", "text")},
    ]
    for name in asked:
        about += [
            {"what": "low", "name": name, **texts("slet ikke", "not at all", "text")},
            {"what": "high", "name": name, **texts("helt", "completely", "text")},
            {"what": "short", "name": name, **texts(name.title(), name, "text")},
        ]
    settings = [{"form_id": slug, "form_title": "Dage", "version": version, "default_language": "Dansk (da)"}]
    return xlsx(survey=[*rows, *survey], settings=settings, about=about)


def tool(slug: str = "days", version: int = 1, **more: Any) -> Instrument:
    """The instrument that such a workbook makes."""
    return making.instrument(reading.read(workbook(slug, version, **more)))


def proposed(world: Any, made: Instrument | None = None, cast: str = "programme_office") -> Instrument:
    """Propose one as the programme office, or as somebody else of the cast."""
    from samspil.delivery.actions import instruments

    made = made or tool()
    with world.as_(cast) as by:
        instruments.propose_instrument(by=by, at=world.at, on=TODAY, tool=made)
    return made


def approve(world: Any, made: Instrument, *casts: str, ticked: Any = tuple(CHECKLIST)) -> None:
    """Let members of the cast approve a version, one after the other."""
    from samspil.delivery.actions import instruments

    for cast in casts:
        with world.as_(cast) as by:
            instruments.approve_instrument(
                by=by, at=world.at, on=TODAY, slug=made.slug, version=made.version, ticked=ticked
            )


def in_use(world: Any, made: Instrument | None = None) -> Instrument:
    """One that the programme office proposed, and approved together with the evaluator."""
    made = proposed(world, made)
    approve(world, made, "programme_office", "evaluator")
    return made
