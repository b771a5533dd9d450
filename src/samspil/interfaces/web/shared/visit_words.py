"""How visits, pairs and what holds a series together are said, the same in both doors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspil.delivery.planning.continuity import Continuity
from samspil.delivery.queries.series import Notes, Seat, Told
from samspil.delivery.terms.visits import (
    ADAPT_REASONS,
    CANCEL_REASONS,
    GROUP_LEVELS,
    PLACE_STATES,
    SWAP_REASONS,
    TEAM,
    VISIT_STATES,
    AdaptReason,
    CancelReason,
    GroupLevel,
    PlaceState,
    SwapReason,
    VisitState,
)
from samspil.interfaces.web.shared import words
from samspil.programme.concept.model import Concept
from samspil.programme.concept.values import VisitPhase

PHASES: tuple[VisitPhase, ...] = ("before", "during", "after")


def role_label(concept: Concept) -> str:
    """What a role model is called in this programme."""
    return words.title_of(concept.vocabulary.roles, "role_model")


def when_words(visit: Any) -> str:
    """Mandag den 3. november kl. 10.00; or that there is no day yet."""
    if visit.on is None or visit.at is None:
        return _("No day yet")
    parts = {"day": words.weekday(visit.on), "time": f"{visit.at:%H.%M}"}
    return _("%(day)s at %(time)s") % parts


def which_words(visit: Any, series: Any) -> str:
    """Visit 2 of 3: identity"""
    told = {"number": visit.position, "of": series.visit_count, "theme": visit.theme}
    return _("Visit %(number)d of %(of)d: %(theme)s") % told


def group_words(series: Any) -> str:
    """Grades 7 to 10 · about 24 in the group"""
    told = {"level": GROUP_LEVELS[GroupLevel(series.level)], "count": series.about_how_many}
    return _("%(level)s · about %(count)d in the group") % told


def seat_view(one: Seat) -> dict[str, Any]:
    """Somebody in a pair, with how their place stands as a tag."""
    kinds = {PlaceState.ACCEPTED: "ok", PlaceState.SWAP_ASKED: "late", PlaceState.PROPOSED: "soon"}
    return {
        "name": one.name,
        "state_label": PLACE_STATES[one.state].title,
        "kind": kinds.get(one.state, ""),
        "why": SWAP_REASONS[SwapReason(one.asked_because)] if one.asked_because else "",
    }


def notes_view(notes: Notes | None, visit: Any, concept: Concept) -> list[tuple[str, str]]:
    """What was written about a visit, as facts with their heads; those that say nothing are left out."""
    if notes is None:
        return []
    is_held = visit.state == VisitState.HELD
    sheet = concept.run_sheet(visit.theme)
    done = [words.said(one.title) for one in sheet.steps if one.slug in visit.steps_done]
    adapted = ""
    if notes.adaptation:
        why = ADAPT_REASONS[AdaptReason(visit.adapted_because)]
        adapted = f"{notes.adaptation} ({why})"
    teacher = (_("yes") if visit.teacher_present else _("no")) if is_held else ""
    facts = (
        (_("Covered"), notes.covered),
        (_("Steps taken"), ", ".join(done)),
        (_("Remains"), notes.remains),
        (_("Adapted"), adapted),
        (_("To whoever comes next"), notes.handover_note),
        (_("The teacher was there"), str(teacher)),
    )
    return [(head, text) for head, text in facts if text]


def visit_view(told: Told, series: Any, concept: Concept) -> dict[str, Any]:
    """One visit of a series with its pair and what was written."""
    visit = told.visit
    is_cancelled = visit.state == VisitState.CANCELLED
    return {
        "id": visit.id,
        "number": visit.position,
        "title": which_words(visit, series),
        "when_words": when_words(visit),
        "minutes_words": words.minutes(visit.minutes),
        "state_label": VISIT_STATES[VisitState(visit.state)].title,
        "state": visit.state,
        "is_cancelled": is_cancelled,
        "is_fixed": visit.fixed and not is_cancelled,
        "because": CANCEL_REASONS[CancelReason(visit.cancelled_because)] if is_cancelled else "",
        "pair": [seat_view(one) for one in told.pair],
        "lacks": TEAM - len(told.pair) if visit.state == VisitState.PLANNED else 0,
        "swapped_out": [one.name for one in told.swapped_out],
        "facts": notes_view(told.notes, visit, concept),
    }


def run_sheet_view(concept: Concept, theme: str) -> list[dict[str, Any]]:
    """The steps of a theme's run sheet under before, during and after."""
    titles = {"before": _("Before"), "during": _("During the visit"), "after": _("After")}
    steps = concept.run_sheet(theme).steps
    return [
        {
            "title": titles[phase],
            "steps": [words.said(one.title) for one in steps if one.phase == phase],
        }
        for phase in PHASES
        if any(one.phase == phase for one in steps)
    ]


def continuity_view(one: Continuity, themes: Iterable[str]) -> list[str]:
    """What held the series together, part by part, in words. No figure for all of it."""
    if not one.held:
        return []
    told = [_("%(held)d of %(of)d visits held.") % {"held": one.held, "of": one.of}]
    if one.held > 1:
        told.append(_same(one))
        gaps = ", ".join(
            ngettext("%(count)d day", "%(count)d days", gap) % {"count": gap} for gap in one.gaps
        )
        told.append(_("Between them: %(gaps)s.") % {"gaps": gaps})
    planned = len(set(themes))
    told.append(
        _("%(count)d of %(of)d themes taken up.") % {"count": min(one.themes, planned), "of": planned}
    )
    if not one.in_order:
        told.append(_("They were not held in the order they were planned in."))
    return told


def _same(one: Continuity) -> str:
    if one.stayed and one.stayed == one.came:
        return _("The same people came every time.")
    if one.stayed:
        return ngettext(
            "%(count)d person came every time; others came as well.",
            "%(count)d people came every time; others came as well.",
            one.stayed,
        ) % {"count": one.stayed}
    return _("Nobody came every time.")
