"""Reading goals and indicators: what the file says, what was put forward, and who signed it when."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from samspil.governance.models.aims import AimSet, AimSignature
from samspil.governance.queries.contracts import awarded
from samspil.governance.rules.aims import in_time, may_see_aims
from samspil.governance.terms.aims import InTime, SetChanged, SetSide, SetState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.programme import queries as programme
from samspil.programme.concept.aiming import Aims
from samspil.programme.concept.comparing import Change, differences
from samspil.programme.concept.document import built, plain
from samspil.programme.queries import Loaded
from samspil.trust import scope


@dataclass(frozen=True, slots=True)
class AimsSigned:
    """One side's signature: by which role, on which day, and how that lay to the first measurement."""

    side: SetSide
    role: str
    account_id: uuid.UUID
    signed_on: date
    timing: InTime


@dataclass(frozen=True, slots=True)
class SetView:
    """One version of a programme's goals and indicators, what it changed, and who signed it."""

    id: uuid.UUID
    office_id: uuid.UUID
    number: int
    aims: Aims
    digest: str
    because: SetChanged | None
    put_on: date
    evaluator_id: uuid.UUID | None
    """The organisation that the work is awarded to, which signs for the evaluator; None before that."""
    changes: tuple[Change, ...]
    signed: tuple[AimsSigned, ...]
    state: SetState

    @property
    def is_whole(self) -> bool:
        """Whether both sides have signed it."""
        return len(self.signed) == len(SetSide)

    @property
    def timing(self) -> InTime | None:
        """How the later signature lay to the first measurement; None while one is missing."""
        return max(self.signed, key=lambda one: one.signed_on).timing if self.is_whole else None


@dataclass(frozen=True, slots=True)
class Aimed:
    """What a programme is measured by: the file's own, and the versions put forward, the newest first."""

    loaded: Loaded
    measured: date | None
    """The month in which measuring began, over all municipalities; None before five courses are measured."""
    sets: tuple[SetView, ...]

    @property
    def has_changed(self) -> bool:
        """Whether the file says something else than was last put forward, or nothing was."""
        said = self.loaded.concept.aims
        if said is None:
            return False
        return not self.sets or self.sets[0].digest != digest(document_of(said))

    @property
    def signed(self) -> SetView | None:
        """The version that both sides signed last."""
        return next((one for one in self.sets if one.is_whole), None)

    @property
    def is_late(self) -> bool:
        """Whether measuring has begun and nothing was signed by both sides before that."""
        return self.measured is not None and all(
            one.timing is None or one.timing == InTime.AFTER for one in self.sets
        )


def aimed(actor: Actor, *, on: date) -> tuple[Aimed, ...]:
    """What every programme that runs on a day is measured by. Three queries, one more a programme."""
    refuse(may_see_aims(actor))
    running = [
        one for one in programme.programmes() if one.concept.period.from_ <= on <= one.concept.period.to
    ]
    rows = list(
        AimSet.objects.presented()
        .filter(programme__in=[one.concept.slug for one in running], put_on__lte=on)
        .order_by("programme", "number")
    )
    signed = _signatures([one.id for one in rows], on)
    chosen = awarded({one.programme for one in rows})
    found = []
    for one in running:
        mine = [row for row in rows if row.programme == one.concept.slug]
        found.append(Aimed(one, scope.month_measured(one.concept.slug), _views(mine, signed, chosen)))
    return tuple(found)


def set_of(actor: Actor, set_id: uuid.UUID, *, on: date) -> tuple[Aimed, SetView]:
    """One version with its programme. Raises Missing."""
    for one in aimed(actor, on=on):
        for each in one.sets:
            if each.id == set_id:
                return one, each
    raise Missing


def document_of(aims: Aims) -> dict[str, Any]:
    """Goals and indicators as they are stored."""
    document = plain(aims)
    assert isinstance(document, dict)
    return document


def digest(document: dict[str, Any]) -> str:
    """sha256 of the stored form, in hexadecimal."""
    return hashlib.sha256(json.dumps(document, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _signatures(keys: list[uuid.UUID], on: date) -> dict[uuid.UUID, list[AimsSigned]]:
    found: dict[uuid.UUID, list[AimsSigned]] = defaultdict(list)
    rows = AimSignature.objects.presented().filter(set_id__in=keys, signed_on__lte=on)
    for one in rows.order_by("-side"):
        timing = in_time(one.signed_on, one.measured_month)
        signature = AimsSigned(SetSide(one.side), one.role, one.account_id, one.signed_on, timing)
        if all(known.side != signature.side for known in found[one.set_id]):
            found[one.set_id].append(signature)
    return found


def _views(
    rows: list[AimSet],
    signed: dict[uuid.UUID, list[AimsSigned]],
    chosen: dict[tuple[uuid.UUID, str], uuid.UUID],
) -> tuple[SetView, ...]:
    """Versions in rising order as views, the newest first."""
    found: list[SetView] = []
    before: dict[str, Any] = {}
    for row in rows:
        told = tuple(signed.get(row.id, ()))
        state = SetState.SIGNED if len(told) == len(SetSide) else SetState.PUT_FORWARD
        found.append(
            SetView(
                id=row.id,
                office_id=row.tenant_id,
                number=row.number,
                aims=built(Aims, row.document),
                digest=row.digest,
                because=SetChanged(row.because) if row.because else None,
                put_on=row.put_on,
                evaluator_id=chosen.get((row.tenant_id, row.programme)),
                changes=differences(before, row.document) if before else (),
                signed=told,
                state=state if row is rows[-1] else SetState.REPLACED,
            )
        )
        before = row.document
    return tuple(reversed(found))
