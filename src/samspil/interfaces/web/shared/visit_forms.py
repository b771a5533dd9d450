"""The form on how a visit went, the same for the pair and for the coordinator."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from samspil.delivery.queries import series as queries
from samspil.delivery.queries.series import Notes, Told
from samspil.delivery.rules.series import MOST_WORDS, Written
from samspil.delivery.terms.visits import ADAPT_REASONS, VisitState
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.forms import one_of, some_of, text
from samspil.programme.concept.model import Concept

YES, NO = "yes", "no"
NOBODY = _("No pupil's name, and nothing a pupil said that tells who it was.")


def adaptation_fields() -> tuple[forms.ChoiceField, forms.CharField]:
    """What is adapted for the group, and why."""
    because = one_of(_("Adapted, because of"), required=False)
    because.choices = [(one.value, title) for one, title in ADAPT_REASONS.items()]
    return because, text(_("What was adapted"), most=MOST_WORDS, required=False, lines=2)


class WrittenForm(forms.Form):
    """What was covered, what remains, what was adapted, and a word to whoever comes next."""

    steps_done = some_of(_("Which steps did you take?"))
    teacher_present = one_of(_("Was the teacher there?"))
    covered = text(_("What did you cover?"), most=MOST_WORDS, required=False, lines=3, help_text=NOBODY)
    remains = text(_("What remains for another time?"), most=MOST_WORDS, required=False, lines=2)
    adapted_because, adaptation = adaptation_fields()
    handover_note = text(
        _("To whoever comes next"),
        most=MOST_WORDS,
        required=False,
        lines=3,
        help_text=_("How the group is met best, and what was agreed. It is read before the next visit."),
    )

    based_on = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, concept: Concept, theme: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = concept.run_sheet(theme).steps
        self.fields["steps_done"].choices = words.choices(steps)  # type: ignore[attr-defined]
        self.fields["teacher_present"].choices = [(YES, _("Yes")), (NO, _("No"))]  # type: ignore[attr-defined]

    def written(self) -> Written:
        """What was said."""
        data = self.cleaned_data
        return Written(
            tuple(data["steps_done"]),
            data["teacher_present"] == YES,
            data["covered"],
            data["remains"],
            data["handover_note"],
            data["adapted_because"],
            data["adaptation"],
        )

    def build_on(self, told: Told) -> None:
        """Keep what was typed, and let it be saved in the place of what stands now."""
        data = cast(QueryDict, self.data).copy()
        data["based_on"] = queries.stamp_of(told.visit)
        self.data = data

    @staticmethod
    def said(told: Told) -> Written:
        """What stands there, as it would be written."""
        visit, notes = told.visit, told.notes or Notes("", "", "", "")
        return Written(
            tuple(visit.steps_done),
            bool(visit.teacher_present),
            notes.covered,
            notes.remains,
            notes.handover_note,
            visit.adapted_because,
            notes.adaptation,
        )

    @staticmethod
    def presets(told: Told) -> dict[str, Any]:
        """What stands there now."""
        visit, notes = told.visit, told.notes
        said = {
            "steps_done": visit.steps_done,
            "adapted_because": visit.adapted_because,
            "based_on": queries.stamp_of(visit),
        }
        if visit.state == VisitState.HELD:
            said["teacher_present"] = YES if visit.teacher_present else NO
        if notes is None:
            return said
        return said | {
            "covered": notes.covered,
            "remains": notes.remains,
            "adaptation": notes.adaptation,
            "handover_note": notes.handover_note,
        }
