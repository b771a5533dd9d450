"""Who may show, answer and explain a form that is owed outside courses, and what an answer must be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from samspil.delivery.instruments.shape import Given, Instrument, Number
from samspil.delivery.models.forms import OwedForm
from samspil.delivery.models.pupils import PupilRound, PupilWords
from samspil.delivery.models.series import Visit
from samspil.delivery.terms.forms import (
    FORM_REASONS,
    FORM_STATES,
    MOST_SHEETS,
    WORDS_STATES,
    FormAsked,
    FormState,
    WordsState,
)
from samspil.delivery.terms.visits import VisitState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

TOLD = (Role.TRAINING_PROVIDER, Role.PROGRAMME_OFFICE, Role.EVALUATOR)
"""Who is told what those who came to a course answered."""


def may_ask_group(visit: Visit, closes_on: date | None, on: date) -> Refusal | None:
    """A group is asked from the day of the visit until its form closes."""
    if visit.state == VisitState.CANCELLED:
        return Refusal(_("This visit was cancelled."))
    if visit.on is None:
        return Refusal(_("This visit has no day yet."))
    if closes_on is None:
        return Refusal(_("The programme asks the group nothing after a visit."))
    if visit.on > on:
        return Refusal(_("The group can be asked from the day of the visit on."))
    return None if on <= closes_on else Refusal(_("The form has closed."))


def may_send_group(round_: PupilRound, on: date) -> Refusal | None:
    """A group's form is answered until it closes, by no more than a group has."""
    if round_.closed_as is not None or on > round_.closes_on:
        return Refusal(_("The form has closed."))
    return None if round_.answered < MOST_SHEETS else Refusal(_("The form is full."))


def may_answer_form(owed: OwedForm, on: date) -> Refusal | None:
    """A form is answered while it is open, and late until its last day."""
    if owed.state in (FormState.DONE, FormState.LATE):
        return Refusal(_("This form has been answered."))
    if owed.state != FormState.OPEN or on > owed.late_until:
        return Refusal(_("The form has closed."))
    return None


def may_hand_out_form(owed: OwedForm, on: date) -> Refusal | None:
    """A teacher's form is handed out as a link while it can be answered."""
    if owed.asked != FormAsked.TEACHER:
        return Refusal(_("This form is not handed out as a link."))
    return may_answer_form(owed, on)


def must_say_something(tool: Instrument, answers: Mapping[str, Given | None]) -> Refusal | None:
    """Each answer fits its question, and one question at least is answered."""
    for code, value in answers.items():
        if not tool.accepts(code, value):
            return Refusal(_("Choose one from the list."), code)
    if all(value is None for value in answers.values()):
        return Refusal(_("Answer one question at least."))
    return None


def may_explain_form(owed: OwedForm, on: date) -> Refusal | None:
    """A reason is given for a form that was missed without, or for an open one whose day has passed."""
    if owed.state == FormState.OPEN and owed.due_on < on:
        return None
    if owed.state == FormState.MISSED and not owed.reason:
        return None
    if owed.state == FormState.OPEN:
        return Refusal(_("Its day has not passed yet."))
    return Refusal(_("This form already has an answer or a reason."))


def must_be_a_reason(outcome: str, reason: str) -> Refusal | None:
    """An outcome that an open form can have, with one of its reasons."""
    if outcome not in FORM_REASONS:
        return Refusal(_("Choose one from the list."), "outcome")
    if reason not in FORM_REASONS[FormState(outcome)]:
        return Refusal(_("Choose one from the list."), "reason")
    return None


def may_become(state: str, to: FormState) -> Refusal | None:
    """A form moves only along its table of states."""
    here = FormState(state)
    if here == to or to in FORM_STATES[here].leads_to:
        return None
    return Refusal(_("This form already has an answer or a reason."))


def must_have_closed(round_: PupilRound) -> Refusal | None:
    """Lines are read when no more can come: before that the pair is still with the group."""
    return None if round_.closed_as is not None else Refusal(_("The form is still open."), "to")


def must_be_countable(tool: Instrument) -> Refusal | None:
    """A group is asked nothing whose answers cannot all be foreseen: what was typed would be kept so."""
    if not tool.asks(Number):
        return None
    return Refusal(_("The form asks for a number, and a group's answers are counted. Nobody is asked it."))


def may_screen(words: PupilWords, to: str) -> Refusal | None:
    """A line is shown after somebody read it, or withheld; what was withheld is gone."""
    if to not in (WordsState.RELEASED, WordsState.WITHHELD):
        return Refusal(_("Choose what to do."), "to")
    if WordsState(to) in WORDS_STATES[WordsState(words.state)].leads_to:
        return None
    return Refusal(_("This has been done already."))


def may_read_results(actor: Actor) -> Refusal | None:
    """What those who came to a course answered is told to the provider, the programme office and the
    evaluator.
    """
    return None if actor.role in TOLD else Refusal(_("Your role does not give access here."))
