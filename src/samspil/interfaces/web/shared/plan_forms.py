"""The forms on plans, areas of everyday life and reviews; the office and the field show the same ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.delivery.queries.moves import Brought
from samspil.delivery.queries.plans import Area, Standing
from samspil.delivery.rules.plans import LONG, ON_A_BUTTON, SHORT, TOP, OwnGoal, PlanWords, Step
from samspil.delivery.rules.reviews import Held
from samspil.delivery.terms.work import MOST_GOALS, MOST_STEPS, PRESENT
from samspil.interfaces.web.shared.forms import day_of, one_of, some_of, text
from samspil.kernel.errors import Refusal, Refused
from samspil.people.terms import CAPACITIES, METHODS, TAKEN_DOWN, Capacity
from samspil.programme.concept.model import Practice

GOAL_PARTS = ("", "_notice", "_now", "_wanted")
STEP_PARTS = ("_what", "_who", "_by_when")
NUMBERED = re.compile(r"(goal|step)_(\d+)(.*)")


def on_the_scale(label: Any, help_text: Any = "") -> forms.IntegerField:
    """A number from 0 to 10, or none."""
    return forms.IntegerField(label=label, min_value=0, max_value=TOP, required=False, help_text=help_text)


class PlanForm(forms.Form):
    """A whole plan: what it is for, up to three own goals, steps, who helps, and when it is looked at."""

    purpose = text(
        gettext_lazy("Purpose"), most=LONG, lines=3, help_text=gettext_lazy("In the person's own words.")
    )
    tasks = text(gettext_lazy("The mentor's tasks"), most=LONG, lines=3)
    expected_months = forms.IntegerField(
        label=gettext_lazy("Expected duration in months"), min_value=1, max_value=36
    )
    agreed_minutes = forms.IntegerField(
        label=gettext_lazy("Agreed minutes a week"), min_value=15, max_value=600
    )
    helpers = text(
        gettext_lazy("Who else helps"),
        most=SHORT,
        required=False,
        lines=3,
        help_text=gettext_lazy("One on each line, as a role: class teacher, older brother. No names."),
    )
    review_on = day_of(gettext_lazy("The plan is looked at together on"), required=False)
    started_on = day_of(gettext_lazy("The course starts"))

    def __init__(self, *args: Any, starts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not starts:
            del self.fields["started_on"]
        names = (_("First goal"), _("Second goal"), _("Third goal"))
        for number, name in enumerate(names, start=1):
            self._add_goal(number, name)
        for number in range(1, MOST_STEPS + 1):
            self._add_step(number)

    def _add_goal(self, number: int, name: str) -> None:
        hint = _("A few words that fit on a button, in the person's own words.") if number == 1 else ""
        fields = (
            text(name, most=ON_A_BUTTON, required=number == 1, help_text=hint),
            text(_("How will you notice it?"), most=SHORT, required=False),
            on_the_scale(_("Now, 0 to 10")),
            on_the_scale(_("Wanted, 0 to 10")),
        )
        self.fields |= {f"goal_{number}{part}": one for part, one in zip(GOAL_PARTS, fields, strict=True)}

    def _add_step(self, number: int) -> None:
        told = {"number": number}
        fields = (
            text(_("Step %(number)d: what") % told, most=SHORT, required=False),
            text(_("Step %(number)d: who") % told, most=ON_A_BUTTON, required=False),
            text(_("Step %(number)d: when") % told, most=ON_A_BUTTON, required=False),
        )
        self.fields |= {f"step_{number}{part}": one for part, one in zip(STEP_PARTS, fields, strict=True)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in range(2, MOST_GOALS + 1):
            said = any(cleaned.get(f"goal_{number}{part}") not in (None, "") for part in GOAL_PARTS[1:])
            if said and not cleaned.get(f"goal_{number}") and f"goal_{number}" not in self.errors:
                self.add_error(f"goal_{number}", _("Write the goal itself."))
        return cleaned

    def plan(self) -> PlanWords:
        """What was written, as a plan; what was left empty is left out."""
        data = self.cleaned_data
        goals = (
            OwnGoal(*(data[f"goal_{number}{part}"] for part in GOAL_PARTS)) for number in self._filled("goal")
        )
        steps = (
            Step(*(data[f"step_{number}{part}"] for part in ("_who", "_what", "_by_when")))
            for number in self._filled("step")
        )
        return PlanWords(
            data["purpose"],
            data["tasks"],
            data["expected_months"],
            data["agreed_minutes"],
            tuple(goals),
            tuple(steps),
            tuple(line.strip() for line in data["helpers"].splitlines() if line.strip()),
            data["review_on"],
        )

    def _filled(self, kind: str) -> list[int]:
        parts = {"goal": ("",), "step": STEP_PARTS}[kind]
        most = {"goal": MOST_GOALS, "step": MOST_STEPS}[kind]
        return [
            number
            for number in range(1, most + 1)
            if any(self.cleaned_data.get(f"{kind}_{number}{part}") for part in parts)
        ]

    def in_its_place(self, refused: Refused) -> Refused:
        """A rule counts the goals and steps that were written; the page counts its boxes."""
        found = NUMBERED.fullmatch(refused.refusal.field or "")
        if found is None:
            return refused
        filled = self._filled(found[1])
        number = filled[int(found[2]) - 1] if int(found[2]) <= len(filled) else int(found[2])
        return Refused(Refusal(refused.refusal.sentence, f"{found[1]}_{number}{found[3]}"))

    def goals(self) -> dict[str, list[Any]]:
        """The boxes of each goal; those that hold nothing are folded in, but for the first."""
        return self._boxes("goal", MOST_GOALS, GOAL_PARTS)

    def steps(self) -> dict[str, list[Any]]:
        """The boxes of each step."""
        return self._boxes("step", MOST_STEPS, STEP_PARTS)

    def _boxes(self, kind: str, most: int, parts: Sequence[str]) -> dict[str, list[Any]]:
        boxes: dict[str, list[Any]] = {"open": [], "more": []}
        for number in range(1, most + 1):
            fields = [self[f"{kind}_{number}{part}"] for part in parts]
            held = any(one.value() not in (None, "") or one.errors for one in fields)
            box = {"fields": fields[:-2], "pair": fields[-2:]}
            boxes["open" if held or number == 1 else "more"].append(box)
        return boxes

    @staticmethod
    def presets(standing: Standing, practice: Practice, today: date) -> dict[str, Any]:
        """The plan as it stands, or what the concept file suggests."""
        plan = standing.words
        if plan is None:
            return {
                "expected_months": practice.expected_months,
                "agreed_minutes": practice.agreed_minutes_per_week,
                "review_on": today + timedelta(weeks=practice.review_every_weeks),
                "started_on": today,
            }
        values: dict[str, Any] = {
            "purpose": plan.purpose,
            "tasks": plan.tasks,
            "expected_months": plan.expected_months,
            "agreed_minutes": plan.agreed_minutes,
            "helpers": "\n".join(plan.helpers),
            "review_on": plan.review_on if plan.review_on and plan.review_on > today else None,
            "started_on": today,
        }
        for number, goal in enumerate(plan.goals, start=1):
            told = (goal.words, goal.notice, goal.now, goal.wanted)
            values |= {f"goal_{number}{part}": one for part, one in zip(GOAL_PARTS, told, strict=True)}
        for number, step in enumerate(plan.steps, start=1):
            values |= {
                f"step_{number}_who": step.who,
                f"step_{number}_what": step.what,
                f"step_{number}_by_when": step.by_when,
            }
        return values

    @staticmethod
    def brought(told: Brought) -> dict[str, Any]:
        """What a course brought from another municipality, as the plan's first words."""
        values: dict[str, Any] = {"purpose": told.purpose, "agreed_minutes": told.agreed_minutes}
        values |= {
            f"goal_{place}{GOAL_PARTS[0]}": one["words"] for place, one in enumerate(told.goals, start=1)
        }
        return {name: value for name, value in values.items() if value}


class AcceptForm(forms.Form):
    """A yes to the plan: whose, how it was said, and when."""

    capacity = one_of(gettext_lazy("Who said yes"))
    method = one_of(gettext_lazy("How the yes was given"))
    accepted_on = day_of(gettext_lazy("Said on"))

    def __init__(self, missing: Sequence[Capacity], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capacity"].choices = [(one.value, CAPACITIES[one]) for one in missing]  # type: ignore[attr-defined]
        if len(missing) == 1:
            self.fields["capacity"].initial = missing[0].value
        self.fields["method"].choices = [(one.value, METHODS[one]) for one in TAKEN_DOWN]  # type: ignore[attr-defined]


class TickForm(forms.Form):
    """Whether a step is done."""

    done = forms.ChoiceField(choices=(("yes", "yes"), ("no", "no")))


class AreaForm(forms.Form):
    """One area of everyday life. Everything may be left empty."""

    works = text(gettext_lazy("What works"), most=LONG, required=False, lines=3)
    hard = text(gettext_lazy("What is hard"), most=LONG, required=False, lines=3)
    helps = text(
        gettext_lazy("Who helps"),
        most=LONG,
        required=False,
        lines=2,
        help_text=gettext_lazy("As a role, not by name."),
    )
    wish = text(gettext_lazy("What would be good"), most=LONG, required=False, lines=3)

    def said(self) -> Area:
        """What was written."""
        return Area(*(self.cleaned_data[name] for name in ("works", "hard", "helps", "wish")))


class ReviewForm(forms.Form):
    """A review: who was there, the person's own numbers for the goals, what was agreed, and the next day."""

    held_on = day_of(gettext_lazy("Held on"))
    present = some_of(gettext_lazy("Who was there"))
    agreed = text(
        gettext_lazy("What you agreed on"),
        most=LONG,
        required=False,
        lines=3,
        help_text=gettext_lazy("Facts and agreements. No names of others."),
    )
    next_on = day_of(gettext_lazy("The next review"))

    def __init__(self, goals: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = [(one.value, title) for one, title in PRESENT.items()]  # type: ignore[attr-defined]
        self.goal_keys = [key for key, _words in goals]
        rated = {f"rating_{key}": on_the_scale(words) for key, words in goals}
        after = ("agreed", "next_on")
        last = {name: self.fields.pop(name) for name in after}
        self.fields |= {**rated, **last}

    def ratings(self) -> list[Any]:
        """The boxes for the person's own numbers."""
        return [self[f"rating_{key}"] for key in self.goal_keys]

    def held(self) -> Held:
        """What was written."""
        data = self.cleaned_data
        given = {key: data[f"rating_{key}"] for key in self.goal_keys}
        return Held(
            data["held_on"],
            data["next_on"],
            tuple(data["present"]),
            data["agreed"],
            {key: value for key, value in given.items() if value is not None},
        )
