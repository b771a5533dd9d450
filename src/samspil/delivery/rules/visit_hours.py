"""Who writes and decides about the hours of a visit, and what a claim must be."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.series import Visit, VisitPlace
from samspil.delivery.models.visit_hours import VisitHours
from samspil.delivery.terms.visit_hours import (
    HOURS_STATES,
    MOST_VISIT_KILOMETRES,
    MOST_VISIT_MINUTES,
    HoursReturned,
    HoursState,
)
from samspil.delivery.terms.visits import LIVE_PLACES, VisitState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role
from samspil.programme.concept.paying import Rates, of_time


@dataclass(frozen=True, slots=True)
class Claim:
    """What one of a pair says that a visit cost: the time, the fee in øre for all of it, the kilometres.

    The fee is said only where the concept file has none by the hour.
    """

    minutes: int
    fee: int = 0
    kilometres: int = 0


# --- who


def may_see_costs(actor: Actor) -> Refusal | None:
    """The coordinator sees what the visits of the own municipality cost."""
    return None if actor.role == Role.COORDINATOR else Refusal(_("Only the coordinator can do this."))


def own_or_any(actor: Actor, places: Collection[VisitPlace], wanted: uuid.UUID | None) -> VisitPlace | None:
    """The place whose hours the actor may write: a role model's own, or any for the coordinator."""
    live = [one for one in places if one.state in LIVE_PLACES]
    if actor.role == Role.COORDINATOR:
        return next((one for one in live if one.appointment_id == wanted), None)
    if actor.role != Role.ROLE_MODEL:
        return None
    mine = [one for one in live if one.appointment.account_id == actor.account_id]
    return next((one for one in mine if wanted in (None, one.appointment_id)), None)


def may_decide(actor: Actor, row: VisitHours) -> Refusal | None:
    """The coordinator decides about what waits: never about the own hours, nor about what they wrote."""
    if actor.role != Role.COORDINATOR:
        return Refusal(_("Only the coordinator can do this."))
    if row.appointment.account_id == actor.account_id:
        return Refusal(_("These are your own hours. Let another coordinator decide."))
    if row.written_by.account_id == actor.account_id:
        return Refusal(_("You wrote these hours. Let another coordinator decide, or them write them."))
    if row.state != HoursState.CLAIMED:
        return Refusal(_("These hours do not wait for a decision."))
    return None


# --- in which state


def must_be_held(visit: Visit) -> Refusal | None:
    """Hours are of a visit that took place, and somebody has written how it went."""
    if visit.state == VisitState.HELD:
        return None
    return Refusal(_("Write first how the visit went. Then its hours can be written."))


def may_change(row: VisitHours | None) -> Refusal | None:
    """Hours are written anew until they are approved."""
    if row is None or HoursState.CLAIMED in (row.state, *HOURS_STATES[HoursState(row.state)].leads_to):
        return None
    return Refusal(_("These hours are approved and stay as they are."))


def must_build_on(stands: str, based_on: str) -> Refusal | None:
    """What is written or decided is about what was seen, and not about what came after."""
    if stands == based_on:
        return None
    return Refusal(_("These hours were written or decided about meanwhile. See what stands now."), "based_on")


# --- what it must be


def must_be_a_claim(claim: Claim, rates: Rates, year: int) -> Refusal | None:
    """A time that a visit can take, a fee within the grant's most, kilometres of a year with a rate."""
    if not 1 <= claim.minutes <= MOST_VISIT_MINUTES:
        return Refusal(_("Write how long it took: up to 16 hours."), "hours")
    if claim.fee < 0:
        return Refusal(_("Write kroner, for example 250 or 250,50."), "fee")
    most = of_time(claim.minutes, rates.ceiling)
    if claim.fee > most:
        return Refusal(
            _("That is more than %(most)s kr., the most for this time: %(hour)s kr. an hour. %(rule)s")
            % {"most": kroner(most), "hour": kroner(rates.ceiling), "rule": rates.ceiling_words},
            "fee",
        )
    if not 0 <= claim.kilometres <= MOST_VISIT_KILOMETRES:
        return Refusal(_("Write at most 1,000 kilometres."), "kilometres")
    if claim.kilometres and rates.per_km is None:
        return Refusal(
            _("There is no rate for kilometres in %(year)d yet. Leave them out.") % {"year": year},
            "kilometres",
        )
    return None


def must_say_why(outcome: str, reason: str) -> Refusal | None:
    """What is returned has a reason; what is approved needs none."""
    if outcome not in (HoursState.APPROVED, HoursState.RETURNED):
        return Refusal(_("Choose one from the list."), "outcome")
    if outcome == HoursState.RETURNED and reason not in list(HoursReturned):
        return Refusal(_("Choose why it goes back."), "reason")
    return None


def kroner(oere: int) -> str:
    """Øre as kroner: 1.000 or 250,50."""
    whole, rest = divmod(oere, 100)
    said = number_format(whole, 0, use_l10n=True, force_grouping=True)
    return said if not rest else number_format(f"{whole}.{rest:02d}", 2, use_l10n=True, force_grouping=True)
