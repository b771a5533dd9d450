"""Which pages a role finds in its menu: a few doors, and beside each what belongs behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspil.people.terms import Role


@dataclass(frozen=True)
class Door:
    """One entry: what it says, the address it opens, and the entries shown while one is behind it."""

    label: Any
    name: str
    beside: tuple[Door, ...] = ()


MEASUREMENTS = Door(_("Measurements"), "office:measurements")
FIGURES = Door(_("Figures"), "office:figures")
MY_HOURS = Door(_("My hours"), "field:hours")
MY_PROFILE = Door(_("My profile"), "field:profile")
MY_TRAINING = Door(_("My training"), "field:training")
OWN = (
    Door(_("My courses"), "field:caseload", (Door(_("Calendar"), "field:calendar"),)),
    Door(_("Measurements"), "field:measurements", (Door(_("Type in papers"), "field:papers"),)),
    MY_HOURS,
    Door(_("Conversation cards"), "field:cards"),
    MY_TRAINING,
    MY_PROFILE,
)
KNOWLEDGE = Door(_("Knowledge"), "office:knowledge")
STEERING = Door(_("Steering"), "office:steering")
STEERED = Door(_("Steering"), "office:steering", (KNOWLEDGE,))
TOTALS = (Door(_("Totals"), "office:totals"),)
INSTRUMENTS = Door(_("Instruments"), "office:instruments")
TRAINING = Door(_("Training"), "office:training")
ANSWERED = Door(_("What they answered"), "office:training-answers")
DELIVERABLES = Door(_("Deliverables"), "office:deliverables")
TRAINED = Door(_("Training"), "office:training", (ANSWERED, DELIVERABLES))
BUDGET = Door(_("Versions of the budget"), "office:grant-versions")
DECISIONS = Door(_("Grants: what is asked"), "office:grant-decisions")
VOUCHERS = Door(_("Vouchers"), "office:vouchers")
PROPOSALS = Door(_("Proposals"), "office:proposals")
STATEMENTS = Door(_("Statements of accounts"), "office:statements")
UNIT_COSTS = Door(_("What one costs"), "office:unit-costs")
RESULTS = Door(_("How results were counted"), "office:results")
OF_GRANT = (VOUCHERS, STATEMENTS, BUDGET, UNIT_COSTS, RESULTS)
GRANT = Door(_("The grant"), "office:grant", OF_GRANT)
INTERVIEWS = Door(_("Interviews"), "office:interviews")
MILESTONES = Door(_("Milestones"), "office:milestones")
EVALUATOR = Door(_("The evaluator"), "office:evaluator")
TARGETS = Door(_("Targets"), "office:targets")
SIGNED_OFF = Door(_("Signed off"), "office:signed-off")
FOLLOWED = Door(_("Obligations"), "office:obligations", (MILESTONES, TARGETS, SIGNED_OFF, EVALUATOR))
DESCRIPTIONS = Door(_("Descriptions"), "office:descriptions")
AGREEMENTS = Door(_("Agreements"), "office:agreements")
PROGRAMME = Door(
    _("The programme"),
    "office:obligations",
    (
        MILESTONES,
        TARGETS,
        SIGNED_OFF,
        EVALUATOR,
        STEERING,
        KNOWLEDGE,
        DESCRIPTIONS,
        AGREEMENTS,
        INTERVIEWS,
    ),
)
OUR_PART = Door(
    _("The programme"),
    "office:obligations",
    (MILESTONES, TARGETS, SIGNED_OFF, EVALUATOR, STEERING, KNOWLEDGE, DESCRIPTIONS, INTERVIEWS),
)
LOG = (Door(_("Log"), "office:log"),)
MENUS: dict[str, tuple[Door, ...]] = {
    Role.COORDINATOR: (
        Door(_("Today"), "office:home", (Door(_("Calendar"), "office:calendar"),)),
        Door(
            _("Courses"),
            "office:courses",
            (Door(_("Hours"), "office:hours"), Door(_("Open links"), "office:links")),
        ),
        Door(_("Matching"), "office:matching"),
        Door(
            _("Staff"),
            "office:staff",
            (
                Door(_("Hand over"), "office:hand-overs"),
                Door(_("Staff hours"), "office:staff-hours"),
                Door(_("Invitations"), "office:invitations"),
                Door(_("The corps"), "office:corps"),
                TRAINING,
            ),
        ),
        Door(_("Parents"), "office:parents"),
        Door(
            _("Visits"),
            "office:visits",
            (
                Door(_("Requests"), "office:visit-requests"),
                Door(_("Plan a term"), "office:visit-term"),
                Door(_("Places"), "office:institutions"),
                Door(_("Offers"), "office:place-offers"),
                Door(_("Role models"), "office:visit-corps"),
                Door(_("What the visits cost"), "office:visit-costs"),
            ),
        ),
        Door(_("Measurements"), "office:measurements", (Door(_("Type in papers"), "office:papers"),)),
        Door(_("Figures"), "office:figures", (Door(_("Conversation cards"), "office:cards"),)),
        Door(_("The grant"), "office:grant", (PROPOSALS, *OF_GRANT)),
        OUR_PART,
    ),
    Role.MENTOR: OWN,
    Role.PARENT_COACH: OWN,
    Role.ROLE_MODEL: (
        Door(_("My visits"), "field:caseload", (Door(_("Calendar"), "field:calendar"),)),
        MY_HOURS,
        MY_TRAINING,
        MY_PROFILE,
    ),
    Role.MUNICIPAL_LEAD: (
        Door(_("What waits"), "office:waiting"),
        MEASUREMENTS,
        FIGURES,
        TRAINING,
        GRANT,
        PROGRAMME,
    ),
    Role.AUDITOR: (STATEMENTS, Door(_("The grant"), "office:grant", (VOUCHERS, BUDGET)), UNIT_COSTS, RESULTS),
    Role.TRAINING_PROVIDER: (TRAINED, STEERED),
    Role.PROGRAMME_OFFICE: (
        Door(_("What waits"), "office:inbox"),
        *TOTALS,
        PROGRAMME,
        INSTRUMENTS,
        TRAINED,
        DECISIONS,
        RESULTS,
        Door(_("The authority"), "office:authority"),
    ),
    Role.EVALUATOR: (
        *TOTALS,
        INSTRUMENTS,
        Door(_("Targets"), "office:targets", (SIGNED_OFF, EVALUATOR)),
        INTERVIEWS,
        MILESTONES,
        ANSWERED,
        STEERED,
    ),
    Role.STEERING_MEMBER: (STEERED, *TOTALS, FOLLOWED),
    Role.LOG_CONTROLLER: LOG,
    Role.DPO: LOG,
}


def menu(role: str, path: str) -> list[dict[str, Any]]:
    """The role's menu for somebody at `path`: entries of `label`, `url`, `current`, `beside`.

    `current` is "page" on the entry one is at or below, "true" on the door whose `beside` one is at,
    else "". `beside` holds the same kind of entries, and only for the door one is behind.
    """
    doors = MENUS.get(role, ())
    urls = {one.name: reverse(one.name) for door in doors for one in (door, *door.beside)}
    at = max((url for url in urls.values() if path.startswith(url)), key=len, default="")

    def entry(door: Door) -> dict[str, Any]:
        url = urls[door.name]
        behind = any(urls[one.name] == at for one in door.beside)
        return {
            "label": door.label,
            "url": url,
            "current": "page" if url == at else "true" if behind else "",
            "beside": [entry(one) for one in door.beside] if behind or url == at else [],
        }

    return [entry(door) for door in doors]
