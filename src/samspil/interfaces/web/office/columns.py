"""The columns of the spreadsheets a municipality brings: their heads, and how a cell is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samspil.delivery.terms import CUSTODY, DECIDERS, Custody
from samspil.interfaces.web.office.cells import (
    EXAMPLE,
    METHOD,
    Unread,
    born,
    day,
    month,
    number,
    one_of,
    reference,
    words,
    yes_of,
)
from samspil.interfaces.web.shared.words import said
from samspil.kernel.words import Words
from samspil.people.terms import INVITABLE, LANGUAGES, ROLES, ImportKind
from samspil.programme.concept.model import Concept


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, what it is for, how a cell becomes a value, and what the template shows."""

    key: str
    title: Words
    meaning: Words
    read: Callable[[str], Any]
    example: str
    is_needed: bool = True
    choices: tuple[str, ...] = ()


# --- the columns


@dataclass(frozen=True, slots=True)
class YesTo:
    """The head of a purpose's column, in the language it is asked in."""

    consent: Any

    def __str__(self) -> str:
        return gettext("Yes to: %(what)s") % {"what": said(self.consent.title)}


ANSWERED = one_of((one, CUSTODY[one]) for one in (Custody.NONE, Custody.GIVEN))


def columns_of(kind: ImportKind, concept: Concept, today: date) -> tuple[Column, ...]:
    """The columns of a file of this kind, with the words that the municipality's concept file has."""
    if kind == ImportKind.STAFF:
        return _staff(today)
    return (
        *_way_in(concept, today),
        *_who(concept),
        *_basis(concept),
        *_yeses(concept, today),
        *_plan(today),
    )


def _staff(today: date) -> tuple[Column, ...]:
    roles, shown = one_of((one, ROLES[one].title) for one in INVITABLE)
    return (
        Column("name", _("Name"), _("First and last name."), words(100), "Noor Eksempel"),
        Column(
            "email",
            _("E-mail address"),
            _("What they sign in with. Each address once for each role."),
            staff_email,
            "eksempel@kommune.example",
        ),
        Column("role", _("Role"), _("What they do."), roles, shown[0], choices=shown),
        Column(
            "capacity",
            _("Most courses at a time"),
            _("How many courses they can have at a time: 1 to 20."),
            number(1, 20),
            "4",
        ),
        Column("from_on", _("From"), _("The first day in the role."), day, f"{today:%d-%m-%Y}"),
    )


def staff_email(text: str) -> str:
    """A sign-in name; never the template's."""
    if text.lower() == "eksempel@kommune.example":
        raise Unread(_("This is the template's example. Delete the row."))
    return words(254)(text)


def _way_in(concept: Concept, today: date) -> tuple[Column, ...]:
    tools = {one.intervention for one in concept.progression.instruments}
    kinds, kinds_shown = one_of((one.slug, one.title) for one in concept.interventions if one.slug in tools)
    sources, sources_shown = one_of((one.slug, one.title) for one in concept.vocabulary.referral_sources)
    return (
        Column(
            "reference",
            _("Reference"),
            _("Your own number of the course, so that a row is taken in once. Never a CPR number."),
            reference,
            EXAMPLE,
        ),
        Column(
            "intervention", _("Kind of help"), _("Which of them."), kinds, kinds_shown[0], choices=kinds_shown
        ),
        Column("source", _("Came from"), _("The way in."), sources, sources_shown[0], choices=sources_shown),
        Column(
            "offered_month", _("Offered in"), _("The month."), month, f"{today - timedelta(days=160):%m-%Y}"
        ),
    )


def _who(concept: Concept) -> tuple[Column, ...]:
    channels, channels_shown = one_of((one.slug, one.title) for one in concept.vocabulary.contact_channels)
    languages, languages_shown = one_of(LANGUAGES.items())
    deciders, deciders_shown = one_of(DECIDERS.items())
    return (
        Column("name", _("Name"), _("First and last name."), words(100), "Noor Eksempel"),
        Column(
            "born", _("Year of birth"), _("The year, or year and month. Never the day."), born, "1995", False
        ),
        Column(
            "language",
            _("Language"),
            _("What the person would like to be written to in. Empty is Danish."),
            languages,
            languages_shown[0],
            False,
            languages_shown,
        ),
        Column(
            "channel",
            _("How to reach the person"),
            _("The way they chose."),
            channels,
            channels_shown[0],
            choices=channels_shown,
        ),
        Column(
            "contact",
            _("Number or address for that"),
            _("No home address."),
            words(100),
            "00 00 00 00",
            False,
        ),
        Column(
            "need",
            _("What the person would like help with"),
            _("In the person's own words."),
            words(500),
            "",
            False,
        ),
        Column(
            "decided_by",
            _("Who decided to offer it"),
            _("Empty is the coordinator."),
            deciders,
            deciders_shown[0],
            False,
            deciders_shown,
        ),
    )


def _basis(concept: Concept) -> tuple[Column, ...]:
    bases, shown = one_of((one.slug, one.title) for one in concept.vocabulary.legal_bases)
    usual = next((said(one.title) for one in concept.vocabulary.legal_bases if one.slug == "none"), shown[0])
    return (
        Column("basis", _("Legal basis"), _("What the help rests on."), bases, usual, choices=shown),
        Column(
            "decision",
            _("Number of the decision"),
            _("Section 32 only: in the municipality's own system."),
            words(60),
            "",
            False,
        ),
        Column(
            "childs_view",
            _("The young person's own view"),
            _("Section 32 only, in their own words."),
            words(500),
            "",
            False,
        ),
        Column("childs_view_on", _("Said on"), _("The day of that view."), day, "", False),
        Column(
            "custody",
            _("Yes from a custody holder"),
            _("Where the basis asks for it. Empty is not needed."),
            ANSWERED[0],
            ANSWERED[1][0],
            False,
            ANSWERED[1],
        ),
        Column(
            "custody_2",
            _("Yes from the other custody holder"),
            _("Empty is not needed."),
            ANSWERED[0],
            "",
            False,
            ANSWERED[1],
        ),
    )


def _yeses(concept: Concept, today: date) -> tuple[Column, ...]:
    given = f"{today - timedelta(days=130):%d-%m-%Y}"
    how = _("No, yes (as the yes to the support), or a day, with how it was given if that differs.")
    return (
        Column(
            "accepted_on",
            _("Yes to the support on"),
            _("The day of the yes. Without one there is no course."),
            day,
            given,
        ),
        Column(
            "method",
            _("How the yes was given"),
            _("For every yes without one of its own."),
            METHOD[0],
            METHOD[1][-1],
            choices=METHOD[1],
        ),
        *(
            Column(f"yes_{one.slug}", YesTo(one), how, yes_of, "ja" if number == 0 else "nej", False)
            for number, one in enumerate(further(concept))
        ),
    )


def further(concept: Concept) -> list[Any]:
    """The purposes with a column of their own; sharing names its recipient and is asked on its page."""
    return [one for one in concept.consents if one.slug not in ("support", "sharing")]


def _plan(today: date) -> tuple[Column, ...]:
    goal = _("In the person's words, short enough for a button.")
    return (
        Column(
            "mentor",
            _("E-mail address of the mentor or coach"),
            _("Who holds the course. Bring the staff first."),
            words(254),
            "mentor@kommune.example",
        ),
        Column(
            "started_on",
            _("The course started"),
            _("The real day. Measurements count from it and are owed from the day you bring the file."),
            day,
            f"{today - timedelta(days=120):%d-%m-%Y}",
        ),
        Column("purpose", _("Purpose"), _("What the course is for."), words(500), "At trives i skolen"),
        Column("tasks", _("The mentor's tasks"), _("What the mentor does."), words(500), "Mødes hver uge"),
        Column(
            "expected_months",
            _("Expected duration in months"),
            _("1 to 36, from the start."),
            number(1, 36),
            "12",
        ),
        Column("agreed_minutes", _("Agreed minutes a week"), _("15 to 600."), number(15, 600), "60"),
        Column("goal_1", _("First goal"), goal, words(40), "Sove bedre"),
        Column("goal_2", _("Second goal"), goal, words(40), "", False),
        Column("goal_3", _("Third goal"), goal, words(40), "", False),
    )
