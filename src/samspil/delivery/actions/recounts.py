"""Writing down what the nightly recount found, so that the board can show it."""

from __future__ import annotations

from datetime import date, datetime

from samspil.delivery.models.recounts import Recount
from samspil.delivery.queries.measurements import Proof, prove
from samspil.delivery.rules.courses import may_tend
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.trust import audit


def keep_recount(*, by: Actor, at: datetime, on: date) -> Proof:
    """Count what is owed without reading the measurements, compare with them, and keep the day's result.

    A second count on the same day takes the place of the first. Nothing is put right here.
    """
    refuse(may_tend(by))
    with audit.acting("delivery.keep_recount", by=by, at=at) as act:
        proof = prove(by, on=on)
        row = Recount.objects.filter(counted_on=on).first() or Recount(tenant_id=by.tenant_id, counted_on=on)
        row.counted_at, row.owed, row.found, row.equal = at, proof.owed, proof.found, proof.equal
        row.forms_owed, row.forms_found = proof.forms.owed, proof.forms.found
        row.save(force_insert=row._state.adding)
        act.about(row)
    return proof
