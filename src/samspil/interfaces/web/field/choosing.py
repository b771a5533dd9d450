"""Two versions of one meeting, field by field: a person chooses what is to stand."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.delivery.queries.sessions import Told
from samspil.delivery.rules.sessions import MOST_CHARACTERS, Held, differing
from samspil.delivery.terms.families import WITH_WHOM, WithWhom
from samspil.interfaces.web.field.forms import SessionForm
from samspil.interfaces.web.shared import words
from samspil.kernel.ids import uuid7
from samspil.programme import queries as programme
from samspil.programme.concept.model import Concept

LABELS = {
    "kind": gettext_lazy("How"),
    "minutes": gettext_lazy("Minutes"),
    "goal_ids": gettext_lazy("Goals you touched"),
    "agreed": gettext_lazy("Agreed until next time"),
    "next_on": gettext_lazy("Next time"),
    "did": gettext_lazy("What you did"),
    "place": gettext_lazy("Type of place"),
    "methods": gettext_lazy("Method"),
    "held_on": gettext_lazy("When it was"),
    "for_record": gettext_lazy("Belongs in the municipality's journal"),
    "with_interpreter": gettext_lazy("An interpreter was there"),
    "with_whom": gettext_lazy("With whom"),
}
TEXTS = ("agreed", "did")
Goals = Sequence[tuple[uuid.UUID, str]]


def is_chosen(data: Mapping[str, Any]) -> bool:
    """Whether this comes from the page with two versions."""
    return data.get("choose") == "yes"


def chosen(data: Mapping[str, Any], mine: Held, theirs: Held) -> tuple[Held, bool]:
    """The contact put together as it was chosen, and whether a choice is missing."""
    made: Held = mine
    missing = False
    for name in differing(mine, theirs):
        keep = data.get(f"keep_{name}")
        if keep == "theirs":
            made = _with(made, name, getattr(theirs, name))
        elif keep == "both" and (text := both(mine, theirs, name)):
            made = _with(made, name, text)
        elif keep != "mine":
            missing = True
    return made, missing


def _with(held: Held, name: str, value: Any) -> Held:
    changed: dict[str, Any] = {name: value}
    return replace(held, **changed)


def both(mine: Held, theirs: Held, name: str) -> str:
    """Two texts one after the other, where that is possible; else nothing."""
    if name not in TEXTS or not getattr(mine, name) or not getattr(theirs, name):
        return ""
    text = f"{getattr(theirs, name)}\n{getattr(mine, name)}"
    return text if len(text) <= MOST_CHARACTERS else ""


def page(
    request: HttpRequest, found: Any, course: Any, mine: Held, told: Told, form: SessionForm
) -> HttpResponse:
    """Both versions field by field. What was changed in one of them only is chosen beforehand."""
    concept = programme.concept(course.concept_id)
    base = told.at_version(form.cleaned_data["version"] or 0)
    key = form.cleaned_data["key"]
    rows = [
        {
            "name": f"keep_{name}",
            "label": LABELS[name],
            "choices": _choices(mine, told, name, concept),
            "checked": request.POST.get(f"keep_{name}")
            or ("" if is_chosen(request.POST) else _beforehand(base, mine, told.held, name)),
        }
        for name in differing(mine, told.held)
    ]
    context = {
        "code": course.code,
        "rows": rows,
        "missing": is_chosen(request.POST),
        "sent": _sent(form, told.version, uuid7() if key == found.id else key),
        "draft": str(key or ""),
        "url": reverse("field:session-edit", args=[found.id]),
        "cancel_url": reverse("field:course", args=[course.id]),
    }
    return TemplateResponse(request, "field/choosing.html", {"page": context}, status=409)


def facts(held: Held, concept: Concept, goals: Goals) -> list[tuple[Any, str]]:
    """A contact as labels with words, without what is empty."""
    said = [(LABELS[name], _words(held, name, concept, goals)) for name in LABELS]
    return [(label, text) for label, text in said if text]


def _choices(mine: Held, told: Told, name: str, concept: Concept) -> list[dict[str, str]]:
    offered = [
        ("mine", _("What you send now"), _words(mine, name, concept, told.goals)),
        ("theirs", _("What is saved already"), _words(told.held, name, concept, told.goals)),
    ]
    if text := both(mine, told.held, name):
        offered.append(("both", _("Both, one after the other"), text))
    return [{"value": value, "label": label, "text": text or _("nothing")} for value, label, text in offered]


def _beforehand(base: Held | None, mine: Held, theirs: Held, name: str) -> str:
    """Whose change it was, where only one of the two changed this field; else nobody's."""
    if base is None:
        return ""
    if name not in differing(base, theirs):
        return "mine"
    return "theirs" if name not in differing(base, mine) else ""


def _sent(form: SessionForm, version: int, key: uuid.UUID | None) -> list[tuple[str, str]]:
    """What was sent, to be sent again with the choices on top of the version that stands."""
    kept = ("version", "key", "csrfmiddlewaretoken", "choose", "save")
    again = [
        (name, value)
        for name, values in form.data.lists()  # type: ignore[attr-defined]
        if name not in kept and not name.startswith("keep_")
        for value in values
    ]
    return [*again, ("version", str(version)), ("key", str(key or uuid7())), ("choose", "yes")]


def _words(held: Held, name: str, concept: Concept, goals: Goals) -> str:
    value, vocabulary = getattr(held, name), concept.vocabulary
    if name == "kind":
        return words.title_of(vocabulary.session_kinds, value)
    if name == "place":
        return words.title_of(vocabulary.place_types, value)
    if name == "minutes":
        return words.minutes(value)
    if name == "goal_ids":
        return ", ".join(text for one, text in goals if one in value)
    if name == "methods":
        every = [method for one in concept.interventions for method in one.practice.methods]
        return ", ".join(words.title_of(every, one) for one in value)
    if name in ("held_on", "next_on"):
        return words.day_and_year(value) if value else ""
    if name == "for_record":
        return _("Yes") if value else _("No")
    if name == "with_interpreter":
        return _("Yes") if value else ""
    if name == "with_whom":
        return "" if value == WithWhom.FIRST else str(WITH_WHOM[WithWhom(value)])
    return str(value)
