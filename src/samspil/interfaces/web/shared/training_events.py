"""Training events as the office and those who come read them: what was changed, and what is told."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspil.delivery.queries import supplier
from samspil.delivery.queries.training import Event
from samspil.delivery.terms.training import EVENT_CHANGES, EventState
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.coverage import instrument_title
from samspil.programme import queries as programme
from samspil.programme.concept.teaching import Module, taught_on

Told = dict[str, list[dict[str, Any]]]


def changed_note(found: Event) -> str:
    """What the provider changed after it was planned; nothing once it is over."""
    if found.changed_on is None or found.state != EventState.PLANNED:
        return ""
    told = {
        "day": words.day_and_year(found.changed_on),
        "what": ", ".join(str(EVENT_CHANGES[one]) for one in found.changed),
    }
    return _("Changed, last on %(day)s: %(what)s. See whether it still fits.") % told


def content(found: Event) -> dict[str, Any]:
    """What an event of a track teaches: its parts with hours and material, which of them were taught, and
    the progression tools among them. Nothing for a workshop.
    """
    if not found.track:
        return {}
    concept = programme.concept(found.concept_id)
    teaches = taught_on(concept, found.track)
    return {
        "modules": [_module(one, found) for one in teaches.modules],
        "tools": ", ".join(instrument_title(one, concept) for one in teaches.tools),
    }


def _module(one: Module, found: Event) -> dict[str, Any]:
    hours = (
        ngettext("%(count)d hour", "%(count)d hours", one.hours) % {"count": one.hours} if one.hours else ""
    )
    return {
        "title": words.said(one.title),
        "learn": words.said(one.learn) if one.learn else "",
        "hours": hours,
        "materials": [words.said(each) for each in one.materials],
        "is_taught": one.slug in found.taught,
    }


def told(actor: Any, events: Collection[uuid.UUID]) -> dict[uuid.UUID, Told]:
    """By event, the provider's messages with their days, and the materials. Two queries."""
    found: dict[uuid.UUID, Told] = {one: {"messages": [], "materials": []} for one in events}
    for message in supplier.messages(actor, events):
        found[message.event_id]["messages"].append(
            {"when": words.day_and_year(message.written_on), "words": message.words}
        )
    for material in supplier.materials(actor, events):
        found[material.event_id]["materials"].append(
            {"id": material.id, "title": material.title, "where": material.where}
        )
    return found
