"""The words of forms that are owed outside courses: about what, by whom, and how each stands."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samspil.delivery.terms.courses import StateTerms
from samspil.kernel.words import Words

ENOUGH = 5
"""Fewer answers than this are told to nobody."""

MOST_SHEETS = 500
"""More answers than this are of no class."""

LONGEST_CODE = 60


class FormAbout(StrEnum):
    """What a form is about."""

    VISIT = "visit"
    TRAINING = "training"
    TRAINING_DAY = "training_day"


OF_TRAINING = (FormAbout.TRAINING, FormAbout.TRAINING_DAY)
"""Those about a course: after the whole of it, or after each of its days."""


class FormAsked(StrEnum):
    """Who is asked. A role model and a participant are one member of staff each, the others nobody."""

    PUPILS = "pupils"
    TEACHER = "teacher"
    ROLE_MODEL = "role_model"
    PARTICIPANT = "participant"


OF_ONE = (FormAsked.ROLE_MODEL, FormAsked.PARTICIPANT)
"""Those who are asked one by one, each by their own appointment."""

FORMS: dict[FormAsked, Words] = {
    FormAsked.PUPILS: _("The group's form"),
    FormAsked.TEACHER: _("The teacher's form"),
    FormAsked.ROLE_MODEL: _("The form of those who came"),
    FormAsked.PARTICIPANT: _("The participant's form"),
}


class FormState(StrEnum):
    """How an owed form stands: as a measurement does, but nobody's withdrawal stops it."""

    OPEN = "open"
    DONE = "done"
    LATE = "late"
    MISSED = "missed"
    EXCUSED = "excused"


F = FormState
FORM_STATES: dict[FormState, StateTerms] = {
    F.OPEN: StateTerms(pgettext_lazy("form", "Open"), "coordinator", (F.DONE, F.LATE, F.MISSED, F.EXCUSED)),
    F.DONE: StateTerms(_("On time"), "nobody", ()),
    F.LATE: StateTerms(_("Late"), "nobody", ()),
    F.MISSED: StateTerms(_("Missed"), "coordinator", (F.EXCUSED,)),
    F.EXCUSED: StateTerms(_("Excused"), "nobody", ()),
}


class FormReason(StrEnum):
    """Why a form was not answered. It never says who."""

    FORGOTTEN = "forgotten"
    NO_TIME = "no_time"
    DECLINED = "declined"
    NOT_POSSIBLE = "not_possible"
    TECHNICAL = "technical"


FORM_REASONS: dict[FormState, dict[FormReason, Words]] = {
    F.MISSED: {
        FormReason.FORGOTTEN: _("It was forgotten"),
        FormReason.NO_TIME: _("There was no time"),
        FormReason.DECLINED: _("They did not wish to"),
    },
    F.EXCUSED: {
        FormReason.NOT_POSSIBLE: _("It could not be done there"),
        FormReason.TECHNICAL: _("A technical fault on our side"),
    },
}
"""The reasons of each outcome that a coordinator can write down."""


class WordsState(StrEnum):
    """Whether a line of somebody's own words has been read by a person who may let it be shown."""

    WAITING = "waiting"
    RELEASED = "released"
    WITHHELD = "withheld"


WORDS_STATES: dict[WordsState, StateTerms] = {
    WordsState.WAITING: StateTerms(
        pgettext_lazy("own words", "To be read"), "coordinator", (WordsState.RELEASED, WordsState.WITHHELD)
    ),
    WordsState.RELEASED: StateTerms(
        pgettext_lazy("own words", "Shown"), "coordinator", (WordsState.WITHHELD,)
    ),
    WordsState.WITHHELD: StateTerms(pgettext_lazy("own words", "Not shown"), "nobody", ()),
}
"""What was withheld is erased with it: only that it was stays."""


class WordsMark(StrEnum):
    """What in somebody's own words looks as if it pointed at a person."""

    NUMBER = "number"
    ADDRESS = "address"
    NAME = "name"
    STAFF = "staff"


WORDS_MARKS: dict[WordsMark, Words] = {
    WordsMark.NUMBER: _("looks like a number of somebody"),
    WordsMark.ADDRESS: _("looks like an address"),
    WordsMark.NAME: _("looks like a name"),
    WordsMark.STAFF: _("names somebody who works here"),
}
