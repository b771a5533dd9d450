"""Writing down, every night, where a municipality's obligations stand, as others may read it."""

from __future__ import annotations

from datetime import date, datetime

from samspil.delivery.queries.training import office
from samspil.governance.models.obligations import ObligationTold
from samspil.governance.queries import obligations as queries
from samspil.governance.queries.obligations import Own
from samspil.governance.rules import obligations as rules
from samspil.governance.rules.standing import state_of
from samspil.governance.terms.obligations import ObligationState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.queries import people
from samspil.trust import audit


def keep_states(*, by: Actor, at: datetime, on: date) -> int:
    """Write the states of the municipality's obligations for this half-year and for those before that have
    none; how many were written. What a past half-year was told stays; what does not change is not written.
    """
    refuse(rules.may_keep(by))
    try:
        code = people.organisation(by.tenant_id).municipality_code
        own = queries.computed(by, *queries.taking_part(code, on), on=on)
    except Missing:
        return 0
    slug, now = own.loaded.concept.slug, rules.half_of(on)
    known = queries.told_so_far(slug)
    wanted = _to_tell(own)
    news = {key: state for key, state in wanted.items() if key not in known}
    changed = {
        key: state
        for key, state in wanted.items()
        if key in known and key[0] == now and known[key].state != state
    }
    if not news and not changed:
        return 0
    with audit.acting("governance.keep_states", by=by, at=at) as act:
        to_office = office()
        ObligationTold.objects.bulk_create(
            ObligationTold(
                tenant_id=by.tenant_id,
                office_id=to_office,
                programme=slug,
                obligation=obligation,
                half=half,
                state=state,
            )
            for (half, obligation), state in news.items()
        )
        for key, state in changed.items():
            known[key].state = state
            known[key].save(update_fields=["state"])
        act.about(people.organisation(by.tenant_id), reason=now)
    return len(news) + len(changed)


def _to_tell(own: Own) -> dict[tuple[str, str], ObligationState]:
    """The states of every half-year so far, each as on its last day or today: nothing after having left."""
    last = own.agreed.counted_on(own.on)
    least = own.loaded.concept.disclosure.minimum_municipality
    found: dict[tuple[str, str], ObligationState] = {}
    for half in rules.halves(own.agreed.begins, last):
        day = min(rules.last_of(half), last)
        for one in rules.followed(own.loaded.concept):
            state = state_of(one, own.agreed, own.evidence.happened, day)
            if state is not None:
                found[half, one] = rules.told(one, state, own.evidence.happened, day, least)
    return found
