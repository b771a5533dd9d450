"""What stands around a course on its page: interpreter, the other helper in the family, networks."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.queries.beside import Beside
from samspil.delivery.terms.courses import Intervention
from samspil.delivery.terms.families import AGE_BANDS, INTERPRETERS, NETWORK_PLACES, AgeBand
from samspil.interfaces.web.shared import words
from samspil.people.terms import ROLES, Role


def around(found: Any, beside: Beside, *, door: str) -> dict[str, Any]:
    """The same in the office and in the field. Of the other helper a name and a role, and nothing more."""
    if found.person_id is None:
        return {}
    is_parents = found.intervention == Intervention.PARENT
    return {
        "tags": tags_of(found),
        "helpers": [{"name": one.name, "role_label": ROLES[Role(one.role)].title} for one in beside.helpers],
        "networks": [
            {
                "name": one.network,
                "when_words": words.day_and_year(one.held_on) if one.held_on else "",
                "place_label": NETWORK_PLACES.get(one.place, ""),
            }
            for one in beside.networks
        ],
        "is_coordinators": door == "office",
        "is_parents": is_parents,
        "has_second": beside.has_second,
        "second_url": reverse(f"{door}:second", args=[found.id]) if is_parents else None,
        "former_url": reverse("office:second", args=[found.id]) + "?who=former"
        if door == "office" and beside.had_second
        else None,
        "network_url": reverse("field:course-network", args=[found.id])
        if is_parents and door == "field"
        else None,
    }


def tags_of(found: Any) -> list[Any]:
    """What is good to know before a meeting, in a word or two each."""
    tags = []
    if found.interpreter_language:
        language = INTERPRETERS.get(found.interpreter_language, found.interpreter_language)
        tags.append(_("Interpreter: %(language)s") % {"language": str(language).lower()})
    if found.child_age_band and found.child_age_band != AgeBand.NOT_SAID:
        tags.append(
            _("Young one: %(band)s") % {"band": str(AGE_BANDS[AgeBand(found.child_age_band)]).lower()}
        )
    return tags
