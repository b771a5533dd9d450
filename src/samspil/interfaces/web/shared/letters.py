"""Letters in a person's own language: the texts of consent, and invitations. Neutral in every word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspil.interfaces.web.shared import words
from samspil.kernel.words import Words
from samspil.people.terms import LANGUAGES
from samspil.programme.concept.model import Concept
from samspil.programme.concept.values import Text

RIGHT_TO_LEFT = ("ar",)
OURS: dict[str, tuple[Words, tuple[Text, ...]]] = {
    "first": (
        _("Invitation to a first meeting"),
        (
            Text(
                da="Du har sagt, at du gerne vil mødes og høre mere. Her er et forslag til en tid.",
                en="You said that you would like to meet and hear more. Here is a time that we suggest.",
            ),
            Text(
                da="Det er frivilligt. Du kan sige nej eller stoppe, når du vil, uden at sige hvorfor.",
                en="It is voluntary. You can say no or stop whenever you want. You need not say why.",
            ),
            Text(
                da="Passer tiden ikke, så sig til. Du må gerne tage en med, du er tryg ved.",
                en="If the time does not suit you, say so. You may bring somebody you feel safe with.",
            ),
        ),
    ),
    "review": (
        _("Invitation to look back and ahead"),
        (
            Text(
                da="Vi har mødtes et stykke tid. Nu ser vi sammen på, hvad der gik godt, og hvad du vil.",
                en="We have met for a while. Now we look together at what went well and what you want.",
            ),
            Text(
                da="Du bestemmer, hvem der er med, og hvad vi taler om. Intet bliver besluttet uden dig.",
                en="You decide who is there and what we talk about. Nothing is decided without you.",
            ),
        ),
    ),
}
"""The letters of the house, by code: what it is called on our pages, and its paragraphs."""
LINES = (
    Text(da="Dag", en="Day"),
    Text(da="Klokken", en="Time"),
    Text(da="Sted", en="Place"),
    Text(da="Vil du vide mere, så ring til", en="To know more, call"),
)
"""What is written on the paper by hand."""
SIGN = (Text(da="Dato", en="Date"), Text(da="Underskrift", en="Signature"))
DEAR, REGARDS = Text(da="Hej", en="Hello"), Text(da="Venlig hilsen", en="Kind regards")


def is_there(text: Any, language: str) -> bool:
    """Whether a text has a language: what it lacks comes in Danish."""
    return language in ("da", "en") or text.in_(language) != text.in_("da")


def choices_of(concept: Concept) -> list[tuple[str, Words | str]]:
    """The letters there are: one for each text of consent, and the house's own."""
    texts = [(f"yes-{one.slug}", words.said(one.title)) for one in concept.consents]
    return [*[(code, title) for code, (title, _parts) in OURS.items()], *texts]


def letter_view(concept: Concept, wanted: str, language: str, *, name: str, mentor: str) -> Mapping[str, Any]:
    """One letter, ready for paper. Anything that is no letter gives the first one."""
    known = dict(choices_of(concept))
    code = wanted if wanted in known else next(iter(OURS))
    consent = next((one for one in concept.consents if f"yes-{one.slug}" == code), None)
    parts = OURS[code][1] if consent is None else (consent.title, consent.text)
    lines: tuple[Text, ...] = LINES if consent is None else SIGN
    there = all(is_there(one, language) for one in parts)
    really = language if there else "da"  # one letter is in one language
    return {
        "code": code,
        "language": LANGUAGES.get(language, language),
        "is_there": there,
        "lang": really,
        "dir": "rtl" if really in RIGHT_TO_LEFT else "ltr",
        "dear": DEAR.in_(really),
        "name": name,
        "parts": [one.in_(really) for one in parts],
        "lines": [one.in_(really) for one in lines],
        "regards": REGARDS.in_(really) if consent is None else "",
        "mentor": mentor if consent is None else "",
        "choices": [{"code": one, "title": title, "is_chosen": one == code} for one, title in known.items()],
    }
