"""Guide cards: the concept's themes with questions, and how often they were used in a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from samspil.delivery.models.cards import ThemeCount
from samspil.delivery.rules import cards as rules
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.queries import people
from samspil.people.terms import Role
from samspil.programme import queries as programme
from samspil.programme.concept.model import Concept, Intervention
from samspil.programme.concept.values import Text

OWN_INTERVENTION = {Role.MENTOR: "mentor", Role.PARENT_COACH: "parent"}


@dataclass(frozen=True, slots=True)
class Card:
    """One theme to talk about: its code, its title, questions to begin from."""

    code: str
    title: Text
    questions: tuple[Text, ...] = ()


def cards_of(actor: Actor, *, on: date) -> tuple[Card, ...]:
    """The cards of the programme the actor's municipality is in: the role's own intervention first.

    A coordinator sees the cards of mentors and coaches alike.
    """
    code = people.organisation(actor.tenant_id).municipality_code
    concept = programme.programme_near(code, on=on)
    if concept is None:
        return ()
    wanted = (
        [OWN_INTERVENTION[Role(actor.role)]] if actor.role in OWN_INTERVENTION else OWN_INTERVENTION.values()
    )
    own = [one for each in concept.interventions if each.slug in wanted for one in _themes(each)]
    found = {one.code: one for one in (*own, *_conversation(concept))}
    titles = {one.title.da: one for one in found.values()}  # a theme that stands in both is one card
    return tuple(titles.values())


def counts_of(actor: Actor, *, year: int) -> dict[str, int]:
    """How often the actor used each card in a year, over all own courses."""
    rows = ThemeCount.objects.filter(
        mentor__account_id=actor.account_id, mentor__role=actor.role, year=year, count__gt=0
    )
    return dict(rows.values_list("theme", "count"))


def sums_of(actor: Actor, *, year: int) -> dict[str, int]:
    """The municipality's sum of each theme in a year, only where it is at least five."""
    refuse(rules.may_see_sums(actor))
    rows = ThemeCount.objects.filter(year=year).values("theme").annotate(sum=Sum("count"))
    return {row["theme"]: row["sum"] for row in rows if row["sum"] >= rules.FEWEST_SHOWN}


def _themes(one: Intervention) -> list[Card]:
    return [Card(word[:60], Text(da=word, en=word)) for word in one.themes]


def _conversation(concept: Concept) -> list[Card]:
    return [
        Card(one.slug, one.title, tuple(each.words for each in one.questions))
        for one in concept.conversation_themes
    ]
