"""A concept as `samspil programme show --json` prints it."""

from __future__ import annotations

from datetime import date
from typing import Any

from samspil.programme.concept.model import Concept


def shown(concept: Concept) -> dict[str, Any]:
    """The published summary of a concept; its keys are an interface and stay as they are."""
    return {
        "slug": concept.slug,
        "version": concept.version,
        "title": concept.title,
        "period": {"from": _iso(concept.period.from_), "to": _iso(concept.period.to)},
        "parties": [
            {
                "slug": party.slug,
                "name": party.name,
                "municipality_code": party.municipality_code,
                "status": party.status,
                "joined_on": _iso(party.joined_on),
                "left_on": _iso(party.left_on),
            }
            for party in concept.parties
        ],
        "interventions": [
            {"slug": each.slug, "themes": list(each.themes), "visits": each.dosage.visits}
            for each in concept.interventions
        ],
        "tracks": [
            {"role": track.role, "seats_min": track.seats_min, "seats_max": track.seats_max}
            for track in concept.training.tracks
        ],
        "obligations": [{"id": each.id, "text": each.text} for each in concept.obligations],
        "milestones": [
            {
                "id": each.id,
                "title": each.title,
                "planned": {
                    "from": _iso(each.planned.from_),
                    "to": _iso(each.planned.to),
                    "words": each.planned.words,
                },
            }
            for each in concept.milestones
        ],
        "grant": {
            "party": concept.grant.party,
            "lines": [
                {"slug": line.slug, "amounts": _by_year(line.amounts.by_year)} for line in concept.grant.lines
            ],
            "totals": _by_year(concept.grant.totals.by_year),
        },
        "rules": {"fee_max_dkk_per_hour": concept.cost_rules.fee_max_dkk_per_hour},
        "data_cut": _iso(concept.progression.schedule.data_cut),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _by_year(amounts: tuple[tuple[int, int], ...]) -> dict[str, int]:
    return {str(year): amount for year, amount in amounts}
